"""Answers of the World Bank's API for source 6 (IDS), one file a page."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pandas as pd

from analysis.errors import SourceError
from analysis.sources.ids.lists import clean
from analysis.sources.json_files import read_json
from analysis.sources.series import read_text

_CONCEPTS = {
    "Country": re.compile("[A-Z]{3}"),
    "Counterpart-Area": re.compile(r"\d{3}|[A-Z]{3}", re.ASCII),
    "Series": re.compile(r"[A-Z0-9]+(\.[A-Z0-9]+)+"),
    "Time": re.compile(r"YR(19[7-9]\d|20\d\d)", re.ASCII),
}
_UNIT = re.compile(r"\(([^()]+)\)$")
_MESSAGE = re.compile(r"<(?:\w+:)?message[^>]*>(.*?)</(?:\w+:)?message>", re.DOTALL)
_COUNTS = ("page", "pages", "per_page", "total")


def read_api(paths: Sequence[Path]) -> pd.DataFrame:
    """Read all pages of one answer.

    Parameters
    ----------
    paths : sequence of Path
        The bodies of pages 1 to ``pages``, in any order, as
        ``https://api.worldbank.org/v2/sources/6/country/…/series/…/counterpart-area/…/time/all``
        gives them with ``format=json``.

    Returns
    -------
    DataFrame
        One row a cell: ``debtor``, ``counterpart`` (codes as text), ``series``, ``year``,
        ``value`` (missing where the Bank has null) and ``unit`` (as the series' name says:
        ``current US$``, ``%``). ``attrs["vintage"]`` is the Bank's date of the last update.

    Raises
    ------
    SourceError
        If a body is an error message (the Bank sends those with status 200, as XML), damaged
        or cut; if a page is missing or short, or is of another answer; or a cell is impossible
        or stands twice.
    """
    paths = [Path(path) for path in paths]
    pages = {path: _load(path) for path in paths}
    _check_pages(pages)
    names: dict[tuple[str, str], str] = {}
    rows: list[tuple[str | int | float | None, ...]] = []
    seen: dict[tuple[str, str, str, int], str] = {}
    for path in sorted(paths, key=lambda each: pages[each]["page"]):
        for number, item in enumerate(pages[path]["source"]["data"], start=1):
            where = f"data[{number}]"
            key, value, unit = _read_cell(path, where, item, names)
            if key in seen:
                problem = f"repeats {' '.join(map(str, key))} of {seen[key]}"
                raise SourceError(path.name, problem, column=where)
            seen[key] = f"{path.name} {where}"
            rows.append((*key, value, unit))
    columns = ["debtor", "counterpart", "series", "year", "value", "unit"]
    frame = pd.DataFrame(rows, columns=columns)
    types = {"year": "int64", "value": "float64"}
    frame = frame.astype({name: types.get(name, "str") for name in columns})
    frame.attrs["vintage"] = str(pages[paths[0]]["lastupdated"])
    return frame


def _load(path: Path) -> dict[str, Any]:
    text = read_text(path)
    if text.lstrip().startswith("<"):
        said = _MESSAGE.search(text)
        answer = f": {' '.join(said[1].split())!r}" if said else " or a web page"
        raise SourceError(
            path.name,
            f"is an error of the World Bank's server, not data{answer}; check the codes of "
            "debtor, series and counterpart, or ask again later",
        )
    body = read_json(path)
    if isinstance(body, list) and body and isinstance(body[0], dict) and "message" in body[0]:
        raise SourceError(path.name, f"is an error of the World Bank: {body[0]['message']}")
    if not isinstance(body, dict) or not isinstance(body.get("source"), dict):
        raise SourceError(path.name, "is not an answer with one source; ask for source 6", line=1)
    for name in _COUNTS:
        if type(body.get(name)) is not int or body[name] < 0:
            raise SourceError(path.name, f"is not a count: {body.get(name)!r}", column=name)
    if not re.fullmatch(r"\d{4}-\d{2}-\d{2}", str(body.get("lastupdated")), re.ASCII):
        problem = f"is not a date: {body.get('lastupdated')!r}"
        raise SourceError(path.name, problem, column="lastupdated")
    source = body["source"]
    if source.get("id") != "6" or not isinstance(source.get("data"), list):
        problem = f"is not source 6 (International Debt Statistics) with data: {source.get('id')!r}"
        raise SourceError(path.name, problem, column="source")
    return body


def _check_pages(pages: dict[Path, dict[str, Any]]) -> None:
    """Every page once, all of one answer, each of its full length."""
    if not pages:
        raise SourceError("(no file)", "there is no page to read; give the files of the answer")
    files = ", ".join(path.name for path in pages)
    first = next(iter(pages.values()))
    for path, body in pages.items():
        for name in ("pages", "per_page", "total", "lastupdated"):
            if body[name] != first[name]:
                problem = f"has {body[name]} where another page has {first[name]}; fetch all again"
                raise SourceError(path.name, problem, column=name)
    held = [body["page"] for body in pages.values()]
    missing = sorted(set(range(1, first["pages"] + 1)) - set(held))
    if missing:
        listed = ", ".join(map(str, missing))
        problem = f"page {listed} of {first['pages']} is missing; fetch it and read all together"
        raise SourceError(files, problem)
    if len(held) != first["pages"] or len(set(held)) != len(held):
        problem = f"are pages {held}, expected 1 to {first['pages']}, each once"
        raise SourceError(files, problem)
    for path, body in pages.items():
        before = (body["page"] - 1) * body["per_page"]
        expected = min(body["per_page"], body["total"] - before)
        found = len(body["source"]["data"])
        if found != expected:
            raise SourceError(
                path.name,
                f"page {body['page']} of {body['pages']} holds {found} cells instead of "
                f"{expected} (total {body['total']}); the answer is cut, fetch the page again",
                column="total",
            )


def _read_cell(
    path: Path, where: str, item: Any, names: dict[tuple[str, str], str]
) -> tuple[tuple[str, str, str, int], float | None, str]:
    variables = item.get("variable") if isinstance(item, dict) else None
    if not isinstance(variables, list) or set(item) != {"variable", "value"}:
        raise SourceError(path.name, "is not a cell with variables and a value", column=where)
    # Their order is not fixed: the concept says which is which.
    codes: dict[str, str] = {}
    for each in variables:
        if not isinstance(each, dict) or set(each) != {"concept", "id", "value"}:
            raise SourceError(path.name, f"is not a variable: {each!r}", column=where)
        concept, code, name = (str(each[key]) for key in ("concept", "id", "value"))
        code, name = clean(code), clean(name)
        if concept not in _CONCEPTS or concept in codes:
            problem = f"is not one of {', '.join(_CONCEPTS)}, each once: {concept!r}"
            raise SourceError(path.name, problem, column=where)
        if not _CONCEPTS[concept].fullmatch(code):
            problem = f"is not a code of {concept}: {code!r}"
            raise SourceError(path.name, problem, column=where)
        if concept == "Time" and code != f"YR{name}":
            problem = f"names the year {code} and {name!r}"
            raise SourceError(path.name, problem, column=where)
        if names.setdefault((concept, code), name) != name:
            problem = f"names {code} {name!r}, before {names[concept, code]!r}"
            raise SourceError(path.name, problem, column=where)
        codes[concept] = code
    if len(codes) != len(_CONCEPTS):
        lacking = ", ".join(sorted(set(_CONCEPTS) - set(codes)))
        raise SourceError(path.name, f"lacks the variable {lacking}", column=where)
    value = item["value"]
    if value is not None and (type(value) not in (int, float) or not abs(value) < 1e15):
        raise SourceError(path.name, f"is not a possible number or null: {value!r}", column=where)
    unit = _UNIT.search(names["Series", codes["Series"]])
    key = (codes["Country"], codes["Counterpart-Area"], codes["Series"], int(codes["Time"][2:]))
    return key, value, unit[1] if unit else ""

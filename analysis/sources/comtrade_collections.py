"""UN Comtrade as others republish it: by chapter, by partner, and as edges of products."""

from __future__ import annotations

import re
from collections import defaultdict
from pathlib import Path
from typing import Any

import pandas as pd

from analysis.errors import SourceError
from analysis.sources.cells import (
    IMPOSSIBLE_USD,
    IMPOSSIBLE_WORLD_USD,
    LAST_YEAR,
    find_columns,
    read_value,
    read_year,
    refuse_unknown_codes,
)
from analysis.sources.comtrade import NO_STATES
from analysis.sources.json_files import read_json
from analysis.sources.series import read_lines, read_text, refuse_repeated

_FLOWS = {"Export": "export", "Import": "import"}
_FIRST_YEAR = 1988  # the first of the Harmonized System
#: Percentages are printed with two decimals.
_ROUNDING = 0.0051


def read_chapters(path: Path) -> pd.DataFrame:
    """Read one partner's HS chapters (``{"Import": [{"year", "ccode", "pct", "value"}], …}``).

    Parameters
    ----------
    path : pathlib.Path
        File named by the partner's Comtrade code, ``76.json``; values in USD.

    Returns
    -------
    pandas.DataFrame
        Columns ``partner_code, year, flow, chapter, value_usd``; flow from the reporter's view.
        The reporter is not stated in the file.

    Raises
    ------
    SourceError
        If the file has another shape, a chapter occurs twice, a value is impossible, or the
        percentages, which the file states too, do not follow from the values.
    """
    path = Path(path)
    if not path.stem.isdigit():
        raise SourceError(path, "the file name is not a Comtrade code, such as 76.json")
    content = read_json(path)
    if not isinstance(content, dict) or set(content) != set(_FLOWS):
        raise SourceError(path, "does not hold exactly the lists 'Import' and 'Export'")
    rows = []
    shares: list[tuple[str, tuple[int, str], float, float]] = []
    sums: defaultdict[tuple[int, str], float] = defaultdict(float)
    for name, flow in _FLOWS.items():
        if not isinstance(content[name], list):
            raise SourceError(path, "is not a list", column=name)
        for number, item in enumerate(content[name]):
            where = f"{name}[{number}]"
            year, chapter, share, value = _fields(
                path, where, item, ("year", "ccode", "pct", "value")
            )
            chapter = int(chapter) if 1 <= chapter <= 99 and chapter == int(chapter) else 0
            if not chapter:
                raise SourceError(path, f"is no chapter: {item['ccode']!r}", column=where)
            key = (read_year(year, path, None, where, _FIRST_YEAR, LAST_YEAR), flow)
            sums[key] += value
            shares.append((where, key, value, share))
            rows.append((int(path.stem), key[0], flow, chapter, value))
    frame = pd.DataFrame(rows, columns=["partner_code", "year", "flow", "chapter", "value_usd"])
    twice = frame[frame.duplicated(["year", "flow", "chapter"])]
    if len(twice):
        named = ", ".join(f"{r.flow} {r.year} HS{r.chapter:02d}" for r in twice.itertuples())
        raise SourceError(path, f"holds a chapter twice: {named}")
    for where, key, value, share in shares:
        expected = 100 * value / sums[key] if sums[key] else 0.0
        if abs(expected - share) > _ROUNDING:
            raise SourceError(
                path,
                f"states {share} % of the {key[1]}s of {key[0]}, but the values give "
                f"{expected:.2f} %: a value is wrong or a chapter is missing; download it again",
                column=where,
            )
    kinds = {"partner_code": "int64", "year": "int64", "chapter": "int64", "value_usd": "float64"}
    frame = frame.astype(kinds)
    frame.attrs["vintage"] = _span(frame)
    return frame


def sum_chapters(chapters: pd.DataFrame) -> pd.DataFrame:
    """Return total trade by year and flow as the sum over the recorded chapters.

    Parameters
    ----------
    chapters : pandas.DataFrame
        From :func:`read_chapters`.

    Returns
    -------
    pandas.DataFrame
        Columns ``partner_code, year, flow, value_usd``.

    Examples
    --------
    >>> rows = [(76, 2020, "export", 31, 5.0), (76, 2020, "export", 27, 2.0)]
    >>> names = ["partner_code", "year", "flow", "chapter", "value_usd"]
    >>> sum_chapters(pd.DataFrame(rows, columns=names))["value_usd"].tolist()
    [7.0]
    """
    keys = ["partner_code", "year", "flow"]
    return chapters.groupby(keys, sort=True)["value_usd"].sum().reset_index()


def read_partner_totals(path: Path) -> pd.DataFrame:
    """Read a reporter's total trade with each partner (``data.json`` of the same collection).

    Parameters
    ----------
    path : pathlib.Path
        ``{"data": [{"iso", "country", "records": [{"year", "flow", "value", "pct"}]}]}``; USD.

    Returns
    -------
    pandas.DataFrame
        Columns ``partner, year, flow, value_usd``; partner as ISO3, the world as ``WLD``.

    Raises
    ------
    SourceError
        If the file has another shape, a code is unknown, a record occurs twice or the turnover
        that it states is not the sum of both flows.
    """
    path = Path(path)
    content = read_json(path)
    if not isinstance(content, dict) or not isinstance(content.get("data"), list):
        raise SourceError(path, "has no list 'data'")
    found: dict[tuple[str, int, str], float] = {}
    places: dict[str, object] = {}
    for number, item in enumerate(content["data"]):
        where = f"data[{number}]"
        if not isinstance(item, dict) or not isinstance(item.get("records"), list):
            raise SourceError(path, "has no list 'records'", column=where)
        partner = item.get("iso")
        if not isinstance(partner, str):
            raise SourceError(path, f"is no code: {partner!r}", column=f"{where}/iso")
        places.setdefault(partner, where)
        for position, record in enumerate(item["records"]):
            here = f"{where}/records[{position}]"
            year, value, _ = _fields(path, here, record, ("year", "value", "pct"))
            flow = record.get("flow")
            if flow not in (*_FLOWS, "Turnover"):
                raise SourceError(path, f"is no flow: {flow!r}", column=here)
            key = (partner, read_year(year, path, None, here, _FIRST_YEAR, LAST_YEAR), flow)
            if key in found:
                raise SourceError(path, f"holds {' '.join(map(str, key))} twice", column=here)
            found[key] = value
    refuse_unknown_codes(places, path, "iso", ("WLD",))
    pairs = dict.fromkeys((partner, year) for partner, year, _ in found)
    for partner, year in pairs:
        parts = sum(found.get((partner, year, flow), 0.0) for flow in _FLOWS)
        if found.get((partner, year, "Turnover")) != parts:
            raise SourceError(
                path,
                f"the flows of {partner} {year} sum to {parts:.0f}, but the turnover is "
                f"{found.get((partner, year, 'Turnover'))}: a record is wrong or missing",
                column="records",
            )
    rows = [(*key[:2], _FLOWS[key[2]], usd) for key, usd in found.items() if key[2] in _FLOWS]
    frame = pd.DataFrame(rows, columns=["partner", "year", "flow", "value_usd"])
    frame = frame.astype({"partner": "str", "year": "int64", "flow": "str", "value_usd": "float64"})
    frame.attrs["vintage"] = _span(frame)
    return frame


def read_edges(path: Path) -> pd.DataFrame:
    """Read trade in single products between all states, as importers report it.

    Parameters
    ----------
    path : pathlib.Path
        ``trade_yearly_edges.csv``; USD.

    Returns
    -------
    pandas.DataFrame
        Columns ``year, product, exporter, importer, value_usd``.

    Raises
    ------
    SourceError
        If the file is cut, a column or value is wrong, a code unknown or an edge there twice.
    """
    path = Path(path)
    text = read_text(path)
    lines = read_lines(path, text)
    names = ["refYear", "layer", "exporter", "importer", "value_usd"]
    at = find_columns(lines[0], names, path, 1)
    if not text.endswith(("\n", "\r")):
        raise SourceError(path, "has no line end: the file is cut", line=len(lines))
    found = []
    places: dict[str, object] = {}
    for line, row in enumerate(lines[1:], start=2):
        year = read_year(row[at["refYear"]], path, line, "refYear", _FIRST_YEAR, LAST_YEAR)
        product = row[at["layer"]]
        if not re.fullmatch("[a-z_]{3,}", product):
            raise SourceError(path, f"is no product: {product!r}", line=line, column="layer")
        exporter, importer = row[at["exporter"]].strip(), row[at["importer"]].strip()
        places.setdefault(exporter, line)
        places.setdefault(importer, line)
        value = read_value(row[at["value_usd"]], path, line, "value_usd")
        if value is None or value > IMPOSSIBLE_USD:
            raise SourceError(path, f"is blank or impossible: {value}", line=line, column=names[4])
        found.append((year, product, exporter, importer, value))
    refuse_unknown_codes(places, path, "exporter or importer", NO_STATES)
    columns = ["year", "product", "exporter", "importer", "value_usd"]
    frame = pd.DataFrame(found, columns=columns, index=pd.RangeIndex(2, len(found) + 2))
    refuse_repeated(frame, columns[:4], str(path))
    frame.attrs["vintage"] = _span(frame)
    return frame.reset_index(drop=True)


def _fields(path: Path, where: str, item: Any, names: tuple[str, ...]) -> list[Any]:
    """Return the named numbers of a record, refusing what none can be."""
    found = []
    for name in names:
        value = item.get(name) if isinstance(item, dict) else None
        if isinstance(value, bool) or not isinstance(value, int | float):
            raise SourceError(path, f"lacks {', '.join(names)} or has no number", column=where)
        if not 0 <= value <= IMPOSSIBLE_WORLD_USD:
            problem = f"is negative: {value}" if value < 0 else f"is impossible: {value}"
            raise SourceError(path, problem, column=where)
        found.append(value if name == "year" else float(value))
    return found


def _span(frame: pd.DataFrame) -> str:
    return f"Comtrade, years {frame['year'].min()}-{frame['year'].max()}"

"""UN Comtrade: answers of the API, and files of the retired service.

Comtrade's codes of areas are its own, not the UN's M49: India is 699, France 251, Italy 381,
Switzerland 757, the USA 842. The USSR (810, ``SUN``) and Russia (643, ``RUS``) are two areas.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import pandas as pd

from analysis import countries
from analysis.errors import SourceError, unknown
from analysis.sources.cells import (
    IMPOSSIBLE_WORLD_USD,
    LAST_YEAR,
    read_value,
    read_year,
    refuse_unknown_codes,
)
from analysis.sources.json_files import read_json
from analysis.sources.series import read_table, read_text, refuse_repeated

FIRST_YEAR = 1962

#: Rows that an answer never exceeds: without a key, and with one (two figures are in use). An
#: answer of exactly so many rows has been cut, and nothing in it says so.
CAPS = (500, 100_000, 250_000)

FLOWS = {
    "M": "import",
    "X": "export",
    "RM": "re-import",
    "RX": "re-export",
    "FM": "foreign import",
    "DX": "domestic export",
}
_LEGACY_FLOWS = {"1": "import", "2": "export", "3": "re-export", "4": "re-import"}

#: The value that stands for the total in each dimension by which Comtrade splits a flow.
TOTALS = {"motCode": 0, "partner2Code": 0, "customsCode": "C00", "mosCode": "0"}

#: World, regions, areas not specified, and states of the past, as Comtrade codes them.
NO_STATES = (
    "W00", "ANT", "ATB", "EUR", "NTZ", "PCI", "PCZ", "PUS", "R20", "R4", "R91", "S19", "VDR",
    "X1", "X2", "XX", "ZA1", "A49", "A59", "A79", "E19", "E29", "F19", "F49", "F97", "O19",
    "_AC", "_CI", "_KS", "_MI", "_PM", "_RI", "_RN", "_SH", "_SK", "_SM", "_TK", "_WI", "_X",
    "_ZP",
)  # fmt: skip

COLUMNS = [
    "reporter", "partner", "year", "flow", "classification", "product",
    "value_usd", "cif_usd", "fob_usd",
]  # fmt: skip
KEYS = COLUMNS[:6]
_REQUIRED = (
    "typeCode", "freqCode", "refPeriodId", "refYear", "period", "reporterCode", "reporterISO",
    "flowCode", "partnerCode", "partnerISO", "classificationCode", "cmdCode", "primaryValue",
    *TOTALS,
)  # fmt: skip


def read_response(
    path: Path, *, only_totals: bool = False, caps: Sequence[int] = CAPS
) -> pd.DataFrame:
    """Read an answer of the API (``/data/v1/get/C/A/HS``): goods by year.

    Parameters
    ----------
    path : pathlib.Path
        The answer as saved, JSON.
    only_totals : bool, default False
        Keep only the rows of all modes of transport, customs procedures and second partners. If
        False, an answer that holds other rows is refused, since its sum would count goods twice.
    caps : sequence of int, default :data:`CAPS`
        Numbers of rows at which answers are cut.

    Returns
    -------
    pandas.DataFrame
        Columns ``reporter, partner, year, flow, classification, product, value_usd, cif_usd,
        fob_usd``: ISO3 codes (``W00`` is the world), flow from the reporter's view, products as
        codes of the classification or ``TOTAL``; a value that was not given is missing. No rows
        if Comtrade has no data, which is not zero. ``attrs["vintage"]`` names the version.

    Raises
    ------
    SourceError
        If the answer is an error, cut, of another kind, or has a row that cannot be true.
    """
    path = Path(path)
    data = _envelope(path, caps)
    wrong: list[str] = []
    splits: set[str] = set()
    rows = []
    for number, item in enumerate(data):
        where = f"data[{number}]"
        missing = [name for name in _REQUIRED if not isinstance(item, dict) or name not in item]
        if missing:
            raise SourceError(path, f"lacks {', '.join(missing)}", column=where)
        apart = [name for name, total in TOTALS.items() if not _same(item[name], total)]
        splits.update(apart)
        if apart and only_totals:
            continue
        wrong += [f"{where}/{problem}" for problem in _problems(item)]
        rows.append(item)
    if splits and not only_totals:
        names = ", ".join(sorted(splits))
        totals = "&".join(f"{name}={total}" for name, total in TOTALS.items())
        raise SourceError(
            path,
            f"splits flows by {names}, so that sums would count goods twice; ask with {totals}, or "
            "read with only_totals=True",
        )
    if wrong:
        raise SourceError(path, _summary(wrong))
    reporters = _codes(path, rows, "reporter")
    partners = _codes(path, rows, "partner")
    found = [
        (
            reporter,
            partner,
            item["refYear"],
            FLOWS[item["flowCode"]],
            item["classificationCode"],
            item["cmdCode"],
            *(_usd(item.get(name)) for name in ("primaryValue", "cifvalue", "fobvalue")),
        )
        for reporter, partner, item in zip(reporters, partners, rows, strict=True)
    ]
    frame = _typed(pd.DataFrame(found, columns=COLUMNS))
    frame.index = pd.RangeIndex(len(frame), name="row")
    _refuse_twice(path, frame)
    versions = sorted(set(frame["classification"]))
    frame.attrs["vintage"] = f"Comtrade API v1, classification {', '.join(versions) or 'none'}"
    return frame.rename_axis(None)


def read_legacy(path: Path) -> pd.DataFrame:
    """Read a CSV file of the service that was retired in 2023.

    Parameters
    ----------
    path : pathlib.Path
        All columns or a cut of them; USD.

    Returns
    -------
    pandas.DataFrame
        The columns of :func:`read_response`; ``cif_usd`` and ``fob_usd`` are missing.

    Raises
    ------
    SourceError
        If the file is no such table, is cut, states an error instead of data, holds a flow
        twice, splits flows or has an unknown state.
    """
    path = Path(path)
    text = read_text(path)
    if "No data matches your query" in text[:2000]:
        raise SourceError(
            path, "the service found no data or the question too complex; ask for less", line=2
        )
    names = ["Classification", "Year", "Trade Flow", "Reporter ISO", "Partner ISO"]
    names += ["Commodity Code", "Trade Value (US$)"]
    lines, at = read_table(path, text, names)
    more = {name: number for number, name in enumerate(lines[0]) if name not in at}
    found = []
    places: dict[str, object] = {}
    for line, row in enumerate(lines[1:], start=2):
        classification, _, flow, reporter, partner, product, value = (row[at[n]] for n in names)
        year = read_year(row[at["Year"]], path, line, "Year", FIRST_YEAR, LAST_YEAR)
        if not re.fullmatch(r"(H\d|S\d|HS|ST|BE\w*)", classification, re.ASCII):
            problem = f"is no classification: {classification!r}"
            raise SourceError(path, problem, line=line, column="Classification")
        flow = flow.casefold()
        code = row[more["Trade Flow Code"]].removesuffix(".0") if "Trade Flow Code" in more else ""
        if flow not in _LEGACY_FLOWS.values() or _LEGACY_FLOWS.get(code, flow) != flow:
            problem = f"{flow!r} with code {code!r} is none of {', '.join(_LEGACY_FLOWS.values())}"
            raise SourceError(path, problem, line=line, column="Trade Flow")
        for name in ("2nd Partner Code", "Customs Proc. Code", "Mode of Transport Code"):
            if name in more and row[more[name]] not in ("", "0", "C00"):
                problem = f"splits the flow: {row[more[name]]!r}; ask for totals"
                raise SourceError(path, problem, line=line, column=name)
        if not re.fullmatch(r"TOTAL|AG\d|[0-9]{1,6}", product, re.ASCII):
            raise SourceError(
                path, f"is no product: {product!r}", line=line, column="Commodity Code"
            )
        usd = read_value(value, path, line, "Trade Value (US$)")
        if usd is None:
            raise SourceError(path, "is blank", line=line, column="Trade Value (US$)")
        reporter, partner = reporter.replace("WLD", "W00"), partner.replace("WLD", "W00")
        places.setdefault(reporter, line)
        places.setdefault(partner, line)
        found.append(
            (reporter, partner, year, flow, classification, product, usd, _usd(None), _usd(None))
        )
    refuse_unknown_codes(places, path, "Reporter ISO or Partner ISO", NO_STATES)
    frame = _typed(pd.DataFrame(found, columns=COLUMNS))
    frame.index = pd.RangeIndex(2, len(frame) + 2)
    refuse_repeated(frame, KEYS, str(path))
    versions = ", ".join(sorted(set(frame["classification"])))
    frame.attrs["vintage"] = f"Comtrade's retired service, classification {versions}"
    return frame.reset_index(drop=True)


def _envelope(path: Path, caps: Sequence[int]) -> list[Any]:
    """Return the rows of an answer that is neither an error nor cut."""
    answer = read_json(path)
    if not isinstance(answer, dict):
        raise SourceError(path, "is no answer of Comtrade: it is not an object")
    if "statusCode" in answer or "data" not in answer:
        status = answer.get("statusCode", "none")
        said = str(answer.get("message") or answer.get("error") or "nothing more")[:200]
        advice = {
            401: "give a valid key in the environment and ask again",
            403: "the key's allowance is used up; ask again tomorrow",
            429: "wait as long as it says and ask again",
        }.get(status if _is(status, int) else 0, "ask again later or for less")
        raise SourceError(path, f"is an error, status {status}: {said!r}; {advice}")
    if answer.get("error"):
        raise SourceError(path, f"states an error: {str(answer['error'])[:200]!r}; ask again")
    data, count = answer["data"], answer.get("count")
    if not isinstance(data, list) or not _is(count, int):
        raise SourceError(path, "has no list 'data' with its 'count'; is it another answer?")
    if count != len(data):
        raise SourceError(
            path, f"states {count} rows and holds {len(data)}: it is cut; ask again", column="count"
        )
    if count in caps:
        raise SourceError(path, _how_to_split(count, data), column="count")
    return data


def _how_to_split(count: int, data: list[Any]) -> str:
    items = [item for item in data if isinstance(item, dict)]
    periods = sorted({str(item.get("period")) for item in items})
    reporters = {item.get("reporterCode") for item in items}
    if len(periods) > 1:
        how = f"one period at a time ({len(periods)} are in it: {periods[0]} to {periods[-1]})"
    elif len(reporters) > 1:
        how = f"a few reporters at a time ({len(reporters)} are in it)"
    else:
        how = "a few partners or products at a time"
    return f"holds exactly {count} rows, at which Comtrade cuts without a word; ask for {how}"


def _problems(item: dict[str, Any]) -> Iterable[str]:
    """Name the fields of a row that cannot be true."""
    year = item["refYear"]
    if item["typeCode"] != "C" or item["freqCode"] != "A":
        yield f"freqCode: {item['typeCode']!r}/{item['freqCode']!r} is not goods by year (C/A)"
    if not _is(year, int) or not FIRST_YEAR <= year <= LAST_YEAR:
        yield f"refYear: is not a year: {year!r}"
    elif str(item["period"]) != str(year) or item["refPeriodId"] != year * 10000 + 101:
        yield f"period: {item['period']!r}, {item['refPeriodId']!r} and {year} are not one year"
    if item["flowCode"] not in FLOWS:
        yield f"flowCode: {unknown('flow', [str(item['flowCode'])], FLOWS)}"
    if not _is(item["cmdCode"], str) or not re.fullmatch(r"TOTAL|[0-9]{1,6}", item["cmdCode"]):
        yield f"cmdCode: is no product: {item['cmdCode']!r}"
    if not _is(item["classificationCode"], str) or not re.fullmatch(
        r"[HS]\d|HS|B[45]", item["classificationCode"]
    ):
        yield f"classificationCode: is no version: {item['classificationCode']!r}"
    for name in ("primaryValue", "cifvalue", "fobvalue"):
        value = item.get(name)
        if value is None and name != "primaryValue":
            continue
        possible = isinstance(value, int | float) and 0 <= value <= IMPOSSIBLE_WORLD_USD
        if not possible or isinstance(value, bool):
            yield f"{name}: is not a possible value: {value!r}"
    given = {item.get("cifvalue"), item.get("fobvalue")} - {None}
    if given and item["primaryValue"] not in given:
        yield f"primaryValue: {item['primaryValue']!r} is neither the CIF nor the FOB value"


def _codes(path: Path, rows: list[dict[str, Any]], role: str) -> list[str]:
    """Return the ISO3 codes of one side of each row; an answer without names has codes alone."""
    known = {int(code): iso3 for code, iso3 in countries.codes_of("comtrade").items()}
    column = f"{role}ISO"
    found = []
    places: dict[str, object] = {}
    seen: dict[int, str] = {}
    for number, item in enumerate(rows):
        where = f"data[{number}]/{column}"
        code, iso3 = item[f"{role}Code"], item[column]
        if not _is(code, int):
            raise SourceError(path, f"is no code: {code!r}", column=f"data[{number}]/{role}Code")
        if iso3 is None:
            if code not in known:
                raise SourceError(
                    path,
                    f"is not given and code {code} not known; ask with includeDesc=true",
                    column=where,
                )
            iso3 = known[code]
        if not isinstance(iso3, str):
            raise SourceError(path, f"is no code: {iso3!r}", column=where)
        iso3 = iso3.strip()
        expected = seen.setdefault(code, known.get(code, iso3))
        if iso3 != expected:
            raise SourceError(path, f"{iso3!r} is coded {code}, which is {expected}", column=where)
        places.setdefault(iso3, where)
        found.append(iso3)
    if places:
        refuse_unknown_codes(places, path, column, NO_STATES)
    return found


def _refuse_twice(path: Path, frame: pd.DataFrame) -> None:
    twice = frame[frame.duplicated(KEYS)]
    if len(twice):
        named = "; ".join(
            f"{r.flow} {r.reporter}-{r.partner} {r.year} {r.product} (data[{r.Index}])"
            for r in twice.head(5).itertuples()
        )
        raise SourceError(path, f"holds {len(twice)} flow(s) twice: {named}; ask again")


def _typed(frame: pd.DataFrame) -> pd.DataFrame:
    numbers = {"value_usd": "float64", "cif_usd": "float64", "fob_usd": "float64"}
    text = {name: "str" for name in KEYS if name != "year"}
    return frame.astype({"year": "int64", **numbers, **text})


def _usd(value: float | None) -> float:
    return float("nan") if value is None else round(float(value), 2)


def _is(value: object, kind: type) -> bool:
    return isinstance(value, kind) and not isinstance(value, bool)


def _same(value: object, total: object) -> bool:
    # The answers write the code of supply as text, the requests as a number.
    return not isinstance(value, bool) and value is not None and str(value) == str(total)


def _summary(problems: list[str]) -> str:
    rest = f"; and {len(problems) - 5} more" if len(problems) > 5 else ""
    return f"{len(problems)} field(s) cannot be true: {'; '.join(problems[:5])}{rest}"

"""Federal Customs Service of Russia: trade with main partners, in all, by continent and chapter.

Partners by month were published until December 2021, afterwards continents alone. Every file
is a sheet for readers, in Russian, in million or billion USD.
"""

from __future__ import annotations

import itertools
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import pandas as pd

from analysis.errors import SourceError
from analysis.sources.cells import IMPOSSIBLE_USD, LAST_YEAR, read_value, read_year
from analysis.sources.workbook import read_sheet, read_sheets

FIRST_YEAR = 1994

_SHEETS = {"Экспорт": "export", "Импорт": "import"}
_MONTHS = (
    "январь", "февраль", "март", "апрель", "май", "июнь",
    "июль", "август", "сентябрь", "октябрь", "ноябрь", "декабрь",
)  # fmt: skip

#: Latin letters that look like Cyrillic ones; the file's headers mix the two ("Брaзилия").
_LOOKALIKES = str.maketrans("ABEKMHOPCTXaeopcyx", "АВЕКМНОРСТХаеорсух")

#: The parts of the world that the service has published since 2022.
_CONTINENTS = ("ЕВРОПА", "АЗИЯ", "АФРИКА", "АМЕРИКА", "ОКЕАНИЯ")

#: Rounding of the parts of a total: as a share of it, and in USD where the file has 0.1 thousand.
_ROUNDING, _CENTS = 2e-4, 1e3

_PERIOD = re.compile(r"(\w+ ?- ?\w+ \d{4})(?: г\.)?")

#: The service's mark for "not available", as for Kazakhstan while the border went unrecorded.
MISSING = "…"


def normalise_cyrillic(text: str) -> str:
    r"""Return a Russian name in Cyrillic letters only, on one line.

    Parameters
    ----------
    text : str
        As the file has it, perhaps with Latin look-alikes and line breaks.

    Returns
    -------
    str
        The name. A name in Latin letters would be changed too: use it on Russian text alone.

    Examples
    --------
    >>> normalise_cyrillic("Бр\u0061зилия") == "Бразилия"
    True
    >>> normalise_cyrillic("Республика \nКорея")
    'Республика Корея'
    """
    return " ".join(text.translate(_LOOKALIKES).split())


def read_monthly(path: Path) -> pd.DataFrame:
    """Read exports and imports with the main partners by month.

    Parameters
    ----------
    path : pathlib.Path
        ``96stran.xlsx``: a sheet a flow, a column a partner, year lines above month lines; million
        USD.

    Returns
    -------
    pandas.DataFrame
        Columns ``partner, year, month, flow, value_usd``: partner in Russian (Cyrillic letters),
        flow from Russia's view.

    Raises
    ------
    SourceError
        If a sheet has no header of partners, or a month stands before any year or is unreadable.
    """
    path = Path(path)
    found = []
    seen = {}
    for sheet, flow in _SHEETS.items():
        rows = read_sheet(path, sheet)
        # The header is the first line whose first cell is blank and whose second is not.
        head = next((i for i, r in enumerate(rows) if len(r) > 1 and not r[0] and r[1]), None)
        if head is None:
            raise SourceError(path, f"sheet {sheet!r} has no header line of partners")
        partners = {
            i: normalise_cyrillic(str(cell)) for i, cell in enumerate(rows[head]) if i and cell
        }
        _check_partners(path, sheet, head + 1, partners)
        months: list[tuple[int, int]] = []
        year: int | None = None
        for line, row in enumerate(rows[head + 1 :], start=head + 2):
            label = "" if row[0] is None else normalise_cyrillic(str(row[0])).casefold()
            if label.isdecimal():
                year = read_year(label, path, line, "year", FIRST_YEAR, LAST_YEAR)
            elif label in _MONTHS:
                if year is None:
                    raise SourceError(path, f"sheet {sheet!r}: month before any year", line=line)
                months.append((year, _MONTHS.index(label) + 1))
                for position, partner in partners.items():
                    if row[position] == MISSING:
                        continue
                    usd = read_value(row[position], path, line, partner, unit=1e6)
                    if usd is None or usd > IMPOSSIBLE_USD:
                        problem = f"sheet {sheet!r}: is blank or impossible: {row[position]!r}"
                        raise SourceError(path, problem, line=line, column=partner)
                    found.append((partner, *months[-1], flow, usd))
            elif any(cell is not None for cell in row):
                problem = f"sheet {sheet!r}: is neither a year nor a month: {row[0]!r}"
                raise SourceError(path, problem, line=line)
        _check_months(path, sheet, months)
        seen[sheet] = (months, sorted(partners.values()))
    if seen["Экспорт"] != seen["Импорт"]:
        raise SourceError(path, "the sheets differ in months or partners; download it again")
    frame = pd.DataFrame(found, columns=["partner", "year", "month", "flow", "value_usd"])
    last = seen["Экспорт"][0][-1]
    frame.attrs["vintage"] = f"release to {last[0]}-{last[1]:02d}"
    return frame


def _check_partners(path: Path, sheet: str, line: int, partners: Mapping[int, str]) -> None:
    """Refuse a header that has a partner twice or one whose letters are not all Cyrillic."""
    names = list(partners.values())
    wrong = [
        name
        for name in names
        if names.count(name) > 1 or not re.fullmatch("[А-Яа-яЁё]+([ -][А-Яа-яЁё]+)*", name)
    ]
    if wrong:
        problem = f"sheet {sheet!r}: partners twice or not in Cyrillic: {', '.join(wrong)}"
        raise SourceError(path, problem, line=line)


def _check_months(path: Path, sheet: str, months: Sequence[tuple[int, int]]) -> None:
    """Refuse months that are not one after another from a January."""
    numbers = [year * 12 + month for year, month in months]
    if not numbers or months[0][1] != 1:
        raise SourceError(path, f"sheet {sheet!r}: does not begin with a January")
    for before, (after, (year, month)) in itertools.pairwise(zip(numbers, months, strict=True)):
        if after != before[0] + 1:
            problem = f"sheet {sheet!r}: {year}-{month:02d} does not follow the month above"
            raise SourceError(path, f"{problem}: a line is missing or doubled")


def sum_years(monthly: pd.DataFrame) -> pd.DataFrame:
    """Sum months to years, keeping whole years only.

    Parameters
    ----------
    monthly : pandas.DataFrame
        From :func:`read_monthly`.

    Returns
    -------
    pandas.DataFrame
        Columns ``partner, year, flow, value_usd``; a year with fewer than twelve months has no row.

    Examples
    --------
    >>> rows = [("Бразилия", 2020, month, "export", 1.0) for month in range(1, 13)]
    >>> rows += [("Бразилия", 2021, 1, "export", 1.0)]
    >>> names = ["partner", "year", "month", "flow", "value_usd"]
    >>> sum_years(pd.DataFrame(rows, columns=names))[["year", "value_usd"]].values.tolist()
    [[2020.0, 12.0]]
    """
    keys = ["partner", "year", "flow"]
    years = monthly.groupby(keys, as_index=False, sort=True).agg(
        value_usd=("value_usd", "sum"), months=("month", "nunique")
    )
    whole = years[years["months"] == 12].drop(columns="months").reset_index(drop=True)
    return whole.assign(value_usd=whole["value_usd"].round(2))


def read_continents(path: Path) -> pd.DataFrame:
    """Read trade by continent, all that has been published since February 2022.

    Parameters
    ----------
    path : pathlib.Path
        ``strany122023.xlsx`` (a whole year) or a later release of part of a year; billion USD.

    Returns
    -------
    pandas.DataFrame
        Columns ``continent, period, year, is_whole_year, flow, value_usd``: continent and period
        in Russian as printed, flow from Russia's view. America includes the USA and Canada.

    Raises
    ------
    SourceError
        If the two header lines (flows, then periods) are not there.
    """
    path = Path(path)
    found = []
    world = {}
    for line, name, period, flow, usd in _groups(path, "1", 1e9):
        continent = normalise_cyrillic(name)
        months, year = period.casefold().rsplit(maxsplit=1)
        if continent in _CONTINENTS:
            whole = months == f"{_MONTHS[0]}-{_MONTHS[-1]}"
            found.append((continent, period, int(year), whole, flow, usd))
        elif continent == "Весь мир":
            world[period, flow] = usd
        else:
            raise SourceError(path, f"is no continent: {name!r}", line=line)
    names = ["continent", "period", "year", "is_whole_year", "flow", "value_usd"]
    frame = pd.DataFrame(found, columns=names)
    absent = sorted(set(_CONTINENTS) - set(frame["continent"]))
    if absent or not world:
        raise SourceError(path, f"has no line of {', '.join(absent) or 'Весь мир'}")
    sums = frame.groupby(["period", "flow"], sort=True)["value_usd"].sum()
    for key, total in world.items():
        # A little trade belongs to no continent.
        if not 0.98 * total <= sums[key] <= 1.001 * total:
            problem = f"the continents sum to {sums[key]:.0f} USD, the world is {total:.0f}"
            raise SourceError(path, problem, column=" ".join(key))
    frame.attrs["vintage"] = ", ".join(frame["period"].unique())
    return frame


def read_groups(path: Path) -> pd.DataFrame:
    """Read Russia's trade with the world by groups of goods, a year and the year before.

    Parameters
    ----------
    path : pathlib.Path
        ``struktura122023.xlsx`` (groups; billion USD) or ``publikatsiya_tstv_2022.xlsx``
        (chapters of the HS; million USD).

    Returns
    -------
    pandas.DataFrame
        Columns ``group, chapters, year, flow, value_usd``: name as printed, ``chapters`` as
        ``27`` or ``25-27``, blank for the total of all goods.

    Raises
    ------
    SourceError
        If the headers are not there, a group stands twice or the groups do not sum to the total.
    """
    path = Path(path)
    names = read_sheets(path, "")
    sheet, unit = ("структура", 1e9) if "структура" in names else ("Публикация (1)", 1e6)
    found = []
    for line, name, period, flow, usd in _groups(path, sheet, unit):
        match = re.match(r"(\d\d(?:-\d\d)?(?:, \d\d-\d\d)?)-(.+)", name)
        if match is None and name.casefold() != "всего":
            raise SourceError(path, f"is no group of goods: {name!r}", line=line)
        months, year = period.casefold().rsplit(maxsplit=1)
        if months.replace(" ", "") != f"{_MONTHS[0]}-{_MONTHS[-1]}":
            raise SourceError(path, f"is not a whole year: {period!r}", line=line)
        found.append((match[2].strip() if match else "", match[1] if match else "", int(year),
                      flow, usd))  # fmt: skip
    frame = pd.DataFrame(found, columns=["group", "chapters", "year", "flow", "value_usd"])
    twice = frame[frame.duplicated(["chapters", "year", "flow"])]
    if len(twice):
        raise SourceError(path, f"holds groups twice: {', '.join(sorted(set(twice['chapters'])))}")
    is_total = frame["chapters"] == ""
    if is_total.all() or not is_total.any():
        raise SourceError(path, "has no line 'Всего', or no groups below it")
    sums = frame.groupby(["year", "flow", is_total], sort=True)["value_usd"].sum().unstack()
    for named, total, parts in zip(sums.index, sums[True], sums[False], strict=True):
        # Chapters of a few goods are not published: the parts stay a little below the total.
        if not 0.85 * total <= parts <= 1.001 * total:
            problem = f"the groups of {named[1]} {named[0]} sum to {parts:.0f}, not to {total:.0f}"
            raise SourceError(path, problem)
    frame.attrs["vintage"] = f"release of {frame['year'].max()}"
    return frame


def read_totals(path: Path) -> pd.DataFrame:
    """Read Russia's trade with the world by year (``94itog.xlsx``, a sheet a year).

    Parameters
    ----------
    path : pathlib.Path
        The workbook; million USD.

    Returns
    -------
    pandas.DataFrame
        Columns ``year, flow, partner, value_usd``: partner is ``world``, ``far abroad``, ``CIS``
        or the Russian name of a member of the CIS.

    Raises
    ------
    SourceError
        If a sheet is not of that form, a year is missing, or the parts do not sum to the total.
    """
    path = Path(path)
    found = []
    sheets = read_sheets(path)
    years = [name for name in sheets if re.fullmatch(r"\d{4}", name, re.ASCII)]
    others = [name for name in sheets if name not in years and name != "Содержание"]
    if others:
        raise SourceError(path, f"has sheets that are neither contents nor a year: {others}")
    for name in years:
        flow = ""
        rows = sheets[name]
        heads = [line for line, row in enumerate(rows[:6]) if row[-1] == int(name)]
        if len(heads) != 1:
            raise SourceError(path, f"sheet {name!r} has no line of its year")
        for line, row in enumerate(rows[heads[0] + 1 :], start=heads[0] + 2):
            label = normalise_cyrillic(str(row[0] or ""))
            flow = _SHEETS.get(label, flow)
            partner = {"со странами дальнего зарубежья": "far abroad", "со странами СНГ": "CIS"}
            usd = read_value(row[1], path, line, name, unit=1e6)
            if not flow or not label or usd is None:
                problem = f"sheet {name!r}: is no flow or partner with a value: {label!r}"
                raise SourceError(path, problem, line=line)
            found.append(
                (int(name), flow, "world" if label in _SHEETS else partner.get(label, label), usd)
            )
    frame = pd.DataFrame(found, columns=["year", "flow", "partner", "value_usd"])
    counts = Counter(zip(frame["year"], frame["flow"], frame["partner"], strict=True))
    if not years or max(counts.values()) > 1:
        raise SourceError(path, "has no sheets of years, or a partner twice in one")
    span = sorted(set(frame["year"]))
    wide = frame.pivot_table(index=["year", "flow"], columns="partner", values="value_usd")
    absent = {"world", "far abroad", "CIS"} - set(wide.columns)
    if absent or len(wide) != 2 * len(span) or span[-1] - span[0] + 1 != len(span):
        raise SourceError(path, f"lacks years, flows or lines of {sorted(absent) or 'a year'}")
    apart = (wide["far abroad"] + wide["CIS"] - wide["world"]).abs() / wide["world"]
    # Printed in whole millions, and 2017 is off by five; a lost digit is far beyond that.
    if not (apart < _ROUNDING).all():
        year, flow = apart[apart == apart.max()].index.tolist()[0]
        raise SourceError(path, f"the parts of {flow} {year} do not sum to the total")
    frame.attrs["vintage"] = f"release to {span[-1]}"
    return frame


def read_cumulative(path: Path) -> pd.DataFrame:
    """Read Russia's trade with the world by month (``WEB_UTSA_04``, ``.xls`` or ``.xlsx``).

    Parameters
    ----------
    path : pathlib.Path
        The release of a year, with the year before; million USD.

    Returns
    -------
    pandas.DataFrame
        Columns ``year, month, flow, value_usd``, without the corrections for unrecorded goods
        that the service adds to the year's total.

    Raises
    ------
    SourceError
        If the tables are not there, a month is missing, exports and imports do not sum to the
        turnover, or the months not to the cumulative values.
    """
    path = Path(path)
    rows = read_sheet(path, "1")
    tables = [
        line
        for line, row in enumerate(rows)
        if [normalise_cyrillic(str(cell or "")) for cell in row[1:7]]
        == ["Оборот", "Экспорт", "Импорт"] * 2
    ]
    if len(tables) != 3:
        problem = "does not have the three tables (in all, by month, by quarter) of each release"
        raise SourceError(path, problem)
    spans = [_MONTHS[0], *(f"{_MONTHS[0]}-{month}" for month in _MONTHS[1:])]
    sums = _table(path, rows, tables[0], spans)
    months = _table(path, rows, tables[1], list(_MONTHS))
    for (year, flow), values in months.items():
        for month, total in enumerate(itertools.accumulate(values), start=1):
            stated = sums.get((year, flow), [0.0] * 12)[month - 1]
            if abs(total - stated) > _CENTS * month:
                problem = (
                    f"{flow} of {year} to month {month} is {stated}, its months sum to {total}"
                )
                raise SourceError(path, problem)
    found = [
        (year, month, flow, usd)
        for (year, flow), values in sorted(months.items())
        for month, usd in enumerate(values, start=1)
    ]
    frame = pd.DataFrame(found, columns=["year", "month", "flow", "value_usd"])
    frame.attrs["vintage"] = f"release of {frame['year'].max()}"
    return frame


def _table(
    path: Path, rows: Sequence[tuple[Any, ...]], head: int, labels: Sequence[str]
) -> dict[tuple[int, str], list[float]]:
    """Return twelve values a year and flow, checked against the turnover."""
    found: dict[tuple[int, str], list[float]] = {}
    for start in (1, 4):
        title = str(rows[head - 1][start] or "").split()
        if len(title) != 2 or title[1] != "год":
            raise SourceError(
                path, f"is no year: {' '.join(title)!r}", line=head, column=str(start)
            )
        year = read_year(title[0], path, head, str(start), FIRST_YEAR, LAST_YEAR)
        found[year, "export"], found[year, "import"] = [], []
    if len(found) != 4:
        raise SourceError(path, "names one year twice", line=head)
    lines = [number for number in range(head + 1, len(rows)) if rows[number][1] is not None]
    for number, label in itertools.zip_longest(lines[:12], labels):
        given = "" if number is None else normalise_cyrillic(str(rows[number][0] or "")).casefold()
        if given.replace(" ", "") != label:
            problem = f"the line of {label!r} is missing; {given!r} stands there"
            raise SourceError(path, problem, line=None if number is None else number + 1)
        for year, start in zip(sorted({year for year, _ in found}), (1, 4), strict=True):
            usd = [
                read_value(cell, path, number + 1, label, unit=1e6)
                for cell in rows[number][start : start + 3]
            ]
            if None in usd:
                raise SourceError(path, "is blank", line=number + 1, column=label)
            turnover, exports, imports = (value or 0.0 for value in usd)
            if abs(turnover - exports - imports) > _CENTS:
                problem = "exports and imports do not sum to the turnover"
                raise SourceError(path, problem, line=number + 1, column=str(year))
            found[year, "export"].append(exports)
            found[year, "import"].append(imports)
    return found


def _groups(path: Path, sheet: str, unit: float) -> list[tuple[int, str, str, str, float]]:
    """Return ``line, name, period, flow, value_usd`` of a sheet with two lines of header.

    One line names flows, the other periods, in either order; a label holds for the columns to its
    right until the next one. Index numbers ("темп роста") and the turnover are left out.
    """
    rows = read_sheet(path, sheet)
    head = None
    for number, (one, other) in enumerate(itertools.pairwise(rows)):
        pair = [[" ".join(str(cell or "").split()) for cell in row] for row in (one, other)]
        has_flows = [_SHEETS.keys() <= {cell.capitalize() for cell in row} for row in pair]
        if any(has_flows) and any(map(_PERIOD.fullmatch, pair[has_flows[0]])):
            flows, periods = pair if has_flows[0] else pair[::-1]
            head = number
            break
    if head is None:
        raise SourceError(
            path, "has no lines that name Экспорт and Импорт and, beside that, periods"
        )
    columns = []
    flow = period = ""
    for position, (top, below) in enumerate(zip(flows, periods, strict=True)):
        flow = top.capitalize() or flow
        period = below or period
        match = _PERIOD.fullmatch(period)
        if flow in _SHEETS and match and (position == 0 or top or below):
            columns.append((position, _SHEETS[flow], match[1]))
    if len(columns) != 4 or len({column[1:] for column in columns}) != 4:
        raise SourceError(path, "has no line of two periods for both flows", line=head + 2)
    for _, _, period in columns:
        read_year(period[-4:], path, head + 2, period, FIRST_YEAR, LAST_YEAR)
    found = []
    names = []
    for line, row in enumerate(rows[head + 2 :], start=head + 3):
        name = " ".join(str(row[0] or "").split())
        # The line "в том числе" and footnotes hold no values, or zeros.
        if not name or name.startswith("*") or name.casefold().startswith("в том числе"):
            continue
        names.append(name)
        for position, flow, period in columns:
            usd = read_value(row[position], path, line, period, unit=unit)
            if usd is None:
                raise SourceError(path, "is blank", line=line, column=f"{flow} {period}")
            found.append((line, name, period, flow, usd))
    twice = sorted(name for name, count in Counter(names).items() if count > 1)
    if twice or not found:
        raise SourceError(path, f"holds {', '.join(twice)} twice" if twice else "holds no values")
    return found

"""Federal Customs Service of Russia: monthly trade with the main partners (until 2021)."""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from analysis.errors import SourceError
from analysis.upstream.cells import read_number, read_sheet

_SHEETS = {"Экспорт": "export", "Импорт": "import"}
_MONTHS = (
    "январь", "февраль", "март", "апрель", "май", "июнь",
    "июль", "август", "сентябрь", "октябрь", "ноябрь", "декабрь",
)  # fmt: skip

#: Latin letters that look like Cyrillic ones; the file's headers mix the two ("Брaзилия").
_LOOKALIKES = str.maketrans("ABEKMHOPCTXaeopcyx", "АВЕКМНОРСТХаеорсух")

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
    found = []
    for sheet, flow in _SHEETS.items():
        rows = read_sheet(path, sheet)
        # The header is the first line whose first cell is blank and whose second is not.
        head = next((i for i, r in enumerate(rows) if len(r) > 1 and not r[0] and r[1]), None)
        if head is None:
            raise SourceError(path, f"sheet {sheet!r} has no header line of partners")
        partners = {
            i: normalise_cyrillic(str(cell)) for i, cell in enumerate(rows[head]) if i and cell
        }
        year: int | None = None
        for line, row in enumerate(rows[head + 1 :], start=head + 2):
            label = "" if row[0] is None else normalise_cyrillic(str(row[0])).casefold()
            if label.isdigit():
                year = int(label)
            elif label in _MONTHS:
                if year is None:
                    raise SourceError(path, f"sheet {sheet!r}: month before any year", line=line)
                for position, partner in partners.items():
                    if row[position] == MISSING:
                        continue
                    million = read_number(row[position], path, line, partner)
                    if million is not None:
                        month = _MONTHS.index(label) + 1
                        found.append((partner, year, month, flow, round(million * 1e6, 2)))
    return pd.DataFrame(found, columns=["partner", "year", "month", "flow", "value_usd"])


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
    rows = read_sheet(path, "1")
    head = next((i for i, row in enumerate(rows) if _SHEETS.keys() <= set(row)), None)
    if head is None or head + 1 >= len(rows):
        raise SourceError(path, "has no line that names Экспорт and Импорт")
    columns = []
    flow = ""
    for position, (top, period) in enumerate(zip(rows[head], rows[head + 1], strict=True)):
        flow = _SHEETS.get(str(top), flow)
        # The third column of each flow is an index number ("темп роста"), not a value.
        if flow and period and str(period).split()[-1].isdigit():
            columns.append((position, flow, str(period).strip()))
    if not columns:
        raise SourceError(path, "has no line of periods below the flows", line=head + 2)
    found = []
    for line, row in enumerate(rows[head + 2 :], start=head + 3):
        continent = normalise_cyrillic(str(row[0] or ""))
        if not continent.isupper():
            continue
        for position, flow, period in columns:
            billion = read_number(row[position], path, line, period)
            if billion is not None:
                months, year = period.casefold().rsplit(maxsplit=1)
                whole = months == f"{_MONTHS[0]}-{_MONTHS[-1]}"
                value = round(billion * 1e9, 2)
                found.append((continent, period, int(year), whole, flow, value))
    names = ["continent", "period", "year", "is_whole_year", "flow", "value_usd"]
    return pd.DataFrame(found, columns=names)

"""IMF Direction of Trade Statistics (DOTS): a worksheet of series, one column a year, in USD."""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from analysis.errors import SourceError
from analysis.upstream.cells import find_columns, read_number, read_sheet

#: Indicator → flow as the reporter sees it, and how it is valued.
INDICATORS = {"TXG_FOB_USD": ("export", "fob"), "TMG_CIF_USD": ("import", "cif")}

#: No pair of states has ever traded this much one way in a year (USA from China: about 0.6e12).
#: A value above it has lost its decimal separator.
IMPOSSIBLE_USD = 1e12

_NAMES = [
    "Country Name",
    "Country Code",
    "Indicator Code",
    "Counterpart Country Name",
    "Counterpart Country Code",
    "Attribute",
]


def read_dots(
    path: Path, sheet: str = "TradeData", *, keep_impossible: bool = False
) -> pd.DataFrame:
    """Read a DOTS export, refusing or marking the cells that cannot be true.

    Parameters
    ----------
    path : pathlib.Path
        The workbook.
    sheet : str, default "TradeData"
        The worksheet with the series.
    keep_impossible : bool, default False
        Keep cells above :data:`IMPOSSIBLE_USD`, marked in ``is_impossible``, instead of refusing
        the file. Their values must not be used.

    Returns
    -------
    pandas.DataFrame
        Columns ``reporter_ifs, reporter, partner_ifs, partner, year, flow, valuation, value_usd,
        is_impossible, line``: IMF codes and names, flow from the reporter's view, the line of the
        sheet. Blank cells have no row.

    Raises
    ------
    SourceError
        If a column is missing, an indicator is unknown, a cell is not a number, or cells are
        impossible and not to be kept; every such cell is named.
    """
    rows = read_sheet(path, sheet)
    header = rows[0] if rows else ()
    at = find_columns(header, _NAMES, path, 1)
    years = {i: int(cell) for i, cell in enumerate(header) if str(cell).strip().isdigit()}
    if not years:
        raise SourceError(path, "has no column headed by a year", line=1)
    found = []
    for line, row in enumerate(rows[1:], start=2):
        if row[at["Country Code"]] is None or row[at["Attribute"]] != "Value":
            continue
        indicator = row[at["Indicator Code"]]
        if indicator not in INDICATORS:
            problem = f"{indicator!r} is none of {', '.join(INDICATORS)}"
            raise SourceError(path, problem, line=line, column="Indicator Code")
        flow, valuation = INDICATORS[indicator]
        for position, year in years.items():
            value = read_number(row[position], path, line, year)
            if value is None:
                continue
            found.append(
                {
                    "reporter_ifs": int(row[at["Country Code"]]),
                    "reporter": str(row[at["Country Name"]]).strip(),
                    "partner_ifs": int(row[at["Counterpart Country Code"]]),
                    "partner": str(row[at["Counterpart Country Name"]]).strip(),
                    "year": year,
                    "flow": flow,
                    "valuation": valuation,
                    "value_usd": value,
                    "is_impossible": value > IMPOSSIBLE_USD,
                    "line": line,
                }
            )
    frame = pd.DataFrame(found)
    cells = [] if keep_impossible else describe_impossible(frame)
    if cells:
        raise SourceError(
            path,
            f"{len(cells)} cell(s) exceed {IMPOSSIBLE_USD:.0e} USD, more than any two states trade "
            f"in a year (decimal separator lost): {'; '.join(cells)}",
        )
    return frame


def describe_impossible(dots: pd.DataFrame) -> list[str]:
    """Name every cell whose value cannot be true.

    Parameters
    ----------
    dots : pandas.DataFrame
        From :func:`read_dots`.

    Returns
    -------
    list of str
        One sentence a cell: line, reporter, flow, partner, year and the value as it stands.

    Examples
    --------
    >>> cell = {"line": 39, "reporter": "Russia", "flow": "export", "partner": "Mexico",
    ...         "year": 1999, "value_usd": 7.19e14, "is_impossible": True}
    >>> describe_impossible(pd.DataFrame([cell]))
    ["line 39, column '1999': export Russia–Mexico is 719,000,000,000,000 USD"]
    """
    cells = dots[dots["is_impossible"]]
    return [
        f"line {row.line}, column '{row.year}': {row.flow} {row.reporter}–{row.partner} "
        f"is {row.value_usd:,.0f} USD"
        for row in cells.itertuples()
    ]

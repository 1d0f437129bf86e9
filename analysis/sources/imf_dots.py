"""IMF Direction of Trade Statistics (DOTS): a worksheet of series, one column a year, in USD."""

from __future__ import annotations

import re
from pathlib import Path

import pandas as pd

from analysis.errors import SourceError
from analysis.sources.cells import IMPOSSIBLE_USD, LAST_YEAR, find_columns, read_number, read_year
from analysis.sources.series import refuse_repeated
from analysis.sources.workbook import read_sheet

#: Indicator → flow as the reporter sees it, and how it is valued.
INDICATORS = {"TXG_FOB_USD": ("export", "fob"), "TMG_CIF_USD": ("import", "cif")}

FIRST_YEAR = 1948

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
        Keep cells above 1e12 USD, marked in ``is_impossible``, instead of refusing
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
        If a column is missing, an indicator is unknown, a cell is not a number or negative, a
        series stands twice, or cells are impossible and not to be kept; every such cell is named.
    """
    path = Path(path)
    rows = read_sheet(path, sheet)
    header = rows[0] if rows else ()
    at = find_columns(header, _NAMES, path, 1)
    years = {
        position: read_year(cell, path, 1, cell, FIRST_YEAR, LAST_YEAR)
        for position, cell in enumerate(header)
        if str(cell).strip().isdigit()
    }
    span = list(years.values())
    if not span:
        raise SourceError(path, "has no column headed by a year", line=1)
    if span != list(range(span[0], span[0] + len(span))):
        raise SourceError(path, "the columns of years are not one year after another", line=1)
    found = []
    for line, row in enumerate(rows[1:], start=2):
        if all(cell is None for cell in row):
            continue
        if row[at["Attribute"]] != "Value":
            # Status and notes of a series stand in lines of their own.
            if row[at["Attribute"]] in ("Status", "Base Year"):
                continue
            problem = f"is not 'Value': {row[at['Attribute']]!r}"
            raise SourceError(path, problem, line=line, column="Attribute")
        indicator = row[at["Indicator Code"]]
        if indicator not in INDICATORS:
            problem = f"{indicator!r} is none of {', '.join(INDICATORS)}"
            raise SourceError(path, problem, line=line, column="Indicator Code")
        flow, valuation = INDICATORS[indicator]
        reporter, partner = (
            (_code(row[at[f"{side} Code"]], path, line, f"{side} Code"), row[at[f"{side} Name"]])
            for side in ("Country", "Counterpart Country")
        )
        for position, year in years.items():
            value = read_number(row[position], path, line, year)
            if value is None:
                continue
            if value < 0:
                raise SourceError(path, f"is negative: {value}", line=line, column=str(year))
            found.append(
                {
                    "reporter_ifs": reporter[0],
                    "reporter": str(reporter[1]).strip(),
                    "partner_ifs": partner[0],
                    "partner": str(partner[1]).strip(),
                    "year": year,
                    "flow": flow,
                    "valuation": valuation,
                    "value_usd": value,
                    "is_impossible": value > IMPOSSIBLE_USD,
                    "line": line,
                }
            )
    if not found:
        raise SourceError(path, "holds no values below its header; download it again", line=1)
    frame = pd.DataFrame(found)
    keyed = frame.set_index("line")
    refuse_repeated(keyed, ["reporter_ifs", "partner_ifs", "year", "flow"], str(path))
    frame.attrs["vintage"] = f"DOTS, {span[0]}-{span[-1]}"
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


def _code(cell: object, path: Path, line: int, column: str) -> int:
    """Return an IMF code of a state: a number of three digits."""
    text = str(cell).removesuffix(".0")
    if not re.fullmatch(r"[1-9]\d{2}", text, re.ASCII):
        raise SourceError(path, f"is no IMF code: {cell!r}", line=line, column=column)
    return int(text)

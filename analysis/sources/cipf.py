"""Brazil's trade by partner, tabulated from UN Comtrade by the CIPF collection (``.xlsx``).

Three kinds of file: what the *partners* report about Brazil (one row a year and partner), what
Brazil reports about its partners (leading products a year, with the partner's total repeated on
each row) or partners report about Brazil's products, and Brazil's balance as both sides see it.
Each states shares beside its values, so that a damaged value or a missing row shows.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pandas as pd

from analysis.errors import SourceError
from analysis.sources.cells import IMPOSSIBLE_USD, LAST_YEAR, find_columns, read_value, read_year
from analysis.sources.cells import read_number as read_share
from analysis.sources.series import refuse_repeated
from analysis.sources.workbook import read_sheet

FIRST_YEAR = 1988  # the first of the Harmonized System
_FLOWS = {"M": "import", "X": "export"}
#: Shares are stored with all digits; one of the files rounds some values a little.
_EXACT = 1e-7


def _read(
    path: Path,
    names: list[str],
    value: str,
    share: str,
    whole: str | None,
    rows: list[tuple[Any, ...]] | None = None,
) -> pd.DataFrame:
    """Return the named columns with ``year``, ``flow`` and ``value_usd`` made from them.

    Column ``share`` must be the value's share of column ``whole``, returned as ``total_usd``, or,
    if that is None, of all values of its year and flow.
    """
    rows = read_sheet(path, "Sheet1") if rows is None else rows
    needed = ["refYear", "flowCode", value, share, *names, *([whole] if whole else [])]
    at = find_columns(rows[0] if rows else [], needed, path, 1)
    found = []
    shares = []
    totals = []
    for line, row in enumerate(rows[1:], start=2):
        code = row[at["flowCode"]]
        if code not in _FLOWS:
            raise SourceError(path, f"{code!r} is neither M nor X", line=line, column="flowCode")
        year = read_year(row[at["refYear"]], path, line, "refYear", FIRST_YEAR, LAST_YEAR)
        numbers = [_usd(row[at[name]], path, line, name) for name in [value, whole] if name]
        for name in names:
            if not str(row[at[name]] or "").strip():
                raise SourceError(path, "is blank", line=line, column=name)
        totals.append(numbers[-1])
        shares.append((line, numbers, read_share(row[at[share]], path, line, share)))
        found.append([line, year, _FLOWS[code], numbers[0], *(row[at[name]] for name in names)])
    if not found:
        raise SourceError(path, "holds no rows below its header; download it again", line=1)
    frame = pd.DataFrame(found, columns=["line", "year", "flow", "value_usd", *names])
    sums = frame.groupby(["year", "flow"])["value_usd"].transform("sum")
    for (line, numbers, stated), total in zip(shares, sums, strict=True):
        expected = numbers[0] / (numbers[1] if whole else total)
        if stated is None or abs(expected - stated) > _EXACT:
            raise SourceError(
                path,
                f"states a share of {stated}, but the values give {expected}: a value is wrong or "
                "a row is missing; download it again",
                line=line,
                column=share,
            )
    frame = frame.assign(total_usd=totals)
    frame.attrs["vintage"] = f"Comtrade, {frame['year'].min()}-{frame['year'].max()}"
    return frame


def _usd(cell: object, path: Path, line: int, column: str) -> float:
    usd = read_value(cell, path, line, column)
    if usd is None or usd > IMPOSSIBLE_USD:
        problem = "is blank" if usd is None else f"is impossible: {usd}"
        raise SourceError(path, problem, line=line, column=column)
    return usd


def _tidy(frame: pd.DataFrame, columns: list[str]) -> pd.DataFrame:
    tidy = frame[columns].reset_index(drop=True)
    tidy.attrs["vintage"] = frame.attrs["vintage"]
    return tidy


def read_partner_reports(path: Path) -> pd.DataFrame:
    """Read what Brazil's partners report about their trade with Brazil.

    Parameters
    ----------
    path : pathlib.Path
        ``Brazil_2.1.1_top_export_partners.xlsx`` (partners' imports from Brazil) or
        ``Brazil_3.1.1_top_import_partners.xlsx`` (partners' exports to Brazil); USD.

    Returns
    -------
    pandas.DataFrame
        Columns ``reporter, year, flow, value_usd``: reporter as Comtrade names it, flow from the
        reporter's view.

    Raises
    ------
    SourceError
        If a column is missing, a cell is unreadable, a reporter has two rows for one year or the
        shares do not follow from the values.
    """
    frame = _read(Path(path), ["reporterDesc"], "partner_sum", "partner_perc", None)
    frame = frame.rename(columns={"reporterDesc": "reporter"})
    refuse_repeated(frame.set_index("line"), ["reporter", "year", "flow"], str(path))
    return _tidy(frame, ["reporter", "year", "flow", "value_usd"])


def read_brazil_reports(path: Path) -> pd.DataFrame:
    """Read what Brazil reports about its partners, one total a year and partner.

    Parameters
    ----------
    path : pathlib.Path
        ``Brazil_3.4_imports_partners_products_HS-AG6-….xlsx``; USD, imports valued CIF.

    Returns
    -------
    pandas.DataFrame
        Columns ``partner, year, flow, value_usd``: partner as Comtrade names it, flow from
        Brazil's view.

    Raises
    ------
    SourceError
        If the rows of one partner and year state different totals.
    """
    path = Path(path)
    products = _read(
        path, ["partnerDesc", "cmdCode"], "partner_cmd_sum", "partner_cmd_perc",
        "partner_cmd_upper_sum",
    )  # fmt: skip
    frame = products.rename(columns={"partnerDesc": "partner"})
    frame = frame.assign(value_usd=frame["total_usd"])
    keys = ["partner", "year", "flow"]
    refuse_repeated(frame.set_index("line"), [*keys, "cmdCode"], str(path))
    totals = frame.groupby(keys, sort=True)["value_usd"].nunique()
    if (totals > 1).any():
        named = ", ".join(f"{partner} {year}" for partner, year, _ in totals[totals > 1].index)
        raise SourceError(path, f"states more than one total for {named}")
    return _tidy(frame.drop_duplicates(keys), [*keys, "value_usd"])


def read_products(path: Path) -> pd.DataFrame:
    """Read Brazil's trade in products with their leading partners, whoever reports.

    Parameters
    ----------
    path : pathlib.Path
        ``Brazil_3.3_imports_products_partners_HS-AG6-….xlsx`` (names partners: Brazil reports) or
        its later edition (names reporters: the partners report), or
        ``Brazil_3.4_imports_partners_products_HS-AG6-….xlsx``; USD.

    Returns
    -------
    pandas.DataFrame
        Columns ``counterpart, reporter_is_brazil, product, year, flow, value_usd``: HS product of
        six digits as text, flow from the reporter's view. Leading partners only: a sum over them
        is no total.

    Raises
    ------
    SourceError
        If a column is missing, a cell is unreadable, a row stands twice or a share does not
        follow from the values.
    """
    path = Path(path)
    rows = read_sheet(path, "Sheet1")
    header = rows[0] if rows else ()
    by_brazil = "partnerDesc" in header
    prefix = "partner_cmd" if "partner_cmd_sum" in header else "cmd_partner"
    side = "partnerDesc" if by_brazil else "reporterDesc"
    values = (f"{prefix}_sum", f"{prefix}_perc", f"{prefix}_upper_sum")
    frame = _read(path, [side, "cmdCode"], *values, rows=rows)
    frame = frame.rename(columns={side: "counterpart", "cmdCode": "product"})
    keys = ["counterpart", "product", "year", "flow"]
    refuse_repeated(frame.set_index("line"), keys, str(path))
    wrong = frame[~frame["product"].astype(str).str.fullmatch(r"\d{6}")]
    if len(wrong):
        first = wrong.iloc[0]
        problem = f"is no HS product of six digits: {first['product']!r}"
        raise SourceError(path, problem, line=int(first["line"]), column="cmdCode")
    frame = frame.assign(reporter_is_brazil=by_brazil)
    return _tidy(frame, ["counterpart", "reporter_is_brazil", *keys[1:], "value_usd"])

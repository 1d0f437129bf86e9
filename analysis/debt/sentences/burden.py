"""Debt over product and exports."""

from __future__ import annotations

import pandas as pd

from analysis.debt.reading import Reading
from analysis.debt.sentences.words import lay_out
from analysis.notebook.words import call, spans


def caption_burden(reading: Reading) -> str:
    """Return the caption of the burden."""
    return (
        f"Debt to {reading.lineage} over product and over exports (logarithmic scales). Lines: "
        "statistics by creditor; squares: stocks in single reports, also where there are no "
        "statistics."
    )


def list_burden(over_gdp: pd.DataFrame, over_exports: pd.DataFrame) -> pd.DataFrame:
    """Return reported stocks over product and exports, as a table that people read.

    Parameters
    ----------
    over_gdp, over_exports : pandas.DataFrame
        From :func:`analysis.debt.creditor.share_ranges`.

    Returns
    -------
    pandas.DataFrame
        A row a state and year: the range of its reports.
    """
    keys, shares = ["iso3", "year"], ["lowest_pct", "highest_pct"]
    both = over_gdp.merge(over_exports[[*keys, *shares]], on=keys, suffixes=("", "_of_exports"))
    return lay_out(
        both,
        {
            "iso3": "iso3",
            "year": "year",
            "reports": "reports",
            "lowest_usd": "lowest, million USD",
            "highest_usd": "highest, million USD",
            "lowest_pct": "lowest, % of product",
            "highest_pct": "highest, % of product",
            "lowest_pct_of_exports": "lowest, % of exports",
            "highest_pct_of_exports": "highest, % of exports",
        },
        millions=("lowest_usd", "highest_usd"),
    )


def note_burden(over_gdp: pd.DataFrame, over_exports: pd.DataFrame) -> str:
    """Say for which states and years a denominator is missing."""
    parts = []
    for what, shares in (("product", over_gdp), ("exports", over_exports)):
        missing = shares[shares["highest_pct"].isna()]
        named = [
            f"{call(str(iso3))} {spans(rows['year'])}"
            for iso3, rows in missing.groupby("iso3", sort=True)
        ]
        parts += [f"no figure of {what} of the year ({', '.join(named)})"] if named else []
    dash = f" A dash: {'; '.join(parts)}." if parts else ""
    return f"Product and exports in dollars at official rates of exchange.{dash}"


def on_burden(over_gdp: pd.DataFrame) -> str:
    """Say which reported claim is the heaviest.

    Parameters
    ----------
    over_gdp : pandas.DataFrame
        From :func:`analysis.debt.creditor.share_ranges`, of product.

    Returns
    -------
    str
        One paragraph.
    """
    known = over_gdp.dropna(subset="highest_pct")
    if known.empty:
        return "No reported claim on these states has a product of the same year."
    top = known.sort_values("highest_pct", kind="stable").iloc[-1]
    by = (
        f"{top['lowest_pct']:.0f} by the lowest of {top['reports']} reports"
        if top["reports"] > 1
        else "by one report"
    )
    return (
        f"The heaviest reported claim with a known product is that on {call(top['iso3'])} in "
        f"{top['year']}: **{top['highest_pct']:.0f} %** of the year's product, {by}. The product "
        "is in dollars at the official rate of exchange, which says little about capacity to pay "
        "where rates are administered."
    )

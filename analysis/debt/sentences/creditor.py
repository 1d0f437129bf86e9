"""The partner in the statistics, these beside the reports, and debt over product and exports."""

from __future__ import annotations

import pandas as pd

from analysis.debt.comparisons import AGREES_WITHIN_PCT
from analysis.debt.creditor import sum_lenders
from analysis.debt.reading import Reading
from analysis.debt.sentences.words import lay_out
from analysis.notebook.words import call, capitalize, count, join_words, spans, whose


def _usd(amount: float) -> str:
    return f"{amount / 1e6:,.1f}"


def on_coverage(events: pd.DataFrame, states: pd.DataFrame, reading: Reading) -> str:
    """Say whose debts are reported and stand in no statistics.

    Parameters
    ----------
    events : pandas.DataFrame
        Reports, with ``debtor_iso3``.
    states : pandas.DataFrame
        The table ``common/states``: ``iso3`` and ``is_ids_debtor``.
    reading : Reading
        The states chosen.

    Returns
    -------
    str
        One paragraph.
    """
    debtors = set(states.loc[states["is_ids_debtor"], "iso3"])
    named = set(events["debtor_iso3"]) & set(reading.states)
    outside = [call(each) for each in sorted(named - debtors)]
    missing = "Every state with a reported debt is in the World Bank's statistics by creditor."
    if not named:
        missing = "No debt of these states is reported."
    if outside:
        missing = (
            f"**{capitalize(join_words(outside))}** {'is' if len(outside) == 1 else 'are'} not in "
            "the World Bank's statistics by creditor: of these debts there are reports alone."
        )
    return (
        f"{missing} Each edition states its years anew, so one edition is shown at a time; that "
        f"{whose(reading.partner)} claims carry on those of states before it is a choice. What "
        "falls due by contract is no forecast of what is paid."
    )


def caption_stocks(owed: pd.DataFrame, reading: Reading) -> str:
    """Return the caption of the stocks."""
    earlier = owed[owed["creditor"] != reading.partner]
    to = "".join(
        f" ({spans(rows['year'])}: to {call(str(creditor))})"
        for creditor, rows in earlier.groupby("creditor", sort=False)
    )
    return f"Debt to {reading.the_partner}{to} at the ends of years. Each panel has its own scale."


def on_stocks(owed: pd.DataFrame, reading: Reading) -> str:
    """Say who owes something, who owed most, and what is owed at the end of the last year.

    Parameters
    ----------
    owed : pandas.DataFrame
        From :func:`analysis.debt.creditor.stocks`.
    reading : Reading
        States and edition.

    Returns
    -------
    str
        One paragraph.
    """
    sums = sum_lenders(owed)
    peaks = sums.groupby("iso3")["value_usd"].max()
    said = (
        f"Edition {reading.edition} has a claim on {len(peaks)} of the "
        f"{count(len(reading.states), 'state')} chosen."
    )
    if peaks.empty:
        return said
    top = str(peaks.idxmax())
    last = sums[sums["year"] == sums["year"].max()]
    left = [
        f"{call(row['iso3'])} {_usd(row['value_usd'])}"
        for _, row in last[last["value_usd"] > 0].iterrows()
    ]
    return (
        f"{said} The largest was {whose(top)}, {peaks.max() / 1e6:,.0f} million US dollars at its "
        f"highest. At the end of {last['year'].max()}: "
        + (f"{capitalize('; '.join(left))} million." if left else "nothing.")
    )


def caption_service(reading: Reading) -> str:
    """Return the caption of principal and interest."""
    return (
        f"Principal and interest to {reading.the_partner} by year; hatched: falls due by "
        "contract after the last year of the edition."
    )


def on_schedule(ahead: pd.DataFrame, reading: Reading) -> str:
    """Say what falls due by contract, beside what is owed.

    Parameters
    ----------
    ahead : pandas.DataFrame
        From :func:`analysis.debt.creditor.compare_schedule`.
    reading : Reading
        The edition.

    Returns
    -------
    str
        One paragraph.
    """
    due = ahead[ahead["principal_usd"] + ahead["interest_usd"] > 0]
    parts = [
        f"{call(row['iso3'])} {_usd(row['principal_usd'] + row['interest_usd'])}, the last of it "
        f"in {row['last_due']}"
        for _, row in due.iterrows()
    ]
    said = (
        f"Falls due by contract after the last year of edition {reading.edition}, principal and "
        f"interest, million US dollars: {'; '.join(parts) or 'nothing'}."
    )
    # A tenth of a million is more than rounding.
    short = ahead[ahead["uncovered_usd"] > 1e5]
    gaps = [
        f"{whose(row['iso3'])} {_usd(row['owed_usd'])} million owed at the end of "
        f"{row['owed_year']}, {_usd(row['uncovered_usd'])} are due in no year that it lists"
        for _, row in short.iterrows()
    ]
    if not gaps:
        return said
    return (
        f"{said} The schedule does not cover what is owed: of {'; of '.join(gaps)}. Overdue, or "
        "beyond the years listed: the edition does not say."
    )


def on_editions(changed: pd.DataFrame) -> str:
    """Say how many cells two editions state differently.

    Parameters
    ----------
    changed : pandas.DataFrame
        From :func:`analysis.debt.creditor.compare_editions`.

    Returns
    -------
    str
        One sentence.
    """
    differ = "differs" if len(changed) == 1 else "differ"
    said = f"{count(len(changed), 'cell')} of these states {differ} between the editions"
    if changed.empty:
        return f"{said}."
    most = changed["difference_usd"].abs().max()
    return f"{said}, the most by {_usd(most)} million US dollars."


def list_comparisons(beside: pd.DataFrame) -> pd.DataFrame:
    """Return matters with both figures, as a table that people read."""
    return lay_out(
        beside,
        {
            "debtor_iso3": "state",
            "matter": "matter",
            "reported": "reports, million",
            "stated": "statistics, million",
            "unit": "unit",
            "gap": "gap, million",
            "gap_pct": "gap, %",
            "reading": "reading",
        },
        millions=("reported", "stated", "gap"),
    )


NOTE_ON_COMPARISONS = (
    f"Agrees: within {AGREES_WITHIN_PCT:g} % of the report. A loan in another currency is compared "
    "in it, at the rate of the last day of the year for the stock and the mean rate for what was "
    "paid; matters of a year that the edition does not reach are left out."
)


def on_comparisons(beside: pd.DataFrame, of_all: int) -> str:
    """Say how many matters agree, and what is left unexplained.

    Parameters
    ----------
    beside : pandas.DataFrame
        From :func:`analysis.debt.compare_reports`.
    of_all : int
        Matters of these states, those that the edition does not reach included.

    Returns
    -------
    str
        One paragraph.
    """
    if beside.empty:
        return "No report on these states is set beside figures of this edition."
    agree, apart = (int((beside["reading"] == each).sum()) for each in ("agrees", "unexplained"))
    said = f"{agree} of {count(len(beside), 'matter')} {'agrees' if agree == 1 else 'agree'}."
    if len(beside) < of_all:
        said += f" {of_all - len(beside)} more would need a later edition."
    gaps = [
        f" **{capitalize(call(row['debtor_iso3']))}** has {row['stated'] / 1e6:.0f} million in the "
        f"statistics against {row['reported'] / 1e6:.0f} million in the reports, and the "
        f"{abs(row['gap']) / 1e6:.0f} million between are unexplained: no source read names what "
        "they are."
        for _, row in beside[beside["reading"] == "unexplained"].iterrows()
    ]
    return said + ("".join(gaps) if apart else " None of the others is left unexplained.")


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

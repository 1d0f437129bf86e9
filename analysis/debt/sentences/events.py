"""What reports of debt events say."""

from __future__ import annotations

from collections.abc import Iterable

import pandas as pd

from analysis import countries
from analysis.debt.reading import Reading
from analysis.debt.sentences.words import as_words, lay_out, million
from analysis.notebook.words import count


def on_reports(
    events: pd.DataFrame, chosen: pd.DataFrame, texts: Iterable[str], reading: Reading
) -> str:
    """Say how many reports there are, and of which status.

    Parameters
    ----------
    events, chosen : pandas.DataFrame
        All reports, and those selected, with ``precision``.
    texts : iterable of str
        The texts under study, as the column ``source`` names them.
    reading : Reading
        The statuses selected.

    Returns
    -------
    str
        One paragraph.
    """
    undated = int((chosen["precision"] == "undated").sum())
    counts = chosen["status"].value_counts()
    by_status = [f"{counts[each]} {as_words(each)}" for each in reading.statuses if each in counts]
    of_texts = int(chosen["source"].isin(list(texts)).sum())
    return (
        f"There are **{len(events)}** reports on {events['debtor_iso3'].nunique()} debtors; this "
        f"selection has {len(chosen)}, of which {undated} without a date. By status: "
        f"{', '.join(by_status) or 'none'}."
    ) + (
        f" {of_texts} of the {len(chosen)} are from the texts under study themselves, whose status "
        "says that the text was read, not that another source bears it out."
        if of_texts
        else ""
    )


def list_undated(chosen: pd.DataFrame) -> pd.DataFrame:
    """Return the reports without a date, as a table that people read."""
    undated = chosen[chosen["precision"] == "undated"]
    headings = ("debtor_iso3", "creditor", "event", "status", "terms")
    return lay_out(undated, {each: as_words(each) for each in headings})


def on_ranges(ranges: pd.DataFrame) -> str:
    """Say how many events have several reports, and how many of these differ.

    Parameters
    ----------
    ranges : pandas.DataFrame
        From :func:`analysis.debt.events.report_ranges`.

    Returns
    -------
    str
        One sentence.
    """
    several = ranges[ranges["reports"] > 1]
    verb = "has" if len(several) == 1 else "have"
    return (
        f"{count(len(several), 'event')} {verb} more than one report; the amounts differ in "
        f"{int((several['spread_pct'] > 0).sum())} of them."
    )


def list_statements(statements: pd.DataFrame) -> pd.DataFrame:
    """Return statements of texts beside the other reports, as a table that people read."""
    return lay_out(
        statements.assign(
            event=statements["event"].map(as_words), kinds=statements["kinds"].map(as_words)
        ),
        {
            "what": "what",
            "event": "the text reports it as",
            "stated": "the text, million",
            "others": "other reports",
            "kinds": "these report it as",
            "lowest": "lowest, million",
            "highest": "highest, million",
            "currency": "currency",
        },
        millions=("stated", "lowest", "highest"),
    )


def on_statements(statements: pd.DataFrame) -> str:
    """Say what texts state of events that others report too.

    Parameters
    ----------
    statements : pandas.DataFrame
        From :func:`analysis.debt.events.list_statements`.

    Returns
    -------
    str
        A list, a line a statement.
    """
    if statements.empty:
        return "No text under study speaks of an event in this selection that others report too."
    return "\n".join(f"- {_on_statement(row)}" for _, row in statements.iterrows())


def _on_statement(row: pd.Series) -> str:
    low, high, currency = row["lowest"], row["highest"], row["currency"]
    stated = (
        f"“{row['terms']}”, without an amount"
        if pd.isna(row["stated"])
        else f"{million(row['stated'], currency)}, {as_words(row['event'])}"
    )
    others = count(row["others"], "other report")
    if pd.isna(low):
        found = f"{others} without an amount"
    elif low == high:
        found = f"{others}: {million(low, currency)}"
    else:
        found = f"{others}: {low / 1e6:,.6g} to {million(high, currency)}"
    same, kind = row["of_its_kind"], as_words(row["event"])
    if same == row["others"]:
        judged = f"reported as {kind} too"
    else:
        some = "none" if not same else str(same)
        judged = f"{some} of them reported as {kind}, but as {as_words(row['kinds'])}"
    return (
        f"**{countries.short_name(row['debtor_iso3'])}, {row['what']}**: a text has {stated} "
        f"({row['date']}); {found}, {judged}."
    )

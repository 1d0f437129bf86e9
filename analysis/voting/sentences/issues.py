"""Issues: how many votes have a code, what each adds, and votes or agenda."""

from __future__ import annotations

import pandas as pd

from analysis import countries
from analysis.notebook.words import percent
from analysis.voting.reading import Reading
from analysis.voting.tallies import UNCODED

_NEARLY_ALL = 0.99


def on_coding(reading: Reading, coding: pd.DataFrame) -> str:
    """Return how many of the recorded votes have an issue code.

    Parameters
    ----------
    reading : Reading
        What was chosen.
    coding : pandas.DataFrame
        The table ``voting/coding``.

    Returns
    -------
    str
        One sentence.
    """
    reach = coding[coding["year"].isin(reading.years)]
    return (
        f"Of {reach['n_roll_calls'].sum():,} recorded votes in these years, "
        f"{reach['n_matched'].sum():,} were found in the coded data and "
        f"{reach['n_coded'].sum():,} have at least one issue."
    )


def on_contributions(reading: Reading, parts: pd.DataFrame, main: pd.DataFrame) -> str:
    """Return which issue adds most, and how much is not coded.

    Parameters
    ----------
    reading : Reading
        What was chosen.
    parts : pandas.DataFrame
        As :func:`analysis.voting.decompose` returns them by period and partner.
    main : pandas.DataFrame
        As :func:`analysis.voting.find_main_issues` returns them.

    Returns
    -------
    str
        A line a partner, and the share of votes without a code in the last period.
    """
    lines = [
        f"- {countries.short_name(row['partner'])}, the five years from {row['period']:.0f}: of "
        "the "
        f"issues named, {reading.issues[row['issue']]} adds most, {row['contribution']:.3f} of "
        f"{row['total']:.3f} ({percent(row['weight'])} of the joint votes, agreement on them "
        f"{row['agreement']:.3f})."
        for row in main.to_dict("records")
    ]
    last = parts["period"].max()
    weight = parts.loc[(parts["issue"] == UNCODED) & (parts["period"] == last), "weight"]
    if weight.empty:
        return "\n".join(lines) or "No joint votes by issue."
    low, high = percent(weight.min()), percent(weight.max())
    lines.append(
        f"\nFrom {last:.0f}, {low} of the joint votes have no code: the parts say nothing about "
        "the "
        "last years."
        if weight.min() > _NEARLY_ALL
        else f"\nFrom {last:.0f}, votes without a code are {low} to {high} of the joint votes."
    )
    return "\n".join(lines)


def on_agenda(split: pd.DataFrame) -> str:
    """Return how much of a change is one of votes and how much of the agenda.

    Parameters
    ----------
    split : pandas.DataFrame
        As :func:`analysis.voting.split_change` returns it.

    Returns
    -------
    str
        A line a partner.
    """
    sums = split.groupby("partner")[["by_votes", "by_agenda", "change"]].sum()
    lines = [
        f"- {countries.short_name(str(partner))}: {row['change']:+.3f}, of which "
        f"{row['by_votes']:+.3f} by other votes and {row['by_agenda']:+.3f} by another agenda."
        for partner, row in sums.iterrows()
    ]
    return "\n".join(lines) or "No joint votes of the chosen states and partners in both periods."

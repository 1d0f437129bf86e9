"""One old claim at several dates, and claims converted at several rates."""

from __future__ import annotations

from collections.abc import Iterable

import pandas as pd

from analysis.debt.old_claim import ClaimHistory
from analysis.debt.reading import Reading
from analysis.debt.relief import face_haircut
from analysis.debt.sentences.words import billion, lay_out
from analysis.notebook.words import whose


def on_settlement(history: ClaimHistory) -> str:
    """Say what was owed at the settlement, and what is left by the reported figures."""
    return (
        f"The claim at signature is {billion(history.settled)} US dollars; the agreement is "
        f"reported with rounded figures: {billion(history.written_off)} written off and "
        f"{billion(history.remainder)} left, "
        f"{face_haircut(history.settled, history.remainder):.1f} % off."
    )


def list_arithmetic(history: ClaimHistory) -> pd.DataFrame:
    """Return the arithmetic between the figures, amounts in billions."""
    table = history.arithmetic
    return table.assign(
        value=table["value"].where(~table["is_amount"], table["value"] / 1e9),
        unit=table["unit"].where(~table["is_amount"], "bn " + table["unit"]),
    ).drop(columns="is_amount")


def on_arithmetic(history: ClaimHistory, rest: str, reading: Reading) -> str:
    """Say how the claim in the old currency and the two dollar figures go together.

    Parameters
    ----------
    history : ClaimHistory
        The claim.
    rest : str
        What the difference may be, in words.
    reading : Reading
        The rate chosen.

    Returns
    -------
    str
        One paragraph.
    """
    assert reading.old is not None  # there is no history without an old currency
    implied, converted, residual = (history.value(place) for place in (2, 4, 6))
    gap = (
        f"{billion(residual)} are missing; {rest} are the presumable reason (an inference again)."
        if residual >= 0
        else f"that is {billion(-residual)} too much; only counter-claims set off against it could "
        "explain that."
    )
    return (
        f"{billion(history.in_currency, 2)} {reading.old.name} are {billion(history.first, 2)} "
        f"dollars at {implied:.3f} a dollar, so the first figure looks like that claim at this "
        f"rate (an inference: the source names no rate). At {reading.old.per_dollar:g} the same "
        f"claim is **{billion(converted)}**. To {billion(history.settled)} {gap}"
    )


def caption_claim(history: ClaimHistory) -> str:
    """Return the caption of the claim over time."""
    return (
        f"{whose(history.debtor)} old claim as reported, beside the first dollar figure carried "
        "forward. A bar shows how long the reported date lasts."
    )


def on_growth(history: ClaimHistory) -> str:
    """Say how the claim grew, and what it is at steady prices.

    Parameters
    ----------
    history : ClaimHistory
        The claim.

    Returns
    -------
    str
        One paragraph.
    """
    h = history
    dollars = h.stocks.loc[~h.stocks["is_converted"], "value_usd"]
    change = 100 * (1 - h.settled / h.real_settled)
    return (
        f"From {billion(h.first, 2)} in {h.then} to {billion(h.settled)} in {h.settled_in} the "
        f"claim grew by {h.slowest:.2f} to {h.fastest:.2f} % a year, depending on the day in "
        f"{h.then}; US consumer prices rose by {h.inflation:.1f} % a year. At prices of "
        f"{h.settled_in} the first figure is {billion(h.real_settled)}, at prices of {h.paid_from} "
        f"**{billion(h.real_paid)}**: in real terms the claim of {h.settled_in} is "
        f"{abs(change):.0f} % {'below' if change >= 0 else 'above'} that of {h.then}. The reports "
        f"in dollars from {h.then} to {h.settled_in} run from {dollars.min() / 1e9:.0f} to "
        f"{billion(dollars.max())}, up and down."
    )


def list_at_rates(by_rate: pd.DataFrame, rates: Iterable[float], reading: Reading) -> pd.DataFrame:
    """Return claims at several rates, in billions.

    Parameters
    ----------
    by_rate : pandas.DataFrame
        From :func:`analysis.debt.claims_at_rates`.
    rates : iterable of float
        The rates tried.
    reading : Reading
        The name of the old currency.

    Returns
    -------
    pandas.DataFrame
        A row a claim.
    """
    name = reading.old.name if reading.old else "old currency"
    headings = {"instrument": "instrument", "reported_rate": "reported rate"}
    headings |= {"converted": f"{name}, bn", "rest_usd": "not converted, bn USD"}
    at = {f"at_{rate:g}_usd": f"at {rate:g}, bn USD" for rate in rates}
    return lay_out(by_rate, headings | at, billions=["converted", "rest_usd", *at])


def on_rates(by_rate: pd.DataFrame, reading: Reading) -> str:
    """Say what claims that were wholly converted would be at the chosen rate.

    Parameters
    ----------
    by_rate : pandas.DataFrame
        From :func:`analysis.debt.claims_at_rates`, the chosen rate among those tried.
    reading : Reading
        The rate chosen.

    Returns
    -------
    str
        One paragraph.
    """
    if reading.old is None or by_rate.empty:
        return "No claim of these states came from another currency."
    rate = reading.old.per_dollar
    moved = by_rate[(by_rate["rest_usd"].abs() < 1) & (by_rate["reported_rate"] != rate)]
    parts = [
        f"{whose(row['debtor_iso3'])} {billion(row['converted'] / row['reported_rate'], 2)} at "
        f"{row['reported_rate']:g} would be {billion(row[f'at_{rate:g}_usd'], 2)} at the chosen "
        f"{rate:g}."
        for _, row in moved.iterrows()
    ]
    parts.append(
        "The share written off does not change with the rate as long as the rest is a share of the "
        "claim."
    )
    return " ".join(parts)

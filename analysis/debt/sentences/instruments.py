"""What reported terms are worth."""

from __future__ import annotations

from collections.abc import Collection

import pandas as pd

from analysis.debt.frames import DAYS
from analysis.debt.reading import Reading
from analysis.debt.sentences.words import as_words, million
from analysis.notebook.words import call, capitalize, count


def list_values(evaluated: pd.DataFrame) -> pd.DataFrame:
    """Return haircuts and grant elements of what has a value, as a table that people read.

    Parameters
    ----------
    evaluated : pandas.DataFrame
        From :func:`analysis.debt.instruments.evaluate`.

    Returns
    -------
    pandas.DataFrame
        A row an instrument.
    """
    valued = evaluated.dropna(subset="present_value").set_index("instrument")
    elements = [name for name in valued if str(name).startswith("grant_element")]
    haircuts = ["face_haircut_pct", "haircut_pct", "haircut_lowest_pct", "haircut_highest_pct"]
    return valued[[*haircuts, *elements, "unstated"]].rename(
        columns=lambda name: as_words(name.replace("_pct", ", %"))
    )


def caption_values(reading: Reading) -> str:
    """Return the caption of the table of values."""
    return (
        f"Haircut on the old claim at {reading.rate} {DAYS['signature']}, lowest and highest "
        "over the unstated terms; grant element by the two conventions"
    )


def on_values(evaluated: pd.DataFrame, of_texts: Collection[str]) -> str:
    """Say how many instruments can be valued, and what that rests on.

    Parameters
    ----------
    evaluated : pandas.DataFrame
        From :func:`analysis.debt.instruments.evaluate`.
    of_texts : collection of str
        Instruments that a text under study alone reports.

    Returns
    -------
    str
        One paragraph.
    """
    valued = evaluated.dropna(subset="present_value")
    without = evaluated.loc[evaluated["present_value"].isna(), "instrument"]
    alone = [name for name in evaluated["instrument"] if name in of_texts]
    parts = [
        f"{len(valued)} of {count(len(evaluated), 'settlement, loan or offer', PLURAL)} have "
        f"terms to compute with; {int((valued['unstated'] != '').sum())} of these rest on at "
        "least one assumed term."
    ]
    if len(without):
        parts.append(f"No term of years is reported for: {', '.join(without)}.")
    if alone:
        parts.append(f"Reported by a text under study alone: {', '.join(alone)}.")
    return " ".join(parts)


PLURAL = "settlements, loans and offers"
"""What several instruments are called."""


def on_implied(implied: pd.DataFrame) -> str:
    """Say which unstated rates reports of interest imply.

    Parameters
    ----------
    implied : pandas.DataFrame
        From :func:`analysis.debt.instruments.implied_rates`.

    Returns
    -------
    str
        One paragraph.
    """
    parts = []
    for _, row in implied.iterrows():
        debtor, rate = capitalize(call(row["debtor_iso3"])), f"**{row['rate_pct']:.1f} % a year**"
        interest, face = (f"{row[each] / 1e6:,.0f} million" for each in ("interest", "face"))
        times = count(row["payments_per_year"], "payment")
        if row["basis"] == "period":
            parts.append(
                f"{debtor} paid about {interest} {row['currency']} of one period's interest "
                f"({row['date']}) on {face}: {rate}, if there are {times} of interest a year."
            )
        else:
            parts.append(
                f"{debtor} repays {face} {row['currency']} over {row['years']:g} years and about "
                f"{interest} on top: {rate}, if that is interest, with {times} a year, the first "
                "one period away."
            )
    return " ".join(parts) or "No report of interest implies a rate that is not stated."


def on_face(claim: float | None, face: float, currency: str) -> str:
    """Say what was owed, what was written off and what is left."""
    if claim is None:
        return f"A new loan or offer of {million(face, currency)}; there is no older claim."
    return (
        f"A claim of {million(claim, currency)}, of which {million(claim - face)} were written "
        f"off; {million(face)} are left."
    )

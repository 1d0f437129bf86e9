"""The same texts year after year: a changing agenda held still.

Agreement of one year differs from that of another for two reasons: states vote otherwise, or the
Assembly votes on other texts. Many texts come back every session under the same title. On those
alone a change is one of votes.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import pandas as pd

from analysis.contracts import SPAN, Frame, takes
from analysis.errors import MeasureError
from analysis.voting.periods import keep_apart
from analysis.voting.tallies import VOTES, VOTES_OF_ONE, Years, divide, is_cast
from analysis.voting.uncertainty import DRAWN, INSIDE, draw_again

_ENDING = re.compile(
    r"\s*:?\s*(?:draft )?(?:resolutions?|decisions?)\s*(?:\[[^\]]*\])?\s*/.*$", re.IGNORECASE
)
_YEAR = re.compile(r"\b(?:19|20)\d\d(?:\s*[-/]\s*(?:19|20)?\d\d)?\b")
_FEWEST_TEXTS = 5
SEED = 2014


def normalise_title(title: str) -> str:
    """Return a title without what changes from year to year.

    Left out are "resolution / adopted by …" at its end, years, marks, accents and capitals.

    Parameters
    ----------
    title : str
        As the UN Digital Library prints it.

    Returns
    -------
    str
        Words parted by single spaces.

    Examples
    --------
    >>> normalise_title("Question of Belize : resolution / adopted by the General Assembly")
    'question of belize'
    >>> normalise_title("Situation in Georgia, 2008-2009 : resolution [A] / adopted")
    'situation in georgia'
    """
    plain = unicodedata.normalize("NFKD", _ENDING.sub("", title))
    plain = "".join(each for each in plain if not unicodedata.combining(each)).lower()
    return " ".join(re.findall(r"[a-z0-9]+", _YEAR.sub(" ", plain)))


@takes(roll_calls=Frame("title", "regular_session", present=["regular_session"]))
def find_recurring(roll_calls: pd.DataFrame, bridges: pd.Series | None = None) -> pd.DataFrame:
    """Find the roll calls whose text came to the vote in other sessions too.

    Two roll calls are on the same text if their titles are the same (:func:`normalise_title`) or
    a bridge says so. A title that stands for several roll calls of one session, such as the
    parts of one resolution, does not tell which text is which: those roll calls do not recur,
    unless a bridge parts them.

    Parameters
    ----------
    roll_calls : pandas.DataFrame
        title and regular_session, a row a roll call.
    bridges : pandas.Series of str, optional
        For roll calls known to be on the same text, with the index of ``roll_calls``: a name of
        the text; missing for the others. None: titles alone decide.

    Returns
    -------
    pandas.DataFrame
        With the index of ``roll_calls``: text (missing if the title is empty or ambiguous in its
        session), n_sessions (in which the text was voted on), previous_session (the last before;
        missing for the first) and is_recurring (in at least two sessions).

    Raises
    ------
    MeasureError
        If a column is missing.

    Examples
    --------
    >>> calls = pd.DataFrame(
    ...     {"title": ["Belize", "Palestine", "Palestine", "Belize!"],
    ...      "regular_session": [30, 30, 30, 31]}
    ... )
    >>> find_recurring(calls)[["text", "is_recurring"]].values.tolist()
    [['belize', True], [nan, False], [nan, False], ['belize', True]]
    """
    title = roll_calls["title"].fillna("").map(normalise_title).astype("object")
    if bridges is not None:
        title = bridges.astype("object").where(bridges.notna(), title)
    session = roll_calls["regular_session"].astype("int64")
    both = pd.DataFrame({"text": title.where(title != ""), "session": session})
    twice = both.duplicated(keep=False)
    text = both["text"].mask(twice)
    known = both.assign(text=text).dropna(subset="text").sort_values(["text", "session"])
    groups = known.groupby("text")["session"]
    frame = pd.DataFrame(
        {
            "text": text.astype("str"),
            "n_sessions": groups.transform("size").reindex(both.index).fillna(0).astype("int64"),
            "previous_session": groups.shift().reindex(both.index).astype("Int64"),
        }
    )
    return frame.assign(is_recurring=frame["n_sessions"] > 1)


@takes(before=SPAN, after=SPAN)
def in_both_periods(texts: pd.Series, years: pd.Series, before: Years, after: Years) -> pd.Series:
    """Return which roll calls are on texts that came to the vote in both of two periods.

    Parameters
    ----------
    texts : pandas.Series of str
        As :func:`find_recurring` names them; missing where not known.
    years : pandas.Series of int
        Calendar years of the votes.
    before, after : tuple of int
        First and last year of each period.

    Returns
    -------
    pandas.Series of bool
        True for roll calls of either period whose text stands in both.

    Raises
    ------
    MeasureError
        If the periods overlap.

    Examples
    --------
    >>> texts, years = pd.Series(["a", "b", "a"]), pd.Series([2013, 2013, 2015])
    >>> in_both_periods(texts, years, (2010, 2013), (2014, 2018)).tolist()
    [True, False, True]
    """
    keep_apart(before, after)
    first, second = (years.between(*period) & texts.notna() for period in (before, after))
    common = set(texts[first]) & set(texts[second])
    return (first | second) & texts.isin(common)


class Change(NamedTuple):
    """How agreement on the same texts changed, as means over texts."""

    n_texts: int
    """Texts on which both voted in both periods."""
    before: float = np.nan
    after: float = np.nan
    change: float = np.nan
    lower: float = np.nan
    upper: float = np.nan


@takes(states=VOTES, partner=VOTES_OF_ONE, draws=DRAWN, level=INSIDE)
def change_on_same_texts(
    states: np.ndarray,
    partner: np.ndarray,
    texts: np.ndarray,
    is_after: np.ndarray,
    *,
    draws: int = 1000,
    level: float = 0.95,
    seed: int = SEED,
) -> list[Change]:
    """Return how each state's agreement with a partner changed on the same texts.

    For each text the mean agreement of the state's votes before and after is taken, and texts
    count alike: ``change = mean over texts (A_after - A_before)``. The last result is the mean
    over states. Intervals draw texts anew, with all their votes, since a text's votes hang
    together over the years.

    Parameters
    ----------
    states : numpy.ndarray of int, shape (s, v)
        Votes: 1 yes, 2 abstain, 3 no, anything else none.
    partner : numpy.ndarray of int, shape (v,)
        The partner's votes; its successor's after a succession that the caller has chosen.
    texts : numpy.ndarray of str, shape (v,)
        Text of each roll call.
    is_after : numpy.ndarray of bool, shape (v,)
        Whether it lies in the later period.
    draws : int, optional
        Number of draws.
    level : float, optional
        Share of draws between the ends of an interval.
    seed : int, optional
        Of the random numbers.

    Returns
    -------
    list of Change
        One a state, and the mean over states at the end. Missing with fewer than five texts.

    Raises
    ------
    MeasureError
        If the numbers of roll calls differ, or a vote has a code above 3.

    Examples
    --------
    >>> votes = np.array([[1, 1, 1, 1, 1, 3, 3, 3, 3, 3]])
    >>> texts, after = np.array(list("abcdeabcde")), np.arange(10) > 4
    >>> change_on_same_texts(votes, np.ones(10, dtype=int), texts, after)[0].change
    -1.0
    """
    lengths = {states.shape[1], len(partner), len(texts), len(is_after)}
    if len(lengths) > 1:
        raise MeasureError(f"votes, texts and periods of {sorted(lengths)} roll calls: must agree")
    joint = is_cast(states) & is_cast(partner)
    agreed = np.where(joint, 1 - np.abs(states.astype(float) - partner) / 2, 0.0)
    names, at = np.unique(texts, return_inverse=True)
    of_text = np.eye(len(names))[at] if len(names) else np.zeros((len(texts), 0))
    means = []
    for period in (~is_after, is_after):
        n, total = joint[:, period] @ of_text[period], agreed[:, period] @ of_text[period]
        means.append(divide(total, n))
    before, after = means
    known = np.isfinite(before) & np.isfinite(after)
    change = np.where(known, after - before, 0.0)
    times = draw_again(len(names), draws, seed)
    with np.errstate(invalid="ignore", divide="ignore"):
        drawn = (times @ change.T) / (times @ known.T)
    ends = (0.5 - level / 2, 0.5 + level / 2)

    def sum_up(n: int, levels: Sequence[float], draws: np.ndarray) -> Change:
        lower, upper = np.nanquantile(draws, ends).tolist()
        before, after = levels
        return Change(n, before, after, after - before, lower, upper)

    enough = known.sum(axis=1) >= _FEWEST_TEXTS
    out = [Change(int(each.sum())) for each in known]
    for i in np.flatnonzero(enough):
        levels = [float(each[i, known[i]].mean()) for each in means]
        out[i] = sum_up(out[i].n_texts, levels, drawn[:, i])
    if not enough.any():
        return [*out, Change(0)]
    chosen = np.array([out[i][1:3] for i in np.flatnonzero(enough)])
    levels = [float(np.mean(chosen[:, place])) for place in (0, 1)]
    n = int(known[enough].any(axis=0).sum())
    return [*out, sum_up(n, levels, drawn[:, enough].mean(axis=1))]

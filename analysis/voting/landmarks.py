"""How states voted on the landmark resolutions, and what a text tells of one of them."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from analysis.contracts import STATES, Frame, Label, OneOf, takes
from analysis.errors import MeasureError

CAST = ("yes", "no", "abstain", "absent")
"""What a member can do, as ``voting/landmark_votes`` writes it."""

_VOTES = Frame(
    "resolution", "iso3", "vote", key=2, present=["resolution"], rules={"vote": OneOf(CAST)}
)
_DATED = Frame("date", "resolution", "short_title", "iso3", "vote", rules={"vote": OneOf(CAST)})
_TOLD = Frame("vote", "n_region", "n_world", "states", key=1, rules={"vote": OneOf(CAST[:3])})


@takes(votes=_VOTES, subjects=Frame("resolution", "subject", "place", key=1))
def name_subjects(votes: pd.DataFrame, subjects: pd.DataFrame) -> pd.DataFrame:
    """Add what each resolution is about.

    Parameters
    ----------
    votes : pandas.DataFrame
        Rows of ``voting/landmark_votes``.
    subjects : pandas.DataFrame
        The table ``voting/landmarks``.

    Returns
    -------
    pandas.DataFrame
        With subject and place, the subject's place in the order of figures.

    Raises
    ------
    MeasureError
        If a resolution has no subject.
    """
    if strangers := sorted(set(votes["resolution"]) - set(subjects["resolution"])):
        raise MeasureError(f"no subject of {', '.join(strangers)} in voting/landmarks")
    return votes.merge(subjects[["resolution", "subject", "place"]], on="resolution", how="left")


@takes(votes=_DATED)
def count_landmarks(votes: pd.DataFrame) -> pd.DataFrame:
    """Count the votes of some states on each landmark resolution.

    Parameters
    ----------
    votes : pandas.DataFrame
        Rows of ``voting/landmark_votes``.

    Returns
    -------
    pandas.DataFrame
        date, resolution, short_title, yes, no, abstain, absent, counts (the four, parted by
        slashes) and key (the symbol as names of results are written), in order of date and
        symbol.
    """
    rows = votes.groupby(["date", "resolution", "short_title", "vote"]).size()
    wide = rows.unstack("vote", fill_value=0).reindex(columns=CAST, fill_value=0).reset_index()
    return wide.assign(
        counts=wide[list(CAST)].astype(str).agg("/".join, axis="columns"),
        key=wide["resolution"].str.removeprefix("A/RES/").str.replace(r"[/-]", "_", regex=True),
    )


@takes(told=_TOLD, votes=_VOTES)
def compare_with_record(told: pd.DataFrame, votes: pd.DataFrame) -> pd.DataFrame:
    """Set what a text says of one vote beside the record, as numbers of states.

    Parameters
    ----------
    told : pandas.DataFrame
        vote and n_region, a row for each vote that the text gives a number for.
    votes : pandas.DataFrame
        vote, a row a state of the region.

    Returns
    -------
    pandas.DataFrame
        version ("told", "recorded"), vote, n_states. What the text leaves open is "not told";
        both versions add up to the states of the region.

    Raises
    ------
    MeasureError
        If the text tells of more states than the region has.
    """
    numbers = told.set_index("vote")["n_region"].astype("int64").to_dict()
    recorded = votes["vote"].value_counts().to_dict()
    left = len(votes) - sum(numbers.values())
    if left < 0:
        raise MeasureError(
            f"the text tells of {len(votes) - left} states, the region has {len(votes)}"
        )
    order = ("no", "yes", "abstain")
    rows = [("told", vote, numbers.get(vote, 0)) for vote in order]
    rows.append(("told", "not told", left))
    rows += [("recorded", vote, recorded.get(vote, 0)) for vote in (*order, "absent")]
    return pd.DataFrame(rows, columns=["version", "vote", "n_states"])


@takes(states=STATES, resolution=Label())
def choose_landmarks(
    votes: pd.DataFrame, states: Sequence[str], resolution: str | None = None
) -> pd.DataFrame:
    """Return the landmark votes of some states, on all resolutions or on one.

    Parameters
    ----------
    votes : pandas.DataFrame
        Rows of ``voting/landmark_votes``.
    states : sequence of str
        Codes.
    resolution : str, optional
        UN symbol. None: all of them.

    Returns
    -------
    pandas.DataFrame
        The rows, in their order.

    Raises
    ------
    MeasureError
        If a state, or the resolution, is not in the table.
    """
    absent = sorted(set(states) - set(votes["iso3"]))
    if absent or (resolution is not None and resolution not in set(votes["resolution"])):
        raise MeasureError(f"no landmark votes of {', '.join(absent) or resolution}")
    chosen = votes[votes["iso3"].isin(list(states))]
    return chosen if resolution is None else chosen[chosen["resolution"] == resolution]

"""How states voted on the landmark resolutions, and what a text tells of one of them."""

from __future__ import annotations

import pandas as pd


def count_landmarks(votes: pd.DataFrame) -> pd.DataFrame:
    """Count the votes of some states on each landmark resolution.

    Parameters
    ----------
    votes : pandas.DataFrame
        Rows of ``voting/landmark_votes``.

    Returns
    -------
    pandas.DataFrame
        date, resolution, short_title, yes, no, abstain, absent, in order of date and symbol.
    """
    rows = votes.groupby(["date", "resolution", "short_title", "vote"]).size()
    kinds = ["yes", "no", "abstain", "absent"]
    return rows.unstack("vote", fill_value=0).reindex(columns=kinds, fill_value=0).reset_index()


def compare_with_record(claims: pd.DataFrame, votes: pd.DataFrame) -> pd.DataFrame:
    """Set what a text says of one vote beside the record, as numbers of states.

    Parameters
    ----------
    claims : pandas.DataFrame
        vote and n_region, a row for each vote that the text gives a number for.
    votes : pandas.DataFrame
        vote, a row a state of the region.

    Returns
    -------
    pandas.DataFrame
        version ("told", "recorded"), vote, n_states. What the text leaves open is "not told";
        both versions add up to the states of the region.
    """
    told = claims.set_index("vote")["n_region"].astype("int64").to_dict()
    recorded = votes["vote"].value_counts().to_dict()
    rows = [("told", vote, told.get(vote, 0)) for vote in ("no", "yes", "abstain")]
    rows.append(("told", "not told", len(votes) - sum(told.values())))
    rows += [
        ("recorded", vote, recorded.get(vote, 0)) for vote in ("no", "yes", "abstain", "absent")
    ]
    return pd.DataFrame(rows, columns=["version", "vote", "n_states"])

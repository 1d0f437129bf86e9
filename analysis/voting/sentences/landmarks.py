"""What texts tell: of one vote, beside the record, and of votes in general."""

from __future__ import annotations

import pandas as pd

from analysis import countries
from analysis.notebook.words import capitalize, join_words

_CHOICES = {"no": "against", "yes": "for", "abstain": "abstained", "absent": "did not vote"}
_KINDS = {"no": "votes against", "yes": "votes in favour", "abstain": "abstentions"}


def on_told(told: pd.DataFrame, title: str) -> str:
    """Return what a text tells of a vote.

    Parameters
    ----------
    told : pandas.DataFrame
        Rows of ``voting/claims_68_262``: vote, n_region, n_world, lines.
    title : str
        What the text is called.

    Returns
    -------
    str
        One sentence; "of" gives the number of all states only where the text does.
    """
    rows = told.set_index("vote").reindex([each for each in _CHOICES if each in set(told["vote"])])
    parts = []
    for vote, row in rows.iterrows():
        of = "" if pd.isna(row["n_world"]) else f" of the {row['n_world']}"
        parts.append(f"{row['n_region']}{of} {_CHOICES[str(vote)]}")
    ends = told["lines"].str.split("-", expand=True).astype(int)
    lines = f"lines {ends[0].min()}–{ends[1].max()}"
    return f"**As told** ({title}, {lines}): of the region {', '.join(parts)}."


def on_record(told: pd.DataFrame, votes: pd.DataFrame, world: pd.Series) -> str:
    """Return how a vote was recorded, and where a text that tells it is wrong.

    Parameters
    ----------
    told : pandas.DataFrame
        As for :func:`on_told`, with states.
    votes : pandas.DataFrame
        iso3 and vote, a row a state of the region.
    world : pandas.Series
        total_yes, total_no, total_abstentions, total_non_voting.

    Returns
    -------
    str
        Paragraphs: numbers, names, and what is right of those told.
    """
    n = votes["vote"].value_counts().reindex(list(_CHOICES), fill_value=0)
    names = votes.assign(state=votes["iso3"].map(countries.name)).sort_values("state")
    lists = names.groupby("vote")["state"].agg(", ".join)
    out = [
        f"**As recorded**: {world['total_yes']} for, {world['total_no']} against, "
        f"{world['total_abstentions']} abstained, {world['total_non_voting']} did not vote. Of the "
        f"region {n['yes']} for, {n['no']} against, **{n['abstain']} of the "
        f"{world['total_abstentions']} that abstained**, and {n['absent']} did not vote.",
        "\n".join(
            f"- {capitalize(words)}: {lists[vote]}." for vote, words in _CHOICES.items() if n[vote]
        ),
    ]
    for row in told.to_dict("records"):
        vote, listed = row["vote"], row["states"]
        if isinstance(listed, str):
            right = sorted(listed.split(";")) == sorted(votes.loc[votes["vote"] == vote, "iso3"])
            found = "all correct" if right else "not all correct"
            out.append(f"The names given for the {_KINDS[vote]} are {found}.")
        if off := int(n[vote] - row["n_region"]):
            side = "short" if off > 0 else "too high"
            out.append(f"The number of {_KINDS[vote]} told is {side} by {abs(off)}.")
    return "\n\n".join(out)


def on_claims(audited: pd.DataFrame) -> str:
    """Return how many claims have which verdict, and which are contradicted.

    Parameters
    ----------
    audited : pandas.DataFrame
        verdict and sentence, a row a claim.

    Returns
    -------
    str
        One paragraph.
    """
    n = audited["verdict"].value_counts()
    against = audited.loc[audited["verdict"] == "contradicted", "sentence"]
    text = f"{len(audited)} claims: " + join_words([f"{k} {v}" for v, k in n.items()]) + "."
    return text + (" Contradicted: " + " ".join(against) if len(against) else "")

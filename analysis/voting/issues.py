"""What each issue adds to the agreement, and whether a change is one of votes or of the agenda.

Issue codes overlap: a text on nuclear weapons is one on disarmament too. So that parts add up to
the whole, a roll call with several codes counts for each of them in equal shares (two codes: half
each), and one with no code, or not found in the coded data, for the class "uncoded".
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from analysis.contracts import YEAR, Array, Frame, Label, Number, Several, takes
from analysis.errors import MeasureError
from analysis.voting.measures import KNOWN, score
from analysis.voting.regions import summarise_region
from analysis.voting.tallies import (
    AGREEMENT_SHARE,
    MIN_N,
    UNCODED,
    VOTES,
    WHOLE,
    add_period,
    ask_for_tallies,
    is_cast,
    sum_tallies,
)

_OF_ISSUES = Frame("issue", "weight", "agreement", key=1)


def share_issues(issues: pd.DataFrame) -> pd.DataFrame:
    """Return in which share each roll call counts for each issue.

    Parameters
    ----------
    issues : pandas.DataFrame of bool
        A row a roll call, a column an issue.

    Returns
    -------
    pandas.DataFrame of float64
        The same columns and "uncoded"; each row sums to 1.

    Examples
    --------
    >>> share_issues(pd.DataFrame({"nu": [True, False], "di": [True, False]})).values.tolist()
    [[0.5, 0.5, 0.0], [0.0, 0.0, 1.0]]
    """
    codes = issues.astype(float)
    n = codes.sum(axis="columns")
    shares = codes.div(n.where(n > 0, 1.0), axis="index")
    return shares.assign(**{UNCODED: (n == 0).astype(float)})


@takes(states=VOTES, partners=VOTES, shares=Array(1, at_least=0, at_most=1))
def agreement_in_shares(
    states: np.ndarray, partners: np.ndarray, shares: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """Add up joint votes and agreement, each roll call in its share of an issue.

    Parameters
    ----------
    states, partners : numpy.ndarray of int, shapes (s, v) and (p, v)
        Votes: 1 yes, 2 abstain, 3 no, anything else none.
    shares : numpy.ndarray of float, shape (v,)
        In which share each roll call counts, 0 to 1.

    Returns
    -------
    tuple of numpy.ndarray of float64, shape (s, p)
        Joint votes, and agreement (1 the same, ½ one abstains, 0 opposed), in shares.

    Examples
    --------
    >>> votes = np.array([[1, 3]])
    >>> n, agreed = agreement_in_shares(votes, np.array([[1, 2]]), np.array([0.5, 1.0]))
    >>> n.item(), agreed.item()
    (1.5, 1.0)
    """
    cast, partner_cast = (is_cast(votes).astype(float) for votes in (states, partners))
    # With codes -1, 0, 1: 1 - |x - y| / 2 = (1 + x y + (1 - |x|) (1 - |y|)) / 2 for cast votes.
    x, y = (states - 2.0) * cast, (partners - 2.0) * partner_cast
    abstained, partner_abstained = cast - np.abs(x), partner_cast - np.abs(y)
    n = (cast * shares) @ partner_cast.T
    return n, (n + (x * shares) @ y.T + (abstained * shares) @ partner_abstained.T) / 2


@takes(tallies=ask_for_tallies("issue", "n_share", AGREEMENT_SHARE), by=Several(Label()))
def decompose(tallies: pd.DataFrame, by: Sequence[str] = ("year", "partner")) -> pd.DataFrame:
    """Return what each issue adds to the agreement.

    ``A = sum over issues of w_i A_i``, where w_i is the issue's share of the joint votes and A_i
    the agreement on it, both with roll calls of several codes counted in equal shares. Kappa and
    pi cannot be taken apart so: their chance is that of all votes together.

    Parameters
    ----------
    tallies : pandas.DataFrame
        Rows of ``voting/tallies`` of all issues, with n_share and agreement_share.
    by : sequence of str, optional
        Columns to keep apart; everything else is added up, so that states with more joint votes
        count more.

    Returns
    -------
    pandas.DataFrame
        By group and issue: n_share (joint votes, in shares), weight (w_i), agreement (A_i),
        contribution (w_i A_i) and total (A). Contributions add up to the total.

    Raises
    ------
    MeasureError
        If a class is missing, so that parts do not add up to the whole.
    """
    sums = sum_tallies(tallies, [*by, "issue"])
    columns = ["n_share", AGREEMENT_SHARE]
    whole = sums[sums["issue"] == WHOLE].set_index(list(by))[columns]
    parts = sums[sums["issue"] != WHOLE].set_index(list(by))
    added = parts.groupby(level=list(range(len(by))))[columns].sum()
    whole = whole[whole["n_share"] > 0]
    lacks = (added.reindex(whole.index, fill_value=0.0) - whole).abs().max(axis="columns") > 1e-6
    if lacks.any():
        raise MeasureError(
            f"issues do not add up to {WHOLE!r} for {whole.index[lacks][:5].tolist()}: give the "
            f"rows of every issue and of {UNCODED!r}"
        )
    total = whole.reindex(parts.index)
    out = parts[["issue", "n_share"]].assign(
        weight=parts["n_share"] / total["n_share"],
        agreement=parts[AGREEMENT_SHARE] / parts["n_share"],
        contribution=parts[AGREEMENT_SHARE] / total["n_share"],
        total=total[AGREEMENT_SHARE] / total["n_share"],
    )
    return out.reset_index().astype({c: "float64" for c in out if c != "issue"})


@takes(
    tallies=ask_for_tallies("issue", "year", "iso3", "partner", "n"),
    measure=KNOWN,
    min_n=MIN_N,
    first_year=YEAR,
    years=Number(1, is_whole=True),
)
def summarise_issues(
    tallies: pd.DataFrame, measure: str, min_n: int, first_year: int, years: int
) -> pd.DataFrame:
    """Return the mean over states by issue, period and partner.

    Parameters
    ----------
    tallies : pandas.DataFrame
        Rows of ``voting/tallies`` of all issues.
    measure : str
        A key of :data:`analysis.voting.ALL_MEASURES`.
    min_n : int
        Fewest joint votes in a period that give a state a value.
    first_year : int
        A year with which a period begins.
    years : int
        Length of a period.

    Returns
    -------
    pandas.DataFrame
        As :func:`analysis.voting.summarise_region`, by issue, period (its first year) and
        partner; without what is uncoded.
    """
    coded = tallies[~tallies["issue"].isin([WHOLE, UNCODED])]
    keys = ["issue", "period", "partner"]
    sums = sum_tallies(add_period(coded, years, first_year), [*keys, "iso3"])
    return summarise_region(score(sums, measure, min_n), keys)


@takes(parts=Frame("period", "partner", "issue", "contribution", key=3))
def find_main_issues(parts: pd.DataFrame) -> pd.DataFrame:
    """Return the issue that adds most with each partner in the last period with codes.

    Parameters
    ----------
    parts : pandas.DataFrame
        As :func:`decompose` returns them by period and partner.

    Returns
    -------
    pandas.DataFrame
        One of the rows a partner, in order of partners; what is uncoded does not count.
    """
    named = parts[parts["issue"] != UNCODED]
    named = named[named.groupby(["partner", "period"])["n_share"].transform("sum") > 0]
    last = named[named["period"] == named["period"].max()]
    return last.loc[last.groupby("partner")["contribution"].idxmax()]


@takes(before=_OF_ISSUES, after=_OF_ISSUES)
def decompose_change(before: pd.DataFrame, after: pd.DataFrame) -> pd.DataFrame:
    """Return how much of a change in agreement is one of votes and how much of the agenda.

    ``A' - A = sum of mean(w) (A_i' - A_i) + sum of (w_i' - w_i) (mean(A_i) - mean(A))``: the first
    sum is what states changed on each issue, the second what other issues on the agenda did. An
    issue that one of the periods lacks cannot tell of votes; its part is the agenda's.

    Parameters
    ----------
    before, after : pandas.DataFrame
        One group of :func:`decompose` each: rows of one partner and one period.

    Returns
    -------
    pandas.DataFrame
        issue, by_votes, by_agenda; all parts add up to the change of the total.

    References
    ----------
    Kitagawa, E. M. (1955). Components of a difference between two rates. Journal of the American
    Statistical Association 50(272), 1168-1194.

    Examples
    --------
    >>> one = pd.DataFrame({"issue": ["me", "hr"], "weight": [0.5, 0.5], "agreement": [1.0, 0.0]})
    >>> two = pd.DataFrame({"issue": ["me", "hr"], "weight": [0.9, 0.1], "agreement": [1.0, 0.0]})
    >>> decompose_change(one, two)[["by_votes", "by_agenda"]].sum().round(3).to_dict()
    {'by_votes': 0.0, 'by_agenda': 0.4}
    """
    columns = ["weight", "agreement"]
    one, two = (each[["issue", *columns]] for each in (before, after))
    both = one.merge(two, on="issue", how="outer", suffixes=("_before", "_after"))
    both = both.set_index("issue")
    w0, w1 = (both[f"weight_{when}"].fillna(0.0) for when in ("before", "after"))
    a0, a1 = both["agreement_before"], both["agreement_after"]
    a0, a1 = a0.fillna(a1), a1.fillna(a0)
    mean = ((w0 * a0).sum() + (w1 * a1).sum()) / 2
    return pd.DataFrame(
        {"by_votes": (w0 + w1) / 2 * (a1 - a0), "by_agenda": (w1 - w0) * ((a0 + a1) / 2 - mean)}
    ).reset_index()

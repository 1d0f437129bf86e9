"""Measures of voting similarity, from the nine counts of a tally.

Votes are taken as ordered, yes 1, abstain 2, no 3. Two votes are ``d`` apart: 0 if they are the
same, 1 if one state abstained, 2 if one said yes and the other no. Every measure is a function of
the nine counts of :mod:`analysis.voting.tallies`, so the roll calls themselves are not needed.

*Two-category* versions leave abstentions out: only roll calls on which both said yes or no count.
"""

from __future__ import annotations

from typing import Literal, NamedTuple, get_args

import numpy as np
import pandas as pd

from analysis.contracts import Number, OneOf, takes
from analysis.notebook.words import capitalize
from analysis.voting.tallies import (
    CHOICES,
    MIN_N,
    TALLIES,
    ask_for_tallies,
    divide,
    is_count,
    read_counts,
)

Distance = Literal["absolute", "squared", "nominal"]
_STEPS = np.abs(np.subtract.outer(np.arange(3.0), np.arange(3.0)))
DISTANCES: dict[str, np.ndarray] = {
    "absolute": _STEPS,
    "squared": _STEPS**2,
    "nominal": (_STEPS > 0).astype(float),
}
"""How far apart two votes are: ``d``, ``d²``, or 1 for any difference."""

Categories = Literal[2, 3]
_BY_STATE = np.repeat(np.eye(3), 3, axis=0)
_BY_PARTNER = np.tile(np.eye(3), (3, 1))
DECIDED = np.outer([1.0, 0.0, 1.0], [1.0, 0.0, 1.0])
_DISTANCE = OneOf(tuple(DISTANCES))
_CATEGORIES = Number(2, 3, is_whole=True)


@takes(tallies=TALLIES, categories=_CATEGORIES)
def agreement(tallies: pd.DataFrame, *, categories: Categories = 3) -> pd.Series:
    """Return the agreement of pairs of states, 0 to 1.

    ``A = 1 - sum(d) / (2 n)``: the same vote counts 1, an abstention against a yes or a no ½,
    a yes against a no 0.

    Parameters
    ----------
    tallies : pandas.DataFrame
        Rows with the nine counts.
    categories : {3, 2}, optional
        3: yes, abstain, no. 2: only roll calls on which both said yes or no.

    Returns
    -------
    pandas.Series of float64
        Share of agreement; missing where there is no joint vote.

    Raises
    ------
    MeasureError
        If a count is missing, negative or not a column.

    References
    ----------
    Lijphart, A. (1963). The analysis of bloc voting in the General Assembly: a critique and a
    proposal. American Political Science Review 57(4), 902-917. https://doi.org/10.2307/1952608
    Voeten, E. (2013). Data and analyses of voting in the United Nations General Assembly. In B.
    Reinalda (ed.), Routledge Handbook of International Organization, 54-66.

    Examples
    --------
    >>> from analysis.voting import COUNTS
    >>> votes = pd.DataFrame([dict.fromkeys(COUNTS, 0) | {"yes_yes": 6, "abstain_no": 4}])
    >>> agreement(votes).tolist(), agreement(votes, categories=2).tolist()
    ([0.8], [1.0])
    """
    return _series(tallies, Measure("agreement", "absolute", categories=categories))


@takes(tallies=TALLIES, distance=_DISTANCE, categories=_CATEGORIES)
def s_score(
    tallies: pd.DataFrame, distance: Distance = "absolute", *, categories: Categories = 3
) -> pd.Series:
    """Return Signorino and Ritter's S of pairs of states, -1 to 1.

    ``S = 1 - 2 sum(d) / (n d_max)`` with all roll calls weighted alike. With absolute distances
    ``S = 2 A - 1`` of the agreement A; with squared ones an abstention is nearer to either side.
    For roll calls of unequal weight see :func:`weighted_s_score`.

    Parameters
    ----------
    tallies : pandas.DataFrame
        Rows with the nine counts.
    distance : {"absolute", "squared", "nominal"}, optional
        How far apart two votes are: ``d``, ``d²``, or 1 for any difference.
    categories : {3, 2}, optional
        3: yes, abstain, no. 2: only roll calls on which both said yes or no; all distances then
        give the same. Both are known as affinity scores (Gartzke).

    Returns
    -------
    pandas.Series of float64
        S; missing where there is no joint vote.

    Raises
    ------
    MeasureError
        If a count is missing, negative or not a column, or the distance is not known.

    References
    ----------
    Signorino, C. S. and Ritter, J. M. (1999). Tau-b or not tau-b: measuring the similarity of
    foreign policy positions. International Studies Quarterly 43(1), 115-144.
    https://doi.org/10.1111/0020-8833.00113
    Gartzke, E. (1998). Kant we all just get along? Opportunity, willingness, and the origins of
    the democratic peace. American Journal of Political Science 42(1), 1-27.

    Examples
    --------
    >>> from analysis.voting import COUNTS
    >>> votes = pd.DataFrame([dict.fromkeys(COUNTS, 0) | {"yes_yes": 6, "abstain_no": 4}])
    >>> round(s_score(votes).item(), 2), round(s_score(votes, "squared").item(), 2)
    (0.6, 0.8)
    """
    return _series(tallies, Measure("s_score", distance, categories=categories))


@takes(tallies=TALLIES, distance=_DISTANCE, categories=_CATEGORIES)
def cohen_kappa(
    tallies: pd.DataFrame,
    distance: Distance = "squared",
    zero_denominator: float = np.nan,
    *,
    categories: Categories = 3,
) -> pd.Series:
    """Return Cohen's weighted kappa of pairs of states, -1 to 1.

    ``kappa = 1 - D_o / D_e``: the mean distance observed over the one expected if both states had
    voted at random, each with its own shares of yes, abstain and no. With squared distances this
    is Häge's ``1 - sum(d²) / (ss_1 + ss_2 - 2 s_1 s_2 / n)``, where s and ss are the sums of the
    codes 1, 2, 3 and of their squares.

    Parameters
    ----------
    tallies : pandas.DataFrame
        Rows with the nine counts.
    distance : {"squared", "absolute", "nominal"}, optional
        How far apart two votes are: ``d²``, ``d``, or 1 for any difference (Cohen 1960).
    zero_denominator : float, optional
        Value where no disagreement can be expected because both states always cast the same one
        vote. Missing by default: there is agreement, but nothing to tell it from chance. Häge's
        programme sets 0.
    categories : {3, 2}, optional
        3: yes, abstain, no. 2: only roll calls on which both said yes or no.

    Returns
    -------
    pandas.Series of float64
        Kappa: 1 identical votes, 0 what chance would give, below 0 less; missing where there is
        no joint vote.

    Raises
    ------
    MeasureError
        If a count is missing, negative or not a column, or the distance is not known.

    References
    ----------
    Cohen, J. (1960). A coefficient of agreement for nominal scales. Educational and Psychological
    Measurement 20(1), 37-46. https://doi.org/10.1177/001316446002000104
    Cohen, J. (1968). Weighted kappa. Psychological Bulletin 70(4), 213-220.
    https://doi.org/10.1037/h0026256
    Häge, F. M. (2011). Choice or circumstance? Adjusting measures of foreign policy similarity
    for chance agreement. Political Analysis 19(3), 287-305. https://doi.org/10.1093/pan/mpr023

    Examples
    --------
    >>> from analysis.voting import COUNTS
    >>> votes = pd.DataFrame([dict.fromkeys(COUNTS, 0) | {"yes_yes": 6, "no_no": 2, "yes_no": 2}])
    >>> round(cohen_kappa(votes).item(), 4), round(agreement(votes).item(), 4)
    (0.5455, 0.8)
    """
    measure = Measure("cohen_kappa", distance, categories=categories)
    return _series(tallies, measure, zero_denominator)


@takes(tallies=TALLIES, distance=_DISTANCE, categories=_CATEGORIES)
def scott_pi(
    tallies: pd.DataFrame,
    distance: Distance = "squared",
    zero_denominator: float = np.nan,
    *,
    categories: Categories = 3,
) -> pd.Series:
    """Return Scott's weighted pi of pairs of states, -1 to 1.

    ``pi = 1 - D_o / D_e`` as in :func:`cohen_kappa`, but chance is that of two states that vote
    with the same shares of yes, abstain and no: those of both together. Differences between the
    states' shares then count as disagreement. With squared distances this is Häge's
    ``1 - sum(d²) / (ss_1 + ss_2 - (s_1 + s_2)² / (2 n))``.

    Parameters
    ----------
    tallies : pandas.DataFrame
        Rows with the nine counts.
    distance : {"squared", "absolute", "nominal"}, optional
        How far apart two votes are.
    zero_denominator : float, optional
        Value where both states always cast the same one vote, as in :func:`cohen_kappa`.
    categories : {3, 2}, optional
        3: yes, abstain, no. 2: only roll calls on which both said yes or no.

    Returns
    -------
    pandas.Series of float64
        Pi, never above kappa: 1 identical votes, 0 chance; missing where there is no joint vote.

    Raises
    ------
    MeasureError
        If a count is missing, negative or not a column, or the distance is not known.

    References
    ----------
    Scott, W. A. (1955). Reliability of content analysis: the case of nominal scale coding. Public
    Opinion Quarterly 19(3), 321-325. https://doi.org/10.1086/266577
    Häge, F. M. (2011). Choice or circumstance? Adjusting measures of foreign policy similarity
    for chance agreement. Political Analysis 19(3), 287-305. https://doi.org/10.1093/pan/mpr023

    Examples
    --------
    >>> from analysis.voting import COUNTS
    >>> votes = pd.DataFrame([dict.fromkeys(COUNTS, 0) | {"yes_yes": 6, "no_no": 2, "yes_no": 2}])
    >>> round(scott_pi(votes).item(), 4)
    0.5238
    """
    measure = Measure("scott_pi", distance, categories=categories)
    return _series(tallies, measure, zero_denominator)


Edition = Literal["with_abstentions", "without_abstentions"]


@takes(tallies=TALLIES, edition=OneOf(get_args(Edition)))
def coincidence(tallies: pd.DataFrame, edition: Edition = "with_abstentions") -> pd.Series:
    """Return the voting coincidence of the US Department of State, 0 to 1.

    Since 2018 ``(same + ½ partial) / joint votes``, where partial means that one of the two
    abstained: arithmetically this is the :func:`agreement`. Before, ``same / (same + opposite)``:
    abstentions left out, which is the two-category agreement. The Department's own figures are
    for the partner USA and for its own selection of votes.

    Parameters
    ----------
    tallies : pandas.DataFrame
        Rows with the nine counts.
    edition : {"with_abstentions", "without_abstentions"}, optional
        Which of the two rules: since 2018, or until 2017.

    Returns
    -------
    pandas.Series of float64
        Share; missing where there is no joint vote.

    Raises
    ------
    MeasureError
        If a count is missing, negative or not a column, or the edition is not known.

    References
    ----------
    United States Department of State, Voting Practices in the United Nations, yearly report to
    Congress (Public Law 101-246).

    Examples
    --------
    >>> from analysis.voting import COUNTS
    >>> votes = pd.DataFrame([dict.fromkeys(COUNTS, 0) | {"yes_yes": 6, "abstain_no": 4}])
    >>> coincidence(votes).item(), coincidence(votes, "without_abstentions").item()
    (0.8, 1.0)
    """
    categories: Categories = 3 if edition == "with_abstentions" else 2
    return agreement(tallies, categories=categories).rename("coincidence")


class Measure(NamedTuple):
    """A measure: how it is computed from nine counts, and what it is called."""

    kind: str
    distance: str
    name: str = ""
    categories: int = 3
    """3: yes, abstain, no. 2: abstentions left out."""

    @property
    def lowest(self) -> float:
        """Lower end of the scale; the upper one is 1 for all."""
        return 0.0 if self.kind == "agreement" else -1.0

    @property
    def middle(self) -> float:
        """Middle of the scale."""
        return (self.lowest + 1) / 2

    @property
    def title(self) -> str:
        """The name as a heading begins with it."""
        return capitalize(self.name)

    @property
    def label(self) -> str:
        """Name and scale."""
        return f"{self.name}, {self.lowest:.0f} to 1"


_TWO = " without abstentions"
ALL_MEASURES = {
    "agreement": Measure("agreement", "absolute", "agreement"),
    "s_score": Measure("s_score", "absolute", "S-score"),
    "cohen_kappa": Measure("cohen_kappa", "squared", "Cohen's kappa"),
    "scott_pi": Measure("scott_pi", "squared", "Scott's pi"),
    "agreement_two": Measure("agreement", "absolute", "agreement" + _TWO, 2),
    "s_score_squared": Measure("s_score", "squared", "S-score with squared distances"),
    "s_score_two": Measure("s_score", "absolute", "S-score" + _TWO, 2),
    "cohen_kappa_absolute": Measure(
        "cohen_kappa", "absolute", "Cohen's kappa with absolute distances"
    ),
    "cohen_kappa_nominal": Measure("cohen_kappa", "nominal", "Cohen's unweighted kappa"),
    "cohen_kappa_two": Measure("cohen_kappa", "squared", "Cohen's kappa" + _TWO, 2),
    "scott_pi_absolute": Measure("scott_pi", "absolute", "Scott's pi with absolute distances"),
    "scott_pi_nominal": Measure("scott_pi", "nominal", "Scott's unweighted pi"),
    "scott_pi_two": Measure("scott_pi", "squared", "Scott's pi" + _TWO, 2),
    "coincidence": Measure("agreement", "absolute", "State Department's coincidence"),
    "coincidence_two": Measure("agreement", "absolute", "State Department's coincidence" + _TWO, 2),
}
"""Every measure: the four of :data:`MEASURES` and their variants."""

MEASURES = {
    name: ALL_MEASURES[name] for name in ("agreement", "s_score", "cohen_kappa", "scott_pi")
}
"""The four measures that are told apart most often, each in its usual form."""

KNOWN = OneOf(tuple(ALL_MEASURES))
"""Contract of the name of a measure."""


@takes(tallies=ask_for_tallies("n"), measure=KNOWN, min_n=MIN_N)
def score(tallies: pd.DataFrame, measure: str = "agreement", min_n: int = 1) -> pd.DataFrame:
    """Return one measure for each row of tallies.

    Parameters
    ----------
    tallies : pandas.DataFrame
        Rows with the nine counts and their sum ``n``.
    measure : str, optional
        A key of :data:`ALL_MEASURES`.
    min_n : int, optional
        Fewest joint votes that give a value; of two-category measures, fewest on which both said
        yes or no.

    Returns
    -------
    pandas.DataFrame
        The columns of the tallies that are not counts, with n (joint votes that the measure
        uses) and value; value is missing where n is below min_n.

    Raises
    ------
    MeasureError
        If the measure is not known.
    """
    keys = [c for c in tallies if c == "n" or not is_count(c)]
    out = tallies[keys].copy()
    if ALL_MEASURES[measure].categories == 2:
        out["n"] = tallies[["yes_yes", "yes_no", "no_yes", "no_no"]].sum(axis="columns")
    value = _evaluate(read_counts(tallies), ALL_MEASURES[measure], np.nan)
    return out.assign(value=np.where(out["n"].to_numpy(dtype="float64") >= min_n, value, np.nan))


@takes(measure=KNOWN)
def measure_counts(
    counts: np.ndarray, measure: str = "agreement", zero_denominator: float = np.nan
) -> np.ndarray:
    """Return one measure of nine counts held in an array of any shape.

    The same formulas as :func:`score`, for many pairs or many draws at once.

    Parameters
    ----------
    counts : numpy.ndarray, shape (..., 3, 3)
        Counts by the state's vote and the partner's, in the order yes, abstain, no.
    measure : str, optional
        A key of :data:`ALL_MEASURES`.
    zero_denominator : float, optional
        Kappa and pi where both states always cast the same one vote.

    Returns
    -------
    numpy.ndarray of float64, shape (...)
        Values; missing where there is no joint vote.

    Raises
    ------
    MeasureError
        If the measure is not known.

    Examples
    --------
    >>> measure_counts(np.array([[6, 0, 2], [0, 0, 0], [0, 0, 2]]), "scott_pi").round(4).item()
    0.5238
    """
    return _evaluate(counts, ALL_MEASURES[measure], zero_denominator)


@takes(tallies=TALLIES)
def split_chance(tallies: pd.DataFrame) -> pd.DataFrame:
    """Return how much of each row's agreement the two sides' habits alone would give.

    Chance is taken with the distances of the agreement, which are absolute. Kappa with the same
    distances is ``(agreement - by chance) / (1 - by chance)``: the measure
    ``cohen_kappa_absolute``, not :func:`cohen_kappa`, whose distances are squared.

    Parameters
    ----------
    tallies : pandas.DataFrame
        Rows with the nine counts.

    Returns
    -------
    pandas.DataFrame
        For each row, with its index: agreement; agreement_by_chance, of two sides that keep their
        shares of yes, abstain and no but vote independently of each other; cohen_kappa_absolute;
        and the shares state_yes, state_abstain, state_no, partner_yes, partner_abstain, partner_no.
    """
    counts = read_counts(tallies)
    n = counts.sum(axis=(1, 2))
    state = divide(counts.sum(axis=2), n[:, None])
    partner = divide(counts.sum(axis=1), n[:, None])
    expected = np.einsum("ki,ij,kj->k", state, DISTANCES["absolute"], partner)
    out = pd.DataFrame({"agreement": agreement(tallies), "agreement_by_chance": 1 - expected / 2})
    out["cohen_kappa_absolute"] = cohen_kappa(tallies, "absolute")
    for side, shares in (("state", state), ("partner", partner)):
        out[[f"{side}_{choice}" for choice in CHOICES]] = shares
    return out


def _series(tallies: pd.DataFrame, measure: Measure, zero_denominator: float = np.nan) -> pd.Series:
    value = _evaluate(read_counts(tallies), measure, zero_denominator)
    return pd.Series(value, index=tallies.index, name=measure.kind)


def _evaluate(counts: np.ndarray, measure: Measure, zero_denominator: float) -> np.ndarray:
    """Return a measure of counts of shape (..., 3, 3)."""
    weights = DISTANCES[measure.distance]
    flat = counts.reshape(-1, 9).astype("float64", copy=False)
    if measure.categories == 2:
        flat = flat * DECIDED.ravel()
    # Products with constant matrices: sums over axes of three are many times slower.
    n, observed = flat @ np.ones(9), flat @ weights.ravel()
    if measure.kind in ("agreement", "s_score"):
        share = divide(observed, n * weights.max())
        value = 1 - share if measure.kind == "agreement" else 1 - 2 * share
        return value.reshape(counts.shape[:-2])
    state, partner = flat @ _BY_STATE, flat @ _BY_PARTNER
    if measure.kind == "scott_pi":
        state = partner = (state + partner) / 2
    expected = divide(((state @ weights) * partner) @ np.ones(3), n)
    value = 1 - divide(observed, expected)
    value[(n > 0) & (expected == 0)] = zero_denominator
    return value.reshape(counts.shape[:-2])

"""Tallies: how often each combination of two states' votes occurred.

A tally counts, for a state and a partner, the roll calls on which both voted, by what each of
them did: nine counts ``yes_yes``, ``yes_abstain`` … ``no_no``, the state's vote first. Seven more
counts tell of the roll calls on which one or both were members but did not vote. Absence is
missing unless :func:`treat_absence` is told otherwise.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal, get_args

import numpy as np
import pandas as pd

from analysis.contracts import (
    STATES,
    YEAR,
    Array,
    Contract,
    Frame,
    Label,
    Number,
    OneOf,
    Several,
    takes,
)
from analysis.errors import MeasureError, unknown

Years = tuple[int, int]
"""First and last year of a period, both included."""

CHOICES = ("yes", "abstain", "no")
COUNTS = tuple(f"{state}_{partner}" for state in CHOICES for partner in CHOICES)
"""The nine counts, the state's vote first, the partner's second."""

ABSENCES = (*(f"{c}_absent" for c in CHOICES), *(f"absent_{c}" for c in (*CHOICES, "absent")))
"""The seven counts of roll calls on which one or both were members but cast no vote."""

AGREEMENT_SHARE = "agreement_share"
"""Column of tallies by issue: agreement, added up over roll calls in shares of an issue; see
:func:`analysis.voting.decompose`."""

CODES = {"yes": 1, "abstain": 2, "no": 3}
ABSENT = 0
"""Code of a member that cast no vote; anything negative is no member."""

Absence = Literal["missing", "abstention", "abstention_of_one"]
ABSENCE_RULES: tuple[str, ...] = get_args(Absence)

UNCODED = "uncoded"
"""The class of roll calls that have none of the six issue codes, or no match in the coded data."""

WHOLE = "all"
"""Roll calls of every issue together."""

SEATS = Frame("iso3", "first_session", key=1, rules={"first_session": Number(1, is_whole=True)})
"""Contract of ``voting/seats``: the first session whose votes are the state's own."""

VOTES = Array(2, is_whole=True, at_most=max(CODES.values()))
"""Contract of votes, a row a state: anything below 1 is no vote, codes above 3 are refused."""

VOTES_OF_ONE = Array(1, is_whole=True, at_most=max(CODES.values()))
"""Contract of the votes of one state."""

MIN_N = Number(0, is_whole=True)


def ask_for_tallies(*columns: str, key: Sequence[str] = ()) -> Frame:
    """Return the contract of tallies: the nine counts, whole and none missing.

    Parameters
    ----------
    *columns : str
        Columns that must stand beside the counts.
    key : sequence of str, optional
        Those that name a row.

    Returns
    -------
    Frame
        The contract.
    """
    counts = (*COUNTS, *(["n"] if "n" in columns else []))
    names = tuple(dict.fromkeys((*columns, *COUNTS)))
    rules: dict[str, Contract] = dict.fromkeys(counts, Number(at_least=0, is_whole=True))
    # Sums of shares, not shares: a pair with three votes has an n_share of 3.
    rules |= {name: Number(0) for name in names if name in ("n_share", AGREEMENT_SHARE)}
    return Frame(*names, key=key, present=counts, rules=rules)


TALLIES = ask_for_tallies()
OF_PAIRS = ask_for_tallies("year", "iso3", "partner", "n")
"""Contract of tallies of pairs of states by year."""


@takes(states=VOTES, partners=VOTES)
def tally_votes(states: np.ndarray, partners: np.ndarray) -> np.ndarray:
    """Count the nine combinations of votes of each state with each partner.

    Parameters
    ----------
    states : numpy.ndarray of int, shape (s, v)
        Votes of s states on v roll calls: 1 yes, 2 abstain, 3 no; anything else is no vote.
    partners : numpy.ndarray of int, shape (p, v)
        Votes of p partners on the same roll calls.

    Returns
    -------
    numpy.ndarray of int64, shape (s, p, 3, 3)
        Number of roll calls by the state's vote (third axis) and the partner's (fourth), in the
        order yes, abstain, no.

    Raises
    ------
    MeasureError
        If the numbers of roll calls differ.

    Examples
    --------
    >>> tally_votes(np.array([[1, 1, 3, 0]]), np.array([[1, 2, 3, 1]]))[0, 0].tolist()
    [[1, 1, 0], [0, 0, 0], [0, 0, 1]]
    """
    return _tally(states, partners, tuple(CODES.values()))


@takes(states=VOTES, partners=VOTES)
def tally_with_absence(states: np.ndarray, partners: np.ndarray) -> np.ndarray:
    """Count the sixteen combinations of yes, abstain, no and absent.

    Parameters
    ----------
    states, partners : numpy.ndarray of int, shapes (s, v) and (p, v)
        Votes: 1 yes, 2 abstain, 3 no, 0 a member that did not vote; anything else is no member.

    Returns
    -------
    numpy.ndarray of int64, shape (s, p, 4, 4)
        Number of roll calls by what the state (third axis) and the partner (fourth) did, in the
        order yes, abstain, no, absent. Their sum is the number of roll calls on which both were
        members.

    Raises
    ------
    MeasureError
        If the numbers of roll calls differ.

    Examples
    --------
    >>> tally_with_absence(np.array([[1, 3, 0, -1]]), np.array([[1, 0, 0, 1]]))[0, 0].tolist()
    [[1, 0, 0, 0], [0, 0, 0, 0], [0, 0, 0, 1], [0, 0, 0, 1]]
    """
    return _tally(states, partners, (*CODES.values(), ABSENT))


@takes(counts=Array(3, is_whole=True, at_least=0))
def tabulate(counts: np.ndarray, index: pd.Index) -> pd.DataFrame:
    """Return sixteen combinations as a table of tallies.

    Parameters
    ----------
    counts : numpy.ndarray of int, shape (rows, 4, 4)
        As :func:`tally_with_absence` returns them, one pair a row.
    index : pandas.Index
        What each row is.

    Returns
    -------
    pandas.DataFrame
        The nine counts (:data:`COUNTS`), the seven of absence (:data:`ABSENCES`), n (both
        voted), n_listed (both were members), n_state_absent and n_partner_absent (of these).

    Examples
    --------
    >>> counts = tally_with_absence(np.array([[1, 3, 0]]), np.array([[1, 0, 0]]))[:, 0]
    >>> row = tabulate(counts, pd.Index(["ARG"])).loc["ARG"]
    >>> row[["yes_yes", "no_absent", "absent_absent", "n", "n_listed"]].tolist()
    [1, 1, 1, 1, 3]
    """
    nine = counts[:, :3, :3].reshape(-1, 9)
    absences = np.column_stack([counts[:, :3, 3], counts[:, 3, :3], counts[:, 3, 3]])
    frame = pd.DataFrame(np.column_stack([nine, absences]), index, [*COUNTS, *ABSENCES])
    return frame.assign(
        n=nine.sum(axis=1),
        n_listed=counts.sum(axis=(1, 2)),
        n_state_absent=counts[:, 3, :].sum(axis=1),
        n_partner_absent=counts[:, :, 3].sum(axis=1),
    )


@takes(tallies=TALLIES, absence=OneOf(ABSENCE_RULES))
def treat_absence(tallies: pd.DataFrame, absence: Absence = "missing") -> pd.DataFrame:
    """Return tallies with absence treated as a rule says.

    No rule is neutral. "missing" assumes that a state that stayed away would have voted as it did
    elsewhere; the others read absence as a milder abstention, which raises the agreement of
    states that are often away with a partner that abstains and lowers the rest.

    Parameters
    ----------
    tallies : pandas.DataFrame
        Rows with the nine counts and the seven of absence (:data:`ABSENCES`).
    absence : {"missing", "abstention", "abstention_of_one"}, optional
        "missing": a roll call counts if both voted. "abstention": a member that did not vote
        counts as abstaining, so that two absent members agree. "abstention_of_one": likewise,
        but a roll call on which neither voted does not count.

    Returns
    -------
    pandas.DataFrame
        The tallies with nine counts and n by the rule; the counts of absence stay as they were.

    Raises
    ------
    MeasureError
        If the rule is unknown, or the counts of absence are not among the columns.

    Examples
    --------
    >>> row = pd.DataFrame([dict.fromkeys((*COUNTS, *ABSENCES), 0)])
    >>> row = row.assign(yes_yes=6, absent_yes=2, absent_absent=1, n=6)
    >>> treat_absence(row, "abstention")[["yes_yes", "abstain_yes", "abstain_abstain", "n"]].values
    array([[6, 2, 1, 9]])
    """
    if absence == "missing":
        return tallies.copy()
    if missing := [c for c in ABSENCES if c not in tallies]:
        raise MeasureError(
            f"tallies without counts of absence (no column {', '.join(missing)}): only "
            "absence='missing' can be told from them"
        )
    out = tallies.copy()
    for choice in CHOICES:
        out[f"{choice}_abstain"] += out[f"{choice}_absent"]
        out[f"abstain_{choice}"] += out[f"absent_{choice}"]
    if absence == "abstention":
        out["abstain_abstain"] += out["absent_absent"]
    out["n"] = out[list(COUNTS)].sum(axis="columns")
    return out


@takes(
    tallies=OF_PAIRS, seats=SEATS, states=STATES, partners=STATES, first_year=YEAR, last_year=YEAR
)
def select_tallies(
    tallies: pd.DataFrame,
    seats: pd.DataFrame,
    *,
    states: Sequence[str],
    partners: Sequence[str],
    first_year: int,
    last_year: int,
    issue: str | None = WHOLE,
) -> pd.DataFrame:
    """Return the tallies of some states, partners, years and one issue.

    Parameters
    ----------
    tallies : pandas.DataFrame
        The table ``voting/tallies`` or ``voting/partner_tallies``. Tables without sessions, such
        as ``voting/unvotes_tallies``, hold no votes of earlier holders of a seat.
    seats : pandas.DataFrame
        The table ``voting/seats``: votes under a partner's name before its first session are
        another government's, and are left out.
    states, partners : sequence of str
        ISO3 codes, and codes of states that no longer exist (SUN, YUG …).
    first_year, last_year : int
        Calendar years of the votes, both included.
    issue : str or None, optional
        "all", one of the six issues, "uncoded", or None for all rows of all issues.

    Returns
    -------
    pandas.DataFrame
        The rows, in their order; empty if there are none.

    Raises
    ------
    MeasureError
        If the issue is not among those of the tallies.
    """
    keep = (
        tallies["iso3"].isin(list(states))
        & tallies["partner"].isin(list(partners))
        & tallies["year"].between(first_year, last_year)
    )
    if issue is not None and "issue" in tallies:
        found = set(tallies["issue"])
        if found and issue not in found:
            raise MeasureError(unknown("issue", [issue], sorted(found)))
        keep &= tallies["issue"] == issue
    kept = tallies[keep]
    if "session" in tallies:
        kept = drop_earlier_holders(kept, seats, "partner")
    return kept.reset_index(drop=True)


@takes(tallies=OF_PAIRS, wider=OF_PAIRS, partners=STATES)
def add_partners(
    tallies: pd.DataFrame, wider: pd.DataFrame, partners: Sequence[str]
) -> pd.DataFrame:
    """Add the tallies with partners that are counted over all issues only.

    Parameters
    ----------
    tallies : pandas.DataFrame
        The table ``voting/tallies``.
    wider : pandas.DataFrame
        The table ``voting/partner_tallies``.
    partners : sequence of str
        Codes of partners that the first table lacks.

    Returns
    -------
    pandas.DataFrame
        The rows of both.

    Raises
    ------
    MeasureError
        If the first table has one of the partners: its votes would count twice.
    """
    if twice := sorted(set(partners) & set(tallies["partner"])):
        raise MeasureError(f"tallies hold {', '.join(twice)} already")
    return pd.concat([tallies, wider[wider["partner"].isin(list(partners))]], ignore_index=True)


@takes(seats=SEATS)
def drop_earlier_holders(
    rows: pd.DataFrame, seats: pd.DataFrame, column: str = "iso3"
) -> pd.DataFrame:
    """Leave out what stands under a state's name but is of who held its seat before.

    Parameters
    ----------
    rows : pandas.DataFrame
        session, and a column of codes.
    seats : pandas.DataFrame
        The table ``voting/seats``: iso3, first_session.
    column : str, optional
        The column of codes.

    Returns
    -------
    pandas.DataFrame
        The other rows, in their order.

    Examples
    --------
    >>> seats = pd.DataFrame({"iso3": ["CHN"], "first_session": [26]})
    >>> rows = pd.DataFrame({"iso3": ["CHN", "USA", "CHN"], "session": [25, 25, 26]})
    >>> drop_earlier_holders(rows, seats).values.tolist()
    [['USA', 25], ['CHN', 26]]
    """
    first = dict(zip(seats["iso3"], seats["first_session"].astype(int), strict=True))
    return rows[rows["session"].astype(int) >= rows[column].map(first).fillna(0).astype(int)]


@takes(tallies=TALLIES, by=Several(Label()))
def sum_tallies(tallies: pd.DataFrame, by: Sequence[str]) -> pd.DataFrame:
    """Add tallies up over everything that is not named.

    Parameters
    ----------
    tallies : pandas.DataFrame
        Rows with the nine counts; the counts of absence and other columns whose names begin with
        ``n`` are counts too.
    by : sequence of str
        Columns to keep apart, for example ``["year", "iso3", "partner"]``.

    Returns
    -------
    pandas.DataFrame
        One row for each combination that occurs, in its order, with sums of counts.

    Raises
    ------
    MeasureError
        If issues would be added up: they overlap, and "all" holds them all.

    Examples
    --------
    >>> rows = pd.DataFrame([dict.fromkeys(COUNTS, 1) | {"year": y, "n": 9} for y in (1999, 1999)])
    >>> sum_tallies(rows, ["year"])[["year", "yes_yes", "n"]].values.tolist()
    [[1999, 2, 18]]
    """
    if "issue" in tallies and "issue" not in by and tallies["issue"].nunique() > 1:
        raise MeasureError("tallies of several issues cannot be added up: a vote can have several")
    counts = [c for c in tallies if is_count(c)]
    return tallies.groupby(list(by), sort=True)[counts].sum().reset_index()


@takes(tallies=Frame("year"), years=Number(1, is_whole=True), first_year=YEAR)
def add_period(tallies: pd.DataFrame, years: int, first_year: int) -> pd.DataFrame:
    """Add the period of several years in which each row falls.

    Parameters
    ----------
    tallies : pandas.DataFrame
        Rows with a year.
    years : int
        Length of a period.
    first_year : int
        First year of the first period.

    Returns
    -------
    pandas.DataFrame
        The rows with period, the first year of the period.

    Examples
    --------
    >>> add_period(pd.DataFrame({"year": [1971, 1975, 1976]}), 5, 1971)["period"].tolist()
    [1971, 1971, 1976]
    """
    since = (tallies["year"].astype("int64") - first_year) // years
    return tallies.assign(period=first_year + years * since)


def is_count(column: object) -> bool:
    """Return whether a column of tallies holds counts: adding rows up adds it up."""
    return column in (*COUNTS, *ABSENCES, AGREEMENT_SHARE, "n") or str(column).startswith("n_")


def read_counts(tallies: pd.DataFrame) -> np.ndarray:
    """Return the nine counts of tallies whose contract has been checked."""
    return tallies[list(COUNTS)].to_numpy(dtype="float64").reshape(-1, 3, 3)


def is_cast(votes: np.ndarray) -> np.ndarray:
    """Return which votes are a yes, an abstention or a no."""
    return np.isin(votes, list(CODES.values()))


def divide(above: np.ndarray, below: np.ndarray, more_than: float = 0) -> np.ndarray:
    """Divide; missing where what is divided by is not more than some number."""
    return np.divide(above, below, out=np.full(np.shape(above), np.nan), where=below > more_than)


def check_roll_calls(one: np.ndarray, other: np.ndarray) -> None:
    """Refuse votes (last axis) that are not on as many roll calls."""
    n, m = one.shape[-1], other.shape[-1]
    if n != m:
        raise MeasureError(f"votes on {n} and on {m} roll calls: must be the same")


def count_products(states: np.ndarray, partners: np.ndarray, codes: tuple[int, ...]) -> np.ndarray:
    """Return counts of combinations as the matrix product gives them, in single precision.

    Parameters
    ----------
    states, partners : numpy.ndarray of int, shapes (s, v) and (p, v)
        Votes.
    codes : tuple of int
        The k codes to count.

    Returns
    -------
    numpy.ndarray of float32, shape (s k, p k)
        Row s k + i and column p k + j: how often the state did i and the partner j. Whole
        numbers, exact up to 2**24 roll calls, three thousand times what the Assembly has ever
        recorded.

    Raises
    ------
    MeasureError
        If the numbers of roll calls differ.
    """
    check_roll_calls(states, partners)
    one = _one_hot(states, codes)
    other = one if partners is states else _one_hot(partners, codes)
    return np.asarray(one @ other.T)


def _one_hot(votes: np.ndarray, codes: tuple[int, ...]) -> np.ndarray:
    marks = np.stack([votes == code for code in codes], axis=1)
    return marks.reshape(len(votes) * len(codes), votes.shape[1]).astype(np.float32)


def _tally(states: np.ndarray, partners: np.ndarray, codes: tuple[int, ...]) -> np.ndarray:
    s, p, k = len(states), len(partners), len(codes)
    products = count_products(states, partners, codes).reshape(s, k, p, k)
    return products.transpose(0, 2, 1, 3).astype(np.int64)

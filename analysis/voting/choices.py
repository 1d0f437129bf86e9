"""How far a conclusion hangs on the measure, on absence, on the texts and on the minimum."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import get_args

import pandas as pd

from analysis import countries
from analysis.contracts import SPAN, Frame, OneOf, Several, takes
from analysis.voting.measures import ALL_MEASURES, KNOWN, score
from analysis.voting.periods import keep_apart
from analysis.voting.regions import summarise_region
from analysis.voting.tallies import (
    ABSENCE_RULES,
    ABSENCES,
    MIN_N,
    OF_PAIRS,
    Absence,
    Years,
    sum_tallies,
    treat_absence,
)

SETS = ("all", "whole_texts", "final")
"""Sets of votes: all of unvotes, those of them on whole texts, and the UN Digital Library's."""

FINAL, RECURRING, WITH_PARTS = "final votes", "recurring texts", "with paragraph votes"
"""Sets of texts under which a change is varied."""

MINIMA = (1, 10, 30)

MEASURES_VARIED = (
    "agreement",
    "agreement_two",
    "s_score_squared",
    "cohen_kappa",
    "cohen_kappa_two",
    "scott_pi",
)
"""Measures that are not functions of one another: S with absolute distances, ``2 A - 1``, and the
State Department's coincidence, which is one agreement or the other, would repeat a row."""


@takes(items=Several(OF_PAIRS), measure=KNOWN)
def summarise_sets(items: Mapping[str, pd.DataFrame], measure: str) -> pd.DataFrame:
    """Return the mean over states by year and partner on several sets of votes.

    Parameters
    ----------
    items : mapping of str to pandas.DataFrame
        Name of a set → tallies by year, iso3 and partner.
    measure : str
        A key of :data:`analysis.voting.ALL_MEASURES`.

    Returns
    -------
    pandas.DataFrame
        As :func:`analysis.voting.summarise_region`, by items, year and partner; no minimum of
        joint votes.
    """
    sets = pd.concat([rows.assign(items=name) for name, rows in items.items()])
    sums = sum_tallies(sets, ["items", "year", "iso3", "partner"])
    return summarise_region(score(sums, measure), ["items", "year", "partner"])


@takes(summary=Frame("items", "year", "partner", "mean", key=3))
def align_sets(summary: pd.DataFrame) -> pd.DataFrame:
    """Return means on several sets of votes beside each other.

    Parameters
    ----------
    summary : pandas.DataFrame
        As :func:`summarise_sets` returns it for the sets of :data:`SETS`.

    Returns
    -------
    pandas.DataFrame
        partner, year and a column a set of :data:`SETS`; only years that the first and the last
        set both have.
    """
    wide = summary.pivot(index=["partner", "year"], columns="items", values="mean")
    wide = wide.reindex(columns=list(SETS)).dropna(subset=[SETS[0], SETS[-1]])
    return wide.rename_axis(columns=None).reset_index()


@takes(tallies=OF_PAIRS, measure=KNOWN)
def summarise_absence(tallies: pd.DataFrame, measure: str) -> pd.DataFrame:
    """Return the mean over states by year and partner under each rule for absence.

    Parameters
    ----------
    tallies : pandas.DataFrame
        Nine counts and those of absence by year, iso3 and partner.
    measure : str
        A key of :data:`analysis.voting.ALL_MEASURES`.

    Returns
    -------
    pandas.DataFrame
        partner, year and a column a rule; only years with a value under each. No minimum of
        joint votes.
    """
    keys, means = ["partner", "year"], {}
    for rule in get_args(Absence):
        scores = score(treat_absence(tallies, rule), measure)
        means[rule] = summarise_region(scores, keys).set_index(keys)["mean"]
    return pd.DataFrame(means).dropna().reset_index()


@takes(
    items=Several(OF_PAIRS, at_least=0),
    before=SPAN,
    after=SPAN,
    measures=Several(KNOWN),
    absences=Several(OneOf(ABSENCE_RULES)),
    minima=Several(MIN_N),
)
def vary_choices(
    items: Mapping[str, pd.DataFrame],
    before: Years,
    after: Years,
    *,
    measures: Sequence[str] = MEASURES_VARIED,
    absences: Sequence[Absence] = ("missing", "abstention", "abstention_of_one"),
    minima: Sequence[int] = MINIMA,
    partial_years: Sequence[int] = (),
) -> pd.DataFrame:
    """Return the region's level and change under every combination of choices.

    The value of a period is the mean over its years of the unweighted mean over states.

    Parameters
    ----------
    items : mapping of str to pandas.DataFrame
        Name of a set of texts → tallies by year, iso3 and partner. Sets without counts of absence
        are taken with absence as missing only.
    before, after : tuple of int
        First and last year of each period.
    measures : sequence of str, optional
        Keys of :data:`analysis.voting.ALL_MEASURES`.
    absences : sequence of str, optional
        Rules of :func:`analysis.voting.treat_absence`.
    minima : sequence of int, optional
        Fewest joint votes of a state and a partner in a year.
    partial_years : sequence of int, optional
        Years to leave out.

    Returns
    -------
    pandas.DataFrame
        partner, items, measure, absence, min_n, before, after, change and change_of_scale (as a
        share of the length of the measure's scale, so that measures can be compared). Periods of
        which a set of texts lacks a year have no value; combinations without any have no row.

    Raises
    ------
    MeasureError
        If a measure or a rule is not known, or the periods overlap.
    """
    keep_apart(before, after)
    rows = []
    for name, tallies in items.items():
        wanted = tallies["year"].between(*before) | tallies["year"].between(*after)
        known = tallies[wanted & ~tallies["year"].isin(list(partial_years))]
        sums = sum_tallies(known, ["year", "iso3", "partner"])
        rules: Sequence[Absence] = absences if set(ABSENCES) <= set(sums) else ("missing",)
        for rule in rules:
            treated = treat_absence(sums, rule)
            for measure in measures:
                scores = score(treated, measure)
                scale = 1 - ALL_MEASURES[measure].lowest
                for min_n in minima:
                    enough = scores.assign(value=scores["value"].where(scores["n"] >= min_n))
                    means = enough.groupby(["partner", "year"])["value"].mean().unstack("year")
                    first, last = (_mean_of(means, y, partial_years) for y in (before, after))
                    change = last - first
                    found = pd.DataFrame({"before": first, "after": last, "change": change})
                    found = found.assign(change_of_scale=change / scale).reset_index()
                    rows.append(
                        found.assign(items=name, measure=measure, absence=rule, min_n=min_n)
                    )
    columns = ["partner", "items", "measure", "absence", "min_n"]
    values = ["before", "after", "change", "change_of_scale"]
    out = pd.concat(rows, ignore_index=True) if rows else pd.DataFrame(columns=columns + values)
    out = out[out[["before", "after"]].notna().any(axis="columns")]
    return out[columns + values].reset_index(drop=True)


_VARIED = Frame(*("partner", "items", "measure", "absence", "min_n"), "change", key=5)


@takes(varied=_VARIED)
def summarise_ranges(varied: pd.DataFrame) -> pd.DataFrame:
    """Return the lowest and highest levels and changes by partner and measure.

    Parameters
    ----------
    varied : pandas.DataFrame
        As :func:`vary_choices` returns it.

    Returns
    -------
    pandas.DataFrame
        By names of partner and measure: before, after and change, each min and max.
    """
    ranges = varied.groupby(["partner", "measure"])[["before", "after", "change"]].agg(
        ["min", "max"]
    )
    ranges.columns = pd.Index([" ".join(column) for column in ranges.columns])
    titles = {name: measure.title for name, measure in ALL_MEASURES.items()}
    partners = {code: countries.short_name(code) for code in ranges.index.unique("partner")}
    return ranges.rename(index=partners, level="partner").rename(index=titles, level="measure")


@takes(varied=_VARIED)
def count_falls(varied: pd.DataFrame, headline: Mapping[str, object]) -> pd.DataFrame:
    """Return how many combinations of choices find a fall, and what one of them finds.

    Parameters
    ----------
    varied : pandas.DataFrame
        As :func:`vary_choices` returns it.
    headline : mapping of str to object
        One combination: items, measure, absence and min_n.

    Returns
    -------
    pandas.DataFrame
        partner, n_combinations (with a change), share_of_falls, headline (the change under that
        combination; missing if it gives none).
    """
    known = varied.dropna(subset="change")
    own = (known[list(headline)] == pd.Series(headline)).all(axis="columns")
    of_own = known[own].set_index("partner")["change"]
    rows = known.assign(falls=known["change"] < 0).groupby("partner")["falls"].agg(["size", "mean"])
    named = rows.rename(columns={"size": "n_combinations", "mean": "share_of_falls"})
    return named.assign(headline=of_own.reindex(rows.index)).reset_index()


def _mean_of(means: pd.DataFrame, years: Years, partial_years: Sequence[int]) -> pd.Series:
    """Return the mean of each row over the years; missing if one of them is missing."""
    wanted = [year for year in range(years[0], years[1] + 1) if year not in set(partial_years)]
    return means.reindex(columns=wanted).mean(axis="columns", skipna=False)

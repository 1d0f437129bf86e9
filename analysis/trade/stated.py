"""What others state, who covers what, and how readings of one report differ."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd

from analysis.contracts import LABEL, SIDES, YEAR, Frame, OneOf, takes
from analysis.trade.reading import Reading
from analysis.trade.series import COUNT, Reports, by_counterpart, largest_first

#: Whose figures a state and year have, from nobody's to both sides'.
COVERAGE = ("none", "states", "counterpart", "both")

#: Who reports in :func:`recent_reports`: a side, or the region of itself.
REGION = "region"

FIGURES = Frame(
    *("period", "area", "partner", "flow", "value_usd", "product", "reporter"),
    rules={"flow": OneOf(("exports", "imports", "turnover", "balance")), "area": LABEL},
    present=("period", "area"),
    signed=("value_usd",),
)
_REPORT = ("iso3", "partner", "year", "reporter", "flow")
REGION_TOTALS = Frame("region", "partner", "year", "flow", "value_usd", "vintage", key=4)


def region_code(reading: Reading) -> str:
    """Return what stated figures call the region as a whole."""
    return reading.study.region.codes[0]


def _of_region(region_totals: pd.DataFrame, reading: Reading) -> pd.DataFrame:
    is_own = region_totals["region"].isin(reading.study.region.codes)
    return region_totals[is_own & (region_totals["partner"] == reading.partner)]


@takes(figures=FIGURES, region_totals=REGION_TOTALS)
def stated_turnover(
    figures: pd.DataFrame, region_totals: pd.DataFrame, reading: Reading
) -> pd.DataFrame:
    """Return what press, officials and region tables state as whole-year turnover.

    These are rival readings with definitions of their own; they are shown beside the series and
    enter no sum and no growth rate.

    Parameters
    ----------
    figures : pandas.DataFrame
        ``trade/turnover_figures``.
    region_totals : pandas.DataFrame
        ``trade/region_totals``.
    reading : Reading
        Its years alone. Figures for the region are given only if all states are asked for, and
        figures for one state only if it is asked for alone.

    Returns
    -------
    pandas.DataFrame
        Columns ``year, value_usd, kind`` (``stated in press or by officials`` or ``region table``)
        and ``who``; current dollars.
    """
    whole, states = reading.is_whole_region, reading.states
    area = region_code(reading) if whole else states[0] if len(states) == 1 else None
    parts = stated_parts(figures, reading)
    rows = parts[(parts["area"] == area) & (parts["flow"] == "turnover") & ~parts["is_part_year"]]
    stated = rows[["year", "value_usd", "who"]].assign(kind="stated in press or by officials")
    if whole:
        own = _of_region(region_totals, reading).rename(columns={"vintage": "who"})
        table = own.groupby(["year", "who"])["value_usd"].sum().reset_index()
        table = table.astype({"year": int}).assign(kind="region table")
        stated = pd.concat([stated, table])
    stated = stated.loc[stated["year"].isin(reading.years), ["year", "value_usd", "kind", "who"]]
    return stated.sort_values(["year", "kind", "value_usd", "who"], ignore_index=True)


@takes(figures=FIGURES)
def stated_parts(figures: pd.DataFrame, reading: Reading) -> pd.DataFrame:
    """Return what press and officials state of trade in all goods, parts of years included.

    Parameters
    ----------
    figures : pandas.DataFrame
        ``trade/turnover_figures``.
    reading : Reading
        Its partner and states; the region as a whole if all states are asked for.

    Returns
    -------
    pandas.DataFrame
        ``area, period, year, first_month, last_month, is_part_year, flow, value_usd, who``; current
        dollars.

    Examples
    --------
    >>> from analysis.study import load_study
    >>> rows = [("2022-01..10", "COL", "RUS", "turnover", 3.4e8, "all", "customs")]
    >>> names = ["period", "area", "partner", "flow", "value_usd", "product", "reporter"]
    >>> reading = Reading(load_study(), "RUS", ("COL",), range(2020, 2024))
    >>> parts = stated_parts(pd.DataFrame(rows, columns=names), reading)
    >>> [int(parts[name].item()) for name in ("year", "first_month", "last_month")]
    [2022, 1, 10]
    """
    areas = [*reading.states, *([region_code(reading)] if reading.is_whole_region else [])]
    rows = figures[
        figures["area"].isin(areas)
        & (figures["partner"] == reading.partner)
        & (figures["product"] == "all")
        & figures["value_usd"].notna()
    ]
    months = [_months(period) for period in rows["period"]]
    frame = rows[["area", "period"]].assign(
        year=[int(period[:4]) for period in rows["period"]],
        first_month=[first for first, _ in months],
        last_month=[last for _, last in months],
        is_part_year=np.array([span != (1, 12) for span in months], dtype=bool),
        flow=rows["flow"],
        value_usd=rows["value_usd"],
        who=rows["reporter"],
    )
    order = ["area", "year", "first_month", "last_month", "flow", "value_usd", "who"]
    return frame.sort_values(order, ignore_index=True)


def _months(period: str) -> tuple[int, int]:
    """Return the first and last month of a period such as 2022, 2022-H1 or 2022-01..10."""
    part = period[5:]
    if not part:
        return 1, 12
    if part in ("H1", "H2"):
        return (1, 6) if part == "H1" else (7, 12)
    first, _, last = part.partition("..")
    return int(first), int(last or first)


@takes(
    coverage=Frame(
        "iso3", "partner", "year", "reporter", "flow", "covered", key=5, present=("covered",)
    )
)
def classify_coverage(coverage: pd.DataFrame, reading: Reading) -> pd.DataFrame:
    """Say for every state and year whose figures exist.

    Parameters
    ----------
    coverage : pandas.DataFrame
        ``trade/coverage``, every combination present.
    reading : Reading
        Its partner, states and years.

    Returns
    -------
    pandas.DataFrame
        Columns ``iso3, year, who`` (one of :data:`COVERAGE`); at least one of the two flows counts
        as figures.
    """
    chosen = coverage[
        (coverage["partner"] == reading.partner)
        & coverage["iso3"].isin(reading.states)
        & coverage["year"].isin(list(reading.years))
    ]
    keys = [chosen["iso3"], chosen["year"]]
    covered, is_counterpart = chosen["covered"].astype(bool), by_counterpart(chosen)
    # A state alone counts 1, the partner alone 2, both 3.
    states = (covered & ~is_counterpart).groupby(keys).any().astype(int)
    code = states + 2 * (covered & is_counterpart).groupby(keys).any()
    return code.map(dict(enumerate(COVERAGE))).rename("who").reset_index()


@takes(
    bilateral=Reports("source"),
    alternatives=Frame(*_REPORT, "source", "value_usd", key=6, present=("value_usd",)),
)
def compare_readings(bilateral: pd.DataFrame, alternatives: pd.DataFrame) -> pd.DataFrame:
    """Set every reading that was left out beside the one that was chosen.

    Parameters
    ----------
    bilateral : pandas.DataFrame
        Rows of ``trade/bilateral`` of one partner, one value a state, year, reporter and flow.
    alternatives : pandas.DataFrame
        ``trade/bilateral_alternatives``, the same columns.

    Returns
    -------
    pandas.DataFrame
        Columns ``iso3, year, reporter, flow, chosen_source, chosen_usd, other_source, other_usd,
        difference_usd, ratio`` (other / chosen), by falling size of the difference. A reading
        without a chosen value beside it has none here.
    """
    chosen, other = (
        rows[[*_REPORT, "source", "value_usd"]].rename(
            columns={"source": f"{name}_source", "value_usd": f"{name}_usd"}
        )
        for rows, name in ((bilateral, "chosen"), (alternatives, "other"))
    )
    both = chosen.merge(other, on=list(_REPORT)).drop(columns="partner")
    both = both.assign(
        difference_usd=both["other_usd"] - both["chosen_usd"],
        ratio=both["other_usd"] / both["chosen_usd"].where(both["chosen_usd"] > 0),
    )
    keys = ["iso3", "year", "reporter", "flow", "other_source"]
    return largest_first(both, "difference_usd", *keys)


@takes(bilateral=Reports())
def unmatched_readings(bilateral: pd.DataFrame, alternatives: pd.DataFrame) -> pd.DataFrame:
    """Return the other readings that have no chosen value beside them.

    Parameters
    ----------
    bilateral, alternatives
        As for :func:`compare_readings`.

    Returns
    -------
    pandas.DataFrame
        Rows of ``alternatives``.
    """
    chosen = pd.MultiIndex.from_frame(bilateral[list(_REPORT)])
    return alternatives[~pd.MultiIndex.from_frame(alternatives[list(_REPORT)]).isin(chosen)]


@takes(totals=Frame("year", "is_comparable", key=1))
def first_recent_year(totals: pd.DataFrame) -> int | None:
    """Return where the latest years begin: with the last two of the long series.

    Parameters
    ----------
    totals : pandas.DataFrame
        From :func:`analysis.trade.yearly_totals`, of the whole region and all years in order.

    Returns
    -------
    int or None
        A year; None if no year is comparable.

    Examples
    --------
    >>> rows = {"year": [2014, 2015, 2016, 2017, 2018], "is_comparable": [1, 1, 1, 0, 1]}
    >>> first_recent_year(pd.DataFrame(rows).astype({"is_comparable": bool}))
    2015
    """
    years = [int(year) for year in totals.loc[totals["is_comparable"], "year"]]
    return next((year - 1 for year in years if year + 1 not in years), None)


@takes(bilateral=Reports(), region_totals=REGION_TOTALS, first_year=YEAR)
def recent_reports(
    bilateral: pd.DataFrame, region_totals: pd.DataFrame, reading: Reading, first_year: int
) -> dict[str, pd.DataFrame]:
    """Return the customs reports of the latest years by area.

    Parameters
    ----------
    bilateral : pandas.DataFrame
        Rows of ``trade/bilateral`` of the partner.
    region_totals : pandas.DataFrame
        ``trade/region_totals``, in the same prices.
    reading : Reading
        Its study's region.
    first_year : int
        Where the latest years begin.

    Returns
    -------
    dict of str to pandas.DataFrame
        Area → ``year, reporter`` (a side, or :data:`REGION`), ``flow, value_usd``. The region is
        the sum of its states in years that half of them have on record, and what it reports of
        itself.
    """
    columns = ["year", "reporter", "flow", "value_usd"]
    region = reading.study.states
    rows = bilateral[(bilateral["year"] >= first_year) & bilateral["iso3"].isin(region)]
    rows = rows.assign(reporter=np.where(by_counterpart(rows), *SIDES))
    found = {str(iso3): part[columns] for iso3, part in rows.groupby("iso3")}
    groups = rows.groupby(columns[:3])
    sums = groups["value_usd"].sum()[groups["iso3"].nunique() >= len(region) / 2].reset_index()
    own = _of_region(region_totals, reading).assign(reporter=REGION)
    found[region_code(reading)] = pd.concat([sums, own[columns]], ignore_index=True)
    return found


@takes(first_year=YEAR, n=COUNT)
def areas_with_most(
    series: Mapping[str, pd.DataFrame],
    statements: pd.DataFrame,
    reading: Reading,
    first_year: int,
    n: int = 12,
) -> list[str]:
    """Return the areas with most reports and statements after the long series, the region first.

    Parameters
    ----------
    series : mapping of str to pandas.DataFrame
        From :func:`recent_reports`.
    statements : pandas.DataFrame
        From :func:`stated_parts`.
    reading : Reading
        Its states; the region's own panel comes first if they are all.
    first_year : int
        As for :func:`recent_reports`: the long series ends in the year after it.
    n : int, default 12
        Areas at most.

    Returns
    -------
    list of str
        Areas with at least one figure.
    """
    after = {area: int((frame["year"] > first_year + 1).sum()) for area, frame in series.items()}
    stated = statements["area"].value_counts()
    first = [region_code(reading)] if reading.is_whole_region else []
    counts = {
        area: after.get(area, 0) + int(stated.get(area, 0)) for area in [*first, *reading.states]
    }
    held = [area for area in counts if counts[area]]
    return sorted(held, key=lambda area: (area not in first, -counts[area]))[:n]

"""What others state, who covers what, and how readings of one report differ."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd

from analysis.contracts import SIDES
from analysis.trade.series import by_counterpart


def stated_turnover(
    figures: pd.DataFrame, region_totals: pd.DataFrame, states: Sequence[str], region: Sequence[str]
) -> pd.DataFrame:
    """Return what press, officials and region tables state as whole-year turnover.

    These are rival readings with definitions of their own; they are shown beside the series and
    enter no sum and no growth rate.

    Parameters
    ----------
    figures : pandas.DataFrame
        ``trade/turnover_figures``: columns ``period, area, flow, value_usd, product, reporter``.
    region_totals : pandas.DataFrame
        ``trade/region_totals``.
    states : sequence of str
        States of interest.
    region : sequence of str
        All 33 states; figures for the region are given only if all are asked for, and figures for
        one state only if it is asked for alone.

    Returns
    -------
    pandas.DataFrame
        Columns ``year, value_usd, kind`` (``stated in press or by officials`` or ``region table``)
        and ``who``.
    """
    chosen = sorted(set(states))
    area = "LAC" if chosen == sorted(set(region)) else chosen[0] if len(chosen) == 1 else None
    rows = figures[
        (figures["area"] == area)
        & (figures["flow"] == "turnover")
        & (figures["product"] == "all")
        & figures["period"].str.fullmatch(r"\d{4}")
        & figures["value_usd"].notna()
    ]
    stated = pd.DataFrame(
        {
            "year": rows["period"].astype(int),
            "value_usd": rows["value_usd"],
            "kind": "stated in press or by officials",
            "who": rows["reporter"],
        }
    )
    if area == "LAC":
        own = region_totals[region_totals["region"] == "LCN"]
        sums = own.groupby("year", as_index=False)["value_usd"].sum()
        table = sums.assign(year=sums["year"].astype(int), kind="region table", who="WITS")
        stated = pd.concat([stated, table])
    return stated.sort_values(["year", "kind", "value_usd", "who"], ignore_index=True)


def stated_parts(figures: pd.DataFrame, areas: Sequence[str]) -> pd.DataFrame:
    """Return what press and officials state of trade in all goods, parts of years included.

    Parameters
    ----------
    figures : pandas.DataFrame
        ``trade/turnover_figures``: ``period, area, flow, value_usd, product, reporter``.
    areas : sequence of str
        ISO3 codes, and ``LAC`` for the region.

    Returns
    -------
    pandas.DataFrame
        ``area, period, year, first_month, last_month, is_part_year, flow, value_usd, who``.

    Examples
    --------
    >>> rows = [("2022-01..10", "COL", "turnover", 3.4e8, "all", "customs")]
    >>> names = ["period", "area", "flow", "value_usd", "product", "reporter"]
    >>> parts = stated_parts(pd.DataFrame(rows, columns=names), ["COL"])
    >>> [int(parts[name].item()) for name in ("year", "first_month", "last_month")]
    [2022, 1, 10]
    """
    rows = figures[
        figures["area"].isin(areas) & (figures["product"] == "all") & figures["value_usd"].notna()
    ]
    months = [_months(period) for period in rows["period"]]
    frame = pd.DataFrame(
        {
            "area": rows["area"].to_numpy(),
            "period": rows["period"].to_numpy(),
            "year": [int(period[:4]) for period in rows["period"]],
            "first_month": [first for first, _ in months],
            "last_month": [last for _, last in months],
            "is_part_year": [span != (1, 12) for span in months],
            "flow": rows["flow"].to_numpy(),
            "value_usd": rows["value_usd"].to_numpy(),
            "who": rows["reporter"].to_numpy(),
        }
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


def classify_coverage(
    coverage: pd.DataFrame, states: Sequence[str], years: Sequence[int]
) -> pd.DataFrame:
    """Say for every state and year whose figures exist.

    Parameters
    ----------
    coverage : pandas.DataFrame
        ``trade/coverage``: columns ``iso3, year, reporter, covered``, every combination present.
    states : sequence of str
        ISO3 codes.
    years : sequence of int
        Years.

    Returns
    -------
    pandas.DataFrame
        Columns ``iso3, year, who``: ``no figures``, ``the state's own only``, ``Russia's only`` or
        ``both sides``; at least one of the two flows counts as figures.
    """
    chosen = coverage[coverage["iso3"].isin(states) & coverage["year"].isin(list(years))]
    keys = [chosen["iso3"], chosen["year"]]
    covered = chosen["covered"].astype(bool)
    is_partner = by_counterpart(chosen)
    russia = (covered & is_partner).groupby(keys).any()
    state = (covered & ~is_partner).groupby(keys).any()
    who = pd.Series("no figures", index=russia.index, name="who")
    who[state & ~russia] = "the state's own only"
    who[russia & ~state] = "Russia's only"
    who[russia & state] = "both sides"
    return who.reset_index()


def compare_readings(bilateral: pd.DataFrame, alternatives: pd.DataFrame) -> pd.DataFrame:
    """Set every reading that was left out beside the one that was chosen.

    Parameters
    ----------
    bilateral : pandas.DataFrame
        ``trade/bilateral``, one value a state, year, reporter and flow.
    alternatives : pandas.DataFrame
        ``trade/bilateral_alternatives``, the same columns.

    Returns
    -------
    pandas.DataFrame
        Columns ``iso3, year, reporter, flow, chosen_source, chosen_usd, other_source, other_usd,
        difference_usd, ratio`` (other / chosen), by falling size of the difference. A reading
        without a chosen value beside it has none here.
    """
    keys = ["iso3", "year", "reporter", "flow"]
    values = ["source", "value_usd"]
    both = bilateral[[*keys, *values]].merge(
        alternatives[[*keys, *values]], on=keys, suffixes=("_chosen", "_other")
    )
    both = both.rename(
        columns={
            "source_chosen": "chosen_source",
            "value_usd_chosen": "chosen_usd",
            "source_other": "other_source",
            "value_usd_other": "other_usd",
        }
    )
    difference = both["other_usd"] - both["chosen_usd"]
    both = both.assign(
        difference_usd=difference,
        ratio=both["other_usd"] / both["chosen_usd"].where(both["chosen_usd"] > 0),
        size=difference.abs(),
    )
    order = both.sort_values(
        ["size", *keys, "other_source"], ascending=[False, *[True] * 5], ignore_index=True
    )
    return order.drop(columns="size")


#: Where the latest years begin: the end of the long series.
RECENT_YEAR = 2015


def recent_reports(
    bilateral: pd.DataFrame, region_totals: pd.DataFrame, region: Sequence[str]
) -> dict[str, pd.DataFrame]:
    """Return the customs reports of the latest years by area.

    Parameters
    ----------
    bilateral : pandas.DataFrame
        ``trade/bilateral``.
    region_totals : pandas.DataFrame
        ``trade/region_totals``.
    region : sequence of str
        All 33 states; ``LAC`` is their sum in years that half of them have on record, and what
        the region reports of itself.

    Returns
    -------
    dict of str to pandas.DataFrame
        Area → ``year, reporter`` (``counterpart``, ``states`` or ``LCN``), ``flow, value_usd``.
    """
    columns = ["year", "reporter", "flow", "value_usd"]
    rows = bilateral[(bilateral["year"] >= RECENT_YEAR) & bilateral["iso3"].isin(region)]
    rows = rows.assign(reporter=np.where(by_counterpart(rows), *SIDES))
    found = {str(iso3): part[columns] for iso3, part in rows.groupby("iso3")}
    groups = rows.groupby(columns[:3])
    sums = groups["value_usd"].sum()[groups["iso3"].nunique() >= len(region) / 2].reset_index()
    own = region_totals[region_totals["region"] == "LCN"]
    found["LAC"] = pd.concat([sums, own[columns]], ignore_index=True)
    return found


def areas_with_most(
    series: Mapping[str, pd.DataFrame],
    statements: pd.DataFrame,
    states: Sequence[str],
    *,
    whole_region: bool,
    n: int = 12,
) -> list[str]:
    """Return the areas with most reports and statements after 2016, the region first.

    Parameters
    ----------
    series : mapping of str to pandas.DataFrame
        From :func:`recent_reports`.
    statements : pandas.DataFrame
        From :func:`stated_parts`.
    states : sequence of str
        States to choose from.
    whole_region : bool
        Whether the region's own panel comes first.
    n : int, default 12
        Areas at most.

    Returns
    -------
    list of str
        Areas with at least one figure.
    """
    after = {area: int((frame["year"] > RECENT_YEAR + 1).sum()) for area, frame in series.items()}
    stated = statements["area"].value_counts()
    counts = {iso3: after.get(iso3, 0) + int(stated.get(iso3, 0)) for iso3 in sorted(set(states))}
    order = sorted((iso3 for iso3 in counts if counts[iso3]), key=lambda iso3: -counts[iso3])
    return [*(["LAC"] if whole_region else []), *order][:n]

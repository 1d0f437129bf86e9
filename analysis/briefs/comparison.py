"""A state beside its group and the region."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pandas as pd

from analysis import countries
from analysis.briefs.indicators import INDICATORS
from analysis.errors import MeasureError

MISSING = "–"

COMPARABLE_SHARE = 0.75
"""A year compares states if it has at least this share of the most states of any year."""


def compare(values: pd.DataFrame, iso3: str, group: Sequence[str]) -> pd.DataFrame:
    """Set a state beside its group and the region, in the last year that compares states.

    Parameters
    ----------
    values : pandas.DataFrame
        From :func:`compute_indicators`.
    iso3 : str
        The state.
    group : sequence of str
        The states it is compared with, itself included or not.

    Returns
    -------
    pandas.DataFrame
        One row an indicator, in the order of :data:`INDICATORS`: indicator, label, unit, year
        (last one in which at least :data:`COMPARABLE_SHARE` of the usual states have a value),
        value, rank (1 is the highest) among n_states, group_median, region_median, and
        latest_year with latest_value, the last the state has. Missing where there is none.

    Raises
    ------
    MeasureError
        If the state is not one of the 33.
    """
    if iso3 not in countries.LAC:
        raise MeasureError(f"{iso3!r} is not one of the 33 states; a brief is about one of them")
    rows = []
    for name, indicator in INDICATORS.items():
        of_all = values[values["indicator"] == name]
        grid = of_all.pivot(index="year", columns="iso3", values="value")
        counts = grid.notna().sum(axis=1)
        comparable = counts[counts >= COMPARABLE_SHARE * counts.max()].index
        row: dict[str, Any] = {"indicator": name, "label": indicator.label, "unit": indicator.unit}
        if len(comparable):
            year = comparable.max()
            in_year = grid.loc[year].dropna()
            row |= {"year": year, "n_states": len(in_year), "region_median": in_year.median()}
            row["group_median"] = in_year[in_year.index.isin(group)].median()
            if iso3 in in_year.index:
                row |= {
                    "value": in_year[iso3],
                    "rank": in_year.rank(ascending=False, method="min")[iso3],
                }
        if iso3 in grid and grid[iso3].notna().any():
            own = grid[iso3].dropna()
            row |= {"latest_year": own.index.max(), "latest_value": own.loc[own.index.max()]}
        rows.append(row)
    columns = ["indicator", "label", "unit", "year", "value", "rank", "n_states"]
    columns += ["group_median", "region_median", "latest_year", "latest_value"]
    frame = pd.DataFrame(rows, columns=columns)
    whole = ["year", "rank", "n_states", "latest_year"]
    return frame.astype(dict.fromkeys(whole, "Int64"))


def over_time(values: pd.DataFrame, iso3: str, group: Sequence[str]) -> pd.DataFrame:
    """Return a state's series of each indicator with the medians of its group and the region.

    Parameters
    ----------
    values : pandas.DataFrame
        From :func:`compute_indicators`.
    iso3 : str
        The state.
    group : sequence of str
        The states it is compared with.

    Returns
    -------
    pandas.DataFrame
        indicator, year, value (missing where the state has none), group_median, region_median,
        n_states.
    """
    keys = ["indicator", "year"]
    by_year = values.groupby(keys)["value"]
    region = pd.DataFrame({"region_median": by_year.median(), "n_states": by_year.size()})
    of_group = values[values["iso3"].isin(group)].groupby(keys)["value"].median()
    own = values[values["iso3"] == iso3].set_index(keys)["value"]
    frame = region.assign(value=own, group_median=of_group).reset_index()
    return frame[[*keys, "value", "group_median", "region_median", "n_states"]]


def present_comparison(comparison: pd.DataFrame) -> pd.DataFrame:
    """Write a comparison out as people read it, each number with its own digits.

    Parameters
    ----------
    comparison : pandas.DataFrame
        From :func:`compare`.

    Returns
    -------
    pandas.DataFrame
        indicator, unit, year, state, rank, group median, region median, latest: text, with a
        dash for what is missing.
    """
    rows = []
    for row in comparison.to_dict("records"):
        digits = INDICATORS[row["indicator"]].digits
        latest = _number(row["latest_value"], digits)
        rows.append(
            {
                "indicator": row["label"],
                "unit": row["unit"],
                "year": MISSING if pd.isna(row["year"]) else str(row["year"]),
                "state": _number(row["value"], digits),
                "rank of n": MISSING
                if pd.isna(row["rank"])
                else f"{row['rank']} of {row['n_states']}",
                "group median": _number(row["group_median"], digits),
                "region median": _number(row["region_median"], digits),
                "latest": latest if latest == MISSING else f"{latest} ({row['latest_year']})",
            }
        )
    return pd.DataFrame(rows)


def _number(value: Any, digits: int) -> str:
    return MISSING if pd.isna(value) else f"{value:,.{digits}f}"

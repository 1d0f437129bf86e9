"""A state beside its group and the region."""

from __future__ import annotations

from typing import Any

import pandas as pd

from analysis.briefs.indicators import list_indicators
from analysis.briefs.reading import Reading
from analysis.contracts import Frame, Number, takes

COMPARABLE_SHARE = 0.75
"""A year compares states if it has at least this share of the most states of any year."""


VALUES = Frame(
    "indicator", "iso3", "year", "value", key=3, present=("value",), rules={"value": Number()}
)
"""Values of the indicators: one a state and year."""


@takes(values=VALUES)
def compare(values: pd.DataFrame, reading: Reading) -> pd.DataFrame:
    """Set a state beside its group and the region, in the last year that compares states.

    Parameters
    ----------
    values : pandas.DataFrame
        From :func:`compute_indicators`.
    reading : Reading
        The state, and those that it is compared with.

    Returns
    -------
    pandas.DataFrame
        One row an indicator, in the order of :func:`list_indicators`: indicator, label, unit, year
        (last one in which at least :data:`COMPARABLE_SHARE` of the usual states have a value),
        value, rank (1 is the highest) among n_states, group_median, region_median, and
        latest_year with latest_value, the last the state has. Missing where there is none.
    """
    iso3 = reading.iso3
    rows = []
    for name, indicator in list_indicators(reading).items():
        of_all = values[values["indicator"] == name]
        grid = of_all.pivot(index="year", columns="iso3", values="value")
        counts = grid.notna().sum(axis=1)
        comparable = counts[counts >= COMPARABLE_SHARE * counts.max()].index
        row: dict[str, Any] = {"indicator": name, "label": indicator.label, "unit": indicator.unit}
        if len(comparable):
            year = comparable.max()
            in_year = grid.loc[year].dropna()
            row |= {"year": year, "n_states": len(in_year), "region_median": in_year.median()}
            row["group_median"] = in_year[in_year.index.isin(reading.group)].median()
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


@takes(values=VALUES)
def trace_over_time(values: pd.DataFrame, reading: Reading) -> pd.DataFrame:
    """Return a state's series of each indicator with the medians of its group and the region.

    Parameters
    ----------
    values : pandas.DataFrame
        From :func:`compute_indicators`.
    reading : Reading
        The state, and those that it is compared with.

    Returns
    -------
    pandas.DataFrame
        indicator, year, value (missing where the state has none), group_median, region_median,
        n_states.
    """
    keys = ["indicator", "year"]
    by_year = values.groupby(keys)["value"]
    region = pd.DataFrame({"region_median": by_year.median(), "n_states": by_year.size()})
    of_group = values[values["iso3"].isin(reading.group)].groupby(keys)["value"].median()
    own = values[values["iso3"] == reading.iso3].set_index(keys)["value"]
    frame = region.assign(value=own, group_median=of_group).reset_index()
    return frame[[*keys, "value", "group_median", "region_median", "n_states"]]

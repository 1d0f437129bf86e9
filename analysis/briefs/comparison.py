"""A state beside its group and the region."""

from __future__ import annotations

from typing import Any

import pandas as pd

from analysis.briefs.indicators import list_indicators
from analysis.briefs.reading import Reading
from analysis.contracts import Frame, Number, takes

COMPARABLE_SHARE = 0.75
"""A year compares states if it has at least this share of the most states of any year."""
_MEDIANS = ("year", "n_states", "group_median", "region_median")

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
        value, rank (1 is the highest; a zero has none), is_shared (whether another state has the
        same value) among n_states, group_median, region_median, and latest_year with latest_value,
        the last the state has. Missing where there is none.
    """
    rows = []
    for name, indicator in list_indicators(reading).items():
        grid = values[values["indicator"] == name].pivot(
            index="year", columns="iso3", values="value"
        )
        counts = grid.notna().sum(axis=1)
        comparable = counts[counts >= COMPARABLE_SHARE * counts.max()].index
        row: dict[str, Any] = {"indicator": name, "label": indicator.label, "unit": indicator.unit}
        own = grid.reindex(columns=[reading.iso3])[reading.iso3].dropna()
        if len(comparable):
            year = comparable.max()
            known = grid.loc[year].dropna()
            medians = known[known.index.isin(reading.group)].median(), known.median()
            row |= dict(zip(_MEDIANS, (year, len(known), *medians), strict=True))
            if (value := own.get(year)) is not None:
                row |= {"value": value, "is_shared": (known == value).sum() > 1}
                row |= {"rank": (known > value).sum() + 1} if value != 0 else {}
        if len(own):
            row |= {"latest_year": own.index[-1], "latest_value": own.iloc[-1]}
        rows.append(row)
    columns = ["indicator", "label", "unit", "year", "value", "rank", "is_shared", "n_states"]
    columns += ["group_median", "region_median", "latest_year", "latest_value"]
    whole = dict.fromkeys(("year", "rank", "n_states", "latest_year"), "Int64")
    return pd.DataFrame(rows, columns=columns).astype({**whole, "is_shared": "boolean"})


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

"""The region among the recipients of a supplier's exports."""

from __future__ import annotations

import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
from matplotlib.figure import Figure

from analysis import countries
from analysis.arms.figures.shared import no_imports, supplier_color, write_value, year_ticks
from analysis.arms.reading import Reading
from analysis.notebook.save import empty
from analysis.notebook.style import COLORS

RANK_COLORS = ["#B2182B", "#0072B2", "#009E73", "#E69F00", "#CC79A7", "#56B4E9", "#8C564B"]


def draw_exports(
    region: pd.DataFrame, ranks: pd.DataFrame, reading: Reading, deepest: int = 20
) -> Figure:
    """Draw the states' share in a supplier's exports, and the ranks of its states, by window.

    Parameters
    ----------
    region : pandas.DataFrame
        As :func:`analysis.arms.region_share` returns it, for windows that end in each year.
    ranks : pandas.DataFrame
        As :func:`analysis.arms.recipient_ranks` returns it, for the same windows.
    reading : Reading
        The choices, for colours and words.
    deepest : int, optional
        Ranks below this one are not drawn.

    Returns
    -------
    matplotlib.figure.Figure
        Two panels with one axis of years, the last of each window; a sentence if there are no
        windows.
    """
    if not reading.has("supplier_exports"):
        return empty(reading.says_nothing("supplier_exports"))
    if region.empty:
        return empty(no_imports([], reading))
    color = supplier_color(reading.partner, reading)
    years = region["last_year"].to_numpy(dtype=int)
    fig, (top, bottom) = plt.subplots(2, 1, sharex=True, figsize=(9.0, 6.0))
    share = region["share"].to_numpy(dtype=float) * 100
    mark = "o" if len(years) <= 12 else None
    top.plot(years, share, color=color, linewidth=2.2, marker=mark)
    if np.isfinite(share).any():
        best = int(np.nanargmax(share))
        write_value(top, years[best], share[best], f"{share[best]:.1f}", above=True, color=color)
    top.set_ylim(0, max(1.0, 1.25 * float(np.nanmax(share, initial=0.0))))
    top.set_ylabel(f"Chosen states in {reading.whose}\nexports, per cent")
    top.grid(axis="x", visible=False)
    own = ranks[ranks["iso3"].isin(reading.states) & (ranks["rank"] <= deepest)]
    best_ranks = own.groupby("iso3")["rank"].min().sort_values(kind="stable")
    colors = [*RANK_COLORS, *([COLORS["other"]] * len(best_ranks))]
    styles = ["-", "--", ":", "-."] * (len(best_ranks) // 4 + 1)
    for number, iso3 in enumerate(best_ranks.index):
        line = own[own["iso3"] == iso3].set_index("last_year")["rank"].reindex(years)
        bottom.plot(
            years,
            line.to_numpy(dtype=float, na_value=np.nan),
            color=colors[number],
            linestyle=styles[number // 8],
            marker="o",
            markersize=4,
            label=countries.name(str(iso3)),
        )
    if len(best_ranks):
        bottom.legend(loc="upper left", bbox_to_anchor=(1.0, 1.05), fontsize=9.5)
    else:
        words = f"none of the chosen states was among the first {deepest}"
        bottom.text(0.5, 0.5, words, ha="center", transform=bottom.transAxes, color="#555555")
    bottom.set_ylim(deepest + 0.7, 0.3)
    bottom.set_yticks([1, *range(5, deepest + 1, 5)])
    bottom.set_ylabel(f"Rank among {reading.whose}\nrecipients")
    bottom.grid(axis="x", visible=False)
    bottom.set_xlim(years[0] - 0.7, years[-1] + 0.7)
    year_ticks(bottom, int(years[0]), int(years[-1]))
    length = int(region["last_year"].iloc[0] - region["first_year"].iloc[0]) + 1
    bottom.set_xlabel("Year" if length == 1 else f"Last year of each window of {length} years")
    return fig

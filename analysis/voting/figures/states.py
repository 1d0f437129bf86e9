"""States by year as a heat map, with their numbers of joint votes."""

from __future__ import annotations

import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
from matplotlib.colors import ListedColormap, Normalize
from matplotlib.figure import Figure

from analysis import countries
from analysis.voting import Reading
from analysis.voting.figures.common import integer_years, nothing


def draw_states(scores: pd.DataFrame, reading: Reading) -> Figure:
    """Draw one value a state and year as a heat map.

    Parameters
    ----------
    scores : pandas.DataFrame
        As :func:`analysis.voting.score` returns it: iso3, year, n, value, of a partner and those
        it continued, which share no year.
    reading : Reading
        What was chosen.

    Returns
    -------
    matplotlib.figure.Figure
        A row a state, on top those that were furthest above each year's mean, with the median
        number of joint votes a year; grey: a member with too few joint votes; white: not a
        member, or no votes that year. A sentence if there is no value.
    """
    if not scores["value"].notna().any():
        return nothing(reading)
    span = np.arange(int(scores["year"].min()), int(scores["year"].max()) + 1)
    # By distance from the year's mean, or states that joined late would rank by their late years.
    above = scores["value"] - scores.groupby("year")["value"].transform("mean")
    order = above.groupby(scores["iso3"]).mean().sort_values(ascending=False, kind="stable")
    grid = scores.pivot(index="iso3", columns="year", values="value")
    values = grid.reindex(index=order.index, columns=span).to_numpy(dtype=float)
    listed = scores.pivot(index="iso3", columns="year", values="n").notna()
    small = listed.reindex(index=order.index, columns=span, fill_value=False).to_numpy()
    small = small & np.isnan(values)
    fig, ax = plt.subplots(figsize=(10.4, 2.0 + 0.25 * len(order)))
    edges = (span[0] - 0.5, span[-1] + 0.5, len(order), 0)
    # As images: thousands of drawn cells would make the vector file a megabyte.
    grey = np.ma.masked_where(~small, np.ones(small.shape))
    ax.imshow(
        grey, extent=edges, aspect="auto", interpolation="none", cmap=ListedColormap("#BBBBBB")
    )
    mesh = ax.imshow(
        np.ma.masked_invalid(values),
        extent=edges,
        aspect="auto",
        interpolation="none",
        cmap="viridis",
        norm=Normalize(np.nanmin(values) - 0.01, np.nanmax(values) + 0.01),
    )
    bar = fig.colorbar(mesh, ax=ax, pad=0.06, aspect=max(8, len(order)))
    bar.set_label(reading.scale)
    bar.outline.set_visible(False)
    partners = [each for each in reading.lineage if each in set(scores["partner"])]
    for each in partners[:-1]:
        end = scores.loc[scores["partner"] == each, "year"].max()
        ax.axvline(end + 0.5, color="white", linewidth=2, linestyle=":")
    with_whom = " / ".join(countries.short_name(each) for each in partners)
    ax.set_title(f"Votes with {with_whom}")
    ax.set_yticks(
        np.arange(len(order)) + 0.5, [countries.name(iso3) for iso3 in order.index], fontsize=9
    )
    counts = (
        scores[scores["n"] > 0].groupby("iso3")["n"].median().astype(float).reindex(order.index)
    )
    for row, n in enumerate(counts):
        ax.text(
            1.008,
            1 - (row + 0.5) / len(order),
            "–" if np.isnan(n) else f"{n:g}",
            transform=ax.transAxes,
            va="center",
            fontsize=9,
            color="#555555",
        )
    ax.text(1.008, 1.01, "n", transform=ax.transAxes, va="bottom", fontsize=9, color="#555555")
    integer_years(ax, pd.Series(span))
    ax.set_xlim(edges[:2])
    ax.set_xlabel(
        "n: median joint votes a year. Grey: fewer than the minimum. White: no member, or no votes",
        fontsize=9.5,
    )
    ax.grid(visible=False)
    return fig

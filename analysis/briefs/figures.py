"""The one figure of a country brief."""

from __future__ import annotations

import pandas as pd
from matplotlib import pyplot as plt
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Patch, Rectangle

from analysis.briefs.reading import Reading
from analysis.countries import short_name
from analysis.notebook.style import COLORS, actor_color
from analysis.notebook.words import call
from analysis.voting.figures import VOTES


def draw_portrait(
    flows: pd.DataFrame,
    deliveries: pd.DataFrame,
    series: pd.DataFrame,
    landmarks: pd.DataFrame,
    reading: Reading,
) -> Figure:
    """Draw a state's trade, arms, votes and ideal point over time, and its landmark votes.

    Parameters
    ----------
    flows : pandas.DataFrame
        The state's year, exports_usd, imports_usd.
    deliveries : pandas.DataFrame
        The state's supplier, year, tiv_million.
    series : pandas.DataFrame
        From :func:`analysis.briefs.trace_over_time`.
    landmarks : pandas.DataFrame
        The state's resolution, date, vote, and the resolution's subject and place in the order.
    reading : Reading
        The partner, and the first and last year of the axes.

    Returns
    -------
    matplotlib.figure.Figure
        Five panels; one without data says so.
    """
    fig, axes = plt.subplot_mosaic(
        [["trade", "arms"], ["votes", "ideal"], ["landmarks", "landmarks"]],
        figsize=(9.6, 5.3),
        height_ratios=[1, 1, 0.4],
    )
    _draw_trade(axes["trade"], flows, call(reading.partner))
    _draw_arms(axes["arms"], deliveries, reading)
    _draw_votes(axes["votes"], series, reading)
    _draw_ideal(axes["ideal"], series)
    for name in ("trade", "arms", "votes", "ideal"):
        axes[name].set_xlim(reading.first_year - 0.7, reading.last_year + 0.7)
        axes[name].tick_params(labelsize=9)
    _draw_landmarks(axes["landmarks"], landmarks)
    return fig


def _draw_trade(ax: Axes, flows: pd.DataFrame, partner: str) -> None:
    ax.set_title(f"Trade with {partner}, USD million", fontsize=11)
    if not len(flows):
        _say(ax, "no trade on record")
        return
    grid = flows.set_index("year").sort_index()
    grid = grid.reindex(range(grid.index.min(), grid.index.max() + 1))
    for flow, way in (("exports", "to"), ("imports", "from")):
        ax.plot(
            grid.index, grid[f"{flow}_usd"] / 1e6, ".-", color=COLORS[flow], ms=4, lw=1.4,
            label=f"{flow} {way} {partner}",
        )  # fmt: skip
    ax.set_ylim(bottom=0)
    _headroom(ax)
    ax.legend(loc="upper left", fontsize=8.5, ncol=2)


def _draw_arms(ax: Axes, deliveries: pd.DataFrame, reading: Reading) -> None:
    ax.set_title("Major arms delivered, million TIV a year", fontsize=11)
    delivered = deliveries[deliveries["tiv_million"] > 0]
    if not len(delivered):
        _say(ax, "no delivery on record")
        return
    for supplier, rows in delivered.groupby("supplier", sort=True):
        ax.bar(
            rows["year"],
            rows["tiv_million"],
            color=actor_color(str(supplier), reading.study),
            width=0.85,
            linewidth=0,
            label=f"from {call(str(supplier))}",
        )
    _headroom(ax)
    ax.legend(loc="upper left", fontsize=8.5, ncol=2)


def _draw_votes(ax: Axes, series: pd.DataFrame, reading: Reading) -> None:
    ax.set_title("Agreement in UN votes (thin: region's median)", fontsize=11)
    ax.set_ylim(0, 1.18)
    ax.set_yticks([0, 0.25, 0.5, 0.75, 1])
    names = {f"agreement_{each.lower()}": each for each in reading.study.partners}
    if not series.loc[series["indicator"].isin(list(names)), "value"].notna().any():
        _say(ax, "no votes on record")
        return
    for indicator, partner in names.items():
        rows = series[series["indicator"] == indicator].sort_values("year")
        color = actor_color(partner, reading.study)
        ax.plot(rows["year"], rows["region_median"], color=color, lw=0.8, alpha=0.55)
        ax.plot(rows["year"], rows["value"], color=color, lw=1.7, label=short_name(partner))
    ax.legend(loc="upper left", fontsize=8.5, ncol=3)


def _draw_ideal(ax: Axes, series: pd.DataFrame) -> None:
    ax.set_title("Ideal point, standard deviations", fontsize=11)
    rows = series[series["indicator"] == "ideal_point"].sort_values("year")
    if not rows["value"].notna().any():
        _say(ax, "no ideal point")
        return
    ax.axhline(0, color=COLORS["light"], lw=1)
    ax.plot(rows["year"], rows["region_median"], color=COLORS["region"], lw=1.1, label="region")
    ax.plot(rows["year"], rows["group_median"], color=COLORS["other"], lw=1.1, label="group")
    ax.plot(rows["year"], rows["value"], color=COLORS["turnover"], lw=1.9, label="state")
    _headroom(ax)
    ax.legend(loc="upper left", fontsize=8.5, ncol=3)


def _draw_landmarks(ax: Axes, landmarks: pd.DataFrame) -> None:
    ax.set_title("Landmark votes in the General Assembly", fontsize=11)
    landmarks = landmarks.sort_values(["place", "date", "resolution"])
    for column, row in enumerate(landmarks.itertuples()):
        letter, background, ink = VOTES[str(row.vote)]
        ax.add_patch(
            Rectangle((column, 0), 1, 1, facecolor=background, edgecolor="#999999", lw=0.6)
        )
        ax.text(column + 0.5, 0.5, letter, color=ink, ha="center", va="center", fontsize=10)
    ax.set_xlim(0, max(len(landmarks), 1))
    ax.set_ylim(0, 1)
    ax.set_yticks([])
    labels = [
        f"{str(row.resolution).removeprefix('A/RES/')}\n{row.date:%Y}"
        for row in landmarks.itertuples()
    ]
    ax.set_xticks([i + 0.5 for i in range(len(landmarks))], labels, fontsize=7.5)
    places = pd.Series(range(len(landmarks)), index=landmarks["subject"].to_numpy())
    for subject, columns in places.groupby(level=0):
        ax.text(
            columns.mean() + 0.5, -0.72, str(subject), transform=ax.get_xaxis_transform(),
            ha="center", va="top", fontsize=8.5,
        )  # fmt: skip
        ax.axvline(columns.min(), color="#333333", lw=1.6)
    ax.tick_params(length=0)
    ax.grid(visible=False)
    names = {"yes": "Y yes", "abstain": "A abstained", "no": "N no", "absent": "· did not vote"}
    handles = [Patch(facecolor=VOTES[v][1], edgecolor="#999999", label=n) for v, n in names.items()]
    ax.legend(
        handles=handles,
        loc="lower right",
        bbox_to_anchor=(1, 1.0),
        ncol=4,
        fontsize=8.5,
        borderaxespad=0.1,
    )


def _headroom(ax: Axes) -> None:
    """Leave room for the legend above the data."""
    low, high = ax.get_ylim()
    ax.set_ylim(low, high + 0.22 * (high - low))


def _say(ax: Axes, text: str) -> None:
    ax.text(0.5, 0.5, text, ha="center", va="center", transform=ax.transAxes, color="#555555")
    ax.set_yticks([])
    ax.grid(visible=False)

"""The one figure of a country brief."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

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
    delivered = deliveries[deliveries["tiv_million"] > 0]
    votes, points = _known(series, _partners(reading)), _known(series, ["ideal_point"])
    panels = {
        "trade": (f"Trade with {reading.the_partner}, USD million", "no trade on record"),
        "arms": ("Major arms delivered, million TIV a year", "no delivery on record"),
        "votes": ("Agreement in UN votes (thin: region's median)", "no votes on record"),
        "ideal": ("Ideal point, standard deviations", "no ideal point"),
    }
    drawn = {
        "trade": (flows, _draw_trade),
        "arms": (delivered, _draw_arms),
        "votes": (votes, _draw_votes),
        "ideal": (points, _draw_ideal),
    }
    for name, (title, nothing) in panels.items():
        ax, (frame, draw) = axes[name], drawn[name]
        ax.set_title(title, fontsize=11)
        if len(frame):
            draw(ax, frame, reading)
            ax.legend(loc="upper left", fontsize=8.5, ncol=3)
        else:
            middle: dict[str, Any] = {"ha": "center", "va": "center", "transform": ax.transAxes}
            ax.text(0.5, 0.5, nothing, color="#555555", **middle)
            ax.set_yticks([])
            ax.grid(visible=False)
        ax.set_xlim(reading.first_year - 0.7, reading.last_year + 0.7)
        ax.tick_params(labelsize=9)
    _draw_landmarks(axes["landmarks"], landmarks)
    return fig


def _partners(reading: Reading) -> dict[str, str]:
    """Return the name of each indicator of agreement, with the partner that it is about."""
    return {f"agreement_{each.lower()}": each for each in reading.study.partners}


def _known(series: pd.DataFrame, indicators: Iterable[str]) -> pd.DataFrame:
    """Return the rows of some indicators in order of years; none if the state has no value."""
    rows = series[series["indicator"].isin(list(indicators))].sort_values("year")
    return rows if rows["value"].notna().any() else rows.iloc[:0]


def _draw_trade(ax: Axes, flows: pd.DataFrame, reading: Reading) -> None:
    grid = flows.set_index("year").sort_index()
    grid = grid.reindex(range(grid.index.min(), grid.index.max() + 1))
    for flow, way in (("exports", "to"), ("imports", "from")):
        look: dict[str, Any] = {"color": COLORS[flow], "ms": 4, "lw": 1.4}
        label = f"{flow} {way} {reading.the_partner}"
        ax.plot(grid.index, grid[f"{flow}_usd"] / 1e6, ".-", label=label, **look)
    ax.set_ylim(bottom=0)
    _headroom(ax)


def _draw_arms(ax: Axes, delivered: pd.DataFrame, reading: Reading) -> None:
    for supplier, rows in delivered.groupby("supplier", sort=True):
        look: dict[str, Any] = {
            "color": actor_color(str(supplier), reading.study),
            "width": 0.85,
            "linewidth": 0,
        }
        ax.bar(rows["year"], rows["tiv_million"], label=f"from {call(str(supplier))}", **look)
    _headroom(ax)


def _draw_votes(ax: Axes, votes: pd.DataFrame, reading: Reading) -> None:
    ax.set_ylim(0, 1.18)
    ax.set_yticks([0, 0.25, 0.5, 0.75, 1])
    for indicator, partner in _partners(reading).items():
        rows = votes[votes["indicator"] == indicator]
        color = actor_color(partner, reading.study)
        ax.plot(rows["year"], rows["region_median"], color=color, lw=0.8, alpha=0.55)
        ax.plot(rows["year"], rows["value"], color=color, lw=1.7, label=short_name(partner))


def _draw_ideal(ax: Axes, points: pd.DataFrame, _: Reading) -> None:
    ax.axhline(0, color=COLORS["light"], lw=1)
    for column, label, role, width in (
        ("region_median", "region", "region", 1.1),
        ("group_median", "group", "other", 1.1),
        ("value", "state", "turnover", 1.9),
    ):
        ax.plot(points["year"], points[column], color=COLORS[role], lw=width, label=label)
    _headroom(ax)


def _draw_landmarks(ax: Axes, landmarks: pd.DataFrame) -> None:
    ax.set_title("Landmark votes in the General Assembly", fontsize=11)
    landmarks = landmarks.sort_values(["place", "date", "resolution"])
    for column, row in enumerate(landmarks.itertuples()):
        letter, face, ink = VOTES[str(row.vote)]
        ax.add_patch(Rectangle((column, 0), 1, 1, facecolor=face, edgecolor="#999999", lw=0.6))
        ax.text(column + 0.5, 0.5, letter, color=ink, ha="center", va="center", fontsize=10)
    ax.set_xlim(0, max(len(landmarks), 1))
    ax.set_ylim(0, 1)
    ax.set_yticks([])
    numbers = landmarks["resolution"].str.removeprefix("A/RES/")
    labels = [f"{n}\n{day:%Y}" for n, day in zip(numbers, landmarks["date"], strict=True)]
    ax.set_xticks([i + 0.5 for i in range(len(labels))], labels, fontsize=7.5)
    places = pd.Series(range(len(landmarks)), index=landmarks["subject"].to_numpy())
    look: dict[str, Any] = {
        "transform": ax.get_xaxis_transform(),
        "ha": "center",
        "va": "top",
        "fontsize": 8.5,
    }
    for subject, columns in places.groupby(level=0):
        ax.text(columns.mean() + 0.5, -0.72, str(subject), **look)
        ax.axvline(columns.min(), color="#333333", lw=1.6)
    ax.tick_params(length=0)
    ax.grid(visible=False)
    names = {"yes": "Y yes", "abstain": "A abstained", "no": "N no", "absent": "· did not vote"}
    handles = [Patch(facecolor=VOTES[v][1], edgecolor="#999999", label=n) for v, n in names.items()]
    at: dict[str, Any] = {"loc": "lower right", "bbox_to_anchor": (1, 1.0), "borderaxespad": 0.1}
    ax.legend(handles=handles, ncol=4, fontsize=8.5, **at)


def _headroom(ax: Axes) -> None:
    """Leave room for the legend above the data."""
    low, high = ax.get_ylim()
    ax.set_ylim(low, high + 0.22 * (high - low))

"""The one figure of a country brief."""

from __future__ import annotations

import pandas as pd
from matplotlib import pyplot as plt
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Patch, Rectangle

from analysis.notebook.style import COLORS
from analysis.voting.figures import VOTES

_SIDES = {
    "exports_usd": ("exports to Russia", COLORS["exports"]),
    "imports_usd": ("imports from Russia", COLORS["imports"]),
}
_PARTNERS = {"agreement_russia": "RUS", "agreement_usa": "USA", "agreement_china": "CHN"}
_NAMES = {"RUS": "Russia", "USA": "USA", "CHN": "China", "SUN": "USSR"}


def portrait(
    flows: pd.DataFrame,
    deliveries: pd.DataFrame,
    series: pd.DataFrame,
    landmarks: pd.DataFrame,
    years: tuple[int, int],
) -> Figure:
    """Draw a state's trade, arms, votes and ideal point over time, and its landmark votes.

    Parameters
    ----------
    flows : pandas.DataFrame
        The state's year, exports_usd, imports_usd.
    deliveries : pandas.DataFrame
        The state's supplier, year, tiv_million.
    series : pandas.DataFrame
        From :func:`analysis.briefs.over_time`.
    landmarks : pandas.DataFrame
        The state's resolution, date, short_title, vote.
    years : (int, int)
        First and last year of the axes.

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
    _trade(axes["trade"], flows)
    _arms(axes["arms"], deliveries)
    _votes(axes["votes"], series)
    _ideal(axes["ideal"], series)
    for name in ("trade", "arms", "votes", "ideal"):
        axes[name].set_xlim(years[0] - 0.7, years[1] + 0.7)
        axes[name].tick_params(labelsize=9)
    _landmarks(axes["landmarks"], landmarks)
    return fig


def _trade(ax: Axes, flows: pd.DataFrame) -> None:
    ax.set_title("Trade with Russia, USD million", fontsize=11)
    if not len(flows):
        _say(ax, "no trade on record")
        return
    grid = flows.set_index("year").sort_index()
    grid = grid.reindex(range(grid.index.min(), grid.index.max() + 1))
    for column, (label, color) in _SIDES.items():
        ax.plot(grid.index, grid[column] / 1e6, ".-", color=color, ms=4, lw=1.4, label=label)
    ax.set_ylim(bottom=0)
    _headroom(ax)
    ax.legend(loc="upper left", fontsize=8.5, ncol=2)


def _arms(ax: Axes, deliveries: pd.DataFrame) -> None:
    ax.set_title("Major arms delivered, million TIV a year", fontsize=11)
    delivered = deliveries[deliveries["tiv_million"] > 0]
    if not len(delivered):
        _say(ax, "no delivery on record")
        return
    for supplier, rows in delivered.groupby("supplier", sort=True):
        ax.bar(
            rows["year"],
            rows["tiv_million"],
            color=COLORS[str(supplier)],
            width=0.85,
            linewidth=0,
            label=f"from {'the ' if supplier == 'SUN' else ''}{_NAMES[str(supplier)]}",
        )
    _headroom(ax)
    ax.legend(loc="upper left", fontsize=8.5, ncol=2)


def _votes(ax: Axes, series: pd.DataFrame) -> None:
    ax.set_title("Agreement in UN votes (thin: region's median)", fontsize=11)
    ax.set_ylim(0, 1.18)
    ax.set_yticks([0, 0.25, 0.5, 0.75, 1])
    if not series.loc[series["indicator"].isin(list(_PARTNERS)), "value"].notna().any():
        _say(ax, "no votes on record")
        return
    for indicator, partner in _PARTNERS.items():
        rows = series[series["indicator"] == indicator].sort_values("year")
        color = COLORS[partner]
        ax.plot(rows["year"], rows["region_median"], color=color, lw=0.8, alpha=0.55)
        ax.plot(rows["year"], rows["value"], color=color, lw=1.7, label=_NAMES[partner])
    ax.legend(loc="upper left", fontsize=8.5, ncol=3)


def _ideal(ax: Axes, series: pd.DataFrame) -> None:
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


def _landmarks(ax: Axes, landmarks: pd.DataFrame) -> None:
    ax.set_title("Landmark votes in the General Assembly", fontsize=11)
    subject = landmarks["short_title"].map(_subject)
    landmarks = landmarks.assign(subject=subject).sort_values(["subject", "date", "resolution"])
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
        f"{str(row.resolution).removeprefix('A/RES/')}\n{row.date:%Y}\n{row.subject}"
        for row in landmarks.itertuples()
    ]
    ax.set_xticks([i + 0.5 for i in range(len(landmarks))], labels, fontsize=7.5)
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


def _subject(title: str) -> str:
    named = [word for word in ("Abkhazia", "embargo") if word in title]
    return {"Abkhazia": "Georgia", "embargo": "embargo"}[named[0]] if named else "Ukraine"


def _headroom(ax: Axes) -> None:
    """Leave room for the legend above the data."""
    low, high = ax.get_ylim()
    ax.set_ylim(low, high + 0.22 * (high - low))


def _say(ax: Axes, text: str) -> None:
    ax.text(0.5, 0.5, text, ha="center", va="center", transform=ax.transAxes, color="#555555")
    ax.set_yticks([])
    ax.grid(visible=False)

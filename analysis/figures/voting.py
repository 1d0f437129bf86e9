"""Plots of votes in the UN General Assembly."""

from __future__ import annotations

from collections.abc import Sequence

import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.collections import PatchCollection
from matplotlib.colors import ListedColormap, Normalize
from matplotlib.figure import Figure
from matplotlib.patches import Patch
from matplotlib.ticker import MaxNLocator

from analysis import countries
from analysis.figures.save import empty
from analysis.figures.style import COLORS
from analysis.voting import MEASURES

PARTNERS = {"SUN": "USSR", "RUS": "Russia", "USA": "United States", "CHN": "China"}
COMPARED = ("RUS", "UKR", "USA", "CHN")
"""States outside the region that the chart of landmark votes can show beneath it."""

ISSUES = {
    "me": "Middle East",
    "nu": "nuclear weapons",
    "di": "disarmament",
    "hr": "human rights",
    "co": "colonialism",
    "ec": "economic development",
}

SUBREGIONS = ("South America", "Central America", "Caribbean")

# Yes and no in blue and vermilion, told apart by every common form of colour vision; the letter
# in the cell says it again for print without colour.
VOTES = {
    "yes": ("Y", "#0072B2", "white"),
    "abstain": ("A", "#F3E3B3", "#222222"),
    "no": ("N", "#D55E00", "white"),
    "absent": ("·", "#FFFFFF", "#777777"),
}

# Subjects of the landmark resolutions, in the order of the chart; the word of the short title
# that tells the first and the last of them.
SUBJECTS = {"Georgia": "Georgia", "Ukraine": "", "US embargo of Cuba": "embargo against Cuba"}


def region(summary: pd.DataFrame, measure: str, partial_years: Sequence[int]) -> Figure:
    """Draw the regional mean by year with a band of spread, a line a partner.

    Parameters
    ----------
    summary : pandas.DataFrame
        As :func:`analysis.voting.summarise_region` returns it by year and partner.
    measure : str
        A key of :data:`analysis.voting.MEASURES`.
    partial_years : sequence of int
        Years whose votes are not complete; drawn as hollow points apart from the line.

    Returns
    -------
    matplotlib.figure.Figure
        The figure; a sentence if there is no value.
    """
    if not summary["mean"].notna().any():
        return _nothing()
    fig, ax = plt.subplots(figsize=(9.6, 5.2))
    whole, partial = _parted(summary, partial_years)
    for partner in _partners(summary):
        years = _every_year(whole[whole["partner"] == partner])
        color = COLORS[partner]
        ax.fill_between(
            years.index, years["low"], years["high"], color=color, alpha=0.16, linewidth=0
        )
        ax.plot(
            years.index,
            years["mean"],
            color=color,
            marker="o",
            markersize=2.6,
            linewidth=2,
            label=PARTNERS[partner],
        )
        rest = partial[partial["partner"] == partner]
        ax.plot(rest["year"], rest["mean"], "o", markersize=6, mfc="white", mec=color, mew=1.6)
    if partial["mean"].notna().any():
        ax.plot([], [], "o", markersize=6, mfc="white", mec="#555555", label="incomplete year")
    fig.legend(loc="outside upper left", ncols=5)
    _finish(ax, measure)
    _integer_years(ax, summary["year"])
    return fig


def compare_measures(summaries: pd.DataFrame, partial_years: Sequence[int]) -> Figure:
    """Draw the regional mean of each measure in a panel of its own.

    Parameters
    ----------
    summaries : pandas.DataFrame
        As :func:`analysis.voting.summarise_region` returns it by measure, year and partner.
    partial_years : sequence of int
        Years whose votes are not complete; left out here.

    Returns
    -------
    matplotlib.figure.Figure
        Four panels on their own scales; a sentence if there is no value.
    """
    whole, _ = _parted(summaries, partial_years)
    if not whole["mean"].notna().any():
        return _nothing("of complete years")
    fig, axes = plt.subplots(2, 2, figsize=(10.4, 6.8), sharex=True)
    for ax, measure in zip(axes.flat, MEASURES, strict=True):
        rows = whole[whole["measure"] == measure]
        for partner in _partners(whole):
            years = _every_year(rows[rows["partner"] == partner])
            ax.plot(
                years.index,
                years["mean"],
                color=COLORS[partner],
                marker="o",
                markersize=2,
                linewidth=1.8,
                label=PARTNERS[partner],
            )
        _finish(ax, measure)
        ax.set_title(f"{measure_name(measure)}: {MEASURES[measure].level}", fontsize=10.5)
        ax.set_ylabel("")
    _integer_years(axes[1, 0], whole["year"])
    handles, labels = axes[0, 0].get_legend_handles_labels()
    fig.legend(handles, labels, loc="outside upper left", ncols=len(labels))
    return fig


def states(scores: pd.DataFrame, measure: str) -> Figure:
    """Draw one value a state and year as a heat map.

    Parameters
    ----------
    scores : pandas.DataFrame
        As :func:`analysis.voting.score` returns it: iso3, year, n, value. One partner, or the
        USSR and Russia, which share no year.
    measure : str
        A key of :data:`analysis.voting.MEASURES`.

    Returns
    -------
    matplotlib.figure.Figure
        A row a state, on top those that were furthest above each year's mean; grey: a member
        with too few joint votes; white: not a member, or no votes that year. A sentence if there
        is no value.
    """
    if not scores["value"].notna().any():
        return _nothing()
    span = np.arange(int(scores["year"].min()), int(scores["year"].max()) + 1)
    # By distance from the year's mean, or states that joined late would rank by their late years.
    above = scores["value"] - scores.groupby("year")["value"].transform("mean")
    order = above.groupby(scores["iso3"]).mean().sort_values(ascending=False, kind="stable")
    grid = scores.pivot(index="iso3", columns="year", values="value")
    values = grid.reindex(index=order.index, columns=span).to_numpy(dtype=float)
    listed = scores.pivot(index="iso3", columns="year", values="n").notna()
    small = listed.reindex(index=order.index, columns=span, fill_value=False).to_numpy()
    small = small & np.isnan(values)
    fig, ax = plt.subplots(figsize=(10.4, 1.9 + 0.25 * len(order)))
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
    bar = fig.colorbar(mesh, ax=ax, pad=0.01, aspect=max(8, len(order)))
    bar.set_label(MEASURES[measure].label)
    bar.outline.set_visible(False)
    partners = set(scores["partner"])
    if {"SUN", "RUS"} <= partners:
        ax.axvline(1991.5, color="white", linewidth=2, linestyle=":")
    with_whom = " / ".join(PARTNERS[p] for p in PARTNERS if p in partners)
    ax.set_title(f"Votes with {with_whom}")
    names = [countries.name(iso3) for iso3 in order.index]
    ax.set_yticks(np.arange(len(names)) + 0.5, names, fontsize=9)
    _integer_years(ax, pd.Series(span))
    ax.set_xlim(edges[:2])
    ax.set_xlabel("Grey: fewer joint votes than the minimum. White: not a member, or no votes")
    ax.grid(visible=False)
    return fig


def issues(summary: pd.DataFrame, measure: str, labels: dict[str, str], period: int) -> Figure:
    """Draw the regional mean by period, a panel an issue and a line a partner.

    Parameters
    ----------
    summary : pandas.DataFrame
        As :func:`analysis.voting.summarise_region` returns it by issue, period (first year) and
        partner.
    measure : str
        A key of :data:`analysis.voting.MEASURES`.
    labels : dict of str to str
        Issues in the order of the panels, with their names.
    period : int
        Years in a period.

    Returns
    -------
    matplotlib.figure.Figure
        Six panels on one scale; a sentence if there is no value.
    """
    if not summary["mean"].notna().any():
        return _nothing("with an issue code")
    fig, axes = plt.subplots(2, 3, figsize=(10.8, 6.4), sharex=True, sharey=True)
    for ax, (issue, label) in zip(axes.flat, labels.items(), strict=True):
        for partner in _partners(summary):
            rows = summary[(summary["issue"] == issue) & (summary["partner"] == partner)]
            rows = rows[rows["mean"].notna()]
            ax.plot(
                rows["period"] + (period - 1) / 2,
                rows["mean"],
                color=COLORS[partner],
                marker="o",
                markersize=4,
                label=PARTNERS[partner],
            )
        ax.set_title(label[0].upper() + label[1:], fontsize=10.5)
        _finish(ax, measure)
        ax.set_ylabel("")
    fig.supylabel(MEASURES[measure].label, fontsize=11)
    ends = pd.concat([summary["period"], summary["period"] + period])
    _integer_years(axes[0, 0], ends, ticks=5)
    handles, names = axes[0, 0].get_legend_handles_labels()
    fig.legend(handles, names, loc="outside upper left", ncols=len(names))
    return fig


def landmarks(votes: pd.DataFrame, others: Sequence[str] = ()) -> Figure:
    """Draw how states voted on the landmark resolutions: a row a state, a column a resolution.

    Parameters
    ----------
    votes : pandas.DataFrame
        Rows of ``voting/landmark_votes``: resolution, date, short_title, iso3, vote.
    others : sequence of str, optional
        Codes of states outside the region to draw beneath it, for comparison.

    Returns
    -------
    matplotlib.figure.Figure
        States by sub-region, in each those that vote most like the majority of the region on
        top; columns by subject and date. Letters repeat the colours.
    """
    columns = _landmark_columns(votes)
    blocks = _landmark_rows(votes, others)
    voted = dict(
        zip(zip(votes["iso3"], votes["resolution"], strict=True), votes["vote"], strict=True)
    )
    height = sum(len(block) for _, block in blocks) + 0.5 * (len(blocks) - 1)
    fig, ax = plt.subplots(figsize=(11.4, 1.9 + 0.245 * height))
    # Columns of another subject stand a little apart.
    shift = 0.35 * columns["subject"].ne(columns["subject"].shift()).cumsum().to_numpy() - 0.35
    lefts = np.arange(len(columns)) + shift
    x_of, x = dict(zip(columns["resolution"], lefts, strict=True)), lefts[-1] + 1
    y, ticks, names = 0.0, [], []
    cells: dict[str, list[tuple[float, float]]] = {vote: [] for vote in VOTES}
    for title, block in blocks:
        ax.text(x + 0.15, y + len(block) / 2, title, rotation=270, va="center", fontsize=10)
        for iso3 in block:
            for resolution, left in x_of.items():
                cells[voted[iso3, resolution]].append((left, y))
            ticks.append(y + 0.5)
            names.append(countries.name(iso3))
            y += 1
        y += 0.5
    for vote, corners in cells.items():
        _draw_cells(ax, corners, *VOTES[vote])
    ax.set_yticks(ticks, names, fontsize=9)
    labels = columns["symbol"] + "  " + columns["date"].dt.strftime("%Y-%m")
    ax.set_xticks([left + 0.5 for left in x_of.values()], labels, rotation=60, ha="left")
    ax.tick_params(axis="x", top=True, labeltop=True, bottom=False, labelbottom=False, labelsize=9)
    ax.tick_params(length=0)
    for subject, rows in columns.groupby("subject", sort=False):
        first, last = x_of[rows["resolution"].iloc[0]], x_of[rows["resolution"].iloc[-1]] + 1
        ax.text((first + last) / 2, y + 0.1, str(subject), ha="center", va="top", fontsize=10)
        ax.plot([first + 0.1, last - 0.1], [y - 0.25] * 2, color="#555555", lw=1.2)
    ax.set_xlim(0, x + 0.6)
    ax.set_ylim(y + 1, -0.1)
    ax.grid(visible=False)
    ax.spines[:].set_visible(False)
    handles = [
        Patch(fc=face, ec="#AAAAAA", label=f"{letter}  {vote if vote != 'absent' else 'no vote'}")
        for vote, (letter, face, _) in VOTES.items()
    ]
    fig.legend(handles=handles, loc="outside lower left", ncols=4)
    return fig


def told_and_recorded(table: pd.DataFrame, told_by: str) -> Figure:
    """Draw how a text tells a vote of the region, and how it was recorded.

    Parameters
    ----------
    table : pandas.DataFrame
        version ("told" or "recorded"), vote (yes, abstain, no, absent or not told), n_states.
    told_by : str
        Name of the text.

    Returns
    -------
    matplotlib.figure.Figure
        Two bars of as many states, parted by vote.
    """
    fig, ax = plt.subplots(figsize=(9.6, 2.7))
    faces = {vote: face for vote, (_, face, _) in VOTES.items()} | {"not told": COLORS["light"]}
    inks = {vote: ink for vote, (_, _, ink) in VOTES.items()} | {"not told": "#222222"}
    words = {"absent": "no\nvote", "no": "against", "yes": "for", "abstain": "abstained"}
    for row, version in enumerate(("told", "recorded")):
        left = 0
        rows = table[(table["version"] == version) & (table["n_states"] > 0)]
        for vote, n in zip(rows["vote"], rows["n_states"].astype(int), strict=True):
            ax.barh(row, n, left=left, color=faces[vote], ec="#999999", lw=0.7)
            ax.text(
                left + n / 2,
                row,
                f"{n}\n{words.get(vote, vote)}",
                ha="center",
                va="center",
                color=inks[vote],
                fontsize=9.5,
            )
            left += n
    ax.set_yticks([0, 1], [f"as {told_by}\ntells it", "as recorded"])
    ax.set_ylim(1.5, -0.5)
    ax.set_xlim(0, table.groupby("version")["n_states"].sum().max())
    ax.set_xlabel("States of the region")
    ax.xaxis.set_major_locator(MaxNLocator(integer=True))
    ax.grid(visible=False)
    return fig


def measure_name(measure: str) -> str:
    """Return the short name of a measure, without its scale.

    Parameters
    ----------
    measure : str
        A key of :data:`analysis.voting.MEASURES`.

    Returns
    -------
    str
        For example "Cohen's kappa".

    Examples
    --------
    >>> measure_name("agreement"), measure_name("scott_pi")
    ('Agreement', "Scott's pi")
    """
    name = MEASURES[measure].label.split(",")[0]
    return name[0].upper() + name[1:]


def _nothing(of: str = "") -> Figure:
    return empty(
        f"No recorded votes{f' {of}' if of else ''} that the chosen states and partners both cast\n"
        "in the chosen years, on the chosen issue, or fewer than the minimum."
    )


def _partners(frame: pd.DataFrame) -> list[str]:
    return [partner for partner in PARTNERS if (frame["partner"] == partner).any()]


def _parted(frame: pd.DataFrame, partial: Sequence[int]) -> tuple[pd.DataFrame, pd.DataFrame]:
    is_partial = frame["year"].isin(list(partial))
    return frame[~is_partial], frame[is_partial]


def _every_year(rows: pd.DataFrame) -> pd.DataFrame:
    """Return the rows by year, years without a row as missing, so that a gap shows as a gap."""
    by_year = rows.set_index(rows["year"].astype(int))[["mean", "low", "high"]]
    if by_year.empty:
        return by_year
    return by_year.reindex(range(by_year.index.min(), by_year.index.max() + 1))


def _finish(ax: Axes, measure: str) -> None:
    ax.set_ylabel(MEASURES[measure].label)
    low, high = ax.get_ylim()
    if low < MEASURES[measure].middle < high:
        ax.axhline(MEASURES[measure].middle, color="#777777", linewidth=1, zorder=0.5)
    ax.grid(axis="x", visible=False)


def _integer_years(ax: Axes, years: pd.Series, ticks: int = 9) -> None:
    ax.set_xlim(int(years.min()) - 0.8, int(years.max()) + 0.8)
    ax.xaxis.set_major_locator(MaxNLocator(ticks, steps=[1, 2, 5, 10], integer=True, min_n_ticks=1))


def _draw_cells(
    ax: Axes, corners: list[tuple[float, float]], letter: str, face: str, ink: str
) -> None:
    """Draw cells of one colour and letter as two collections: much faster than one by one."""
    edge = "#DDDDDD" if face == VOTES["absent"][1] else "white"
    boxes = [plt.Rectangle(corner, 1, 1) for corner in corners]
    ax.add_collection(PatchCollection(boxes, facecolor=face, edgecolor=edge, linewidth=0.8))
    x, y = np.array(corners or np.empty((0, 2))).T + 0.5
    size = 6 if letter == "·" else 34
    marker = "o" if letter == "·" else rf"$\mathrm{{{letter}}}$"
    ax.scatter(x, y, s=size, marker=marker, color=ink, linewidth=0, zorder=3)


def _landmark_columns(votes: pd.DataFrame) -> pd.DataFrame:
    columns = votes[["resolution", "date", "short_title"]].drop_duplicates()
    columns = columns.assign(
        symbol=columns["resolution"].str.removeprefix("A/RES/"),
        subject=columns["short_title"].map(_subject),
    )
    rank = columns["subject"].map(list(SUBJECTS).index)
    return columns.assign(rank=rank).sort_values(["rank", "date", "resolution"])


def _subject(title: str) -> str:
    found = [subject for subject, words in SUBJECTS.items() if words and words in title]
    return found[0] if found else "Ukraine"


def _landmark_rows(votes: pd.DataFrame, others: Sequence[str]) -> list[tuple[str, list[str]]]:
    """Return titled blocks of states, in each those nearest to the region's majority on top."""
    inside = votes[~votes["iso3"].isin(list(others))]
    majority = inside.groupby("resolution")["vote"].agg(lambda v: v.value_counts().index[0])
    like = inside["vote"].eq(inside["resolution"].map(majority)).groupby(inside["iso3"]).sum()
    order = like.sort_values(ascending=False, kind="stable").index
    blocks = [
        (title, [s for s in order if s in set(countries.members(title))]) for title in SUBREGIONS
    ]
    blocks.append(("to compare", [s for s in others if s in set(votes["iso3"])]))
    return [(title, block) for title, block in blocks if block]

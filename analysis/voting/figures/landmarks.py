"""Landmark votes state by state, and one of them as a text tells it."""

from __future__ import annotations

from typing import Any

import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.collections import PatchCollection
from matplotlib.figure import Figure
from matplotlib.patches import Patch
from matplotlib.ticker import MaxNLocator

from analysis import countries
from analysis.notebook.style import COLORS
from analysis.voting import Reading

# Yes and no in blue and vermilion, told apart by every common form of colour vision; the letter
# in the cell says it again for print without colour.
VOTES = {
    "yes": ("Y", "#0072B2", "white"),
    "abstain": ("A", "#F3E3B3", "#222222"),
    "no": ("N", "#D55E00", "white"),
    "absent": ("·", "#FFFFFF", "#777777"),
}


def draw_landmarks(votes: pd.DataFrame, reading: Reading) -> Figure:
    """Draw how states voted on the landmark resolutions: a row a state, a column a resolution.

    Parameters
    ----------
    votes : pandas.DataFrame
        As :func:`analysis.voting.name_subjects` returns them: resolution, date, subject, place,
        iso3, vote.
    reading : Reading
        What was chosen: states outside the region are drawn beneath it, for comparison.

    Returns
    -------
    matplotlib.figure.Figure
        States by sub-region, in each those that vote most like the majority of the region on
        top; columns by subject and date. Letters repeat the colours.
    """
    columns = _landmark_columns(votes)
    blocks = _landmark_rows(votes, reading)
    voted = votes.set_index(["iso3", "resolution"])["vote"].to_dict()
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


def draw_told_and_recorded(table: pd.DataFrame, told_by: str) -> Figure:
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
            text = f"{n}\n{words.get(vote, vote)}"
            middle: dict[str, Any] = {"ha": "center", "va": "center", "fontsize": 9.5}
            ax.text(left + n / 2, row, text, color=inks[vote], **middle)
            left += n
    ax.set_yticks([0, 1], [f"as {told_by}\ntells it", "as recorded"])
    ax.set_ylim(1.5, -0.5)
    ax.set_xlim(0, table.groupby("version")["n_states"].sum().max())
    ax.set_xlabel("States of the region")
    ax.xaxis.set_major_locator(MaxNLocator(integer=True))
    ax.grid(visible=False)
    return fig


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
    columns = votes[["resolution", "date", "subject", "place"]].drop_duplicates()
    columns = columns.assign(symbol=columns["resolution"].str.removeprefix("A/RES/"))
    return columns.sort_values(["place", "date", "resolution"])


def _landmark_rows(votes: pd.DataFrame, reading: Reading) -> list[tuple[str, list[str]]]:
    """Return titled blocks of states, in each those nearest to the region's majority on top."""
    inside = votes[votes["iso3"].isin(list(reading.study.states))]
    majority = inside.groupby("resolution")["vote"].agg(lambda v: v.value_counts().index[0])
    like = inside["vote"].eq(inside["resolution"].map(majority)).groupby(inside["iso3"]).sum()
    order = like.sort_values(ascending=False, kind="stable").index
    parts = {each: countries.subregion(each) for each in reading.study.states}
    titles = sorted(set(parts.values()), reverse=True)
    blocks = [(title, [s for s in order if parts[s] == title]) for title in titles]
    there = set(votes["iso3"])
    beside = dict.fromkeys((*reading.study.voting.beside, *reading.partners))
    outside = [each for each in beside if each in there and each not in parts]
    return [(title, block) for title, block in [*blocks, ("to compare", outside)] if block]

"""Plots of the synthesis: coverage, partners, concentration, estimates, specification curves."""

from __future__ import annotations

from collections.abc import Mapping

import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.ticker import FixedLocator, FuncFormatter, MaxNLocator, NullLocator

from analysis.notebook.save import empty
from analysis.notebook.style import COLORS
from analysis.synthesis import CHOICES, PARTNER_NAMES, VARIABLES, Curve

NAMES = {"RUS": "Russia", "USA": "United States", "CHN": "China", "size": "size alone"}
_STYLES: dict[str, tuple[str, str]] = {
    "RUS": (COLORS["RUS"], "-"),
    "USA": (COLORS["USA"], "--"),
    "CHN": (COLORS["CHN"], "-."),
    "size": (COLORS["other"], ":"),
}
CHOICE_TITLES = {
    "alignment": "Alignment",
    "scale": "Scale",
    "reporter": "Whose figures",
    "lag": "Years before",
    "sample": "Sample",
    "controls": "Held constant",
    "period": "Period",
}
_ALIGNMENTS = {
    "agreement": "agreement",
    "s_score": "S-score",
    "cohen_kappa": "kappa",
    "scott_pi": "pi",
    "ideal_point": "ideal points",
}
#: Partner and the one it is measured against → colour, sign and its filling.
_PAIRS = {
    ("RUS", "USA"): (COLORS["RUS"], "o", COLORS["RUS"]),
    ("RUS", "CHN"): (COLORS["RUS"], "^", "white"),
    ("CHN", "USA"): (COLORS["CHN"], "s", COLORS["CHN"]),
}
_PLAIN = FuncFormatter(lambda value, _: f"{value:g}")


def draw_coverage(counts: pd.DataFrame, n_states: int) -> Figure:
    """Draw how many states have a value, by variable and year.

    Parameters
    ----------
    counts : pandas.DataFrame
        From :func:`analysis.synthesis.count_coverage`.
    n_states : int
        States in the panel: the darkest shade.

    Returns
    -------
    matplotlib.figure.Figure
        A row a variable, a column a year; white is no state at all.
    """
    if counts.empty or not counts["n_states"].any():
        return empty("None of the variables has a value for the chosen states and years.")
    order = list(dict.fromkeys(counts["variable"]))
    wide = counts.pivot(index="variable", columns="year", values="n_states").loc[order]
    fig, ax = plt.subplots(figsize=(9.6, 0.36 * len(order) + 1.3))
    shades = plt.get_cmap("Blues").with_extremes(under="white")
    years = wide.columns.astype(int)
    mesh = ax.pcolormesh(
        np.arange(years.min() - 0.5, years.max() + 1), np.arange(len(order) + 1) - 0.5,
        wide.to_numpy(), cmap=shades, vmin=0.5, vmax=max(n_states, 1), edgecolors="white",
        linewidth=0.8,
    )  # fmt: skip
    ax.set_yticks(range(len(order)), [_label(name) for name in order], fontsize=10)
    ax.set_ylim(len(order) - 0.5, -0.5)
    ax.xaxis.set_major_locator(MaxNLocator(9, integer=True, min_n_ticks=1))
    ax.grid(False)
    fig.colorbar(mesh, ax=ax, label="states with a value", pad=0.01, fraction=0.04)
    return fig


def draw_periods(changes: Mapping[str, pd.DataFrame], measure: str) -> Figure:
    """Draw how Russia and China gained or lost against another partner from period to period.

    Parameters
    ----------
    changes : mapping of str to pandas.DataFrame
        ``trade``, ``arms`` and ``votes`` → the result of
        :func:`analysis.synthesis.compare_periods`.
    measure : str
        The measure of alignment, for the axis.

    Returns
    -------
    matplotlib.figure.Figure
        A panel each; a point and its 95 % interval a partner and step; a cross where there
        are too few states for an interval.
    """
    if not any(frame["change"].notna().any() for frame in changes.values()):
        return empty("No two periods with both partners and enough states among those chosen.")
    titles = {
        "trade": "Trade\nfactor over the other's change",
        "arms": "Arms (TIV)\nfactor over the other's change",
        "votes": f"Votes ({_ALIGNMENTS[measure]})\nover the other's change",
    }
    fig, axes = plt.subplots(1, len(changes), figsize=(9.6, 3.9), sharey=False)
    for ax, (name, frame) in zip(np.atleast_1d(axes), changes.items(), strict=True):
        is_ratio = name != "votes"
        neutral = 1.0 if is_ratio else 0.0
        steps = list(dict.fromkeys(zip(frame["period"], frame["before"], strict=True)))
        for place, (period, before) in enumerate(steps):
            part = frame[(frame["period"] == period) & (frame["before"] == before)]
            for shift, row in zip((-0.22, 0.0, 0.22), part.to_dict("records"), strict=False):
                color, marker, face = _PAIRS[row["partner"], row["against"]]
                if pd.isna(row["low"]):
                    ax.plot(neutral, place + shift, marker="x", color=color, markersize=7)
                    continue
                ax.plot([row["low"], row["high"]], [place + shift] * 2, color=color, linewidth=2.2)
                ax.plot(
                    row["change"], place + shift, marker=marker, color=color, markersize=7,
                    markerfacecolor=face,
                )  # fmt: skip
        ax.axvline(neutral, color="#555555", linewidth=1)
        ax.set_yticks(range(len(steps)), [f"{p}\nafter\n{b}" for p, b in steps], fontsize=10)
        ax.set_ylim(len(steps) - 0.5, -0.5)
        ax.set_title(titles[name], fontsize=11)
        if is_ratio:
            _log_axis(ax)
        else:
            ax.xaxis.set_major_locator(MaxNLocator(5))
        ax.grid(axis="y", visible=False)
        if ax is not np.atleast_1d(axes)[0] and list(steps) == _steps(changes["trade"]):
            ax.set_yticklabels([])
    handles = [
        *(
            Line2D(
                [],
                [],
                color=color,
                marker=marker,
                markerfacecolor=face,
                label=f"{NAMES[pair[0]]} against {PARTNER_NAMES[pair[1]]}",
            )
            for pair, (color, marker, face) in _PAIRS.items()
        ),
        Line2D([], [], color="#777777", marker="x", linestyle="", label="too few states"),
    ]
    fig.legend(handles=handles, loc="outside lower center", ncols=4, fontsize=10)
    return fig


def draw_concentration(concentration: pd.DataFrame, leading: int) -> Figure:
    """Draw how concentrated each partner's trade with the region is, by year.

    Parameters
    ----------
    concentration : pandas.DataFrame
        From :func:`analysis.synthesis.concentrate_by_partner`.
    leading : int
        States in the share of the largest.

    Returns
    -------
    matplotlib.figure.Figure
        Left the Herfindahl-Hirschman index, right the share of the largest states.
    """
    if concentration.empty:
        return empty("No year in which the chosen states report trade with all three partners.")
    fig, axes = plt.subplots(1, 2, figsize=(9.6, 4.2))
    titles = ("Herfindahl–Hirschman index over states", f"Share of the {leading} largest, %")
    for ax, column, factor, title in zip(axes, ("hhi", "top_share"), (1, 100), titles, strict=True):
        for partner, (color, dash) in _STYLES.items():
            rows = concentration[concentration["partner"] == partner]
            if rows.empty:
                continue
            every = rows.set_index("year")[column].reindex(
                range(int(rows["year"].min()), int(rows["year"].max()) + 1)
            )
            ax.plot(
                every.index, factor * every, color=color, linestyle=dash, linewidth=2.2,
                marker="o" if len(rows) < 3 else None, label=NAMES[partner],
            )  # fmt: skip
        ax.set_title(title)
        ax.xaxis.set_major_locator(MaxNLocator(6, integer=True, min_n_ticks=1))
        ax.grid(axis="x", visible=False)
    axes[0].set_ylim(bottom=0)
    axes[1].set_ylim(top=100.2)
    handles, labels = axes[0].get_legend_handles_labels()
    fig.legend(handles, labels, loc="outside lower center", ncols=4)
    return fig


def draw_estimates(to_votes: pd.DataFrame, from_votes: pd.DataFrame, measure: str) -> Figure:
    """Draw the headline estimates of both directions with their intervals.

    Parameters
    ----------
    to_votes, from_votes : pandas.DataFrame
        From :func:`analysis.synthesis.estimate_votes` and
        :func:`analysis.synthesis.estimate_flows`.
    measure : str
        The measure of alignment.

    Returns
    -------
    matplotlib.figure.Figure
        Left the change of alignment, right the factor on trade and arms; a group of three points a
        cause, one each for Russia, the USA and China.
    """
    if not (to_votes["effect"].notna().any() or from_votes["effect"].notna().any()):
        return empty(
            "None of the effects can be estimated: too few states or years have all variables,\n"
            "or nothing changes within them (the table says which)."
        )
    fig, (left, right) = plt.subplots(1, 2, figsize=(9.8, 4.4))
    _forest(left, to_votes, "cause", 0.0)
    left.set_title(f"To votes: change of\n{_ALIGNMENTS[measure]} for one step", fontsize=11)
    left.xaxis.set_major_locator(MaxNLocator(5))
    _forest(right, from_votes, "outcome", 1.0)
    right.set_title("From votes: factor\nfor one step more aligned", fontsize=11)
    _log_axis(right)
    marks = zip(PARTNER_NAMES, "osD", strict=True)
    handles = [
        Line2D([], [], color=COLORS[p], marker=m, label=f"with {PARTNER_NAMES[p]}")
        for p, m in marks
    ]
    fig.legend(handles=handles, loc="outside lower center", ncols=3)
    return fig


def draw_curve(curve: Curve, question: str) -> Figure:
    """Draw a specification curve: the estimates in order of size above the choices behind each.

    Parameters
    ----------
    curve : Curve
        From :func:`analysis.synthesis.estimate_curve`.
    question : str
        What may go with alignment, for the axis.

    Returns
    -------
    matplotlib.figure.Figure
        Above: each estimate with its interval, coloured where the interval leaves out zero, and
        as a band where the median would lie in 95 of 100 samples without any effect. Below: a
        tick in the row of every choice that the estimate above it made.
    """
    frame = curve.specifications
    if frame.empty:
        return empty(
            f"No specification of {question} can be estimated with the chosen states and years."
        )
    rows = _choice_rows(frame)
    n = len(frame)
    fig, (ax, below) = plt.subplots(
        2, 1, figsize=(9.6, 3.6 + 0.235 * len(rows)), sharex=True,
        height_ratios=[3.2, 0.235 * len(rows)],
    )  # fmt: skip
    x = np.arange(n)
    is_out = (frame["p_value"] < 0.05).to_numpy()
    values = frame["partial_correlation"].to_numpy()
    for mask, color, weight in (
        (~is_out, "#B9C4CC", 0.6),
        (is_out, COLORS["accent"], 0.9),
    ):
        ax.vlines(x[mask], frame["low"][mask], frame["high"][mask], color=color, linewidth=weight)
    ax.plot(x, values, ".", color="#222222", markersize=3)
    tests = curve.joint_tests().set_index("statistic")
    null = tests.loc["median partial correlation"]
    ax.axhspan(null["null_low"], null["null_high"], color=COLORS["USA"], alpha=0.22, linewidth=0)
    ax.axhline(0, color="#555555", linewidth=1)
    median = float(np.median(values))
    ax.axhline(median, color=COLORS["RUS"], linewidth=1.6, linestyle="--")
    ax.set_ylabel("partial correlation\nwithin states and years")
    ax.set_xlim(-0.01 * n - 0.5, n - 0.5 + 0.01 * n)
    reach = max(0.05, np.abs(np.r_[frame["low"], frame["high"]]).max())
    ax.set_ylim(-min(reach, 1) * 1.05, min(reach, 1) * 1.05)
    handles = [
        Line2D([], [], color=COLORS["accent"], label="interval without zero"),
        Line2D([], [], color="#B9C4CC", label="interval with zero"),
        Line2D([], [], color=COLORS["RUS"], linestyle="--", label=f"median {median:+.3f}"),
        plt.Rectangle((0, 0), 1, 1, color=COLORS["USA"], alpha=0.3,
                      label="median if nothing had an effect"),
    ]  # fmt: skip
    fig.legend(handles=handles, loc="outside upper center", ncols=2, fontsize=10)
    ticks, labels = [], []
    size = float(np.clip(500 / n, 0.5, 4))
    for place, (choice, value, is_first) in enumerate(rows):
        here = x[(frame[choice].astype(str) == value).to_numpy()]
        below.vlines(here, place - 0.36, place + 0.36, color="#333333", linewidth=size)
        ticks.append(place)
        labels.append(_choice_label(choice, value))
        if is_first:
            below.axhline(place - 0.5, color="#999999", linewidth=0.8)
            below.text(
                1.012, place, CHOICE_TITLES[choice], transform=below.get_yaxis_transform(),
                va="center", ha="left", fontsize=9.5, color="#444444",
            )  # fmt: skip
    below.set_yticks(ticks, labels, fontsize=9.5)
    below.set_ylim(len(rows) - 0.5, -0.5)
    below.grid(False)
    below.set_xlabel(f"{n:,} specifications, in order of their estimate")
    return fig


def draw_turn(traces: Mapping[str, pd.DataFrame], year: int, label: str) -> Figure:
    """Draw how those who did not vote for a resolution moved against those who did, by year.

    Parameters
    ----------
    traces : mapping of str to pandas.DataFrame
        Title of a panel → the result of :func:`analysis.synthesis.trace_turn`; an empty frame
        leaves a note in the panel.
    year : int
        Year of the vote.
    label : str
        Name of the resolution.

    Returns
    -------
    matplotlib.figure.Figure
        A panel each; hollow points in years with fewer than half of the states.
    """
    if all(frame.empty for frame in traces.values()):
        return empty(
            f"Not both sides of the vote on {label} are among the chosen states, or no values\n"
            f"around {year}: there is nothing to compare."
        )
    fig, axes = plt.subplots(1, len(traces), figsize=(9.6, 4.0))
    for ax, (title, frame) in zip(np.atleast_1d(axes), traces.items(), strict=True):
        ax.set_title(title, fontsize=11)
        if frame.empty:
            ax.text(
                0.5, 0.5, "too few states\nor years", transform=ax.transAxes, ha="center",
                va="center", color="#555555",
            )  # fmt: skip
            ax.set_axis_off()
            continue
        is_full = frame["n_states"] >= 0.5 * frame["n_states"].max()
        ax.vlines(frame["year"], frame["low"], frame["high"], color=COLORS["RUS"], linewidth=1.8)
        for mask, face in ((is_full, COLORS["RUS"]), (~is_full, "white")):
            rows = frame[mask]
            ax.plot(
                rows["year"], rows["difference"], "o", color=COLORS["RUS"], markerfacecolor=face,
                markersize=7,
            )  # fmt: skip
        ax.axhline(0, color="#555555", linewidth=1)
        ax.axvline(year - 0.5, color=COLORS["SUN"], linewidth=1.4, linestyle="--")
        ax.xaxis.set_major_locator(MaxNLocator(6, integer=True, min_n_ticks=1))
        ax.grid(axis="x", visible=False)
    return fig


def _forest(ax: Axes, frame: pd.DataFrame, group: str, neutral: float) -> None:
    names = list(dict.fromkeys(frame[group]))
    for place, name in enumerate(names):
        part = frame[frame[group] == name]
        for row in part.to_dict("records"):
            order = list(PARTNER_NAMES).index(row["partner"])
            y, color = place + (order - 1) * 0.22, COLORS[row["partner"]]
            if pd.isna(row["effect"]):
                ax.plot(neutral, y, marker="x", color=color, markersize=7)
                continue
            ax.plot([row["low"], row["high"]], [y, y], color=color, linewidth=2)
            ax.plot(row["effect"], y, marker="osD"[order], color=color, markersize=6.5)
    ax.axvline(neutral, color="#555555", linewidth=1)
    ax.set_yticks(range(len(names)), [_wrap(_short(name)) for name in names], fontsize=10)
    ax.set_ylim(len(names) - 0.5, -0.5)
    ax.grid(axis="y", visible=False)


def _log_axis(ax: Axes) -> None:
    values = np.concatenate([np.asarray(line.get_xdata(), dtype="float64") for line in ax.lines])
    values = values[np.isfinite(values) & (values > 0)]
    # One is always in the middle part: a panel of signs alone still has a scale.
    low, high = min(float(values.min()) / 1.25, 0.5), max(float(values.max()) * 1.25, 2.0)
    ax.set_xscale("log")
    ax.set_xlim(low, high)
    marks = [m * 10.0**e for e in range(-5, 7) for m in (1, 2, 5)]
    marks = [mark for mark in marks if low <= mark <= high]
    if len(marks) > 6:
        decades = [mark for mark in marks if f"{mark:.0e}".startswith("1")]
        marks = decades[:: 1 + len(decades) // 6]
    ax.xaxis.set_major_locator(FixedLocator(marks))
    ax.xaxis.set_minor_locator(NullLocator())
    ax.xaxis.set_major_formatter(_PLAIN)


def _steps(frame: pd.DataFrame) -> list[tuple[str, str]]:
    return list(dict.fromkeys(zip(frame["period"], frame["before"], strict=True)))


def _choice_rows(frame: pd.DataFrame) -> list[tuple[str, str, bool]]:
    rows = []
    for choice in CHOICES:
        values = list(dict.fromkeys(frame[choice].astype(str)))
        if len(values) < 2:
            continue
        values.sort(key=lambda v: (len(v) if choice == "sample" else 0, v))
        rows += [(choice, value, place == 0) for place, value in enumerate(values)]
    return rows


def _choice_label(choice: str, value: str) -> str:
    return _ALIGNMENTS.get(value, value) if choice == "alignment" else value


def _label(name: str) -> str:
    variable = VARIABLES[name]
    return f"{variable.label[0].upper()}{variable.label[1:]}"


def _short(name: str) -> str:
    label = VARIABLES[name].label
    return label.split(" (")[0]


def _wrap(text: str, width: int = 16) -> str:
    lines = [""]
    for word in text.split():
        if lines[-1] and len(lines[-1]) + len(word) + 1 > width:
            lines.append("")
        lines[-1] = f"{lines[-1]} {word}".strip()
    return "\n".join(lines)

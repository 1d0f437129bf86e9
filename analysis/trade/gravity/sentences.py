"""What the gravity benchmark says, in sentences that carry their own numbers."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from analysis.contracts import FLOWS
from analysis.notebook.words import capitalize, count, join_words
from analysis.trade.gravity.benchmark import BENCHMARK, SIMILAR_PAIRS
from analysis.trade.reading import Reading
from analysis.trade.sentences.words import highest, lowest

#: Beyond these places a pair is out of the ordinary among those like it.
_LOW, _HIGH = 5, 95


def on_sums(sums: pd.DataFrame, reading: Reading) -> str:
    """Say how the group's trade compares with what geography and size would make it.

    Parameters
    ----------
    sums : pandas.DataFrame
        From :func:`analysis.trade.gravity.sum_expected`.
    reading : Reading
        For the words.

    Returns
    -------
    str
        One paragraph.
    """
    if sums.empty:
        return "The gravity panel has no flow of these states in the years chosen."
    parts = []
    for flow in FLOWS:
        label = capitalize(reading.flow(flow))
        rows = sums[sums["flow"] == flow].sort_values("year")
        if rows.empty:
            continue
        latest, least, most = rows.iloc[-1], lowest(rows, "ratio"), highest(rows, "ratio")
        states = count(latest["n_states"], "state")
        if not rows["ratio"].any():
            parts.append(
                f"**{label}** were nothing in {count(len(rows), 'year')} of the panel, "
                f"against {latest['expected_usd'] / 1e6:,.1f} million USD expected in "
                f"{latest['year']:.0f} ({states})"
            )
            continue
        text = (
            f"**{label}** were {_times(latest['ratio'])} the expected value "
            f"in {latest['year']:.0f} (95 %: {latest['lower']:.2f} to {latest['upper']:.2f}; "
            f"{_million(latest['actual_usd'])} against {_million(latest['expected_usd'])} "
            f"million USD, {states})"
        )
        if len(rows) > 1:
            text += (
                f", lowest {least['ratio']:.2f} in {least['year']:.0f}, highest "
                f"{most['ratio']:.2f} in {most['year']:.0f}"
            )
            apart = rows.loc[(rows["upper"] < 1) | (rows["lower"] > 1), "year"].astype(str)
            text += "; the" if len(apart) else "; no year's"
            text += " interval leaves out 1"
            text += f" in {', '.join(apart)}" if len(apart) else ""
        parts.append(text)
    return ". ".join(parts) + "."


def on_pairs(expected: pd.DataFrame, reading: Reading) -> str:
    """Name the states whose trade is out of the ordinary, either way.

    Parameters
    ----------
    expected : pandas.DataFrame
        Rows of ``trade/gravity_expected`` of one specification and year.
    reading : Reading
        For the words.

    Returns
    -------
    str
        One paragraph.
    """
    if expected.empty:
        return "No flow of these states has an expected value in the years chosen."
    year, n = int(expected["year"].max()), len(expected)
    high = expected[expected["percentile"] > _HIGH].sort_values("ratio", ascending=False)
    low = expected[expected["percentile"] < _LOW].sort_values("ratio")
    below = int((expected["upper"] < 1).sum())
    above = int((expected["lower"] > 1).sum())
    text = (
        f"In {year}, of {n} flows {below} are below the expected value and {above} above it with "
        f"their whole interval. Single pairs everywhere lie far from the mean, though: among the "
        f"{SIMILAR_PAIRS} pairs of the world with the nearest expected flow, "
    )
    text += (
        f"only {_list(high, reading)} stand{'s' if len(high) == 1 else ''} among the highest "
        f"{100 - _HIGH} %" if len(high) else f"none stands among the highest {100 - _HIGH} %"
    )  # fmt: skip
    text += (
        f" and {_list(low, reading)} among the lowest {_LOW} %." if len(low)
        else f", and none among the lowest {_LOW} %."
    )  # fmt: skip
    nothing = int((expected["actual_usd"] == 0).sum())
    if nothing:
        of_flows = "One of the flows is" if nothing == 1 else f"{nothing} of the flows are"
        text += f" {of_flows} zero: the exporter reports, and has nothing with this partner."
    return text


def on_specifications(sums: Mapping[str, pd.DataFrame], year: int, reading: Reading) -> str:
    """Say how far the ratio of a year depends on how the benchmark is estimated.

    Parameters
    ----------
    sums : mapping of str to pandas.DataFrame
        Specification → result of :func:`analysis.trade.gravity.sum_expected`.
    year : int
        The year.
    reading : Reading
        For the words.

    Returns
    -------
    str
        One paragraph.
    """
    parts = []
    for flow in FLOWS:
        found = {
            name: float(rows["ratio"].iloc[0])
            for name, frame in sums.items()
            if len(rows := frame[(frame["year"] == year) & (frame["flow"] == flow)])
        }
        if len(found) < 2:
            continue
        least, most = min(found, key=lambda k: found[k]), max(found, key=lambda k: found[k])
        text = f"{found[least]:.2f} by all"
        if found[least] != found[most]:
            text = f"{found[least]:.2f} (`{least}`) to {found[most]:.2f} (`{most}`)"
            text += f", benchmark {found[BENCHMARK.name]:.2f}" if BENCHMARK.name in found else ""
        parts.append(f"{reading.flow(flow)}: {text}")
    if not parts:
        return f"Fewer than two specifications reach {year}."
    return f"Over {len(sums)} specifications the ratio of {year} runs, " + "; ".join(parts) + "."


def on_equation(coefficients: pd.DataFrame) -> str:
    """Say what the benchmark rests on, and what its tests say against it.

    Parameters
    ----------
    coefficients : pandas.DataFrame
        ``trade/gravity_coefficients``.

    Returns
    -------
    str
        One paragraph.
    """
    rows = coefficients[coefficients["specification"] == BENCHMARK.name].set_index("term")
    one = rows.iloc[0]
    distance = rows.loc["log_distance"]
    text = (
        f"The benchmark rests on {one['n']:,.0f} flows of {one['n_pairs']:,.0f} pairs, "
        f"{100 * one['n_zero'] / one['n']:.0f} % of them zero; twice the distance takes "
        f"away {100 * (1 - 2 ** distance['estimate']):.0f} % of trade (elasticity "
        f"{distance['estimate']:.2f}, standard error {distance['std_error']:.2f}). It explains "
        f"{100 * one['pseudo_r2']:.0f} % of the deviance. "
    )
    if one["reset_p"] < 0.05:
        text += (
            f"The RESET test rejects its form (z = {one['reset_z']:.1f}, p = "
            f"{one['reset_p']:.2g}): with {one['n']:,.0f} rows small departures show, but the "
            "expected values carry an error of form that no interval here includes."
        )
    else:
        text += f"The RESET test finds nothing against its form (p = {one['reset_p']:.2f})."
    return text


def _million(value: float) -> str:
    return f"{value / 1e6:,.0f}" if value >= 1e7 else f"{value / 1e6:,.3g}"


def _times(ratio: float) -> str:
    return f"{ratio:.2f} times" if ratio >= 0.01 else "less than a hundredth of"


def _list(rows: pd.DataFrame, reading: Reading) -> str:
    columns = (rows[name] for name in ("iso3", "flow", "ratio"))
    said = zip(*columns, strict=True)
    return join_words([f"{reading.names[a]} ({flow}, {ratio:.3g})" for a, flow, ratio in said])

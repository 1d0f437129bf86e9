"""Figure of the balance."""

from __future__ import annotations

from collections.abc import Mapping

import matplotlib.pyplot as plt
import pandas as pd
from matplotlib.figure import Figure

from analysis.notebook.save import empty
from analysis.notebook.style import COLORS
from analysis.trade.figures.common import SIDE_STYLE, in_order, whole_years
from analysis.trade.reading import Reading


def draw_balance(balances: Mapping[str, pd.DataFrame], reading: Reading) -> Figure:
    """Draw the normalised balance by year, as each side reports it.

    Parameters
    ----------
    balances : mapping of str to pandas.DataFrame
        Side → the result of :func:`analysis.trade.normalise_balance`.
    reading : Reading
        Its side is drawn in front.

    Returns
    -------
    matplotlib.figure.Figure
        One panel from −1 to 1; years without a comparable period are gaps.
    """
    if all(frame["normalised_balance"].isna().all() for frame in balances.values()):
        return empty("No comparable period on record for these states and years.")
    fig, ax = plt.subplots(figsize=(9.0, 3.8))
    ax.axhline(0, color=COLORS["other"], linewidth=1)
    for side, frame in in_order(balances, reading):
        width = 2.4 if side == reading.side else 1.6
        ax.plot(
            frame["year"], frame["normalised_balance"], marker="o", markersize=4,
            linewidth=width, label=reading.label(side), **SIDE_STYLE[side],
        )  # fmt: skip
    ax.set(ylim=(-1, 1), ylabel=f"balance over turnover\n(−1 only {reading.flow('imports')})")
    ax.legend(fontsize=9.5)
    whole_years(ax)
    return fig

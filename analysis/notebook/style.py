"""One style for every figure: readable on a projector and in a printed column.

Importing this module chooses the file-only Agg backend: a picture in a notebook is the file that
was saved, byte for byte.
"""

from __future__ import annotations

import matplotlib as mpl

mpl.use("agg")

import seaborn as sns

# Okabe and Ito's colours, told apart with every common form of colour blindness. One actor has
# one colour in all notebooks; the Soviet Union is never drawn in Russia's.
COLORS: dict[str, str] = {
    "RUS": "#0072B2",
    "SUN": "#D55E00",
    "USA": "#E69F00",
    "CHN": "#CC79A7",
    "region": "#009E73",
    "other": "#7F7F7F",
    "light": "#D9D9D9",
    "accent": "#B2182B",
    "exports": "#009E73",
    "imports": "#0072B2",
    "turnover": "#333333",
}


def use_style() -> None:
    """Set matplotlib's defaults for all figures of the package.

    The settings include those that make the files the same bytes at every run: a fixed salt for
    SVG identifiers, and the fonts that come with matplotlib.
    """
    sns.set_theme(context="notebook", style="whitegrid", palette=list(COLORS.values())[:6])
    mpl.rcParams.update(
        {
            "figure.figsize": (9.0, 4.8),
            "figure.dpi": 110,
            "savefig.dpi": 110,
            "figure.constrained_layout.use": True,
            "font.family": "DejaVu Sans",
            "font.size": 11,
            "axes.titlesize": 12,
            "axes.titlelocation": "left",
            "axes.spines.top": False,
            "axes.spines.right": False,
            "grid.color": "#E5E5E5",
            "legend.frameon": False,
            "svg.hashsalt": "analysis",
            "svg.fonttype": "path",
            "path.simplify": False,
            "axes.formatter.use_locale": False,
            "timezone": "UTC",
        }
    )


use_style()

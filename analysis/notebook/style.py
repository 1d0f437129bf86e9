"""One style for every figure: readable on a projector and in a printed column.

Importing this module chooses the file-only Agg backend: a picture in a notebook is the file that
was saved, byte for byte.
"""

from __future__ import annotations

import matplotlib as mpl

mpl.use("agg")

import seaborn as sns

from analysis.study import Study

# Okabe and Ito's colours, told apart with every common form of colour blindness, then Paul Tol's
# muted palette. The same thing has the same colour in every figure; a state that the partner
# continued is never drawn in the partner's colour.
COLORS: dict[str, str] = {
    "partner": "#0072B2",
    "predecessor": "#D55E00",
    "region": "#009E73",
    "other": "#7F7F7F",
    "light": "#D9D9D9",
    "accent": "#B2182B",
    "turnover": "#333333",
    "exports": "#009E73",
    "imports": "#0072B2",
    "counterpart": "#0072B2",
    "states": "#009E73",
    "reconciled": "#333333",
}
COMPARED = ("#E69F00", "#CC79A7")
"""Colours of the partners that a study compares its own with, in the study's order."""

FURTHER = (
    *("#332288", "#117733", "#882255", "#44AA99", "#999933", "#661100", "#6699CC", "#AA4499"),
)
"""Colours of states without a part in the study, in the order in which they are chosen."""


def actor_color(iso3: str, study: Study) -> str:
    """Return the colour of a state that the region is looked at with.

    Parameters
    ----------
    iso3 : str
        Code of the state.
    study : Study
        The study, which says which part the state has.

    Returns
    -------
    str
        A colour that is the same in every figure of the study; grey for a state without a part.

    Examples
    --------
    >>> from analysis.study import load_study
    >>> actor_color("RUS", load_study()), actor_color("IND", load_study())
    ('#0072B2', '#7F7F7F')
    """
    if iso3 == study.partner:
        return COLORS["partner"]
    if iso3 in study.predecessors:
        return COLORS["predecessor"]
    compared = [*COMPARED, *FURTHER]
    if iso3 in study.others:
        return compared[study.others.index(iso3) % len(compared)]
    return COLORS["other"]


def use_style() -> None:
    """Set matplotlib's defaults for all figures of the package.

    The settings include those that make the files the same bytes at every run: a fixed salt for
    SVG identifiers, and the fonts that come with matplotlib.
    """
    parts = [COLORS["partner"], COLORS["predecessor"], *COMPARED, COLORS["region"], COLORS["other"]]
    sns.set_theme(context="notebook", style="whitegrid", palette=parts)
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

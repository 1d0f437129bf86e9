"""Saving a figure: a picture beside the table of the numbers that it draws."""

from __future__ import annotations

import base64
import io
import os
import re
from pathlib import Path

import matplotlib.pyplot as plt
import pandas as pd
from IPython.display import display
from matplotlib.figure import Figure

import analysis.notebook.style  # noqa: F401  # sets backend and style
from analysis.errors import AnalysisError
from analysis.paths import ROOT

FLOAT_FORMAT = "%.10g"


def output_folder() -> Path:
    """Return the folder that figures are written to.

    Returns
    -------
    pathlib.Path
        The folder named by the environment variable ``ANALYSIS_OUTPUT``, which the runner sets;
        else ``build/figures``. The accepted figures in ``figures/`` are never written from a
        notebook.
    """
    return Path(os.environ.get("ANALYSIS_OUTPUT") or ROOT / "build" / "figures")


def empty(reason: str) -> Figure:
    """Return a figure that says why there is nothing to draw.

    Parameters
    ----------
    reason : str
        One sentence, for example "No deliveries to BRB in 1996-2000 in this source."

    Returns
    -------
    matplotlib.figure.Figure
        A figure with the sentence and no axes.
    """
    fig = plt.figure(figsize=(9.0, 2.2))
    fig.text(0.5, 0.5, reason, ha="center", va="center", wrap=True, color="#555555")
    return fig


def save(fig: Figure, name: str, table: pd.DataFrame, *, caption: str, source: str = "") -> None:
    """Write a figure as PNG and SVG with its table as CSV, and show it in the notebook.

    Parameters
    ----------
    fig : matplotlib.figure.Figure
        The figure; it is closed afterwards.
    name : str
        ``"<notebook>/<figure>"`` in lower case, for example ``"trade_trends/turnover"``.
    table : pandas.DataFrame
        The numbers drawn, in tidy form, with units in the column names. An index that holds
        names is written as columns.
    caption : str
        One or two sentences shown beneath the figure.
    source : str, optional
        The tables of ``data/`` that the figure draws on.

    Raises
    ------
    AnalysisError
        If the name is not of the form above.

    Notes
    -----
    The same inputs give the same bytes: no dates or versions are written into the files.
    Each file is written under a temporary name and then renamed.
    """
    if not re.fullmatch(r"[a-z0-9_]+/[a-z0-9_]+", name):
        raise AnalysisError(
            f"figure name {name!r} must be '<notebook>/<figure>' in lower-case letters, digits "
            "and underscores"
        )
    if table.index.names != [None]:
        table = table.reset_index()
    folder = output_folder()
    # Lay the figure out once; each savefig would otherwise do it again.
    if (engine := fig.get_layout_engine()) and fig.axes:
        engine.execute(fig)
    png, svg = io.BytesIO(), io.BytesIO()
    # None, for "none" leaves a placeholder that makes savefig draw everything twice; and None
    # means the engine of the settings, so these must not name one meanwhile.
    with plt.rc_context({"figure.constrained_layout.use": False, "figure.autolayout": False}):
        fig.set_layout_engine(None)
        fig.savefig(png, format="png", metadata={"Software": None})
        fig.savefig(svg, format="svg", metadata={"Date": None, "Creator": None})
    plt.close(fig)
    csv = table.to_csv(
        index=False, float_format=FLOAT_FORMAT, lineterminator="\n", date_format="%Y-%m-%d"
    )
    for suffix, content in (
        ("png", png.getvalue()),
        ("svg", svg.getvalue()),
        ("csv", csv.encode("utf-8")),
    ):
        path = folder / f"{name}.{suffix}"
        path.parent.mkdir(parents=True, exist_ok=True)
        temporary = path.with_name(f".{path.name}.{os.getpid()}")
        temporary.write_bytes(content)
        os.replace(temporary, path)

    text = f"Figure {name}: {caption}" + (f" Source: {source}." if source else "")
    display(
        {"image/png": base64.b64encode(png.getvalue()).decode(), "text/plain": text},
        metadata={"image/png": {"alt": caption}},
        raw=True,
    )
    links = f"[table](../figures/{name}.csv) · [vector](../figures/{name}.svg)"
    display(
        {
            "text/markdown": f"**Figure.** {caption}"
            + (f" *Source: {source}.*" if source else "")
            + f" {links}",
            "text/plain": f"figures/{name}.csv: {len(table)} rows, {', '.join(table.columns)}",
        },
        raw=True,
    )

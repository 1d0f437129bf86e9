"""What the plots of votes share: names, colours, axes of years."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.layout_engine import ConstrainedLayoutEngine
from matplotlib.ticker import MaxNLocator

from analysis import countries
from analysis.notebook.save import empty
from analysis.notebook.style import COLORS
from analysis.voting import ALL_MEASURES

PARTNERS = {"SUN": "USSR", "RUS": "Russia", "USA": "United States", "CHN": "China"}
"""Partners with a colour of their own in all notebooks, in the order of legends."""

# Paul Tol's muted palette, without what is near to a colour of the style. Partners that have no
# colour of their own take these in the order in which they are chosen.
OTHERS = ("#332288", "#117733", "#882255", "#44AA99", "#999933", "#661100", "#6699CC", "#AA4499")

ISSUES = {
    "me": "Middle East",
    "nu": "nuclear weapons",
    "di": "disarmament",
    "hr": "human rights",
    "co": "colonialism",
    "ec": "economic development",
}
UNCODED_NAME = "no issue coded"


def partner_name(code: str) -> str:
    """Return the name of a partner as legends print it.

    Parameters
    ----------
    code : str
        Code of any state.

    Returns
    -------
    str
        The short English name.

    Examples
    --------
    >>> partner_name("SUN"), partner_name("IND")
    ('USSR', 'India')
    """
    return PARTNERS.get(code) or countries.name(code)


def partner_colors(partners: Sequence[str]) -> dict[str, str]:
    """Return a colour for each partner, in the order of legends.

    Parameters
    ----------
    partners : sequence of str
        Codes, in the order in which they were chosen.

    Returns
    -------
    dict of str to str
        Code → colour: the style's for USSR, Russia, USA and China, then those of Paul Tol's muted
        palette in the order chosen, over again after eight.

    Examples
    --------
    >>> partner_colors(["IND", "RUS"])
    {'RUS': '#0072B2', 'IND': '#332288'}
    """
    known = [code for code in PARTNERS if code in partners]
    others = [code for code in dict.fromkeys(partners) if code not in PARTNERS]
    return {code: COLORS[code] for code in known} | {
        code: OTHERS[place % len(OTHERS)] for place, code in enumerate(others)
    }


def source_of(partners: Sequence[str]) -> str:
    """Return the table of tallies that hold the votes with some partners.

    Parameters
    ----------
    partners : sequence of str
        Codes.

    Returns
    -------
    str
        Names of tables of the catalogue.

    Examples
    --------
    >>> source_of(["RUS"]), source_of(["IND"])
    ('voting/tallies', 'voting/partner_tallies')
    """
    tables = {"voting/tallies" if p in PARTNERS else "voting/partner_tallies" for p in partners}
    return ", ".join(sorted(tables, reverse=True))


def measure_name(measure: str) -> str:
    """Return the short name of a measure, without its scale.

    Parameters
    ----------
    measure : str
        A key of :data:`analysis.voting.ALL_MEASURES`.

    Returns
    -------
    str
        For example "Cohen's kappa".

    Examples
    --------
    >>> measure_name("agreement"), measure_name("scott_pi")
    ('Agreement', "Scott's pi")
    """
    name = ALL_MEASURES[measure].label.split(",")[0]
    return name[0].upper() + name[1:]


def nothing(of: str = "", *, only_four: bool = False) -> Figure:
    """Return a sentence in place of a figure; only_four: other partners are never counted so."""
    reason = (
        f"No recorded votes{f' {of}' if of else ''} that the chosen states and partners both cast\n"
        "in the chosen years, on the chosen issue, or fewer than the minimum."
    )
    if only_four:
        reason += "\nCounted so for the USSR, Russia, the United States and China only."
    return empty(reason)


def draw_band(ax: Axes, years: pd.DataFrame, color: str, alpha: float = 0.25) -> None:
    """Fill between lower and upper; years without a neighbour get an upright line instead."""
    ax.fill_between(
        years.index, years["lower"], years["upper"], color=color, alpha=alpha, linewidth=0
    )
    alone = years[_is_alone(years["lower"])]
    ax.vlines(alone.index, alone["lower"], alone["upper"], color=color, linewidth=1.2)


def draw_spread(ax: Axes, years: pd.DataFrame, color: str) -> None:
    """Draw low and high as dotted lines; years without a neighbour get short bars."""
    for end in ("low", "high"):
        ax.plot(years.index, years[end], color=color, linewidth=0.9, linestyle=(0, (1, 1.6)))
        alone = years[_is_alone(years[end])]
        ax.plot(alone.index, alone[end], "_", color=color, ms=9, mew=1, linestyle="none")


def dodge(years: pd.DataFrame, all_years: pd.Series, place: int, n: int) -> pd.DataFrame:
    """Return years side by side if there is one only, where lines would stand on each other."""
    if all_years.nunique() > 1:
        return years
    return years.set_axis(years.index + 0.6 * ((place + 0.5) / n - 0.5))


def _is_alone(values: pd.Series) -> pd.Series:
    return values.notna() & values.shift().isna() & values.shift(-1).isna()


def colors_of(frame: pd.DataFrame, chosen: Sequence[str] | None = None) -> dict[str, str]:
    """Return the partners of a frame, in the order of legends, with their colours.

    Colours follow the order in which partners were chosen, so that a partner has the same one in
    figures that do not show all of them; None: the order of codes.
    """
    present = set(frame["partner"])
    colors = partner_colors(sorted(present) if chosen is None else chosen)
    return {partner: color for partner, color in colors.items() if partner in present}


def parted(frame: pd.DataFrame, partial: Sequence[int]) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return the rows of complete years and those of the others."""
    is_partial = frame["year"].isin(list(partial))
    return frame[~is_partial], frame[is_partial]


def every_year(rows: pd.DataFrame, columns: Sequence[str]) -> pd.DataFrame:
    """Return the rows by year, years without a row as missing, so that a gap shows as a gap."""
    by_year = rows.set_index(rows["year"].astype(int))[list(columns)]
    if by_year.empty:
        return by_year
    return by_year.reindex(range(by_year.index.min(), by_year.index.max() + 1))


def finish(ax: Axes, measure: str) -> None:
    """Label the axis of a measure and mark the middle of its scale."""
    ax.set_ylabel(ALL_MEASURES[measure].label)
    low, high = ax.get_ylim()
    if low < ALL_MEASURES[measure].middle < high:
        ax.axhline(ALL_MEASURES[measure].middle, color="#777777", linewidth=1, zorder=0.5)
    ax.grid(axis="x", visible=False)


def integer_years(ax: Axes, years: pd.Series, ticks: int = 9) -> None:
    """Limit the axis to the years and put ticks on whole ones."""
    ax.set_xlim(int(years.min()) - 0.8, int(years.max()) + 0.8)
    ax.xaxis.set_major_locator(MaxNLocator(ticks, steps=[1, 2, 5, 10], integer=True, min_n_ticks=1))


def leave_margin(fig: Figure) -> None:
    """Leave room at the right for the label of a tick near the end of the last axis."""
    layout = fig.get_layout_engine()
    if isinstance(layout, ConstrainedLayoutEngine):
        layout.set(rect=(0, 0, 0.985, 1))

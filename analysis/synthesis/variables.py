"""The columns of the panel: what they are called, and in which units."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from analysis.contracts import SIDES, STATE, OneOf, takes
from analysis.notebook.words import call, possessive, whose

ARMS_WINDOW = 5
"""Years of the sum of deliveries: one year holds few, and a contract is delivered over several."""


class Variable(NamedTuple):
    """A column of the panel, for those who read it."""

    label: str
    unit: str


_ALIGNMENTS = {
    "agreement": Variable("agreement", "0 to 1"),
    "s_score": Variable("S-score", "-1 to 1"),
    "cohen_kappa": Variable("Cohen's kappa", "-1 to 1"),
    "scott_pi": Variable("Scott's pi", "-1 to 1"),
    "ideal_point": Variable("closeness of ideal points", "minus standard deviations"),
}
ALIGNMENTS = tuple(_ALIGNMENTS)


@takes(measure=OneOf(ALIGNMENTS), partner=STATE)
def alignment_column(measure: str, partner: str) -> str:
    """Return the panel's column of an alignment with a partner.

    Parameters
    ----------
    measure : str
        One of :data:`ALIGNMENTS`.
    partner : str
        ISO3 code.

    Returns
    -------
    str
        Name of the column.

    Raises
    ------
    MeasureError
        If the measure or the partner is unknown.

    Examples
    --------
    >>> alignment_column("s_score", "USA")
    's_score_usa'
    """
    return f"{measure}_{partner.lower()}"


@takes(side=OneOf(SIDES), partner=STATE)
def name_side(side: str, partner: str) -> str:
    """Return in words whose figures a side's are.

    Parameters
    ----------
    side : {"counterpart", "states"}
        Whose report.
    partner : str
        ISO3 code.

    Returns
    -------
    str
        For a sentence or a label.

    Examples
    --------
    >>> name_side("counterpart", "RUS"), name_side("states", "RUS")
    ("Russia's figures", "the states' figures")
    """
    return f"{whose(partner) if side == SIDES[0] else possessive('the states')} figures"


def describe_variables(partners: Sequence[str], group: str) -> dict[str, Variable]:
    """Return label and unit of every column of the panel that estimates use.

    Parameters
    ----------
    partners : sequence of str
        ISO3 codes: the partner, then those that it is compared with.
    group : str
        Organisation whose membership is in the panel.

    Returns
    -------
    dict of str to Variable
        Column → label and unit, in the panel's order.

    Examples
    --------
    >>> describe_variables(["RUS", "USA"], "ALBA")["agreement_usa"].label
    'agreement with the United States'
    """
    found = {
        alignment_column(measure, partner): Variable(
            f"{variable.label} with {call(partner)}", variable.unit
        )
        for partner in partners
        for measure, variable in _ALIGNMENTS.items()
    }
    it, its = call(partners[0]), whose(partners[0])
    for side in SIDES:
        by = f"({name_side(side, partners[0])})"
        found |= {
            f"turnover_{side}_usd": Variable(f"trade with {it} {by}", "USD"),
            f"log_turnover_{side}": Variable(f"log trade with {it} {by}", "log USD"),
            f"trade_share_{side}_pct": Variable(f"{its} share of all trade {by}", "% of trade"),
            f"trade_to_gdp_{side}_pct": Variable(f"trade with {it} over GDP {by}", "% of GDP"),
        }
    window = f"{ARMS_WINDOW} years"
    return {
        **found,
        "tiv_million": Variable(f"arms from {it}", "million TIV a year"),
        "tiv_sum_million": Variable(f"arms from {it}, sum of {window}", "million TIV"),
        "asinh_tiv_sum": Variable(f"arms from {it}, sum of {window}", "asinh of million TIV"),
        "any_arms": Variable(f"any arms from {it} in {window}", "0 or 1"),
        "arms_share_pct": Variable(f"{its} share of arms imports, {window}", "% of TIV"),
        "log_gdp": Variable("log GDP", "log current USD"),
        "log_population": Variable("log population", "log persons"),
        "is_member": Variable(f"member of {group}", "0 or 1"),
    }

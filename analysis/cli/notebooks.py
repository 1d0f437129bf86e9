"""The notebooks and the classes that declare their parameters."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from analysis.arms.parameters import ArmsTransfers
from analysis.briefs.parameters import CountryBrief
from analysis.claims.parameters import ClaimsAudit
from analysis.debt.parameters import Debt
from analysis.notebook.parameters import Parameters
from analysis.synthesis.parameters import Synthesis
from analysis.trade.parameters import TradeTrends
from analysis.voting.parameters import UNVoting

NOTEBOOKS: dict[str, type[Parameters]] = {
    model.notebook: model
    for model in (TradeTrends, ArmsTransfers, UNVoting, Debt, CountryBrief, ClaimsAudit, Synthesis)
}


def check_parameters(notebook: str, values: Mapping[str, Any]) -> dict[str, Any]:
    """Check parameters against those that the notebook declares, before a kernel starts.

    Parameters
    ----------
    notebook : str
        Name of the notebook without its ending.
    values : mapping
        Parameters as typed on the command line or given by a caller.

    Returns
    -------
    dict
        The given parameters with their proper types, ready for papermill.

    Raises
    ------
    ParameterError
        If one is unknown or not allowed.

    Examples
    --------
    >>> check_parameters("arms_transfers", {"window": "7"})
    {'window': 7}
    """
    checked = NOTEBOOKS[notebook](**values).model_dump()
    # Lists go on as they were given: a notebook may name a group that it would not recognise
    # from its members.
    return {
        name: value if isinstance(checked[name], list) else checked[name]
        for name, value in values.items()
    }

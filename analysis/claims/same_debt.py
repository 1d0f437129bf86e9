"""One debt that two texts state at two dates: what parts the two figures."""

from __future__ import annotations

import pandas as pd

from analysis import debt
from analysis.claims.audit import Audit
from analysis.contracts import Frame, takes
from analysis.errors import MeasureError


@takes(
    events=Frame("date", "debtor_iso3", "amount", "currency"),
    rates=Frame("name", "per_usd", key=1),
)
def reconcile_same_debt(
    audit: Audit, events: pd.DataFrame, rates: pd.DataFrame
) -> pd.DataFrame | None:
    """Return the arithmetic between the two claims that the study names.

    Parameters
    ----------
    audit : Audit
        With both claims.
    events : pandas.DataFrame
        ``debt/events``.
    rates : pandas.DataFrame
        ``debt/agreed_rates``.

    Returns
    -------
    pandas.DataFrame or None
        From :func:`analysis.debt.reconcile`; None if the study names no such claims.

    Raises
    ------
    MeasureError
        If the study's stock or rate is not one row of its table.
    """
    setting = audit.options.setting
    told, old = setting.claims.same_debt, setting.debt.old_claim
    if told is None or old is None:
        return None
    is_stock = (events["debtor_iso3"] == old.debtor) & (events["date"] == old.in_currency)
    stock = events.loc[is_stock & (events["currency"] == setting.debt.currency), "amount"]
    rate = rates.loc[rates["name"] == told.rate, "per_usd"]
    for what, found in ((f"stock of {old.debtor} at {old.in_currency}", stock), (told.rate, rate)):
        if len(found) != 1:
            raise MeasureError(f"{what}: {len(found)} rows where the study means one")
    code, name = str(setting.debt.currency), setting.debt.currency_name
    currency = debt.OldCurrency(code, name, float(rate.iloc[0]))
    earlier, later = (audit[name].claim.value.low for name in (told.earlier, told.later))
    return debt.reconcile(float(stock.iloc[0]), earlier, later, currency)

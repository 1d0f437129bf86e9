"""What a brief lists of a state: relations, organisations, deals, reports on debt, claims."""

from __future__ import annotations

from typing import Any

import pandas as pd

from analysis.contracts import STATE, Frame, Number, takes

_AT_MOST = Number(at_least=0, is_whole=True)

CLAIM_ORDER = {
    "supported": 1,
    "plausible, not verifiable": 2,
    "not testable as printed": 3,
    "no data": 4,
}
"""Verdicts that a brief shows after all others."""


@takes(organisations=Frame("organisation", "iso3", "status", "start", "end"), iso3=STATE)
def list_memberships(organisations: pd.DataFrame, iso3: str) -> pd.DataFrame:
    """Return the organisations of a state with the years of its membership.

    Parameters
    ----------
    organisations : pandas.DataFrame
        The table ``common/organisations``.
    iso3 : str
        The state.

    Returns
    -------
    pandas.DataFrame
        organisation, status, first_year, last_year (missing: still a member, or not known).
    """
    rows = organisations[organisations["iso3"] == iso3]
    years = {
        name: pd.to_numeric(rows[column].str[:4], errors="coerce").astype("Int64")
        for name, column in (("first_year", "start"), ("last_year", "end"))
    }
    return rows.assign(**years)[["organisation", "status", *years]].reset_index(drop=True)


@takes(
    diplomatic=Frame("iso3", "partner", key=2), visa_waivers=Frame("iso3", "partner", key=2),
    visits=Frame("iso3", "partner"), iso3=STATE, partner=STATE,
)  # fmt: skip
def find_relations(
    diplomatic: pd.DataFrame,
    visa_waivers: pd.DataFrame,
    visits: pd.DataFrame,
    iso3: str,
    partner: str,
) -> pd.Series:
    """Return what is known of a state's diplomatic relations with a partner.

    Parameters
    ----------
    diplomatic : pandas.DataFrame
        The table ``claims/diplomatic_relations``, as one of the texts lists them.
    visa_waivers : pandas.DataFrame
        The table ``claims/visa_waivers``.
    visits : pandas.DataFrame
        The table ``claims/visits``: trips of its leaders to the partner.
    iso3 : str
        The state.
    partner : str
        ISO3 code of the partner.

    Returns
    -------
    pandas.Series
        established_year, broken_year, reestablished_year, is_on_mission_list and the text that
        dates them, has_visa_waiver, as_of_date, n_visits and last_visit; missing where a table
        does not cover the state.
    """
    dates = ["established_year", "broken_year", "reestablished_year", "is_on_mission_list", "text"]
    facts: dict[Any, Any] = {}
    for frame, columns in ((diplomatic, dates), (visa_waivers, ["has_visa_waiver", "as_of_date"])):
        rows = frame[(frame["iso3"] == iso3) & (frame["partner"] == partner)]
        facts |= rows.iloc[0][columns].to_dict() if len(rows) else dict.fromkeys(columns, pd.NA)
    trips = visits[(visits["iso3"] == iso3) & (visits["partner"] == partner)]
    facts["n_visits"] = len(trips) or pd.NA
    facts["last_visit"] = trips["start_date"].max() if len(trips) else pd.NA
    return pd.Series(facts, name=iso3, dtype=object)


@takes(deals=Frame("deal", "supplier", "tiv_delivered_million", key=("deal",)), n=_AT_MOST)
def pick_largest_deals(deals: pd.DataFrame, n: int) -> pd.DataFrame:
    """Return a state's largest deals by what was delivered.

    Parameters
    ----------
    deals : pandas.DataFrame
        The state's rows of ``arms/deals``.
    n : int
        How many.

    Returns
    -------
    pandas.DataFrame
        supplier, ordered, designation, description, number, delivered, million TIV.
    """
    largest = deals.sort_values(["tiv_delivered_million", "deal"], ascending=[False, True]).head(n)
    names = {
        "supplier": "supplier",
        "order_year": "year of order",
        "designation": "designation",
        "description": "description",
        "number_delivered": "number",
        "delivery_years": "delivered",
        "tiv_delivered_million": "million TIV",
    }
    return largest[list(names)].rename(columns=names).reset_index(drop=True)


@takes(events=Frame("date", "creditor", "event", "amount", "currency", "status"), n=_AT_MOST)
def pick_latest_events(events: pd.DataFrame, n: int) -> pd.DataFrame:
    """Return the latest dated reports on a state's debt, the latest first.

    Parameters
    ----------
    events : pandas.DataFrame
        The state's rows of ``debt/events``.
    n : int
        How many.

    Returns
    -------
    pandas.DataFrame
        date, creditor, event, amount in millions, currency, status.
    """
    # Some dates are words ("before 1991"): the year in them decides, then the text.
    year = pd.to_numeric(events["date"].str.extract(r"(\d{4})")[0])
    dated = events.assign(
        year=year,
        creditor=events["creditor"] + (", " + events["lender"]).fillna(""),
        millions=events["amount"] / 1e6,
    )
    latest = dated.sort_values(["year", "date", "event"], ascending=False).head(n)
    columns = ["date", "creditor", "event", "millions", "currency", "status"]
    return latest[columns].reset_index(drop=True)


@takes(audited=Frame("claim_id", "item", "statement", "found", "verdict"), n=_AT_MOST)
def pick_claims(audited: pd.DataFrame, n: int) -> pd.DataFrame:
    """Return claims with their verdicts, those that data do not bear out first.

    Parameters
    ----------
    audited : pandas.DataFrame
        Columns claim_id, item, statement, claimed, verdict and found, as
        :attr:`analysis.claims.Audit.frame` has them.
    n : int
        How many.

    Returns
    -------
    pandas.DataFrame
        claim, statement, found, verdict. Cells of printed tables are left out, and claims that
        no data test come last.
    """
    rows = audited[~audited["item"].fillna("").str.startswith("table ")]
    order = rows["verdict"].map(lambda verdict: CLAIM_ORDER.get(str(verdict), 0))
    rows = rows.assign(order=order).sort_values("order", kind="stable").head(n)
    names = {"claim_id": "claim", "statement": "statement", "found": "found", "verdict": "verdict"}
    return rows[list(names)].rename(columns=names).reset_index(drop=True)

"""What a brief says in words: relations, organisations, deals, reports on debt."""

from __future__ import annotations

from typing import Any

import pandas as pd

CLAIM_ORDER = {
    "supported": 1,
    "plausible, not verifiable": 2,
    "not testable as printed": 3,
    "no data": 4,
}
"""Verdicts that a brief shows after all others."""


def memberships(organisations: pd.DataFrame, iso3: str) -> pd.DataFrame:
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


def relations(
    diplomatic: pd.DataFrame, visa_waivers: pd.DataFrame, visits: pd.DataFrame, iso3: str
) -> pd.Series:
    """Return what is known of a state's diplomatic relations with Russia.

    Parameters
    ----------
    diplomatic : pandas.DataFrame
        The table ``claims/diplomatic_relations``, as one of the texts lists them.
    visa_waivers : pandas.DataFrame
        The table ``claims/visa_waivers``.
    visits : pandas.DataFrame
        The table ``claims/visits``: trips of South American leaders to Russia.
    iso3 : str
        The state.

    Returns
    -------
    pandas.Series
        established_year, broken_year, reestablished_year, is_on_mission_list, has_visa_waiver,
        as_of_date, n_visits and last_visit; missing where a table does not cover the state.
    """
    facts: dict[str, object] = {}
    for frame, columns in (
        (
            diplomatic,
            ["established_year", "broken_year", "reestablished_year", "is_on_mission_list"],
        ),
        (visa_waivers, ["has_visa_waiver", "as_of_date"]),
    ):
        rows = frame.loc[frame["iso3"] == iso3, columns]
        for column in columns:
            facts[column] = rows[column].iloc[0] if len(rows) else pd.NA
    trips = visits[visits["iso3"] == iso3]
    facts["n_visits"] = len(trips) if len(trips) else pd.NA
    facts["last_visit"] = trips["start_date"].max() if len(trips) else pd.NA
    return pd.Series(facts, name=iso3, dtype=object)


def describe_relations(facts: pd.Series) -> str:
    """Put a state's diplomatic relations into sentences.

    Parameters
    ----------
    facts : pandas.Series
        From :func:`relations`.

    Returns
    -------
    str
        Sentences in which every number is from the facts; what is missing is left out.
    """
    sentences = []
    if pd.notna(facts["established_year"]):
        text = f"Relations with Russia, as text s0 dates them: {facts['established_year']}"
        if pd.notna(facts["broken_year"]):
            text += f", broken off {facts['broken_year']}"
        if pd.notna(facts["reestablished_year"]):
            text += f", restored {facts['reestablished_year']}"
        sentences.append(f"{text}.")
    if pd.notna(facts["has_visa_waiver"]):
        word = "Visas are waived" if facts["has_visa_waiver"] else "Visas are not waived"
        sentences.append(f"{word} (as of {_day(facts['as_of_date'])}).")
    if pd.notna(facts["n_visits"]):
        sentences.append(
            f"Its leaders' visits to Russia on record: {facts['n_visits']}, the last in "
            f"{_day(facts['last_visit'])[:4]}."
        )
    return " ".join(sentences)


def describe_memberships(organisations: pd.DataFrame) -> str:
    """Put a state's organisations into sentences.

    Parameters
    ----------
    organisations : pandas.DataFrame
        From :func:`memberships`.

    Returns
    -------
    str
        Current memberships with the year of joining, then former ones with their years.
    """
    members = organisations[organisations["status"] == "member"]
    current = [
        f"{row.organisation} ({row.first_year})"
        for row in members[members["last_year"].isna()].itertuples()
    ]
    former = [
        f"{row.organisation} ({row.first_year}–{row.last_year})"
        for row in members.dropna(subset="last_year").itertuples()
    ]
    text = f"Member of {', '.join(current)}." if current else "No membership on record."
    return text + (f" Formerly of {', '.join(former)}." if former else "")


def largest_deals(deals: pd.DataFrame, n: int) -> pd.DataFrame:
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


def latest_events(events: pd.DataFrame, n: int) -> pd.DataFrame:
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
    dated = events.assign(year=year).sort_values(["year", "date", "event"], ascending=False)
    latest = dated.head(n)
    frame = latest[["date", "creditor", "event"]].assign(
        creditor=latest["creditor"] + (", " + latest["lender"]).fillna(""),
        millions=latest["amount"] / 1e6, currency=latest["currency"], status=latest["status"]
    )
    return frame.reset_index(drop=True)


def _day(value: Any) -> str:
    return str(value)[:10]


def present_claims(audited: pd.DataFrame, n: int) -> pd.DataFrame:
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
    names = {
        "claim_id": "claim",
        "statement": "statement",
        "found": "found",
        "verdict": "verdict",
    }
    return rows[list(names)].rename(columns=names).reset_index(drop=True)


def count_verdicts(audited: pd.DataFrame) -> str:
    """Count verdicts in words.

    Parameters
    ----------
    audited : pandas.DataFrame
        A column verdict.

    Returns
    -------
    str
        For example ``"supported 12, contradicted 3"``; "none" without any row.
    """
    counts = audited["verdict"].value_counts()
    parts = [f"{verdict} {n}" for verdict, n in sorted(counts.items(), key=lambda x: (-x[1], x[0]))]
    return ", ".join(parts) or "none"

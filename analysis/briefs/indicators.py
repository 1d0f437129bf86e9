"""Indicators: one frame each over all states of the region and all years."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import NamedTuple

import pandas as pd

from analysis import trade, voting
from analysis.briefs.reading import Reading, Spans
from analysis.contracts import SIDES, SPANS, STATE, STATES, Frame, Number, OneOf, Tables, takes
from analysis.notebook.words import call, capitalize, join_words, whose

_AT_LEAST_ONE = Number(at_least=1, is_whole=True)
WINDOW = 10
"""Years over which the share of arms imports is taken."""

TABLES = {
    "trade/bilateral": Frame("iso3", "partner", "year", "reporter", "flow", "value_usd", key=5),
    "arms/annual_tiv": Frame("supplier", "iso3", "year", "tiv_million", key=3),
    "arms/imports_by_supplier": Frame("iso3", "supplier", "year", "tiv_million", key=3),
    "voting/tallies": Frame("iso3", "partner", "session", "issue", "year", key=5),
    "voting/seats": Frame("iso3", "first_session", key=1),
    "voting/ideal_points": Frame("iso3", "session", "series", "year", "ideal_point", key=3),
    "debt/ids_creditor": Frame("iso3", "year", "series", "counterpart", "edition", "status"),
    "common/gdp": Frame("iso3", "year", "gdp_current_usd", key=2),
    "common/states": Frame("iso3", "is_ids_debtor", key=1),
}
"""Tables that the indicators need."""


Names = tuple[str, ...]


class Indicator(NamedTuple):
    """A quantity that every state can have in every year."""

    name: str
    label: str
    unit: str
    digits: int
    compute: Callable[..., pd.DataFrame]
    """From its tables, in order, and what it needs of the reading: iso3, year, value."""
    tables: Names
    needs: Names
    """Fields of the reading."""


@takes(bilateral=TABLES["trade/bilateral"], partner=STATE, side=OneOf(SIDES))
def select_whole_flows(bilateral: pd.DataFrame, partner: str, side: str) -> pd.DataFrame:
    """Return each state's trade with a partner, where both flows are on record.

    Parameters
    ----------
    bilateral : pandas.DataFrame
        The table ``trade/bilateral``.
    partner : str
        ISO3 code.
    side : {"counterpart", "states"}
        Whose customs figures.

    Returns
    -------
    pandas.DataFrame
        As :func:`analysis.trade.flows_by_state`.
    """
    flows = trade.flows_by_state(bilateral[bilateral["partner"] == partner], side)
    return flows[flows["n_flows"] == 2]


def sum_turnover(bilateral: pd.DataFrame, partner: str, side: str) -> pd.DataFrame:
    """Return each state's turnover with a partner, where both flows are on record.

    Parameters
    ----------
    bilateral, partner, side
        As for :func:`select_whole_flows`.

    Returns
    -------
    pandas.DataFrame
        iso3, year, value in million current US dollars.
    """
    flows = select_whole_flows(bilateral, partner, side)
    return _rows(flows, flows["turnover_usd"] / 1e6)


def subtract_imports(bilateral: pd.DataFrame, partner: str, side: str) -> pd.DataFrame:
    """Return each state's exports to a partner less its imports from there.

    Parameters
    ----------
    bilateral, partner, side
        As for :func:`select_whole_flows`.

    Returns
    -------
    pandas.DataFrame
        iso3, year, value in million current US dollars; negative: the partner sells more.
    """
    flows = select_whole_flows(bilateral, partner, side)
    return _rows(flows, (flows["exports_usd"] - flows["imports_usd"]) / 1e6)


@takes(gdp=TABLES["common/gdp"])
def divide_by_product(
    bilateral: pd.DataFrame, gdp: pd.DataFrame, partner: str, side: str
) -> pd.DataFrame:
    """Return each state's turnover with a partner over its gross domestic product.

    Parameters
    ----------
    bilateral, partner, side
        As for :func:`select_whole_flows`.
    gdp : pandas.DataFrame
        The table ``common/gdp``.

    Returns
    -------
    pandas.DataFrame
        iso3, year, value in per cent; only where the World Bank has the product.
    """
    merged = sum_turnover(bilateral, partner, side).merge(gdp, on=["iso3", "year"])
    return _rows(merged, 100 * merged["value"] * 1e6 / merged["gdp_current_usd"])


@takes(deliveries=TABLES["arms/annual_tiv"], states=STATES, spans=SPANS, supplier=STATE)
def accumulate_arms(
    deliveries: pd.DataFrame, states: Sequence[str], spans: Spans, *, supplier: str
) -> pd.DataFrame:
    """Return all arms that each state received from a supplier up to a year.

    Parameters
    ----------
    deliveries : pandas.DataFrame
        The table ``arms/annual_tiv``.
    states : sequence of str
        ISO3 codes.
    spans : mapping of str to tuple of int
        Suppliers → first and last year that the table covers of each. The last of all ends the
        sums: what a state of the past delivered stays received.
    supplier : str
        ISO3 code; one of these.

    Returns
    -------
    pandas.DataFrame
        iso3, year, value in million TIV, summed from the first year; a state without any
        delivery has zero, since the source covers all of them.
    """
    rows = deliveries[deliveries["supplier"] == supplier]
    grid = rows.pivot(index="year", columns="iso3", values="tiv_million")
    years = range(spans[supplier][0], max(last for _, last in spans.values()) + 1)
    return _long(grid.reindex(index=years, columns=list(states)).fillna(0.0).cumsum())


@takes(imports=TABLES["arms/imports_by_supplier"], states=STATES, partner=STATE)
def share_arms(imports: pd.DataFrame, states: Sequence[str], partner: str) -> pd.DataFrame:
    """Return a partner's share of all major arms each state imported over ten years.

    Parameters
    ----------
    imports : pandas.DataFrame
        The table ``arms/imports_by_supplier``.
    states : sequence of str
        ISO3 codes.
    partner : str
        ISO3 code.

    Returns
    -------
    pandas.DataFrame
        iso3, year (the last of the ten), value in per cent; missing where nothing was imported.
    """
    years = range(int(imports["year"].min()), int(imports["year"].max()) + 1)

    def trail(part: pd.DataFrame) -> pd.DataFrame:
        grid = part.groupby(["year", "iso3"])["tiv_million"].sum().unstack()
        grid = grid.reindex(index=years, columns=list(states)).fillna(0.0)
        return grid.rolling(WINDOW).sum()

    total = trail(imports)
    return _long(100 * trail(imports[imports["supplier"] == partner]) / total.where(total > 1e-9))


@takes(tallies=TABLES["voting/tallies"], states=STATES, min_n=_AT_LEAST_ONE, partner=STATE)
def score_agreement(
    tallies: pd.DataFrame,
    seats: pd.DataFrame,
    states: Sequence[str],
    years: range,
    min_n: int,
    *,
    partner: str,
) -> pd.DataFrame:
    """Return each state's agreement with a partner in the General Assembly.

    Parameters
    ----------
    tallies : pandas.DataFrame
        The table ``voting/tallies``.
    seats : pandas.DataFrame
        The table ``voting/seats``: votes under a state's name that were another government's are
        left out.
    states : sequence of str
        ISO3 codes.
    years : range
        Calendar years.
    min_n : int
        Fewest joint votes of a year that give a value.
    partner : str
        ISO3 code.

    Returns
    -------
    pandas.DataFrame
        iso3, year, value between 0 and 1.
    """
    rows = voting.select_tallies(
        tallies, states=states, partners=[partner], first_year=years[0], last_year=years[-1],
        seats=seats,
    )  # fmt: skip
    rows = voting.sum_tallies(rows, ["iso3", "year"])
    rows = rows[rows["n"] >= min_n].reset_index(drop=True)
    return _rows(rows, voting.agreement(rows))


@takes(points=TABLES["voting/ideal_points"], states=STATES, min_n=_AT_LEAST_ONE)
def select_points(points: pd.DataFrame, states: Sequence[str], min_n: int) -> pd.DataFrame:
    """Return each state's ideal point by session, with the year in which the session began.

    Parameters
    ----------
    points : pandas.DataFrame
        The table ``voting/ideal_points``.
    states : sequence of str
        ISO3 codes.
    min_n : int
        Fewest votes of a session.

    Returns
    -------
    pandas.DataFrame
        iso3, year, value in standard deviations over all states and sessions.
    """
    rows = points[(points["series"] == "final") & (points["n_votes"] >= min_n)]
    rows = rows[rows["iso3"].isin(list(states))]
    return _rows(rows, rows["ideal_point"])


@takes(ids=TABLES["debt/ids_creditor"], states=TABLES["common/states"], lineage=STATES)
def sum_debt(ids: pd.DataFrame, states: pd.DataFrame, lineage: Sequence[str]) -> pd.DataFrame:
    """Return the debt that each state owed to a partner and its predecessors at a year's end.

    Parameters
    ----------
    ids : pandas.DataFrame
        The table ``debt/ids_creditor``.
    states : pandas.DataFrame
        The table ``common/states``.
    lineage : sequence of str
        ISO3 codes of the creditors.

    Returns
    -------
    pandas.DataFrame
        iso3, year, value in million US dollars. Zero for a debtor of the World Bank's debt
        statistics without such debt; no row for a state outside them (Cuba, Venezuela, ...), and
        none at all if the table holds nothing of the creditors.
    """
    is_stock = ids["series"].str.startswith("DT.DOD.") & (ids["status"] == "actual")
    rows = ids[is_stock & (ids["edition"] == ids["edition"].max())]
    years = range(int(rows["year"].min()), int(rows["year"].max()) + 1)
    rows = rows[rows["counterpart"].isin(list(lineage))]
    debtors = states.loc[states["is_ids_debtor"], "iso3"] if len(rows) else []
    grid = rows.groupby(["year", "iso3"])["value_usd"].sum().unstack()
    return _long(grid.reindex(index=years, columns=list(debtors)).fillna(0.0) / 1e6)


def list_indicators(reading: Reading) -> dict[str, Indicator]:
    """List the indicators of a brief.

    Parameters
    ----------
    reading : Reading
        Whose relations, and with whom they are compared.

    Returns
    -------
    dict of str to Indicator
        Name → indicator, in the order in which briefs show them.
    """
    it, its = reading.the_partner, capitalize(whose(reading.partner))
    trade_of, arms_of = ("trade/bilateral",), ("arms/imports_by_supplier",)
    votes_of, pair = ("voting/tallies", "voting/seats"), ("partner", "side")
    debts_of, million = ("debt/ids_creditor", "common/states"), "USD million"
    toward = [f" (+: nearer to {call(each)})" for each in reading.study.voting.polarity or ()]
    owed_to = join_words([call(each) for each in reversed(reading.lineage)])
    found = [
        Indicator("turnover", f"Trade turnover with {it}", million, 1, sum_turnover,
                  trade_of, pair),
        Indicator("trade_balance", "Balance (+: the state sells more)", million, 1,
                  subtract_imports, trade_of, pair),
        Indicator("turnover_to_gdp", f"Turnover with {it} to GDP", "%", 2, divide_by_product,
                  (*trade_of, "common/gdp"), pair),
        *(Indicator(f"arms_from_{each.lower()}", f"Arms from {call(each)} since {first}",
                    "million TIV", 1, partial(accumulate_arms, supplier=each),
                    (reading.deliveries,), ("states", "spans"))
          for each, (first, _) in reading.spans.items()),
        Indicator("arms_dependence", f"{its} share of arms imports, ten years", "%", 1,
                  share_arms, arms_of, ("states", "partner")),
        *(Indicator(f"agreement_{each.lower()}",
                    f"Agreement with {call(each)}" + " in UN votes" * (each == reading.partner),
                    "0 to 1", 3, partial(score_agreement, partner=each), votes_of,
                    ("states", "years", "min_n"))
          for each in reading.study.partners),
        Indicator("ideal_point", "Ideal point" + "".join(toward[:1]), "sd", 2, select_points,
                  ("voting/ideal_points",), ("states", "min_n")),
        Indicator("debt_outstanding", f"Debt to {owed_to} in IDS", million, 1, sum_debt, debts_of,
                  ("lineage",)),
    ]  # fmt: skip
    return {indicator.name: indicator for indicator in found}


@takes(tables=Tables(TABLES))
def compute_indicators(tables: Mapping[str, pd.DataFrame], reading: Reading) -> pd.DataFrame:
    """Compute every indicator for all states of the region.

    Parameters
    ----------
    tables : mapping of str to pandas.DataFrame
        The tables named in :data:`TABLES`.
    reading : Reading
        Whose relations, in which years.

    Returns
    -------
    pandas.DataFrame
        indicator, iso3, year, value, in the units of :func:`list_indicators`; no row where there
        is no value.

    Raises
    ------
    MeasureError
        If a table is missing or breaks its contract.
    """
    parts = []
    for name, indicator in list_indicators(reading).items():
        given = {field: getattr(reading, field) for field in indicator.needs}
        values = indicator.compute(*(tables[each] for each in indicator.tables), **given)
        parts.append(values.dropna(subset="value").assign(indicator=name))
    frame = pd.concat([part for part in parts if len(part)], ignore_index=True)
    frame = frame[frame["year"].isin(reading.years)]
    return frame[["indicator", "iso3", "year", "value"]].reset_index(drop=True)


def _rows(frame: pd.DataFrame, values: pd.Series) -> pd.DataFrame:
    return frame[["iso3", "year"]].assign(value=values)


def _long(grid: pd.DataFrame) -> pd.DataFrame:
    """Turn a grid of years and states into rows; a missing value has none."""
    long = grid.rename_axis(index="year", columns="iso3").stack().dropna().reset_index()
    return long.set_axis(["year", "iso3", "value"], axis=1)[["iso3", "year", "value"]]

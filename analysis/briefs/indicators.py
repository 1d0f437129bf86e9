"""Indicators: one frame each over all states of the region and all years."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import NamedTuple

import pandas as pd

from analysis import trade, voting
from analysis.briefs.reading import Reading
from analysis.contracts import (
    SIDES,
    SPAN,
    STATE,
    STATES,
    Contract,
    Frame,
    Number,
    OneOf,
    Tables,
    takes,
)
from analysis.notebook.words import call, capitalize, join_words, whose

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


class Indicator(NamedTuple):
    """A quantity that every state can have in every year."""

    label: str
    unit: str
    digits: int
    compute: Callable[..., pd.DataFrame]
    """From its tables, in order, and what it needs of the reading: iso3, year, value."""
    tables: tuple[str, ...]
    needs: tuple[str, ...]
    """Fields of the reading."""


_PAIR: dict[str, Contract] = {"partner": STATE, "side": OneOf(SIDES)}


@takes(bilateral=TABLES["trade/bilateral"], **_PAIR)
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


@takes(
    deliveries=TABLES["arms/annual_tiv"], states=STATES, supplier=STATE, span=SPAN,
    last_year=Number(is_whole=True),
)  # fmt: skip
def accumulate_arms(
    deliveries: pd.DataFrame,
    states: Sequence[str],
    *,
    supplier: str,
    span: tuple[int, int],
    last_year: int,
) -> pd.DataFrame:
    """Return all arms that each state received from a supplier up to a year.

    Parameters
    ----------
    deliveries : pandas.DataFrame
        The table ``arms/annual_tiv``.
    states : sequence of str
        ISO3 codes.
    supplier : str
        ISO3 code.
    span : (int, int)
        First and last year that the table covers of the supplier.
    last_year : int
        Last year that the table covers: what a state of the past delivered stays received.

    Returns
    -------
    pandas.DataFrame
        iso3, year, value in million TIV, summed from the first year; a state without any
        delivery has zero, since the source covers all of them.
    """
    rows = deliveries[deliveries["supplier"] == supplier]
    grid = rows.pivot(index="year", columns="iso3", values="tiv_million")
    years = range(span[0], last_year + 1)
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


@takes(
    tallies=TABLES["voting/tallies"],
    states=STATES,
    min_n=Number(at_least=1, is_whole=True),
    partner=STATE,
)
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


@takes(points=TABLES["voting/ideal_points"], states=STATES, min_n=Number(at_least=1, is_whole=True))
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
    it, its = call(reading.partner), capitalize(whose(reading.partner))
    flows, pair, million = ("trade/bilateral",), ("partner", "side"), "USD million"
    found = {
        "turnover": Indicator(f"Trade turnover with {it}", million, 1, sum_turnover, flows, pair),
        "trade_balance": Indicator(
            "Balance (+: the state sells more)", million, 1, subtract_imports, flows, pair
        ),
        "turnover_to_gdp": Indicator(
            f"Turnover with {it} to GDP", "%", 2, divide_by_product, (*flows, "common/gdp"), pair
        ),
    }
    last_year = max((last for _, last in reading.spans.values()), default=0)
    for supplier, span in reading.spans.items():
        label = f"Arms from {call(supplier)} since {span[0]}"
        given = partial(accumulate_arms, supplier=supplier, span=span, last_year=last_year)
        found[f"arms_from_{supplier.lower()}"] = Indicator(
            label, "million TIV", 1, given, (reading.deliveries,), ("states",)
        )
    label, imports = f"{its} share of arms imports, ten years", ("arms/imports_by_supplier",)
    found["arms_dependence"] = Indicator(label, "%", 1, share_arms, imports, ("states", "partner"))
    votes, asked = ("voting/tallies", "voting/seats"), ("states", "years", "min_n")
    for each in reading.study.partners:
        label = f"Agreement with {call(each)}" + " in UN votes" * (each == reading.partner)
        found[f"agreement_{each.lower()}"] = Indicator(
            label, "0 to 1", 3, partial(score_agreement, partner=each), votes, asked
        )
    toward = reading.study.voting.polarity
    label = "Ideal point" + (f" (+: nearer to {call(toward[0])})" if toward else "")
    found["ideal_point"] = Indicator(
        label, "sd", 2, select_points, ("voting/ideal_points",), ("states", "min_n")
    )
    label = f"Debt to {join_words([call(each) for each in reversed(reading.lineage)])} in IDS"
    debts = ("debt/ids_creditor", "common/states")
    found["debt_outstanding"] = Indicator(label, million, 1, sum_debt, debts, ("lineage",))
    return found


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
        parts.append(values.assign(indicator=name))
    frame = pd.concat([part for part in parts if len(part)], ignore_index=True)
    frame = frame.dropna(subset="value")
    frame = frame[frame["year"].isin(reading.years)]
    return frame[["indicator", "iso3", "year", "value"]].reset_index(drop=True)


def _rows(frame: pd.DataFrame, values: pd.Series) -> pd.DataFrame:
    return frame[["iso3", "year"]].assign(value=values)


def _long(grid: pd.DataFrame) -> pd.DataFrame:
    """Turn a grid of years and states into rows; a missing value has none."""
    long = grid.rename_axis(index="year", columns="iso3").stack().dropna().reset_index()
    return long.set_axis(["year", "iso3", "value"], axis=1)[["iso3", "year", "value"]]

"""One quantity read in many ways, by definition, reporter, freight, prices; and their range."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd

from analysis.errors import MeasureError, unknown
from analysis.trade.concentration import concentration, leading_partners
from analysis.trade.exceptions import replace_outliers
from analysis.trade.growth import PERIODS, growth_table, trend_periods
from analysis.trade.mirror import CIF_FOB
from analysis.trade.reliability import reconcile_flows, reconciled_by_state
from analysis.trade.series import flows_by_state, in_prices_of, value_in, yearly_totals

#: Which partners count as the region: the 33 states, or these and territories.
DEFINITIONS = ("states", "states_and_bvi", "states_and_territories")
_BVI = "VGB"

#: Freight factors that are tried: none, the usual one, and that of the long haul.
FREIGHT = (1.0, CIF_FOB, 1.10)


def with_territories(
    bilateral: pd.DataFrame, offshore: pd.DataFrame, definition: str
) -> pd.DataFrame:
    """Add the trade with territories to Russia's reports.

    Parameters
    ----------
    bilateral : pandas.DataFrame
        ``trade/bilateral``.
    offshore : pandas.DataFrame
        ``trade/offshore``.
    definition : {"states", "states_and_bvi", "states_and_territories"}
        What counts as the region.

    Returns
    -------
    pandas.DataFrame
        ``trade/bilateral`` with a row a territory, year and flow, reported by the partner.

    Raises
    ------
    MeasureError
        If the definition is unknown.
    """
    if definition not in DEFINITIONS:
        raise MeasureError(unknown("definition", [definition], DEFINITIONS))
    if definition == "states":
        return bilateral
    rows = offshore if definition != "states_and_bvi" else offshore[offshore["iso3"] == _BVI]
    valuation = rows["flow"].map({"exports": "cif", "imports": "fob"})
    rows = rows[rows["partner"].isin(bilateral["partner"].unique())]
    added = rows.assign(reporter=rows["partner"], valuation=valuation, note="territory, no state")
    columns = [name for name in bilateral.columns if name in added]
    return pd.concat([bilateral, added[columns]], ignore_index=True)


def partners_in(
    definition: str, states: Sequence[str], region: Sequence[str], offshore: pd.DataFrame
) -> list[str]:
    """Return the partners of a definition: the states, and territories if all states are asked for.

    Parameters
    ----------
    definition : {"states", "states_and_bvi", "states_and_territories"}
        What counts as the region.
    states : sequence of str
        States asked for.
    region : sequence of str
        All 33; territories belong to the region, not to a part of it.
    offshore : pandas.DataFrame
        ``trade/offshore``.

    Returns
    -------
    list of str
        Codes, sorted.
    """
    chosen = sorted(set(states))
    if definition == "states" or chosen != sorted(set(region)):
        return chosen
    codes = {_BVI} if definition == "states_and_bvi" else set(offshore["iso3"])
    return sorted({*chosen, *codes})


def turnover(
    bilateral: pd.DataFrame,
    states: Sequence[str],
    years: Sequence[int],
    *,
    reporter: str = "counterpart",
    definition: str = "states",
    offshore: pd.DataFrame | None = None,
    cif_fob: float = CIF_FOB,
    reliability: pd.DataFrame | None = None,
    without_outliers: bool = False,
) -> pd.DataFrame:
    """Return turnover with Russia by year under one set of choices.

    Parameters
    ----------
    bilateral : pandas.DataFrame
        ``trade/bilateral``.
    states : sequence of str
        States to sum.
    years : sequence of int
        Years.
    reporter : {"counterpart", "states", "reconciled"}
        Whose figures.
    definition : {"states", "states_and_bvi", "states_and_territories"}
        With territories, as Russia reports them; not for the states' own figures.
    offshore : pandas.DataFrame, optional
        ``trade/offshore``; needed if the definition holds territories.
    cif_fob : float, default 1.06
        Freight factor of the reconciled figures.
    reliability : pandas.DataFrame, optional
        ``trade/mirror_reliability``, weights of the reconciled figures; None weights equally.
    without_outliers : bool, default False
        Leave out the outliers that are named in :data:`analysis.trade.exceptions.EXCEPTIONS`.

    Returns
    -------
    pandas.DataFrame
        As :func:`analysis.trade.yearly_totals`.

    Raises
    ------
    MeasureError
        If a choice is unknown, or territories are asked for from the states' own figures, or
        without their table.

    Examples
    --------
    >>> rows = [("ARG", "RUS", 2000, "RUS", flow, 5.0, "") for flow in ("exports", "imports")]
    >>> names = ["iso3", "partner", "year", "reporter", "flow", "value_usd", "valuation"]
    >>> turnover(pd.DataFrame(rows, columns=names), ["ARG"], [2000])["turnover_usd"].item()
    10.0
    """
    partners = list(states)
    if definition != "states":
        if offshore is None:
            raise MeasureError(f"definition {definition!r} needs the table of territories")
        if reporter == "states":
            raise MeasureError(
                "territories have no reports of their own: choose counterpart or reconciled"
            )
        bilateral = with_territories(bilateral, offshore, definition)
        extra = {_BVI} if definition == "states_and_bvi" else set(offshore["iso3"])
        partners = sorted({*states, *extra})
    if without_outliers:
        bilateral = replace_outliers(bilateral)
    by_state = by_reporter(bilateral, reporter, cif_fob=cif_fob, reliability=reliability)
    return yearly_totals(by_state, partners, years)


def by_reporter(
    bilateral: pd.DataFrame,
    reporter: str,
    *,
    cif_fob: float = CIF_FOB,
    reliability: pd.DataFrame | None = None,
) -> pd.DataFrame:
    """Return flows by state as one side reports them, or reconciled.

    Parameters
    ----------
    bilateral : pandas.DataFrame
        ``trade/bilateral``.
    reporter : {"counterpart", "states", "reconciled"}
        Whose figures.
    cif_fob, reliability
        As for :func:`analysis.trade.reliability.reconcile_flows`.

    Returns
    -------
    pandas.DataFrame
        As :func:`analysis.trade.flows_by_state`.
    """
    if reporter != "reconciled":
        return flows_by_state(bilateral, reporter)
    flows = reconcile_flows(bilateral, cif_fob=cif_fob, reliability=reliability)
    return reconciled_by_state(flows)


def all_readings(
    bilateral: pd.DataFrame,
    offshore: pd.DataFrame,
    reliability: pd.DataFrame,
    states: Sequence[str],
    region: Sequence[str],
    *,
    deflator: pd.Series | None = None,
    base_year: int = 2015,
) -> dict[str, tuple[pd.DataFrame, list[str]]]:
    """Return the same trade under every choice that the package offers.

    Parameters
    ----------
    bilateral, offshore, reliability : pandas.DataFrame
        ``trade/bilateral``, ``trade/offshore``, ``trade/mirror_reliability``; current dollars.
    states : sequence of str
        States asked for.
    region : sequence of str
        All 33.
    deflator : pandas.Series, optional
        Price level by year. None leaves out the reading in constant dollars.
    base_year : int, default 2015
        Year of the constant dollars.

    Returns
    -------
    dict of str to (pandas.DataFrame, list of str)
        Label of the reading → flows by state and the partners to sum. Readings with territories
        are given for the whole region alone.
    """
    chosen = sorted(set(states))
    russia = flows_by_state(bilateral, "counterpart")
    found = {
        "Russia's figures": (russia, chosen),
        "the states' own figures": (flows_by_state(bilateral, "states"), chosen),
    }
    for freight in FREIGHT:
        label = f"reconciled, equal weights, freight {100 * (freight - 1):.0f} %"
        found[label] = (by_reporter(bilateral, "reconciled", cif_fob=freight), chosen)
    found["reconciled, weighted by reliability"] = (
        by_reporter(bilateral, "reconciled", reliability=reliability),
        chosen,
    )
    found["Russia's, without named outliers"] = (
        flows_by_state(replace_outliers(bilateral), "counterpart"),
        chosen,
    )
    for definition, label in (
        ("states_and_bvi", "Russia's, with British Virgin Islands"),
        ("states_and_territories", "Russia's, with all territories"),
    ):
        partners = partners_in(definition, chosen, region, offshore)
        if partners != chosen:
            rows = with_territories(bilateral, offshore, definition)
            found[label] = (flows_by_state(rows, "counterpart"), partners)
    if deflator is not None:
        real = in_prices_of(russia, deflator, base_year)
        found[f"Russia's, USD of {base_year}"] = (real, chosen)
    return found


def headlines(
    by_state: pd.DataFrame,
    partners: Sequence[str],
    years: Sequence[int],
    spans: Sequence[tuple[int, int]],
    year: int,
    k: int,
) -> dict[str, float]:
    """Return the headline results of one reading.

    Parameters
    ----------
    by_state : pandas.DataFrame
        Flows by state of the reading.
    partners : sequence of str
        Partners to sum.
    years : sequence of int
        Years shown.
    spans : sequence of (int, int)
        Periods whose growth is stated.
    year : int
        The year whose level and concentration are stated.
    k : int
        Partners in the concentration ratio.

    Returns
    -------
    dict of str to float
        Headline → value; NaN where the reading has no comparable figure.
    """
    totals = yearly_totals(by_state, partners, years)
    usable = totals[totals["is_comparable"] & totals["turnover_usd"].notna()]
    peak = usable.nlargest(1, "turnover_usd")
    spread = concentration(by_state, partners, years, k=k)
    comparable = spread.where(spread["is_comparable"]).assign(year=spread["year"])
    found = {
        "peak year": float(peak["year"].item()) if len(peak) else np.nan,
        "peak turnover, million": peak["turnover_usd"].item() / 1e6 if len(peak) else np.nan,
        f"turnover {year}, million": value_in(usable, year, "turnover_usd") / 1e6,
    }
    for first, last in spans:
        rate = growth_table(totals, [(first, last)])["cagr"].item()
        found[f"growth {first}–{last}, % a year"] = 100 * rate
    found[f"index of concentration {year}"] = value_in(comparable, year, "hhi")
    found[f"share of the {k} largest {year}, %"] = 100 * value_in(comparable, year, "top_share")
    return found


def sensitivity(
    readings: Mapping[str, tuple[pd.DataFrame, list[str]]],
    years: Sequence[int],
    reference: str = "Russia's figures",
) -> pd.DataFrame:
    """Return each headline under every reading.

    Parameters
    ----------
    readings : mapping
        From :func:`all_readings`.
    years : sequence of int
        Years shown.
    reference : str
        The reading that decides which periods and which year the headlines are about: its
        :func:`analysis.trade.trend_periods` and its peak.

    Returns
    -------
    pandas.DataFrame
        ``headline, reading, value, reference_value``; empty if the reference has no comparable
        year.
    """
    by_state, partners = readings[reference]
    totals = yearly_totals(by_state, partners, years)
    usable = totals[totals["is_comparable"] & totals["turnover_usd"].notna()]
    if usable.empty:
        return pd.DataFrame(columns=["headline", "reading", "value", "reference_value"])
    year = int(usable.nlargest(1, "turnover_usd")["year"].item())
    spans = [span for span in trend_periods(totals) if span in PERIODS] or trend_periods(totals)[:1]
    k = leading_partners(len(partners))
    rows = []
    for label, (flows, sums) in readings.items():
        found = headlines(flows, sums, years, spans, year, k)
        rows += [(headline, label, value) for headline, value in found.items()]
    frame = pd.DataFrame(rows, columns=["headline", "reading", "value"])
    base = frame[frame["reading"] == reference].set_index("headline")["value"]
    return frame.assign(reference_value=frame["headline"].map(base))


def range_by_year(
    readings: Mapping[str, tuple[pd.DataFrame, list[str]]], years: Sequence[int]
) -> pd.DataFrame:
    """Return the lowest and the highest comparable turnover of each year over some readings.

    Parameters
    ----------
    readings : mapping
        From :func:`all_readings`, of one price basis.
    years : sequence of int
        Years shown.

    Returns
    -------
    pandas.DataFrame
        ``year, low_usd, high_usd, low_reading, high_reading, n_readings``; NaN and empty where no
        reading is comparable.
    """
    columns = {}
    for label, (by_state, partners) in readings.items():
        totals = yearly_totals(by_state, partners, years).set_index("year")
        columns[label] = totals["turnover_usd"].where(totals["is_comparable"])
    wide = pd.DataFrame(columns).reindex(pd.Index(list(years), name="year"))
    some = wide.dropna(how="all")
    frame = pd.DataFrame(
        {
            "low_usd": wide.min(axis=1),
            "high_usd": wide.max(axis=1),
            "low_reading": some.idxmin(axis=1).reindex(wide.index),
            "high_reading": some.idxmax(axis=1).reindex(wide.index),
            "n_readings": wide.notna().sum(axis=1),
        }
    )
    return frame.reset_index()

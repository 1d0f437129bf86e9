"""One quantity read in many ways, by definition, reporter, freight, prices; and their range."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from analysis import countries
from analysis.contracts import BY_YEAR, SIDES, STATES, YEAR, Frame, Several, check, takes
from analysis.notebook.words import join_words, whose
from analysis.trade.concentration import leading_partners, measure_concentration
from analysis.trade.exceptions import FAULTS, drop_outliers
from analysis.trade.growth import growth_table, trend_periods
from analysis.trade.mirror import CIF_FOB
from analysis.trade.reading import REPORTERS, WEIGHTS, Reading
from analysis.trade.reliability import RELIABILITY, reconcile_flows
from analysis.trade.series import (
    BY_STATE,
    COUNT,
    TOTALS,
    Reports,
    by_counterpart,
    flows_by_state,
    in_prices_of,
    pick_partner,
    value_in,
    widen,
    yearly_totals,
)

#: Freight factors that are tried: none, the usual one, and that of the long haul.
FREIGHT = (1.0, CIF_FOB, 1.10)

OFFSHORE = Frame("iso3", "partner", "year", "flow", "value_usd", key=4, present=("value_usd",))


@dataclass(frozen=True)
class Evidence:
    """The tables that every reading of the trade with one partner is made of.

    Parameters
    ----------
    bilateral : pandas.DataFrame
        Rows of ``trade/bilateral`` of the partner, current dollars.
    offshore : pandas.DataFrame
        ``trade/offshore``: what partners report of their trade with territories.
    reliability : pandas.DataFrame
        ``trade/mirror_reliability``.
    prices : pandas.Series
        Price level by year.
    faults : pandas.DataFrame
        ``common/known_faults``.

    Raises
    ------
    MeasureError
        If a table breaks its contract, or the bilateral rows are of several partners.
    """

    bilateral: pd.DataFrame
    offshore: pd.DataFrame
    reliability: pd.DataFrame
    prices: pd.Series
    faults: pd.DataFrame

    def __post_init__(self) -> None:
        check(
            "Evidence", vars(self), bilateral=Reports("valuation"), offshore=OFFSHORE,
            reliability=RELIABILITY, prices=BY_YEAR, faults=FAULTS,
        )  # fmt: skip

    @property
    def sides(self) -> tuple[str, ...]:
        """Whose figures there are: a partner that does not report leaves nothing to reconcile."""
        return REPORTERS if self.has_counterpart else SIDES[1:]

    @property
    def has_counterpart(self) -> bool:
        """Whether the partner's own reports are on record."""
        return bool(by_counterpart(self.bilateral).any())


@takes(bilateral=Reports("valuation"), offshore=OFFSHORE, territories=STATES)
def add_territories(
    bilateral: pd.DataFrame, offshore: pd.DataFrame, territories: Sequence[str]
) -> pd.DataFrame:
    """Add the trade with territories, which the partner alone reports.

    Parameters
    ----------
    bilateral : pandas.DataFrame
        Rows of ``trade/bilateral`` of one partner.
    offshore : pandas.DataFrame
        ``trade/offshore``.
    territories : sequence of str
        Codes of the territories to add.

    Returns
    -------
    pandas.DataFrame
        ``trade/bilateral`` with a row a territory, year and flow, reported by the partner.
    """
    rows = offshore[offshore["iso3"].isin(territories)]
    rows = rows[rows["partner"].isin(bilateral["partner"].unique())]
    valuation = rows["flow"].map({"exports": "cif", "imports": "fob"})
    added = rows.assign(reporter=rows["partner"], valuation=valuation, note="territory, no state")
    columns = [name for name in bilateral.columns if name in added]
    return pd.concat([bilateral, added[columns]], ignore_index=True)


def read_reports(reading: Reading, evidence: Evidence) -> pd.DataFrame:
    """Return the reports of both sides as a reading has them.

    Parameters
    ----------
    reading : Reading
        The choices.
    evidence : Evidence
        The tables, of the reading's partner.

    Returns
    -------
    pandas.DataFrame
        As ``trade/bilateral``, of all states and years: with the territories, without the outliers
        and in the prices that the reading asks for.
    """
    rows = pick_partner(evidence.bilateral, reading.partner)
    if reading.territories:
        rows = add_territories(rows, evidence.offshore, reading.territories)
    if reading.without_outliers:
        rows = drop_outliers(rows, evidence.faults)
    if reading.base_year is not None:
        rows = in_prices_of(rows, evidence.prices, reading.base_year)
    return rows


def read_flows(reading: Reading, evidence: Evidence) -> pd.DataFrame:
    """Return flows by state as a reading has them.

    Parameters
    ----------
    reading : Reading
        The choices; its side says whose figures.
    evidence : Evidence
        The tables, of the reading's partner.

    Returns
    -------
    pandas.DataFrame
        As :func:`analysis.trade.flows_by_state`, of all states and years.
    """
    rows = read_reports(reading, evidence)
    if reading.side in SIDES:
        return flows_by_state(rows, reading.side)
    reliability = evidence.reliability if reading.weights == WEIGHTS[0] else None
    return widen(reconcile_flows(rows, cif_fob=reading.cif_fob, reliability=reliability))


def read_totals(reading: Reading, evidence: Evidence) -> pd.DataFrame:
    """Return sums by year as a reading has them.

    Parameters
    ----------
    reading : Reading
        The choices.
    evidence : Evidence
        The tables, of the reading's partner.

    Returns
    -------
    pandas.DataFrame
        As :func:`analysis.trade.yearly_totals`, of the reading's areas and years.
    """
    return yearly_totals(read_flows(reading, evidence), reading.areas, reading.years)


@takes(base_year=YEAR)
def list_readings(reading: Reading, evidence: Evidence, base_year: int) -> dict[str, Reading]:
    """Return the same trade under every choice that the package offers.

    Parameters
    ----------
    reading : Reading
        The reader's choices.
    evidence : Evidence
        The tables: sides and territories that are not on record are no choice.
    base_year : int
        Year of the reading in constant dollars.

    Returns
    -------
    dict of str to Reading
        By label; the reader's own reading is "as chosen" if it is none of the others. Readings
        with territories are given for the whole region alone.
    """
    plain = reading.but(territories=(), without_outliers=False)
    own = whose(reading.partner)
    found = {}
    if evidence.has_counterpart:
        found[plain.figures(SIDES[0])] = plain.but(side=SIDES[0])
    found["the states' own figures"] = plain.but(side=SIDES[1])
    if evidence.has_counterpart:
        for freight in sorted({*FREIGHT, reading.cif_fob}):
            label = f"reconciled, equal weights, freight {100 * (freight - 1):.0f} %"
            found[label] = plain.but(side="reconciled", weights=WEIGHTS[1], cif_fob=freight)
        found["reconciled, weighted by reliability"] = plain.but(
            side="reconciled", weights=WEIGHTS[0]
        )
        counterpart = plain.but(side=SIDES[0])
        found[f"{own}, without named outliers"] = counterpart.but(without_outliers=True)
        if reading.is_whole_region:
            for label, codes in _territories(reading, evidence).items():
                found[f"{own}, with {label}"] = counterpart.but(territories=codes)
    first = plain.but(side=SIDES[0] if evidence.has_counterpart else SIDES[1])
    other = first.but(base_year=base_year if reading.is_current else None)
    who = own if evidence.has_counterpart else "the states'"
    found[f"{who}, {other.unit if reading.is_current else 'current USD'}"] = other
    return found if reading in found.values() else {"as chosen": reading, **found}


def _territories(reading: Reading, evidence: Evidence) -> dict[str, tuple[str, ...]]:
    """Return the sets of territories that may be added, by their names."""
    offshore = evidence.offshore
    held = sorted(offshore.loc[offshore["partner"] == reading.partner, "iso3"].unique())
    sets = {}
    for codes in reading.study.trade.territories.values():
        if set(codes) <= set(held):
            sets[join_words([countries.name(iso3) for iso3 in codes])] = tuple(codes)
    return sets | ({"all territories": tuple(held)} if held else {})


def find_label(readings: Mapping[str, Reading], reading: Reading) -> str:
    """Return what a reading is called among some.

    Parameters
    ----------
    readings : mapping of str to Reading
        From :func:`list_readings`.
    reading : Reading
        One of them.

    Returns
    -------
    str
        Its label.
    """
    return next(label for label, each in readings.items() if each == reading)


def list_like(readings: Mapping[str, Reading], reading: Reading) -> list[str]:
    """Return the labels of the readings of the states alone in the prices of one reading.

    Parameters
    ----------
    readings : mapping of str to Reading
        From :func:`list_readings`.
    reading : Reading
        The reading whose prices are meant.

    Returns
    -------
    list of str
        Labels, in order.
    """
    return [
        label
        for label, each in readings.items()
        if each.base_year == reading.base_year and not each.territories
    ]


@takes(by_state=BY_STATE, year=YEAR, k=COUNT)
def headlines(
    by_state: pd.DataFrame,
    reading: Reading,
    spans: Sequence[tuple[int, int]],
    year: int,
    k: int,
) -> pd.DataFrame:
    """Return the headline results of one reading.

    Parameters
    ----------
    by_state : pandas.DataFrame
        Flows by state of the reading.
    reading : Reading
        Its areas are summed, its years are shown.
    spans : sequence of (int, int)
        Periods whose growth is stated.
    year : int
        The year whose level and concentration are stated.
    k : int
        Partners in the concentration ratio.

    Returns
    -------
    pandas.DataFrame
        ``measure`` (``peak_year, peak, level, growth, hhi, top_share``), ``headline`` and
        ``value``; NaN where the reading has no comparable figure.
    """
    totals = yearly_totals(by_state, reading.areas, reading.years)
    usable = totals[totals["is_comparable"] & totals["turnover_usd"].notna()]
    peak = usable.nlargest(1, "turnover_usd")
    spread = measure_concentration(by_state, reading.areas, reading.years, k=k)
    comparable = spread.where(spread["is_comparable"]).assign(year=spread["year"])
    when, most = peak[["year", "turnover_usd"]].iloc[0] if len(peak) else (np.nan, np.nan)
    level = value_in(usable, year, "turnover_usd")
    top_share = value_in(comparable, year, "top_share")
    growth = growth_table(totals, spans)
    rows = [
        ("peak_year", "peak year", float(when)),
        ("peak", "peak turnover, million", most / 1e6),
        ("level", f"turnover {year}, million", level / 1e6),
        *(
            ("growth", f"growth {first}–{last}, % a year", 100 * rate)
            for (first, last), rate in zip(spans, growth["cagr"], strict=True)
        ),
        ("hhi", f"index of concentration {year}", value_in(comparable, year, "hhi")),
        ("top_share", f"share of the {f'{k} ' if k > 1 else ''}largest {year}, %", 100 * top_share),
    ]
    return pd.DataFrame(rows, columns=["measure", "headline", "value"])


@takes(flows=Several(BY_STATE))
def vary_choices(
    readings: Mapping[str, Reading], flows: Mapping[str, pd.DataFrame], reference: str
) -> pd.DataFrame:
    """Return each headline under every reading.

    Parameters
    ----------
    readings : mapping of str to Reading
        From :func:`list_readings`.
    flows : mapping of str to pandas.DataFrame
        Label → :func:`read_flows` of the reading.
    reference : str
        The reading that decides which periods and which year the headlines are about: its
        :func:`analysis.trade.trend_periods` and its peak.

    Returns
    -------
    pandas.DataFrame
        ``measure, headline, reading, value, reference_value``, as :func:`headlines`; empty if the
        reference has no comparable year.
    """
    names = ["measure", "headline", "reading", "value", "reference_value"]
    chosen = readings[reference]
    totals = yearly_totals(flows[reference], chosen.areas, chosen.years)
    usable = totals[totals["is_comparable"] & totals["turnover_usd"].notna()]
    if usable.empty:
        return pd.DataFrame(columns=names)
    year = int(usable.nlargest(1, "turnover_usd")["year"].item())
    usual = chosen.study.trade.periods
    periods = trend_periods(totals, usual)
    spans = [span for span in periods if span in usual] or periods[:1]
    k = leading_partners(len(chosen.areas))
    found = [
        headlines(flows[label], reading, spans, year, k).assign(reading=label)
        for label, reading in readings.items()
    ]
    frame = pd.concat(found, ignore_index=True)
    base = frame[frame["reading"] == reference].set_index("headline")["value"]
    return frame.assign(reference_value=frame["headline"].map(base))[names]


@takes(totals=Several(TOTALS))
def range_by_year(totals: Mapping[str, pd.DataFrame]) -> pd.DataFrame:
    """Return the lowest and the highest comparable turnover of each year over some readings.

    Parameters
    ----------
    totals : mapping of str to pandas.DataFrame
        Label → :func:`read_totals` of a reading, all of the same years and prices.

    Returns
    -------
    pandas.DataFrame
        ``year, low_usd, high_usd, low_reading, high_reading, n_readings``; NaN and empty where no
        reading is comparable.
    """
    wide = pd.DataFrame(
        {
            label: frame.set_index("year")["turnover_usd"].where(frame["is_comparable"].to_numpy())
            for label, frame in totals.items()
        }
    )
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

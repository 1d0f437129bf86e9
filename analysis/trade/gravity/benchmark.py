"""Actual over expected trade of every pair of a partner and the region, by several specifications.

The benchmark is estimated *without* the flows between the partner and the region. Their expected
values follow from the partner's trade with the rest of the world, from each state's trade with the
rest of the world, and from what lies between the two: they are out of sample, and the flows that
are judged had no part in setting the standard. The specification that leaves them in is kept
beside it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from analysis.contracts import STATE, STATES, Frame, takes
from analysis.errors import MeasureError
from analysis.trade.gravity import panel as panels
from analysis.trade.gravity.estimate import OUTCOME, PoissonFit, fit_ppml, reset_test
from analysis.trade.gravity.expectation import expected_flows
from analysis.trade.gravity.panel import AGREEMENT, GEOGRAPHY, REMOTENESS, SIZE

#: Normal quantile of a two-sided interval of 95 %.
Z_95 = 1.959963984540054
#: How many pairs of the same year with the nearest expected flow an actual one is compared with.
SIMILAR_PAIRS = 500
_SUMS = ["year", "flow", "n_states", "actual_usd", "expected_usd", "ratio", "lower", "upper"]
#: Which of the sources of flows a specification is estimated on.
SOURCES = ("penppml", "cow_2001")
_VALUES = ("actual_usd", "expected_usd", "expected_lower_usd", "expected_upper_usd")
EXPECTED = Frame("iso3", "year", "flow", *_VALUES, key=3, present=_VALUES)


@dataclass(frozen=True)
class Specification:
    """One way to estimate what is expected.

    Parameters
    ----------
    name : str
        Key in the tables.
    title : str
        What it is, for figures and notebooks; ``{pair}`` stands for the partner and the region,
        ``{first}`` and ``{last}`` for the years (see :meth:`name_in`).
    regressors, effects : tuple of str
        Columns of the panel.
    leaves_out : bool
        Whether the flows between the partner and the region are left out of the estimation.
    completes : bool
        Whether pairs that never trade count as zeros.
    distance : str
        Column of GeoDist.
    n_last : int, optional
        Estimate on so many of the last years alone. None: on all years of the flows.
    source : {"penppml", "cow_2001"}
        The flows: exporters' reports of the R package's panel, or importers' reports of 2001 from
        the Correlates of War.
    """

    name: str
    title: str
    regressors: tuple[str, ...] = (*GEOGRAPHY, AGREEMENT)
    effects: tuple[str, ...] = ("exporter_year", "importer_year")
    leaves_out: bool = True
    completes: bool = True
    distance: str = "distance_weighted_km"
    n_last: int | None = None
    source: str = SOURCES[0]

    def choose_years(self, years: Iterable[int]) -> list[int]:
        """Return the years estimated on, of those that the flows have."""
        known = sorted({int(year) for year in years})
        return known[-self.n_last :] if self.n_last else known

    def name_in(self, pair: str, years: Sequence[int]) -> str:
        """Return the title for a pair such as ``"Russia–region"`` and the years estimated on."""
        return self.title.format(pair=pair, first=years[0], last=years[-1])


BENCHMARK = Specification(
    "benchmark", "benchmark: exporter-year and importer-year effects, {pair} flows left out"
)
SPECIFICATIONS = (
    BENCHMARK,
    Specification("in_sample", "{pair} flows left in", leaves_out=False),
    Specification("geography_only", "without trade agreements", GEOGRAPHY),
    Specification("traded_pairs", "without pairs that never traded", completes=False),
    Specification("capitals", "distance between capitals", distance="distance_capitals_km"),
    Specification("recent", "{first}–{last} only", n_last=3),
    Specification("size", "GDP and year effects in place of states' own effects",
                  (*SIZE, *GEOGRAPHY, AGREEMENT), ("year",)),
    Specification("size_remoteness", "GDP, remoteness and year effects",
                  (*SIZE, *REMOTENESS, *GEOGRAPHY, AGREEMENT), ("year",)),
    Specification("importers_2001", "importers' reports of {first} (another source)", GEOGRAPHY,
                  completes=False, source=SOURCES[1]),
)  # fmt: skip


@dataclass(frozen=True)
class Estimated:
    """A specification with its estimate and what it expects.

    Parameters
    ----------
    specification : Specification
        How it was estimated.
    fit : PoissonFit
        The estimate.
    expected : pandas.DataFrame
        From :func:`compare_with_expected`.
    reset : tuple of float
        z and p-value of the RESET test.
    years : tuple of int
        Years estimated on.
    """

    specification: Specification
    fit: PoissonFit
    expected: pd.DataFrame
    reset: tuple[float, float]
    years: tuple[int, ...]


@takes(
    flows=panels.FLOWS, distances=panels.PLACES, gdp=panels.GDP, codes=panels.CODES,
    region=STATES, partner=STATE,
)  # fmt: skip
def estimate(
    specification: Specification, flows: pd.DataFrame, distances: pd.DataFrame,
    gdp: pd.DataFrame | None = None, *, region: Sequence[str], partner: str,
    codes: pd.DataFrame | None = None,
) -> Estimated:  # fmt: skip
    """Estimate one specification and compare a partner's flows with a region to it.

    Parameters
    ----------
    specification : Specification
        One of :data:`SPECIFICATIONS`, or another.
    flows : pandas.DataFrame
        As for :func:`gravity_panel`, of the specification's source.
    distances : pandas.DataFrame
        From :func:`analysis.sources.cepii.read_distances`.
    gdp : pandas.DataFrame, optional
        As for :func:`add_size`; needed if the specification has GDP.
    region : sequence of str
        ISO3 codes.
    partner : str
        ISO3 code.
    codes : pandas.DataFrame, optional
        ``trade/gravity_codes``.

    Returns
    -------
    Estimated
        Coefficients, expected flows and the RESET test.

    Raises
    ------
    MeasureError
        As :func:`gravity_panel` and :func:`fit_ppml`, or if GDP is needed and not given.
    """
    years = specification.choose_years(flows["year"].unique())
    panel = panels.gravity_panel(
        flows[flows["year"].isin(years)], distances, codes,
        complete=specification.completes, distance=specification.distance,
    )  # fmt: skip
    # GDP stands in place of effects: rows without it drop out.
    if {*SIZE, *REMOTENESS}.intersection(specification.regressors):
        if gdp is None:
            raise MeasureError(f"{specification.name} needs GDP")
        panel = panels.add_size(panel, gdp, distances, codes)
    judged = panels.is_with_region(panel, partner, region)
    used = panel[~judged] if specification.leaves_out else panel
    fit = fit_ppml(used, specification.regressors, specification.effects)
    compared = compare_with_expected(fit, panel[judged], partner)
    return Estimated(specification, fit, compared, reset_test(fit), tuple(years))


@takes(rows=panels.PANEL, partner=STATE)
def compare_with_expected(fit: PoissonFit, rows: pd.DataFrame, partner: str) -> pd.DataFrame:
    """Put actual flows beside what the equation expects, and beside pairs like them.

    Parameters
    ----------
    fit : PoissonFit
        The estimate.
    rows : pandas.DataFrame
        Rows of the panel, each with the partner at one end.
    partner : str
        ISO3 code.

    Returns
    -------
    pandas.DataFrame
        One row a flow for which all effects were estimated: ``iso3`` (the other end), ``year``,
        ``flow`` (``exports`` or ``imports``, seen from the other end),
        ``actual_usd``, ``expected_usd``, ``expected_lower_usd``, ``expected_upper_usd`` (95 %),
        ``ratio`` with ``lower`` and ``upper`` (actual over expected; the interval is that of the
        expected flow), ``percentile`` among the :data:`SIMILAR_PAIRS` pairs of the estimation
        whose expected flow in the year is nearest (100: above all of them), and
        ``similar_p05, similar_p50, similar_p95``, the quantiles of their own ratios.

    Notes
    -----
    The interval says how well the *mean* flow of such a pair is known. Single pairs lie far
    around that mean anyway, which the percentile and the quantiles show: a ratio of 0.5 may be
    different from 1 beyond doubt and still be nothing unusual.
    """
    found = expected_flows(fit, rows)
    usable = found["log_std_error"].notna()
    rows, found = rows[usable], found[usable]
    actual, mean = rows["export_usd"], found["expected"]
    wide = np.exp(Z_95 * found["log_std_error"])
    exports = rows["importer"].eq(partner)
    table = pd.DataFrame(
        {
            "iso3": rows["exporter"].where(exports, rows["importer"]),
            "year": rows["year"],
            "flow": exports.map({True: "exports", False: "imports"}),
            "actual_usd": actual,
            "expected_usd": mean,
            "expected_lower_usd": mean / wide,
            "expected_upper_usd": mean * wide,
            "ratio": actual / mean,
            "lower": actual / mean / wide,
            "upper": actual / mean * wide,
        }
    )
    similar = _compare_with_similar(fit, rows, table)
    return pd.concat([table, similar], axis=1).sort_values(["iso3", "year", "flow"])


@takes(expected=EXPECTED, states=STATES)
def sum_expected(expected: pd.DataFrame, states: Sequence[str]) -> pd.DataFrame:
    """Sum actual and expected flows of some states by year and flow.

    Parameters
    ----------
    expected : pandas.DataFrame
        Rows of ``trade/gravity_expected`` of one specification.
    states : sequence of str
        ISO3 codes.

    Returns
    -------
    pandas.DataFrame
        Columns ``year, flow, n_states, actual_usd, expected_usd, ratio, lower, upper``. The
        bounds are those of the states summed, as if all errors went the same way: an outer bound,
        since the flows share the partner's effects but not all the rest.

    Raises
    ------
    MeasureError
        If a state, year and flow stands more than once: the rows are of several specifications or
        partners.

    Examples
    --------
    >>> rows = pd.DataFrame({"iso3": ["ARG", "BRA"], "year": 2000, "flow": "exports",
    ...     "actual_usd": [1.0, 2.0], "expected_usd": [2.0, 4.0],
    ...     "expected_lower_usd": [1.0, 3.0], "expected_upper_usd": [4.0, 6.0]})
    >>> sum_expected(rows, ["ARG", "BRA"])[["n_states", "ratio", "lower", "upper"]].values.tolist()
    [[2.0, 0.5, 0.3, 0.75]]
    """
    chosen = expected[expected["iso3"].isin(states)]
    groups = chosen.groupby(["year", "flow"])
    sums = groups[list(_VALUES)].sum().assign(n_states=groups["iso3"].nunique())
    sums = sums.assign(
        ratio=sums["actual_usd"] / sums["expected_usd"],
        lower=sums["actual_usd"] / sums["expected_upper_usd"],
        upper=sums["actual_usd"] / sums["expected_lower_usd"],
    )
    return sums.reset_index()[_SUMS]


def stack_sums(sums: Mapping[str, pd.DataFrame]) -> pd.DataFrame:
    """Put the sums of several specifications under one another.

    Parameters
    ----------
    sums : mapping of str to pandas.DataFrame
        Specification → result of :func:`sum_expected`; may be empty.

    Returns
    -------
    pandas.DataFrame
        ``specification`` and the columns of :func:`sum_expected`.
    """
    frames = [frame.assign(specification=name) for name, frame in sorted(sums.items())]
    names = ["specification", *_SUMS]
    return pd.concat(frames, ignore_index=True)[names] if frames else pd.DataFrame(columns=names)


def _compare_with_similar(fit: PoissonFit, rows: pd.DataFrame, table: pd.DataFrame) -> pd.DataFrame:
    """Return the place of each ratio among those of pairs with a like expected flow."""
    judged, known = (
        pd.MultiIndex.from_frame(each[["exporter", "importer", "year"]])
        for each in (rows, fit.frame)
    )
    others = fit.frame[~known.isin(judged)]
    others = others.sort_values(["fitted", "exporter", "importer"], kind="stable")
    pools = {
        year: (np.log(each["fitted"].to_numpy()), (each[OUTCOME] / each["fitted"]).to_numpy())
        for year, each in others.groupby("year")
    }
    found = []
    for year, mean, ratio in zip(table["year"], table["expected_usd"], table["ratio"], strict=True):
        logs, ratios = pools[year]
        near = np.argsort(np.abs(logs - np.log(mean)), kind="stable")[:SIMILAR_PAIRS]
        like = ratios[near]
        place = np.mean(like < ratio) + 0.5 * np.mean(like == ratio)
        found.append((100 * place, *np.quantile(like, [0.05, 0.5, 0.95])))
    names = ["percentile", "similar_p05", "similar_p50", "similar_p95"]
    return pd.DataFrame(found, columns=names, index=table.index)

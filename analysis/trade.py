"""Measures of trade between Russia and the region. Pure functions: no files, no plots.

Flows are seen from the state: ``exports_to_russia`` and ``imports_from_russia``. A flow that
nobody recorded is missing, never zero: sums say how many states they hold.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

import numpy as np
import pandas as pd

from analysis.errors import MeasureError, unknown

FLOWS = ("exports_to_russia", "imports_from_russia")
REPORTERS = ("RUS", "partner")

#: A total of fewer states than this share of those asked for is not comparable with the others.
COMPARABLE_SHARE = 0.5

#: Insurance and freight add about this much between an exporter's and an importer's border.
CIF_FOB = 1.06


def parse_printed(text: str | None) -> int | None:
    """Read a cell of the seed's tables: points separate thousands, a run of dashes is missing.

    Parameters
    ----------
    text : str or None
        The cell as printed, for example ``"1.102.133"``, ``"- 9.583"`` or ``"---------"``.

    Returns
    -------
    int or None
        The number in thousand USD; None if the cell is blank or a run of dashes.

    Raises
    ------
    MeasureError
        If the cell is none of these.

    Examples
    --------
    >>> parse_printed("1.102.133"), parse_printed("- 9.583"), parse_printed("--------")
    (1102133, -9583, None)
    """
    cell = "" if text is None or text != text else str(text).strip()
    if not cell or re.fullmatch("-{2,}", cell):
        return None
    match = re.fullmatch(r"([-−]?)\s*(\d{1,3}(?:\.\d{3})*)", cell)
    if not match:
        raise MeasureError(f"printed cell {text!r} is neither a number with points nor dashes")
    number = int(match[2].replace(".", ""))
    return -number if match[1] else number


def balances(printed: pd.DataFrame) -> pd.DataFrame:
    """Recompute every balance of the printed tables and say which cells are wrong, and how.

    Parameters
    ----------
    printed : pandas.DataFrame
        Columns ``table`` (1 exports to Russia, 2 imports from Russia, 3 balance), ``iso3``,
        ``year``, ``value_as_printed``.

    Returns
    -------
    pandas.DataFrame
        One row a state and year: ``iso3, year, exports_thousand_usd, imports_thousand_usd,
        printed_thousand_usd, recomputed_thousand_usd, difference_thousand_usd, verdict``. The
        verdict is ``right``, ``missing`` (nothing printed and nothing to compute), or one of the
        errors ``digit error``, ``sign lost``, ``import printed as balance``, ``export printed as
        balance``, ``not printed`` (could be computed but is not there) and ``unfounded``.

    Raises
    ------
    MeasureError
        If a cell cannot be read or stands twice.

    Examples
    --------
    >>> cells = [(1, "URY", 2002, "17.311"), (2, "URY", 2002, "111.158"),
    ...          (3, "URY", 2002, "93.847")]
    >>> names = ["table", "iso3", "year", "value_as_printed"]
    >>> balances(pd.DataFrame(cells, columns=names))["verdict"].item()
    'sign lost'
    """
    keys = ["iso3", "year"]
    twice = printed[printed.duplicated(["table", *keys])]
    if len(twice):
        named = ", ".join(f"table {r.table} {r.iso3} {r.year}" for r in twice.itertuples())
        raise MeasureError(f"cells that stand twice: {named}")
    cells = printed.assign(
        value=pd.array([parse_printed(c) for c in printed["value_as_printed"]], dtype="Int64"),
        table=printed["table"].astype(int),
    )
    wide = cells.pivot(index=keys, columns="table", values="value")
    wide = wide.reindex(columns=[1, 2, 3]).sort_index().reset_index()
    frame = pd.DataFrame(
        {
            "iso3": wide["iso3"],
            "year": wide["year"],
            "exports_thousand_usd": wide[1],
            "imports_thousand_usd": wide[2],
            "printed_thousand_usd": wide[3],
            "recomputed_thousand_usd": wide[1] - wide[2],
        }
    )
    frame["difference_thousand_usd"] = (
        frame["printed_thousand_usd"] - frame["recomputed_thousand_usd"]
    )
    verdicts = [
        _verdict(*(None if pd.isna(cell) else int(cell) for cell in row))
        for row in frame[
            ["exports_thousand_usd", "imports_thousand_usd", "printed_thousand_usd"]
        ].itertuples(index=False)
    ]
    return frame.assign(verdict=verdicts)


def _verdict(exports: int | None, imports: int | None, balance: int | None) -> str:
    """Return what is wrong with one printed balance."""
    if exports is None or imports is None:
        if balance is None:
            return "missing"
        if balance == imports:
            return "import printed as balance"
        return "export printed as balance" if balance == exports else "unfounded"
    if balance is None:
        return "not printed"
    if balance == exports - imports:
        return "right"
    return "sign lost" if balance == imports - exports else "digit error"


#: Verdicts of :func:`balances` that are not errors.
NO_ERROR = ("right", "missing")


def flows_by_state(bilateral: pd.DataFrame, reporter: str) -> pd.DataFrame:
    """Return both flows of every state and year side by side, as one side reports them.

    Parameters
    ----------
    bilateral : pandas.DataFrame
        Columns ``iso3, year, reporter, flow, value_usd`` of ``trade/bilateral``.
    reporter : {"RUS", "partner"}
        Russia's figures, or those of the states themselves.

    Returns
    -------
    pandas.DataFrame
        Columns ``iso3, year, exports_to_russia_usd, imports_from_russia_usd, turnover_usd,
        n_flows``; a missing flow is NaN. The turnover is the sum of the flows on record, and
        ``n_flows`` (1 or 2) says of how many: one flow only makes it a lower bound.

    Raises
    ------
    MeasureError
        If the reporter is unknown or a flow stands twice.

    Examples
    --------
    >>> rows = [("BRB", 2012, "RUS", "imports_from_russia", 5.0)]
    >>> names = ["iso3", "year", "reporter", "flow", "value_usd"]
    >>> flows_by_state(pd.DataFrame(rows, columns=names), "RUS").iloc[0, 2:5].tolist()
    [nan, 5.0, 5.0]
    """
    if reporter not in REPORTERS:
        raise MeasureError(unknown("reporter", [reporter], REPORTERS))
    by_russia = bilateral["reporter"] == "RUS"
    rows = bilateral[by_russia if reporter == "RUS" else ~by_russia]
    keys = ["iso3", "year"]
    if rows.duplicated([*keys, "flow"]).any():
        raise MeasureError("a state, year and flow stands more than once: choose one source")
    wide = rows.pivot(index=keys, columns="flow", values="value_usd")
    wide = wide.reindex(columns=list(FLOWS)).astype("float64").sort_index()
    wide.columns = [f"{flow}_usd" for flow in FLOWS]
    frame = wide.assign(turnover_usd=wide.sum(axis=1, min_count=1), n_flows=wide.count(axis=1))
    return frame.reset_index()


def yearly_totals(
    by_state: pd.DataFrame, states: Sequence[str], years: Sequence[int]
) -> pd.DataFrame:
    """Sum the states' flows by year, with the number of states each sum holds.

    Parameters
    ----------
    by_state : pandas.DataFrame
        From :func:`flows_by_state`.
    states : sequence of str
        ISO3 codes to sum.
    years : sequence of int
        Years to show; a year without any figure has NaN, not zero.

    Returns
    -------
    pandas.DataFrame
        One row a year: ``year, exports_to_russia_usd, imports_from_russia_usd, turnover_usd,
        n_states, is_comparable``. ``n_states`` counts states with at least one flow;
        ``is_comparable`` is true if they are at least half of those asked for
        (:data:`COMPARABLE_SHARE`), and only such years belong in one trend.

    Examples
    --------
    >>> rows = [("ARG", 2000, 3.0, 1.0, 4.0, 2), ("BRA", 2000, 5.0, None, 5.0, 1)]
    >>> names = ["iso3", "year", *(f"{flow}_usd" for flow in FLOWS), "turnover_usd", "n_flows"]
    >>> yearly_totals(pd.DataFrame(rows, columns=names), ["ARG", "BRA"], [2000, 2001]).values[0]
    array([2000, 8.0, 1.0, 9.0, 2, True], dtype=object)
    """
    values = [f"{flow}_usd" for flow in FLOWS] + ["turnover_usd"]
    chosen = by_state[by_state["iso3"].isin(states)]
    groups = chosen.groupby("year")
    totals = groups[values].sum(min_count=1).assign(n_states=groups["iso3"].nunique())
    totals = totals.reindex(pd.Index(list(years), name="year"))
    totals["n_states"] = totals["n_states"].fillna(0).astype(int)
    enough = totals["n_states"] >= max(1.0, COMPARABLE_SHARE * len(set(states)))
    return totals.assign(is_comparable=enough).reset_index()


def cagr(first_value: float, last_value: float, years: float) -> float:
    """Return the compound annual growth rate, (last / first)^(1 / years) − 1.

    Parameters
    ----------
    first_value, last_value : float
        Values at both ends, in the same unit. NaN if missing.
    years : float
        Years between them.

    Returns
    -------
    float
        Growth a year as a share (0.10 is 10 %). NaN if a value is missing or the first is zero.

    Raises
    ------
    MeasureError
        If the span is not positive or a value is negative.

    Examples
    --------
    >>> round(cagr(100, 121, 2), 10)
    0.1
    """
    if not years > 0:
        raise MeasureError(f"growth needs a positive number of years, not {years}")
    if first_value < 0 or last_value < 0:
        raise MeasureError("growth is not defined for negative values")
    if not first_value > 0 or np.isnan(last_value):
        return float("nan")
    return float((last_value / first_value) ** (1 / years) - 1)


def growth_table(
    totals: pd.DataFrame, periods: Sequence[tuple[int, int]], value: str = "turnover_usd"
) -> pd.DataFrame:
    """Return compound annual growth between the ends of each period.

    Parameters
    ----------
    totals : pandas.DataFrame
        From :func:`yearly_totals`.
    periods : sequence of (int, int)
        First and last year of each period.
    value : str, default "turnover_usd"
        Column to measure.

    Returns
    -------
    pandas.DataFrame
        Columns ``first_year, last_year, first_value_usd, last_value_usd, n_first, n_last,
        cagr``; the growth is NaN where an end is missing or not comparable.
    """
    by_year = totals.set_index("year")
    rows = []
    for first, last in periods:
        ends = by_year.reindex([first, last])
        usable = ends["is_comparable"].fillna(False).astype(bool).all()
        start, end = (float(number) for number in ends[value])
        n_first, n_last = (int(n) for n in ends["n_states"].fillna(0))
        rate = cagr(start, end, last - first) if usable else float("nan")
        rows.append((first, last, start, end, n_first, n_last, rate))
    names = ["first_year", "last_year", "first_value_usd", "last_value_usd"]
    return pd.DataFrame(rows, columns=[*names, "n_first", "n_last", "cagr"])


def deflate(values: pd.Series, years: pd.Series, index: pd.Series, base_year: int) -> pd.Series:
    """Turn current dollars into dollars of one year: value × index(base) / index(year).

    Parameters
    ----------
    values : pandas.Series
        Values in current USD.
    years : pandas.Series
        The year of each value, aligned with ``values``.
    index : pandas.Series
        Price level by year (the year is the label), for example the US consumer price index.
    base_year : int
        The year whose dollars the result is in.

    Returns
    -------
    pandas.Series
        Values in USD of ``base_year``.

    Raises
    ------
    MeasureError
        If the index lacks one of the years; all are named.

    Examples
    --------
    >>> prices = pd.Series({2000: 50.0, 2015: 100.0})
    >>> deflate(pd.Series([10.0]), pd.Series([2000]), prices, 2015).item()
    20.0
    """
    needed = {int(year) for year in years} | {int(base_year)}
    absent = sorted(needed - {int(year) for year in index.index})
    if absent:
        raise MeasureError(f"the price index has no value for {', '.join(map(str, absent))}")
    return values * float(index.loc[base_year]) / years.map(index).astype("float64")


def herfindahl(values: Sequence[float], *, normalised: bool = False) -> float:
    """Return the Herfindahl–Hirschman index of shares, Σ sᵢ².

    Parameters
    ----------
    values : sequence of float
        Trade with each partner, in any one unit. NaN are left out, not counted as zero.
    normalised : bool, default False
        Return (H − 1/n) / (1 − 1/n) instead, which is 0 for equal shares whatever n, n being the
        number of partners with a positive value.

    Returns
    -------
    float
        From 1/n (equal shares) to 1 (one partner); normalised from 0 to 1, and NaN for a single
        partner. NaN if nothing was traded.

    Raises
    ------
    MeasureError
        If a value is negative.

    References
    ----------
    A. O. Hirschman (1964), The paternity of an index, American Economic Review 54(5), 761-762.

    Examples
    --------
    >>> round(herfindahl([2, 1, 1]), 4), round(herfindahl([2, 1, 1], normalised=True), 4)
    (0.375, 0.0625)
    """
    shares = _shares(values)
    if not len(shares):
        return float("nan")
    index = float((shares**2).sum())
    if not normalised:
        return index
    n = len(shares)
    return float("nan") if n == 1 else max(0.0, (index - 1 / n) / (1 - 1 / n))


def concentration_ratio(values: Sequence[float], k: int) -> float:
    """Return the share of the k largest partners.

    Parameters
    ----------
    values : sequence of float
        Trade with each partner, in any one unit. NaN are left out.
    k : int
        Number of partners, one or more.

    Returns
    -------
    float
        A share from 0 to 1; 1 if there are no more than k partners, NaN if nothing was traded.

    Raises
    ------
    MeasureError
        If k is below one or a value is negative.

    Examples
    --------
    >>> concentration_ratio([5, 3, 2], 2)
    0.8
    """
    if k < 1:
        raise MeasureError(f"a concentration ratio needs at least one partner, not {k}")
    shares = _shares(values)
    return float(min(1.0, np.sort(shares)[::-1][:k].sum())) if len(shares) else float("nan")


def _shares(values: Sequence[float]) -> np.ndarray:
    """Return the shares of the positive values, which sum to one."""
    array = np.asarray(values, dtype="float64")
    array = array[~np.isnan(array)]
    if (array < 0).any():
        raise MeasureError("shares are not defined for negative values")
    if not array.any():
        return array[:0]
    # Scaled by the largest first: a sum of tiny or huge values keeps its precision.
    array = array[array > 0] / array.max()
    array = array[array > 0]
    return array / array.sum()


def concentration(by_state: pd.DataFrame, states: Sequence[str], k: int = 12) -> pd.DataFrame:
    """Return how concentrated the turnover is on few partners, by year.

    Parameters
    ----------
    by_state : pandas.DataFrame
        From :func:`flows_by_state`.
    states : sequence of str
        ISO3 codes of the partners to look at.
    k : int, default 12
        Partners in the concentration ratio.

    Returns
    -------
    pandas.DataFrame
        One row a year with figures: ``year, hhi, hhi_normalised, top_share, n_states``.
    """
    turnover = by_state[by_state["iso3"].isin(states)].groupby("year")["turnover_usd"]
    lists = turnover.agg(list)
    columns = {
        "hhi": lists.map(herfindahl),
        "hhi_normalised": lists.map(lambda values: herfindahl(values, normalised=True)),
        "top_share": lists.map(lambda values: concentration_ratio(values, k)),
        "n_states": turnover.count(),
    }
    return pd.DataFrame(columns).rename_axis("year").reset_index()


def asymmetry(exporter_reports: float, importer_reports: float) -> float:
    """Return the mirror asymmetry (X − M) / (X + M) of one flow reported twice.

    Parameters
    ----------
    exporter_reports, importer_reports : float
        The same flow as the exporter (X) and the importer (M) report it, same unit.

    Returns
    -------
    float
        From −1 (only the importer sees it) to 1 (only the exporter does). About −0.03 is what
        freight alone makes. NaN if one is missing or both are zero.

    References
    ----------
    G. Gaulier and S. Zignago (2010), BACI, CEPII Working Paper 2010-23.

    Examples
    --------
    >>> asymmetry(3, 1)
    0.5
    """
    total = exporter_reports + importer_reports
    return (exporter_reports - importer_reports) / total if total > 0 else float("nan")


def reconcile(exporter_reports: float, importer_reports: float, cif_fob: float = CIF_FOB) -> float:
    """Return one FOB estimate of a flow reported twice: the mean of X and M / cif_fob.

    Parameters
    ----------
    exporter_reports : float
        X, valued FOB. NaN if missing.
    importer_reports : float
        M, valued CIF, same unit. NaN if missing.
    cif_fob : float, default 1.06
        Ratio of CIF to FOB values, 1 if the importer reports FOB.

    Returns
    -------
    float
        The mean; the one that exists if the other is missing; NaN if both are.

    References
    ----------
    G. Gaulier and S. Zignago (2010), BACI, CEPII Working Paper 2010-23, who weight the two by
    each reporter's reliability; equal weights are the simplest case.

    Examples
    --------
    >>> reconcile(100, 106), reconcile(float("nan"), 106)
    (100.0, 100.0)
    """
    pair = np.array([exporter_reports, importer_reports / cif_fob])
    known = pair[~np.isnan(pair)]
    return float(known.mean()) if len(known) else float("nan")


def mirror(bilateral: pd.DataFrame) -> pd.DataFrame:
    """Set the two reports of every flow side by side.

    Parameters
    ----------
    bilateral : pandas.DataFrame
        Columns ``iso3, year, reporter, flow, value_usd`` of ``trade/bilateral``.

    Returns
    -------
    pandas.DataFrame
        One row a state, year and flow that both sides reported: ``iso3, year, flow,
        exporter_reports_usd, importer_reports_usd, gap_usd`` (exporter minus importer),
        ``ratio`` (importer / exporter; NaN if the exporter reports zero), ``asymmetry`` and
        ``reconciled_usd``. Flows that one side alone reported are not in it.
    """
    keys = ["iso3", "year", "flow"]
    by_russia = bilateral["reporter"] == "RUS"
    russia = bilateral[by_russia].set_index(keys)["value_usd"]
    state = bilateral[~by_russia].set_index(keys)["value_usd"]
    both = pd.concat({"russia": russia, "state": state}, axis=1).dropna().sort_index()
    both = both.reset_index()
    state_exports = both["flow"] == "exports_to_russia"
    x = both["russia"].mask(state_exports, both["state"]).astype("float64")
    m = both["state"].mask(state_exports, both["russia"]).astype("float64")
    return both[keys].assign(
        exporter_reports_usd=x,
        importer_reports_usd=m,
        gap_usd=x - m,
        ratio=m / x.where(x > 0),
        asymmetry=[asymmetry(*pair) for pair in zip(x, m, strict=True)],
        reconciled_usd=[reconcile(*pair) for pair in zip(x, m, strict=True)],
    )


def mirror_by_year(mirrored: pd.DataFrame) -> pd.DataFrame:
    """Sum the flows that both sides reported, by year and flow.

    Parameters
    ----------
    mirrored : pandas.DataFrame
        From :func:`mirror`.

    Returns
    -------
    pandas.DataFrame
        Columns ``year, flow, exporter_reports_usd, importer_reports_usd, n_states, ratio,
        asymmetry``.
    """
    groups = mirrored.groupby(["year", "flow"])
    sums = groups[["exporter_reports_usd", "importer_reports_usd"]].sum()
    sums = sums.assign(n_states=groups["iso3"].nunique()).reset_index()
    x, m = sums["exporter_reports_usd"], sums["importer_reports_usd"]
    pairs = zip(x, m, strict=True)
    return sums.assign(ratio=m / x.where(x > 0), asymmetry=[asymmetry(*pair) for pair in pairs])

"""How reliably each state reports, and one reconciled figure for a flow that two sides report."""

from __future__ import annotations

import numpy as np
import pandas as pd

from analysis.contracts import FLOWS, Frame, Number, OneOf, takes
from analysis.errors import MeasureError
from analysis.trade.mirror import CIF_FOB, FREIGHT_FACTOR, by_side
from analysis.trade.series import AMOUNTS, Reports

#: Flows below this say more about thresholds of customs than about the reporter.
LEAST_USD = 100_000.0

#: A ratio beyond this in either direction counts as this: one flow booked elsewhere altogether
#: must not decide a reporter's mean.
LARGEST_RATIO = 100.0

SIDES_OF_A_FLOW = ("exporter", "importer")
RELIABILITY = Frame(
    "iso3", "side", "deviation", key=2, present=("deviation",),
    rules={"side": OneOf(SIDES_OF_A_FLOW), "deviation": Number(at_least=0)},
)  # fmt: skip


@takes(
    pairs=Frame(
        "exporter", "importer", "year", "exporter_reports_usd", "importer_reports_usd", key=3
    ),
    cif_fob=FREIGHT_FACTOR,
    least_usd=Number(above=0),
)
def estimate_reliability(
    pairs: pd.DataFrame, *, cif_fob: float = CIF_FOB, least_usd: float = LEAST_USD
) -> pd.DataFrame:
    """Estimate how far each state's reports lie from its partners', as exporter and importer.

    The absolute log ratio of both reports, freight taken off, is explained by who exports, who
    imports and the year (least squares with dummies, weighted by the logarithm of the flow). A
    state's figure is what the model expects of it with the mean partner in the mean year, so that
    a state is not blamed for partners who report badly.

    Parameters
    ----------
    pairs : pandas.DataFrame
        One row a flow that both sides report: ``exporter, importer, year,
        exporter_reports_usd, importer_reports_usd``. Exporters and importers should be many, or
        their shares in the gap cannot be told apart.
    cif_fob : float, default 1.06
        What freight alone makes of the importer's report.
    least_usd : float, default 100000
        Flows are used if both reports reach it.

    Returns
    -------
    pandas.DataFrame
        ``iso3, side`` (``exporter`` or ``importer``), ``deviation`` (expected absolute log ratio;
        0.1 is about 10 %), ``standard_error`` (clustered by pair of states) and ``n_flows``.

    Raises
    ------
    MeasureError
        If fewer than two exporters or importers remain.

    References
    ----------
    G. Gaulier and S. Zignago (2010), BACI: International trade database at the product level,
    CEPII Working Paper 2010-23, section 2.3, who explain the same ratio in the same way, by
    product. https://doi.org/10.2139/ssrn.1994500
    """
    used = pairs[(pairs["exporter_reports_usd"] >= least_usd)]
    used = used[used["importer_reports_usd"] >= least_usd].reset_index(drop=True)
    n_exporters, n_importers = (used[side].nunique() for side in SIDES_OF_A_FLOW)
    if min(n_exporters, n_importers) < 2:
        raise MeasureError(
            "reliability needs two exporters and two importers with flows that both sides report; "
            f"these have {n_exporters} and {n_importers}"
        )
    ratio = np.log(used["importer_reports_usd"] / used["exporter_reports_usd"] / cif_fob)
    gap = np.minimum(ratio.abs().to_numpy(), np.log(LARGEST_RATIO))
    values = used[["exporter_reports_usd", "importer_reports_usd"]].mean(axis=1)
    weight = np.log(values.to_numpy())
    effects = {name: _code_effects(used[name], weight) for name in (*SIDES_OF_A_FLOW, "year")}
    blocks = [codes.loc[used[name]] for name, codes in effects.items()]
    design = np.column_stack([np.ones(len(used)), *blocks])
    root = np.sqrt(weight)[:, None]
    coefficients, *_ = np.linalg.lstsq(design * root, gap * root[:, 0], rcond=None)
    inverse = np.linalg.pinv((design * weight[:, None]).T @ design)
    score = design * (weight * (gap - design @ coefficients))[:, None]
    pair = pd.factorize(used["exporter"] + used["importer"])[0]
    sums = np.zeros((pair.max() + 1, design.shape[1]))
    np.add.at(sums, pair, score)
    covariance = inverse @ sums.T @ sums @ inverse
    frames = []
    start = 1
    for side in SIDES_OF_A_FLOW:
        codes = effects[side]
        picks = np.zeros((len(codes), design.shape[1]))
        picks[:, 0] = 1.0
        picks[:, start : start + codes.shape[1]] = codes
        start += codes.shape[1]
        found = {
            "iso3": codes.index,
            "side": side,
            "deviation": picks @ coefficients,
            "standard_error": np.sqrt(((picks @ covariance) * picks).sum(axis=1).clip(0)),
            "n_flows": used[side].value_counts()[codes.index].to_numpy(),
        }
        frames.append(pd.DataFrame(found))
    return pd.concat(frames, ignore_index=True)


def _code_effects(column: pd.Series, weight: np.ndarray) -> pd.DataFrame:
    """Return a row of weighted effect codes for each label: the last is minus the others' mean."""
    shares = pd.Series(weight, column.to_numpy()).groupby(level=0).sum()
    codes = np.eye(len(shares))[:, :-1]
    codes[-1] = -shares.iloc[:-1] / shares.iloc[-1]
    return pd.DataFrame(codes, index=shares.index)


@takes(exporter_deviation=AMOUNTS, importer_deviation=AMOUNTS)
def exporter_weight(exporter_deviation: float, importer_deviation: float) -> float:
    """Return the weight of the exporter's report: inverse squares of both deviations.

    Parameters
    ----------
    exporter_deviation, importer_deviation : float
        Of :func:`estimate_reliability`, positive. NaN if unknown.

    Returns
    -------
    float
        From 0 to 1; a half if either is unknown.

    Examples
    --------
    >>> exporter_weight(0.5, 0.5), round(exporter_weight(0.25, 0.75), 2)
    (0.5, 0.9)
    """
    x, m = exporter_deviation**2, importer_deviation**2
    return 0.5 if not x + m > 0 else float(m / (x + m))


@takes(bilateral=Reports("valuation"), cif_fob=FREIGHT_FACTOR, reliability=RELIABILITY)
def reconcile_flows(
    bilateral: pd.DataFrame,
    *,
    cif_fob: float = CIF_FOB,
    reliability: pd.DataFrame | None = None,
) -> pd.DataFrame:
    """Return one FOB figure for every state, year and flow, from one report or two.

    Parameters
    ----------
    bilateral : pandas.DataFrame
        Rows of ``trade/bilateral`` of one partner, ``valuation`` among its columns.
    cif_fob : float, default 1.06
        Importers' reports are divided by it, unless they are marked FOB.
    reliability : pandas.DataFrame, optional
        From :func:`estimate_reliability`. None weights both reports equally.

    Returns
    -------
    pandas.DataFrame
        ``iso3, year, flow, value_usd, low_usd, high_usd`` (the lower and the higher report, FOB),
        ``n_reports`` (1 or 2) and ``exporter_weight`` (1 or 0 if one side alone reports).

    Raises
    ------
    MeasureError
        If the freight factor is below one, or the rows are not the reports of one partner.

    References
    ----------
    G. Gaulier and S. Zignago (2010), BACI, CEPII Working Paper 2010-23.

    Examples
    --------
    >>> rows = [("ARG", "RUS", 2000, "ARG", "exports", 100.0, "fob"),
    ...         ("ARG", "RUS", 2000, "RUS", "exports", 127.2, "cif")]
    >>> names = ["iso3", "partner", "year", "reporter", "flow", "value_usd", "valuation"]
    >>> reconcile_flows(pd.DataFrame(rows, columns=names))["value_usd"].tolist()
    [110.0]
    """
    keys = ["iso3", "year", "flow"]
    _, is_importer = by_side(bilateral)
    freight = np.where(is_importer & (bilateral["valuation"] != "fob"), cif_fob, 1.0)
    rows = bilateral[keys].assign(
        side=np.where(is_importer, "importer", "exporter"),
        fob=bilateral["value_usd"].astype("float64") / freight,
    )
    wide = rows.pivot(index=keys, columns="side", values="fob")
    wide = wide.reindex(columns=list(SIDES_OF_A_FLOW)).sort_index()
    weight = pd.Series(0.5, index=wide.index)
    if reliability is not None:
        known = reliability.set_index(["iso3", "side"])["deviation"]
        partner = "".join(bilateral["partner"].unique())
        pairs = [
            (iso3, partner) if flow == FLOWS[0] else (partner, iso3) for iso3, _, flow in wide.index
        ]
        weights = [
            exporter_weight(known.get((s, "exporter"), np.nan), known.get((b, "importer"), np.nan))
            for s, b in pairs
        ]
        weight = pd.Series(weights, index=wide.index, dtype="float64")
    weight = weight.mask(wide["importer"].isna(), 1.0).mask(wide["exporter"].isna(), 0.0)
    value = weight * wide["exporter"].fillna(0) + (1 - weight) * wide["importer"].fillna(0)
    frame = pd.DataFrame(
        {
            "value_usd": value,
            "low_usd": wide.min(axis=1),
            "high_usd": wide.max(axis=1),
            "n_reports": wide.notna().sum(axis=1),
            "exporter_weight": weight,
        }
    )
    return frame.reset_index()

"""The headline estimates: whether alignment goes with trade or with arms within states."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import numpy as np
import pandas as pd
from scipy import stats  # type: ignore[import-untyped]

from analysis.contracts import Frame, Number, check, takes
from analysis.synthesis.panel import PANEL, lag
from analysis.synthesis.poisson import Poisson, estimate_poisson
from analysis.synthesis.within import (
    TooLittleError,
    Within,
    complete_cases,
    estimate_within,
    take_out_means,
)

CONTROLS = ("log_gdp", "log_population")
POWER, LEVEL = 0.8, 0.05
#: Column of the cause as it stood before.
_BEFORE = "before"
_COLUMNS = [
    "direction", "outcome", "cause", "partner", "estimator", "step", "coefficient", "effect", "low",
    "high", "p_value", "standard_error", "partial_correlation", "n_observations", "n_states",
    "effective_states", "most_influential", "effect_without", "collinear", "reason",
]  # fmt: skip


def step_of(frame: pd.DataFrame, column: str, fixed: Sequence[str] = ("iso3", "year")) -> float:
    """Return the change of a cause that effects are stated for.

    Parameters
    ----------
    frame : pandas.DataFrame
        The sample, without gaps.
    column : str
        A column of it.
    fixed : sequence of str, optional
        Columns whose means are taken out first.

    Returns
    -------
    float
        1 for what is 0 or 1 throughout; else one standard deviation within states and years, in
        the column's unit. Missing for an empty sample.
    """
    check("step_of", {"frame": frame}, frame=Frame(column, *fixed, present=(column,)))
    values = frame[column].astype("float64")
    if values.isin([0.0, 1.0]).all():
        return 1.0 if len(values) else float("nan")
    left = take_out_means(values.to_numpy()[:, None], frame, fixed, 1e-12)
    return float(np.sqrt((left**2).mean()))


@takes(panel=PANEL, years=Number(is_whole=True))
def estimate_votes(
    panel: pd.DataFrame,
    causes: Sequence[str],
    alignments: Mapping[str, str],
    years: int,
    weights: pd.DataFrame,
    controls: Sequence[str] = CONTROLS,
) -> pd.DataFrame:
    """Estimate what alignment with each partner does when trade, arms or membership change.

    Parameters
    ----------
    panel : pandas.DataFrame
        From :func:`analysis.synthesis.build_panel`.
    causes : sequence of str
        Columns of the panel.
    alignments : mapping of str to str
        Partner → column of the alignment with it. Those of other partners are estimated beside
        the first: what moves all of them alike says nothing about it.
    years : int
        Years by which the cause stands before the votes.
    weights : pandas.DataFrame
        From :func:`analysis.synthesis.draw_weights`.
    controls : sequence of str, optional
        Columns held constant, of the votes' year.

    Returns
    -------
    pandas.DataFrame
        A row a cause and partner. ``effect`` is the change of the alignment, on its own scale, for
        one ``step`` of the cause (:func:`step_of`); ``low`` and ``high`` its 95 % interval and
        ``p_value`` by the restricted wild cluster bootstrap; ``standard_error`` that of the effect
        by the jackknife over states (CRV3). ``effect_without`` leaves the ``most_influential``
        state out. What cannot be estimated has a ``reason`` and no numbers.
    """

    def estimate(frame: pd.DataFrame, outcome: str) -> tuple[Within, dict[str, Any]]:
        found = estimate_within(frame, outcome, _BEFORE, controls)
        drawn = weights[list(found.states)].to_numpy()
        low, high = found.bootstrap_interval(drawn)
        return found, {
            "sample": complete_cases(frame, [outcome, _BEFORE, *controls]),
            "coefficient": found.coefficient,
            "low": low,
            "high": high,
            "p_value": found.p_value(drawn),
            "standard_error": found.standard_error,
            "partial_correlation": found.partial_correlation,
            "effective_states": found.effective_states,
            "most_influential": found.most_influential,
            "effect_without": found.without_most_influential,
        }

    pairs = [(cause, column, who) for cause in causes for who, column in alignments.items()]
    return _estimate_each(panel, pairs, years, weights, estimate, is_factor=False)


@takes(panel=PANEL, years=Number(is_whole=True))
def estimate_flows(
    panel: pd.DataFrame,
    outcomes: Sequence[str],
    alignments: Mapping[str, str],
    years: int,
    weights: pd.DataFrame,
    controls: Sequence[str] = CONTROLS,
) -> pd.DataFrame:
    """Estimate what trade and arms do after alignment with each partner has changed.

    Parameters
    ----------
    panel : pandas.DataFrame
        From :func:`analysis.synthesis.build_panel`.
    outcomes : sequence of str
        Columns of the panel, zero or more: a turnover in USD, deliveries in TIV.
    alignments, years, weights, controls
        As for :func:`estimate_votes`; here the votes stand before.

    Returns
    -------
    pandas.DataFrame
        As from :func:`estimate_votes`. ``effect``, ``low`` and ``high`` are factors on the
        expected value (1: no effect) for one ``step`` of alignment, by Poisson pseudo-maximum
        likelihood, with errors clustered by state (CRV1); ``standard_error`` is that of the
        factor's logarithm; ``p_value`` by the score bootstrap.
    """

    def estimate(frame: pd.DataFrame, outcome: str) -> tuple[Poisson, dict[str, Any]]:
        found = estimate_poisson(frame, outcome, [_BEFORE, *controls], weights=weights)
        if _BEFORE not in found.effects.index:
            raise TooLittleError(f"{_BEFORE} is fixed by states, years and controls")
        sample = frame[["iso3", "year", _BEFORE, outcome, *controls]].dropna()
        numbers = {**found.effects.loc[_BEFORE], "p_value": found.score_p_value}
        return found, {"sample": sample, **numbers}

    pairs = [(column, outcome, who) for outcome in outcomes for who, column in alignments.items()]
    return _estimate_each(panel, pairs, years, weights, estimate, is_factor=True)


def _estimate_each(
    panel: pd.DataFrame,
    pairs: Sequence[tuple[str, str, str]],
    years: int,
    weights: pd.DataFrame,
    estimate: Callable[[pd.DataFrame, str], tuple[Within | Poisson, dict[str, Any]]],
    *,
    is_factor: bool,
) -> pd.DataFrame:
    """Estimate each cause, outcome and partner; what cannot be estimated has its reason."""
    check("estimates", {"weights": weights}, weights=Frame(*panel["iso3"].unique()))
    direction, estimator = ("from votes", "Poisson") if is_factor else ("to votes", "least squares")
    rows = []
    for cause, outcome, partner in pairs:
        given = (direction, outcome, cause, partner, estimator)
        row: dict[str, Any] = dict(zip(_COLUMNS, given, strict=False))
        row |= {"reason": "", "collinear": ""}
        rows.append(row)
        try:
            found, numbers = estimate(panel.assign(**{_BEFORE: lag(panel, cause, years)}), outcome)
        except TooLittleError as error:
            row["reason"] = str(error).replace(_BEFORE, cause)
            continue
        row |= numbers | {"step": step_of(numbers["sample"], _BEFORE)}
        row |= {"effect": row["coefficient"], "collinear": ", ".join(found.collinear)}
        row |= {"n_observations": found.n_observations, "n_states": found.n_states}
        for name in {"standard_error", "effect_without"} & set(row):
            row[name] *= row["step"]
        for name in ("effect", "low", "high"):
            row[name] = np.exp(row[name] * row["step"]) if is_factor else row[name] * row["step"]
    return pd.DataFrame(rows).reindex(columns=_COLUMNS)


@takes(
    estimates=Frame("cause", "partner", "outcome", "effect", "standard_error", "n_states"),
    panel=PANEL,
)
def state_power(estimates: pd.DataFrame, panel: pd.DataFrame) -> pd.DataFrame:
    """Say which effects the design could have found, and which it excludes.

    Parameters
    ----------
    estimates : pandas.DataFrame
        From :func:`estimate_votes`.
    panel : pandas.DataFrame
        The panel that they are from.

    Returns
    -------
    pandas.DataFrame
        ``cause, partner, outcome_sd, effect, standard_error, smallest_detectable,
        excluded_beyond`` and both over ``outcome_sd`` (``_in_sd``), the standard deviation of the
        alignment within states and years. ``smallest_detectable``: the effect found with a
        probability of 80 % by a two-sided test of 5 %. ``excluded_beyond``: the smallest bound for
        which two one-sided tests of 5 % reject that the effect is larger on either side.

    References
    ----------
    H. S. Bloom (1995), Minimum detectable effects, Evaluation Review 19(5), 547-556,
    doi:10.1177/0193841X9501900504. D. J. Schuirmann (1987), Journal of Pharmacokinetics and
    Biopharmaceutics 15, 657-680, doi:10.1007/BF01068419 (two one-sided tests).
    """
    rows = estimates[estimates["effect"].notna()]
    free, error = rows["n_states"] - 1, rows["standard_error"].astype("float64")
    spread = rows["outcome"].map(
        {
            name: step_of(panel[["iso3", "year", name]].dropna(), name)
            for name in rows["outcome"].unique()
        }
    )
    quantiles = stats.t.ppf(1 - LEVEL / 2, free) + stats.t.ppf(POWER, free)
    beyond = rows["effect"].abs() + stats.t.ppf(1 - LEVEL, free) * error
    found = rows[["cause", "partner"]].assign(
        outcome_sd=spread,
        effect=rows["effect"],
        standard_error=error,
        smallest_detectable=quantiles * error,
        excluded_beyond=beyond,
    )
    for name in ("smallest_detectable", "excluded_beyond"):
        found[f"{name}_in_sd"] = found[name] / spread.where(spread > 0)
    return found.reset_index(drop=True)

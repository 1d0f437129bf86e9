"""The specification curve: one question estimated in every defensible way, and read together."""

from __future__ import annotations

import itertools
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from analysis.contracts import SIDES, Number, OneOf, takes
from analysis.synthesis.panel import PANEL, lag
from analysis.synthesis.reading import Reading
from analysis.synthesis.variables import ALIGNMENTS, ARMS_WINDOW, alignment_column
from analysis.synthesis.within import TooLittleError, draw_weights, estimate_arrays

#: S is 2A - 1: it would count every specification of agreement twice.
CURVE_ALIGNMENTS = tuple(name for name in ALIGNMENTS if name != "s_score")
LAGS = (0, 1, 3)
CONTROLS: dict[str, tuple[str, ...]] = {
    "no controls": (),
    "GDP and population": ("log_gdp", "log_population"),
}
CAUSES: dict[str, dict[tuple[str, str], str]] = {
    "trade": {
        (scale, side): column.format(side)
        for scale, column in (
            ("log of trade", "log_turnover_{}"),
            ("share of all trade", "trade_share_{}_pct"),
            ("trade over GDP", "trade_to_gdp_{}_pct"),
        )
        for side in SIDES
    },
    "arms": {
        (f"any arms in {ARMS_WINDOW} years", ""): "any_arms",
        (f"asinh of {ARMS_WINDOW} years' TIV", ""): "asinh_tiv_sum",
        ("share of arms imports", ""): "arms_share_pct",
    },
}
"""Question → (scale, whose figures) → column of the panel."""

CHOICES = ("alignment", "scale", "reporter", "lag", "sample", "controls", "period")
#: Statistics of :meth:`Curve.joint_tests` → a name for records.
STATISTICS = {
    "median partial correlation": "median",
    "significant positive minus negative, share": "significant",
    "mean t-value": "mean_t",
}
_LEVEL = 0.05


@dataclass(frozen=True)
class Curve:
    """A specification curve with its bootstrap under the hypothesis of no effect.

    Parameters
    ----------
    specifications : pandas.DataFrame
        One row a specification that could be estimated, sorted by ``partial_correlation``: the
        columns of :data:`CHOICES`, ``n_observations``, ``n_states``, ``effective_states``,
        ``coefficient``, ``partial_correlation``, ``low``, ``high`` (95 % interval of the latter),
        ``p_value``.
    left_out : pandas.DataFrame
        Specifications that could not be estimated: the choices and the ``reason``.
    """

    specifications: pd.DataFrame
    left_out: pd.DataFrame
    _null_correlations: np.ndarray  # (B, K), in the order of the specifications
    _null_t: np.ndarray
    _t: np.ndarray

    def joint_tests(self) -> pd.DataFrame:
        """Test that there is no effect in any specification, by three statistics of the curve.

        Returns
        -------
        pandas.DataFrame
            ``statistic, value, null_low, null_high, p_value``: the median partial correlation; the
            surplus of significant positive over significant negative estimates, as a share of all;
            the mean t-value. ``null_low`` and ``null_high`` hold the middle 95 % of the bootstrap.
            Three tests of one curve are three chances: :meth:`joint_p_value` allows for them.

        References
        ----------
        U. Simonsohn, J. P. Simmons, L. D. Nelson (2020), Specification curve analysis, Nature
        Human Behaviour 4, 1208-1214, doi:10.1038/s41562-020-0912-z. Their bootstrap draws rows;
        here states are turned round, in all specifications alike, since rows of a state depend
        on each other.
        """
        columns = ["statistic", "value", "null_low", "null_high", "p_value"]
        if self.specifications.empty:
            return pd.DataFrame(columns=columns)
        critical = np.quantile(np.abs(self._null_t), 1 - _LEVEL, axis=0)
        statistics = {
            "median partial correlation": (
                float(self.specifications["partial_correlation"].median()),
                np.median(self._null_correlations, axis=1),
            ),
            "significant positive minus negative, share": (
                float(_surplus(self._t[None, :], critical)[0]),
                _surplus(self._null_t, critical),
            ),
            "mean t-value": (float(self._t.mean()), self._null_t.mean(axis=1)),
        }
        rows = []
        for name, (value, null) in statistics.items():
            # Without a surplus the statistic is zero, and every draw is at least as far from it.
            beyond = (np.abs(null) >= abs(value) * (1 - 1e-12)).sum()
            low, high = np.quantile(null, [0.025, 0.975])
            rows.append((name, value, low, high, (1 + beyond) / (1 + len(null))))
        return pd.DataFrame(rows, columns=columns)

    def joint_p_value(self) -> float:
        """Return one p-value for the three tests: three times the least, at most 1 (Bonferroni)."""
        tests = self.joint_tests()
        return float("nan") if tests.empty else min(1.0, 3 * float(tests["p_value"].min()))

    def by_choice(self) -> pd.DataFrame:
        """Return the median estimate for every value of every choice.

        Returns
        -------
        pandas.DataFrame
            ``choice, value, n_specifications, median, share_positive, share_significant``: by it
            one reads which choices the answer hangs on.
        """
        rows = []
        for choice in CHOICES:
            if self.specifications.empty or self.specifications[choice].nunique() < 2:
                continue
            for value, part in self.specifications.groupby(choice, sort=False):
                found = part["partial_correlation"]
                rows.append(
                    {
                        "choice": choice,
                        "value": str(value),
                        "n_specifications": len(part),
                        "median": float(found.median()),
                        "share_positive": float((found > 0).mean()),
                        "share_significant": float((part["p_value"] < _LEVEL).mean()),
                    }
                )
        columns = ["choice", "value", "n_specifications", "median"]
        return pd.DataFrame(rows, columns=[*columns, "share_positive", "share_significant"])


@takes(question=OneOf(tuple(CAUSES)))
def list_specifications(
    question: str,
    reading: Reading,
    alignments: Sequence[str] = CURVE_ALIGNMENTS,
    lags: Sequence[int] | None = None,
) -> pd.DataFrame:
    """List every combination of the defensible choices.

    Parameters
    ----------
    question : {"trade", "arms"}
        What may go with alignment.
    reading : Reading
        The partner, the samples and the periods.
    alignments : sequence of str, optional
        Measures of alignment with the partner.
    lags : sequence of int, optional
        Years by which trade or arms stand before the votes. None: :data:`LAGS` and the reading's.

    Returns
    -------
    pandas.DataFrame
        The columns of :data:`CHOICES`, ``outcome`` and ``cause`` (the panel's columns),
        ``left_out`` (states) and ``first_year``.

    Raises
    ------
    MeasureError
        If the question is unknown.
    """
    rows = []
    for alignment, ((scale, side), cause), years, (sample, out), controls, (
        period,
        first,
    ) in itertools.product(
        alignments,
        CAUSES[question].items(),
        sorted({*LAGS, reading.lag}) if lags is None else lags,
        reading.samples.items(),
        CONTROLS,
        reading.periods.items(),
    ):
        outcome = alignment_column(alignment, reading.partner)
        choices = (alignment, scale, side, years, sample, controls, period)
        rows.append((*choices, outcome, cause, out, first))
    names = [*CHOICES, "outcome", "cause", "left_out", "first_year"]
    return pd.DataFrame(rows, columns=names)


@takes(panel=PANEL, draws=Number(at_least=1, is_whole=True))
def estimate_curve(panel: pd.DataFrame, specifications: pd.DataFrame, draws: int = 499) -> Curve:
    """Estimate every specification, and the same curve in samples without an effect.

    Parameters
    ----------
    panel : pandas.DataFrame
        From :func:`analysis.synthesis.build_panel`.
    specifications : pandas.DataFrame
        From :func:`list_specifications`.
    draws : int, optional
        Bootstrap samples.

    Returns
    -------
    Curve
        The curve. Two specifications that are the same sample and columns (without a state that
        is not in the panel at all, say) are estimated once; the later ones are among those left
        out.
    """
    order = panel.sort_values(["iso3", "year"], ignore_index=True)
    states, place = np.unique(order["iso3"].to_numpy(dtype=str), return_inverse=True)
    year = order["year"].to_numpy(dtype=int)
    weights = draw_weights(list(states), draws).to_numpy()
    columns: dict[tuple[str, int], np.ndarray] = {}
    found, left, seen = [], [], set()
    nulls: list[tuple[np.ndarray, np.ndarray]] = []
    bases: dict[tuple, tuple[np.ndarray, list[bool]]] = {}
    for row in specifications.to_dict("records"):
        choices = {name: row[name] for name in CHOICES}
        outcome, out = row["outcome"], row["left_out"]
        controls = CONTROLS[row["controls"]]
        keys = [(outcome, 0), (row["cause"], row["lag"]), *((name, 0) for name in controls)]
        for key in keys:
            if key not in columns:
                columns[key] = lag(order, *key).to_numpy()
        keep = ~np.isin(states, out)[place] & (year >= row["first_year"])
        away = tuple(s for s in states if s in out)
        starts = int(year[keep].min()) if keep.any() else 0
        same = (outcome, row["cause"], row["lag"], controls, away, starts)
        if same in seen:
            left.append({**choices, "reason": "the same as another: the sample does not differ"})
            continue
        seen.add(same)
        names = [outcome, row["cause"], *controls]
        values = np.column_stack([columns[key] for key in keys])
        values[~keep] = np.nan
        try:
            one = estimate_arrays(values, states, place, year, names=names, bases=bases)
        except TooLittleError as error:
            left.append({**choices, "reason": str(error)})
            continue
        drawn = weights[:, np.searchsorted(states, one.states)]
        correlations, t = one.bootstrap(drawn)
        value = one.t_value()
        width = np.quantile(np.abs(t), 1 - _LEVEL) * abs(
            one.partial_correlation / value if value else 0
        )
        found.append(
            {
                **choices,
                "n_observations": one.n_observations,
                "n_states": one.n_states,
                "effective_states": one.effective_states,
                "coefficient": one.coefficient,
                "partial_correlation": one.partial_correlation,
                "low": one.partial_correlation - width,
                "high": one.partial_correlation + width,
                "p_value": (1 + (np.abs(t) >= abs(value) * (1 - 1e-12)).sum()) / (1 + len(t)),
                "t_value": value,
            }
        )
        nulls.append((correlations, t))
    numbers = ["n_observations", "n_states", "effective_states", "coefficient"]
    numbers += ["partial_correlation", "low", "high", "p_value", "t_value"]
    frame = pd.DataFrame(found, columns=[*CHOICES, *numbers])
    by_size = np.argsort(frame["partial_correlation"].to_numpy(dtype="float64"), kind="stable")
    empty = np.empty((draws, 0))
    return Curve(
        specifications=frame.iloc[by_size].drop(columns="t_value").reset_index(drop=True),
        left_out=pd.DataFrame(left, columns=[*CHOICES, "reason"]),
        _null_correlations=np.column_stack([n[0] for n in nulls])[:, by_size] if nulls else empty,
        _null_t=np.column_stack([n[1] for n in nulls])[:, by_size] if nulls else empty,
        _t=frame["t_value"].to_numpy(dtype="float64")[by_size],
    )


def _surplus(t: np.ndarray, critical: np.ndarray) -> np.ndarray:
    return (t > critical).mean(axis=1) - (t < -critical).mean(axis=1)


def summarise_curves(curves: Mapping[str, Curve]) -> pd.DataFrame:
    """Return one row a curve: how many specifications, their middle, and how many are significant.

    Parameters
    ----------
    curves : mapping of str to Curve
        Question → curve.

    Returns
    -------
    pandas.DataFrame
        ``question, n_specifications, n_left_out, median, low, high`` (10th and 90th percentile of
        the estimates), ``share_positive, share_significant_positive,
        share_significant_negative``; missing where nothing could be estimated.
    """
    rows = []
    for question, curve in curves.items():
        r, p = (curve.specifications[name] for name in ("partial_correlation", "p_value"))
        rows.append(
            {
                "question": question,
                "n_specifications": len(r),
                "n_left_out": len(curve.left_out),
                "median": float(r.median()),
                "low": float(r.quantile(0.1)),
                "high": float(r.quantile(0.9)),
                "share_positive": float((r > 0).mean()),
                "share_significant_positive": float(((r > 0) & (p < _LEVEL)).mean()),
                "share_significant_negative": float(((r < 0) & (p < _LEVEL)).mean()),
            }
        )
    return pd.DataFrame(rows)

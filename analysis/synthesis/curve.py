"""The specification curve: one question estimated in every defensible way, and read together."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import product

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

CHOICES = {
    "alignment": "Alignment",
    "scale": "Scale",
    "reporter": "Whose figures",
    "lag": "Years before",
    "sample": "Sample",
    "controls": "Held constant",
    "period": "Period",
}
"""Choice → what figures call it."""
#: Statistics of :meth:`Curve.joint_tests` → a name for records.
STATISTICS = {
    "median partial correlation": "median",
    "significant positive minus negative, share": "significant",
    "mean t-value": "mean_t",
}
_LEVEL = 0.05
_NUMBERS = ["n_observations", "n_states", "effective_states", "coefficient"]
_NUMBERS += ["partial_correlation", "low", "high", "p_value", "t_value"]


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
        median = float(self.specifications["partial_correlation"].median())
        surplus = float(_surplus(self._t[None, :], critical)[0])
        found = (
            (median, np.median(self._null_correlations, axis=1)),
            (surplus, _surplus(self._null_t, critical)),
            (float(self._t.mean()), self._null_t.mean(axis=1)),
        )
        rows = []
        for name, (value, null) in zip(STATISTICS, found, strict=True):
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
        r, p = (self.specifications[name] for name in ("partial_correlation", "p_value"))
        numbers = {"r": r, "is_positive": r > 0, "is_significant": p < _LEVEL}
        frame = self.specifications[list(CHOICES)].astype(str).assign(**numbers)
        long = frame.melt(list(numbers), list(CHOICES), "choice", "value")
        long = long[long.groupby("choice")["value"].transform("nunique") > 1]
        by_value = long.groupby(["choice", "value"], sort=False)
        return by_value.agg(
            n_specifications=("r", "size"),
            median=("r", "median"),
            share_positive=("is_positive", "mean"),
            share_significant=("is_significant", "mean"),
        ).reset_index()


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
    rows = [
        (alignment, *scale, years, sample, controls, period, cause, out, first)
        for alignment, (scale, cause), years, (sample, out), controls, (period, first) in product(
            alignments,
            CAUSES[question].items(),
            sorted({*LAGS, reading.lag}) if lags is None else lags,
            reading.samples.items(),
            CONTROLS,
            reading.periods.items(),
        )
    ]
    frame = pd.DataFrame(rows, columns=[*CHOICES, "cause", "left_out", "first_year"])
    outcomes = {each: alignment_column(each, reading.partner) for each in alignments}
    return frame.assign(outcome=frame["alignment"].map(outcomes))


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
    nulls = [(np.empty(draws), np.empty(draws))]
    bases: dict[tuple, tuple[np.ndarray, list[bool]]] = {}
    for row in specifications.to_dict("records"):
        choices = {name: row[name] for name in CHOICES}
        names = [row["outcome"], row["cause"], *CONTROLS[row["controls"]]]
        keys = [(name, row["lag"] if name == row["cause"] else 0) for name in names]
        for key in keys:
            if key not in columns:
                columns[key] = lag(order, *key).to_numpy()
        is_out = np.isin(states, row["left_out"])
        keep = ~is_out[place] & (year >= row["first_year"])
        same = (*keys, is_out.tobytes(), int(year[keep].min()) if keep.any() else 0)
        if same in seen:
            left.append({**choices, "reason": "the same as another: the sample does not differ"})
            continue
        seen.add(same)
        values = np.column_stack([columns[key] for key in keys])
        values[~keep] = np.nan
        try:
            one = estimate_arrays(values, states, place, year, names=names, bases=bases)
        except TooLittleError as error:
            left.append({**choices, "reason": str(error)})
            continue
        nulls.append(one.bootstrap(weights[:, np.searchsorted(states, one.states)]))
        t, value, middle = np.abs(nulls[-1][1]), one.t_value(), one.partial_correlation
        width = np.quantile(t, 1 - _LEVEL) * abs(middle / value if value else 0)
        p = (1 + (t >= abs(value) * (1 - 1e-12)).sum()) / (1 + len(t))
        sizes = (one.n_observations, one.n_states, one.effective_states, one.coefficient)
        numbers = (*sizes, middle, middle - width, middle + width, p, value)
        found.append(choices | dict(zip(_NUMBERS, numbers, strict=True)))
    frame = pd.DataFrame(found, columns=[*CHOICES, *_NUMBERS])
    by_size = np.argsort(frame["partial_correlation"].to_numpy(dtype="float64"), kind="stable")
    correlations, null_t = (np.column_stack(part)[:, 1:] for part in zip(*nulls, strict=True))
    return Curve(
        specifications=frame.iloc[by_size].drop(columns="t_value").reset_index(drop=True),
        left_out=pd.DataFrame(left, columns=[*CHOICES, "reason"]),
        _null_correlations=correlations[:, by_size],
        _null_t=null_t[:, by_size],
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
        r = curve.specifications["partial_correlation"]
        signs = np.sign(r).where(curve.specifications["p_value"] < _LEVEL, 0)
        rows.append(
            {
                "question": question,
                "n_specifications": len(r),
                "n_left_out": len(curve.left_out),
                "median": r.median(),
                "low": r.quantile(0.1),
                "high": r.quantile(0.9),
                "share_positive": (r > 0).mean(),
                "share_significant_positive": (signs > 0).mean(),
                "share_significant_negative": (signs < 0).mean(),
            }
        )
    return pd.DataFrame(rows)

"""Each thesis of the texts beside the number that bears on it, read by one rule."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd

from analysis.synthesis.curve import Curve
from analysis.synthesis.reading import Reading

LEVEL = 0.05
NEUTRAL = {"Poisson": 1.0, "ratio": 1.0, "least squares": 0.0, "difference": 0.0}
"""Estimator or kind of comparison → the value that says "no effect"."""
_COLUMNS = ["thesis", "test", "subject", "partner", "against", "period", "neutral", "value"]
_COLUMNS += ["low", "high", "reading"]


def list_answers(
    periods: Mapping[str, pd.DataFrame],
    kinds: Mapping[str, str],
    concentration: pd.DataFrame,
    to_votes: pd.DataFrame,
    from_votes: pd.DataFrame,
    curves: Mapping[str, Curve],
    reading: Reading,
) -> pd.DataFrame:
    """Set each thesis of the texts beside the number that bears on it.

    Parameters
    ----------
    periods : mapping of str to pandas.DataFrame
        ``trade``, ``arms``, ``votes`` → from :func:`analysis.synthesis.compare_periods`.
    kinds : mapping of str to str
        The same keys → ``"ratio"`` or ``"difference"``.
    concentration : pandas.DataFrame
        From :func:`analysis.synthesis.concentrate_by_partner`.
    to_votes, from_votes : pandas.DataFrame
        From :func:`analysis.synthesis.estimate_votes` and ``estimate_flows``.
    curves : mapping of str to Curve
        ``trade`` and ``arms``.
    reading : Reading
        The partner and the theses.

    Returns
    -------
    pandas.DataFrame
        In the order of the theses: ``thesis, test`` (``curve, to votes, from votes, size, other``
        or ``period``), ``subject, partner, against, period, neutral`` (what "no effect" is),
        ``value, low, high`` and ``reading``. For a curve ``value`` is the median partial
        correlation and ``high`` the joint p-value; for concentration ``value`` is the share of
        years (0 to 1), ``low`` and ``high`` the mean indices of the partner and of what it is set
        beside. The reading follows by rule: an effect counts as found if its interval leaves out
        the neutral value (for the curves, if the joint p-value is below 5 %), and as opposite if
        it lies on the other side.
    """
    theses, partner = reading.theses, reading.partner
    rows: list[dict[str, Any]] = []
    for question, curve in curves.items():
        tests, p = curve.joint_tests(), curve.joint_p_value()
        value = float("nan") if tests.empty else float(tests["value"].iloc[0])
        word = "not told from none" if p >= LEVEL else "found" if value > 0 else "opposite"
        named = {"thesis": theses.politics, "test": "curve", "subject": question}
        numbers = {"value": value, "high": p}
        rows.append({**named, **numbers, "reading": "not estimable" if tests.empty else word})
    for frame, subject in ((to_votes, "cause"), (from_votes, "outcome")):
        for row in frame[frame["partner"] == partner].to_dict("records"):
            named = {"thesis": theses.politics, "test": row["direction"], "subject": row[subject]}
            rows.append(named | _read(row["effect"], row, NEUTRAL[row["estimator"]]))
    wide = concentration.pivot(index="year", columns="partner", values="hhi")
    for test, against in (("size", "size"), *(("other", each) for each in reading.others[:1])):
        if {partner, against} <= set(wide):
            share = float((wide[partner] > wide[against]).mean())
            named = {"thesis": theses.concentration, "test": test, "against": against}
            numbers = {"value": share, "low": wide[partner].mean(), "high": wide[against].mean()}
            word = "mostly" if share > 0.5 else "mostly not"
            rows.append({**named, **numbers, "reading": word})
    of_step = {step.name: step.thesis for step in theses.steps}
    for what, frame in periods.items():
        for row in frame.to_dict("records"):
            # Against the first of the others; every other pair is about alternatives.
            is_first = (row["partner"], row["against"]) == reading.pairs[0]
            thesis = of_step[row["step"]] if is_first else theses.alternatives
            named = {name: row[name] for name in ("partner", "against", "period")}
            named |= {"thesis": thesis, "test": "period", "subject": what}
            rows.append(named | _read(row["change"], row, NEUTRAL[kinds[what]]))
    order = [theses.politics, theses.concentration, *of_step.values(), theses.alternatives]
    found = pd.DataFrame(rows, columns=_COLUMNS)
    place = found["thesis"].map({thesis: place for place, thesis in enumerate(order)})
    return found.iloc[place.argsort(kind="stable")].reset_index(drop=True)


def _read(value: float, row: Mapping[Any, Any], neutral: float) -> dict[str, Any]:
    low, high = row["low"], row["high"]
    if pd.isna(value):
        word = "not estimable"
    elif pd.isna(low):
        word = "too few states"
    elif low > neutral:
        word = "found"
    else:
        word = "opposite" if high < neutral else "not told from none"
    return {"neutral": neutral, "value": value, "low": low, "high": high, "reading": word}

"""Each thesis of the texts beside the number that bears on it, read by one rule."""

from __future__ import annotations

from collections.abc import Mapping

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
    rows: list[dict[str, object]] = []
    for question, curve in curves.items():
        tests, p = curve.joint_tests(), curve.joint_p_value()
        value = float("nan") if tests.empty else float(tests["value"].iloc[0])
        word = "not told from none" if p >= LEVEL else "found" if value > 0 else "opposite"
        rows.append(
            {
                "thesis": theses.politics,
                "test": "curve",
                "subject": question,
                "value": value,
                "high": p,
                "reading": "not estimable" if tests.empty else word,
            }
        )
    for frame, subject in ((to_votes, "cause"), (from_votes, "outcome")):
        for row in frame[frame["partner"] == partner].to_dict("records"):
            numbers = (row["effect"], row["low"], row["high"], NEUTRAL[row["estimator"]])
            named = {"test": row["direction"], "subject": row[subject]}
            rows.append({"thesis": theses.politics, **named, **_read(*numbers)})
    wide = concentration.pivot(index="year", columns="partner", values="hhi")
    for test, against in (("size", "size"), *(("other", each) for each in reading.others[:1])):
        if {partner, against} <= set(wide):
            share = float((wide[partner] > wide[against]).mean())
            rows.append(
                {
                    "thesis": theses.concentration,
                    "test": test,
                    "against": against,
                    "value": share,
                    "low": wide[partner].mean(),
                    "high": wide[against].mean(),
                    "reading": "mostly" if share > 0.5 else "mostly not",
                }
            )
    of_step = {step.name: step.thesis for step in theses.steps}
    for what, frame in periods.items():
        for row in frame.to_dict("records"):
            # Against the first of the others; every other pair is about alternatives.
            is_first = (row["partner"], row["against"]) == reading.pairs[0]
            named = {name: row[name] for name in ("partner", "against", "period")}
            numbers = (row["change"], row["low"], row["high"], NEUTRAL[kinds[what]])
            rows.append(
                {
                    "thesis": of_step[row["step"]] if is_first else theses.alternatives,
                    "test": "period",
                    "subject": what,
                    **named,
                    **_read(*numbers),
                }
            )
    order = [theses.politics, theses.concentration, *of_step.values(), theses.alternatives]
    found = pd.DataFrame(rows, columns=_COLUMNS)
    place = found["thesis"].map({thesis: place for place, thesis in enumerate(order)})
    return found.iloc[place.argsort(kind="stable")].reset_index(drop=True)


def _read(value: float, low: float, high: float, neutral: float) -> dict[str, object]:
    if pd.isna(value):
        word = "not estimable"
    elif pd.isna(low):
        word = "too few states"
    elif low > neutral:
        word = "found"
    else:
        word = "opposite" if high < neutral else "not told from none"
    return {"neutral": neutral, "value": value, "low": low, "high": high, "reading": word}

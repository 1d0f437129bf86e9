"""The measures straight from votes, as the literature writes them: sums over roll calls."""

import numpy as np

from analysis.voting import ALL_MEASURES, joint_votes

CODES = (1, 2, 3)


def measure(state, partner, name, absence="missing"):
    """Return one measure of two states' votes without counting combinations."""
    x, y = joint_votes(state, partner, absence)
    if ALL_MEASURES[name].categories == 2:
        decided = (x != 2) & (y != 2)
        x, y = x[decided], y[decided]
    if not len(x):
        return float("nan")
    if name in ("agreement", "agreement_two"):
        return float(1 - np.abs(x - y).sum() / (2 * len(x)))
    if name.startswith("coincidence"):
        return float(((x == y).sum() + (np.abs(x - y) == 1).sum() / 2) / len(x))
    if name.startswith("s_score"):
        power = 2 if name.endswith("squared") else 1
        return float(1 - (np.abs(x - y) ** power).sum() / (len(x) * 2.0**power / 2))
    pooled = name.startswith("scott")
    if name.endswith("nominal"):
        return nominal(x, y, pooled)
    if name.endswith("absolute"):
        return all_with_all(x, y, pooled)
    s1, s2, squares = x.sum(), y.sum(), (x**2).sum() + (y**2).sum()
    by_chance = (s1 + s2) ** 2 / (2 * len(x)) if pooled else 2 * s1 * s2 / len(x)
    return beyond(((x - y) ** 2).sum(), squares - by_chance)


def nominal(x, y, pooled):
    both = np.concatenate([x, y])
    by_chance = sum(
        (both == code).mean() ** 2 if pooled else (x == code).mean() * (y == code).mean()
        for code in CODES
    )
    return beyond((x != y).mean(), 1 - by_chance)


def all_with_all(x, y, pooled):
    """Return 1 - observed / expected: the mean distance of any vote from any other."""
    x_any = y_any = np.concatenate([x, y])
    if not pooled:
        x_any, y_any = x, y
    expected = np.abs(np.subtract.outer(x_any, y_any)).mean()
    return beyond(np.abs(x - y).mean(), expected)


def beyond(observed, expected):
    return float(1 - observed / expected) if expected > 1e-9 else float("nan")

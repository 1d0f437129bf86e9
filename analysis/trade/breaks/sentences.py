"""What the tests of breaks say, in sentences that carry their own numbers."""

from __future__ import annotations

from analysis.trade.breaks.dates import LEAST_SERIES
from analysis.trade.breaks.study import BreakStudy
from analysis.trade.breaks.trends import LEAST_FOR_INTERVAL, FTest

#: The usual level of a test.
LEVEL = 0.05


def on_breaks(study: BreakStudy) -> str:
    """Say whether, when and how surely the trend of a series breaks.

    Parameters
    ----------
    study : BreakStudy
        From :func:`analysis.trade.breaks.study_breaks`.

    Returns
    -------
    str
        One paragraph; for a series that could not be studied, why not.
    """
    title = study.label[0].upper() + study.label[1:]
    if study.sup is None or study.dates is None or study.trend is None:
        return f"**{title}**: no test of breaks, since {study.why_not}."
    sup, dates = study.sup, study.dates
    first, last = int(study.series.index.min()), int(study.series.index.max())
    gaps = last - first + 1 - len(study.series)
    span = f"{first}–{last}, {len(study.series)} years" + (f" ({gaps} missing)" if gaps else "")
    verdict = _verdict(sup.p_value, sup.p_value_persistent)
    text = (
        f"**{title}** ({span}): the largest F of a single break is {sup.statistic:.1f}, for a new "
        f"regime from {sup.year} ({_p(sup.p_value)} if deviations from the trend are "
        f"independent, {_p(sup.p_value_persistent)} if they persist as they seem to, with an "
        f"autocorrelation of {sup.persistence:.2f}): {verdict}. "
    )
    if dates.n_breaks == 0:
        return text + "BIC prefers one trend without a break."
    each = "; ".join(
        f"{row['year']} ({row['first_year']}–{row['last_year']})"
        for row in dates.dates.to_dict("records")
    )
    plural = "s" if dates.n_breaks > 1 else ""
    growth = "; ".join(
        f"{100 * row['growth']:+.0f} % a year in {row['first_year']}–{row['last_year']}"
        for row in study.trend.regimes.to_dict("records")
    )
    cautious = (
        "so does LWZ" if dates.n_breaks_lwz == dates.n_breaks
        else f"the stricter LWZ prefers {dates.n_breaks_lwz}"
    )  # fmt: skip
    text += (
        f"BIC prefers {dates.n_breaks} break{plural} ({cautious}); first year of the new regime, "
        f"with its 95 % interval given the other dates: {each}. Growth: {growth}."
    )
    short = [
        f"{row['first_year']}–{row['last_year']}"
        for row in study.trend.regimes.to_dict("records")
        if row["n"] < LEAST_FOR_INTERVAL
    ]
    if short:
        text += (
            f" A growth rate over fewer than {LEAST_FOR_INTERVAL} years ({', '.join(short)}) has "
            "no interval worth the name."
        )
    return text


def on_known_year(study: BreakStudy) -> str:
    """Say whether the years from a known one on lie where the trend before them leads.

    Parameters
    ----------
    study : BreakStudy
        From :func:`analysis.trade.breaks.study_breaks`.

    Returns
    -------
    str
        One paragraph; says plainly how many years the second regime has.
    """
    title = study.label[0].upper() + study.label[1:]
    test = study.predictive
    if test is None:
        reason = study.why_not or "the years before it are too few, or none follow"
        return f"**{title}, {study.known_year}**: not tested, since {reason}."
    years = "one year" if test.n_after == 1 else f"{test.n_after} years"
    text = (
        f"**{title}, {study.known_year}**: the second regime has only {years} on record, so the "
        f"predictive test is used: {_f(test)}. {_predicted(test)}"
    )
    if test.n_after >= LEAST_SERIES:
        text = text.replace("has only", "has").replace("so the predictive", "the predictive")
    if study.classical is not None:
        text += f" Chow's classical test, which gives the second regime a trend of its own: " \
                f"{_f(study.classical)}."  # fmt: skip
    return text


def compare_known_year(level: BreakStudy, share: BreakStudy) -> str:
    """Say whether a break of the level is one of the share as well.

    Parameters
    ----------
    level, share : BreakStudy
        Of a flow in dollars and of its share in a larger one.

    Returns
    -------
    str
        One paragraph, or nothing if either was not tested.
    """
    if level.predictive is None or share.predictive is None:
        return ""
    in_level, in_share = (test.p_value < LEVEL for test in (level.predictive, share.predictive))
    if in_level and not in_share:
        return (
            f"From {level.known_year} on the level leaves its earlier trend (taking deviations as "
            "independent), the share does not: what changed in the trade with the region changed "
            "in all of Russia's trade."
        )
    if in_share and not in_level:
        return (
            f"From {level.known_year} on the share leaves its earlier trend (taking deviations as "
            "independent), the level does not: the trade with the region held on while "
            "Russia's trade as a whole changed course."
        )
    both = "both leave" if in_level else "neither leaves"
    return f"From {level.known_year} on {both} the earlier trend: level and share tell the same."


def _predicted(test: FTest) -> str:
    if test.p_value >= LEVEL:
        return "These years are no further from the earlier trend than chance allows."
    if test.p_value_persistent >= LEVEL:
        return (
            "These years lie off the earlier trend if deviations are independent, but not "
            "further than persistent deviations would take them."
        )
    return "These years lie off the earlier trend, also if deviations persist."


def _verdict(p_value: float, p_persistent: float) -> str:
    if p_value >= LEVEL:
        return "no break is found"
    if p_persistent >= LEVEL:
        return "a break, unless the deviations are long swings around one trend"
    return "a break on either reading"


def _f(test: FTest) -> str:
    return (
        f"F({test.df_numerator}, {test.df_denominator}) = {test.statistic:.2f}, "
        f"{_p(test.p_value)} ({_p(test.p_value_persistent)} if deviations persist)"
    )


def _p(value: float) -> str:
    return "p < 0.001" if value < 0.001 else f"p = {value:.3f}"

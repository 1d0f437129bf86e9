"""What the tests of breaks say, in sentences that carry their own numbers."""

from __future__ import annotations

from collections.abc import Sequence

from analysis.notebook.words import capitalize, count, join_words, possessive
from analysis.trade.breaks.dates import LEAST_SERIES, SupF
from analysis.trade.breaks.search import Breaks, Turn
from analysis.trade.breaks.trends import LEAST_FOR_INTERVAL, FTest, Persistence

#: The usual level of a test.
LEVEL = 0.05
#: What is said of a break at an unknown date, and of a known year: if the test does not reject, if
#: it does for independent deviations alone, if it does for persistent ones too.
_OF_SEARCH = (
    "this test finds no break, which does not show that there is none",
    "a break, unless the deviations are long swings around one trend",
    "a break on either reading",
)
_OF_YEAR = (
    "no further than chance allows, which does not show that nothing changed",
    "further than independent deviations allow, but not further than persistent ones would take "
    "them",
    "further than chance allows, also if deviations persist",
)


def on_breaks(found: Breaks) -> str:
    """Say whether, when and how surely the trend of a series breaks.

    Parameters
    ----------
    found : Breaks
        From :func:`analysis.trade.breaks.find_breaks`.

    Returns
    -------
    str
        One paragraph; for a series that could not be studied, why not.
    """
    title = capitalize(found.label)
    if found.sup is None or found.dates is None or found.trend is None:
        return f"**{title}**: no test of breaks, since {found.why_not}."
    sup, dates = found.sup, found.dates
    first, last = int(found.series.index.min()), int(found.series.index.max())
    gaps = last - first + 1 - len(found.series)
    span = f"{first}–{last}, {len(found.series)} years" + (f" ({gaps} missing)" if gaps else "")
    text = (
        f"**{title}** ({span}): the largest F of a single break is {sup.statistic:.1f}, for a new "
        f"regime from {sup.year} ({_p(sup.p_value)} if deviations from the trend are "
        f"independent, {_p(sup.p_value_persistent)} if they persist, {_kept(sup.persistence)}): "
        f"{_verdict(sup, _OF_SEARCH)}. "
    )
    if dates.n_breaks == 0:
        return f"{text}BIC prefers one trend without a break.{_lengths(found)}"
    each = "; ".join(
        f"{row['year']} ({_interval(row['first_year'], row['last_year'])})"
        for row in dates.dates.to_dict("records")
    )
    regimes = found.trend.regimes.to_dict("records")
    growth = "; ".join(
        f"{100 * row['growth']:+.0f} % a year in {row['first_year']}–{row['last_year']}"
        for row in regimes
    )
    cautious = (
        "so does LWZ" if dates.n_breaks_lwz == dates.n_breaks
        else f"the stricter LWZ prefers {dates.n_breaks_lwz}"
    )  # fmt: skip
    text += (
        f"BIC{', which is no test, still' if sup.p_value >= LEVEL else ''} prefers "
        f"{count(dates.n_breaks, 'break')} ({cautious}); first year of the new regime, with its "
        f"95 % interval given the other dates: {each}. Growth: {growth}."
    )
    short = [f"{r['first_year']}–{r['last_year']}" for r in regimes if r["n"] < LEAST_FOR_INTERVAL]
    if short:
        text += (
            f" A growth rate over fewer than {LEAST_FOR_INTERVAL} years ({', '.join(short)}) has "
            "no interval worth the name."
        )
    return text + _lengths(found)


def on_turn(found: Breaks, turn: Turn) -> str:
    """Say whether the years from a known one on lie where the trend before them leads.

    Parameters
    ----------
    found : Breaks
        From :func:`analysis.trade.breaks.find_breaks`.
    turn : Turn
        One of its turns.

    Returns
    -------
    str
        One paragraph; says plainly how many years the second regime has.
    """
    head = f"**{capitalize(found.label)}, {turn.year}**: "
    test = turn.predictive
    if test is None:
        return head + f"not tested, since {turn.why_not}."
    is_short = test.n_after < LEAST_SERIES
    text = head + (
        f"the second regime has {'only ' if is_short else ''}{count(test.n_after, 'year')} on "
        f"record, {'so ' if is_short else ''}the predictive test is used: {_f(test)}. These years "
        f"lie {_apart(test)} the earlier trend on average, {_verdict(test, _OF_YEAR)}."
    )
    if turn.classical is None:
        return text
    own = "Chow's classical test, which gives the second regime a trend of its own"
    return f"{text} {own}: {_f(turn.classical)}."


def compare_turn(level: Breaks, share: Breaks, year: int, partner: str) -> str:
    """Say whether a series leaves its trend in a year together with its share in a larger one.

    Parameters
    ----------
    level, share : Breaks
        Of a flow in dollars and of its share in all trade of the partner.
    year : int
        One of the turns of both.
    partner : str
        What sentences call the partner.

    Returns
    -------
    str
        One paragraph, or nothing if either was not tested.
    """
    both = [each.turn(year) for each in (level, share)]
    tests = [turn.predictive for turn in both if turn is not None and turn.predictive is not None]
    if len(tests) < 2:
        return ""
    in_level, in_share = (test.p_value < LEVEL for test in tests)
    text = (
        f"From {year} on the level lies {_apart(tests[0])} its earlier trend on average, the share "
        f"in all of {possessive(partner)} trade {_apart(tests[1])} its own. "
    )
    if in_level and in_share:
        return text + (
            "Taking deviations as independent, both are further than chance allows: the trade "
            f"with the region changed course otherwise than {possessive(partner)} trade as a whole."
        )
    years = count(min(test.n_after for test in tests), "year")
    if in_level or in_share:
        one, other = ("level", "share") if in_level else ("share", "level")
        return text + (
            f"Taking deviations as independent, the {one} is further than chance allows. The "
            f"{other} is not, but with {years} a test misses much, so that this does not show that "
            "it stayed on its trend."
        )
    return text + (
        f"Neither is further than chance allows, but with {years} a test misses much: that is no "
        "evidence that nothing changed."
    )


def _apart(test: FTest) -> str:
    side = "below" if test.departure < 0 else "above"
    return f"{100 * abs(test.departure):.0f} % {side}"


def _verdict(test: SupF | FTest, words: Sequence[str]) -> str:
    rejects = test.p_value < LEVEL
    return words[rejects + (rejects and test.p_value_persistent < LEVEL)]


def _kept(kept: Persistence) -> str:
    """Say with which autocorrelation deviations persist; a cap is told from an estimate."""
    raw = f"{kept.raw:.2f} as it is, {kept.corrected:.2f} corrected for the bias of short series"
    if kept.is_capped:
        return f"with {kept.simulated:.2f}, the cap of what is simulated (autocorrelation {raw})"
    return f"with an autocorrelation of {kept.simulated:.2f} ({raw})"


def _interval(first: int, last: int) -> str:
    return "that year alone" if first == last else f"{first}–{last}"


def _lengths(found: Breaks) -> str:
    """Say what breaks are found if regimes must be longer."""
    if found.by_length is None:
        return ""
    said = [
        f"at least {count(row['least_years'], 'year')} BIC finds "
        f"{join_words([str(year) for year in row['years']]) or 'no break'}"
        for row in found.by_length.to_dict("records")
    ]
    return f" The least length of a regime is a choice: with {', with '.join(said)}."


def _f(test: FTest) -> str:
    return (
        f"F({test.df_numerator}, {test.df_denominator}) = {test.statistic:.2f}, "
        f"{_p(test.p_value)} ({_p(test.p_value_persistent)} if deviations persist)"
    )


def _p(value: float) -> str:
    return "p < 0.001" if value < 0.001 else f"p = {value:.3f}"

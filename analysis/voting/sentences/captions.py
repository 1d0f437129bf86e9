"""Captions of the figures and tables, and the tables of data that they draw on."""

from __future__ import annotations

from analysis.errors import AnalysisError, unknown
from analysis.notebook.words import whose
from analysis.voting.choices import MINIMA
from analysis.voting.reading import FIVE, Reading, tell_periods

_OF_ALL_ISSUES = {
    "over_all": "",
    "same_texts": " on texts voted on in both periods (filled) and on all texts (hollow)",
    "from_sets": "from two sources with other sets of votes",
}
_OF_ONE_ISSUE = {
    "over_all": ", over all issues",
    "same_texts": " on all texts (hollow)",
    "from_sets": "final votes alone: unvotes is not counted by issue here",
}
_EACH = "unweighted mean over the chosen states"

# Figure or table → its caption, and the tables it draws on; words in braces come from the reading.
_CAPTIONS = {
    "left_out": ("Years without a value{about}: the states most often left out", ""),
    "region": (
        "{label} of the chosen states with each partner{about}, by year: unweighted mean, its 95 % "
        "interval over roll calls, and the 10th and 90th percentile of states.",
        "{tallies}, voting/mean_intervals",
    ),
    "extremes": (
        "{label}{about}, mean of the chosen states: first, last, lowest and highest complete year",
        "",
    ),
    "one_by_one": (
        "{label} by year{about} with 95 % intervals, single states; n is the median number of "
        "joint votes a year.",
        "{tallies}",
    ),
    "measures": (
        f"The same votes{{about}} by six measures: {_EACH}. Agreements run from 0 to 1, the others "
        "from -1 to 1.",
        "{tallies}",
    ),
    "variants": ("Every measure of all joint votes{about} of all complete years", ""),
    "chance": (
        "All joint votes{about} of all complete years together: shares of yes, abstain and no, and "
        "the agreement that they alone would give",
        "",
    ),
    "states": (
        "{label} by state and year{about}. On top the states furthest above each year's mean; n is "
        "the median number of joint votes a year.",
        "{tallies}",
    ),
    "issues": (
        "{label} by issue and period of {five} years (drawn at its middle): unweighted mean over "
        "states with at least {min_n} joint votes.",
        "voting/tallies",
    ),
    "contributions": (
        "What each issue adds to the agreement of the chosen states with each partner, by period "
        "of {five} years: share of joint votes times agreement on them.",
        "voting/tallies",
    ),
    "change_by_issue": (
        "Change of the agreement, {agenda}, by issue: full bars other votes, hatched bars another "
        "agenda. All bars together add up to the change in the title.",
        "voting/tallies",
    ),
    "blocs": (
        "Cohesion of groups, and distance of their mean vote from {theirs}, by year with 95 % "
        "intervals over roll calls{over_all}.",
        "voting/cohesion",
    ),
    "positions": (
        "Estimated positions by session (year of its beginning), final votes{over_all}, with 95 % "
        "intervals.",
        "voting/ideal_points",
    ),
    "gaps": (
        "Mean position of the chosen states less the partner's, standard deviations of the scale",
        "",
    ),
    "positions_compared": (
        "Positions of the same states and sessions estimated from final votes and from all "
        "votes{over_all}. Each series is standardised by itself.",
        "voting/ideal_points",
    ),
    "changes": (
        "Change of the agreement{about}{same_texts}, with 95 % intervals. No dot: too few votes in "
        "one of the periods.",
        "voting/text_changes, voting/tallies",
    ),
    "landmarks": (
        "How the chosen states voted on landmark resolutions: Y yes, A abstain, N no, a dot no "
        "vote. In each block those nearest to the region's majority on top.",
        "voting/landmark_votes",
    ),
    "item_mix": (
        "{label}{about}, mean of the chosen states, {from_sets}.",
        "voting/tallies, voting/unvotes_tallies",
    ),
    "sensitivity": (
        "Change{about}, {varied}, under every combination of choices, as a share of the length of "
        "the measure's scale; beneath each other within a row the minima of joint votes "
        "({minima}).",
        "voting/tallies, voting/recurring_tallies, voting/unvotes_tallies",
    ),
    "ranges": ("Levels and changes{about} over all other choices, {varied}", ""),
}


def caption(figure: str, reading: Reading) -> str:
    """Return the caption of a figure or table.

    Parameters
    ----------
    figure : str
        Its name.
    reading : Reading
        What was chosen.

    Returns
    -------
    str
        One or two sentences.

    Raises
    ------
    AnalysisError
        If no figure or table is called so.
    """
    return _fill(figure, 0, reading)


def source(figure: str, reading: Reading) -> str:
    """Return the tables that a figure draws on.

    Parameters
    ----------
    figure : str
        Its name.
    reading : Reading
        What was chosen.

    Returns
    -------
    str
        Names of tables, parted by commas.

    Raises
    ------
    AnalysisError
        If no figure is called so.
    """
    return _fill(figure, 1, reading)


def _fill(figure: str, place: int, reading: Reading) -> str:
    if figure not in _CAPTIONS:
        raise AnalysisError(unknown("figure", [figure], _CAPTIONS))
    event = reading.agenda_event
    counted = (("voting/tallies", reading.counted), ("voting/partner_tallies", reading.further))
    return _CAPTIONS[figure][place].format(
        label=reading.label,
        about=reading.about,
        min_n=reading.min_n,
        five="five" if FIVE == 5 else FIVE,
        theirs=" and ".join(whose(each) for each in (reading.partner, reading.other) if each),
        agenda=tell_periods(event.before, event.after) if event else "",
        varied=tell_periods(reading.before, reading.after),
        minima=", ".join(map(str, sorted({*MINIMA, reading.min_n}))),
        **(_OF_ALL_ISSUES if reading.is_of_all_issues else _OF_ONE_ISSUE),
        tallies=", ".join(name for name, partners in counted if partners),
    )

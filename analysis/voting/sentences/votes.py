"""The votes there are, means, chance, states at either end, groups and positions."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from analysis import countries
from analysis.notebook.words import call, capitalize, count, join_words, possessive, spans
from analysis.voting.reading import Reading


def on_question(reading: Reading) -> str:
    """Return what is asked, of whom.

    Examples
    --------
    >>> from analysis.voting.parameters import UNVoting
    >>> on_question(UNVoting(states="MERCOSUR", partners=["CHN", "USA"]).reading())[:69]
    '**Asked here.** How often do 5 states of Latin America and the Caribb'
    """
    study = reading.study
    states = (
        f"the {len(reading.states)} states of {study.region.name}"
        if reading.is_whole_region
        else f"{count(len(reading.states), 'state')} of {study.region.name}"
        if len(reading.states) > 1
        else call(reading.states[0])
    )
    verb = "do" if len(reading.states) > 1 else "does"
    past = [call(each) for each in reading.lineage if each != reading.partner]
    others = [call(each) for each in reading.partners if each not in reading.lineage]
    text = (
        f"**Asked here.** How often {verb} {states} vote{reading.about} as {call(reading.partner)}"
    )
    text += " does" + (f", and as {join_words(past)} did" if past else "")
    text += f", beside {join_words(others)}" if others else ""
    return f"{text}? Years {spans(reading.years)}; {reading.scale}."


def on_votes(
    reading: Reading,
    years: pd.DataFrame,
    tallies: pd.DataFrame,
    scores: pd.DataFrame,
    seats: pd.DataFrame,
) -> str:
    """Return how many votes there are, how many values they give, and what is left out.

    Parameters
    ----------
    reading : Reading
        What was chosen.
    years : pandas.DataFrame
        As :func:`analysis.voting.flag_years` returns them.
    tallies, scores : pandas.DataFrame
        Joint votes by year, state and partner, and their values.
    seats : pandas.DataFrame
        The table ``voting/seats``.

    Returns
    -------
    str
        One paragraph a matter.
    """
    span = years[years["year"].isin(reading.years)]
    valued = int(scores["value"].notna().sum())
    out = [
        f"States: {len(reading.states)}. Years {spans(reading.years)}: "
        f"**{span['n_roll_calls'].sum():,}** recorded votes, {tallies['n'].sum():,} joint votes of "
        f"pairs{reading.about}. {valued:,} pairs of state and partner in a year have a value; "
        f"{len(scores) - valued:,} have none: fewer than {reading.min_n} joint votes or, for kappa "
        "and pi, one and the same vote throughout."
    ]
    if not valued:
        names = join_words([call(each) for each in reading.partners], "or")
        out.append(
            f"**Nothing to measure.** None of the chosen states has {reading.min_n} joint votes"
            f"{reading.about} with {names} in any of these years: what depends on them has no "
            "figure."
        )
    for row in span[span["is_partial"]].to_dict("records"):
        out.append(
            f"**{row['year']} is not comparable.** Its {row['n_roll_calls']} votes end on "
            f"{row['last_date']:%d %B %Y}, before most texts of the autumn come to the vote."
        )
    if not reading.is_of_all_issues:
        last = years.loc[years["n_coded"] > 0, "year"].max()
        out.append(
            f"Of these recorded votes {span[f'n_{reading.issue}'].sum():,} are coded as "
            f"{reading.issues[reading.issue]}; the last coded vote is of {last}, and later ones "
            "are unknown, not about other things."
        )
    if reading.further and not reading.is_of_all_issues:
        only, others = (
            join_words([call(each) for each in some])
            for some in (reading.detailed, reading.further)
        )
        out.append(f"Issues are counted for {only} only, not for {others}.")
    for seat in seats[seats["iso3"].isin(list(reading.partners))].to_dict("records"):
        name = call(seat["iso3"])
        out.append(
            f"{capitalize(name)} counts from {seat['first_date']:%B %Y}. Earlier votes under this "
            f"name are {possessive(seat['held_before_by'])} and are left out."
        )
    return "\n\n".join(out)


def on_means(reading: Reading, summary: pd.DataFrame, partial_years: Sequence[int]) -> str:
    """Return the mean over states in some years, with its interval.

    Parameters
    ----------
    reading : Reading
        What was chosen.
    summary : pandas.DataFrame
        Rows of :func:`analysis.voting.summarise_means`, of the years to tell.
    partial_years : sequence of int
        Years whose votes are not complete.

    Returns
    -------
    str
        A line a year and partner, and how intervals came about.
    """
    known = summary.dropna(subset="mean")
    lines = [
        f"- {row['year']}, {countries.short_name(row['partner'])}: mean {row['mean']:.3f} "
        f"({row['lower']:.3f} to {row['upper']:.3f}); {count(row['n_states'], 'state')}, median of "
        f"{row['median_n']:g} joint votes"
        + (" (incomplete year)." if row["year"] in partial_years else ".")
        for row in known.to_dict("records")
    ]
    if not lines:
        return f"No mean{reading.about} in the years told here."
    if not known["is_from_roll_calls"].all():
        lines.append(
            "\nFor some of these means the roll calls are not at hand, only tallies: their "
            "intervals take states to move as one, which makes them rather too wide."
        )
    return "\n".join(lines)


def on_width(singles: pd.DataFrame) -> str:
    """Return how wide the intervals of single states are.

    Parameters
    ----------
    singles : pandas.DataFrame
        As :func:`analysis.voting.bootstrap_tallies` returns them.

    Returns
    -------
    str
        Half the width by partner, median over states and years.
    """
    half = (singles["upper"] - singles["lower"]).div(2).groupby(singles["partner"]).median()
    parts = [f"{countries.short_name(str(each))} {v:.3f}" for each, v in half.dropna().items()]
    if not parts:
        return "No state shown has a value."
    return (
        f"Half the width of these intervals, median over states and years: {', '.join(parts)}. "
        "Differences between two states or two years are often within them."
    )


def on_chance(chance: pd.DataFrame) -> str:
    """Return how much of the agreement habit alone would give, and what is beyond it.

    Parameters
    ----------
    chance : pandas.DataFrame
        As :func:`analysis.voting.measure_chance` returns it.

    Returns
    -------
    str
        A line a partner. Kappa is given with the distances of the agreement, which the habits are
        measured with, and with squared ones.
    """
    lines = [
        f"- **{countries.short_name(row['partner'])}**: agreement {row['agreement']:.3f}; the two "
        f"sides' habits alone would give {row['agreement_by_chance']:.3f}, as the states say yes "
        f"in {row['state_yes']:.0%} and the partner in {row['partner_yes']:.0%} of these votes. "
        f"Beyond chance: kappa {row['cohen_kappa_absolute']:.3f} with the agreement's own "
        f"distances (an abstention half way), {row['cohen_kappa']:.3f} with squared ones (an "
        f"abstention nearer to either side); pi, squared, {row['scott_pi']:.3f}."
        for row in chance.to_dict("records")
    ]
    return "\n".join(lines) or "No joint vote in a complete year."


def on_ends(reading: Reading, ends: pd.DataFrame) -> str:
    """Return the states with the lowest and the highest values of the last complete year.

    Parameters
    ----------
    reading : Reading
        What was chosen.
    ends : pandas.DataFrame
        As :func:`analysis.voting.find_ends` returns them.

    Returns
    -------
    str
        A line each, with the number of joint votes, and a warning: they differ between states.
    """
    if ends.empty:
        return "No state has a value in a complete year."
    year, whom = ends["year"].iloc[0], call(reading.partner)
    told = ends.apply(
        lambda r: f"{countries.name(r['iso3'])} {r['value']:.3f} (n = {r['n']})", axis="columns"
    )
    lines = [
        f"{capitalize(str(end))} with {whom} in {year}: {', '.join(rows)}."
        for end, rows in told.groupby(ends["end"], sort=False)
    ]
    return "\n\n".join(lines) + (
        "\n\nStates voted on different texts: where n is small, the place is that of those texts."
    )


def on_unity(reading: Reading, cohesion: pd.DataFrame) -> str:
    """Return how united each group voted in the last complete year.

    Parameters
    ----------
    reading : Reading
        What was chosen.
    cohesion : pandas.DataFrame
        Rows of ``voting/cohesion`` of one year.

    Returns
    -------
    str
        A line a group, the least united first.
    """
    united = cohesion[cohesion["measure"] == "agreement_index"].sort_values("value")
    lines = [
        f"- {reading.groups[row['group']]}, {row['year']}: agreement index {row['value']:.3f} "
        f"({row['lower']:.3f} to {row['upper']:.3f}), {count(row['n_members'], 'member')}."
        for row in united.to_dict("records")
    ]
    return "\n".join(lines) or "None of the groups had recorded votes in these years."


def on_series(both: pd.DataFrame) -> str:
    """Return how near the positions of the two series are.

    Parameters
    ----------
    both : pandas.DataFrame
        As :func:`analysis.voting.compare_series` returns them.

    Returns
    -------
    str
        One sentence.
    """
    if len(both) < 3:
        return "Too few positions in both series to compare them."
    difference = (both["all"] - both["final"]).abs()
    return (
        f"Over {len(both):,} positions the two series correlate at "
        f"{both['all'].corr(both['final']):.3f}; the median difference is "
        f"{difference.median():.3f}, the largest {difference.max():.2f} standard deviations of the "
        "scale."
    )

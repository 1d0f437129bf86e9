"""What changed: by issue, on the same texts and on all, and how far it hangs on the choices."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd

from analysis import countries
from analysis.notebook.words import call, count, percent
from analysis.voting.choices import count_falls
from analysis.voting.reading import Reading, tell_periods
from analysis.voting.tallies import UNCODED

_NEARLY_ALL = 0.99


def on_coding(reading: Reading, coding: pd.DataFrame) -> str:
    """Return how many of the recorded votes have an issue code.

    Parameters
    ----------
    reading : Reading
        What was chosen.
    coding : pandas.DataFrame
        The table ``voting/coding``.

    Returns
    -------
    str
        One sentence.
    """
    reach = coding[coding["year"].isin(reading.years)]
    return (
        f"Of {reach['n_roll_calls'].sum():,} recorded votes in these years, "
        f"{reach['n_matched'].sum():,} were found in the coded data and "
        f"{reach['n_coded'].sum():,} have at least one issue."
    )


def on_contributions(reading: Reading, parts: pd.DataFrame, main: pd.DataFrame) -> str:
    """Return which issue adds most, and how much is not coded.

    Parameters
    ----------
    reading : Reading
        What was chosen.
    parts : pandas.DataFrame
        As :func:`analysis.voting.decompose` returns them by period and partner.
    main : pandas.DataFrame
        As :func:`analysis.voting.find_main_issues` returns them.

    Returns
    -------
    str
        A line a partner, and the share of votes without a code in the last period.
    """
    lines = [
        f"- {countries.short_name(row['partner'])}, the five years from {row['period']:.0f}: of "
        f"the issues named, {reading.issues[row['issue']]} adds most, {row['contribution']:.3f} of "
        f"{row['total']:.3f} ({percent(row['weight'])} of the joint votes, agreement on them "
        f"{row['agreement']:.3f})."
        for row in main.to_dict("records")
    ]
    last = parts["period"].max()
    weight = parts.loc[(parts["issue"] == UNCODED) & (parts["period"] == last), "weight"]
    if weight.empty:
        return "\n".join(lines) or "No joint votes by issue."
    low, high = percent(weight.min()), percent(weight.max())
    lines.append(
        f"\nFrom {last:.0f}, {low} of the joint votes have no code: the parts say nothing about "
        "the last years."
        if weight.min() > _NEARLY_ALL
        else f"\nFrom {last:.0f}, votes without a code are {low} to {high} of the joint votes."
    )
    return "\n".join(lines)


def on_agenda(split: pd.DataFrame) -> str:
    """Return how much of a change is one of votes and how much of the agenda.

    Parameters
    ----------
    split : pandas.DataFrame
        As :func:`analysis.voting.split_change` returns it.

    Returns
    -------
    str
        A line a partner.
    """
    sums = split.groupby("partner")[["by_votes", "by_agenda", "change"]].sum()
    lines = [
        f"- {countries.short_name(str(partner))}: {row['change']:+.3f}, of which "
        f"{row['by_votes']:+.3f} by other votes and {row['by_agenda']:+.3f} by another agenda."
        for partner, row in sums.iterrows()
    ]
    return "\n".join(lines) or "No joint votes of the chosen states and partners in both periods."


def on_changes(reading: Reading, changed: pd.DataFrame, when: Mapping[str, str]) -> str:
    """Return the region's change at each event, on the same texts and on all.

    Parameters
    ----------
    reading : Reading
        What was chosen.
    changed : pandas.DataFrame
        event, member, partner, texts ("same" or "all"), change, lower, upper and n_texts.
    when : mapping of str to str
        Event → its two periods.

    Returns
    -------
    str
        A line an event and partner.
    """
    rows = changed[changed["member"] == reading.study.region.code]
    lines = []
    for (event, partner), those in rows.groupby(["event", "partner"]):
        by_texts = {str(row["texts"]): row for row in those.to_dict("records")}
        words = {"same": "on the same {n}", "all": f"on all texts{reading.about}"}
        told = [_tell(by_texts[each], words[each]) for each in words if each in by_texts]
        whom = f"{reading.study.region.short} with {call(str(partner))}"
        lines.append(f"- {when[str(event)]}, {whom}: {', '.join(told)}.")
    if not reading.is_of_all_issues:
        lines.append(
            f"\nThe same texts are not counted by issue: what stands here{reading.about} is of all "
            "its texts, whether they came back or not."
        )
    return "\n".join(lines) or "No change with any of the chosen partners."


def on_two_ways(
    reading: Reading, changed: pd.DataFrame, split: pd.DataFrame, when: Mapping[str, str]
) -> str:
    """Return the change of votes with issues held still beside that with texts held still.

    Parameters
    ----------
    reading : Reading
        What was chosen.
    changed, when
        As for :func:`on_changes`.
    split : pandas.DataFrame
        As :func:`analysis.voting.split_change` returns it at the event whose agenda is parted.

    Returns
    -------
    str
        A line a partner; of the whole region only, since texts are held still for it alone.
    """
    event = reading.agenda_event
    same = changed[
        (changed["member"] == reading.study.region.code) & (changed["texts"] == "same")
    ].set_index(["event", "partner"])["change"]
    by_votes = split.groupby("partner")["by_votes"].sum()
    if event is None or not reading.is_whole_region or not reading.is_of_all_issues:
        return "Issues and texts held still are compared for the whole region and all issues only."
    return (
        "\n".join(
            f"- {when[event.name]}, {countries.short_name(str(partner))}: with issues held still, "
            f"votes account for {by_votes[partner]:+.3f} (section 4); with texts held still, for "
            f"{same[event.name, partner]:+.3f}. The rest is texts within issues that came or went, "
            "and that here each text counts alike."
            for partner in by_votes.index
            if (event.name, partner) in same.index
        )
        or "No partner has both."
    )


def on_single_states(reading: Reading, changed: pd.DataFrame) -> str:
    """Return how many changes of single states are told from none.

    Parameters
    ----------
    reading : Reading
        What was chosen.
    changed : pandas.DataFrame
        As for :func:`on_changes`.

    Returns
    -------
    str
        One sentence.
    """
    single = changed[(changed["texts"] == "same") & changed["member"].isin(list(reading.shown))]
    if single.empty:
        return "No change of a single state on the same texts."
    clear = ((single["lower"] > 0) | (single["upper"] < 0)).sum()
    return (
        f"Of {count(len(single), 'change')} of single states shown here on the same texts, "
        f"{clear} have an interval that leaves zero out."
    )


def tell_events(reading: Reading) -> dict[str, str]:
    """Return the events of the study → their two periods, in words."""
    return {
        event.name: tell_periods(event.before, event.after) for event in reading.study.voting.events
    }


def _tell(row: Mapping[Any, Any], words: str) -> str:
    n = f"{row['n_texts']:.0f} texts" if pd.notna(row.get("n_texts")) else "texts"
    return f"{words.format(n=n)} {row['change']:+.3f} ({row['lower']:+.3f} to {row['upper']:+.3f})"


def on_sets(reading: Reading, wide: pd.DataFrame, summary: pd.DataFrame) -> str:
    """Return what two sources with other sets of votes give.

    Parameters
    ----------
    reading : Reading
        What was chosen.
    wide : pandas.DataFrame
        As :func:`analysis.voting.align_sets` returns it.
    summary : pandas.DataFrame
        Means with the minimum of joint votes, as :func:`analysis.voting.summarise_means` returns
        them.

    Returns
    -------
    str
        The study's compared year by partner, then the distance of the sources over all years.
    """
    if not reading.is_of_all_issues:
        return f"unvotes is not counted by issue here: nothing to compare{reading.about}."
    if wide.empty:
        return "The two sources share no year of the chosen states and partners."
    used = summary.set_index(["partner", "year"])["mean"]
    lines = []
    for row in wide[wide["year"] == reading.study.voting.compared_year].to_dict("records"):
        with_minimum = used.get((row["partner"], row["year"]), float("nan"))
        more = f" With the minimum of joint votes used above, {reading.min_n}: {with_minimum:.3f}."
        lines.append(
            f"- {row['year']}, {countries.short_name(row['partner'])}: **{row['all']:.3f}** on all "
            f"votes of unvotes, **{row['final']:.3f}** on final votes; unvotes without what the "
            f"Library lacks {row['whole_texts']:.3f}.{'' if pd.isna(with_minimum) else more}"
        )
    apart = wide.assign(apart=(wide["all"] - wide["final"]).abs())
    for partner, rows in apart.groupby("partner"):
        most = rows.nlargest(1, "apart").iloc[0]
        lines.append(
            f"- {countries.short_name(str(partner))}: the two sources differ by "
            f"{rows['apart'].median():.3f} in the median year and by {most['apart']:.3f} in "
            f"{most['year']}."
        )
    return "\n".join(lines)


def on_absence(by_rule: pd.DataFrame) -> str:
    """Return what reading absence as abstention adds.

    Parameters
    ----------
    by_rule : pandas.DataFrame
        As :func:`analysis.voting.summarise_absence` returns it.

    Returns
    -------
    str
        One sentence: the median over the years by partner.
    """
    moved = (by_rule["abstention"] - by_rule["missing"]).groupby(by_rule["partner"]).median()
    parts = [f"{countries.short_name(str(each))} {move:+.3f}" for each, move in moved.items()]
    if not parts:
        return "No year has a value under every rule."
    return f"Median over the years of what reading absence as abstention adds: {', '.join(parts)}."


def on_varied(reading: Reading, varied: pd.DataFrame) -> str:
    """Return how many combinations of choices find a fall, and what the notebook's own finds.

    Parameters
    ----------
    reading : Reading
        What was chosen.
    varied : pandas.DataFrame
        As :func:`analysis.voting.vary_choices` returns it.

    Returns
    -------
    str
        A line a partner; where the notebook's own choices give no value, it says so.
    """
    lines = []
    for row in count_falls(varied, reading.headline).to_dict("records"):
        rows = varied[(varied["partner"] == row["partner"]) & (varied["measure"] == "agreement")]
        agreed = rows.dropna(subset="change").groupby("items")["change"].mean()
        own = "no value" if pd.isna(row["headline"]) else f"{row['headline']:+.3f}"
        by_items = ", ".join(f"{items} {change:+.3f}" for items, change in agreed.items())
        lines.append(
            f"- {countries.short_name(row['partner'])}: {row['n_combinations']} combinations, "
            f"{row['share_of_falls']:.0%} of them falls and {1 - row['share_of_falls']:.0%} rises; "
            f"with the choices of this notebook {own}. Agreement alone: {by_items}."
        )
    both = tell_periods(reading.before, reading.after).replace(" to ", " and of ")
    return "\n".join(lines) or f"No partner has a value{reading.about} in every year of {both}."

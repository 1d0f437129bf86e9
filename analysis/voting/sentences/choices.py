"""How far conclusions hang on the sets of votes, on absence and on everything together."""

from __future__ import annotations

import pandas as pd

from analysis import countries
from analysis.voting.choices import count_falls
from analysis.voting.reading import Reading


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
        lines.append(
            f"- {row['year']}, {countries.short_name(row['partner'])}: **{row['all']:.3f}** on all "
            f"votes of unvotes, **{row['final']:.3f}** on final votes; unvotes without what the "
            f"Library lacks {row['whole_texts']:.3f}."
            + (
                ""
                if pd.isna(with_minimum)
                else f" With the minimum of joint votes used above, {reading.min_n}: "
                f"{with_minimum:.3f}."
            )
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
    return (
        "Median over the years of what reading absence as abstention adds: "
        + ", ".join(parts)
        + "."
    )


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
        lines.append(
            f"- {countries.short_name(row['partner'])}: {row['n_combinations']} combinations, "
            f"{row['share_of_falls']:.0%} of them falls and {1 - row['share_of_falls']:.0%} rises; "
            f"with the choices of this notebook {own}. Agreement alone: "
            + ", ".join(f"{items} {change:+.3f}" for items, change in agreed.items())
            + "."
        )
    if not lines:
        first, last = reading.before, reading.after
        return (
            f"No partner has a value{reading.about} in every year of {first[0]}–{first[1]} and of "
            f"{last[0]}–{last[1]}."
        )
    return "\n".join(lines)

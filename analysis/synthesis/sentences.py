"""Sentences of the synthesis, each with its numbers put in."""

from __future__ import annotations

import pandas as pd

from analysis.notebook.words import call, capitalize, join_words, percent, whose
from analysis.synthesis.answers import LEVEL, NEUTRAL
from analysis.synthesis.curve import Curve
from analysis.synthesis.panel import IDEAL_POINTS, widen_points
from analysis.synthesis.reading import Reading
from analysis.synthesis.theses import year_of_vote
from analysis.synthesis.variables import name_side

_NO_POINTS = "No ideal points for these states and years."


def on_question(reading: Reading) -> str:
    """Say who is looked at with whom, and which theses are tested.

    Parameters
    ----------
    reading : Reading
        The study, the partner, the states and years, and whose figures.

    Returns
    -------
    str
        One paragraph.
    """
    theses, it = reading.theses, reading.the_partner
    names = [theses.politics, theses.concentration, *(step.thesis for step in theses.steps)]
    own = call(reading.study.partner)
    away = f" The texts speak of {own}; here the same is asked of {it}." if it != own else ""
    others = join_words([call(each) for each in reading.others]) or "nobody"
    return (
        f"**The partner is {it}**, set beside {others}; {reading.the_states}, "
        f"{reading.first_year}–{reading.last_year}; trade in the panel by "
        f"{name_side(reading.side, reading.partner)}. Theses: "
        f"{'; '.join([*names, theses.alternatives])}.{away}"
    )


def on_panel(panel: pd.DataFrame, counts: pd.DataFrame, reading: Reading) -> str:
    """Say how large the panel is and where it thins out.

    Parameters
    ----------
    panel : pandas.DataFrame
        From :func:`analysis.synthesis.build_panel`.
    counts : pandas.DataFrame
        From :func:`analysis.synthesis.count_coverage`.
    reading : Reading
        What the columns are called.

    Returns
    -------
    str
        One paragraph, or two: whether any alignment is on record.
    """
    states, years = panel["iso3"].nunique(), panel["year"].nunique()
    if panel.empty:
        return "No state is left: states and leave_out name the same ones."
    parts = []
    for name, rows in counts.groupby("variable", sort=False):
        filled = rows.loc[rows["n_states"] > 0, "year"]
        have = int(rows["n_states"].sum())
        span = f"{filled.min()}–{filled.max()}" if len(filled) else "never"
        parts.append(f"{reading.label(str(name))} {have / len(panel):.0%} ({span})")
    text = (
        f"**{states} states × {years} years = {len(panel):,} state-years.** With a value: "
        + "; ".join(parts)
        + ". The others are missing, not zero."
    )
    if panel[reading.alignment].isna().all():
        text += (
            f"\n\n**No {reading.label(reading.alignment)} is on record for these states and "
            "years**: nothing that needs it can be estimated."
        )
    return text


def on_periods(changes: pd.DataFrame, what: str, kind: str) -> str:
    """Say how each partner gained against another one.

    Parameters
    ----------
    changes : pandas.DataFrame
        From :func:`analysis.synthesis.compare_periods`.
    what : str
        What is compared, for example ``"Trade"``.
    kind : {"ratio", "difference"}
        What ``change`` is.

    Returns
    -------
    str
        One paragraph.
    """
    parts = []
    for row in changes.to_dict("records"):
        pair = f"{call(row['partner'])} against {call(row['against'])}"
        head = capitalize(f"{pair}, {row['period']} after {row['before']}:")
        if pd.isna(row["change"]):
            parts.append(f"{head} not estimable ({row['reason']})")
            continue
        number = write_effect(row["change"], NEUTRAL[kind], row["low"], row["high"])
        states = f"{row['n_states']:.0f} states"
        rest = states if pd.notna(row["low"]) else f"no interval: {row['reason']}"
        parts.append(f"{head} {number}, {rest}")
    return f"**{what}** (95 % interval). " + "; ".join(parts) + "."


def on_concentration(concentration: pd.DataFrame, reading: Reading) -> str:
    """Say whether trade with the partner is more concentrated than others', and than size alone.

    Parameters
    ----------
    concentration : pandas.DataFrame
        From :func:`analysis.synthesis.concentrate_by_partner`.
    reading : Reading
        The partners, and how many of the largest states are meant.

    Returns
    -------
    str
        One paragraph.
    """
    words = {each: call(each) for each in reading.partners}
    if concentration.empty:
        return f"In no year do the chosen states report trade with {join_words([*words.values()])}."
    largest, share = reading.theses.largest, reading.theses.largest_share
    words["size"] = "the states' trade with the whole world"
    means = concentration.groupby("partner")[["hhi", "top_share"]].mean()
    parts = [
        f"{words[str(row.Index)]} {row.hhi:.2f} and {row.top_share:.1%}"
        for row in means.reindex(list(words)).dropna().itertuples()
    ]
    years = concentration["year"]
    n, is_above = years.nunique(), concentration["top_share"] > share
    above = is_above.groupby(concentration["partner"]).sum()
    world = f", and of the trade with the whole world in {above['size']}" if "size" in above else ""
    return (
        f"**Mean of {years.min()}–{years.max()}, index over states and share of the {largest} "
        f"largest:** {'; '.join(parts)}. The {largest} largest hold more than {percent(share)} of "
        f"the trade with {reading.the_partner} in {above[reading.partner]} of {n} years{world}. "
        f"({n} years; states that report, {len(reading.states)} at most.)"
    )


def on_estimates(estimates: pd.DataFrame, partner: str, reading: Reading) -> str:
    """State the estimates of one partner, a line each.

    Parameters
    ----------
    estimates : pandas.DataFrame
        From :func:`analysis.synthesis.estimate_votes` or
        :func:`analysis.synthesis.estimate_flows`.
    partner : str
        With whom the alignment is: the reading's partner, or one as a counter-check.
    reading : Reading
        What the columns are called.

    Returns
    -------
    str
        A heading and a list in Markdown.
    """
    counter = "" if partner == reading.partner else "Counter-check: "
    lines = [f"**{capitalize(f'{counter}with {call(partner)}')}** (95 % intervals)\n"]
    for row in estimates[estimates["partner"] == partner].to_dict("records"):
        cause, outcome = (reading.variables[row[each]] for each in ("cause", "outcome"))
        if pd.isna(row["effect"]):
            lines.append(f"- {cause.label} → {outcome.label}: not estimable, {row['reason']}.")
            continue
        unit = f"(scale {cause.unit})" if " to " in cause.unit else cause.unit
        step = "from no to yes" if row["step"] == 1 else f"a step of {row['step']:.3g} {unit}"
        shown = write_effect(row["effect"], NEUTRAL[row["estimator"]], row["low"], row["high"])
        worth = (
            f", worth {row['effective_states']:.0f} equal ones; without "
            f"{call(row['most_influential'])} {row['effect_without']:+.4f}"
            if pd.notna(row["effective_states"])
            else ""
        )
        lines.append(
            f"- **{cause.label} → {outcome.label}**, {step}: {shown}, p = {row['p_value']:.3f}; "
            f"{row['n_observations']:.0f} state-years, {row['n_states']:.0f} states{worth}."
        )
        if row["collinear"]:
            lines.append(f"  - left out as collinear: {row['collinear']}.")
    return "\n".join(lines)


def on_curve(curve: Curve, question: str) -> str:
    """Read a specification curve as a whole.

    Parameters
    ----------
    curve : Curve
        From :func:`analysis.synthesis.estimate_curve`.
    question : str
        What may go with alignment.

    Returns
    -------
    str
        One paragraph.
    """
    found, tests = curve.specifications, curve.joint_tests()
    if found.empty:
        reasons = curve.left_out["reason"].value_counts()
        return f"No specification of {question} can be estimated: {reasons.index[0]}."
    r, is_significant = found["partial_correlation"], found["p_value"] < LEVEL
    least = curve.joint_p_value()
    verdict = (
        "the curve as a whole is not told from those of samples without any effect: that is no "
        "proof that there is none"
        if least >= LEVEL
        else "samples without any effect seldom give such a curve; which choices carry it is in "
        "the table"
    )
    joint = ", ".join(f"{row.statistic}: p = {row.p_value:.3f}" for row in tests.itertuples())
    return (
        f"**{question.capitalize()}: {len(found):,} specifications** ({len(curve.left_out):,} more "
        f"could not be estimated). Partial correlation from {r.min():+.3f} to {r.max():+.3f}, "
        f"median **{r.median():+.3f}**; {(r > 0).mean():.0%} positive; significant at 5 % one by "
        f"one: {((r > 0) & is_significant).mean():.0%} positive and "
        f"{((r < 0) & is_significant).mean():.0%} negative. Tested together ({joint}; allowing for "
        f"three tests p = {least:.3f}), {verdict}."
    )


def on_sides(points: pd.DataFrame | None, panel: pd.DataFrame, reading: Reading) -> str:
    """Say how often a state stands beyond the partner, seen from another, in ideal points.

    Parameters
    ----------
    points : pandas.DataFrame or None
        The table ``voting/ideal_points``, if there is one.
    panel : pandas.DataFrame
        From :func:`analysis.synthesis.build_panel`: whose states and years are counted.
    reading : Reading
        The partner, and the first of the others, from whom it is seen.

    Returns
    -------
    str
        One paragraph; that there is nothing to count, if so.
    """
    ends = [reading.partner, *reading.others[:1]]
    if points is None or panel.empty or len(ends) < 2:
        return _NO_POINTS
    wide = widen_points(points, sorted(set(panel["year"])))
    if not set(ends) <= set(wide):
        return _NO_POINTS
    near, far = (wide[each] for each in ends)
    own = wide.reindex(columns=sorted(set(panel["iso3"])))
    known = own.notna().mul(near.notna() & far.notna(), axis=0).to_numpy()
    if not known.any():
        return _NO_POINTS
    is_past = own.sub(near, axis=0).mul(near - far, axis=0) > 0
    it, other = (call(each) for each in ends)
    return (
        f"In **{is_past.to_numpy()[known].mean():.0%}** of the state-years the state stands beyond "
        f"{it}, seen from {other}, in ideal points. There a step away from {other} is a step away "
        f"from {it} too: closeness falls where agreement can rise. The two ask different things, "
        "and where their answers differ, neither is wrong."
    )


def on_power(power: pd.DataFrame, reading: Reading) -> str:
    """Say which effects could have been found and which are excluded.

    Parameters
    ----------
    power : pandas.DataFrame
        From :func:`analysis.synthesis.state_power`.
    reading : Reading
        The partner, and what the columns are called.

    Returns
    -------
    str
        A list in Markdown.
    """
    lines = [
        f"- {reading.label(row['cause'])}: the design finds with a probability of 80 % an effect "
        f"of {row['smallest_detectable']:.4f} ({row['smallest_detectable_in_sd']:.2f} standard "
        "deviations of the alignment within states and years); what was found excludes effects "
        f"beyond ±{row['excluded_beyond']:.4f} ({row['excluded_beyond_in_sd']:.2f})."
        for row in power[power["partner"] == reading.partner].to_dict("records")
    ]
    return "\n".join(lines) or "Nothing could be estimated, so no effect is excluded."


def on_turn(trace: pd.DataFrame, what: str, year: int) -> str:
    """Say how the two sides of the vote moved apart after it.

    Parameters
    ----------
    trace : pandas.DataFrame
        From :func:`analysis.synthesis.trace_turn`; may be empty.
    what : str
        What is traced.
    year : int
        Year of the vote.

    Returns
    -------
    str
        One sentence.
    """
    if trace.empty:
        return f"{what}: not estimable with the chosen states and years."
    full = trace[trace["n_states"] >= 0.5 * trace["n_states"].max()]
    after = full[full["year"] >= year]
    before = full[full["year"] < year - 1]

    def describe(rows: pd.DataFrame) -> str:
        if rows.empty:
            return "no year"
        away = int(((rows["low"] > 0) | (rows["high"] < 0)).sum())
        return (
            f"{rows['difference'].min():+.3f} to {rows['difference'].max():+.3f} in {len(rows)} "
            f"year(s), {away} of them with an interval that leaves out zero"
        )

    return (
        f"**{what}**, those who did not vote yes over those who did, against "
        f"{year - 1}: before, {describe(before)}; from {year}, {describe(after)}."
    )


_STATEMENTS = {
    "curve": "Votes go with {subject}, within states",
    "to votes": "Votes move towards {partner} after {subject}",
    "from votes": "{subject} rises after votes moved towards {partner}",
    "size": "{its} trade is more concentrated than the states' size gives",
    "other": "{its} trade is more concentrated than that of {against}",
    "period": "{partner} gains on {against} in {subject}, {period}",
}
_NUMBERS = {
    "curve": "median r {value:+.3f}, joint p {high:.3f}",
    "size": "{value:.0%} of years; mean index {low:.2f} against {high:.2f}",
    "other": "{value:.0%} of years; mean index {low:.2f} against {high:.2f}",
}


def present_answers(answers: pd.DataFrame, reading: Reading) -> pd.DataFrame:
    """Write each thesis out, with its number and how it reads.

    Parameters
    ----------
    answers : pandas.DataFrame
        From :func:`analysis.synthesis.list_answers`.
    reading : Reading
        The partner, and what the columns are called.

    Returns
    -------
    pandas.DataFrame
        ``thesis, statement, number, reading``, as people read them.
    """
    rows = []
    for row in answers.to_dict("records"):
        subject = str(row["subject"])
        partner = reading.partner if pd.isna(row["partner"]) else row["partner"]
        statement = _STATEMENTS[row["test"]].format(
            subject=reading.label(subject) if subject in reading.variables else subject,
            partner=call(partner),
            its=whose(partner),
            against=call(row["against"]) if row["test"] in ("other", "period") else "",
            period=row["period"],
        )
        if pd.isna(row["value"]):
            number = "–"
        elif row["test"] in _NUMBERS:
            number = _NUMBERS[row["test"]].format_map(row)
        else:
            number = write_effect(row["value"], row["neutral"], row["low"], row["high"])
        rows.append((row["thesis"], capitalize(statement), number, row["reading"]))
    return pd.DataFrame(rows, columns=["thesis", "statement", "number", "reading"])


def write_effect(
    value: float, neutral: float, low: float = float("nan"), high: float = float("nan")
) -> str:
    """Write an effect with its interval: a factor or a difference.

    Parameters
    ----------
    value : float
        The effect.
    neutral : float
        1 for a factor, 0 for a difference.
    low, high : float, optional
        Ends of the interval; missing: none is written.

    Returns
    -------
    str
        For example ``"× 2.5 (1.8 to 3.4)"``.

    Examples
    --------
    >>> write_effect(2.5, 1.0, 1.8, 3.4), write_effect(-0.02, 0.0)
    ('× 2.5 (1.8 to 3.4)', '-0.0200')
    """
    form = "{:.3g}" if neutral else "{:+.4f}"
    span = f" ({form} to {form})".format(low, high) if pd.notna(low) else ""
    return ("× " if neutral else "") + form.format(value) + span


def write_captions(reading: Reading, votes: pd.DataFrame) -> dict[str, str]:
    """Return the captions of the figures and tables.

    Parameters
    ----------
    reading : Reading
        What was asked.
    votes : pandas.DataFrame
        The table ``voting/landmark_votes``, which dates the resolution.

    Returns
    -------
    dict of str to str
        Name of the figure → its caption.
    """
    it = reading.the_partner
    base = year_of_vote(votes, reading.theses.resolution) - 1
    gaining = join_words(list(dict.fromkeys(call(pair[0]) for pair in reading.pairs)))
    return {
        "coverage": "States with a value, by variable and year; white: none.",
        "periods": capitalize(
            f"how {gaining} gained or lost against another partner, each period after the one "
            "before: factor on trade and arms, difference of votes; 95 % intervals."
        ),
        "concentration": "Concentration of each partner's trade with the region on few states, "
        "and that of the states' trade with the whole world.",
        "estimates": f"Left: change of alignment {reading.lag} year(s) after a step of the cause. "
        f"Right: factor on trade and arms {reading.lag} year(s) after a step of alignment. 95 % "
        "intervals.",
        **{
            f"curve_{question}": f"Votes with {it} and {question}: every specification in order "
            "of its estimate, with 95 % intervals, and the choices behind it."
            for question in ("trade", "arms")
        },
        "power": f"Smallest detectable effect and excluded effects, votes with {it}",
        "turn": f"States that did not vote yes on {reading.theses.resolution} against those that "
        f"did, difference to {base} by year, with 95 % intervals; the dashed line stands before "
        "the year of the vote.",
    }


def present_choices(by_choice: pd.DataFrame, reading: Reading) -> pd.DataFrame:
    """Write the choices of a curve out as people read them.

    Parameters
    ----------
    by_choice : pandas.DataFrame
        Columns ``choice`` and ``value`` among others, from
        :meth:`analysis.synthesis.Curve.by_choice`.
    reading : Reading
        What the choices are called.

    Returns
    -------
    pandas.DataFrame
        The same rows.
    """
    pairs = zip(by_choice["choice"], by_choice["value"], strict=True)
    return by_choice.assign(value=[reading.name_choice(*pair) for pair in pairs])


def name_alignment_table(reading: Reading) -> str:
    """Return the table that the measure of alignment is from."""
    return IDEAL_POINTS if reading.measure == "ideal_point" else "voting/tallies"

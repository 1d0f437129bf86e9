"""Sentences of the synthesis, each with its numbers put in."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from analysis import countries
from analysis.synthesis.curve import Curve
from analysis.synthesis.panel import PARTNER_NAMES, VARIABLES
from analysis.synthesis.theses import RETURN_YEAR, TURN_YEAR

_LEVEL = 0.05


def on_panel(panel: pd.DataFrame, counts: pd.DataFrame) -> str:
    """Say how large the panel is and where it thins out.

    Parameters
    ----------
    panel : pandas.DataFrame
        From :func:`analysis.synthesis.build_panel`.
    counts : pandas.DataFrame
        From :func:`analysis.synthesis.count_coverage`.

    Returns
    -------
    str
        One paragraph.
    """
    states, years = panel["iso3"].nunique(), panel["year"].nunique()
    if panel.empty:
        return "No state is left: states and leave_out name the same ones."
    parts = []
    for name, rows in counts.groupby("variable", sort=False):
        filled = rows.loc[rows["n_states"] > 0, "year"]
        have = int(rows["n_states"].sum())
        span = f"{filled.min()}–{filled.max()}" if len(filled) else "never"
        parts.append(f"{VARIABLES[str(name)].label} {have / len(panel):.0%} ({span})")
    return (
        f"**{states} states × {years} years = {len(panel):,} state-years.** With a value: "
        + "; ".join(parts)
        + ". The others are missing, not zero."
    )


def on_periods(changes: pd.DataFrame, what: str, unit: str) -> str:
    """Say how Russia and China gained against another partner.

    Parameters
    ----------
    changes : pandas.DataFrame
        From :func:`analysis.synthesis.compare_periods`.
    what : str
        What is compared, for example ``"Trade"``.
    unit : {"factor", "difference"}
        How ``change`` is stated.

    Returns
    -------
    str
        One paragraph.
    """
    parts = []
    for row in changes.to_dict("records"):
        head = (
            f"{PARTNER_NAMES[row['partner']]} against {PARTNER_NAMES[row['against']]}, "
            f"{row['period']} after {row['before']}:"
        )
        head = f"{head[0].upper()}{head[1:]}"
        if pd.isna(row["change"]):
            parts.append(f"{head} not estimable ({row['reason']})")
            continue
        numbers = f"× {row['change']:.3g}" if unit == "factor" else f"{row['change']:+.3f}"
        if pd.isna(row["low"]):
            parts.append(f"{head} {numbers}, no interval: {row['reason']}")
            continue
        shown = "({:.3g} to {:.3g})" if unit == "factor" else "({:+.3f} to {:+.3f})"
        span = shown.format(row["low"], row["high"])
        parts.append(f"{head} {numbers} {span}, {row['n_states']:.0f} states")
    return f"**{what}** (95 % interval). " + "; ".join(parts) + "."


def on_concentration(concentration: pd.DataFrame, leading: int) -> str:
    """Say whether Russia's trade is more concentrated than others', and than size alone.

    Parameters
    ----------
    concentration : pandas.DataFrame
        From :func:`analysis.synthesis.concentrate_by_partner`.
    leading : int
        States in the share of the largest.

    Returns
    -------
    str
        One paragraph.
    """
    if concentration.empty:
        return "In no year do the chosen states report trade with all three partners."
    means = concentration.groupby("partner")[["hhi", "top_share"]].mean()
    words: dict[str, str] = {**PARTNER_NAMES, "size": "the states' trade with the whole world"}
    parts = [
        f"{words[str(row.Index)]} {row.hhi:.2f} and {row.top_share:.1%}"
        for row in means.reindex([*PARTNER_NAMES, "size"]).dropna().itertuples()
    ]
    first, last = concentration["year"].min(), concentration["year"].max()
    wide = concentration.pivot(index="year", columns="partner", values="top_share")
    above = int((wide["RUS"] > 0.9).sum())
    text = (
        f"**Mean of {first}–{last}, index over states and share of the {leading} largest:** "
        + "; ".join(parts)
        + f". The {leading} largest hold more than 90 % of the trade with Russia in {above} of "
        f"{len(wide)} years"
    )
    if "size" in wide:
        text += f", and of the trade with the whole world in {int((wide['size'] > 0.9).sum())}"
    n = len(concentration.loc[concentration["partner"] == "RUS"])
    return text + f". ({n} years; states that report, 33 at most.)"


def on_estimates(estimates: pd.DataFrame, partner: str = "RUS") -> str:
    """State the estimates of one partner, a line each.

    Parameters
    ----------
    estimates : pandas.DataFrame
        From :func:`analysis.synthesis.estimate_votes` or
        :func:`analysis.synthesis.estimate_flows`.
    partner : {"RUS", "USA", "CHN"}, optional
        With whom the alignment is.

    Returns
    -------
    str
        A list in Markdown.
    """
    lines = []
    for row in estimates[estimates["partner"] == partner].to_dict("records"):
        cause, outcome = VARIABLES[row["cause"]], VARIABLES[row["outcome"]]
        if pd.isna(row["effect"]):
            lines.append(f"- {cause.label} → {outcome.label}: not estimable, {row['reason']}.")
            continue
        unit = f"(scale {cause.unit})" if " to " in cause.unit else cause.unit
        step = "from no to yes" if row["step"] == 1 else f"a step of {row['step']:.3g} {unit}"
        shown = (
            "× {:.2f}, {:.2f} to {:.2f}"
            if row["estimator"] == "Poisson"
            else "{:+.4f}, {:+.4f} to {:+.4f}"
        )
        text = (
            f"- **{cause.label} → {outcome.label}**, {step}: "
            f"{shown.format(row['effect'], row['low'], row['high'])} "
            f"(95 %; p = {row['p_value']:.3f}); "
            f"{row['n_observations']:.0f} state-years, {row['n_states']:.0f} states"
        )
        if pd.notna(row["effective_states"]):
            name = countries.name(row["most_influential"])
            text += (
                f", worth {row['effective_states']:.0f} equal ones; without {name} "
                f"{row['effect_without']:+.4f}"
            )
        lines.append(text + ".")
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
    r, p = found["partial_correlation"], found["p_value"]
    low, high = r.min(), r.max()
    tests = tests.set_index("statistic")
    least = curve.joint_p_value()
    verdict = (
        "so the curve as a whole is what samples without any effect give too"
        if least >= _LEVEL
        else "so a curve without any effect would seldom look like this; which choices carry it is "
        "in the table"
    )
    joint = ", ".join(f"{name}: p = {row.p_value:.3f}" for name, row in tests.iterrows())
    return (
        f"**{question.capitalize()}: {len(found):,} specifications** ({len(curve.left_out):,} more "
        f"could not be estimated). Partial correlation from {low:+.3f} to {high:+.3f}, median "
        f"**{r.median():+.3f}**; {(r > 0).mean():.0%} positive; significant at 5 % one by one: "
        f"{((r > 0) & (p < _LEVEL)).mean():.0%} positive and {((r < 0) & (p < _LEVEL)).mean():.0%} "
        f"negative. Tested together ({joint}; allowing for three tests p = {least:.3f}), {verdict}."
    )


def on_sides(points: pd.DataFrame, panel: pd.DataFrame) -> str:
    """Say how often a state stands beyond Russia, seen from the USA, in ideal points.

    Parameters
    ----------
    points : pandas.DataFrame
        The table ``voting/ideal_points``.
    panel : pandas.DataFrame
        From :func:`analysis.synthesis.build_panel`: whose states and years are counted.

    Returns
    -------
    str
        One paragraph; empty if there is nothing to count.
    """
    if "series" in points:
        points = points[points["series"] == "final"]
    wide = points.pivot(index="session", columns="iso3", values="ideal_point").astype("float64")
    if panel.empty or not {"RUS", "USA"} <= set(wide.columns):
        return ""
    wide.index = wide.index.astype(int) + 1945
    wide = wide[wide.index.isin(panel["year"])]
    own = wide.reindex(columns=sorted(set(panel["iso3"])))
    past = own.sub(wide["RUS"], axis=0).mul(wide["RUS"] - wide["USA"], axis=0) > 0
    known = own.notna() & wide[["RUS", "USA"]].notna().all(axis=1).to_numpy()[:, None]
    if not known.to_numpy().any():
        return ""
    share = float((past & known).to_numpy().sum() / known.to_numpy().sum())
    return (
        f"In **{share:.0%}** of the state-years the state stands beyond Russia, seen from the USA, "
        "in ideal points. There a step away from the USA is a step away from Russia too: closeness "
        "falls where agreement can rise. The two ask different things, and where their answers "
        "differ, neither is wrong."
    )


def on_power(power: pd.DataFrame) -> str:
    """Say which effects could have been found and which are excluded.

    Parameters
    ----------
    power : pandas.DataFrame
        From :func:`analysis.synthesis.state_power`.

    Returns
    -------
    str
        A list in Markdown.
    """
    lines = []
    for row in power[power["partner"] == "RUS"].to_dict("records"):
        lines.append(
            f"- {VARIABLES[row['cause']].label}: the design finds with a probability of 80 % an "
            f"effect of {row['smallest_detectable']:.4f} ({row['smallest_detectable_in_sd']:.2f} "
            f"standard deviations of the alignment within states and years); what was found "
            f"excludes effects beyond ±{row['excluded_beyond']:.4f} "
            f"({row['excluded_beyond_in_sd']:.2f})."
        )
    return "\n".join(lines) or "Nothing could be estimated, so no effect is excluded."


def on_turn(trace: pd.DataFrame, what: str) -> str:
    """Say how the two sides of the vote moved apart after it.

    Parameters
    ----------
    trace : pandas.DataFrame
        From :func:`analysis.synthesis.trace_turn`; may be empty.
    what : str
        What is traced.

    Returns
    -------
    str
        One sentence.
    """
    if trace.empty:
        return f"{what}: not estimable with the chosen states and years."
    full = trace[trace["n_states"] >= 0.5 * trace["n_states"].max()]
    after = full[full["year"] >= TURN_YEAR]
    before = full[full["year"] < TURN_YEAR - 1]

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
        f"{TURN_YEAR - 1}: before, {describe(before)}; from {TURN_YEAR}, {describe(after)}."
    )


def list_answers(
    periods: Mapping[str, pd.DataFrame],
    concentration: pd.DataFrame,
    to_votes: pd.DataFrame,
    from_votes: pd.DataFrame,
    curves: Mapping[str, Curve],
) -> pd.DataFrame:
    """Set each thesis of the texts beside the number that bears on it.

    Parameters
    ----------
    periods : mapping of str to pandas.DataFrame
        ``trade``, ``arms``, ``votes`` → from :func:`analysis.synthesis.compare_periods`.
    concentration : pandas.DataFrame
        From :func:`analysis.synthesis.concentrate_by_partner`.
    to_votes, from_votes : pandas.DataFrame
        From :func:`analysis.synthesis.estimate_votes` and ``estimate_flows``.
    curves : mapping of str to Curve
        ``trade`` and ``arms``.

    Returns
    -------
    pandas.DataFrame
        ``thesis, statement, number, reading``: the reading follows from the numbers by rule: an
        effect counts as found if its interval leaves out the neutral value (for the curves, if a
        joint test is below 5 %), and as opposite if it lies on the other side.
    """
    rows = []
    for question, curve in curves.items():
        tests = curve.joint_tests()
        statement = f"Votes go with {question}, within states"
        if tests.empty:
            rows.append(("Politics before economics", statement, "–", "not estimable"))
            continue
        value, p = float(tests["value"].iloc[0]), curve.joint_p_value()
        reading = "not told from none" if p >= _LEVEL else "found" if value > 0 else "opposite"
        number = f"median r {value:+.3f}, joint p {p:.3f}"
        rows.append(("Politics before economics", statement, number, reading))
    for frame, by, words in (
        (to_votes, "cause", "Votes move towards Russia after {}"),
        (from_votes, "outcome", "{} rises after votes moved towards Russia"),
    ):
        for row in frame[frame["partner"] == "RUS"].to_dict("records"):
            neutral = 1.0 if row["estimator"] == "Poisson" else 0.0
            label = VARIABLES[row[by]].label
            statement = words.format(label)
            rows.append(
                (
                    "Politics before economics",
                    f"{statement[0].upper()}{statement[1:]}",
                    _number(row["effect"], row["low"], row["high"], neutral),
                    _read(row["effect"], row["low"], row["high"], neutral),
                )
            )
    if len(concentration):
        wide = concentration.pivot(index="year", columns="partner", values="hhi")
        if "size" in wide:
            more = float((wide["RUS"] > wide["size"]).mean())
            rows.append(
                (
                    "Few partners",
                    "Russia's trade is more concentrated than the states' size gives",
                    f"{more:.0%} of years; mean index {wide['RUS'].mean():.2f} against "
                    f"{wide['size'].mean():.2f}",
                    "mostly" if more > 0.5 else "mostly not",
                )
            )
        more = float((wide["RUS"] > wide["USA"]).mean())
        rows.append(
            (
                "Few partners",
                "Russia's trade is more concentrated than that of the USA",
                f"{more:.0%} of years",
                "mostly" if more > 0.5 else "mostly not",
            )
        )
    names = {RETURN_YEAR: "Return after 2000", TURN_YEAR: "Turn in 2014"}
    for what, frame in periods.items():
        neutral = 0.0 if what == "votes" else 1.0
        steps = list(dict.fromkeys(frame["before"]))
        for row in frame.to_dict("records"):
            thesis = list(names.values())[min(steps.index(row["before"]), 1)]
            if "USA" not in (row["partner"], row["against"]) or row["partner"] == "CHN":
                thesis = "Alternative partners"
            name = PARTNER_NAMES[row["partner"]]
            statement = (
                f"{name[0].upper()}{name[1:]} gains on {PARTNER_NAMES[row['against']]} in {what}, "
                f"{row['period']}"
            )
            rows.append(
                (
                    thesis,
                    statement,
                    _number(row["change"], row["low"], row["high"], neutral),
                    _read(row["change"], row["low"], row["high"], neutral),
                )
            )
    order = ["Politics before economics", "Few partners", *names.values(), "Alternative partners"]
    frame = pd.DataFrame(rows, columns=["thesis", "statement", "number", "reading"])
    place = frame["thesis"].map(order.index) if len(frame) else frame["thesis"]
    return frame.iloc[place.argsort(kind="stable")].reset_index(drop=True)


def _number(value: float, low: float, high: float, neutral: float) -> str:
    if pd.isna(value):
        return "–"
    if neutral == 1.0:
        return f"× {value:.3g}" + (f" ({low:.3g} to {high:.3g})" if pd.notna(low) else "")
    if pd.isna(low):
        return f"{value:+.4f}"
    return f"{value:+.4f} ({low:+.4f} to {high:+.4f})"


def _read(value: float, low: float, high: float, neutral: float) -> str:
    if pd.isna(value):
        return "not estimable"
    if pd.isna(low):
        return "too few states"
    if low > neutral:
        return "found"
    return "opposite" if high < neutral else "not told from none"

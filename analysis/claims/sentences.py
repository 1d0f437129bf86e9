"""Plain sentences on judgements and on audits, made from their numbers."""

from __future__ import annotations

import math

import pandas as pd

from analysis.claims.audit import Audit, share_supported
from analysis.claims.ledger import PRINTED_TWICE
from analysis.claims.values import Value, show, show_number
from analysis.claims.verdicts import (
    CONTRADICTED,
    DECIDED,
    INCONSISTENT,
    NO_DATA,
    NOT_TESTABLE,
    OFF,
    OFF_FACTOR,
    PLAUSIBLE,
    SLIP,
    SUPPORTED,
    Comparison,
    Judgement,
)
from analysis.notebook.words import call, capitalize, count, join_words, percent, whose

_SLIP = {1e3: "thousand", 1e6: "million"}


def tell(audit: Audit) -> pd.DataFrame:
    """Return the frame of an audit with a sentence on each claim.

    Parameters
    ----------
    audit : Audit
        The audit.

    Returns
    -------
    pandas.DataFrame
        :attr:`Audit.frame` with ``sentence`` and ``would_hold_if``, empty where it would say
        nothing.
    """
    said = [on_verdict(judgement) for judgement in audit.judgements]
    held = [on_condition(judgement) for judgement in audit.judgements]
    frame = audit.frame.copy()
    at = list(frame.columns).index("remark")
    frame.insert(at, "sentence", pd.Series(said, frame.index, dtype="str"))
    frame.insert(at + 1, "would_hold_if", pd.Series(held, frame.index, dtype="str"))
    return frame


def on_verdict(judgement: Judgement) -> str:
    """Return one plain sentence on a judgement, and a second on the range of readings.

    Parameters
    ----------
    judgement : Judgement
        The judgement.

    Returns
    -------
    str
        Every number in it comes from the claim or a reading.
    """
    claim, first = judgement.claim, judgement.decisive
    verb = "says" if claim.value.kind in ("truth", "text") else "has"
    start = f"The text {verb} {claim.shown}"
    if claim.period and claim.value.kind != "dates":
        start += f" {claim.period}" if claim.first_year is None else f" for {claim.period}"
    if judgement.verdict in (NO_DATA, NOT_TESTABLE) or first is None:
        return f"{start}; not tested: {judgement.reason}."
    found = first.reading.shown_for(claim)
    is_own = first.reading.basis == "own"
    if judgement.reason == PRINTED_TWICE:
        return f"{start}: {judgement.reason}; data give {found}."
    if judgement.verdict == INCONSISTENT:
        where = "the texts' own numbers give" if is_own else "data give"
        return f"{start}; {where} {found}."
    where = "the text's own numbers give" if is_own else "data give"
    why = ""
    if judgement.verdict == PLAUSIBLE:
        reason = judgement.reason
        why = f", {'which does not decide' if reason == 'no reading decides' else reason}"
    return f"{start}; {where} {found}{_how_far(first)}{why}.{_range(judgement)}"


def _range(judgement: Judgement) -> str:
    """Write the range over the readings of a number, if there are several."""
    low, high, n = judgement.spread
    if n < 2 or low == high:
        return ""
    both = Value("range", "", judgement.claim.value.unit, low, high)
    return f" Over {n} readings: {show(both)}."


def _slip(comparison: Comparison, more: str, less: str) -> str:
    """Say by which factor a unit slipped."""
    factor = comparison.factor
    return f"{_SLIP[max(factor, 1 / factor)]} times {more if factor > 1 else less}"


def _how_far(comparison: Comparison) -> str:
    if comparison.reading.bound in ("other years", "other kind") and comparison.difference:
        return f": {comparison.difference}"
    if comparison.word == SLIP:
        rest = comparison.ratio * comparison.factor
        return f": a {_slip(comparison, 'more', 'less')} would leave a ratio of {rest:.2f}"
    if math.isfinite(comparison.ratio):
        return f", ratio {show_number(comparison.ratio)}"
    return f": {comparison.difference}" if comparison.difference else ""


def on_condition(judgement: Judgement) -> str:
    """Say what would have to be true for a claim to hold that the data do not support.

    Parameters
    ----------
    judgement : Judgement
        The judgement.

    Returns
    -------
    str
        A sentence; empty for claims that are supported or have no reading.
    """
    first, claim = judgement.decisive, judgement.claim
    if first is None or judgement.verdict in (SUPPORTED, NO_DATA, NOT_TESTABLE):
        return ""
    reading = first.reading
    better = _better(judgement, first)
    if better is not None:
        ratio = f", ratio {show_number(better.ratio)}" if math.isfinite(better.ratio) else ""
        found = better.reading.shown_for(claim)
        return f"By another definition it is {better.word}: {found}{ratio}."
    if reading.bound == "other kind":
        return f"The event or the sign would have to be another: {reading.definition}."
    if judgement.verdict == INCONSISTENT:
        return f"One of the text's own numbers would have to be another: {reading.definition}."
    if reading.bound == "other years":
        return "The years would have to be those of the reading."
    if reading.bound in ("at_least", "at_most") and first.word != PLAUSIBLE:
        return f"The bound itself would have to be wrong: {reading.shown_for(claim)}."
    if reading.bound in ("at_least", "at_most", "part"):
        return f"What the reading leaves out would have to make the difference to {claim.shown}."
    if first.word == SLIP:
        return f"The unit would have to be a {_slip(first, 'larger', 'smaller')}."
    if math.isfinite(first.ratio) and first.ratio > 0:
        if first.ratio > OFF_FACTOR**2:
            return f"The true figure would have to be {show_number(first.ratio)} times the reading."
        by = percent(abs(first.ratio - 1)) + (" above" if first.ratio > 1 else " below")
        return f"The true figure would have to lie {by} the reading."
    if claim.value.kind == "dates" and first.difference:
        return f"The source would have to be wrong by what parts them: {first.difference}."
    return f"The record would have to read {claim.shown}."


def _better(judgement: Judgement, first: Comparison) -> Comparison | None:
    """Return an independent reading that says better of the claim, chosen or not."""
    if judgement.verdict not in (OFF, CONTRADICTED):
        return None
    independent = [c for c in judgement.comparisons if c.reading.is_independent]
    words = (SUPPORTED, OFF) if first.word == CONTRADICTED else (SUPPORTED,)
    return next((c for word in words for c in independent if c.word == word), None)


def on_tally(audit: Audit) -> str:
    """Say how many claims have which verdict.

    Parameters
    ----------
    audit : Audit
        The claims.

    Returns
    -------
    str
        One sentence on those that are decided, one on the rest.
    """
    n = audit.tally()
    decided = sum(n[verdict] for verdict in DECIDED)
    share = f" ({percent(share_supported(audit.frame))})" if decided else ""
    return (
        f"Of **{len(audit.judgements)}** claims, {decided} are decided by data or by the texts' "
        f"own numbers; of these **{n[SUPPORTED]}** are supported{share}, {n[OFF]} are off, "
        f"{n[CONTRADICTED]} contradicted, {n[SLIP]} look like a slip of unit or scale, and "
        f"{n[INCONSISTENT]} disagree with the texts' own numbers. {n[PLAUSIBLE]} more are "
        f"plausible; {n[NOT_TESTABLE]} cannot be tested as printed, and for {n[NO_DATA]} there are "
        "no data."
    )


def on_choices_made(audit: Audit) -> str:
    """Say by what the claims are judged.

    Parameters
    ----------
    audit : Audit
        With its options.

    Returns
    -------
    str
        Whose figures decide, for which area, and within what.
    """
    options = audit.options
    partner = whose(options.setting.partner)
    n = len(options.setting.states)
    reporters = {
        "both": f"{partner} reports of trade and those of the states decide",
        "counterpart": f"{partner} reports of trade decide, those of the states are shown",
        "states": f"The states' own reports of trade decide, {partner} are shown",
    }[options.reporter]
    region = {
        "states": f"the {n} states",
        "offshore": f"the {n} states with offshore territories",
        "both": f"the {n} states, with or without offshore territories",
    }[options.region]
    return (
        f"{capitalize(reporters)}, for {region}; numbers agree within "
        f"{show_number(100 * options.tolerance)} %."
    )


def on_weak(weak: pd.DataFrame, drawn: int) -> str:
    """Say how many claims outside printed tables are decided and not supported.

    Parameters
    ----------
    weak : pandas.DataFrame
        Those claims, one a row.
    drawn : int
        How many of them are numbers with a ratio.

    Returns
    -------
    str
        One sentence.
    """
    return (
        f"{count(len(weak), 'claim')} outside the printed tables "
        f"{'is' if len(weak) == 1 else 'are'} decided and not supported; {drawn} of them "
        f"{'is a number' if drawn == 1 else 'are numbers'} with a ratio, shown here."
    )


def on_claim(judgement: Judgement) -> str:
    """Say what one claim states, where, what the data give, and when it would hold."""
    claim = judgement.claim
    said = f"{on_verdict(judgement)} {on_condition(judgement)}".strip()
    return f"**{claim.statement}** ({claim.text} {claim.lines}) {said}"


def on_printed(cells: pd.DataFrame, n_printed: int) -> str:
    """Say how many cells of printed tables hold a number, and which balances are wrong.

    Parameters
    ----------
    cells : pandas.DataFrame
        The rows of :attr:`Audit.frame` that are cells.
    n_printed : int
        How many cells are printed, empty ones included.

    Returns
    -------
    str
        With a remark on each column that is low as a whole.
    """
    if cells.empty:
        return "The chosen texts and themes hold no cells of the printed tables."
    wrong = cells[cells["verdict"] == INCONSISTENT]
    remarks = cells.loc[cells["remark"] != "", ["item", "period", "remark"]].drop_duplicates()
    which = f": {', '.join(wrong['subjects'] + ' ' + wrong['period'])}" if len(wrong) else ""
    said = [f" {row.item}, {row.period}: {row.remark}" for row in remarks.itertuples()]
    do = "balance does" if len(wrong) == 1 else "balances do"
    return (
        f"Of {n_printed} cells {len(cells)} hold a number; **{len(wrong)}** {do} not follow from "
        f"the printed flows{which}.{''.join(said)}"
    )


def on_definitions(frame: pd.DataFrame) -> str:
    """Say how many claims hang on the reporter, source or definition.

    Parameters
    ----------
    frame : pandas.DataFrame
        :attr:`Audit.frame`.

    Returns
    -------
    str
        What their verdict is.
    """
    n = int(frame["depends_on_definition"].sum())
    return (
        f"{count(n, 'claim')} {'is' if n == 1 else 'are'} supported by one reporter, source or "
        "definition and not by another. For them the verdict is that of the best reading that the "
        "choices allow; the table has the range."
    )


def on_same_debt(audit: Audit, steps: pd.DataFrame | None) -> str:
    """Say how two dollar figures of one debt follow from a stock in another currency.

    Parameters
    ----------
    audit : Audit
        With the two claims that the study names.
    steps : pandas.DataFrame or None
        From :func:`analysis.claims.reconcile_same_debt`.

    Returns
    -------
    str
        The implied rate, the stock at the agreed rate, and what that leaves.
    """
    setting = audit.options.setting
    told, old = setting.claims.same_debt, setting.debt.old_claim
    if steps is None or told is None or old is None:
        return "The study names no debt that two texts state."
    stock, first, implied, _, converted, second, rest = steps["value"]
    currency = setting.debt.currency_name
    verdicts = list(dict.fromkeys(audit[name].verdict for name in (told.earlier, told.later)))
    both = "Both claims are" if len(verdicts) == 1 else "The verdicts are"
    left = (
        f"the {rest / 1e9:.1f} billion to {second / 1e9:.1f} may be {old.rest}"
        if rest > 0
        else f"that is {-rest / 1e9:.1f} billion more than the {second / 1e9:.1f} stated later"
    )
    return (
        f"{stock / 1e9:.2f} billion {currency} are {first / 1e9:.2f} billion dollars at "
        f"{implied:.3f} {currency} a dollar and **{converted / 1e9:.1f} billion** at the agreed "
        f"rate ({told.rate}); {left}. {both} {join_words(verdicts)}."
    )


def on_limits(audit: Audit, last_report: int) -> str:
    """Say what a verdict does not say.

    Parameters
    ----------
    audit : Audit
        With its options.
    last_report : int
        Last year for which the partner reports its trade with the states.

    Returns
    -------
    str
        On evidence, on the share of verdicts, and on the partner.
    """
    partner = audit.options.setting.partner
    return (
        "A verdict is no better than its reading. Much of the evidence on visits, agreements and "
        "relations is second-hand, and several growth rates are estimates of the turn of the year. "
        "Supported means that a source gives the figure, not that it is true; contradicted means "
        "that the sources read give another. Claims of the same text are not independent of each "
        "other, so that shares of verdicts say nothing about the rest of a text. The partner is "
        f"{call(partner)}: a claim about dealings with another state is tested only where tables "
        f"hold figures with it. {capitalize(whose(partner))} own reports of trade with the states "
        f"end with {last_report}."
    )

"""One instrument in detail: its payments, its relief, and what hangs on choices."""

from __future__ import annotations

import pandas as pd

from analysis import countries
from analysis.debt.detail import Detail
from analysis.debt.frames import DAYS
from analysis.debt.reading import Reading
from analysis.debt.relief import GRANT_ELEMENT_RULES
from analysis.debt.sentences.instruments import on_face
from analysis.debt.sentences.words import as_words, lay_out, million
from analysis.notebook.words import count, join_words


def on_detail(detail: Detail) -> str:
    """Say what the instrument is, and what of its terms is assumed.

    Parameters
    ----------
    detail : Detail
        The instrument.

    Returns
    -------
    str
        One paragraph.
    """
    one = detail.instrument
    who = f"{countries.short_name(one.debtor_iso3)}, {detail.what} ({detail.date})"
    parts = [f"**{who}.**", on_face(one.claim, one.face, one.currency)]
    if detail.reason:
        parts.append(f"Note: {detail.reason}.")
    elif one.unstated():
        parts.append(f"Assumed, for no source gives it: {as_words(', '.join(one.unstated()))}.")
    return " ".join(parts)


def caption_payments(detail: Detail, reading: Reading) -> str:
    """Return the caption of the payments."""
    return (
        f"The {count(len(detail.payments), 'payment')}, and what each is worth at {reading.rate} "
        f"a year, valued {reading.day}."
    )


def on_payments(detail: Detail, reading: Reading) -> str:
    """Say when how much is paid, and what it is worth.

    Parameters
    ----------
    detail : Detail
        The instrument.
    reading : Reading
        Rate and day of valuation.

    Returns
    -------
    str
        One paragraph; empty if nothing is paid later.
    """
    payments, money = detail.payments, detail.instrument.currency
    if payments.empty:
        return ""
    first, last = payments["date"].iloc[0], payments["date"].iloc[-1]
    return (
        f"{count(len(payments), 'payment')} from {first:%d %B %Y} to {last:%d %B %Y}; the largest "
        f"is {million(payments['payment'].max(), money)}. In all "
        f"{million(payments['payment'].sum())} are paid, worth "
        f"**{million(detail.headline['present_value'])}** at {reading.rate} a year "
        f"{reading.day}."
    )


def list_measures(detail: Detail) -> pd.DataFrame:
    """Return the measures of relief by discount rate, as a table that people read."""
    money = detail.instrument.currency
    return lay_out(
        detail.measures,
        {
            "convention": "convention",
            "discount_rate_pct": "rate, %",
            "present_value": f"present value, million {money}",
            "relief": f"relief in present value, million {money}",
            "face_haircut_pct": "face haircut, %",
            "market_haircut_pct": "market haircut, %",
            "sz_haircut_pct": "Sturzenegger-Zettelmeyer haircut, %",
            "grant_element_pct": "grant element of the remainder, %",
        },
        millions=("present_value", "relief"),
    )


def caption_measures(reading: Reading) -> str:
    """Return the caption of the measures of relief."""
    return (
        "Relief at the chosen rate and at the two conventions of the grant element, valued "
        f"{reading.day}"
    )


NOTE_ON_MEASURES = (
    "Two assumptions: the old claim is taken as wholly due, so that its present value is its face "
    "and the last two haircuts agree (arrears of interest are taken as contained in it); and the "
    "rate is chosen, where the formulas ask for the yield of a market right after the exchange, "
    "which these claims never had."
)


def on_relief(detail: Detail, reading: Reading) -> str:
    """Say by how much the claim was cut, counting time, and whether the rest is concessional.

    Parameters
    ----------
    detail : Detail
        The instrument.
    reading : Reading
        Rate and day of valuation.

    Returns
    -------
    str
        One paragraph, with the day of valuation beside each haircut.
    """
    chosen, *ruled = detail.measures.to_dict("records")
    haircut = f"**{chosen['sz_haircut_pct']:.1f} %** at {reading.rate}"
    highest = max(ruled, key=lambda row: row["discount_rate_pct"])
    if highest["discount_rate_pct"] != chosen["discount_rate_pct"]:
        haircut += f" and {highest['sz_haircut_pct']:.1f} % at {highest['discount_rate_pct']:g} %"
    parts = [
        "There was no older claim. Counting that it is repaid later, the part of the loan that is "
        f"a gift is {haircut}, valued {reading.day}."
        if detail.instrument.claim is None
        else f"The face was cut by {chosen['face_haircut_pct']:.1f} %. Counting that the rest is "
        f"paid late, the haircut is {haircut}, valued {reading.day}."
    ]
    if len(detail.haircut_by_day) > 1:
        days = [f"{value:.2f} % {DAYS[day]}" for day, value in detail.haircut_by_day.items()]
        parts.append(
            f"By the day of valuation it is {join_words(days)} at {reading.rate}; the table of all "
            f"instruments above values {DAYS['signature']}."
        )
    elements, passed, thresholds = [], [], []
    for row in ruled:
        name, element = row["convention"], row["grant_element_pct"]
        rule = GRANT_ELEMENT_RULES[name]
        elements.append(f"{element:.2f} % by the {name} ({row['discount_rate_pct']:g} %)")
        thresholds.append(f"{rule.threshold_pct:g}")
        passed += [name] if element >= rule.threshold_pct else []
    by = f"by that of the {join_words(passed)}" if passed else "by neither"
    parts.append(
        f"What is to be repaid has a grant element of {join_words(elements)}; with thresholds of "
        f"{join_words(thresholds)} % it is concessional {by}."
    )
    return " ".join(parts)


def on_terms(detail: Detail) -> str:
    """Say how far rates, terms and day counts move the haircut.

    Parameters
    ----------
    detail : Detail
        An instrument that is paid later.

    Returns
    -------
    str
        One paragraph.
    """
    haircuts, values = detail.grid["haircut_pct"], detail.by_day_count["present_value"]
    return (
        f"Over the rates and terms shown the haircut runs from {haircuts.min():.1f} to "
        f"{haircuts.max():.1f} %. By day count the value differs by "
        f"{100 * (values.max() / values.min() - 1):.2f} %."
    )


def list_choice_ranges(moved: pd.DataFrame) -> pd.DataFrame:
    """Return the range of the haircut by choice, as a table that people read."""
    columns = ["haircut_pct", "cash_haircut_pct"]
    ranges = moved.groupby("choice", sort=False)[columns].agg(["min", "max"])
    headings = ["lowest", "highest", "lowest, cash", "highest, cash"]
    return ranges.set_axis(headings, axis="columns")


def caption_choices(reading: Reading) -> str:
    """Return the caption of the choices."""
    return (
        "Haircut when one choice is changed and the others stay; in brackets what is in use. In "
        "the last line a unit that stays in the debtor's country counts "
        f"{reading.worth_of_local:g}, above it all payments count as cash."
    )


def on_choices(moved: pd.DataFrame) -> str:
    """Say which choice moves the haircut most.

    Parameters
    ----------
    moved : pandas.DataFrame
        From :func:`analysis.debt.choices.vary_choices`.

    Returns
    -------
    str
        One sentence.
    """
    ranges = list_choice_ranges(moved)
    widest = str((ranges["highest"] - ranges["lowest"]).idxmax())
    return (
        f"With all payments counted as cash the haircut moves most with the choice of "
        f"**{widest}**: {ranges['lowest'][widest]:.1f} to {ranges['highest'][widest]:.1f} %."
    )


def caption_swap(reading: Reading) -> str:
    """Return the caption of the swap."""
    return (
        "Creditor's cash value and haircut by the share of payments that stay in the debtor's "
        f"country (a unit that stays counts {reading.worth_of_local:g}) and the discount rate, "
        f"valued {reading.day}."
    )


def on_swap(detail: Detail, reading: Reading) -> str:
    """Say what the payments are worth in cash, and on which assumption that rests.

    Parameters
    ----------
    detail : Detail
        An instrument that is paid later.
    reading : Reading
        Rate, day of valuation, and worth of what stays.

    Returns
    -------
    str
        One paragraph.
    """
    money, one = detail.instrument.currency, detail.headline
    is_chosen = (detail.swap["discount_rate"] - reading.discount_rate).abs() < 1e-9
    at_rate = detail.swap[is_chosen]
    stays = detail.instrument.stays_share
    said = "nothing is said to stay" if stays is None else f"{100 * stays:g} % stay"
    return (
        f"At {reading.rate} the cash value runs from {million(at_rate['cash'].min(), money)} "
        f"(haircut {at_rate['haircut_pct'].max():.1f} %) if everything stays to "
        f"{million(at_rate['cash'].max())} ({at_rate['haircut_pct'].min():.1f} %) if everything "
        f"leaves. As reported or chosen, {said}: {million(one['cash_value'])} "
        f"({one['cash_haircut_pct']:.1f} %). That rests on an assumption, that a unit that stays "
        f"is worth {reading.worth_of_local:g} to the creditor; no source says what it is worth."
    )

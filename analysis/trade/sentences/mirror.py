"""Two reports of one flow."""

from __future__ import annotations

import pandas as pd

from analysis.contracts import FLOWS
from analysis.notebook.words import count, million, spans
from analysis.trade.exceptions import spread_exceptions
from analysis.trade.reading import Reading
from analysis.trade.reliability import SIDES_OF_A_FLOW
from analysis.trade.sentences.words import highest, lowest

#: Years of one gap that are listed, and states without which reliability has no order.
_LISTED, _FEWEST = 3, 3


def on_mirror(by_year: pd.DataFrame, reading: Reading) -> str:
    """Say how far the two sides' reports of the same flows lie apart.

    Parameters
    ----------
    by_year : pandas.DataFrame
        From :func:`analysis.trade.mirror_by_year`.
    reading : Reading
        For the partner, and for what freight alone would make.

    Returns
    -------
    str
        One paragraph. What would explain a gap is said of the side on which it lies alone.
    """
    parts, medians = [], []
    for flow in FLOWS:
        rows = by_year[(by_year["flow"] == flow) & by_year["is_comparable"]].dropna(subset="ratio")
        if rows.empty:
            continue
        high, low = highest(rows, "ratio"), lowest(rows, "ratio")
        over = int((rows["ratio"] > reading.cif_fob).sum())
        medians.append(rows["ratio"].median())
        spread = (
            f"ratio {high['ratio']:.2f} in {int(high['year'])}"
            if len(rows) == 1
            else f"median ratio {medians[-1]:.2f}, from {low['ratio']:.2f} in {int(low['year'])} "
            f"to {high['ratio']:.2f} in {int(high['year'])}"
        )
        parts.append(
            f"for {reading.flow(flow)}, the importing side reports more than freight explains in "
            f"{over} of {count(len(rows), 'year')} ({spread})"
        )
    if not parts:
        return "No flow of these states and years is on record from both sides."
    text = f"Counting only flows that both sides report: {'; '.join(parts)}."
    if max(medians) > reading.cif_fob:
        text += (
            " An importer names the country of origin, an exporter the last destination it knows, "
            "so that goods sold through third countries are missing on the exporter's side."
        )
    if min(medians) < 1:
        text += (
            " Where the importer's report is the smaller one, the exporter counts goods under the "
            "state that the state does not; flags of ships, first destinations and chapters that "
            "are not published may be among the reasons."
        )
    return text


def on_known_gaps(mirrored: pd.DataFrame, exceptions: pd.DataFrame, reading: Reading) -> str:
    """List the mirror gaps that have a known or likely reason.

    Parameters
    ----------
    mirrored : pandas.DataFrame
        From :func:`analysis.trade.mirror_reports`, of the states and years shown.
    exceptions : pandas.DataFrame
        From :func:`analysis.trade.exceptions_in`; those that explain a gap count.
    reading : Reading
        For the names, the partner and the unit.

    Returns
    -------
    str
        A paragraph with one item a state and flow, or a sentence that none is in the selection.
    """
    spread = spread_exceptions(exceptions[exceptions["explains_gap"]])
    keys = ["iso3", "year", "flow"]
    found = mirrored.merge(
        spread[[*keys, "mark", "problem"]].astype({"year": mirrored["year"].dtype}), on=keys
    )
    found = found.assign(size=found["gap_usd"].abs())
    lines = []
    for (_, iso3, flow), rows in found.groupby(["mark", "iso3", "flow"]):
        partner, state = SIDES_OF_A_FLOW[::-1] if flow == FLOWS[0] else SIDES_OF_A_FLOW
        shown = rows.nlargest(_LISTED, "size").sort_values("year")
        pairs = [
            f"{row['year']} {million(row[f'{partner}_reports_usd'])} by "
            f"{reading.report('counterpart')}, {million(row[f'{state}_reports_usd'])} by the "
            "state's"
            for row in shown.to_dict("records")
        ]
        of = f" (the largest of {len(rows)} years)" if len(rows) > len(shown) else ""
        lines.append(
            f"- **{reading.names[str(iso3)]}**, {reading.flow(str(flow))}{of}: "
            f"{'; '.join(pairs)}. {rows['problem'].iloc[0]}"
        )
    if not lines:
        return "None of the gaps with a known reason lies in these states and years."
    return "\n".join([f"Gaps with a known or likely reason (million {reading.unit}):", "", *lines])


def on_readings(readings: pd.DataFrame, unmatched: pd.DataFrame, reading: Reading) -> str:
    """Say how far other sources and vintages of the same report lie from the chosen one.

    Parameters
    ----------
    readings : pandas.DataFrame
        From :func:`analysis.trade.compare_readings`, of the states and years shown.
    unmatched : pandas.DataFrame
        From :func:`analysis.trade.unmatched_readings`.
    reading : Reading
        For the names and the partner.

    Returns
    -------
    str
        One paragraph.
    """
    alone = ""
    if len(unmatched):
        sources = ", ".join(sorted(unmatched["source"].unique()))
        alone = (
            f" {count(len(unmatched), 'further reading')} ({sources}, "
            f"{spans(unmatched['year'])}) without a chosen value of the same report enter no sum."
        )
    if readings.empty:
        return f"No chosen value of these states and years has a second reading.{alone}"
    close = int(((readings["ratio"] - 1).abs() <= 0.01).sum())
    far = readings.iloc[0]
    side = "counterpart" if far["reporter"] == reading.partner else "states"
    return (
        f"{count(len(readings), 'other reading')} of the same reports stand beside a chosen value; "
        f"{close} of them differ from it by at most 1 %. The largest difference: "
        f"{reading.names[str(far['iso3'])]} {far['year']}, {reading.flow(str(far['flow']))} by "
        f"{reading.report(side)}, {million(far['chosen_usd'])} million USD in "
        f"{far['chosen_source']} and {million(far['other_usd'])} in {far['other_source']} "
        f"(ratio {far['ratio']:.2f}). A vintage is part of a number.{alone}"
    )


def on_reliability(reliability: pd.DataFrame, reading: Reading) -> str:
    """Say whose reports agree most and least with their partners'.

    Parameters
    ----------
    reliability : pandas.DataFrame
        ``trade/mirror_reliability``.
    reading : Reading
        Its states and its partner count.

    Returns
    -------
    str
        One paragraph.
    """
    names, parts = reading.names, []
    chosen = reliability[reliability["iso3"].isin([*reading.states, reading.partner])]
    for side in SIDES_OF_A_FLOW:
        rows = chosen[chosen["side"] == side].sort_values(["deviation", "iso3"])
        partner = rows[rows["iso3"] == reading.partner]
        if len(rows) < _FEWEST or partner.empty:
            continue
        deviation, error = partner["deviation"].item(), 1.96 * partner["standard_error"].item()
        place = int((rows["deviation"] < deviation).sum()) + 1
        best, worst = rows.iloc[0], rows.iloc[-1]
        parts.append(
            f"as {side}, {names[str(best['iso3'])]} agrees best ({best['deviation']:.2f}) and "
            f"{names[str(worst['iso3'])]} least ({worst['deviation']:.2f}); "
            f"{reading.the_partner} is number {place} of {len(rows)} "
            f"({deviation:.2f} ± {error:.2f})"
        )
    if not parts:
        return "Too few states to compare the agreement of their reports with their partners'."
    return (
        "Expected absolute log ratio of both reports with the mean partner (0.1 is about 10 %): "
        f"{'; '.join(parts)}. It measures agreement, "
        "not truth: goods that pass through third countries make both sides differ though both "
        "count rightly."
    )

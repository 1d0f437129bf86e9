"""Two reports of one flow."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from analysis.trade.sentences.words import FLOW, highest, lowest, million

#: Gaps with a known or likely reason: state, flow, years, what explains it.
KNOWN_GAPS = (
    ("PAN", "exports", (2013,), "a single outlier that alone lifts the peak year"),
    ("BHS", "imports", (2005, 2006, 2010), "ships and oil booked by flag"),
    ("BRB", "imports", (2010, 2011), "ships and oil booked by flag"),
    (
        "VEN",
        "imports",
        (2011, 2012, 2013),
        "probably arms, which sit in confidential chapters (an inference)",
    ),
)


def on_mirror(by_year: pd.DataFrame, cif_fob: float) -> str:
    """Say how far the two sides' reports of the same flows lie apart.

    Parameters
    ----------
    by_year : pandas.DataFrame
        From :func:`analysis.trade.mirror_by_year`.
    cif_fob : float
        Ratio that freight and insurance alone would make.

    Returns
    -------
    str
        One paragraph.
    """
    parts = []
    for flow, label in FLOW.items():
        rows = by_year[(by_year["flow"] == flow) & by_year["ratio"].notna()]
        rows = rows[rows["is_comparable"]]
        if len(rows):
            high, low = highest(rows, "ratio"), lowest(rows, "ratio")
            over = int((rows["ratio"] > cif_fob).sum())
            parts.append(
                f"for {label}, the importing side reports more than freight explains in "
                f"{over} of {len(rows)} years (median ratio {rows['ratio'].median():.2f}, from "
                f"{low['ratio']:.2f} in {int(low['year'])} to {high['ratio']:.2f} in "
                f"{int(high['year'])})"
            )
    if not parts:
        return "No flow of these states and years is on record from both sides."
    return (
        f"Counting only flows that both sides report: {'; '.join(parts)}. An importer names the "
        "country of origin, an exporter the last destination it knows, so that goods sold through "
        "third countries are missing on the exporter's side."
    )


def on_known_gaps(mirrored: pd.DataFrame, names: Mapping[str, str], unit: str) -> str:
    """List the mirror gaps that have a known or likely reason.

    Parameters
    ----------
    mirrored : pandas.DataFrame
        From :func:`analysis.trade.mirror`, of the states and years shown.
    names : mapping of str to str
        ISO3 code to name.
    unit : str
        What the values are in.

    Returns
    -------
    str
        A paragraph with one item a state, or a sentence that none is in the selection.
    """
    lines = []
    for iso3, flow, years, reason in KNOWN_GAPS:
        rows = mirrored[
            (mirrored["iso3"] == iso3) & (mirrored["flow"] == flow) & mirrored["year"].isin(years)
        ]
        by_state = "exporter" if flow == "exports" else "importer"
        by_russia = "importer" if flow == "exports" else "exporter"
        pairs = [
            f"{row['year']} {million(row[f'{by_russia}_reports_usd'])} by Russia's "
            f"report, {million(row[f'{by_state}_reports_usd'])} by the state's"
            for row in rows.sort_values("year").to_dict("records")
        ]
        if pairs:
            lines.append(f"- **{names[iso3]}**, {FLOW[flow]}: {'; '.join(pairs)} – {reason}.")
    if not lines:
        return "None of the gaps with a known reason lies in these states and years."
    return "\n".join([f"Gaps with a known or likely reason (million {unit}):", "", *lines])


def on_readings(readings: pd.DataFrame, n_unmatched: int, names: Mapping[str, str]) -> str:
    """Say how far other sources and vintages of the same report lie from the chosen one.

    Parameters
    ----------
    readings : pandas.DataFrame
        From :func:`analysis.trade.compare_readings`, of the states and years shown.
    n_unmatched : int
        Other readings that have no chosen value beside them.
    names : mapping of str to str
        ISO3 code to name.

    Returns
    -------
    str
        One paragraph.
    """
    alone = (
        f" {n_unmatched} further readings (OEC, 2022–2023) stand alone: their reporter is not "
        "stated and their list of pairs is incomplete, so that they enter no sum."
        if n_unmatched
        else ""
    )
    if readings.empty:
        return f"No chosen value of these states and years has a second reading.{alone}"
    close = int(((readings["ratio"] - 1).abs() <= 0.01).sum())
    far = readings.iloc[0]
    whose = "Russia's" if far["reporter"] == "RUS" else "its own"
    return (
        f"{len(readings)} other readings of the same reports stand beside a chosen value; {close} "
        f"of them differ from it by at most 1 %. The largest difference: "
        f"{names[str(far['iso3'])]} {far['year']}, {FLOW[str(far['flow'])]} by {whose} report, "
        f"{million(far['chosen_usd'])} million USD in {far['chosen_source']} and "
        f"{million(far['other_usd'])} in {far['other_source']} (ratio {far['ratio']:.2f}). "
        f"A vintage is part of a number.{alone}"
    )

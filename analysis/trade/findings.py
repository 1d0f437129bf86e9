"""What the trade tables say, in sentences that carry their own numbers.

Every function takes results of the measures and returns one paragraph of Markdown. Where the
chosen states and years have no figures, the paragraph says so.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd

from analysis.trade.printed import NO_ERROR

_WHOSE = {"RUS": "Russia's figures", "partner": "the states' own figures"}
_OTHER = {"RUS": "partner", "partner": "RUS"}
_FLOW = {"exports_to_russia": "exports to Russia", "imports_from_russia": "imports from Russia"}
_ONLY_RUSSIA = "Russia's only"
_ONLY_STATE = "the state's own only"

#: The last column of the printed tables, which holds a few months only.
PART_YEAR = 2004


def on_balances(balances: pd.DataFrame, names: Mapping[str, str]) -> str:
    """Say how many printed balances are wrong, which, and how.

    Parameters
    ----------
    balances : pandas.DataFrame
        From :func:`analysis.trade.balances`.
    names : mapping of str to str
        ISO3 code to name.

    Returns
    -------
    str
        One paragraph and a list.
    """
    wrong = balances[~balances["verdict"].isin(NO_ERROR)]
    right = int((balances["verdict"] == "right").sum())
    missing = int((balances["verdict"] == "missing").sum())
    lines = [
        f"Of {len(balances)} cells of the table of balances, {right} equal exports minus imports, "
        f"{missing} are empty because a flow is missing too, and **{len(wrong)} are wrong**:",
        "",
    ]
    for cell in wrong.to_dict("records"):
        where = f"{names[cell['iso3']]} {cell['year']}"
        printed = f"{cell['printed_thousand_usd']:,}"
        if pd.isna(cell["recomputed_thousand_usd"]):
            lines.append(
                f"- **{where}**: {cell['verdict']} ({printed}); the other flow is missing, so the "
                "balance is undefined."
            )
        else:
            lines.append(
                f"- **{where}**: {cell['verdict']}; printed {printed}, exports minus imports are "
                f"{cell['recomputed_thousand_usd']:,} (difference "
                f"{cell['difference_thousand_usd']:+,})."
            )
    return "\n".join(lines)


def on_part_year(compared: pd.DataFrame, names: Mapping[str, str]) -> str:
    """Say how far the printed flows are from the states' own reports, year by year.

    Parameters
    ----------
    compared : pandas.DataFrame
        From :func:`analysis.trade.compare_printed`.
    names : mapping of str to str
        ISO3 code to name.

    Returns
    -------
    str
        One paragraph.
    """
    part = compared["year"] == PART_YEAR
    sums = compared[part].groupby("flow")[["printed_usd", "reported_usd"]].sum()
    shares = [
        f"{_percent(row['printed_usd'] / row['reported_usd'])} of the {_FLOW[flow]}"
        for flow, row in zip(sums.index.astype(str), sums.to_dict("records"), strict=True)
    ]
    before = compared[~part]
    close = int(((before["ratio"] - 1).abs() <= 0.10).sum())
    odd = before[(before["ratio"] < 0.5) | (before["ratio"] > 2)]
    text = (
        f"Up to {PART_YEAR - 1}, {close} of {len(before)} printed flows lie within 10 % of what "
        f"the state itself reported. In {PART_YEAR} the printed flows hold "
        f"{_listed(shares)} of "
        f"the same states: the column is **part of a year and enters no series below**."
    )
    if len(odd):
        states = sorted({names[iso3] for iso3 in odd["iso3"]})
        cells = "; ".join(
            f"{_FLOW[row['flow']]} {row['year']} {_million(row['printed_usd'])} against "
            f"{_million(row['reported_usd'])}"
            for row in odd.to_dict("records")
        )
        text += f" Off by more than a factor of two (million USD): {_listed(states)} ({cells})."
    return text


def on_turnover(totals: Mapping[str, pd.DataFrame], reporter: str, unit: str) -> str:
    """Say where turnover peaked, what the other side reported then, and how it ended.

    Parameters
    ----------
    totals : mapping of str to pandas.DataFrame
        ``RUS`` and ``partner`` → the result of :func:`analysis.trade.yearly_totals`.
    reporter : {"RUS", "partner"}
        Whose figures come first.
    unit : str
        What the values are in, for example ``"USD"``.

    Returns
    -------
    str
        One paragraph.
    """
    chosen = totals[reporter]
    usable = chosen[chosen["is_comparable"] & chosen["turnover_usd"].notna()]
    if usable.empty:
        return (
            f"In {_WHOSE[reporter]} no year of this span has both flows, at least half of the "
            f"chosen states and the large ones among them (at most "
            f"{_states(chosen['n_states'].max())} are on record), so that no level or trend can "
            "be stated."
        )
    peak = _highest(usable, "turnover_usd")
    first, last = usable.iloc[0], usable.iloc[-1]
    year = int(peak["year"])
    text = (
        f"By {_WHOSE[reporter]}, turnover was highest in **{year}: "
        f"{_million(peak['turnover_usd'], unit)}** ({_million(peak['exports_to_russia_usd'])} to "
        f"Russia, {_million(peak['imports_from_russia_usd'])} from Russia; "
        f"{_states(peak['n_states'])})"
    )
    other = totals[_OTHER[reporter]].set_index("year").reindex([year]).iloc[0]
    if pd.notna(other["turnover_usd"]):
        difference = other["turnover_usd"] / peak["turnover_usd"] - 1
        text += (
            f"; {_WHOSE[_OTHER[reporter]]} for that year add up to "
            f"{_million(other['turnover_usd'])} ({100 * difference:+.0f} %, "
            f"{_states(other['n_states'])})"
        )
    text += "."
    if len(usable) > 1:
        text += (
            f" The first comparable year, {int(first['year'])}, has "
            f"{_million(first['turnover_usd'])} ({_states(first['n_states'])}), the last, "
            f"{int(last['year'])}, "
            f"{_million(last['turnover_usd'])} ({_states(last['n_states'])})."
        )
    few = chosen[~chosen["is_comparable"]]
    if len(few):
        text += (
            f" {len(few)} of {len(chosen)} years ({_spans(few['year'])}) lack one of the flows, "
            "half of the states or a large partner: what is on record there is no turnover of the "
            "group and enters no trend."
        )
    return text


def on_stated(stated: pd.DataFrame, totals: pd.DataFrame, unit: str) -> str:
    """Set what others state as turnover against the sum of the chosen reporter's figures.

    Parameters
    ----------
    stated : pandas.DataFrame
        From :func:`analysis.trade.stated_turnover`, of the years shown.
    totals : pandas.DataFrame
        From :func:`analysis.trade.yearly_totals`.
    unit : str
        What the values are in.

    Returns
    -------
    str
        One paragraph.
    """
    if stated.empty:
        return "No whole-year turnover is stated elsewhere for these states and years."
    parts = []
    for row in stated.to_dict("records"):
        part = f"{row['year']}: {_million(row['value_usd'])} ({row['who']})"
        rows = totals[(totals["year"] == row["year"]) & totals["is_comparable"]]
        if len(rows):
            summed, n_states = rows.iloc[0][["turnover_usd", "n_states"]]
            part += f" against {_million(summed)} from {_states(n_states)}"
        parts.append(part)
    return (
        f"Stated elsewhere as turnover, in million {unit}, and the sum above where a year has one "
        f"that is comparable: {'; '.join(parts)}. These are rival "
        "readings whose definitions differ or are not given; no sum or growth rate uses them."
    )


def on_flows(totals: pd.DataFrame) -> str:
    """Say which way the goods went: years and size of the surplus or deficit with Russia.

    Parameters
    ----------
    totals : pandas.DataFrame
        From :func:`analysis.trade.yearly_totals`.

    Returns
    -------
    str
        One paragraph.
    """
    flows = ["exports_to_russia_usd", "imports_from_russia_usd"]
    usable = totals[totals["is_comparable"]].dropna(subset=flows)
    if usable.empty:
        return "No comparable year has both flows, so that no balance can be stated."
    usable = usable.assign(share=usable[flows[0]] / usable[flows].sum(axis=1))
    if len(usable) == 1:
        only = usable.iloc[0]
        return (
            f"In {int(only['year'])} exports to Russia were {_percent(only['share'])} of turnover."
        )
    surplus = usable[usable[flows[0]] > usable[flows[1]]]
    most, least = _highest(usable, "share"), _lowest(usable, "share")
    return (
        f"Exports to Russia exceed imports from Russia in {len(surplus)} of {len(usable)} "
        f"comparable years. They were the largest part of turnover in {int(most['year'])} "
        f"({_percent(most['share'])}) and the smallest in {int(least['year'])} "
        f"({_percent(least['share'])})."
    )


def on_growth(growth: pd.DataFrame) -> str:
    """Say how fast turnover grew in the whole span and in the period of fastest fall or rise.

    Parameters
    ----------
    growth : pandas.DataFrame
        From :func:`analysis.trade.growth_table`, the whole span first.

    Returns
    -------
    str
        One paragraph.
    """
    known = growth.dropna(subset=["cagr"])
    if known.empty:
        return "Growth needs two comparable years; this selection has fewer."
    whole = known.iloc[0]
    text = (
        f"From {int(whole['first_year'])} to {int(whole['last_year'])} turnover changed by "
        f"**{100 * whole['cagr']:+.1f} % a year** (compound)"
    )
    rest = known.iloc[1:]
    if len(rest) > 1:
        best, worst = _highest(rest, "cagr"), _lowest(rest, "cagr")
        text += (
            f"; of the other periods it was fastest in {int(best['first_year'])}–"
            f"{int(best['last_year'])} ({100 * best['cagr']:+.1f} % a year) and slowest in "
            f"{int(worst['first_year'])}–{int(worst['last_year'])} ({100 * worst['cagr']:+.1f} %)"
        )
    return (
        text + ". A compound rate depends on its end years alone, so that a single odd year "
        "(see the mirror gaps) moves it."
    )


def on_concentration(concentration: pd.DataFrame, k: int) -> str:
    """Say when turnover was most and least concentrated, and what the largest partners hold.

    Parameters
    ----------
    concentration : pandas.DataFrame
        From :func:`analysis.trade.concentration`.
    k : int
        Partners in the share.

    Returns
    -------
    str
        One paragraph.
    """
    usable = concentration[concentration["is_comparable"]].dropna(subset=["hhi"])
    if usable.empty:
        return "No year has enough states on record to measure concentration."
    if usable["n_states"].max() == 1:
        return "With one partner alone the index and the share are 1 by definition."
    high, low = _highest(usable, "hhi"), _lowest(usable, "hhi")
    shares = usable["top_share"]
    largest = f"{k} largest partners" if k > 1 else "largest partner"
    if len(usable) == 1:
        return (
            f"In {int(high['year'])} the index was **{high['hhi']:.3f}**, as if trade were spread "
            f"evenly over {1 / high['hhi']:.1f} partners; the {largest} held "
            f"{_percent(shares.max(), 1)} of the turnover on record."
        )
    return (
        f"The index was highest in {int(high['year'])} (**{high['hhi']:.3f}**, as if trade were "
        f"spread evenly over {1 / high['hhi']:.1f} partners) and lowest in {int(low['year'])} "
        f"(**{low['hhi']:.3f}**, {1 / low['hhi']:.1f} partners). The {largest} held "
        f"from {_percent(shares.min(), 1)} to {_percent(shares.max(), 1)} of the turnover on "
        "record in any comparable year."
    )


def on_partners(ranking: pd.DataFrame, names: Mapping[str, str], unit: str) -> str:
    """Say who the largest partners are and what they hold together.

    Parameters
    ----------
    ranking : pandas.DataFrame
        From :func:`analysis.trade.rank_partners`.
    names : mapping of str to str
        ISO3 code to name.
    unit : str
        What the values are in.

    Returns
    -------
    str
        One paragraph.
    """
    if ranking.empty:
        return "No year has enough states on record to rank partners."
    if len(ranking) == 1:
        only = ranking.iloc[0]
        return (
            f"{names[str(only['iso3'])]} alone is chosen; its exports to Russia were "
            f"{_million(only['exports_to_russia_usd'])} million and its imports from Russia "
            f"{_million(only['imports_from_russia_usd'])} million {unit} a year in the mean of "
            f"{only['n_years']} comparable years."
        )
    top = ranking.head(4)
    listed = ", ".join(
        f"{names[row['iso3']]} ({_percent(row['share'], 1)})" for row in top.to_dict("records")
    )
    sells = top["exports_to_russia_usd"] > top["imports_from_russia_usd"]
    sellers = [names[iso3] for iso3 in top.loc[sells, "iso3"]]
    text = f"Largest partners over the comparable years of the span: {listed}"
    if len(ranking) > 4:
        text += f"; together {_percent(top['share'].sum(), 1)} of the turnover on record"
    text += ". "
    return text + (
        f"Of these, {_listed(sellers)} sold more to Russia than bought from it."
        if sellers
        else "None of these sold more to Russia than it bought from it."
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
    for flow, label in _FLOW.items():
        rows = by_year[(by_year["flow"] == flow) & by_year["ratio"].notna()]
        rows = rows[rows["is_comparable"]]
        if len(rows):
            high, low = _highest(rows, "ratio"), _lowest(rows, "ratio")
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


#: Gaps with a known or likely reason: state, flow, years, what explains it.
KNOWN_GAPS = (
    ("PAN", "exports_to_russia", (2013,), "a single outlier that alone lifts the peak year"),
    ("BHS", "imports_from_russia", (2005, 2006, 2010), "ships and oil booked by flag"),
    ("BRB", "imports_from_russia", (2010, 2011), "ships and oil booked by flag"),
    (
        "VEN",
        "imports_from_russia",
        (2011, 2012, 2013),
        "probably arms, which sit in confidential chapters (an inference)",
    ),
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
        by_state = "exporter" if flow == "exports_to_russia" else "importer"
        by_russia = "importer" if flow == "exports_to_russia" else "exporter"
        pairs = [
            f"{row['year']} {_million(row[f'{by_russia}_reports_usd'])} by Russia's "
            f"report, {_million(row[f'{by_state}_reports_usd'])} by the state's"
            for row in rows.sort_values("year").to_dict("records")
        ]
        if pairs:
            lines.append(f"- **{names[iso3]}**, {_FLOW[flow]}: {'; '.join(pairs)} – {reason}.")
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
        f"{names[str(far['iso3'])]} {far['year']}, {_FLOW[str(far['flow'])]} by {whose} report, "
        f"{_million(far['chosen_usd'])} million USD in {far['chosen_source']} and "
        f"{_million(far['other_usd'])} in {far['other_source']} (ratio {far['ratio']:.2f}). "
        f"A vintage is part of a number.{alone}"
    )


def on_coverage(classes: pd.DataFrame) -> str:
    """Say how much of the states and years has figures, and from whom.

    Parameters
    ----------
    classes : pandas.DataFrame
        From :func:`analysis.trade.classify_coverage`.

    Returns
    -------
    str
        One paragraph.
    """
    share = classes["who"].value_counts(normalize=True)
    none = classes[classes["who"] == "no figures"]
    empty = none.groupby("year")["iso3"].nunique().reindex(sorted(classes["year"].unique()))
    states = classes["iso3"].nunique()
    bare = [year for year, count in empty.items() if count == states]
    text = (
        f"Of {len(classes)} state-years, {_percent(share.get('both sides', 0.0))} have figures "
        f"from both sides, {_percent(share.get(_ONLY_RUSSIA, 0.0))} from Russia alone, "
        f"{_percent(share.get(_ONLY_STATE, 0.0))} from the state alone, and "
        f"{_percent(share.get('no figures', 0.0))} none."
    )
    if bare:
        text += f" No state has any in {_spans(pd.Series(bare))}."
    return text


def _highest(frame: pd.DataFrame, column: str) -> pd.Series:
    """Return the first row with the largest value."""
    return frame.iloc[int(np.argmax(frame[column].to_numpy(dtype="float64")))]


def _lowest(frame: pd.DataFrame, column: str) -> pd.Series:
    """Return the first row with the smallest value."""
    return frame.iloc[int(np.argmin(frame[column].to_numpy(dtype="float64")))]


def _million(usd: float, unit: str = "") -> str:
    """Write a value in millions, small ones with decimals; a dash if it is missing."""
    if pd.isna(usd):
        return "–"
    million = usd / 1e6
    text = f"{million:,.0f}" if million >= 10 else f"{million:.1f}" if million >= 1 else ""
    text = text or f"{million:.1g}"
    return text + (f" million {unit}" if unit else "")


def _percent(share: float, digits: int = 0) -> str:
    """Write a share in per cent."""
    return f"{100 * share:.{digits}f} %"


def _states(n: float) -> str:
    """Write a number of states."""
    return f"{int(n)} state" + ("s" if int(n) != 1 else "")


def _listed(words: list[str]) -> str:
    """Join words with commas and a last "and"."""
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} and {words[-1]}"


def _spans(years: pd.Series) -> str:
    """Write years as spans: 1996–1998, 2001."""
    numbers = sorted(int(year) for year in years)
    spans: list[list[int]] = []
    for year in numbers:
        if spans and year == spans[-1][1] + 1:
            spans[-1][1] = year
        else:
            spans.append([year, year])
    return ", ".join(str(a) if a == b else f"{a}–{b}" for a, b in spans)

"""What the partner and the states trade with each other, as shares of product groups."""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from analysis import countries
from analysis.compute.trade.readings import KEYS, OF_STATE, cite, source
from analysis.contracts import FLOWS
from analysis.sources import cipf, comtrade, comtrade_collections, unctad
from analysis.study import Study
from analysis.trade.products import OTHER, two_way_trade

#: A chapter is listed if it reaches this share of the flow in any year; the rest is "other".
LISTED_SHARE = 0.01
#: Where a reporter books what it will not name.
CONFIDENTIAL = "99"
_DIGITS = 6
_COLUMNS = [*KEYS, "classification", "product", "share", "flow_total_usd", "source", "vintage"]


def _chapters(folder: Path, study: Study) -> pd.DataFrame:
    """Return one reporter's trade with states by HS chapter, every chapter."""
    files = sorted((folder / "comtrade_hs2_rus").glob("[0-9]*.json"))
    rows = pd.concat([comtrade_collections.read_chapters(file) for file in files])
    return pd.DataFrame(
        {
            "iso3": countries.from_code(rows["partner_code"].tolist(), "m49"),
            "partner": source("comtrade_chapters")["reporter"],
            "year": rows["year"],
            "reporter": source("comtrade_chapters")["reporter"],
            "flow": rows["flow"].map(OF_STATE),
            "product": [f"{chapter:02d}" for chapter in rows["chapter"]],
            "value_usd": rows["value_usd"].to_numpy(),
        }
    )


def _sections(folder: Path, study: Study) -> pd.DataFrame:
    """Return exporters' reports by section of the SITC; the total stands as section All."""
    rows = unctad.read_sections(folder / "unctad_sitc_rus_lac.csv")
    from_state = rows["importer"] == study.partner
    rows = rows[from_state | (rows["exporter"] == study.partner)]
    from_state = from_state[rows.index]
    return pd.DataFrame(
        {
            "iso3": rows["exporter"].where(from_state, rows["importer"]),
            "partner": study.partner,
            "year": rows["year"],
            "reporter": rows["exporter"],
            "flow": from_state.map({True: FLOWS[0], False: FLOWS[1]}),
            "product": rows["section"],
            "value_usd": rows["value_usd"],
        }
    )


def _largest(folder: Path, study: Study) -> pd.DataFrame:
    """Return the largest HS6 products of one reporter's imports from the partner, and the total."""
    name = "Brazil_3.4_imports_partners_products_HS-AG6-2003-2023.xlsx"
    path = folder / "cipf_comtrade_brazil" / name
    reporter = source("comtrade_brazil")["reporter"]
    products = cipf.read_products(path)
    seller = countries.match(products["counterpart"], "comtrade")
    products = products[products["reporter_is_brazil"] & (seller == study.partner)]
    reports = cipf.read_brazil_reports(path)
    seller = countries.match(reports["partner"], "comtrade")
    totals = reports[seller == study.partner].set_index("year")["value_usd"]
    return pd.DataFrame(
        {
            "iso3": reporter,
            "partner": study.partner,
            "year": products["year"],
            "reporter": reporter,
            "flow": FLOWS[1],
            "product": products["product"].astype(str),
            "value_usd": products["value_usd"],
            "flow_total_usd": products["year"].map(totals),
        }
    )


def _as_shares(values: pd.DataFrame) -> pd.DataFrame:
    """Turn values into shares of the flow's total, which must be in the frame."""
    share = (values["value_usd"] / values["flow_total_usd"]).round(_DIGITS)
    return values.assign(share=share, flow_total_usd=values["flow_total_usd"].round(2))


def product_structure(upstream: Path, study: Study) -> pd.DataFrame:
    """Build ``trade/product_structure``: shares of product groups in the flows of each pair.

    Parameters
    ----------
    upstream : pathlib.Path
        Folder with the publishers' files.
    study : Study
        Whose states and partner.

    Returns
    -------
    pandas.DataFrame
        ``iso3, year, reporter, flow, classification, product, share, flow_total_usd, source,
        vintage``. Classifications: ``hs_chapters`` (the partner's reports, chapters under
        :data:`LISTED_SHARE` in all years as ``other``), ``sitc_sections`` (exporters' reports of
        three years; what sections leave of the total as ``other``) and ``hs6_largest`` (five
        products of one state's imports, the rest as ``other``).
    """
    folder = Path(upstream) / "trade"
    chapters = _chapters(folder, study)
    totals = chapters.groupby(KEYS)["value_usd"].transform("sum")
    chapters = chapters.assign(flow_total_usd=totals)
    highest = (chapters["value_usd"] / totals).groupby(
        [chapters["iso3"], chapters["flow"], chapters["product"]]
    ).transform("max")  # fmt: skip
    chapters["product"] = chapters["product"].where(highest >= LISTED_SHARE, OTHER)
    keys = [*KEYS, "product", "flow_total_usd"]
    chapters = chapters.groupby(keys)["value_usd"].sum().reset_index()
    sections = _sections(folder, study)
    every = sections[sections["product"] == "All"].set_index(KEYS)["value_usd"]
    sections = sections[sections["product"] != "All"]
    sections = sections.assign(
        product=sections["product"].str.extract(r"SITC(\d)_")[0],
        flow_total_usd=every.reindex(pd.MultiIndex.from_frame(sections[KEYS])).to_numpy(),
    )
    frames = [
        _with_rest(chapters, "hs_chapters", "comtrade_chapters"),
        _with_rest(sections, "sitc_sections", "unctad_sections"),
        _with_rest(_largest(folder, study), "hs6_largest", "comtrade_brazil"),
    ]
    frame = pd.concat(frames, ignore_index=True)
    return frame[frame["iso3"].isin(study.states)][_COLUMNS]


def _with_rest(values: pd.DataFrame, classification: str, key: str) -> pd.DataFrame:
    """Add a row for what the listed products leave of the total, if they leave anything."""
    rows = _as_shares(values)[[*KEYS, "product", "share", "flow_total_usd"]]
    keys = [*KEYS, "flow_total_usd"]
    rest = rows.groupby(keys, as_index=False)["share"].sum()
    rest = rest.assign(share=(1 - rest["share"]).round(_DIGITS), product=OTHER)
    # Rounding of the shares leaves some millionths; a rest begins above that.
    rest = rest[rest["share"] > 1e-4]
    rows = pd.concat([rows, rest]).groupby([*keys, "product"], as_index=False)["share"].sum()
    return cite(rows.assign(classification=classification), key)


def two_way(upstream: Path, study: Study) -> pd.DataFrame:
    """Build ``trade/two_way``: the Grubel–Lloyd index of each state with the partner.

    Parameters
    ----------
    upstream : pathlib.Path
        Folder with the publishers' files.
    study : Study
        Whose states and partner.

    Returns
    -------
    pandas.DataFrame
        ``iso3, year, classification, grubel_lloyd, n_products, source, vintage``, over all HS
        chapters (both flows as the partner reports them) and SITC sections (each as its exporter
        does).
    """
    folder = Path(upstream) / "trade"
    chapters = two_way_trade(_chapters(folder, study), unknown=[CONFIDENTIAL])
    sections = _sections(folder, study)
    sections = two_way_trade(sections[sections["product"] != "All"])
    frames = [
        cite(chapters.assign(classification="hs_chapters"), "comtrade_chapters"),
        cite(sections.assign(classification="sitc_sections"), "unctad_sections"),
    ]
    frame = pd.concat(frames, ignore_index=True)
    frame = frame[frame["iso3"].isin(study.states)]
    return frame.assign(partner=study.partner, grubel_lloyd=frame["grubel_lloyd"].round(_DIGITS))


def region_chapters(upstream: Path, study: Study) -> pd.DataFrame:
    """Build ``trade/region_chapters``: fuels, plastics and rubber, the region and its states.

    Parameters
    ----------
    upstream : pathlib.Path
        Folder with the publishers' files.
    study : Study
        Whose states and partner.

    Returns
    -------
    pandas.DataFrame
        ``iso3, year, flow, product, share_of_region, region_total_usd, source, vintage``: HS
        chapters 27, 39 and 40 as the partner reports them.
    """
    name = "cut_rus_lac_hs27_39_40.csv"
    rows = comtrade.read_legacy(Path(upstream) / "trade" / "comtrade_hs27_39_40_rus_lac" / name)
    rows = rows[(rows["reporter"] == study.partner) & rows["partner"].isin(study.states)]
    rows = rows.assign(iso3=rows["partner"], flow=rows["flow"].map(OF_STATE))
    total = rows.groupby(["year", "flow", "product"])["value_usd"].transform("sum")
    rows = rows[total > 0].assign(region_total_usd=total[total > 0].round(2))
    rows = rows.assign(
        partner=study.partner, share_of_region=(rows["value_usd"] / total).round(_DIGITS)
    )
    columns = ["iso3", "partner", "year", "flow", "product", "share_of_region", "region_total_usd"]
    return cite(rows[columns], "comtrade_legacy")

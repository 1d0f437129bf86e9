"""Trade with the world: totals, product groups, and the partner's trade with territories."""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from analysis import tables
from analysis.compute.trade.readings import OF_STATE, cite, read_wits, source
from analysis.contracts import WORLD
from analysis.sources import customs_russia, unctad, wits
from analysis.study import Study

#: From the economy's own view.
WORLD_FLOWS = {"export": "exports_to_world", "import": "imports_from_world"}

_STAGES = ("Capital goods", "Consumer goods", "Intermediate goods", "Raw materials")
_SHARE_DIGITS = 6
KEYS = ["iso3", "year", "flow"]


def world_totals(upstream: Path, study: Study) -> pd.DataFrame:
    """Build ``trade/world_totals``: trade with the world of the partner, the states and the world.

    Parameters
    ----------
    upstream : pathlib.Path
        Folder with the publishers' files.
    study : Study
        Whose states and partner.

    Returns
    -------
    pandas.DataFrame
        ``iso3, year, flow, value_usd, source, vintage, is_estimated``; from the
        partner's first year; sources ``unctad`` (all), ``wits_summary``, ``wits_partner`` (sum
        over the partners that the long series of ``trade/bilateral`` is taken from) and
        ``customs_russia``.
    """
    folder = Path(upstream) / "trade"
    totals = unctad.read_totals(folder / "unctad_totals" / "US_TradeMerchTotal.csv")
    states = tables.load("common/states")
    states = states[states["iso3"].isin([*study.states, study.partner])]
    codes = {"0000": WORLD, **dict(zip(states["m49"], states["iso3"], strict=True))}
    totals = totals[totals["m49"].isin(codes) & (totals["year"] >= study.first_year)]
    frames = [
        totals.assign(iso3=totals["m49"].map(codes), source="unctad", vintage=_vintage(totals))
    ]
    summary = _summaries(folder, study)
    world = summary[(summary["product"] == "All Products") & summary["is_total"]]
    frames.append(cite(world.assign(value_usd=world["value"] * 1e6), "wits_summary"))
    frames.append(_partner_sums(upstream, study))
    customs_of = source("customs_russia")["reporter"]
    customs = customs_russia.read_totals(folder / "fcs_russia" / "94itog.xlsx")
    customs = customs[customs["partner"] == "world"]
    frames.append(cite(customs.assign(iso3=customs_of), "customs_russia"))
    # The release by chapter has the total of a year that the long table does not reach.
    later = customs_russia.read_groups(folder / "fcs_russia" / "publikatsiya_tstv_2022.xlsx")
    later = later[(later["chapters"] == "") & (later["year"] > customs["year"].max())]
    frames.append(later.assign(iso3=customs_of, source="customs_russia", vintage=_release(later)))
    frame = pd.concat(frames, ignore_index=True)
    known = frame["iso3"].isin([WORLD, study.partner, *study.states])
    frame = frame[known & (frame["year"] >= study.first_year)]
    frame = frame.assign(
        flow=frame["flow"].map(WORLD_FLOWS),
        value_usd=frame["value_usd"].round(0),
        is_estimated=frame["is_estimated"].fillna(False).astype(bool),
    )
    return frame[[*KEYS, "value_usd", "source", "vintage", "is_estimated"]]


def _vintage(totals: pd.DataFrame) -> str:
    return f"UNCTADstat, years to {totals['year'].max()}"


def _release(customs: pd.DataFrame) -> str:
    return f"release for {customs['year'].max()}"


def _summaries(folder: Path, study: Study) -> pd.DataFrame:
    """Return totals and product groups of all summaries: value in million USD."""
    states = [*study.states, study.partner, "Wld"]
    files = [folder / "wits_summary" / f"en_{s}_AllYears_WITS_Trade_Summary.CSV" for s in states]
    rows = pd.concat([wits.read_summary(file) for file in files if file.is_file()])
    rows = rows[(rows["partner"] == "World") & rows["topic"].isin(["Export", "Import"])]
    is_total = rows["indicator"].isin(["Exports (in US$ Mil)", "Imports (in US$ Mil)"])
    is_group = rows["indicator"].isin(["Export(US$ Mil)", "Import(US$ Mil)"])
    rows = rows.assign(is_total=is_total, iso3=rows["reporter"], flow=rows["topic"].str.lower())
    return rows[is_total | is_group]


def _partner_sums(upstream: Path, study: Study) -> pd.DataFrame:
    rows = read_wits(upstream, study)
    rows = rows[rows["reporter"].isin([study.partner, *study.states])]
    sums = rows.groupby(["reporter", "year", "flow"])["value_usd"].sum().reset_index()
    return cite(sums.rename(columns={"reporter": "iso3"}), "wits_partner")


def world_structure(upstream: Path, study: Study) -> pd.DataFrame:
    """Build ``trade/world_structure``: shares of product groups in trade with the world.

    Parameters
    ----------
    upstream : pathlib.Path
        Folder with the publishers' files.
    study : Study
        Whose states and partner.

    Returns
    -------
    pandas.DataFrame
        ``iso3, year, flow, classification, product, share, source, vintage``; classification
        ``wits_sections`` (16 groups, exports alone), ``wits_stages`` (four stages of processing,
        both flows) and, for a state whose customs publish them, ``hs_chapters``.
    """
    folder = Path(upstream) / "trade"
    summary = _summaries(folder, study)
    summary = summary[summary["year"] >= study.first_year]
    totals = summary[summary["is_total"]].set_index(KEYS)["value"]
    groups = summary[~summary["is_total"]]
    total = totals.reindex(pd.MultiIndex.from_frame(groups[KEYS])).to_numpy()
    is_stage = groups["product"].isin(_STAGES)
    groups = groups.assign(
        share=(groups["value"] / total).round(_SHARE_DIGITS),
        classification=is_stage.map({True: "wits_stages", False: "wits_sections"}),
    )
    customs = customs_russia.read_groups(folder / "fcs_russia" / "publikatsiya_tstv_2022.xlsx")
    every = customs[customs["chapters"] == ""].set_index(["year", "flow"])["value_usd"]
    chapters = customs[customs["chapters"].str.fullmatch(r"\d\d")]
    total = every.reindex(pd.MultiIndex.from_frame(chapters[["year", "flow"]])).to_numpy()
    customs_shares = chapters.assign(
        iso3=source("customs_russia")["reporter"],
        product=chapters["chapters"],
        share=(chapters["value_usd"] / total).round(_SHARE_DIGITS),
        classification="hs_chapters",
        source="customs_russia",
        vintage=_release(chapters),
    )
    frame = pd.concat([cite(groups, "wits_summary"), customs_shares], ignore_index=True)
    frame = frame.assign(flow=frame["flow"].map(WORLD_FLOWS)).dropna(subset=["share"])
    frame = frame[frame["iso3"].isin([WORLD, study.partner, *study.states])]
    columns = [*KEYS, "classification", "product", "share", "source", "vintage"]
    return frame[columns]


def offshore(upstream: Path, study: Study) -> pd.DataFrame:
    """Build ``trade/offshore``: the partner's trade with territories that are no states.

    Parameters
    ----------
    upstream : pathlib.Path
        Folder with the publishers' files.
    study : Study
        Whose states and partner.

    Returns
    -------
    pandas.DataFrame
        ``iso3, partner, year, flow, value_usd, source, vintage``, as the partner reports it; the
        flow is seen from the territory.
    """
    areas = tables.load("trade/areas")
    chosen = (areas["kind"] == "territory") & (areas["region"] == study.region.where)
    rows = read_wits(upstream, study, set(areas.loc[chosen, "area"]))
    rows = rows[(rows["reporter"] == study.partner) & (rows["year"] >= study.first_year)]
    rows = rows.assign(
        iso3=rows["partner"],
        partner=study.partner,
        flow=rows["flow"].map(OF_STATE),
        value_usd=rows["value_usd"].round(2),
    )
    return cite(rows[["iso3", "partner", "year", "flow", "value_usd"]], "wits_partner")

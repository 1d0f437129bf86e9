"""Trade with the world: totals, product groups, and Russia's trade with territories."""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from analysis import countries, tables
from analysis.sources import customs_russia, unctad, wits

FIRST_YEAR = 1992
RUSSIA, WORLD = "RUS", "WLD"
#: From the economy's own view.
WORLD_FLOWS = {"export": "exports_to_world", "import": "imports_from_world"}

#: Territories of the Caribbean and the South Atlantic that Russian customs lists as partners and
#: that are no states: some definitions of "Latin America" hold them.
TERRITORIES = ("ABW", "AIA", "BES", "BLM", "BMU", "CUW", "CYM", "FLK", "MSR", "SXM", "TCA", "VGB")

_STAGES = ("Capital goods", "Consumer goods", "Intermediate goods", "Raw materials")
_SHARE_DIGITS = 6
KEYS = ["iso3", "year", "flow"]


def world_totals(upstream: Path) -> pd.DataFrame:
    """Build ``trade/world_totals``: trade with the world of Russia, the 33 states and the world.

    Parameters
    ----------
    upstream : pathlib.Path
        Folder with the publishers' files.

    Returns
    -------
    pandas.DataFrame
        ``iso3, year, flow, value_usd, source, vintage, is_estimated``; sources ``unctad`` (all,
        1992 to 2024), ``wits_summary`` (to 2015), ``wits_partner`` (sum over the partners that
        the long series of ``trade/bilateral`` is taken from) and ``customs_russia``.
    """
    folder = Path(upstream) / "trade"
    totals = unctad.read_totals(folder / "unctad_totals" / "US_TradeMerchTotal.csv")
    states = tables.load("common/states")
    states = states[states["iso3"].isin([*countries.LAC, RUSSIA])]
    codes = {"0000": WORLD, **dict(zip(states["m49"], states["iso3"], strict=True))}
    totals = totals[totals["m49"].isin(codes) & (totals["year"] >= FIRST_YEAR)]
    frames = [
        totals.assign(iso3=totals["m49"].map(codes), source="unctad", vintage=_vintage(totals))
    ]
    summary = _summaries(folder)
    world = summary[(summary["product"] == "All Products") & summary["is_total"]]
    frames.append(
        world.assign(
            value_usd=world["value"] * 1e6, source="wits_summary", vintage="WITS, 1988-2015"
        )
    )
    frames.append(_partner_sums(folder))
    customs = customs_russia.read_totals(folder / "fcs_russia" / "94itog.xlsx")
    customs = customs[customs["partner"] == "world"]
    frames.append(
        customs.assign(iso3=RUSSIA, source="customs_russia", vintage="release to December 2021")
    )
    # The release by chapter has the total of a year that the long table does not reach.
    later = customs_russia.read_groups(folder / "fcs_russia" / "publikatsiya_tstv_2022.xlsx")
    later = later[(later["chapters"] == "") & (later["year"] > customs["year"].max())]
    frames.append(later.assign(iso3=RUSSIA, source="customs_russia", vintage="release for 2022"))
    frame = pd.concat(frames, ignore_index=True)
    frame = frame[frame["year"] >= FIRST_YEAR]
    frame = frame.assign(
        flow=frame["flow"].map(WORLD_FLOWS),
        value_usd=frame["value_usd"].round(0),
        is_estimated=frame["is_estimated"].fillna(False).astype(bool),
    )
    return frame[[*KEYS, "value_usd", "source", "vintage", "is_estimated"]]


def _vintage(totals: pd.DataFrame) -> str:
    return f"UNCTADstat, years to {totals['year'].max()}"


def _summaries(folder: Path) -> pd.DataFrame:
    """Return totals and product groups of all summaries: value in million USD."""
    states = [*sorted(countries.LAC), RUSSIA, "Wld"]
    files = [folder / "wits_summary" / f"en_{s}_AllYears_WITS_Trade_Summary.CSV" for s in states]
    rows = pd.concat([wits.read_summary(file) for file in files if file.is_file()])
    rows = rows[(rows["partner"] == "World") & rows["topic"].isin(["Export", "Import"])]
    is_total = rows["indicator"].isin(["Exports (in US$ Mil)", "Imports (in US$ Mil)"])
    is_group = rows["indicator"].isin(["Export(US$ Mil)", "Import(US$ Mil)"])
    rows = rows.assign(is_total=is_total, iso3=rows["reporter"], flow=rows["topic"].str.lower())
    return rows[is_total | is_group]


def _partner_sums(folder: Path) -> pd.DataFrame:
    frames = []
    for iso3 in (RUSSIA, *sorted(countries.LAC)):
        rows = wits.read_partner_json(folder / "wits_partner" / f"{iso3}.json")
        sums = rows.groupby(["year", "flow"], as_index=False)["value_usd"].sum()
        frames.append(sums.assign(iso3=iso3))
    return pd.concat(frames).assign(source="wits_partner", vintage="WITS of 2017, years to 2016")


def world_structure(upstream: Path) -> pd.DataFrame:
    """Build ``trade/world_structure``: shares of product groups in trade with the world.

    Parameters
    ----------
    upstream : pathlib.Path
        Folder with the publishers' files.

    Returns
    -------
    pandas.DataFrame
        ``iso3, year, flow, classification, product, share, source, vintage``; classification
        ``wits_sections`` (16 groups, exports alone), ``wits_stages`` (four stages of processing,
        both flows) and, for Russia in 2021-22, ``hs_chapters``.
    """
    folder = Path(upstream) / "trade"
    summary = _summaries(folder)
    summary = summary[summary["year"] >= FIRST_YEAR]
    totals = summary[summary["is_total"]].set_index(KEYS)["value"]
    groups = summary[~summary["is_total"]]
    total = totals.reindex(pd.MultiIndex.from_frame(groups[KEYS])).to_numpy()
    is_stage = groups["product"].isin(_STAGES)
    wits_shares = groups.assign(
        share=(groups["value"] / total).round(_SHARE_DIGITS),
        classification=is_stage.map({True: "wits_stages", False: "wits_sections"}),
        source="wits_summary",
        vintage="WITS, 1988-2015",
    )
    customs = customs_russia.read_groups(folder / "fcs_russia" / "publikatsiya_tstv_2022.xlsx")
    every = customs[customs["chapters"] == ""].set_index(["year", "flow"])["value_usd"]
    chapters = customs[customs["chapters"].str.fullmatch(r"\d\d")]
    total = every.reindex(pd.MultiIndex.from_frame(chapters[["year", "flow"]])).to_numpy()
    customs_shares = chapters.assign(
        iso3=RUSSIA,
        product=chapters["chapters"],
        share=(chapters["value_usd"] / total).round(_SHARE_DIGITS),
        classification="hs_chapters",
        source="customs_russia",
        vintage="release for 2022",
    )
    frame = pd.concat([wits_shares, customs_shares], ignore_index=True)
    frame = frame.assign(flow=frame["flow"].map(WORLD_FLOWS)).dropna(subset=["share"])
    columns = [*KEYS, "classification", "product", "share", "source", "vintage"]
    return frame[columns]


def offshore(upstream: Path) -> pd.DataFrame:
    """Build ``trade/offshore``: Russia's trade with territories of the region that are no states.

    Parameters
    ----------
    upstream : pathlib.Path
        Folder with the publishers' files.

    Returns
    -------
    pandas.DataFrame
        ``iso3, year, flow, value_usd, source, vintage``, as Russia reports it; the flow is seen
        from the territory.
    """
    path = Path(upstream) / "trade" / "wits_partner" / f"{RUSSIA}.json"
    rows = wits.read_partner_json(path, set(TERRITORIES))
    rows = rows[rows["partner"].isin(TERRITORIES) & (rows["year"] >= FIRST_YEAR)]
    return pd.DataFrame(
        {
            "iso3": rows["partner"],
            "partner": RUSSIA,
            "year": rows["year"],
            "flow": rows["flow"].map({"import": "exports", "export": "imports"}),
            "value_usd": rows["value_usd"].round(2),
            "source": "wits_partner",
            "vintage": "WITS of 2017, years to 2016",
        }
    )

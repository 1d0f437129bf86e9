"""One chosen reading a state, year, reporter and flow; the others kept beside it.

Flows are seen from the state: ``exports`` are goods from the state to Russia whoever
counts them, ``imports`` the other way. The reporter is ``RUS`` or the state itself.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from analysis import countries
from analysis.sources import cipf, comtrade_collections, customs_russia, imf_dots, indec, oec, wits

FIRST_YEAR, LAST_YEAR = 1992, 2023
FLOWS = ("exports", "imports")
RUSSIA = "RUS"
#: The partner, and those that it is compared with by the states' own reports alone.
PARTNERS = (RUSSIA, "USA", "CHN")
#: What Comtrade, WITS and the collections made from them call Russia.
RUSSIA_IN_COMTRADE = "Russian Federation"

KEYS = ["iso3", "partner", "year", "reporter", "flow"]
COLUMNS = [*KEYS, "value_usd", "source", "vintage", "valuation", "note"]


@dataclass(frozen=True)
class Source:
    """A source of bilateral values.

    Parameters
    ----------
    key : str
        What column ``source`` holds.
    vintage : str
        State of the data, since later revisions differ.
    note : str
        What a reader of each of its values must know; may be empty.
    """

    key: str
    vintage: str
    note: str = ""


#: In this order a value is chosen. The long WITS series comes first, so that the years 1996-2016
#: are of one source and one vintage throughout; then the WITS year 2018, which has most states;
#: then Comtrade totals before sums of chapters; what others republish comes last.
PRIORITY = (
    Source("wits_partner", "WITS of 2017, years to 2016"),
    Source("wits_network_2018", "WITS of early 2023, year 2018"),
    Source("comtrade_partner_reports", "Comtrade, years 2003-2021"),
    Source("comtrade_chapters", "Comtrade, years 2000-2020", "sum of the recorded HS chapters"),
    Source("comtrade_brazil", "Comtrade, years 2003-2023"),
    Source("imf_dots", "DOTS, years to 2020"),
    Source("customs_russia", "release to December 2021", "sum of twelve months"),
    Source("indec", "years to 2023"),
)
#: Never chosen: who reported is not stated, pairs are missing, and Mexico is far too low.
OEC = Source(
    "oec",
    "years 2022-2023",
    "reporter inferred: Russia has published no partners since January 2022; list of pairs is "
    "incomplete, not for totals",
)
_BY_KEY = {source.key: source for source in (*PRIORITY, OEC)}

#: Imports are valued CIF by custom, but these report them FOB: IMF DOTS, which adds 6 % to FOB
#: reports, is exactly 1.06 times their WITS figure.
REPORT_IMPORTS_FOB = ("BRA", "MEX")

#: The collector of the WITS files writes the former USSR's partner code as Russia's; Brazil's
#: exports of 1992 are 5.7 times the IMF's, from 1994 on the two agree.
SOVIET_CODE_YEARS = (1992, 1993)
SOVIET_CODE_NOTE = "may hold trade with other successor states under the code of the former USSR"


def _from_state(
    frame: pd.DataFrame, key: str, partners: Sequence[str] = (RUSSIA,)
) -> pd.DataFrame:
    """Turn reporters' views (reporter, partner, flow export/import) into the states' view."""
    source, exports = _BY_KEY[key], frame["flow"] == "export"
    fob = exports | frame["reporter"].isin(REPORT_IMPORTS_FOB)
    cif = (frame["flow"] == "import") & frame["reporter"].isin(partners)
    parts = []
    for partner in partners:
        for state, other in (("reporter", "partner"), ("partner", "reporter")):
            rows = frame[(frame[other] == partner) & frame[state].isin(countries.LAC)]
            seen_from_state = exports[rows.index] == (state == "reporter")
            valuation = fob[rows.index].map({True: "fob", False: ""})
            valuation = valuation.mask(cif[rows.index], "cif")
            parts.append(
                pd.DataFrame(
                    {
                        "iso3": rows[state],
                        "partner": partner,
                        "year": rows["year"],
                        "reporter": rows["reporter"],
                        "flow": seen_from_state.map({True: FLOWS[0], False: FLOWS[1]}),
                        "value_usd": rows["value_usd"].round(2),
                        "source": source.key,
                        "vintage": source.vintage,
                        "valuation": rows["valuation"] if "valuation" in rows else valuation,
                        "note": source.note,
                    }
                )
            )
    found = pd.concat(parts)
    return found[found["year"].between(FIRST_YEAR, LAST_YEAR)]


def _wits_partner(folder: Path) -> pd.DataFrame:
    known = {*countries.LAC, *PARTNERS}
    files = [folder / "wits_partner" / f"{iso3}.json" for iso3 in (RUSSIA, *sorted(countries.LAC))]
    frame = pd.concat([wits.read_partner_json(file, known) for file in files], ignore_index=True)
    found = _from_state(frame, "wits_partner", PARTNERS)
    own = (found["reporter"] == found["iso3"]) & (found["partner"] == RUSSIA)
    unsure = own & found["year"].isin(SOVIET_CODE_YEARS)
    return found.assign(note=found["note"].mask(unsure, SOVIET_CODE_NOTE))


def _wits_network(folder: Path) -> pd.DataFrame:
    frame = wits.read_network(folder / "wits_network_2018" / "2018.net", 2018)
    frame = frame[(frame["reporter"] == RUSSIA) | (frame["partner"] == RUSSIA)]
    return _from_state(frame, "wits_network_2018")


def _comtrade_partner_reports(folder: Path) -> pd.DataFrame:
    names = ("Brazil_2.1.1_top_export_partners.xlsx", "Brazil_3.1.1_top_import_partners.xlsx")
    frame = pd.concat(
        [cipf.read_partner_reports(folder / "comtrade_brazil_rus" / name) for name in names],
        ignore_index=True,
    )
    frame = frame[frame["reporter"] == RUSSIA_IN_COMTRADE]
    return _from_state(frame.assign(reporter=RUSSIA, partner="BRA"), "comtrade_partner_reports")


def _comtrade_chapters(folder: Path) -> pd.DataFrame:
    files = sorted((folder / "comtrade_hs2_rus").glob("[0-9]*.json"))
    frame = pd.concat(
        [
            comtrade_collections.sum_chapters(comtrade_collections.read_chapters(file))
            for file in files
        ],
        ignore_index=True,
    )
    partner = countries.from_code(frame["partner_code"].tolist(), "m49")
    return _from_state(frame.assign(reporter=RUSSIA, partner=partner), "comtrade_chapters")


def _comtrade_brazil(folder: Path) -> pd.DataFrame:
    name = "Brazil_3.4_imports_partners_products_HS-AG6-2003-2023.xlsx"
    frame = cipf.read_brazil_reports(folder / "cipf_comtrade_brazil" / name)
    frame = frame[frame["partner"] == RUSSIA_IN_COMTRADE]
    frame = frame.assign(reporter="BRA", partner=RUSSIA, valuation="cif")
    return _from_state(frame, "comtrade_brazil")


def _imf_dots(folder: Path) -> pd.DataFrame:
    path = folder / "dots" / "Dataset_CM_2023.xlsx"
    frame = imf_dots.read_dots(path, keep_impossible=True)
    with_russia = (frame["reporter"] == "Russia") | (frame["partner"] == "Russia")
    # Impossible values have no row here: a lost digit is a gap, never a guess.
    frame = frame[with_russia & ~frame["is_impossible"]]
    frame = frame.assign(
        reporter=countries.resolve(frame["reporter"].tolist(), "imf_dots"),
        partner=countries.resolve(frame["partner"].tolist(), "imf_dots"),
    )
    return _from_state(frame, "imf_dots")


def _customs_russia(folder: Path) -> pd.DataFrame:
    monthly = customs_russia.read_monthly(folder / "fcs_russia" / "96stran.xlsx")
    frame = customs_russia.sum_years(monthly)
    frame = frame[frame["partner"] == "Бразилия"]
    return _from_state(frame.assign(reporter=RUSSIA, partner="BRA"), "customs_russia")


def _indec(folder: Path) -> pd.DataFrame:
    frame = indec.read_exports(folder / "indec_argentina" / "exportaciones_anual_Pais.csv")
    frame = frame[(frame["destination"] == "Rusia") & ~frame["is_isolated_dip"]]
    return _from_state(frame.assign(reporter="ARG", partner=RUSSIA, flow="export"), "indec")


def _oec(folder: Path) -> pd.DataFrame:
    frames = []
    for year in (2022, 2023):
        name = f"bilateral_value_clean_{year - 2000}_withid.csv"
        frame = oec.read_bilateral(folder / "baci_oec" / name, year)
        exports = frame[frame["importer"] == RUSSIA].rename(columns={"exporter": "reporter"})
        imports = frame[frame["exporter"] == RUSSIA].rename(columns={"importer": "reporter"})
        frames += [exports.assign(flow="export"), imports.assign(flow="import")]
    frame = pd.concat(frames, ignore_index=True)
    # Mexico's value is a fraction of what its own bank of issue states: not even an alternative.
    frame = frame[frame["reporter"] != "MEX"]
    return _from_state(frame.assign(partner=RUSSIA, valuation=""), "oec")


_READERS = {
    "wits_partner": _wits_partner,
    "wits_network_2018": _wits_network,
    "comtrade_partner_reports": _comtrade_partner_reports,
    "comtrade_chapters": _comtrade_chapters,
    "comtrade_brazil": _comtrade_brazil,
    "imf_dots": _imf_dots,
    "customs_russia": _customs_russia,
    "indec": _indec,
    "oec": _oec,
}


def _readings(upstream: Path) -> pd.DataFrame:
    """Return all readings of all sources, best first within each key."""
    folder = Path(upstream) / "trade"
    frame = pd.concat([read(folder) for read in _READERS.values()], ignore_index=True)
    rank = frame["source"].map({key: position for position, key in enumerate(_BY_KEY)})
    frame = frame.assign(rank=rank).sort_values([*KEYS, "rank"], kind="stable")
    return frame.reset_index(drop=True)


def bilateral(upstream: Path) -> pd.DataFrame:
    """Build ``trade/bilateral``: one value a state, year, reporter and flow.

    Parameters
    ----------
    upstream : pathlib.Path
        Folder with the publishers' files; those of trade stand in its subfolder ``trade``.

    Returns
    -------
    pandas.DataFrame
        Columns ``iso3, year, reporter, flow, value_usd, source, vintage, valuation, note``, 1992
        to 2023; of several readings the first source in :data:`PRIORITY`.
    """
    frame = _readings(upstream)
    chosen = frame[frame["source"] != OEC.key].drop_duplicates(KEYS)
    return chosen[COLUMNS].reset_index(drop=True)


def bilateral_alternatives(upstream: Path) -> pd.DataFrame:
    """Build ``trade/bilateral_alternatives``: the readings that ``trade/bilateral`` left out.

    Parameters
    ----------
    upstream : pathlib.Path
        Folder with the publishers' files.

    Returns
    -------
    pandas.DataFrame
        The columns of ``trade/bilateral``; one row a key and source.
    """
    frame = _readings(upstream)
    from_oec = frame["source"] == OEC.key
    rest = frame[from_oec | frame.duplicated(KEYS)]
    return rest[COLUMNS].reset_index(drop=True)


def coverage(upstream: Path) -> pd.DataFrame:
    """Build ``trade/coverage``: every state, year, reporter and flow, covered or not.

    Parameters
    ----------
    upstream : pathlib.Path
        Folder with the publishers' files.

    Returns
    -------
    pandas.DataFrame
        Columns ``iso3, year, reporter, flow, covered, source``; 33 states × 32 years × 2 reporters
        × 2 flows, with an empty source where there is no value.
    """
    every = [
        (iso3, partner, year, reporter, flow)
        for iso3 in sorted(countries.LAC)
        for partner in PARTNERS
        for year in range(FIRST_YEAR, LAST_YEAR + 1)
        for reporter in (iso3, partner)
        for flow in FLOWS
    ]
    frame = pd.DataFrame(every, columns=KEYS)
    frame = frame.merge(bilateral(upstream)[[*KEYS, "source"]], on=KEYS, how="left")
    return frame.assign(covered=frame["source"].notna())[[*KEYS, "covered", "source"]]


def region_totals(upstream: Path) -> pd.DataFrame:
    """Build ``trade/region_totals``: totals that sources state for a region as a whole.

    They are not sums of ``trade/bilateral`` and are never mixed with them.

    Parameters
    ----------
    upstream : pathlib.Path
        Folder with the publishers' files.

    Returns
    -------
    pandas.DataFrame
        Columns ``region, year, reporter, flow, value_usd, source, vintage, note``: region ``LCN``
        (World Bank's Latin America and Caribbean) as it reports itself, and ``AMERICAS`` (with the
        USA and Canada), an upper bound, as Russia reports it.
    """
    folder = Path(upstream) / "trade"
    lcn = wits.read_partner_table(folder / "wits_lcn_2022" / "WITS-Partner.xlsx")
    lcn = lcn[lcn["partner"] == RUSSIA_IN_COMTRADE]
    lcn = lcn.assign(
        region="LCN",
        partner=RUSSIA,
        reporter="LCN",
        flow=lcn["flow"].map({"export": FLOWS[0], "import": FLOWS[1]}),
        source="wits_region",
        vintage="WITS, year 2022",
        note="World Bank region: with territories, without members that did not report "
        "(among them Cuba and Venezuela)",
    )
    americas = customs_russia.read_continents(folder / "fcs_russia" / "strany122023.xlsx")
    americas = americas[(americas["continent"] == "АМЕРИКА") & americas["is_whole_year"]]
    americas = americas.assign(
        region="AMERICAS",
        partner=RUSSIA,
        reporter=RUSSIA,
        flow=americas["flow"].map({"import": FLOWS[0], "export": FLOWS[1]}),
        source="customs_russia_continents",
        vintage="release for 2023",
        note="all of America with the USA and Canada: an upper bound for the 33 states",
    )
    keys = ["region", "partner", "year", "reporter", "flow"]
    columns = [*keys, "value_usd", "source", "vintage", "note"]
    return pd.concat([lcn, americas])[columns].sort_values(keys).reset_index(drop=True)

"""One chosen reading a state, partner, year, reporter and flow; the others kept beside it.

Flows are seen from the state: ``exports`` are goods from the state to the partner, whoever counts
them, ``imports`` the other way. The reporter is the partner or the state itself. In which order
the sources are chosen, and what single reports need, stands in ``trade/sources`` and
``trade/cautions``.
"""

from __future__ import annotations

import itertools
import json
from collections.abc import Callable, Collection
from pathlib import Path
from typing import Any

import pandas as pd

from analysis import countries, tables
from analysis.contracts import FLOWS
from analysis.errors import SourceError
from analysis.sources import (
    cipf,
    comtrade,
    comtrade_collections,
    customs_russia,
    imf_dots,
    indec,
    oec,
    wits,
)
from analysis.sources.fetch.store import RECORD
from analysis.study import Study

KEYS = ["iso3", "partner", "year", "reporter", "flow"]
COLUMNS = [*KEYS, "value_usd", "source", "vintage", "valuation", "note"]
#: Order of the treatments of ``trade/cautions``.
_TREATMENTS = ("note", "fob", "cif", "leave_out")

#: What the partner reports, seen from the state.
OF_STATE = {"import": FLOWS[0], "export": FLOWS[1]}

Row = dict[str, Any]


def source(key: str) -> Row:
    """Return the row of ``trade/sources`` of a source; what is not given is missing or empty text.

    Parameters
    ----------
    key : str
        Key of the source.

    Returns
    -------
    dict
        Column → value; ``rank`` is missing for a source that is never chosen.
    """
    table = tables.load("trade/sources").set_index("source", drop=False)
    cells = table.loc[key].items()
    return {str(name): "" if pd.isna(cell) and name != "rank" else cell for name, cell in cells}


def cite(frame: pd.DataFrame, key: str) -> pd.DataFrame:
    """Say from which source rows are: its key and its vintage in ``trade/sources``.

    Parameters
    ----------
    frame : DataFrame
        The rows.
    key : str
        Key of the source.

    Returns
    -------
    pandas.DataFrame
        The rows with ``source`` and ``vintage``.
    """
    return frame.assign(source=key, vintage=source(key)["vintage"])


def read_wits(
    upstream: Path, study: Study, partners: Collection[str] | None = None
) -> pd.DataFrame:
    """Read what the region's states and the study's partners report in the long WITS series.

    Parameters
    ----------
    upstream : pathlib.Path
        Folder with the publishers' files.
    study : Study
        Whose states and partners. A partner may lack a file: then the states' reports are all.
    partners : collection of str, optional
        Whose trade with them is kept. None keeps all, areas not specified included.

    Returns
    -------
    pandas.DataFrame
        As :func:`analysis.sources.wits.read_partner_json`; no rows if the series has none of the
        states.

    Raises
    ------
    SourceError
        If a state's file is missing while others are there, or a file cannot be read.
    """
    folder = Path(upstream) / "trade" / "wits_partner"
    paths = {code: folder / f"{code}.json" for code in (*study.partners, *study.states)}
    found = {code: path for code, path in paths.items() if path.is_file()}
    missing = [paths[code].name for code in study.states if code not in found]
    if missing and not set(study.states).isdisjoint(found):
        raise SourceError(folder, f"lacks {', '.join(missing)}")
    read = [wits.read_partner_json(path, partners) for path in found.values()]
    columns = ["reporter", "partner", "year", "flow", "value_usd"]
    return pd.concat(read or [pd.DataFrame(columns=columns)], ignore_index=True)


def _wits_partner(upstream: Path, study: Study) -> pd.DataFrame:
    return read_wits(upstream, study, {*study.states, *study.partners})


def _comtrade(upstream: Path, study: Study) -> pd.DataFrame:
    """Return the totals of all answers that ``data fetch comtrade`` has brought."""
    frames = []
    for path in sorted((Path(upstream) / "trade" / "comtrade").glob("*.json")):
        answer = comtrade.read_response(path, only_totals=True)
        record = path.with_name(path.name + RECORD)
        dated = json.loads(record.read_text(encoding="utf-8")) if record.is_file() else {}
        retrieved = str(dated.get("retrieved", ""))[:10]
        vintage = f"Comtrade, retrieved {retrieved}" if retrieved else answer.attrs["vintage"]
        frames.append(answer.assign(vintage=vintage))
    nothing = pd.DataFrame(columns=[*comtrade.COLUMNS, "vintage"])
    frame = pd.concat(frames or [nothing], ignore_index=True)
    frame = frame[(frame["product"] == "TOTAL") & frame["flow"].isin(["export", "import"])]
    keys = ["reporter", "partner", "year", "flow"]
    frame = frame.sort_values("vintage", kind="stable").drop_duplicates(keys, keep="last")
    is_fob = (frame["value_usd"] == frame["fob_usd"]).map({True: "fob", False: ""})
    is_cif = frame["value_usd"] == frame["cif_usd"]
    return frame.assign(valuation=is_fob.mask(is_cif & (is_fob == ""), "cif"))


def _wits_network(upstream: Path, study: Study) -> pd.DataFrame:
    folder = upstream / "trade" / "wits_network_2018"
    read = [wits.read_network(path, int(path.stem)) for path in sorted(folder.glob("*.net"))]
    return pd.concat(read, ignore_index=True)


def _comtrade_partner_reports(upstream: Path, study: Study) -> pd.DataFrame:
    names = ("Brazil_2.1.1_top_export_partners.xlsx", "Brazil_3.1.1_top_import_partners.xlsx")
    folder = upstream / "trade" / "comtrade_brazil_rus"
    frame = pd.concat([cipf.read_partner_reports(folder / name) for name in names])
    about = source("comtrade_brazil")["reporter"]
    return frame.assign(reporter=countries.match(frame["reporter"], "comtrade"), partner=about)


def _comtrade_chapters(upstream: Path, study: Study) -> pd.DataFrame:
    folder = upstream / "trade" / "comtrade_hs2_rus"
    read = [comtrade_collections.read_chapters(file) for file in sorted(folder.glob("[0-9]*.json"))]
    frame = pd.concat([comtrade_collections.sum_chapters(each) for each in read])
    partner = countries.from_code(frame["partner_code"].tolist(), "m49")
    return frame.assign(reporter=source("comtrade_chapters")["reporter"], partner=partner)


def _comtrade_brazil(upstream: Path, study: Study) -> pd.DataFrame:
    name = "Brazil_3.4_imports_partners_products_HS-AG6-2003-2023.xlsx"
    frame = cipf.read_brazil_reports(upstream / "trade" / "cipf_comtrade_brazil" / name)
    partner = countries.match(frame["partner"], "comtrade")
    reporter = source("comtrade_brazil")["reporter"]
    return frame.assign(reporter=reporter, partner=partner, valuation="cif")


def _imf_dots(upstream: Path, study: Study) -> pd.DataFrame:
    path = upstream / "trade" / "dots" / "Dataset_CM_2023.xlsx"
    frame = imf_dots.read_dots(path, keep_impossible=True)
    frame = frame.assign(
        reporter=countries.resolve(frame["reporter"].tolist(), "imf_dots"),
        partner=countries.resolve(frame["partner"].tolist(), "imf_dots"),
    )
    # Impossible values have no row here: a lost digit is a gap, never a guess.
    return frame[~frame["is_impossible"]]


def _customs_russia(upstream: Path, study: Study) -> pd.DataFrame:
    monthly = customs_russia.read_monthly(upstream / "trade" / "fcs_russia" / "96stran.xlsx")
    frame = customs_russia.sum_years(monthly)
    partner = countries.resolve(frame["partner"], "customs_russia")
    return frame.assign(reporter=source("customs_russia")["reporter"], partner=partner)


def _indec(upstream: Path, study: Study) -> pd.DataFrame:
    path = upstream / "trade" / "indec_argentina" / "exportaciones_anual_Pais.csv"
    frame = indec.read_exports(path)
    frame = frame[~frame["is_isolated_dip"]]
    partner = countries.match(frame["destination"], "indec")
    return frame.assign(reporter=source("indec")["reporter"], partner=partner, flow="export")


def _oec(upstream: Path, study: Study) -> pd.DataFrame:
    """Return what states trade with the partner; who reported is inferred: not the partner."""
    frames = []
    for path in sorted((upstream / "trade" / "baci_oec").glob("bilateral_value_clean_*.csv")):
        year = 2000 + int(path.stem.split("_")[3])  # the file itself does not state it
        frame = oec.read_bilateral(path, year)
        for flow, state, partner in (
            ("export", "exporter", "importer"),
            ("import", "importer", "exporter"),
        ):
            named = frame.rename(columns={state: "reporter", partner: "partner"})
            frames.append(named[named["partner"] == study.partner].assign(flow=flow, valuation=""))
    return pd.concat(frames)


_READERS: dict[str, Callable[[Path, Study], pd.DataFrame]] = {
    "wits_partner": _wits_partner,
    "comtrade": _comtrade,
    "wits_network_2018": _wits_network,
    "comtrade_partner_reports": _comtrade_partner_reports,
    "comtrade_chapters": _comtrade_chapters,
    "comtrade_brazil": _comtrade_brazil,
    "imf_dots": _imf_dots,
    "customs_russia": _customs_russia,
    "indec": _indec,
    "oec": _oec,
}


def _from_states(frame: pd.DataFrame, row: Row, study: Study) -> pd.DataFrame:
    """Turn reporters' views (reporter, partner, flow export/import) into the states' view."""
    partners = study.partners if row["is_for_others"] else (study.partner,)
    parts = []
    for state, partner in (("reporter", "partner"), ("partner", "reporter")):
        rows = frame[frame[state].isin(study.states) & frame[partner].isin(partners)]
        of_state = (rows["flow"] == "export") == (state == "reporter")
        parts.append(
            pd.DataFrame(
                {
                    "iso3": rows[state],
                    "partner": rows[partner],
                    "year": rows["year"],
                    "reporter": rows["reporter"],
                    "flow": of_state.map({True: FLOWS[0], False: FLOWS[1]}),
                    "value_usd": rows["value_usd"].astype("float64").round(2),
                    "source": row["source"],
                    "vintage": rows.get("vintage", row["vintage"]),
                    "valuation": rows["flow"].map({"export": "fob", "import": ""}),
                    "note": row["note"],
                }
            )
        )
        if "valuation" in rows:
            parts[-1]["valuation"] = rows["valuation"]
    found = pd.concat(parts, ignore_index=True)
    found = found[found["year"] >= study.first_year]
    return _heed_cautions(found, states_valuation="valuation" in frame)


def _heed_cautions(found: pd.DataFrame, *, states_valuation: bool) -> pd.DataFrame:
    """Apply ``trade/cautions`` to the readings of one source."""
    table = tables.load("trade/cautions")
    found = found.assign(
        side=(found["reporter"] == found["partner"]).map({True: "counterpart", False: "states"})
    )
    for treatment in _TREATMENTS:
        for caution in table[table["treatment"] == treatment].to_dict("records"):
            given = {name: value for name, value in caution.items() if pd.notna(value)}
            meant = found["year"].between(given.get("first_year", 0), given.get("last_year", 9999))
            for column in ("source", "reporter", "side", "partner", "flow"):
                if column in given:
                    meant &= found[column] == given[column]
            if treatment == "leave_out":
                found = found[~meant]
            elif treatment == "note":
                found = found.assign(note=found["note"].mask(meant, given["text"]))
            elif not states_valuation:
                found = found.assign(valuation=found["valuation"].mask(meant, treatment))
    return found.drop(columns="side")


def _readings(upstream: Path, study: Study) -> pd.DataFrame:
    """Return all readings of all sources, best first within each key, those never chosen last."""
    frames = [
        _from_states(read(Path(upstream), study), source(key), study)
        for key, read in _READERS.items()
    ]
    frame = pd.concat(frames, ignore_index=True)
    ranks = tables.load("trade/sources").set_index("source")["rank"].astype("float64")
    frame = frame.assign(rank=frame["source"].map(ranks))
    return frame.sort_values([*KEYS, "rank"], kind="stable", ignore_index=True)


def bilateral(upstream: Path, study: Study) -> pd.DataFrame:
    """Build ``trade/bilateral``: one value a state, partner, year, reporter and flow.

    Parameters
    ----------
    upstream : pathlib.Path
        Folder with the publishers' files; those of trade stand in its subfolder ``trade``.
    study : Study
        Whose states and partners, from the partner's first year.

    Returns
    -------
    pandas.DataFrame
        Columns ``iso3, partner, year, reporter, flow, value_usd, source, vintage, valuation,
        note``; of several readings the first source in the order of ``trade/sources``.
    """
    frame = _readings(upstream, study)
    chosen = frame.dropna(subset="rank").drop_duplicates(KEYS)
    return chosen[COLUMNS].reset_index(drop=True)


def bilateral_alternatives(upstream: Path, study: Study) -> pd.DataFrame:
    """Build ``trade/bilateral_alternatives``: the readings that ``trade/bilateral`` left out.

    Parameters
    ----------
    upstream, study
        As :func:`bilateral` takes them.

    Returns
    -------
    pandas.DataFrame
        The columns of ``trade/bilateral``; one row a key and source.
    """
    frame = _readings(upstream, study)
    rest = frame[frame["rank"].isna() | frame.duplicated(KEYS)]
    return rest[COLUMNS].reset_index(drop=True)


def coverage(upstream: Path, study: Study) -> pd.DataFrame:
    """Build ``trade/coverage``: every state, partner, year, reporter and flow, covered or not.

    Parameters
    ----------
    upstream, study
        As :func:`bilateral` takes them.

    Returns
    -------
    pandas.DataFrame
        Columns ``iso3, partner, year, reporter, flow, covered, source`` for all years that
        ``trade/bilateral`` holds, with an empty source where there is no value.
    """
    values = bilateral(upstream, study)
    years = range(values["year"].min(), values["year"].max() + 1)
    pairs = itertools.product(study.states, study.partners, years, FLOWS)
    every = [(s, p, year, reporter, flow) for s, p, year, flow in pairs for reporter in (s, p)]
    frame = pd.DataFrame(every, columns=KEYS)
    frame = frame.merge(values[[*KEYS, "source"]], on=KEYS, how="left")
    return frame.assign(covered=frame["source"].notna())[[*KEYS, "covered", "source"]]


def region_totals(upstream: Path, study: Study) -> pd.DataFrame:
    """Build ``trade/region_totals``: totals that sources state for a region as a whole.

    They are not sums of ``trade/bilateral`` and are never mixed with them.

    Parameters
    ----------
    upstream, study
        As :func:`bilateral` takes them.

    Returns
    -------
    pandas.DataFrame
        Columns ``region, partner, year, reporter, flow, value_usd, source, vintage, note`` for
        the areas of ``trade/areas`` that stand for the study's region: as the region reports
        itself (the reporter is the region) or as the partner reports it, seen from the region.
    """
    folder = Path(upstream) / "trade"
    areas = tables.load("trade/areas")
    areas = areas[(areas["kind"] == "aggregate") & (areas["region"] == study.region.where)]
    keys = ["region", "partner", "year", "reporter", "flow"]
    parts = [pd.DataFrame(columns=[*keys, "value_usd", "source", "vintage", "note"])]
    for area in areas.astype("str").itertuples():
        row = source(str(area.source))
        if area.source == "wits_region":
            rows = wits.read_partner_table(folder / "wits_lcn_2022" / "WITS-Partner.xlsx")
            rows = rows.assign(partner=countries.match(rows["partner"], "wits_region"))
            reporter, (sold, bought) = str(area.area), FLOWS
        else:
            rows = customs_russia.read_continents(folder / "fcs_russia" / "strany122023.xlsx")
            rows = rows[(rows["continent"] == area.printed) & rows["is_whole_year"]]
            rows = rows.assign(partner=row["reporter"])
            reporter, (bought, sold) = row["reporter"], FLOWS
        rows = rows[rows["partner"] == study.partner]
        parts.append(
            rows.assign(
                region=str(area.area),
                reporter=reporter,
                flow=rows["flow"].map({"export": sold, "import": bought}),
                **{name: row[name] for name in ("source", "vintage", "note")},
            )[parts[0].columns]
        )
    return pd.concat(parts[1:] or parts).sort_values(keys, ignore_index=True)

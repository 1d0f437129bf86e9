"""Compute the arms tables from exports of the SIPRI Arms Transfers Database.

What ships is sums, the region's and the partner's, and a fact table of the deals of the partner
and of the states that it continued, without comments: of the study that ships, about one per cent
of SIPRI's register.
"""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from analysis import countries
from analysis.arms.named_deals import ANY_WEAPON, lines_of
from analysis.errors import SourceError
from analysis.sources import sipri
from analysis.study import Study
from analysis.tables import load

# Values are printed with at most four decimals; more are noise of binary sums.
DECIMALS = 4

# The TIV tables of 2022 are one file a supplier, and not all suppliers are among them.
TIV_TABLES = "tiv_export_tables_*/*.csv"

# Exports before 2026 write it without the hyphen.
CATEGORIES = {"Air defence systems": "Air-defence systems"}

# Suppliers that SIPRI does not know.
UNKNOWN = "XXU"

# What SIPRI marks as an estimate, where it marks it. A flag left blank is not a mark.
ESTIMATES = {
    "order_year": "is_order_year_estimated",
    "number": "is_number_delivered_estimated",
    "delivery_year": "is_year_estimated",
}


def annual_tiv(upstream: Path, study: Study) -> pd.DataFrame:
    """Sum what the partner and the states that it continued delivered, by recipient and year.

    The years that the deliveries export covers come from it, all others from the yearly JSON.

    Parameters
    ----------
    upstream : pathlib.Path
        Folder of the publishers' files; SIPRI's are in its subfolder ``arms``.
    study : Study
        Whose states and partner.

    Returns
    -------
    pandas.DataFrame
        Columns ``supplier``, ``iso3``, ``year``, ``tiv_million``,
        ``source`` (``deliveries`` or ``yearly``) and ``vintage``. A year without a row had no
        recorded delivery.

    Raises
    ------
    SourceError
        If an export is missing, cannot be read, or names a state that is not known.
    """
    deliveries = sipri.read_deliveries(_file(upstream, "deliveries"))
    covered = deliveries["year"].min(), deliveries["year"].max()
    yearly = sipri.read_yearly(_file(upstream, "yearly"))
    rest = yearly[~yearly["year"].between(*covered)]
    both = pd.concat([deliveries.assign(source="deliveries"), rest.assign(source="yearly")])
    rows = _of_lineage(_regional(both.reset_index(drop=True), study), study)
    if study.predecessors:
        # The yearly JSON calls the Soviet Union "Russia". For the region the split is clean: in
        # the register the last Soviet delivery is of 1991 and the first Russian one of 1992.
        early = (rows["source"] == "yearly") & (rows["year"] < study.first_year)
        rows["supplier"] = rows["supplier"].mask(early, study.predecessors[-1])
    return _sum(rows, ["supplier", "iso3", "year", "source", "vintage"])


def imports_by_supplier(upstream: Path, study: Study) -> pd.DataFrame:
    """Sum what each state of the region received, by supplier and year.

    Parameters
    ----------
    upstream, study
        As :func:`annual_tiv` takes them.

    Returns
    -------
    pandas.DataFrame
        Columns ``iso3``, ``supplier`` (ISO3; ``XXU`` where SIPRI does not know it),
        ``supplier_name`` (as SIPRI prints it), ``year``, ``vintage``, ``tiv_million``. A year
        without a row had no recorded delivery.

    Raises
    ------
    SourceError
        If the export is missing, cannot be read, or names a state that is not known.
    """
    return _sum(
        _deliveries(upstream, study), ["iso3", "supplier", "supplier_name", "year", "vintage"]
    )


def deals(upstream: Path, study: Study) -> pd.DataFrame:
    """List the deals of the partner and the states that it continued with the region.

    Parameters
    ----------
    upstream, study
        As :func:`annual_tiv` takes them.

    Returns
    -------
    pandas.DataFrame
        One row a deal, numbered from 1 in ``deal`` in the order of recipient, supplier, year
        of order and designation. The other columns are those of
        :func:`analysis.sources.sipri.read_register` without comments, with codes for both states.

    Raises
    ------
    SourceError
        If the export is missing, cannot be read, or names a state that is not known.
    """
    rows = _of_lineage(_regional(sipri.read_register(_file(upstream, "register")), study), study)
    columns = ["iso3", "supplier"] + [
        name for _, name in sipri.REGISTER if name not in ("recipient", "supplier", "comments")
    ]
    # Every column orders the rows, so the numbers do not depend on the order of the file.
    first = ["iso3", "supplier", "order_year", "designation"]
    order = first + [name for name in columns if name not in first]
    rows = rows[[*columns, "vintage"]].sort_values(order, ignore_index=True)
    rows.insert(0, "deal", range(1, len(rows) + 1))
    return rows


def imports_by_category(upstream: Path, study: Study) -> pd.DataFrame:
    """Sum what each state received by supplier, year and kind of weapon, and what is estimated.

    Parameters
    ----------
    upstream, study
        As :func:`annual_tiv` takes them.

    Returns
    -------
    pandas.DataFrame
        Columns ``iso3``, ``supplier``, ``year``, ``category``, ``tiv_million``, ``lines`` (how
        many deals were delivered in that year) and ``vintage``; then, for what SIPRI marks as
        an estimate (``order_year``, ``number``, ``delivery_year``), ``lines_<what>_estimated``
        and ``tiv_<what>_estimated_million``, and ``tiv_local_production_million``.

    Raises
    ------
    SourceError
        If the export is missing, cannot be read, or names a state that is not known.
    """
    rows = _deliveries(upstream, study)
    rows["category"] = rows["category"].replace(CATEGORIES)
    volume = rows["tiv_million"].astype("float64")
    sums: dict[str, pd.Series] = {"tiv_million": volume, "lines": pd.Series(1, index=rows.index)}
    for what, flag in ESTIMATES.items():
        marked = _is_set(rows[flag])
        sums[f"lines_{what}_estimated"] = marked.astype(int)
        sums[f"tiv_{what}_estimated_million"] = volume.where(marked, 0.0)
    local = _is_set(rows["is_local_production"])
    sums["tiv_local_production_million"] = volume.where(local, 0.0)
    keys = ["iso3", "supplier", "year", "category", "vintage"]
    parts = pd.concat([rows[keys], pd.DataFrame(sums)], axis="columns")
    table = parts.groupby(keys, as_index=False, sort=True).sum()
    return table.round({name: DECIMALS for name in sums if name.startswith("tiv")})


def delivery_lags(upstream: Path, study: Study) -> pd.DataFrame:
    """Sum what each state received by supplier and years between order and delivery.

    Parameters
    ----------
    upstream, study
        As :func:`annual_tiv` takes them.

    Returns
    -------
    pandas.DataFrame
        Columns ``iso3``, ``supplier``, ``is_local_production``, ``lag_years``, ``lines`` (how
        many deals and years of delivery), ``tiv_million``, ``tiv_order_year_estimated_million``
        and ``vintage``.

    Raises
    ------
    SourceError
        If the export is missing, cannot be read, or names a state that is not known; also if a
        delivery comes before its order.
    """
    rows = _deliveries(upstream, study)
    rows["lag_years"] = rows["year"] - rows["order_year"]
    early = rows[rows["lag_years"] < 0]
    if len(early):
        pairs = zip(early["deal_id"], early["year"], strict=True)
        listed = ", ".join(f"{deal} in {year}" for deal, year in pairs)
        raise SourceError("deliveries export", f"holds deliveries before their order: {listed}")
    volume, marked = rows["tiv_million"].astype("float64"), _is_set(rows["is_order_year_estimated"])
    keys = ["iso3", "supplier", "is_local_production", "lag_years", "vintage"]
    table = rows.assign(
        is_local_production=_is_set(rows["is_local_production"]),
        lines=1,
        tiv_million=volume,
        tiv_order_year_estimated_million=volume.where(marked, 0.0),
    )
    sums = ["lines", "tiv_million", "tiv_order_year_estimated_million"]
    return table.groupby(keys, as_index=False, sort=True)[sums].sum().round(DECIMALS)


def supplier_exports(upstream: Path, study: Study) -> pd.DataFrame:
    """Sum what the partner delivered to every recipient of the world, by year.

    Parameters
    ----------
    upstream, study
        As :func:`annual_tiv` takes them.

    Returns
    -------
    pandas.DataFrame
        Columns ``supplier``, ``iso3`` (``XXN`` armed groups, ``XXI`` organisations, ``XXU`` not
        known), ``year``, ``tiv_million`` and ``vintage``.

    Raises
    ------
    SourceError
        If the export is missing, cannot be read, or names a state that is not known.
    """
    rows = sipri.read_deliveries(_file(upstream, "deliveries"))
    rows = rows.assign(
        iso3=countries.resolve(rows["recipient"], "sipri"),
        supplier=countries.match(rows["supplier"], "sipri"),
    )
    rows = rows[rows["supplier"] == study.partner]
    return _sum(rows, ["supplier", "iso3", "year", "vintage"])


def other_deals(upstream: Path, study: Study) -> pd.DataFrame:
    """List what other suppliers delivered of the weapons that a named deal asks for.

    Parameters
    ----------
    upstream, study
        As :func:`annual_tiv` takes them.

    Returns
    -------
    pandas.DataFrame
        One row a claim of ``arms/seed_deals`` that names a weapon and a line of the register of
        another supplier that answers it but for the supplier: ``deal_claim``, ``iso3``,
        ``supplier``, ``order_year``, ``designation``, ``number_delivered``, ``delivery_years``,
        ``tiv_delivered_million``, ``vintage``. What the suppliers of ``arms/deals`` delivered
        stands there.

    Raises
    ------
    SourceError
        If the export is missing, cannot be read, or names a state that is not known.
    """
    rows = _regional(sipri.read_register(_file(upstream, "register")), study)
    rows = rows.assign(supplier=countries.resolve(rows["supplier"], "sipri"))
    rows = rows[~rows["supplier"].isin(study.lineage(study.partner))]
    claims = load("arms/seed_deals")
    claims = claims[claims["is_in_scope"].astype(bool) & (claims["weapon_pattern"] != ANY_WEAPON)]
    found = [
        lines_of(claim, rows).assign(deal_claim=claim["deal_claim"])
        for claim in claims.to_dict("records")
    ]
    columns = ["deal_claim", "iso3", "supplier", "order_year", "designation", "number_delivered"]
    columns += ["delivery_years", "tiv_delivered_million", "vintage"]
    return pd.concat(found)[columns].sort_values(columns[:5], ignore_index=True)


def vintages(upstream: Path, study: Study) -> pd.DataFrame:
    """Sum what each state received from each supplier, as each export has it.

    Parameters
    ----------
    upstream : pathlib.Path
        Folder of the publishers' files; SIPRI's are in its subfolder ``arms``. All deliveries
        exports of the world that it holds are read.
    study : Study
        Whose states, from its partner's first year.

    Returns
    -------
    pandas.DataFrame
        Columns ``supplier``, ``iso3``, ``year``, ``source`` (``deliveries``, ``yearly``,
        ``tiv_tables``), ``vintage``, ``tiv_million``. The TIV tables print whole
        millions; ``arms/editions`` says which suppliers an export lacks.

    Raises
    ------
    SourceError
        If an export is missing, cannot be read, or names a state that is not known.
    """
    rows = _regional(_editions(upstream).dropna(subset="tiv_million"), study)
    rows = rows[rows["year"] >= study.first_year]
    rows = rows.assign(supplier=countries.resolve(rows["supplier"], "sipri"))
    return _sum(rows, ["supplier", "iso3", "year", "source", "vintage"])


def editions(upstream: Path, study: Study) -> pd.DataFrame:
    """List the exports that ``arms/vintages`` compares, with the years that each covers.

    Parameters
    ----------
    upstream, study
        As :func:`vintages` takes them.

    Returns
    -------
    pandas.DataFrame
        One row an export, the oldest first: ``source``, ``vintage``, ``first_year``,
        ``last_year`` (of the years compared), ``lacks`` (codes of suppliers that others hold for
        the region and that it does not hold at all, separated by a semicolon and a space; empty:
        none; suppliers that SIPRI does not know are left out of account).

    Raises
    ------
    SourceError
        If an export is missing, cannot be read, or names a state that is not known.
    """
    whole = _editions(upstream)
    whole = whole[whole["year"] >= study.first_year]
    regional = _regional(whole.dropna(subset="tiv_million"), study)["supplier"].unique()
    needed = set(countries.resolve(regional, "sipri")) - {UNKNOWN}
    rows = []
    for (vintage, source), own in whole.groupby(["vintage", "source"], sort=True):
        held = set(countries.resolve(own["supplier"].unique(), "sipri"))
        lacks = "; ".join(sorted(needed - held)) if source == "tiv_tables" else ""
        rows.append((source, vintage, own["year"].min(), own["year"].max(), lacks))
    columns = ["source", "vintage", "first_year", "last_year", "lacks"]
    return pd.DataFrame(rows, columns=columns)


def _editions(upstream: Path) -> pd.DataFrame:
    """Read all exports that are compared: supplier and recipient as printed, year, volume."""
    folder = Path(upstream) / "arms"
    files = [export.file for export in sipri.find_all(folder, "deliveries")]
    exports = [("deliveries", sipri.read_deliveries(file)) for file in files]
    exports.append(("yearly", sipri.read_yearly(_file(upstream, "yearly"))))
    tables = [sipri.read_tiv_table(file) for file in sorted(folder.glob(TIV_TABLES))]
    if not tables:
        raise SourceError(folder, f"holds no TIV tables ({TIV_TABLES})")
    exports += [("tiv_tables", table) for table in tables]
    columns = ["supplier", "recipient", "year", "tiv_million", "vintage"]
    return pd.concat([rows[columns].assign(source=source) for source, rows in exports])


def _file(upstream: Path, kind: sipri.Kind) -> Path:
    return sipri.find(Path(upstream) / "arms", kind).file


def _deliveries(upstream: Path, study: Study) -> pd.DataFrame:
    """Read the newest export's deliveries to the region, suppliers by code and as printed."""
    rows = _regional(sipri.read_deliveries(_file(upstream, "deliveries")), study)
    codes = countries.resolve(rows["supplier"], "sipri")
    return rows.assign(supplier=codes, supplier_name=rows["supplier"])


def _is_set(flag: pd.Series) -> pd.Series:
    return flag.fillna(value=False).astype(bool)


def _of_lineage(rows: pd.DataFrame, study: Study) -> pd.DataFrame:
    """Keep what the partner and the states that it continued delivered, with their codes."""
    supplier = countries.match(rows["supplier"], "sipri")
    return rows.assign(supplier=supplier)[supplier.isin(study.lineage(study.partner))]


def _regional(rows: pd.DataFrame, study: Study) -> pd.DataFrame:
    """Keep the deliveries to the region's states: not those to rebels or organisations in them.

    Names of the whole world are resolved, so that a renamed state cannot vanish silently.
    """
    rows = rows.assign(iso3=countries.resolve(rows["recipient"], "sipri"))
    return rows[rows["iso3"].isin(study.states)]


def _sum(rows: pd.DataFrame, keys: list[str]) -> pd.DataFrame:
    total = rows.groupby(keys, as_index=False, sort=True)["tiv_million"].sum()
    return total.assign(tiv_million=total["tiv_million"].astype("float64").round(DECIMALS))


TABLES = {
    "arms/annual_tiv": annual_tiv,
    "arms/deals": deals,
    "arms/delivery_lags": delivery_lags,
    "arms/editions": editions,
    "arms/imports_by_category": imports_by_category,
    "arms/imports_by_supplier": imports_by_supplier,
    "arms/other_deals": other_deals,
    "arms/supplier_exports": supplier_exports,
    "arms/vintages": vintages,
}

"""The frame that a gravity equation is estimated on: flows, zeros, geography, size."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd

from analysis.contracts import LABEL, STATE, STATES, Contract, Frame, Number, OneOf, takes
from analysis.errors import MeasureError

#: In the order of the tables: what lies between two states.
GEOGRAPHY = ("log_distance", "is_contiguous", "is_common_language", "is_ever_colony")
AGREEMENT = "has_agreement"
#: What a state's size adds where no effects of exporters and importers are estimated.
SIZE = ("log_gdp_exporter", "log_gdp_importer")
#: … and its place in the world: the inverse of the sum of the others' GDP over distance.
REMOTENESS = ("log_remoteness_exporter", "log_remoteness_importer")

#: What a code of :data:`CODES` is used for: finding a place on the map, or joining sizes.
USES = ("place", "size")
DISTANCES = ("distance_weighted_km", "distance_capitals_km", "distance_km")

_KEYS = ["exporter", "importer", "year"]
_ENDS: dict[str, Contract] = {"exporter": LABEL, "importer": LABEL}
FLOWS = Frame(*_KEYS, "export_usd", key=3, present=("export_usd",), rules=_ENDS)
PANEL = Frame(*_KEYS, "export_usd", key=3, rules=_ENDS)
PLACES = Frame(
    "origin", "destination", "distance_km", "distance_weighted_km", "is_contiguous",
    "is_common_official_language", "is_ever_colony", key=2,
    rules={"origin": LABEL, "destination": LABEL,
           "distance_km": Number(above=0), "distance_weighted_km": Number(above=0)},
)  # fmt: skip
CODES = Frame(
    "use", "code", "stands_for", key=2,
    rules={"use": OneOf(USES), "code": LABEL, "stands_for": LABEL},
)  # fmt: skip
GDP = Frame("iso3", "year", "value", key=2, rules={"iso3": LABEL, "value": Number(at_least=0)})

#: What the maps call otherwise.
_NEW_NAMES = {"is_common_official_language": "is_common_language"}


@takes(flows=FLOWS, distances=PLACES, codes=CODES, distance=OneOf(DISTANCES))
def gravity_panel(
    flows: pd.DataFrame, distances: pd.DataFrame, codes: pd.DataFrame | None = None, *,
    complete: bool = True, distance: str = "distance_weighted_km",
) -> pd.DataFrame:  # fmt: skip
    """Join flows with what lies between the states, and say what a missing row means.

    Parameters
    ----------
    flows : pandas.DataFrame
        Columns ``exporter, importer, year, export_usd`` (USD; zero: none on record) and, if known,
        ``has_agreement`` (bool).
    distances : pandas.DataFrame
        From :func:`analysis.sources.cepii.read_distances`.
    codes : pandas.DataFrame, optional
        ``trade/gravity_codes``: whose place on the map stands for a code that it does not have.
    complete : bool, default True
        Whether a pair without a row in a year counts as zero, provided that the exporter reports
        in that year and the importer imports from somebody. An exporter that does not report in a
        year stays without rows: missing is not zero.
    distance : {"distance_weighted_km", "distance_capitals_km", "distance_km"}
        Which distance; where no weighted one is known, that between the largest cities.

    Returns
    -------
    pandas.DataFrame
        One row an ordered pair and year, sorted: ``exporter, importer, year, export_usd``,
        ``is_added_zero``, :data:`GEOGRAPHY`, ``has_agreement`` (numbers, 0 or 1), ``pair`` (the
        same for both directions), ``exporter_year``, ``importer_year``. ``attrs["dropped"]`` is
        the share of the world's flow of these years that had no place on the map (bunkers,
        free zones, unspecified areas).

    Raises
    ------
    MeasureError
        If a pair and year stands twice, a state trades with itself, or a flow is negative or
        missing.

    Notes
    -----
    The effects of importers absorb whatever is peculiar to a territory (a harbour, a tax haven),
    so territories stay in as importers and exporters of their own.

    Examples
    --------
    >>> flows = pd.DataFrame({"exporter": ["A", "A", "B"], "importer": ["B", "C", "C"],
    ...                       "year": 2000, "export_usd": [5.0, 0.0, 2.0]})
    >>> every = [(one, other) for one in "ABC" for other in "ABC"]
    >>> places = pd.DataFrame(every, columns=["origin", "destination"]).assign(
    ...     distance_km=100.0, distance_weighted_km=np.nan, is_contiguous=False,
    ...     is_common_official_language=True, is_ever_colony=False)
    >>> panel = gravity_panel(flows, places)
    >>> panel[["exporter", "importer", "export_usd", "is_added_zero"]].values.tolist()
    [['A', 'B', 5.0, False], ['A', 'C', 0.0, False], ['B', 'C', 2.0, False]]
    >>> panel["pair"].tolist()
    ['A-B', 'A-C', 'B-C']
    """
    own = flows[flows["exporter"] == flows["importer"]]
    if len(own):
        raise MeasureError(
            f"{own['exporter'].iloc[0]} trades with itself in {len(own)} row(s): leave out "
            "domestic trade"
        )
    place = _read_codes(codes, "place")
    rows = flows[[*_KEYS, "export_usd"]].assign(
        **{AGREEMENT: flows[AGREEMENT].astype("float64") if AGREEMENT in flows else 0.0},
        is_added_zero=False,
    )
    if complete:
        rows = _complete(rows)
    places = distances.set_index(["origin", "destination"])
    ends = pd.MultiIndex.from_arrays([rows[end].replace(place) for end in _ENDS])
    found = places.reindex(ends).reset_index(drop=True).set_index(rows.index)
    between = found[distance].fillna(found["distance_km"]).astype("float64")
    flags = found.rename(columns=_NEW_NAMES)[list(GEOGRAPHY[1:])].astype("float64")
    rows = rows.assign(log_distance=np.log(between)).join(flags)
    on_map = rows["log_distance"].notna()
    dropped = rows.loc[~on_map, "export_usd"].sum() / rows["export_usd"].sum()
    rows = rows[on_map].sort_values(_KEYS, kind="stable", ignore_index=True)
    both = np.sort(rows[["exporter", "importer"]].to_numpy("object"), axis=1)
    year = rows["year"].astype(str)
    rows = rows.assign(
        pair=both[:, 0] + "-" + both[:, 1],
        exporter_year=rows["exporter"] + " " + year,
        importer_year=rows["importer"] + " " + year,
    )
    rows.attrs["dropped"] = float(dropped)
    return rows


@takes(panel=PANEL, gdp=GDP, distances=PLACES, codes=CODES)
def add_size(
    panel: pd.DataFrame, gdp: pd.DataFrame, distances: pd.DataFrame,
    codes: pd.DataFrame | None = None,
) -> pd.DataFrame:  # fmt: skip
    """Add both states' GDP and remoteness; rows without them are left out.

    Parameters
    ----------
    panel : pandas.DataFrame
        From :func:`gravity_panel`.
    gdp : pandas.DataFrame
        Columns ``iso3, year, value`` (current USD), one row a state and year.
    distances : pandas.DataFrame
        From :func:`analysis.sources.cepii.read_distances`.
    codes : pandas.DataFrame, optional
        ``trade/gravity_codes``: states whose trade is reported as one, and places on the map.

    Returns
    -------
    pandas.DataFrame
        The panel with :data:`SIZE` and :data:`REMOTENESS`. Remoteness is
        1 / Σ_j (GDP_j / distance_ij), over all other states with a GDP in the year.

    References
    ----------
    Head and Mayer (2014), Gravity Equations: Workhorse, Toolkit, and Cookbook, Handbook of
    International Economics 4, 131-195, doi:10.1016/B978-0-444-54314-1.00003-3.
    """
    years = sorted(panel["year"].unique())
    known = gdp[gdp["year"].isin(years)]
    # States that report trade as one are of one size.
    union = known["iso3"].replace(_read_codes(codes, "size"))
    value = known["value"].groupby([union, known["year"]]).sum(min_count=1).rename("gdp")
    far = _remoteness(value, distances, _read_codes(codes, "place"))
    added = {}
    for side in _ENDS:
        key = pd.MultiIndex.from_arrays([panel[side], panel["year"]])
        added[f"log_gdp_{side}"] = np.log(value.reindex(key).to_numpy())
        added[f"log_remoteness_{side}"] = far.reindex(key).to_numpy()
    return panel.assign(**added).dropna(subset=[*SIZE, *REMOTENESS]).reset_index(drop=True)


@takes(panel=Frame("exporter", "importer", rules=_ENDS), partner=STATE, region=STATES)
def is_with_region(panel: pd.DataFrame, partner: str, region: Sequence[str]) -> pd.Series:
    """Say which rows are flows between a partner and the states of a region, either way.

    Parameters
    ----------
    panel : pandas.DataFrame
        Columns ``exporter, importer``.
    partner : str
        ISO3 code.
    region : sequence of str
        ISO3 codes.

    Returns
    -------
    pandas.Series
        True where one end is the partner and the other in the region.
    """
    out = panel["exporter"].eq(partner) & panel["importer"].isin(region)
    back = panel["importer"].eq(partner) & panel["exporter"].isin(region)
    return out | back


def rename_states(flows: pd.DataFrame, names: Mapping[str, str]) -> pd.DataFrame:
    """Return flows with some codes of exporters and importers replaced.

    Parameters
    ----------
    flows : pandas.DataFrame
        Columns ``exporter, importer``.
    names : mapping of str to str
        Code of the source to code of the package.

    Returns
    -------
    pandas.DataFrame
        The same rows.
    """
    return flows.assign(**{end: flows[end].replace(dict(names)) for end in _ENDS})


def _read_codes(codes: pd.DataFrame | None, use: str) -> dict[str, str]:
    if codes is None:
        return {}
    rows = codes[codes["use"] == use]
    return dict(zip(rows["code"], rows["stands_for"], strict=True))


def _complete(rows: pd.DataFrame) -> pd.DataFrame:
    frames = [rows]
    for year, group in rows.groupby("year"):
        imports = group.groupby("importer")["export_usd"].sum()
        every = pd.MultiIndex.from_product(
            [sorted(group["exporter"].unique()), sorted(imports.index[imports > 0]), [year]],
            names=_KEYS,
        )
        absent = every.difference(pd.MultiIndex.from_frame(group[_KEYS])).to_frame(index=False)
        frames.append(absent[absent["exporter"] != absent["importer"]])
    whole = pd.concat(frames, ignore_index=True)
    return whole.fillna({"export_usd": 0.0, AGREEMENT: 0.0}).assign(
        is_added_zero=whole["is_added_zero"].isna()
    )


def _remoteness(value: pd.Series, distances: pd.DataFrame, place: Mapping[str, str]) -> pd.Series:
    """Return the log of remoteness by state and year."""
    known = distances["distance_weighted_km"].fillna(distances["distance_km"])
    between = pd.Series(
        known.to_numpy(), pd.MultiIndex.from_frame(distances[["origin", "destination"]])
    )
    pieces = []
    for year, group in value.groupby(level="year"):
        sizes = group.droplevel("year").dropna()
        at = [place.get(code, code) for code in sizes.index]
        ends = pd.MultiIndex.from_product([at, at])
        grid = between.reindex(ends).to_numpy().reshape(len(at), len(at))
        near = sizes.to_numpy()[None, :] / grid
        np.fill_diagonal(near, 0.0)
        total = np.nansum(near, axis=1)
        with np.errstate(divide="ignore"):
            far = np.where(total > 0, -np.log(total), np.nan)
        index = pd.MultiIndex.from_product([sizes.index, [year]], names=["iso3", "year"])
        pieces.append(pd.Series(far, index))
    return pd.concat(pieces)

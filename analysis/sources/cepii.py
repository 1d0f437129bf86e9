"""CEPII's GeoDist (distances, geography) and the gravity panel of the R package penppml.

Codes are ISO3 as each source writes them, save those given up since: Romania, the Congo, Timor
and Palestine get today's, and the USSR gets ``SUN``. ``YUG`` stays, being another state than its
successors; so do WITS's own codes for areas that are no states (``BUN`` bunkers, ``UNS``
unspecified …).

References
----------
Mayer and Zignago (2011), Notes on CEPII's distances measures: the GeoDist database, CEPII
Working Paper 2011-25, http://www.cepii.fr/CEPII/en/bdd_modele/bdd_modele_item.asp?id=6;
Breinlich, Corradi, Rocha, Ruta, Santos Silva and Zylkin (2021), Machine Learning in International
Trade Research, https://cran.r-project.org/package=penppml
"""

from __future__ import annotations

import re
from pathlib import Path

import pandas as pd

from analysis.errors import SourceError
from analysis.sources.r_columns import check, numbers, read_frame, refuse_repeated

# Given up since the sources were compiled. The last two are codes of WITS, not of ISO.
NEW_CODES = {"ROM": "ROU", "ZAR": "COD", "TMP": "TLS", "PAL": "PSE", "MNT": "MNE", "SVU": "SUN"}

_FLAGS = {
    "contig": "is_contiguous",
    "comlang_off": "is_common_official_language",
    "colony": "is_ever_colony",
}
_DISTANCES = {
    "dist": "distance_km",
    "distcap": "distance_capitals_km",
    "distw": "distance_weighted_km",
}
# Half the equator, rounded up.
_FARTHEST_KM = 20_100
_MISSING = "."
_CODE = re.compile("[A-Z][A-Z0-9]{2}")


def read_distances(path: Path) -> pd.DataFrame:
    """Read the bilateral file of GeoDist.

    Parameters
    ----------
    path : Path
        ``dist_cepii.rda``, in which the weighted distances are text and ``.`` is missing.

    Returns
    -------
    DataFrame
        One row an ordered pair, 224 × 224 with each state's distance to itself: ``origin``,
        ``destination`` (ISO3), three ``is_…`` columns (bool), ``distance_km`` (between the
        largest cities), ``distance_capitals_km`` and ``distance_weighted_km`` (by population;
        missing where cities were not known).
        ``attrs["vintage"]`` says how the edition was recognised.

    Raises
    ------
    SourceError
        If the file is damaged or another, a code, flag or distance is impossible, a pair stands
        twice or is missing.
    """
    path = Path(path)
    raw = read_frame(path, "dist_cepii", ["iso_o", "iso_d", *_FLAGS, *_DISTANCES])
    frame = pd.DataFrame(
        {"origin": _codes(path, raw, "iso_o"), "destination": _codes(path, raw, "iso_d")}
    )
    for name, new in _FLAGS.items():
        frame[new] = _flag(path, raw, name)
    for name, new in _DISTANCES.items():
        # Only the distances weighted by population are ever missing.
        frame[new] = numbers(path, raw, name, _MISSING if name.startswith("distw") else "")
        beyond = (frame[new] <= 0) | (frame[new] > _FARTHEST_KM)
        if not name.startswith("distw"):
            beyond |= frame[new].isna()
        check(path, raw, name, beyond, f"distance in km of 0 to {_FARTHEST_KM:,}")
    refuse_repeated(path, frame, ["origin", "destination"])
    _refuse_missing_pairs(path, frame)
    frame.attrs["vintage"] = f"GeoDist of 2011, {frame['origin'].nunique()} states"
    return frame


def read_gravity(path: Path) -> pd.DataFrame:
    """Read the gravity panel of penppml: exports by pair, and the agreement between them.

    Parameters
    ----------
    path : Path
        ``penppml_trade.rda``: exporter-reported exports every fourth year from 1964.

    Returns
    -------
    DataFrame
        ``exporter``, ``importer`` (ISO3 or WITS code), ``year``, ``export_usd`` (zero means
        that none was recorded), ``agreement`` (empty for none). ``attrs["vintage"]`` is
        the span of years.

    Raises
    ------
    SourceError
        If the file is damaged or another, a number or year is impossible, or a pair and year
        stands twice.
    """
    path = Path(path)
    raw = read_frame(path, "trade", ["exp", "imp", "time", "export", "agreement"])
    year = numbers(path, raw, "time")
    check(path, raw, "time", ~year.between(1948, 2100) | (year % 4 != 0), "fourth year from 1964")
    export = numbers(path, raw, "export")
    # The largest flow between two states is below a trillion dollars.
    check(path, raw, "export", ~export.between(0, 1e13), "number of USD of zero or more")
    frame = pd.DataFrame(
        {
            "exporter": _codes(path, raw, "exp"),
            "importer": _codes(path, raw, "imp"),
            "year": year.astype("int64"),
            "export_usd": export,
            "agreement": raw["agreement"].astype("str"),
        }
    )
    refuse_repeated(path, frame, ["exporter", "importer", "year"])
    frame.attrs["vintage"] = f"{frame['year'].min()}-{frame['year'].max()}"
    return frame


def _codes(path: Path, raw: pd.DataFrame, column: str) -> pd.Series:
    # Hundreds of codes in hundreds of thousands of rows: judge each code once.
    distinct = raw[column].astype("object").unique()
    codes = {code: NEW_CODES.get(code, code) for code in distinct if _CODE.fullmatch(str(code))}
    given = raw[column].astype("object")
    check(path, raw, column, ~given.isin(codes), "code of three capital letters")
    return given.map(codes).astype("str")


def _flag(path: Path, raw: pd.DataFrame, column: str) -> pd.Series:
    values = numbers(path, raw, column)
    check(path, raw, column, ~values.isin([0, 1]), "0 or a 1")
    return values.eq(1)


def _refuse_missing_pairs(path: Path, frame: pd.DataFrame) -> None:
    """Every state goes with every state, so that a lost row shows."""
    counts = frame.groupby("origin").size()
    short = counts[counts < counts.size]
    if len(short) or set(frame["destination"]) != set(counts.index):
        listed = ", ".join(short.index[:5]) or "some origins"
        raise SourceError(
            path.name,
            f"lacks pairs of {listed}: it has {len(frame)} rows, not {counts.size}²; "
            "download it again",
        )

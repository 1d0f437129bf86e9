"""The extracts of IDS that the ONE Campaign keeps as Arrow ("feather") files.

The files carry names in place of codes, some padded with no-break spaces, and regions and income
groups among the debtors. They state no edition; it follows from the last actual year.

The format has no check sum: what can be seen of damage is seen by rules that the figures obey
(dollars with one decimal at most, no creditor above the world). A file should also be compared
with the hash that ``data/datapackage.json`` records for it, as a build does.
"""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pandas as pd
import pyarrow as pa

from analysis.errors import SourceError, unknown
from analysis.sources.cells import find_columns
from analysis.sources.ids.lists import Names, clean

_MAGIC = b"ARROW1"
_SERIES = re.compile(r"DT\.(DOD|AMT|INT)\.(BLAT|MLAT|PBND|PCBK|PROP)\.CD")
_NAMES = {
    "BLAT": "PPG, bilateral",
    "MLAT": "PPG, multilateral",
    "PBND": "PPG, bonds",
    "PCBK": "PPG, commercial banks",
    "PROP": "PPG, other private creditors",
}
_WORLD = "WLD"
# The debt of all low and middle-income states is below 2 million million USD.
_LARGEST_USD = 1e13
# Sums of creditors may miss the world by a rounded thousand.
_ROUNDING_USD = 1000
# IDS prints dollars with one decimal and few below zero: about 1 row in 100,000 breaks that.
_ODD_SHARE = 1 / 20_000
# In an actual year many creditors get principal without interest or the reverse (2 % and more);
# a schedule lists both for each.
_ACTUAL_SHARE = 0.01
_KEY = ["debtor", "counterpart_name", "series", "year"]
_NAMED = 5


def read_stocks(path: Path, names: Names) -> pd.DataFrame:
    """Read stocks of debt (DOD) by creditor.

    Parameters
    ----------
    path : Path
        ``ids_stocks_raw_long.feather``, of any edition.
    names : Names
        From :func:`analysis.sources.ids.read_names`.

    Returns
    -------
    DataFrame
        One row a debtor, creditor, series and year: ``debtor`` (code), ``is_state``,
        ``counterpart`` (code as text; missing for one without a code), ``counterpart_name``,
        ``series``, ``year``, ``value_usd`` and ``status`` (``actual``). A zero was stated; a
        pair without a claim has no row. ``attrs["vintage"]`` is the edition
        (``2025-12``), ``attrs["last_actual_year"]`` the year it follows from.

    Raises
    ------
    SourceError
        If the file is absent, cut, damaged or another; a name, series or year is unknown or a
        value impossible (all unknown names are listed); or a key stands twice.
    """
    path = Path(path)
    table = _read(path, names, "counterpart-area", "time")
    _expect(path, table, {"DOD"})
    return _finish(table, int(table["year"].max()))


def read_service(path: Path, names: Names) -> pd.DataFrame:
    """Read principal (AMT) and interest (INT) by creditor, paid and due.

    Parameters
    ----------
    path : Path
        ``ids_service_raw.feather``.
    names : Names
        From :func:`analysis.sources.ids.read_names`.

    Returns
    -------
    DataFrame
        As :func:`read_stocks`; ``status`` is ``scheduled`` after the last actual year, the last
        in which the creditors of principal and of interest are not the same.

    Raises
    ------
    SourceError
        As :func:`read_stocks`, or if the last actual year cannot be told.
    """
    path = Path(path)
    table = _read(path, names, "counterpart-area", "time")
    _expect(path, table, {"AMT", "INT"})
    return _finish(table, _last_actual_year(path.name, table))


def read_net_flows(paths: Sequence[Path], names: Names) -> pd.DataFrame:
    """Read principal and interest in the layout of the repository net_flows, a file a series.

    Parameters
    ----------
    paths : sequence of Path
        ``DT.AMT.BLAT.CD_2000-2025.feather`` and others; each kind of creditor needs both AMT
        and INT, from which the last actual year follows.
    names : Names
        From :func:`analysis.sources.ids.read_names`.

    Returns
    -------
    DataFrame
        As :func:`read_service`.

    Raises
    ------
    SourceError
        As :func:`read_service`, or if a file holds another series than its name says.
    """
    tables = []
    for path in map(Path, paths):
        table = _read(path, names, "counterpart_area", "year")
        held = sorted(set(table["series"]))
        if held != [path.name.partition("_")[0]]:
            problem = f"holds {', '.join(held)}, not the series its name says"
            raise SourceError(path.name, problem, column="series_code")
        tables.append(table)
    file = ", ".join(Path(path).name for path in paths)
    if len({table["series"].iloc[0] for table in tables}) < max(len(tables), 1):
        raise SourceError(file or "(no file)", "must be files of different series")
    joined = pd.concat(tables, ignore_index=True)
    years = {(table["year"].min(), table["year"].max()) for table in tables}
    if len(years) > 1:
        spans = ", ".join(f"{first}-{last}" for first, last in sorted(years))
        raise SourceError(file, f"are of different years ({spans}); take one edition's files")
    kinds: dict[str, set[str]] = {}
    for series in joined["series"].unique():
        kinds.setdefault(series[7:11], set()).add(series[3:6])
    if any(flows != {"AMT", "INT"} for flows in kinds.values()):
        raise SourceError(file, "lack AMT or INT of a kind of creditor; give both files of each")
    return _finish(joined, _last_actual_year(file, joined))


def _read(path: Path, names: Names, counterpart: str, time: str) -> pd.DataFrame:
    columns = {
        "country": "debtor_name",
        counterpart: "counterpart_name",
        "series": "series_name",
        "series_code": "series",
        time: "year",
        "value": "value_usd",
    }
    arrow = _load(path)
    find_columns(arrow.column_names, columns, path.name, 1)
    frame = pd.DataFrame(
        {
            new: _column(path, arrow.column(arrow.column_names.index(name)), name, new)
            for name, new in columns.items()
        }
    )
    if frame.empty:
        raise SourceError(path.name, "holds no rows; download it again")
    debtors = _look_up(path, frame["debtor_name"], names.debtors, "country")
    frame.insert(0, "debtor", debtors)
    frame.insert(1, "is_state", ~frame["debtor"].isin(names.groups))
    frame["counterpart_name"] = frame["counterpart_name"].map(
        {name: clean(name) for name in frame["counterpart_name"].unique()}
    )
    creditors = _look_up(path, frame["counterpart_name"], names.creditors, counterpart)
    frame.insert(2, "counterpart", creditors)
    _check_series(path, frame)
    _check_years(path, frame, time)
    _check_values(path, frame)
    twice = frame[frame.duplicated(_KEY)]
    if len(twice):
        listed = [" ".join(map(str, key)) for key in twice[_KEY].head(_NAMED).to_numpy()]
        raise SourceError(
            path.name,
            f"{len(twice)} row(s) repeat an earlier one: {'; '.join(listed)}",
            line=int(twice.index[0]) + 1,
        )
    return frame.drop(columns=["debtor_name", "series_name"])


def _load(path: Path) -> pa.Table:
    if not path.is_file():
        raise SourceError(path.name, f"there is no such file in {path.parent}")
    content = path.read_bytes()
    if not content.startswith(_MAGIC):
        raise SourceError(path.name, "is not an Arrow file (feather, version 2)")
    if not content.endswith(_MAGIC):
        raise SourceError(path.name, "is cut: its end is missing; download it again")
    try:
        with pa.ipc.open_file(pa.BufferReader(content)) as file:
            table = file.read_all()
        table.validate(full=True)
        metadata = json.loads((table.schema.metadata or {}).get(b"pandas", b"{}"))
        rows = [index["stop"] for index in metadata.get("index_columns", [])]
    except (pa.ArrowException, OSError, ValueError, MemoryError, LookupError, TypeError) as error:
        problem = f"is damaged ({str(error).splitlines()[0]}); download it again"
        raise SourceError(path.name, problem) from error
    if rows != [table.num_rows]:
        raise SourceError(
            path.name,
            f"holds {table.num_rows} rows, but its header announces {rows}: it is damaged, or "
            "was not written from a table with numbered rows",
        )
    return table


def _column(path: Path, values: pa.ChunkedArray, name: str, new: str) -> pd.Series:
    """Return a column in the type it must have, without a missing cell."""
    kind = values.type
    if values.null_count:
        raise SourceError(path.name, f"has {values.null_count} empty cell(s)", column=name)
    text = kind.value_type if pa.types.is_dictionary(kind) else kind
    expected = "text"
    if new == "year":
        expected = "a year"
        if pa.types.is_timestamp(kind):
            dates = values.to_pandas()
            start = (dates.dt.month == 1) & (dates.dt.day == 1) & (dates == dates.dt.normalize())
            if not start.all():
                row = int(np.argmin(start.to_numpy()))
                problem = f"is not the first day of a year: {dates.iloc[row]}"
                raise SourceError(path.name, problem, line=row + 1, column=name)
            return dates.dt.year.astype("int64")
        if pa.types.is_integer(kind):
            return values.to_pandas().astype("int64")
    elif new == "value_usd":
        expected = "a number"
        if pa.types.is_floating(kind):
            return values.to_pandas().astype("float64")
    elif pa.types.is_string(text) or pa.types.is_large_string(text):
        return values.cast(pa.string()).to_pandas().astype("str")
    raise SourceError(path.name, f"holds {kind}, not {expected}", column=name)


def _look_up(
    path: Path, printed: pd.Series, codes: dict[str, str] | dict[str, str | None], column: str
) -> pd.Series:
    found = {name: clean(name) for name in printed.unique()}
    missing = sorted(name for name in found.values() if name not in codes)
    if missing:
        first = printed.isin([name for name, plain in found.items() if plain in missing])
        raise SourceError(
            path.name,
            f"{len(missing)} name(s) without a code: {', '.join(map(repr, missing[:20]))}; if "
            "they are right, give newer lists of debtors and creditors",
            line=int(np.argmax(first)) + 1,
            column=column,
        )
    return printed.map({name: codes[plain] for name, plain in found.items()}).astype("str")


def _check_series(path: Path, frame: pd.DataFrame) -> None:
    for name, code in frame[["series_name", "series"]].drop_duplicates().to_numpy():
        match = _SERIES.fullmatch(code)
        if match is None:
            allowed = [f"DT.{flow}.{kind}.CD" for flow in ("DOD", "AMT", "INT") for kind in _NAMES]
            row = int((frame["series"] == code).idxmax())
            problem = unknown("series", [code], allowed)
            raise SourceError(path.name, problem, line=row + 1, column="series_code")
        if not clean(name).startswith(f"{_NAMES[match[2]]}") or f"({match[1]}," not in name:
            row = int(((frame["series"] == code) & (frame["series_name"] == name)).idxmax())
            problem = f"{name!r} does not go with the code {code}"
            raise SourceError(path.name, problem, line=row + 1, column="series")


def _check_years(path: Path, frame: pd.DataFrame, column: str) -> None:
    present = np.unique(frame["year"])
    wrong = present[(present < 1970) | (present > 2100)]
    if len(wrong):
        row = int((frame["year"] == wrong[0]).idxmax())
        raise SourceError(
            path.name, f"is not a year of IDS: {wrong[0]}", line=row + 1, column=column
        )
    gaps = sorted(set(range(present[0], present[-1] + 1)) - set(present.tolist()))
    if gaps:
        raise SourceError(
            path.name,
            f"has no row of {', '.join(map(str, gaps[:_NAMED]))} between {present[0]} and "
            f"{present[-1]}; a year is wrong or rows are missing",
            column=column,
        )


def _check_values(path: Path, frame: pd.DataFrame) -> None:
    values = frame["value_usd"].to_numpy()
    impossible = ~(np.abs(values) <= _LARGEST_USD)
    odd = impossible | (values < 0) | (values != np.round(values, 1))
    if impossible.any() or odd.sum() > _ODD_SHARE * len(values):
        row = int(np.argmax(impossible if impossible.any() else odd))
        raise SourceError(
            path.name,
            f"is not possible in USD: {values[row]} ({odd.sum()} such value(s)); download it again",
            line=row + 1,
            column="value",
        )
    group = ["debtor", "series", "year"]
    world = frame.loc[frame["counterpart"] == _WORLD, [*group, "value_usd"]]
    joined = frame.merge(world, on=group, how="left", suffixes=("", "_world"))
    above = ~(joined["value_usd"] <= joined["value_usd_world"] + _ROUNDING_USD)
    if above.any():
        row = int(np.argmax(above))
        key = " ".join(str(frame.at[row, name]) for name in [*group, "counterpart_name"])
        raise SourceError(
            path.name,
            f"is more than all creditors together, or these are missing: {values[row]:.1f} in "
            f"{key}; a value or a key is wrong",
            line=row + 1,
            column="value",
        )


def _expect(path: Path, table: pd.DataFrame, flows: set[str]) -> None:
    held = set(table["series"].str[3:6])
    if held != flows:
        raise SourceError(
            path.name,
            f"holds series of {', '.join(sorted(held))}, expected {', '.join(sorted(flows))}",
            column="series_code",
        )


def _last_actual_year(file: str, table: pd.DataFrame) -> int:
    """Return the last year in which principal and interest have not the same creditors."""
    flow = table["series"].str[3:6]
    keys = pd.MultiIndex.from_arrays(
        [table["debtor"], table["counterpart_name"], table["series"].str[7:11], table["year"]]
    )
    principal, interest = keys[flow == "AMT"], keys[flow == "INT"]
    single = principal.symmetric_difference(interest).get_level_values(3)
    every = principal.union(interest).get_level_values(3)
    share = (single.value_counts() / every.value_counts()).fillna(0).sort_index()
    actual = share[share > 0]
    if actual.empty or (share.loc[: actual.index.max()] < _ACTUAL_SHARE).any():
        odd = ", ".join(f"{year} {value:.2%}" for year, value in share.items())
        raise SourceError(
            file,
            "does not show which year is the last actual one: creditors with principal or "
            f"interest alone, by year: {odd}; rows are missing or wrong",
        )
    return int(actual.index.max())


def _finish(table: pd.DataFrame, last: int) -> pd.DataFrame:
    table["status"] = pd.Series(
        np.where(table["year"] <= last, "actual", "scheduled"), index=table.index, dtype="str"
    )
    columns = ["debtor", "is_state", "counterpart", "counterpart_name", "series", "year"]
    table = table[[*columns, "value_usd", "status"]]
    # The release of December holds the figures to the end of the year before.
    table.attrs = {"vintage": f"{last + 1}-12", "last_actual_year": last}
    return table

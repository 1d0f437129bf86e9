"""Read one data frame of an R file, and refuse a file that is damaged.

R packs what ``save()`` writes with gzip, bzip2 or xz, and all three carry check sums. They are
verified before the file is parsed: the parser itself gives no warning of a changed number.
"""

from __future__ import annotations

import bz2
import gzip
import lzma
import zlib
from collections.abc import Iterable
from pathlib import Path

import pandas as pd
import pyreadr

from analysis.errors import SourceError
from analysis.upstream.cells import find_columns

_UNPACK = {
    b"\x1f\x8b": gzip.decompress,
    b"BZh": bz2.decompress,
    b"\xfd7zXZ\x00": lzma.decompress,
}
# What save() writes first, format 2 (R 1.4 to 3.5) and 3.
_FORMATS = (b"RDX2\n", b"RDX3\n")


def read_frame(path: Path, name: str, columns: Iterable[str]) -> pd.DataFrame:
    """Read a data frame out of an ``.rda`` file.

    Parameters
    ----------
    path : Path
        The file, packed as ``save()`` does by default.
    name : str
        Name of the data frame in the file.
    columns : iterable of str
        The columns that are needed.

    Returns
    -------
    DataFrame
        These columns, in this order, as pyreadr gives them; rows as in the file.

    Raises
    ------
    SourceError
        If the file is absent, cut, damaged or not packed, is no R file, or has no such frame or
        column; all missing columns are named.

    References
    ----------
    R Internals, section 1.8 "Serialization Formats",
    https://cran.r-project.org/doc/manuals/r-release/R-ints.html
    """
    path = Path(path)
    if not path.is_file():
        raise SourceError(path.name, f"there is no such file in {path.parent}")
    content = path.read_bytes()
    unpack = next((each for magic, each in _UNPACK.items() if content.startswith(magic)), None)
    if unpack is None:
        raise SourceError(
            path.name,
            "is not an R file packed with gzip, bzip2 or xz; download it again, or save an "
            "unpacked one anew with compression, which guards it against damage",
        )
    try:
        plain = unpack(content)
    except (OSError, EOFError, ValueError, zlib.error, lzma.LZMAError, MemoryError) as error:
        problem = f"is cut or damaged ({error}); download it again"
        raise SourceError(path.name, problem) from error
    if not plain.startswith(_FORMATS):
        raise SourceError(path.name, "is packed, but what it holds is not written by R's save()")
    try:
        objects = pyreadr.read_r(str(path))
    except (pyreadr.PyreadrError, pyreadr.LibrdataError, OSError, ValueError) as error:
        raise SourceError(path.name, f"cannot be read as an R file: {error}") from error
    if name not in objects:
        held = ", ".join(map(str, objects)) or "nothing"
        raise SourceError(path.name, f"does not hold the data frame {name!r} but {held}")
    frame = objects[name]
    names = list(columns)
    find_columns(list(frame.columns), names, path.name, 1)
    if frame.empty:
        raise SourceError(path.name, f"holds no rows in {name!r}; download it again")
    return frame[names].reset_index(drop=True)


def numbers(path: Path, frame: pd.DataFrame, column: str, missing: str = "") -> pd.Series:
    """Return a column as numbers, also one that the file stores as text.

    Parameters
    ----------
    path : Path
        The file, for messages.
    frame : DataFrame
        As :func:`read_frame` returns it; row 1 of the file is row 0 here.
    column : str
        The column.
    missing : str
        Text that stands for a missing number.

    Returns
    -------
    Series of float64
        The numbers, NaN where missing.

    Raises
    ------
    SourceError
        If a cell is neither a finite number nor the text for a missing one; all are counted and
        the first is named with its row.
    """
    given = frame[column]
    if pd.api.types.is_numeric_dtype(given):
        values, absent = given.astype("float64"), given.isna()
    else:
        values = pd.to_numeric(given.astype("object"), errors="coerce").astype("float64")
        absent = given.isna() | given.astype("str").eq(missing)
    check(path, frame, column, (values.isna() & ~absent) | values.abs().eq(float("inf")), "number")
    return values


def check(path: Path, frame: pd.DataFrame, column: str, wrong: pd.Series, kind: str) -> None:
    """Refuse a frame some of whose cells are wrong.

    Parameters
    ----------
    path : Path
        The file, for the message.
    frame : DataFrame
        Its rows.
    column : str
        The column judged.
    wrong : Series of bool
        True where its cell is wrong.
    kind : str
        What the cells should be.

    Raises
    ------
    SourceError
        If any is wrong; the first rows are named, counted from 1 as R does.
    """
    if wrong.any():
        bad = frame.loc[wrong, column]
        listed = ", ".join(f"{value!r} (row {row + 1})" for row, value in bad.head(5).items())
        raise SourceError(
            path.name,
            f"is not a {kind}: {listed}" + (f"; {len(bad)} in all" if len(bad) > 1 else ""),
            line=int(bad.index[0]) + 1,
            column=column,
        )


def refuse_repeated(path: Path, frame: pd.DataFrame, keys: list[str]) -> None:
    """Refuse a frame in which a key stands twice.

    Parameters
    ----------
    path : Path
        The file, for the message.
    frame : DataFrame
        Its rows.
    keys : list of str
        The columns that together may occur once.

    Raises
    ------
    SourceError
        If a key occurs more than once; the first rows are named, counted from 1.
    """
    twice = frame[frame.duplicated(keys)]
    if len(twice):
        listed = ", ".join(
            f"{' '.join(map(str, row))} (row {number + 1})"
            for number, row in zip(twice.index[:5], twice[keys].to_numpy(), strict=False)
        )
        raise SourceError(
            path.name,
            f"{len(twice)} row(s) repeat an earlier one: {listed}",
            line=int(twice.index[0]) + 1,
            column=keys[0],
        )

"""Check the columns of a data frame from an R file, row by row as R counts them."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pandas as pd

from analysis.errors import SourceError
from analysis.sources import rdata, series


def read_frame(path: Path, name: str, columns: Sequence[str]) -> pd.DataFrame:
    """Read some columns of a data frame.

    Parameters
    ----------
    path : Path
        The ``.rda`` file.
    name : str
        Name of the data frame in the file.
    columns : sequence of str
        The columns that are needed.

    Returns
    -------
    DataFrame
        These columns, in this order, as pyreadr gives them; rows as in the file.

    Raises
    ------
    SourceError
        As :func:`analysis.sources.rdata.read_frame`, or if there is no row.
    """
    frame = rdata.read_frame(Path(path), columns, name)
    if frame.empty:
        raise SourceError(Path(path).name, f"holds no rows in {name!r}; download it again")
    return frame[list(columns)]


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
    series.refuse_repeated(frame.set_axis(frame.index + 1), keys, path.name, unit="row")

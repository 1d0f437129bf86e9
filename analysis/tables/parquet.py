"""Tables too long for CSV: Parquet files with the same schema, checks and types.

Strings are dictionaries, whole numbers have 32 bits where they fit, missing cells are null, and
pages are compressed with zstd. The same frame gives the same bytes with the same pyarrow.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import Any

import numpy as np
import pandas as pd

from analysis.errors import CatalogError
from analysis.tables.schema import (
    DTYPES,
    SHOWN,
    cell_violations,
    compare_columns,
    is_of_type,
    primary_key,
)

SUFFIX = ".parquet"
_MAGIC = b"PAR1"
_ROW_GROUP = 1 << 17


def is_parquet(content: bytes) -> bool:
    """Return whether bytes are a Parquet file.

    Parameters
    ----------
    content : bytes
        A file, or its beginning.

    Returns
    -------
    bool
        By the mark with which the format begins.

    Examples
    --------
    >>> is_parquet(b"iso3,year")
    False
    """
    return content[:4] == _MAGIC


def write(frame: pd.DataFrame, schema: dict[str, Any]) -> bytes:
    """Return a table as the bytes of a Parquet file.

    Parameters
    ----------
    frame : DataFrame
        Columns in the schema's order and of its types.
    schema : dict
        Table Schema.

    Returns
    -------
    bytes
        The file.

    Examples
    --------
    >>> schema = {"fields": [{"name": "year", "type": "integer"}]}
    >>> content = write(pd.DataFrame({"year": pd.array([1999, None], dtype="Int64")}), schema)
    >>> read("demo/years", content, schema)["year"].isna().tolist()
    [False, True]
    """
    import pyarrow as pa  # a third of a second to import: only for tables that need it
    import pyarrow.parquet as pq

    columns = []
    for field in schema["fields"]:
        column = frame[field["name"]]
        array = pa.Array.from_pandas(column, type=_arrow_type(field["type"]))
        if field["type"] == "integer" and _fits_32_bits(column):
            array = array.cast(pa.int32())
        if field["type"] == "string":
            array = array.dictionary_encode()
        columns.append(array)
    table = pa.table(columns, names=[each["name"] for each in schema["fields"]])
    buffer = io.BytesIO()
    pq.write_table(
        table, buffer, compression="zstd", compression_level=15, row_group_size=_ROW_GROUP
    )
    return buffer.getvalue()


def read(name: str, content: bytes, schema: dict[str, Any]) -> pd.DataFrame:
    """Read a table with the types of its schema.

    Parameters
    ----------
    name : str
        The table, for messages.
    content : bytes
        The file.
    schema : dict
        Table Schema.

    Returns
    -------
    DataFrame
        Types as :meth:`analysis.tables.Catalog.load` states them.

    Raises
    ------
    CatalogError
        If the bytes are no Parquet file, or columns or types are not the schema's.
    """
    import pyarrow as pa
    import pyarrow.parquet as pq

    try:
        table = pq.read_table(io.BytesIO(content))
    except (pa.ArrowException, OSError, ValueError) as error:
        raise CatalogError(f"{name} is not a Parquet file that can be read: {error}") from error
    compare_columns(name, table.column_names, schema["fields"])
    nullable = {pa.int64(): pd.Int64Dtype(), pa.bool_(): pd.BooleanDtype()}
    columns = {}
    for field in schema["fields"]:
        try:
            column = table.column(field["name"]).cast(_arrow_type(field["type"]))
        except pa.ArrowException as error:
            raise CatalogError(
                f"{name}: column {field['name']!r} is not of type {field['type']}: {error}"
            ) from error
        columns[field["name"]] = column.to_pandas(types_mapper=nullable.get).astype(
            DTYPES[field["type"]]
        )
    return pd.DataFrame(columns)


def violations(name: str, content: bytes, schema: dict[str, Any]) -> list[tuple[int, str, str]]:
    """Return every cell of a Parquet table that its schema does not allow.

    Parameters
    ----------
    name : str
        The table, for messages.
    content : bytes
        The file.
    schema : dict
        Table Schema.

    Returns
    -------
    list of (int, str, str)
        Row (from 1), column and what is wrong with which value, in the order of the file; of a
        value that breaks a constraint in many rows, the first rows.

    Raises
    ------
    CatalogError
        If the bytes are no Parquet file, or columns or types are not the schema's.
    """
    frame = read(name, content, schema)
    found: list[tuple[int, str, str]] = []
    for field in schema["fields"]:
        found += _of_column(frame[field["name"]], field)
    key = primary_key(schema)
    if key:
        empty = frame[key].isna().any(axis="columns")
        twice = frame.duplicated(key) & ~empty
        for wrong, what in ((empty, "has a missing value"), (twice, "occurs above already")):
            for row in np.flatnonzero(wrong)[: SHOWN + 1].tolist():
                values = tuple(map(str, frame[key].iloc[row]))
                found.append((row + 1, ", ".join(key), f"primary key {values!r} {what}"))
    return sorted(found, key=lambda each: each[0])


def as_text(content: bytes) -> pd.DataFrame:
    """Return a Parquet table with every cell as the text that a CSV file would have.

    Parameters
    ----------
    content : bytes
        The file.

    Returns
    -------
    DataFrame
        Strings; missing cells are empty.
    """
    import pyarrow.parquet as pq

    frame = pq.read_table(io.BytesIO(content)).to_pandas()
    return frame.astype("object").where(frame.notna(), "").astype("str")


def _of_column(column: pd.Series, field: dict[str, Any]) -> Iterator[tuple[int, str, str]]:
    """Test each distinct value once, and find the rows of those that fail."""
    name, limits = field["name"], field.get("constraints", {})
    rows = np.arange(1, len(column) + 1)
    if limits.get("required"):
        for row in rows[column.isna()][: SHOWN + 1].tolist():
            yield row, name, "is missing but required"
    if limits.get("unique"):
        twice = column.duplicated() & column.notna()
        for row in rows[twice][: SHOWN + 1].tolist():
            yield row, name, f"{str(column.iloc[row - 1])!r} stands above already"
    for value in column.dropna().unique():
        text = _cell(value)
        problems = list(cell_violations(field, text)) if is_of_type(text, field["type"]) else []
        if not is_of_type(text, field["type"]):
            problems = [f"is not of type {field['type']}"]
        for problem in problems:
            for row in rows[(column == value).fillna(False).astype(bool)][:SHOWN].tolist():
                yield row, name, f"{text!r} {problem}"


def _cell(value: Any) -> str:
    if isinstance(value, (bool, np.bool_)):
        return "true" if value else "false"
    if isinstance(value, pd.Timestamp):
        return f"{value:%Y-%m-%d}"
    return repr(float(value)) if isinstance(value, float) else str(value)


def _arrow_type(kind: str) -> Any:
    import pyarrow as pa

    return {
        "string": pa.string(),
        "integer": pa.int64(),
        "number": pa.float64(),
        "boolean": pa.bool_(),
        "date": pa.timestamp("s"),
    }[kind]


def _fits_32_bits(column: pd.Series) -> bool:
    known = column.dropna()
    return known.empty or bool(known.between(-(2**31), 2**31 - 1).all())

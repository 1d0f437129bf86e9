"""Check the bytes of a table, CSV or Parquet, against its Table Schema, cell by cell."""

from __future__ import annotations

from typing import Any

from analysis.errors import CatalogError
from analysis.tables import parquet
from analysis.tables.schema import SHOWN, violations


def check_content(name: str, content: bytes, schema: dict[str, Any]) -> None:
    r"""Check the bytes of a table, CSV or Parquet, against a Table Schema.

    Parameters
    ----------
    name : str
        The table, for the message.
    content : bytes
        The file.
    schema : dict
        Table Schema with fields, constraints, primary key and missing values.

    Raises
    ------
    CatalogError
        With line, column and value of the offenders (the first 20 and their count).

    Examples
    --------
    >>> schema = {"fields": [{"name": "year", "type": "integer"}]}
    >>> check_content("demo/years", b"year\n1999\n20o4\n", schema)
    Traceback (most recent call last):
    analysis.errors.CatalogError: demo/years: 1 invalid value:
      line 3, column 'year': '20o4' is not of type integer
    """
    if parquet.is_parquet(content):
        unit, found = "row", parquet.violations(name, content, schema)
    else:
        unit, found = "line", violations(name, _decode(name, content), schema)
    if found:
        shown = [f"  {unit} {line}, column {column!r}: {what}" for line, column, what in found]
        more = [f"  … and {len(found) - SHOWN} more"] if len(found) > SHOWN else []
        plural = "s" if len(found) > 1 else ""
        lines = [f"{name}: {len(found)} invalid value{plural}:", *shown[:SHOWN], *more]
        raise CatalogError("\n".join(lines))


def _decode(name: str, content: bytes) -> str:
    try:
        text = content.decode("utf-8")
    except UnicodeDecodeError as error:
        line = content[: error.start].count(b"\n") + 1
        raise CatalogError(f"{name}: line {line} is not UTF-8 text") from None
    if not text.endswith("\n"):
        raise CatalogError(
            f"{name}: the last line has no end: the file may be cut off; if not, end it"
        )
    return text

"""Cells and the types and constraints of a Table Schema."""

from __future__ import annotations

import csv
import datetime
import io
import math
import re
from collections.abc import Callable, Iterable, Sequence
from typing import Any

from analysis.errors import CatalogError, unknown

SHOWN = 20  # offenders listed in one message; the rest are counted

DTYPES = {
    "string": "str",
    "integer": "Int64",
    "number": "float64",
    "boolean": "boolean",
    "date": "datetime64[s]",
}


def violations(name: str, text: str, schema: dict[str, Any]) -> list[tuple[int, str, str]]:
    """Return every cell of a CSV text that its schema does not allow.

    Parameters
    ----------
    name : str
        The table, for messages.
    text : str
        The table with its header line.
    schema : dict
        Table Schema.

    Returns
    -------
    list of (int, str, str)
        Line (from 1), column and what is wrong with which value, in the order of the file.

    Raises
    ------
    CatalogError
        If the text is not CSV, the columns are not those of the schema, or a row is longer or
        shorter.
    """
    fields = schema["fields"]
    lines, rows = _read_rows(name, text)
    compare_columns(name, rows[0] if rows else [], fields)
    ragged = [line for line, row in zip(lines, rows, strict=True) if len(row) != len(fields)]
    if ragged:
        raise CatalogError(
            f"{name}: line {ragged[0]} has not {len(fields)} cells ({len(ragged)} such lines)"
        )
    missing = set(missing_values(schema))
    found: list[tuple[int, str, str]] = []
    for position, field in enumerate(fields):
        cells = [(line, row[position]) for line, row in zip(lines[1:], rows[1:], strict=True)]
        found += _field_violations(field, cells, missing)
    found += _key_violations(schema, lines[1:], rows[1:], missing)
    return sorted(found, key=lambda each: each[0])


def missing_values(schema: dict[str, Any]) -> list[str]:
    """Return the cells that mean "missing" (the standard's default is the empty one)."""
    return schema.get("missingValues", [""])


def primary_key(schema: dict[str, Any]) -> list[str]:
    """Return the columns of the primary key; none if the schema has no key."""
    key = schema.get("primaryKey", [])
    return [key] if isinstance(key, str) else list(key)


def compare_columns(name: str, columns: list[str], fields: Sequence[dict[str, Any]]) -> None:
    """Refuse columns that are not the schema's, in its order.

    Parameters
    ----------
    name : str
        The table, for the message.
    columns : list of str
        The columns found.
    fields : sequence of dict
        The schema's fields.

    Raises
    ------
    CatalogError
        With the missing and the unexpected columns.
    """
    expected = [each["name"] for each in fields]
    if columns == expected:
        return
    parts = [
        f"{label} {', '.join(map(repr, names))}"
        for label, names in (
            ("missing", [each for each in expected if each not in columns]),
            ("unexpected", [each for each in columns if each not in expected]),
        )
        if names
    ]
    parts = parts or [f"in the order {', '.join(columns)}; expected {', '.join(expected)}"]
    raise CatalogError(f"{name}: the columns are not those of its schema: {'; '.join(parts)}")


def constraint_tests(
    column: str, kind: str, limits: dict[str, Any]
) -> list[tuple[str, Callable[[str], bool]]]:
    """Return the tests of a column's constraints.

    Parameters
    ----------
    column : str
        The column, for messages.
    kind : str
        Its type.
    limits : dict
        Its constraints.

    Returns
    -------
    list of (str, callable)
        What to say of a cell that fails, and the test of a cell.

    Raises
    ------
    CatalogError
        If the type or a constraint is unknown, or a constraint does not fit the type.
    """
    if kind not in DTYPES:
        raise CatalogError(unknown(f"type of column {column!r}", [kind], DTYPES))
    others = [each for each in limits if each not in (*_TESTS, "required", "unique")]
    if others:
        raise CatalogError(unknown("constraint", others, [*_TESTS, "required", "unique"]))
    try:
        return [
            _TESTS[each](limit, _value_of(kind)) for each, limit in limits.items() if each in _TESTS
        ]
    except (TypeError, ValueError, OverflowError, re.error, RecursionError) as error:
        raise CatalogError(f"a constraint of column {column!r} has no sense: {error}") from None


def is_of_type(cell: str, kind: str) -> bool:
    """Return whether a cell's text has the form of a type.

    Parameters
    ----------
    cell : str
        Text of a cell that is not missing.
    kind : str
        A key of :data:`DTYPES`.

    Returns
    -------
    bool
        True for every text if the type is string.

    Examples
    --------
    >>> is_of_type("1999", "integer"), is_of_type("20o4", "integer")
    (True, False)
    """
    return _FORMS[kind](cell)


def cell_violations(field: dict[str, Any], cell: str) -> list[str]:
    """Return what a field's constraints have against a cell.

    Parameters
    ----------
    field : dict
        A field of a Table Schema.
    cell : str
        Text of a cell that is not missing and of the field's type.

    Returns
    -------
    list of str
        For example ``["is below 1946"]``.
    """
    tests = constraint_tests(field["name"], field["type"], field.get("constraints", {}))
    return [what for what, test in tests if not test(cell)]


def _read_rows(name: str, text: str) -> tuple[list[int], list[list[str]]]:
    """Return the lines on which rows begin, and the rows: a quoted cell may span lines."""
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    lines, rows = [], []
    start = 1
    try:
        for row in reader:
            rows.append(row)
            lines.append(start)
            start = reader.line_num + 1
    except csv.Error as error:
        raise CatalogError(f"{name}: the row from line {start} is not CSV: {error}") from None
    return lines, rows


def _field_violations(
    field: dict[str, Any], cells: Sequence[tuple[int, str]], missing: Iterable[str]
) -> list[tuple[int, str, str]]:
    name, kind, limits = field["name"], field["type"], field.get("constraints", {})
    tests = constraint_tests(name, kind, limits)
    missing = set(missing)
    found: list[tuple[int, str, str]] = []
    first: dict[str, int] = {}
    for line, cell in cells:
        if cell in missing:
            if limits.get("required"):
                found.append((line, name, f"{cell!r} is missing but required"))
            continue
        if not _FORMS[kind](cell):
            found.append((line, name, f"{cell!r} is not of type {kind}"))
            continue
        found += [(line, name, f"{cell!r} {what}") for what, test in tests if not test(cell)]
        if limits.get("unique"):
            if cell in first:
                found.append((line, name, f"{cell!r} is already on line {first[cell]}"))
            first.setdefault(cell, line)
    return found


def _key_violations(
    schema: dict[str, Any], lines: Sequence[int], rows: Sequence[list[str]], missing: set[str]
) -> list[tuple[int, str, str]]:
    key = primary_key(schema)
    if not key:
        return []
    positions = [[each["name"] for each in schema["fields"]].index(column) for column in key]
    found = []
    first: dict[tuple[str, ...], int] = {}
    for line, row in zip(lines, rows, strict=True):
        values = tuple(row[position] for position in positions)
        if missing & set(values):
            problem = f"primary key {values!r} has a missing value"
            found.append((line, ", ".join(key), problem))
        elif values in first:
            problem = f"primary key {values!r} is already on line {first[values]}"
            found.append((line, ", ".join(key), problem))
        first.setdefault(values, line)
    return found


def _is_integer(cell: str) -> bool:
    return re.fullmatch(r"-?[0-9]{1,19}", cell) is not None and -(2**63) <= int(cell) < 2**63


def _is_number(cell: str) -> bool:
    form = re.fullmatch(r"-?[0-9]+(\.[0-9]+)?([eE][+-]?[0-9]+)?", cell)
    return form is not None and math.isfinite(float(cell))


def _is_date(cell: str) -> bool:
    try:
        datetime.date.fromisoformat(cell)
    except ValueError:
        return False
    # Newer Pythons accept other forms of ISO 8601 too.
    return re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", cell) is not None


_FORMS: dict[str, Callable[[str], bool]] = {
    "string": lambda cell: True,
    "integer": _is_integer,
    "number": _is_number,
    "boolean": lambda cell: cell in ("true", "false"),
    "date": _is_date,
}


def _value_of(kind: str) -> Callable[[Any], Any]:
    return float if kind in ("integer", "number") else str


def _minimum(limit: Any, value: Callable[[Any], Any]) -> tuple[str, Callable[[str], bool]]:
    bound = value(limit)
    return f"is below {limit}", lambda cell: value(cell) >= bound


def _maximum(limit: Any, value: Callable[[Any], Any]) -> tuple[str, Callable[[str], bool]]:
    bound = value(limit)
    return f"is above {limit}", lambda cell: value(cell) <= bound


def _min_length(limit: Any, value: Callable[[Any], Any]) -> tuple[str, Callable[[str], bool]]:
    bound = int(limit)
    return f"is shorter than {limit}", lambda cell: len(cell) >= bound


def _max_length(limit: Any, value: Callable[[Any], Any]) -> tuple[str, Callable[[str], bool]]:
    bound = int(limit)
    return f"is longer than {limit}", lambda cell: len(cell) <= bound


def _pattern(limit: Any, value: Callable[[Any], Any]) -> tuple[str, Callable[[str], bool]]:
    form = re.compile(limit)
    return f"does not match {limit}", lambda cell: form.fullmatch(cell) is not None


def _enum(limit: Any, value: Callable[[Any], Any]) -> tuple[str, Callable[[str], bool]]:
    allowed = {value(each) for each in limit}
    return f"is not one of {', '.join(map(str, limit))}", lambda cell: value(cell) in allowed


_TESTS: dict[str, Callable[[Any, Callable[[Any], Any]], tuple[str, Callable[[str], bool]]]] = {
    "minimum": _minimum,
    "maximum": _maximum,
    "minLength": _min_length,
    "maxLength": _max_length,
    "pattern": _pattern,
    "enum": _enum,
}

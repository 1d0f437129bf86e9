"""The tables that ship: found in the descriptor, verified by hash, handed out typed.

``data/datapackage.json`` (a Data Package of Tabular Data Resources) describes every table: its
file, sha256, schema with units, sources and terms. Two kinds of table exist: *compiled* ones are
edited by hand in ``data/<theme>/compiled/`` and accepted with :func:`seal`; *computed* ones in
``data/<theme>/computed/`` are written by :mod:`analysis.build` alone.

References
----------
Data Package and Table Schema, https://specs.frictionlessdata.io/
"""

from __future__ import annotations

import csv
import hashlib
import io
import json
import os
import re
import tempfile
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Any

import pandas as pd

from analysis.errors import CatalogError, unknown

# The environment variable serves tests, which work on altered copies of the folder.
DATA = Path(os.environ.get("ANALYSIS_DATA") or Path(__file__).resolve().parents[1] / "data")

DTYPES = {
    "string": "str",
    "integer": "Int64",
    "number": "float64",
    "boolean": "boolean",
    "date": "datetime64[s]",
}
_FORMS = {
    "string": re.compile(r"[\s\S]*"),
    "integer": re.compile(r"-?\d+"),
    "number": re.compile(r"-?\d+(\.\d+)?([eE][+-]?\d+)?"),
    "boolean": re.compile(r"true|false"),
    "date": re.compile(r"\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])"),
}
_SHOWN = 20  # offenders listed in one message; the rest are counted


class Catalog:
    """The tables of one data folder.

    Parameters
    ----------
    root : Path
        Folder that holds ``datapackage.json``.

    Examples
    --------
    >>> Catalog(DATA).load("common/states").shape[0]
    34
    """

    def __init__(self, root: Path | str) -> None:
        self.root = Path(root)

    def descriptor(self) -> dict[str, Any]:
        """Return the whole descriptor.

        Returns
        -------
        dict
            The parsed ``datapackage.json``.

        Raises
        ------
        CatalogError
            If the descriptor is missing or is not JSON.
        """
        path = self.root / "datapackage.json"
        try:
            return json.loads(path.read_text(encoding="utf-8"))
        except FileNotFoundError:
            raise CatalogError(
                f"{path} is missing: there are no tables without their descriptor; restore it "
                f"with `git checkout -- {self._shown('datapackage.json')}`"
            ) from None
        except ValueError as error:
            raise CatalogError(
                f"{path} is not valid JSON ({error}); restore it with "
                f"`git checkout -- {self._shown('datapackage.json')}`"
            ) from None

    def tables(self) -> list[str]:
        """Return the names of all tables, sorted.

        Returns
        -------
        list of str
            Names of the form ``theme/table``.
        """
        return sorted(resource["name"] for resource in self.descriptor()["resources"])

    def resource(self, name: str) -> dict[str, Any]:
        """Return the descriptor's entry of one table.

        Parameters
        ----------
        name : str
            For example ``"trade/aladi"``.

        Returns
        -------
        dict
            Path, hash, schema, sources, licences, kind.

        Raises
        ------
        CatalogError
            If no table has that name; the message has the nearest name and the list.
        """
        resources = {each["name"]: each for each in self.descriptor()["resources"]}
        if name not in resources:
            raise CatalogError(unknown("table", [name], sorted(resources)))
        return resources[name]

    def load(self, name: str) -> pd.DataFrame:
        """Verify one table and return it with the types of its schema.

        Parameters
        ----------
        name : str
            For example ``"trade/aladi"``.

        Returns
        -------
        DataFrame
            Columns in the schema's order; strings as ``str``, integers as ``Int64``, numbers as
            ``float64``, booleans as ``boolean``, dates as ``datetime64``. Only the schema's
            missing values are missing (the code ``NA`` is Namibia).

        Raises
        ------
        CatalogError
            If the table is unknown, missing, changed, or does not have its schema's columns and
            types.
        """
        resource = self.resource(name)
        content = self._verified(resource)
        fields = resource["schema"]["fields"]
        try:
            frame = pd.read_csv(
                io.BytesIO(content),
                dtype={each["name"]: _read_as(each["type"]) for each in fields},
                keep_default_na=False,
                na_values=missing_values(resource["schema"]),
            )
        except (ValueError, TypeError) as error:
            self.check(name)  # names every offender, where it can
            raise CatalogError(f"{name} cannot be read: {error}") from error
        _compare_columns(name, list(frame.columns), fields)
        for field in fields:
            if field["type"] == "date":
                dates = pd.to_datetime(frame[field["name"]], format="%Y-%m-%d")
                frame[field["name"]] = dates.astype(DTYPES["date"])
        return frame

    def describe(self, name: str) -> pd.DataFrame:
        """Return what each column of a table holds.

        Parameters
        ----------
        name : str
            For example ``"trade/aladi"``.

        Returns
        -------
        DataFrame
            One row a column: ``column``, ``type``, ``unit``, ``description``.
        """
        rows = [
            (each["name"], each["type"], each.get("unit", ""), each.get("description", ""))
            for each in self.resource(name)["schema"]["fields"]
        ]
        return pd.DataFrame(rows, columns=["column", "type", "unit", "description"])

    def sources(self, *names: str) -> pd.DataFrame:
        """Return where tables come from and on what terms.

        Parameters
        ----------
        *names : str
            Tables; all of them if none is given.

        Returns
        -------
        DataFrame
            One row a table and source: ``table``, ``title``, ``citation``, ``vintage``,
            ``retrieved``, ``url``, ``licence`` (terms of the table in one line).
        """
        rows = []
        for name in names or self.tables():
            resource = self.resource(name)
            licence = "; ".join(each.get("title", each["name"]) for each in resource["licenses"])
            rows += [
                (
                    name,
                    source["title"],
                    source.get("citation", ""),
                    source.get("vintage", ""),
                    source.get("retrieved", ""),
                    source.get("path", ""),
                    licence,
                )
                for source in resource["sources"]
            ]
        columns = ["table", "title", "citation", "vintage", "retrieved", "url", "licence"]
        return pd.DataFrame(rows, columns=columns)

    def cite(self, name: str) -> str:
        """Return BibTeX entries for the sources of a table.

        Parameters
        ----------
        name : str
            For example ``"trade/aladi"``.

        Returns
        -------
        str
            One ``@misc`` entry a source.
        """
        key = re.sub(r"\W+", "_", name)
        entries = []
        for number, source in enumerate(self.resource(name)["sources"], start=1):
            note = [source.get("citation", "")]
            note += [
                f"{label}: {source[field]}"
                for label, field in (("Vintage", "vintage"), ("Retrieved", "retrieved"))
                if source.get(field)
            ]
            lines = [f"  title = {{{{{_escape_bibtex(source['title'])}}}}}"]
            if source.get("path", "").startswith("http"):
                lines.append(f"  howpublished = {{\\url{{{source['path']}}}}}")
            lines.append(f"  note = {{{_escape_bibtex('. '.join(filter(None, note)))}}}")
            entries.append(f"@misc{{{key}_{number},\n" + ",\n".join(lines) + "\n}")
        return "\n\n".join(entries)

    def check(self, name: str) -> None:
        """Check a table's hash, then every cell against its schema.

        Parameters
        ----------
        name : str
            For example ``"trade/aladi"``.

        Raises
        ------
        CatalogError
            If the file is missing or changed, or with line, column and value of the offenders
            (the first 20 and their count).
        """
        resource = self.resource(name)
        check_content(name, self._verified(resource), resource["schema"])

    def validate(self) -> None:
        """Check the descriptor and all tables against the Data Package standard.

        Slower than :meth:`check`, because the standard's own implementation does the work.

        Raises
        ------
        CatalogError
            With every deviation that ``frictionless`` reports.
        """
        from frictionless import Package  # half a second to import: only when asked for

        report = Package(str(self.root / "datapackage.json")).validate()
        deviations = [error.message for error in report.errors]
        deviations += [
            f"{task.name}: {error.message}" for task in report.tasks for error in task.errors
        ]
        if deviations:
            raise CatalogError("\n".join(["not a valid Data Package:", *deviations[:_SHOWN]]))

    def seal(self, name: str) -> str:
        """Accept an edited compiled table: check it, then record its hash and size.

        Parameters
        ----------
        name : str
            A compiled table.

        Returns
        -------
        str
            The recorded hash, ``sha256:…``.

        Raises
        ------
        CatalogError
            If the table is computed, or does not match its schema; nothing is recorded then.
        """
        resource = self.resource(name)
        if resource["kind"] != "compiled":
            raise CatalogError(
                f"{name} is computed, so its hash may only come from a build; rebuild it with "
                f"`python -m analysis data build --from FOLDER {name}`"
            )
        content = self._content(resource)
        check_content(name, content, resource["schema"])

        def record(descriptor: dict[str, Any]) -> None:
            for each in descriptor["resources"]:
                if each["name"] == name:
                    each["bytes"], each["hash"] = len(content), sha256(content)

        self.edit(record)
        return sha256(content)

    def edit(self, change: Callable[[dict[str, Any]], None]) -> None:
        """Read the descriptor, change it in place and write it back at once.

        Parameters
        ----------
        change : callable
            Takes the parsed descriptor and alters it.
        """
        descriptor = self.descriptor()
        change(descriptor)
        descriptor["resources"].sort(key=lambda each: each["name"])
        text = json.dumps(descriptor, indent=2, ensure_ascii=False) + "\n"
        replace_file(self.root / "datapackage.json", text.encode())

    def _shown(self, path: str) -> str:
        return f"{self.root.name}/{path}"

    def _content(self, resource: dict[str, Any]) -> bytes:
        try:
            return (self.root / resource["path"]).read_bytes()
        except OSError:
            advice = f"restore it with `git checkout -- {self._shown(resource['path'])}`"
            if resource["kind"] == "computed":
                advice += f", or rebuild it: {_rebuild(resource['name'])}"
            raise CatalogError(
                f"{resource['name']}: the file {self._shown(resource['path'])} is missing; {advice}"
            ) from None

    def _verified(self, resource: dict[str, Any]) -> bytes:
        content = self._content(resource)
        expected, actual = resource["hash"], sha256(content)
        if actual == expected:
            return content
        name, shown = resource["name"], self._shown(resource["path"])
        if resource["kind"] == "compiled":
            advice = (
                f"if you edited it on purpose, accept it: `python -m analysis data seal {name}`"
            )
        else:
            advice = f"or rebuild it: {_rebuild(name)}"
        raise CatalogError(
            f"{name}: the file {shown} has changed: expected sha256 {_short(expected)}…, found "
            f"{_short(actual)}…; restore it with `git checkout -- {shown}`; {advice}"
        )


def check_content(name: str, content: bytes, schema: dict[str, Any]) -> None:
    r"""Check the bytes of a CSV table against a Table Schema.

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
    try:
        text = content.decode("utf-8")
    except UnicodeDecodeError as error:
        line = content[: error.start].count(b"\n") + 1
        raise CatalogError(f"{name}: line {line} is not UTF-8 text") from None
    found = violations(name, text, schema)
    if found:
        shown = [f"  line {line}, column {column!r}: {what}" for line, column, what in found]
        more = [f"  … and {len(found) - _SHOWN} more"] if len(found) > _SHOWN else []
        plural = "s" if len(found) > 1 else ""
        lines = [f"{name}: {len(found)} invalid value{plural}:", *shown[:_SHOWN], *more]
        raise CatalogError("\n".join(lines))


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
        If the columns are not those of the schema, or a row is longer or shorter.
    """
    fields = schema["fields"]
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    rows, lines = [], []
    start = 1  # a quoted cell may span lines: report the one on which its row begins
    for row in reader:
        rows.append(row)
        lines.append(start)
        start = reader.line_num + 1
    _compare_columns(name, rows[0] if rows else [], fields)
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
    key = primary_key(schema)
    positions = [[each["name"] for each in fields].index(column) for column in key]
    first: dict[tuple[str, ...], int] = {}
    for line, row in zip(lines[1:], rows[1:], strict=True):
        values = tuple(row[position] for position in positions)
        if not key:
            break
        if missing & set(values):
            found.append((line, ", ".join(key), f"primary key {values!r} has a missing value"))
        elif values in first:
            found.append(
                (line, ", ".join(key), f"primary key {values!r} is already on line {first[values]}")
            )
        first.setdefault(values, line)
    return sorted(found, key=lambda each: each[0])


def missing_values(schema: dict[str, Any]) -> list[str]:
    """Return the cells that mean "missing" (the standard's default is the empty one)."""
    return schema.get("missingValues", [""])


def primary_key(schema: dict[str, Any]) -> list[str]:
    """Return the columns of the primary key; none if the schema has no key."""
    key = schema.get("primaryKey", [])
    return [key] if isinstance(key, str) else list(key)


def sha256(content: bytes) -> str:
    """Return the hash of bytes in the descriptor's form.

    Examples
    --------
    >>> sha256(b"")[:19]
    'sha256:e3b0c44298fc'
    """
    return f"sha256:{hashlib.sha256(content).hexdigest()}"


def replace_file(path: Path, content: bytes) -> None:
    """Write a file in one step: readers see the old content or the new, never a part."""
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
        os.chmod(temporary, 0o644)
        os.replace(temporary, path)
    except BaseException:
        Path(temporary).unlink(missing_ok=True)
        raise


def _field_violations(
    field: dict[str, Any], cells: Sequence[tuple[int, str]], missing: Iterable[str]
) -> list[tuple[int, str, str]]:
    name, kind, limits = field["name"], field["type"], field.get("constraints", {})
    if kind not in _FORMS:
        raise CatalogError(unknown(f"type of column {name!r}", [kind], _FORMS))
    tests = _constraint_tests(kind, limits)
    missing = set(missing)
    found: list[tuple[int, str, str]] = []
    first: dict[str, int] = {}
    for line, cell in cells:
        if cell in missing:
            if limits.get("required"):
                found.append((line, name, f"{cell!r} is missing but required"))
            continue
        if not _FORMS[kind].fullmatch(cell):
            found.append((line, name, f"{cell!r} is not of type {kind}"))
            continue
        found += [(line, name, f"{cell!r} {what}") for what, test in tests if not test(cell)]
        if limits.get("unique"):
            if cell in first:
                found.append((line, name, f"{cell!r} is already on line {first[cell]}"))
            first.setdefault(cell, line)
    return found


def _constraint_tests(kind: str, limits: dict[str, Any]) -> list[tuple[str, Callable[[str], bool]]]:
    def value(cell: Any) -> Any:
        return float(cell) if kind in ("integer", "number") else str(cell)

    def is_in(limit: Sequence[Any]) -> Callable[[str], bool]:
        allowed = {value(each) for each in limit}
        return lambda cell: value(cell) in allowed

    makers: dict[str, Callable[[Any], tuple[str, Callable[[str], bool]]]] = {
        "minimum": lambda limit: (f"is below {limit}", lambda cell: value(cell) >= value(limit)),
        "maximum": lambda limit: (f"is above {limit}", lambda cell: value(cell) <= value(limit)),
        "minLength": lambda limit: (f"is shorter than {limit}", lambda cell: len(cell) >= limit),
        "maxLength": lambda limit: (f"is longer than {limit}", lambda cell: len(cell) <= limit),
        "pattern": lambda limit: (
            f"does not match {limit}",
            lambda cell: re.fullmatch(limit, cell) is not None,
        ),
        "enum": lambda limit: (f"is not one of {', '.join(map(str, limit))}", is_in(limit)),
    }
    others = [each for each in limits if each not in (*makers, "required", "unique")]
    if others:
        raise CatalogError(unknown("constraint", others, [*makers, "required", "unique"]))
    return [makers[each](limit) for each, limit in limits.items() if each in makers]


def _compare_columns(name: str, columns: list[str], fields: Sequence[dict[str, Any]]) -> None:
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


def _read_as(kind: str) -> str:
    return "str" if kind == "date" else DTYPES[kind]


def _short(digest: str) -> str:
    return digest.removeprefix("sha256:")[:12]


def _rebuild(name: str) -> str:
    return f"`python -m analysis data build --from FOLDER {name}`"


def _escape_bibtex(text: str) -> str:
    return re.sub(r"([&%$#_{}])", r"\\\1", text)


def tables() -> list[str]:
    """Return the names of all tables; see :meth:`Catalog.tables`."""
    return Catalog(DATA).tables()


def load(name: str) -> pd.DataFrame:
    """Verify one table and return it typed; see :meth:`Catalog.load`.

    Examples
    --------
    >>> load("trade/aladi").loc[0, ["iso3", "value_as_printed"]].tolist()
    ['ARG', '103.442']
    """
    return Catalog(DATA).load(name)


def resource(name: str) -> dict[str, Any]:
    """Return the descriptor's entry of one table; see :meth:`Catalog.resource`."""
    return Catalog(DATA).resource(name)


def describe(name: str) -> pd.DataFrame:
    """Return what each column of a table holds; see :meth:`Catalog.describe`."""
    return Catalog(DATA).describe(name)


def sources(*names: str) -> pd.DataFrame:
    """Return where tables come from and on what terms; see :meth:`Catalog.sources`."""
    return Catalog(DATA).sources(*names)


def cite(name: str) -> str:
    """Return BibTeX entries for the sources of a table; see :meth:`Catalog.cite`."""
    return Catalog(DATA).cite(name)


def check(name: str) -> None:
    """Check a table's hash and every cell; see :meth:`Catalog.check`."""
    Catalog(DATA).check(name)


def validate() -> None:
    """Check all tables against the Data Package standard; see :meth:`Catalog.validate`."""
    Catalog(DATA).validate()


def seal(name: str) -> str:
    """Accept an edited compiled table; see :meth:`Catalog.seal`."""
    return Catalog(DATA).seal(name)

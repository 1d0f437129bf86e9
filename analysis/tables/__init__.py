"""The tables that ship: found in the descriptor, verified by hash, handed out typed.

``data/datapackage.json`` (a Data Package of Tabular Data Resources) describes every table: its
file (CSV, or Parquet where it would be too long), sha256, schema with units, sources and terms.
Each lies plainly at ``data/<theme>/<table>``. Its ``kind`` says who writes it: *compiled* tables
are edited by hand and accepted with :meth:`Catalog.seal`, *computed* ones are written by
:mod:`analysis.compute` alone.

References
----------
Data Package and Table Schema, https://specs.frictionlessdata.io/
"""

from __future__ import annotations

import copy
import functools
import io
import json
import os
import re
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pandas as pd

from analysis.errors import CatalogError, unknown
from analysis.paths import ROOT
from analysis.tables import descriptor as form
from analysis.tables import journal, parquet
from analysis.tables.content import check_content as check_content
from analysis.tables.files import replace_file as replace_file
from analysis.tables.files import sha256 as sha256
from analysis.tables.schema import DTYPES as DTYPES
from analysis.tables.schema import SHOWN, compare_columns, missing_values
from analysis.tables.schema import primary_key as primary_key
from analysis.tables.schema import violations as violations

# The environment variable serves tests, which work on altered copies of the folder.
DATA = Path(os.environ.get("ANALYSIS_DATA") or ROOT / "data")


ROWS_OF_STANDARD = 1000


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
            The parsed ``datapackage.json``; a copy, which may be altered.

        Raises
        ------
        CatalogError
            If the descriptor is missing, is not JSON or lacks what the tables need.
        """
        return copy.deepcopy(self._descriptor())

    def _descriptor(self) -> dict[str, Any]:
        """Return the descriptor that all callers share."""
        path = self.root / "datapackage.json"
        restore = f"restore it with `git checkout -- {self._shown('datapackage.json')}`"
        try:
            journal.finish(self.root)
            descriptor, problems = _parse(path.read_bytes())
        except FileNotFoundError:
            raise CatalogError(
                f"{path} is missing: there are no tables without their descriptor; {restore}"
            ) from None
        except OSError as error:
            raise CatalogError(f"{path} cannot be opened: {error.strerror}; {restore}") from None
        except (ValueError, RecursionError) as error:
            raise CatalogError(f"{path} is not valid JSON ({error}); {restore}") from None
        if problems:
            more = [f"… and {len(problems) - SHOWN} more"] if len(problems) > SHOWN else []
            lines = [f"{path} does not describe tables; {restore}", *problems[:SHOWN], *more]
            raise CatalogError("\n".join(lines))
        return descriptor

    def tables(self) -> list[str]:
        """Return the names of all tables, sorted.

        Returns
        -------
        list of str
            Names of the form ``theme/table``.
        """
        return sorted(resource["name"] for resource in self._descriptor()["resources"])

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
        return self._resources([name])[0]

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
        if resource["path"].endswith(parquet.SUFFIX):
            return parquet.read(name, content, resource["schema"])
        try:
            frame = pd.read_csv(
                io.BytesIO(content),
                dtype={each["name"]: _read_as(each["type"]) for each in fields},
                keep_default_na=False,
                na_values=missing_values(resource["schema"]),
            )
            compare_columns(name, list(frame.columns), fields)
            for field in fields:
                if field["type"] == "date":
                    dates = pd.to_datetime(frame[field["name"]], format="%Y-%m-%d")
                    frame[field["name"]] = dates.astype(DTYPES["date"])
        except (ValueError, TypeError, OverflowError, pd.errors.ParserError) as error:
            self.check(name)  # names every offender, where it can
            raise CatalogError(f"{name} cannot be read: {error}") from error
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
        for resource in self._resources(names):
            licence = "; ".join(each.get("title", each["name"]) for each in resource["licenses"])
            rows += [
                (
                    resource["name"],
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

    def faults(self, *names: str) -> pd.DataFrame:
        """Return the known faults of the sources, or those that touch some tables.

        Parameters
        ----------
        *names : str
            Tables; all faults if none is given.

        Returns
        -------
        DataFrame
            One row a fault, as in ``common/known_faults``: ``fault``, ``source``, ``key``,
            ``problem``, ``treatment``, ``reference``, ``tables``, ``notebooks``.

        Raises
        ------
        CatalogError
            If a table is unknown.

        Examples
        --------
        >>> Catalog(DATA).faults("common/deflator")["fault"].tolist()
        ['inflation-files-swapped']
        """
        frame = self.load("common/known_faults")
        if not names:
            return frame
        wanted = {resource["name"] for resource in self._resources(names)}
        touched = frame["tables"].fillna("").str.split(";")
        return frame[[bool(wanted & set(each)) for each in touched]].reset_index(drop=True)

    def freshness(self) -> pd.DataFrame:
        """Return how old each table is, and what a newer release would be called.

        Returns
        -------
        DataFrame
            One row a table and source: ``table``, ``last_year`` (of the table), ``source``,
            ``vintage``, ``newer_release`` (its name or form) and ``url`` (where to look); the last
            two from ``common/releases``, missing for sources that are not files.
        """
        rows = []
        for resource in self._resources():
            frame = self.load(resource["name"])
            year = frame["year"].max() if "year" in frame else pd.NA
            for source in resource["sources"]:
                vintage, file = source.get("vintage", ""), source.get("file", "")
                rows.append((resource["name"], year, source["title"], vintage, file))
        columns = ["table", "last_year", "source", "vintage", "file"]
        frame = pd.DataFrame(rows, columns=columns).astype({"last_year": "Int64"})
        releases = self.load("common/releases")[["file", "newer_release", "url"]]
        return frame.merge(releases, on="file", how="left").drop(columns="file")

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
        """Check the descriptor and the tables' form against the Data Package standard.

        The standard's own implementation does the work, slowly: it reads the first
        :data:`ROWS_OF_STANDARD` rows of each text table. Every cell of every table is for
        :meth:`check`.

        Raises
        ------
        CatalogError
            With every deviation that ``frictionless`` reports.
        """
        from frictionless import Package  # half a second to import: only when asked for

        descriptor = self.descriptor()
        # The standard's implementation reads Parquet with a library of its own.
        descriptor["resources"] = [
            each for each in descriptor["resources"] if not each["path"].endswith(parquet.SUFFIX)
        ]
        report = Package(descriptor, basepath=str(self.root)).validate(limit_rows=ROWS_OF_STANDARD)
        deviations = [error.message for error in report.errors]
        deviations += [
            f"{task.name}: {error.message}" for task in report.tasks for error in task.errors
        ]
        if deviations:
            raise CatalogError("\n".join(["not a valid Data Package:", *deviations[:SHOWN]]))

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

    def _resources(self, names: Sequence[str] = ()) -> list[dict[str, Any]]:
        """Return the descriptor's entries of some tables, or of all in the order of names."""
        resources = {each["name"]: each for each in self._descriptor()["resources"]}
        missing = [name for name in names if name not in resources]
        if missing:
            raise CatalogError(unknown("table", missing, sorted(resources)))
        return [copy.deepcopy(resources[name]) for name in names or sorted(resources)]

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


@functools.lru_cache(maxsize=4)
def _parse(content: bytes) -> tuple[dict[str, Any], list[str]]:
    """Parse and check a descriptor once, however many tables are loaded from it."""
    descriptor = json.loads(content.decode("utf-8"))
    json.dumps(descriptor, ensure_ascii=False).encode()  # no half of a surrogate pair
    return descriptor, form.problems(descriptor)


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


def covered_years(name: str) -> tuple[int, int]:
    """Return the first and the last year that a table covers, whether or not it has rows in them.

    Parameters
    ----------
    name : str
        A table with a column ``year``, whose bounds stand in the descriptor.

    Raises
    ------
    CatalogError
        If there is no such table, or the descriptor bounds no ``year`` of it.

    Examples
    --------
    >>> first, last = covered_years("arms/annual_tiv")
    >>> first
    1950
    """
    fields = resource(name)["schema"]["fields"]
    for field in fields:
        bounds = field.get("constraints", {})
        if field["name"] == "year" and {"minimum", "maximum"} <= bounds.keys():
            return bounds["minimum"], bounds["maximum"]
    raise CatalogError(f"{name}: the descriptor gives no first and last year of a column 'year'")


def sources(*names: str) -> pd.DataFrame:
    """Return where tables come from and on what terms; see :meth:`Catalog.sources`."""
    return Catalog(DATA).sources(*names)


def faults(*names: str) -> pd.DataFrame:
    """Return the known faults that touch tables; see :meth:`Catalog.faults`."""
    return Catalog(DATA).faults(*names)

"""Build the computed tables of ``data/`` from the publishers' files.

The only code that writes a computed table. Each theme has a module here with a dictionary
``TABLES``: table name → function from the folder of upstream files and the study to the table's
frame. A build
checks every table against its schema before it writes any, gives the same bytes for the same
files, and replaces all tables or none.
"""

from __future__ import annotations

import importlib
import importlib.util
import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pandas as pd

from analysis.compute import files
from analysis.compute.compare import TableChange as TableChange
from analysis.compute.compare import compare
from analysis.errors import AnalysisError, CatalogError
from analysis.study import DEFAULT, Study, load_study
from analysis.tables import (
    DATA,
    DTYPES,
    Catalog,
    check_content,
    journal,
    parquet,
    primary_key,
    sha256,
)

Builder = Callable[[Path, Study], pd.DataFrame]
#: Called with the table about to be computed, how many are done and how many there are.
Progress = Callable[[str, int, int], None]


@dataclass(frozen=True)
class Build:
    """Tables that were computed and checked but not written.

    Parameters
    ----------
    root : Path
        The data folder.
    contents : dict
        Table → bytes of its file.
    hashes : dict
        Table → upstream file as named in the descriptor → its hash.
    changes : list of TableChange
        What writing changes, one a table, sorted by name.
    """

    root: Path
    contents: dict[str, bytes]
    hashes: dict[str, dict[str, str]]
    changes: list[TableChange]

    def write(self) -> None:
        """Replace the tables and the descriptor, all or none, whatever interrupts it.

        Raises
        ------
        CatalogError
            If the folder cannot be written, for example because the disk is full.
        """
        catalog = Catalog(self.root)
        descriptor = catalog.descriptor()
        written = {}
        for resource in descriptor["resources"]:
            name = resource["name"]
            if name not in self.contents:
                continue
            content = self.contents[name]
            resource["bytes"], resource["hash"] = len(content), sha256(content)
            for source in resource["sources"]:
                if source.get("file") in self.hashes[name]:
                    source["sha256"] = self.hashes[name][source["file"]]
            written[resource["path"]] = content
        text = json.dumps(descriptor, indent=2, ensure_ascii=False) + "\n"
        try:
            journal.replace_all(self.root, {**written, "datapackage.json": text.encode()})
        except OSError as error:
            raise CatalogError(
                f"the tables cannot be written to {self.root}: {error.strerror}; make room or "
                "allow writing there, and build again"
            ) from error


def prepare(
    upstream: Path | str,
    root: Path | str = DATA,
    names: Sequence[str] | None = None,
    progress: Progress | None = None,
    study: str = DEFAULT,
) -> Build:
    """Compute tables from upstream files, check them and compare them with what ships.

    Parameters
    ----------
    upstream : Path
        Folder with the publishers' files.
    root : Path, optional
        Data folder.
    names : sequence of str, optional
        Computed tables. None for all.
    progress : callable, optional
        Called before each table and once at the end.
    study : str, optional
        Name of the study whose partner and states the tables are of.

    Returns
    -------
    Build
        To be looked at, and written with :meth:`Build.write`.

    Raises
    ------
    SourceError
        If the folder does not exist or lacks files.
    StudyError
        If there is no such study.
    CatalogError
        If a name is unknown or compiled, or any table cannot be built or breaks its schema; all
        failures are listed.
    """
    upstream, catalog, of = Path(upstream), Catalog(root), load_study(study)
    resources = [catalog.resource(name) for name in _chosen(catalog, names)]
    builders = {each["name"]: builder(each["name"]) for each in resources}
    files.check_present(upstream, resources)
    report = progress or (lambda name, done, total: None)
    failures, contents, hashes = [], {}, {}
    for done, resource in enumerate(resources):
        name = resource["name"]
        report(name, done, len(resources))
        try:
            form = to_parquet if resource["path"].endswith(parquet.SUFFIX) else to_csv
            contents[name] = form(builders[name](upstream, of), name, resource["schema"])
            hashes[name] = files.hashes(upstream, resource)
        except AnalysisError as error:
            failures.append(str(error) if str(error).startswith(name) else f"{name}: {error}")
    report("", len(resources), len(resources))
    if failures:
        plural = "s" if len(failures) > 1 else ""
        raise CatalogError(
            f"{len(failures)} table{plural} could not be built; nothing was written\n"
            + "\n".join(failures)
        )
    changes = []
    for resource in resources:
        name, path = resource["name"], catalog.root / resource["path"]
        old = path.read_bytes() if path.exists() else None
        changes.append(compare(resource, old, contents[name], hashes[name]))
    return Build(catalog.root, contents, hashes, changes)


def builder(name: str) -> Builder:
    """Return the function that computes a table.

    Parameters
    ----------
    name : str
        A computed table.

    Returns
    -------
    callable
        From the upstream folder and the study to the frame.

    Raises
    ------
    CatalogError
        If no module of this package builds it.
    """
    theme = name.partition("/")[0]
    module = f"analysis.compute.{theme}"
    # Only the theme's own module is imported: one table needs no other theme's readers.
    found = importlib.util.find_spec(module)
    tables = getattr(importlib.import_module(module), "TABLES", {}) if found else {}
    if name not in tables:
        raise CatalogError(f"{name}: no function in analysis/compute/{theme}.py builds it")
    return tables[name]


def to_csv(frame: pd.DataFrame, name: str, schema: dict[str, Any]) -> bytes:
    r"""Return a table as the bytes of its CSV file, sorted by its key and checked.

    Parameters
    ----------
    frame : DataFrame
        The table; column order does not matter.
    name : str
        The table's name, for messages.
    schema : dict
        Its Table Schema with a primary key.

    Returns
    -------
    bytes
        UTF-8, lines ended by ``\n``, floats in the shortest form that reads back the same.

    Raises
    ------
    CatalogError
        If columns, types, constraints or key do not hold.

    Examples
    --------
    >>> fields = [{"name": "year", "type": "integer"}, {"name": "share", "type": "number"}]
    >>> frame = pd.DataFrame({"year": [2001, 2000], "share": [0.1, None]})
    >>> to_csv(frame, "demo/shares", {"fields": fields, "primaryKey": ["year"]})
    b'year,share\n2000,\n2001,0.1\n'
    """
    typed = _typed(frame, name, schema)
    for each in schema["fields"]:
        if each["type"] == "boolean":
            typed[each["name"]] = typed[each["name"]].map({True: "true", False: "false"})
    content = typed.to_csv(index=False, lineterminator="\n", date_format="%Y-%m-%d").encode()
    check_content(name, content, schema)
    return content


def to_parquet(frame: pd.DataFrame, name: str, schema: dict[str, Any]) -> bytes:
    """Return a table as the bytes of its Parquet file, sorted by its key and checked.

    Parameters
    ----------
    frame : DataFrame
        The table; column order does not matter.
    name : str
        The table's name, for messages.
    schema : dict
        Its Table Schema with a primary key.

    Returns
    -------
    bytes
        The file; see :mod:`analysis.tables.parquet`.

    Raises
    ------
    CatalogError
        If columns, types, constraints or key do not hold.
    """
    content = parquet.write(_typed(frame, name, schema), schema)
    check_content(name, content, schema)
    return content


def _typed(frame: pd.DataFrame, name: str, schema: dict[str, Any]) -> pd.DataFrame:
    """Return a table in the schema's order of columns, with its types, sorted by its key."""
    columns = [each["name"] for each in schema["fields"]]
    if set(columns) != set(frame.columns):
        raise CatalogError(
            f"{name}: built with the columns {', '.join(map(str, frame.columns))}; its schema has "
            f"{', '.join(columns)}"
        )
    if not primary_key(schema):
        raise CatalogError(f"{name}: a computed table needs a primary key in its schema")
    typed = frame[columns].copy()
    for each in schema["fields"]:
        try:
            typed[each["name"]] = typed[each["name"]].astype(DTYPES[each["type"]])
        except (ValueError, TypeError, OverflowError) as error:
            raise CatalogError(
                f"{name}: column {each['name']!r} is not of type {each['type']}: {error}"
            ) from None
    return typed.sort_values(primary_key(schema), kind="stable")


def _chosen(catalog: Catalog, names: Sequence[str] | None) -> list[str]:
    if names:
        compiled = [each for each in names if catalog.resource(each)["kind"] != "computed"]
        if compiled:
            raise CatalogError(
                f"{', '.join(compiled)}: compiled by hand, so not built; edit the file and accept "
                f"it with `python -m analysis data seal {compiled[0]}`"
            )
        return sorted(set(names))
    return [each for each in catalog.tables() if catalog.resource(each)["kind"] == "computed"]

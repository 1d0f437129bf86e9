"""Build the computed tables of ``data/`` from the publishers' files.

The only code that writes a computed table. Each theme has a module here with a dictionary
``TABLES``: table name → function from the folder of upstream files to the table's frame. A build
checks every table against its schema before it writes any, and gives the same bytes for the
same files.
"""

from __future__ import annotations

import hashlib
import importlib
import importlib.util
import io
import os
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pandas as pd

from analysis.catalog import (
    DATA,
    DTYPES,
    Catalog,
    check_content,
    primary_key,
    sha256,
)
from analysis.errors import AnalysisError, CatalogError, SourceError

Builder = Callable[[Path], pd.DataFrame]


@dataclass(frozen=True)
class TableChange:
    """What a build changed in one table.

    Parameters
    ----------
    name : str
        The table.
    rows_before : int or None
        Rows of the old file; None if there was none.
    rows_after : int
        Rows now.
    added, removed, changed : int
        Rows whose key is new, whose key is gone, whose values differ.
    largest : str
        The number that changed most, relative to its size: key, column, old and new value; empty
        if no number changed.
    sources_changed : tuple of str
        Upstream files whose hash was not the one recorded.
    """

    name: str
    rows_before: int | None
    rows_after: int
    added: int
    removed: int
    changed: int
    largest: str = ""
    sources_changed: tuple[str, ...] = field(default=())

    def __str__(self) -> str:
        before = "new" if self.rows_before is None else f"{self.rows_before} rows before"
        text = (
            f"{self.name}: {self.rows_after} rows ({before}; {self.added} added, "
            f"{self.removed} removed, {self.changed} changed)"
        )
        if self.largest:
            text += f"; largest change: {self.largest}"
        if self.sources_changed:
            text += f"; other source than before: {', '.join(self.sources_changed)}"
        return text


def build(
    upstream: Path | str, root: Path | str = DATA, names: Sequence[str] | None = None
) -> list[TableChange]:
    """Compute tables from upstream files and write them, all or none.

    Parameters
    ----------
    upstream : Path
        Folder with the publishers' files.
    root : Path, optional
        Data folder to write to.
    names : sequence of str, optional
        Computed tables. None for all.

    Returns
    -------
    list of TableChange
        One a table, sorted by name.

    Raises
    ------
    SourceError
        If the folder does not exist.
    CatalogError
        If a name is unknown or compiled, or any table cannot be built or breaks its schema; all
        failures are listed and nothing is written.
    """
    upstream, catalog = Path(upstream), Catalog(root)
    if not upstream.is_dir():
        raise SourceError(str(upstream), "is not a folder; give the one with the upstream files")
    resources = [catalog.resource(name) for name in _chosen(catalog, names)]
    failures, contents, hashes = [], {}, {}
    for resource in resources:
        name = resource["name"]
        try:
            frame = builder(name)(upstream)
            contents[name] = to_csv(frame, name, resource["schema"])
            hashes[name] = _source_hashes(upstream, resource)
        except AnalysisError as error:
            failures.append(str(error) if str(error).startswith(name) else f"{name}: {error}")
    if failures:
        plural = "s" if len(failures) > 1 else ""
        raise CatalogError(
            f"{len(failures)} table{plural} could not be built; nothing was written\n"
            + "\n".join(failures)
        )
    changes = [
        _compare(catalog, each, contents[each["name"]], hashes[each["name"]]) for each in resources
    ]
    _write(catalog, resources, contents, hashes)
    return changes


def builder(name: str) -> Builder:
    """Return the function that computes a table.

    Parameters
    ----------
    name : str
        A computed table.

    Returns
    -------
    callable
        From the upstream folder to the frame.

    Raises
    ------
    CatalogError
        If no module of this package builds it.
    """
    theme = name.partition("/")[0]
    module = f"analysis.build.{theme}"
    # Only the theme's own module is imported: one table needs no other theme's readers.
    tables = importlib.import_module(module).TABLES if importlib.util.find_spec(module) else {}
    if name not in tables:
        raise CatalogError(f"{name}: no function in analysis/build/{theme}.py builds it")
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
        except (ValueError, TypeError) as error:
            raise CatalogError(
                f"{name}: column {each['name']!r} is not of type {each['type']}: {error}"
            ) from None
    typed = typed.sort_values(primary_key(schema), kind="stable")
    for each in schema["fields"]:
        if each["type"] == "boolean":
            typed[each["name"]] = typed[each["name"]].map({True: "true", False: "false"})
    content = typed.to_csv(index=False, lineterminator="\n", date_format="%Y-%m-%d").encode()
    check_content(name, content, schema)
    return content


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


def _source_hashes(upstream: Path, resource: dict[str, Any]) -> dict[str, str]:
    """Return the hash of each upstream file that the descriptor names as a source."""
    hashes = {}
    for source in resource["sources"]:
        pattern = source.get("file")
        if not pattern:
            continue
        found = sorted(upstream.glob(pattern)) or sorted(upstream.rglob(pattern))
        digests = [hashlib.sha256(path.read_bytes()).hexdigest() for path in found]
        if not found:
            raise SourceError(
                pattern,
                f"is named as a source of {resource['name']} in the descriptor but is not in "
                f"{upstream.name}",
            )
        if len(set(digests)) == 1:  # one file, or copies of one
            hashes[pattern] = digests[0]
        elif "*" in pattern:  # many files: the hash of the list of their hashes
            pairs = zip(digests, found, strict=True)
            lines = "".join(f"{digest}  {path.name}\n" for digest, path in pairs)
            hashes[pattern] = hashlib.sha256(lines.encode()).hexdigest()
        else:
            raise SourceError(
                pattern,
                f"differs between {' and '.join(str(path.parent) for path in found)}; name the "
                "one meant by its folder in the descriptor",
            )
    return hashes


def _compare(
    catalog: Catalog, resource: dict[str, Any], content: bytes, hashes: dict[str, str]
) -> TableChange:
    key = primary_key(resource["schema"])
    after = _as_text(content).set_index(key)
    path = catalog.root / resource["path"]
    before = after.iloc[:0]
    is_new = not path.exists()
    if not is_new:
        old = _as_text(path.read_bytes())
        if set(key) <= set(old.columns):
            before = old.drop_duplicates(key).set_index(key)
    common = after.index.intersection(before.index)
    columns = [each for each in after.columns if each in before.columns]
    new, old = after.loc[common, columns], before.loc[common, columns]
    recorded = {each.get("file"): each.get("sha256") for each in resource["sources"]}
    return TableChange(
        name=resource["name"],
        rows_before=None if is_new else len(before),
        rows_after=len(after),
        added=len(after.index.difference(before.index)),
        removed=len(before.index.difference(after.index)),
        changed=int((new != old).any(axis=1).sum()) if columns else 0,
        largest=_largest_change(resource["schema"], old, new),
        sources_changed=tuple(
            sorted(file for file, digest in hashes.items() if recorded[file] not in (None, digest))
        ),
    )


def _largest_change(schema: dict[str, Any], old: pd.DataFrame, new: pd.DataFrame) -> str:
    best, text = 0.0, ""
    numeric = [each["name"] for each in schema["fields"] if each["type"] in ("integer", "number")]
    for column in [each for each in numeric if each in new.columns]:
        was, now = pd.to_numeric(old[column]), pd.to_numeric(new[column])
        size = pd.concat([was.abs(), now.abs()], axis=1).max(axis=1)
        change = ((now - was).abs() / size.where(size > 0)).dropna()
        if len(change) and change.max() > best:
            best, row = change.max(), change.idxmax()
            where = " ".join(map(str, row if isinstance(row, tuple) else (row,)))
            text = f"{column} of {where} from {old.loc[row, column]} to {new.loc[row, column]}"
    return text


def _as_text(content: bytes) -> pd.DataFrame:
    return pd.read_csv(io.BytesIO(content), dtype="str", keep_default_na=False)


def _write(
    catalog: Catalog,
    resources: list[dict[str, Any]],
    contents: dict[str, bytes],
    hashes: dict[str, dict[str, str]],
) -> None:
    # All files are on the disk before the first takes its place, so a full disk changes nothing.
    with tempfile.TemporaryDirectory(dir=catalog.root, prefix=".build-") as staging:
        staged = [Path(staging, f"{number}.csv") for number, _ in enumerate(resources)]
        for resource, file in zip(resources, staged, strict=True):
            file.write_bytes(contents[resource["name"]])
        for resource, file in zip(resources, staged, strict=True):
            target = catalog.root / resource["path"]
            target.parent.mkdir(parents=True, exist_ok=True)
            file.replace(target)
            _link(catalog.root / f"{resource['name']}.csv", target)

    def record(descriptor: dict[str, Any]) -> None:
        for each in descriptor["resources"]:
            if each["name"] in contents:
                content = contents[each["name"]]
                each["bytes"], each["hash"] = len(content), sha256(content)
                for source in each["sources"]:
                    if source.get("file") in hashes[each["name"]]:
                        source["sha256"] = hashes[each["name"]][source["file"]]

    catalog.edit(record)


def _link(link: Path, target: Path) -> None:
    """Let ``data/<theme>/<name>.csv`` lead to the file in ``computed/``."""
    relative = os.path.relpath(target, link.parent)
    if not (link.is_symlink() and os.readlink(link) == relative):
        link.unlink(missing_ok=True)
        link.symlink_to(relative)

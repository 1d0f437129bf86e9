"""Whether ``datapackage.json`` has the form that the rest of the catalogue relies on."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from pathlib import PurePosixPath
from typing import Any

from analysis.errors import CatalogError
from analysis.tables.schema import constraint_tests, missing_values, primary_key

KINDS = ("compiled", "computed")

_RESOURCE = {
    "name": str,
    "title": str,
    "description": str,
    "path": str,
    "kind": str,
    "bytes": int,
    "hash": str,
    "schema": dict,
    "sources": list,
    "licenses": list,
}


def problems(descriptor: Any) -> list[str]:
    """Return what is wrong with the form of a descriptor.

    Parameters
    ----------
    descriptor : Any
        Parsed JSON.

    Returns
    -------
    list of str
        One sentence a problem, with the name of the table; empty if all is well.

    Examples
    --------
    >>> problems({"resources": [{"name": "demo/a"}]})[:2]
    ["demo/a: 'title' is missing", "demo/a: 'description' is missing"]
    """
    resources = descriptor.get("resources") if isinstance(descriptor, dict) else None
    if not isinstance(resources, list):
        return ["it has no list 'resources'"]
    found, labels = [], []
    for position, resource in enumerate(resources, start=1):
        named = isinstance(resource, dict) and isinstance(resource.get("name"), str)
        labels.append(resource["name"] if named else f"resource {position}")
        found += [f"{labels[-1]}: {problem}" for problem in _of_resource(resource)]
    repeated = [label for label, count in Counter(labels).items() if count > 1]
    return found + [f"{label}: is described more than once" for label in repeated]


def _of_resource(resource: Any) -> Iterator[str]:
    mistyped = list(_mistyped(resource, _RESOURCE))
    if mistyped:
        yield from mistyped
        return
    if not re.fullmatch(r"[a-z0-9_]+/[a-z0-9_]+", resource["name"]):
        yield "its name is not of the form theme/table"
    path = PurePosixPath(resource["path"])
    form = re.fullmatch(r"[A-Za-z0-9_.-]+(/[A-Za-z0-9_.-]+)*", resource["path"])
    if not form or ".." in path.parts:
        yield f"its path {resource['path']!r} does not lead into the folder"
    if resource["kind"] not in KINDS:
        yield f"its kind {resource['kind']!r} is neither compiled nor computed"
    for group, needed in (("sources", "title"), ("licenses", "name")):
        for entry in resource[group]:
            yield from (f"{group}: {each}" for each in _mistyped(entry, {needed: str}))
            if isinstance(entry, dict):
                others = [key for key, value in entry.items() if not isinstance(value, str)]
                yield from (f"{group}: {key!r} is not a text" for key in others if key != needed)
    yield from _of_schema(resource["schema"])


def _of_schema(schema: dict[str, Any]) -> Iterator[str]:
    fields = schema.get("fields")
    if not isinstance(fields, list) or not fields:
        yield "its schema has no list 'fields'"
        return
    mistyped = [each for field in fields for each in _mistyped(field, {"name": str, "type": str})]
    if mistyped:
        yield from (f"schema: {each}" for each in mistyped)
        return
    names = [field["name"] for field in fields]
    if len(set(names)) < len(names):
        yield "its schema names a column twice"
    for field in fields:
        limits = field.get("constraints", {})
        texts = [field.get("description", ""), field.get("unit", "")]
        if not isinstance(limits, dict) or not all(isinstance(each, str) for each in texts):
            yield f"schema: column {field['name']!r} is not described as it should be"
            continue
        try:
            constraint_tests(field["name"], field["type"], limits)
        except CatalogError as error:
            yield f"schema: {error}"
    for label, values in (
        ("primaryKey", schema.get("primaryKey", [])),
        ("missingValues", schema.get("missingValues", [])),
    ):
        listed = [values] if label == "primaryKey" and isinstance(values, str) else values
        if not isinstance(listed, list) or not all(isinstance(each, str) for each in listed):
            yield f"schema: {label!r} is not a list of texts"
            return
    strangers = [each for each in primary_key(schema) if each not in names]
    if strangers:
        yield f"schema: no column for the primary key {', '.join(strangers)}"
    if set(missing_values(schema)) & set(names):
        yield "schema: a missing value is the name of a column"


def _mistyped(entry: Any, expected: dict[str, type]) -> Iterator[str]:
    if not isinstance(entry, dict):
        yield f"{str(entry)[:40]!r} is not an object"
        return
    for key, kind in expected.items():
        if key not in entry:
            yield f"{key!r} is missing"
        elif not isinstance(entry[key], kind) or isinstance(entry[key], bool):
            yield f"{key!r} is not a {_WORDS[kind]}"


_WORDS = {str: "text", int: "whole number", dict: "object", list: "list"}

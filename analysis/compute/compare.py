"""What a build would change in a table: rows, states, years, and the numbers that move most."""

from __future__ import annotations

import io
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import pandas as pd

from analysis.rules.expectations import STATE_COLUMNS
from analysis.tables import parquet, primary_key

_LARGEST = 5


@dataclass(frozen=True)
class TableChange:
    """What a build changes in one table.

    Parameters
    ----------
    name : str
        The table.
    rows_before : int or None
        Rows of the old file; None if there was none.
    rows_after : int
        Rows of the new one.
    added, removed, changed : int
        Rows whose key is new, whose key is gone, whose values differ.
    states_gained, states_lost : tuple of str
        Codes that only one of the files has.
    years_gained, years_lost : tuple of str
        Years that only one of the files has.
    largest : tuple of str
        The numbers that change most, relative to their size: column, key, old and new value.
    sources_changed : tuple of str
        Upstream files whose hash is not the one recorded.
    """

    name: str
    rows_before: int | None
    rows_after: int
    added: int
    removed: int
    changed: int
    states_gained: tuple[str, ...] = ()
    states_lost: tuple[str, ...] = ()
    years_gained: tuple[str, ...] = ()
    years_lost: tuple[str, ...] = ()
    largest: tuple[str, ...] = ()
    sources_changed: tuple[str, ...] = ()

    @property
    def is_empty(self) -> bool:
        """Whether the table and the files it was read from stay as they are."""
        return self.rows_before is not None and not (
            self.added or self.removed or self.changed or self.sources_changed
        )

    def __str__(self) -> str:
        before = "new" if self.rows_before is None else f"{self.rows_before} rows before"
        parts = [
            f"{self.name}: {self.rows_after} rows ({before}; {self.added} added, "
            f"{self.removed} removed, {self.changed} changed)"
        ]
        for label, values in (
            ("states gained", self.states_gained),
            ("states lost", self.states_lost),
            ("years gained", self.years_gained),
            ("years lost", self.years_lost),
            ("other source than before", self.sources_changed),
        ):
            if values:
                parts.append(f"{label}: {', '.join(values)}")
        if self.largest:
            parts.append(f"largest change: {self.largest[0]}")
        return "; ".join(parts)


def compare(
    resource: dict[str, Any], old: bytes | None, new: bytes, hashes: Mapping[str, str]
) -> TableChange:
    """Compare a table as it ships with the same table as it was just computed.

    Parameters
    ----------
    resource : dict
        The descriptor's entry of the table.
    old : bytes or None
        The file that ships; None if there is none.
    new : bytes
        The file computed.
    hashes : mapping of str to str
        Upstream file as named in the descriptor → its hash now.

    Returns
    -------
    TableChange
        The differences.
    """
    key = primary_key(resource["schema"])
    after = _as_text(new)
    before = after.iloc[:0] if old is None else _as_text(old)
    if not set(key) <= set(before.columns):
        before = after.iloc[:0]
    states = next((each for each in STATE_COLUMNS if each in after), None)
    years = "year" if "year" in after else None
    old_rows, new_rows = before.drop_duplicates(key).set_index(key), after.set_index(key)
    common = new_rows.index.intersection(old_rows.index)
    columns = [each for each in new_rows.columns if each in old_rows.columns]
    was, now = old_rows.loc[common, columns], new_rows.loc[common, columns]
    recorded = {each.get("file"): each.get("sha256") for each in resource["sources"]}
    return TableChange(
        name=resource["name"],
        rows_before=None if old is None else len(old_rows),
        rows_after=len(new_rows),
        added=len(new_rows.index.difference(old_rows.index)),
        removed=len(old_rows.index.difference(new_rows.index)),
        changed=int((now != was).any(axis=1).sum()),
        states_gained=_only_in_first(after, before, states),
        states_lost=_only_in_first(before, after, states),
        years_gained=_only_in_first(after, before, years),
        years_lost=_only_in_first(before, after, years),
        largest=_largest(resource["schema"], was, now),
        sources_changed=tuple(
            sorted(file for file, digest in hashes.items() if recorded[file] not in (None, digest))
        ),
    )


def _only_in_first(one: pd.DataFrame, other: pd.DataFrame, column: str | None) -> tuple[str, ...]:
    if column is None or column not in one or column not in other:
        return ()
    return tuple(sorted(set(one[column]) - set(other[column])))


def _largest(schema: dict[str, Any], was: pd.DataFrame, now: pd.DataFrame) -> tuple[str, ...]:
    numeric = [each["name"] for each in schema["fields"] if each["type"] in ("integer", "number")]
    found = []
    for column in [each for each in numeric if each in now.columns]:
        old, new = (pd.to_numeric(each[column], errors="coerce") for each in (was, now))
        size = pd.concat([old.abs(), new.abs()], axis=1).max(axis=1)
        change = (new - old).abs() / size.where(size > 0)
        found += [(share, row, column) for row, share in change.items() if share > 0]
    found.sort(key=lambda each: (-each[0], str(each[1]), each[2]))
    return tuple(
        f"{column} of {' '.join(map(str, row if isinstance(row, tuple) else (row,)))} "
        f"from {was.loc[row, column]} to {now.loc[row, column]}"
        for _, row, column in found[:_LARGEST]
    )


def _as_text(content: bytes) -> pd.DataFrame:
    if parquet.is_parquet(content):
        return parquet.as_text(content)
    return pd.read_csv(io.BytesIO(content), dtype="str", keep_default_na=False)

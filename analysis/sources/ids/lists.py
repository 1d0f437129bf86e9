"""The lists of debtors, creditors and series of IDS: which name has which code."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

import pandas as pd

from analysis.errors import SourceError
from analysis.sources.series import read_table, read_text, refuse_repeated

_DEBTOR = re.compile("[A-Z]{3}")
_CREDITOR = re.compile(r"\d{3}|[A-Z]{3}", re.ASCII)


_ANY = re.compile(r"[^\x00-\x1f]*")
_NAME = re.compile(r"[^\x00-\x1f]*\w[^\x00-\x1f]*")

# Names in the extracts that neither list prints (the second, not as a debtor).
_RENAMED_DEBTORS = {"Somalia, Fed. Rep.": "SOM", "Equatorial Guinea": "GNQ"}
_RENAMED_CREDITORS = {
    "Central American Bank for Econ. Integ. (CABEI)": "910",
    "Germany, Fed. Rep. of": "005",
    "Korea, D.P.R. of": "740",
    "Korea, Republic of": "742",
    "Africa Finance Corporation": None,  # newer than both lists, so without a code
}


class Names(NamedTuple):
    """The codes of the names that IDS prints.

    Parameters
    ----------
    debtors : dict of str to str
        Name of a state, region or income group → code (ISO3, or the Bank's for groups).
    groups : frozenset of str
        Codes of those that are no states.
    creditors : dict of str to (str or None)
        Name of a counterpart area → code; None for one that no list has a code for.
    """

    debtors: dict[str, str]
    groups: frozenset[str]
    creditors: dict[str, str | None]


def clean(name: str) -> str:
    r"""Return a name without the blanks that IDS pads it with.

    Parameters
    ----------
    name : str
        As printed, padded with spaces or no-break spaces.

    Returns
    -------
    str
        The name.

    Examples
    --------
    >>> clean("World Bank-IDA\xa0\xa0")
    'World Bank-IDA'
    """
    return name.replace("\xa0", " ").strip()


def read_names(folder: Path) -> Names:
    """Read the three lists of names in a folder.

    Parameters
    ----------
    folder : Path
        With ``ids_entities.csv``, ``ids_counterparts.csv`` (both of 2025) and
        ``ids_location_codes_2020.csv``, which has the older names the extracts print.

    Returns
    -------
    Names
        Names to codes.

    Raises
    ------
    SourceError
        If a list is damaged, or two give one name different codes.
    """
    old_path = Path(folder, "ids_location_codes_2020.csv")
    old = read_location_codes(old_path)
    entities = read_entities(Path(folder, "ids_entities.csv"))
    counterparts = read_counterparts(Path(folder, "ids_counterparts.csv"))
    debtors = dict(zip(entities["name"], entities["code"], strict=True)) | _RENAMED_DEBTORS
    creditors: dict[str, str | None] = dict(
        zip(counterparts["name"], counterparts["code"], strict=True)
    )
    creditors |= _RENAMED_CREDITORS
    for line, (name, debtor, creditor) in enumerate(old.to_numpy(), start=2):
        for code, known in ((debtor, debtors), (creditor, creditors)):
            if code and known.setdefault(name, code) != code:
                raise SourceError(
                    old_path.name,
                    f"gives {name!r} the code {code}, the list of 2025 {known[name]}",
                    line=line,
                )
    groups = frozenset(entities.loc[~entities["is_state"], "code"])
    return Names(debtors, groups, creditors)


def read_counterparts(path: Path) -> pd.DataFrame:
    """Read the list of creditors.

    Parameters
    ----------
    path : Path
        ``ids_counterparts.csv``.

    Returns
    -------
    DataFrame
        ``code`` (text, leading zeros kept), ``name``, ``iso3`` and ``type`` (both empty where
        the list has none; the USSR is ``SUN``).

    Raises
    ------
    SourceError
        If the file is absent, cut or another, a cell is wrong, or a code or name stands twice.
    """
    columns = {
        "counterpart_id": ("code", _CREDITOR),
        "counterpart_name": ("name", _NAME),
        "counterpart_iso3code": ("iso3", re.compile("([A-Z]{3})?")),
        "counterpart_type": ("type", _ANY),
    }
    return _read(path, columns, keys=("code", "name"))


def read_entities(path: Path) -> pd.DataFrame:
    """Read the list of debtors.

    Parameters
    ----------
    path : Path
        ``ids_entities.csv``.

    Returns
    -------
    DataFrame
        ``code``, ``name``, ``is_state`` (False for regions and income groups).

    Raises
    ------
    SourceError
        If the file is absent, cut or another, a cell is wrong, or a code or name stands twice.
    """
    columns = {
        "entity_id": ("code", _DEBTOR),
        "entity_name": ("name", _NAME),
        "entity_type": ("type", re.compile("Country|Region")),
    }
    table = _read(path, columns, keys=("code", "name"))
    table["is_state"] = table.pop("type") == "Country"
    return table


def read_location_codes(path: Path) -> pd.DataFrame:
    """Read the list of locations of 2020, which is Latin-1.

    Parameters
    ----------
    path : Path
        ``ids_location_codes_2020.csv``.

    Returns
    -------
    DataFrame
        ``name``, ``debtor`` and ``creditor`` (codes; empty where the location is not one).

    Raises
    ------
    SourceError
        If the file is absent, cut or another, a cell is wrong, or a name stands twice.
    """
    columns = {
        "locationName": ("name", _NAME),
        "debtorCode": ("debtor", re.compile("([A-Z]{3})?")),
        "creditorCode": ("creditor", re.compile(r"(\d{3}|[A-Z]{3})?", re.ASCII)),
    }
    return _read(path, columns, keys=("name",), encoding="latin-1")


def _read(
    path: Path,
    columns: Mapping[str, tuple[str, re.Pattern[str]]],
    keys: tuple[str, ...],
    encoding: str = "utf-8-sig",
) -> pd.DataFrame:
    path = Path(path)
    rows, at = read_table(path, read_text(path, encoding), columns)
    found: dict[str, list[str]] = {new: [] for new, _ in columns.values()}
    wrong = []
    for line, row in enumerate(rows[1:], start=2):
        for name, (new, pattern) in columns.items():
            cell = clean(row[at[name]])
            if not pattern.fullmatch(cell):
                wrong.append((line, name, cell))
            found[new].append(cell)
    if wrong:
        line, name, cell = wrong[0]
        others = "".join(f", line {a} {b!r}: {c!r}" for a, b, c in wrong[1:5])
        problem = f"is not possible there: {cell!r}{others}; {len(wrong)} cell(s) in all"
        raise SourceError(path.name, problem, line=line, column=name)
    table = pd.DataFrame(found, index=pd.RangeIndex(2, len(rows) + 1), dtype="str")
    for key in keys:
        refuse_repeated(table, [key], path.name)
    return table.reset_index(drop=True)

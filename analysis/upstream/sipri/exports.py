"""Recognise SIPRI's exports by what they say of themselves: kind, scope, vintage."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from analysis.errors import SourceError
from analysis.upstream.sipri.yearly import load_yearly, vintage_in_name

Kind = Literal["register", "deliveries", "yearly"]

# The whole world, as the preamble words it.
EVERYONE = "All countries"

# SIPRI prints the date in English whatever the reader's locale, so strptime's %b will not do.
MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]

# The preamble of both CSV exports: eleven lines, then the header.
HEADER_LINE = 12

# Columns of the register: (as printed, our name). Three headers are one space: the flags "?"
# of the column before. SIPRI renamed one column between the 2024 and the 2026 exports.
REGISTER = (
    ("Recipient", "recipient"),
    ("Supplier", "supplier"),
    ("Year of order", "order_year"),
    (" ", "is_order_year_estimated"),
    ("Number ordered", "number_ordered"),
    (" ", "is_number_ordered_estimated"),
    ("Weapon designation", "designation"),
    ("Weapon description", "description"),
    ("Number delivered", "number_delivered"),
    (" ", "is_number_delivered_estimated"),
    ("Year(s) of delivery", "delivery_years"),
    ("status", "status"),
    ("Comments", "comments"),
    ("SIPRI TIV per unit", "tiv_unit_million"),
    ("SIPRI TIV for total order", "tiv_ordered_million"),
    ("SIPRI TIV of delivered weapons", "tiv_delivered_million"),
)
RENAMED = {"Deliveries in the Year Range": "Number delivered"}

DELIVERIES = (
    ("SIPRI AT Database ID", "deal_id"),
    ("Supplier", "supplier"),
    ("Recipient", "recipient"),
    ("Designation", "designation"),
    ("Description", "description"),
    ("Armament category", "category"),
    ("Order date", "order_year"),
    ("Order date is estimate", "is_order_year_estimated"),
    ("Numbers delivered", "number_delivered"),
    ("Numbers delivered is estimate", "is_number_delivered_estimated"),
    ("Delivery year", "year"),
    ("Delivery year is estimate", "is_year_estimated"),
    ("Status", "status"),
    ("SIPRI estimate", "tiv_unit_new_million"),
    ("TIV deal unit", "tiv_unit_million"),
    ("TIV delivery values", "tiv_million"),
    ("Local production", "is_local_production"),
)


@dataclass(frozen=True)
class Export:
    """What a file says about itself.

    Attributes
    ----------
    file : pathlib.Path
        Where it is.
    kind : {'register', 'deliveries', 'yearly'}
        What its rows are.
    suppliers, recipients : str
        Whose transfers were asked for, as printed; ``"All countries"`` for the whole world.
    vintage : str
        Date on which SIPRI generated the export, as ``YYYY-MM-DD``. A yearly JSON holds no
        date: the date in its file name, or ``"undated"``.
    encoding : str
        ``"utf-8"`` or ``"latin-1"``.
    """

    file: Path
    kind: Kind
    suppliers: str
    recipients: str
    vintage: str
    encoding: str

    @property
    def is_worldwide(self) -> bool:
        """Whether the export covers all suppliers and all recipients."""
        return self.suppliers == self.recipients == EVERYONE


def recognise(path: str | Path) -> Export:
    """Say what a file is: kind, scope, vintage and encoding.

    Parameters
    ----------
    path : str or pathlib.Path
        A file that SIPRI's website exported as CSV, or the JSON rebuilt from such exports.

    Returns
    -------
    Export

    Raises
    ------
    SourceError
        If the file is neither, if it is cut within the preamble, or if its header changed.
    """
    path = Path(path)
    if path.suffix == ".json":
        load_yearly(path)
        return Export(path, "yearly", EVERYONE, EVERYONE, vintage_in_name(path), "utf-8")
    text, encoding = decode(path)
    lines = [line.rstrip(";\r ") for line in text.split("\n", HEADER_LINE)[:HEADER_LINE]]
    title = re.fullmatch(
        r"Transfers of major conventional arms from (.+?) +to (.+?) *\. Deals with .*", lines[0]
    )
    if title is None:
        raise SourceError(
            path.name,
            "is not an export of the SIPRI Arms Transfers Database: the first line should begin "
            "'Transfers of major conventional arms from'. TIV tables and RTF registers are not "
            "read; export the trade register as CSV from armstransfers.sipri.org",
            line=1,
        )
    if len(lines) < HEADER_LINE:
        raise SourceError(
            path.name, "ends before the header in line 12: the file is cut; download it again"
        )
    when = re.fullmatch(r"Data generated: (\d+) (\w{3}) (\d{4}) .*", lines[10])
    if when is None or when[2] not in MONTHS:
        raise SourceError(path.name, f"should give the date generated: {lines[10]!r}", line=11)
    vintage = f"{when[3]}-{MONTHS.index(when[2]) + 1:02d}-{int(when[1]):02d}"
    kind = _kind(path, lines[-1])
    return Export(path, kind, title[1], title[2], vintage, encoding)


def find(folder: str | Path, kind: Kind) -> Export:
    """Find the newest worldwide export of a kind among the files of a folder.

    Parameters
    ----------
    folder : str or pathlib.Path
        Searched without its subfolders. Files of other kinds are passed over.
    kind : {'register', 'deliveries', 'yearly'}
        What the rows should be.

    Returns
    -------
    Export

    Raises
    ------
    SourceError
        If there is none; the message says what was found instead.
    """
    found, passed = [], []
    for path in sorted(Path(folder).glob("*.json" if kind == "yearly" else "*.csv")):
        try:
            export = recognise(path)
        except SourceError:
            passed.append(path.name)
            continue
        if export.kind == kind and export.is_worldwide:
            found.append(export)
        else:
            passed.append(path.name)
    if not found:
        raise SourceError(
            folder,
            f"holds no worldwide SIPRI export of the kind {kind!r}; "
            f"passed over: {', '.join(passed) or 'nothing'}",
        )
    return max(found, key=lambda export: (export.vintage, export.file.name))


def decode(path: Path) -> tuple[str, str]:
    """Return a file's text and its encoding. Latin-1 never fails, so UTF-8 is tried first."""
    try:
        raw = path.read_bytes()
    except OSError as error:
        raise SourceError(path, f"cannot be read: {error.strerror}") from error
    try:
        return raw.decode("utf-8-sig"), "utf-8"
    except UnicodeDecodeError:
        return raw.decode("latin-1"), "latin-1"


def _kind(path: Path, header: str) -> Kind:
    """Tell the register from the deliveries by the header, or raise naming what differs."""
    given = [RENAMED.get(name, name) for name in header.split(",")]
    expected: dict[Kind, list[str]] = {
        "register": [printed for printed, _ in REGISTER],
        "deliveries": [printed for printed, _ in DELIVERIES],
    }
    for kind, names in expected.items():
        if given == names:
            return kind
    near: Kind = "deliveries" if given[0] == expected["deliveries"][0] else "register"
    raise SourceError(
        path.name,
        f"has another header than a SIPRI {near} export; "
        f"missing: {_listed(expected[near], given)}; new: {_listed(given, expected[near])}; "
        f"{len(given)} columns where {len(expected[near])} are expected",
        line=HEADER_LINE,
    )


def _listed(names: list[str], others: list[str]) -> str:
    return ", ".join(repr(name) for name in names if name not in others) or "nothing"

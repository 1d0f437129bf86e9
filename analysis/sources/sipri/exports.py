"""Recognise SIPRI's exports by what they say of themselves: kind, scope, vintage."""

from __future__ import annotations

import datetime
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, NamedTuple

from analysis.errors import SourceError
from analysis.sources.json_files import read_json
from analysis.sources.sipri.fields import AGAIN
from analysis.sources.sipri.yearly import is_yearly, vintage_in_name

Kind = Literal["register", "deliveries", "tiv_table", "yearly"]

# The whole world, as the preamble words it.
EVERYONE = "All countries"

# SIPRI prints the date in English whatever the reader's locale, so strptime's %b will not do.
MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]

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


class Preamble(NamedTuple):
    """Where an export says what it is; lines are counted from 1."""

    title: str
    date_line: int
    header_line: int


TRANSFERS = Preamble(
    r"Transfers of major conventional arms from (?P<suppliers>.+?) +to (?P<recipients>.+?) *\. "
    r"Deals with .*?('(?P<first>\d{4})' to '(?P<last>\d{4})'.*)?",
    date_line=11,
    header_line=12,
)
# Lines of 2022 are padded with commas to the width of the table.
TIV_2022 = Preamble(
    r'"TIV of arms exports from (?P<suppliers>.+), (?P<first>\d{4})-(?P<last>\d{4})",*',
    date_line=9,
    header_line=11,
)
TIV_2026 = Preamble(r"Volume of transfers of major arms", date_line=8, header_line=10)


@dataclass(frozen=True)
class Export:
    """What a file says about itself.

    Attributes
    ----------
    file : pathlib.Path
        Where it is.
    kind : {'register', 'deliveries', 'tiv_table', 'yearly'}
        What its rows are.
    suppliers, recipients : str
        Whose transfers were asked for, as printed; ``"All countries"`` for the whole world.
    vintage : str
        Date on which SIPRI generated the export, as ``YYYY-MM-DD``. A yearly JSON holds no
        date: the date in its file name, or ``"undated"``.
    encoding : str
        ``"utf-8"`` or ``"latin-1"``.
    header_line : int
        Line of the header, counted from 1; 0 for JSON.
    years : tuple of int, optional
        First and last year asked for; None where the file does not say.
    """

    file: Path
    kind: Kind
    suppliers: str
    recipients: str
    vintage: str
    encoding: str
    header_line: int = 0
    years: tuple[int, int] | None = None

    @property
    def is_worldwide(self) -> bool:
        """Whether the export covers all suppliers and all recipients."""
        return self.suppliers == self.recipients == EVERYONE

    @property
    def last_year(self) -> int:
        """The last year of which the export can tell: that in which it was generated."""
        return int(self.vintage[:4])


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
        if not is_yearly(read_json(path)):
            raise _foreign(path)
        return Export(path, "yearly", EVERYONE, EVERYONE, vintage_in_name(path), "utf-8")
    return open_export(path)[0]


def open_export(path: Path, kind: Kind | None = None) -> tuple[Export, list[str]]:
    """Recognise a CSV export and return its lines.

    Parameters
    ----------
    path : pathlib.Path
        The file.
    kind : str, optional
        What its rows should be. None for any.

    Returns
    -------
    export : Export
        What the file says about itself.
    lines : list of str
        Its lines, from the first, without line feeds.

    Raises
    ------
    SourceError
        If the file is no such export.
    """
    text, encoding = decode(path)
    lines = text.split("\n")
    found = _preamble(lines[0])
    if found is None:
        raise _foreign(path)
    preamble, title = found
    if len(lines) < preamble.header_line:
        raise SourceError(
            path.name,
            f"ends before the header in line {preamble.header_line}: the file is cut; {AGAIN}",
            line=len(lines),
        )
    # The stray ';' that some copies close their lines with also closes the file.
    if lines[-1].strip() and not (lines[-1].endswith(";") and _is_stray(lines, preamble)):
        raise SourceError(
            path.name, f"has no end of the last line: the file is cut; {AGAIN}", line=len(lines)
        )
    said = title.groupdict()
    vintage = _date(path, lines, preamble.date_line)
    years = None
    if said.get("first"):
        years = int(said["first"]), int(said["last"])
        if years[0] > years[1]:
            raise SourceError(path.name, f"asks for the years {years[0]} to {years[1]}", line=1)
    if preamble is TRANSFERS:
        header = lines[preamble.header_line - 1].rstrip("\r").removesuffix(";")
        actual: Kind = _kind(path, header)
        scope = said["suppliers"], said["recipients"]
    else:
        actual = "tiv_table"
        scope = said.get("suppliers") or _supplier_of_2026(path, lines), EVERYONE
    if kind not in (None, actual):
        raise SourceError(
            path.name,
            f"holds a SIPRI {actual} export where a {kind} export is needed; "
            f"read it with read_{actual}()",
        )
    return Export(path, actual, *scope, vintage, encoding, preamble.header_line, years), lines


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
        If there is none; the message says what was found instead. Also if an export of SIPRI's
        is damaged: passing over it would fall back to an older one without a word.
    """
    return find_all(folder, kind)[-1]


def find_all(folder: str | Path, kind: Kind) -> list[Export]:
    """Find all worldwide exports of a kind among the files of a folder.

    Parameters
    ----------
    folder, kind
        As for :func:`find`.

    Returns
    -------
    list of Export
        At least one, the oldest vintage first.

    Raises
    ------
    SourceError
        If there is none, or if an export of SIPRI's is damaged.
    """
    found, passed = [], []
    for path in sorted(Path(folder).glob("*.json" if kind == "yearly" else "*.csv")):
        if not _is_from_sipri(path):
            passed.append(path.name)
            continue
        export = recognise(path)
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
    return sorted(found, key=lambda export: (export.vintage, export.file.name))


def decode(path: Path) -> tuple[str, str]:
    """Return a file's text and its encoding: UTF-8, or Latin-1 as exports to 2024 have it.

    Parameters
    ----------
    path : pathlib.Path
        The file.

    Returns
    -------
    text, encoding : str
        The text; ``"utf-8"`` or ``"latin-1"``.

    Raises
    ------
    SourceError
        If the file cannot be read, or is text in neither encoding.
    """
    try:
        raw = path.read_bytes()
    except OSError as error:
        raise SourceError(path, f"cannot be read: {error.strerror}") from error
    encoding = "utf-8"
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        # Latin-1 never fails. Pairs of bytes that only UTF-8 writes tell that it is not Latin-1.
        if re.search(rb"[\xc2-\xf4][\x80-\xbf]", raw):
            raise SourceError(
                path.name,
                f"mixes UTF-8 with another encoding; {AGAIN}",
                line=raw.count(b"\n", 0, error.start) + 1,
            ) from None
        text, encoding = raw.decode("latin-1"), "latin-1"
    control = re.search(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]", text)
    if control:
        raise SourceError(
            path.name,
            f"is not text in UTF-8 or Latin-1: it holds {control[0]!r}; {AGAIN}",
            line=text.count("\n", 0, control.start()) + 1,
        )
    return text, encoding


def _preamble(first: str) -> tuple[Preamble, re.Match[str]] | None:
    """Return the form whose first line this is, and what that line says."""
    for preamble in (TRANSFERS, TIV_2022, TIV_2026):
        title = re.fullmatch(preamble.title, first.rstrip(";\r\n "))
        if title:
            return preamble, title
    return None


def _is_from_sipri(path: Path) -> bool:
    """Return whether a file begins as SIPRI's do, whatever else may be wrong with it."""
    if path.suffix == ".json":
        return is_yearly(read_json(path))
    with path.open("rb") as file:
        return _preamble(file.readline().decode("latin-1")) is not None


def _foreign(path: Path) -> SourceError:
    return SourceError(
        path.name,
        "is not an export of the SIPRI Arms Transfers Database: the first line should begin "
        "'Transfers of major conventional arms from', 'TIV of arms exports from' or 'Volume of "
        "transfers of major arms'. RTF registers are not read; export the trade register as CSV "
        "from armstransfers.sipri.org",
        line=1,
    )


def _is_stray(lines: list[str], preamble: Preamble) -> bool:
    return lines[preamble.header_line - 1].rstrip("\r").endswith(";")


def _date(path: Path, lines: list[str], number: int) -> str:
    """Return the day on which SIPRI generated the export."""
    printed = lines[number - 1].rstrip(",;\r ")
    when = re.fullmatch(r"(?:Data g|G)enerated: (\d{1,2}) ([A-Z][a-z]{2,8}) (\d{4})( .*)?", printed)
    try:
        if when is None:
            raise ValueError
        day = datetime.date(int(when[3]), MONTHS.index(when[2][:3]) + 1, int(when[1]))
    except ValueError:
        raise SourceError(
            path.name, f"should give the date generated: {printed!r}; {AGAIN}", line=number
        ) from None
    return day.isoformat()


def _supplier_of_2026(path: Path, lines: list[str]) -> str:
    """Return the supplier of a TIV table: since 2026 only the last line names it."""
    last = [line for line in lines if line.strip()][-1]
    total = re.match(r"Total imports from ([^,]+),", last)
    if total is None:
        raise SourceError(
            path.name,
            "should close with the line 'Total imports from …': the file is cut, or it is a "
            f"table of imports, which is not read; {AGAIN}",
            line=len(lines) - 1,
        )
    return total[1]


def _kind(path: Path, header: str) -> Kind:
    """Tell the register from the deliveries by the header, or raise naming what differs."""
    given = [RENAMED.get(name, name) for name in header.split(",")]
    expected: dict[Kind, list[str]] = {
        "register": [printed for printed, _ in REGISTER],
        "deliveries": [printed for printed, _ in DELIVERIES],
    }
    for kind, names in expected.items():
        if sorted(given) == sorted(names):
            return kind
    near: Kind = "deliveries" if "Delivery year" in given else "register"
    raise SourceError(
        path.name,
        f"has another header than a SIPRI {near} export; "
        f"missing: {_listed(expected[near], given)}; new: {_listed(given, expected[near])}; "
        f"{len(given)} columns where {len(expected[near])} are expected; {AGAIN}",
        line=TRANSFERS.header_line,
    )


def _listed(names: list[str], others: list[str]) -> str:
    return ", ".join(repr(name) for name in names if name not in others) or "nothing"

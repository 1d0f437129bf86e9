"""Read the JSON rebuilt from SIPRI's exports of single years."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pandas as pd

from analysis.errors import SourceError
from analysis.sources.json_files import read_json
from analysis.sources.sipri.fields import LISTED, advice, state, text, tiv, typed, whole, year

FIRST_YEAR = 1950
COLUMNS = {
    "supplier": "string",
    "recipient": "string",
    "year": "Int64",
    "number_delivered": "Int64",
    "tiv_million": "Float64",
    "description": "string",
    "designation": "string",
}
ADVICE = "download the file again; nothing was read"


def read_yearly(path: str | Path) -> pd.DataFrame:
    """Read the JSON that a third party rebuilt from SIPRI's exports of single years.

    It is the only source of annual values before 1995. It drops unknown suppliers, counts
    rebel groups with the state they fought in, and **calls the Soviet Union "Russia"**; the
    names are returned as printed.

    Parameters
    ----------
    path : str or pathlib.Path
        JSON object: supplier, then year, then recipient, then a list of
        ``[number, TIV, description, designation]``, all strings.

    Returns
    -------
    pandas.DataFrame
        Columns ``supplier``, ``recipient``, ``year``, ``number_delivered``, ``tiv_million``,
        ``description``, ``designation``, ``vintage``; in the order of the file.

    Raises
    ------
    SourceError
        If the file is not of that form, or holds names that are not known or values that
        cannot be: all are listed. The JSON has one line, so they are placed by supplier, year
        and recipient.
    """
    path = Path(path)
    content = read_json(path)
    if not is_yearly(content):
        raise SourceError(
            path.name,
            "is not of the form supplier > year > recipient > list of deliveries; export the "
            "trade register from armstransfers.sipri.org and read it with read_register()",
            line=1,
        )
    vintage = vintage_in_name(path)
    last = int(vintage[:4]) if vintage != "undated" else 9999
    faults: list[str] = []
    rows = list(_rows(content, last, faults))
    if faults:
        more = f"; and {len(faults) - LISTED} more" if len(faults) > LISTED else ""
        listed = "; ".join(faults[:LISTED])
        raise SourceError(path.name, f"{listed}{more}; {advice(faults, ADVICE)}", line=1)
    columns = zip(*rows, strict=True)
    frame = pd.DataFrame(
        {
            name: typed(values, dtype)
            for (name, dtype), values in zip(COLUMNS.items(), columns, strict=True)
        }
    )
    return frame.assign(vintage=vintage)


def is_yearly(content: Any) -> bool:
    """Return whether a JSON's content is supplier > year > recipient > deliveries.

    Parameters
    ----------
    content : object
        What the file holds.

    Returns
    -------
    bool
        Only the two outer levels are looked at.

    Examples
    --------
    >>> is_yearly({"Russia": {"2004": {"Cuba": []}}}), is_yearly({"Russia": {"Cuba": {}}})
    (True, False)
    """
    by_supplier = content.values() if isinstance(content, dict) else []
    by_year = [item for years in by_supplier if isinstance(years, dict) for item in years.items()]
    return bool(by_year) and all(
        re.fullmatch("[0-9]{4}", when) and isinstance(by_recipient, dict)
        for when, by_recipient in by_year
    )


def vintage_in_name(path: Path) -> str:
    """Return the date in a file's name, or ``"undated"``: the JSON itself holds none.

    Parameters
    ----------
    path : pathlib.Path
        The file.

    Returns
    -------
    str
        ``YYYY-MM-DD`` or ``"undated"``.

    Examples
    --------
    >>> vintage_in_name(Path("armsTransfers_2026-06-16.json"))
    '2026-06-16'
    """
    found = re.search(r"\d{4}-\d{2}-\d{2}", path.name)
    return found[0] if found else "undated"


def _rows(content: dict[str, Any], last: int, faults: list[str]) -> Iterator[tuple[Any, ...]]:
    """Yield the deliveries and note everything that cannot be."""

    def read(meaning: Callable[[str], Any], cell: Any, where: str) -> Any:
        try:
            if not isinstance(cell, str):
                raise ValueError("is not a text")
            return meaning(cell)
        except ValueError as error:
            faults.append(f"{where}: {cell!r} {error}")

    names = {name: read(state, name, "supplier") for name in content}
    when = year(FIRST_YEAR, last)
    for supplier, by_year in content.items():
        if not isinstance(by_year, dict) or not all(by_year.values()):
            faults.append(f"{supplier}: lists no years, or a year without recipients")
            continue
        for printed, by_recipient in by_year.items():
            number = read(when, printed, supplier)
            for recipient, deliveries in by_recipient.items():
                where = f"{supplier} in {printed} to {recipient}"
                if recipient not in names:
                    names[recipient] = read(state, recipient, where)
                if not isinstance(deliveries, list) or not deliveries:
                    faults.append(f"{where}: lists no deliveries")
                    continue
                for delivery in deliveries:
                    if not isinstance(delivery, list) or len(delivery) != 4:
                        faults.append(
                            f"{where}: {delivery!r} is not [number, TIV, description, designation]"
                        )
                        continue
                    meanings = (whole, tiv, text, text)
                    values = [
                        read(meaning, cell, where)
                        for meaning, cell in zip(meanings, delivery, strict=True)
                    ]
                    yield (names[supplier], names[recipient], number, *values)

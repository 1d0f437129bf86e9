"""Read the JSON rebuilt from SIPRI's exports of single years."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pandas as pd

from analysis.errors import SourceError


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
        If the file is not of that form.
    """
    path = Path(path)
    names = ["supplier", "recipient", "year", "number_delivered", "tiv_million"]
    frame = pd.DataFrame(_rows(path), columns=[*names, "description", "designation"])
    types = dict.fromkeys(["supplier", "recipient", "description", "designation"], "string")
    types |= {"year": "Int64", "number_delivered": "Int64", "tiv_million": "Float64"}
    return frame.astype(types).assign(vintage=vintage_in_name(path))


def load_yearly(path: Path) -> dict[str, Any]:
    """Load a yearly JSON after checking that it is one.

    Parameters
    ----------
    path : pathlib.Path
        The file.

    Returns
    -------
    dict
        Supplier > year > recipient > list of deliveries.

    Raises
    ------
    SourceError
        If the file cannot be read, is cut, or is another JSON.
    """
    try:
        content = json.loads(path.read_bytes())
    except OSError as error:
        raise SourceError(path, f"cannot be read: {error.strerror}") from error
    except ValueError as error:
        raise SourceError(path.name, f"is not complete JSON ({error}); download it again") from None
    by_supplier = content.values() if isinstance(content, dict) else []
    by_year = [item for years in by_supplier if isinstance(years, dict) for item in years.items()]
    if not by_year or not all(
        re.fullmatch(r"\d{4}", year) and isinstance(by_recipient, dict)
        for year, by_recipient in by_year
    ):
        raise SourceError(
            path.name, "is not of the form supplier > year > recipient > list of deliveries"
        )
    return content


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


def _rows(path: Path) -> Iterator[tuple[str, str, int, int, float, str, str]]:
    for supplier, by_year in load_yearly(path).items():
        for year, by_recipient in by_year.items():
            for recipient, deliveries in by_recipient.items():
                for delivery in deliveries:
                    try:
                        number, tiv, description, designation = delivery
                        row = int(number), float(tiv), description, designation
                    except (TypeError, ValueError):
                        raise SourceError(
                            path.name,
                            f"{supplier} to {recipient} in {year}: {delivery!r} is not "
                            "[number, TIV, description, designation]",
                        ) from None
                    yield supplier, recipient, int(year), *row

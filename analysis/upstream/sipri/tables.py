"""Read the register and the deliveries: CSV exports with a row per record."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pandas as pd

from analysis.errors import SourceError
from analysis.upstream.sipri.exports import (
    DELIVERIES,
    HEADER_LINE,
    REGISTER,
    Kind,
    decode,
    recognise,
)

STATUSES = {
    "New": "new",
    "Second hand": "second_hand",
    "Second hand but modernized": "second_hand_modernized",
}

# What a field may hold; a blank is missing where the pattern allows it.
PATTERNS = {
    "order_year": r"\d{4}",
    "year": r"\d{4}",
    "deal_id": r"\d+",
    "number_ordered": r"\d*",
    "number_delivered": r"\d*",
    "delivery_years": r"(\d{4}(; \d{4})*)?",
    "status": "|".join(STATUSES),
    "tiv_unit_new_million": r"\d+(\.\d+)?",
    "tiv_unit_million": r"(\d+(\.\d+)?)?",
    "tiv_ordered_million": r"(\d+(\.\d+)?)?",
    "tiv_delivered_million": r"(\d+(\.\d+)?)?",
    "tiv_million": r"\d+(\.\d+)?",
}
FLAGS: dict[Kind, dict[str, object]] = {
    "register": {"": False, "?": True},
    "deliveries": {"": pd.NA, "No": False, "Yes": True},
}


def read_register(path: str | Path) -> pd.DataFrame:
    r"""Read a trade register: one row per deal.

    Exports of 2024 are Latin-1, those of 2026 UTF-8; both are recognised. Rows that a line
    break inside a comment tore apart are joined again.

    Parameters
    ----------
    path : str or pathlib.Path
        CSV export of the trade register.

    Returns
    -------
    pandas.DataFrame
        In the order of the file, with columns ``recipient``, ``supplier``, ``order_year``,
        ``is_order_year_estimated``, ``number_ordered`` (missing: not known),
        ``is_number_ordered_estimated``, ``designation``, ``description``,
        ``number_delivered``, ``is_number_delivered_estimated``, ``delivery_years`` (as
        printed, separated by ``"; "``; empty if nothing was delivered), ``status`` (``new``,
        ``second_hand``, ``second_hand_modernized``), ``comments``, ``tiv_unit_million``,
        ``tiv_ordered_million``, ``tiv_delivered_million`` and ``vintage``.

    Raises
    ------
    SourceError
        If the file is of another kind, cut, or holds a field that cannot be read.

    Notes
    -----
    The preamble says that a blank in the last column means no delivery and ``0`` a small one.
    The 2024 export does not keep to it: deals without deliveries hold ``0``. Test
    ``number_delivered``, not the TIV; exports of 2026 leave it blank if nothing came.

    The register lists years of delivery, not numbers per year: it gives no annual series.
    """
    return _read(path, "register")


def read_deliveries(path: str | Path) -> pd.DataFrame:
    """Read deliveries in long form: one row per deal and year of delivery.

    Parameters
    ----------
    path : str or pathlib.Path
        CSV export of that form. A ``;`` closing the lines, and CRLF, are accepted.

    Returns
    -------
    pandas.DataFrame
        In the order of the file, with columns ``deal_id`` (of SIPRI's database; unique with
        ``year``), ``supplier``, ``recipient``, ``designation``, ``description``,
        ``category``, ``order_year``, ``is_order_year_estimated``, ``number_delivered``,
        ``is_number_delivered_estimated``, ``year`` (of delivery), ``is_year_estimated``,
        ``status``, ``tiv_unit_new_million`` (a new unit), ``tiv_unit_million`` (reduced for
        second-hand status, rounded), ``tiv_million`` (delivered that year),
        ``is_local_production`` and ``vintage``. Flags are missing where not stated.

    Raises
    ------
    SourceError
        If the file is of another kind, cut, holds a field that cannot be read, or holds a
        deal twice in one year.
    """
    frame = _read(path, "deliveries")
    twice = frame[frame.duplicated(["deal_id", "year"], keep=False)]
    if len(twice):
        pairs = twice[["deal_id", "year"]].drop_duplicates().itertuples(index=False)
        listed = ", ".join(f"{deal} in {year}" for deal, year in pairs)
        raise SourceError(Path(path).name, f"holds deals twice in one year: {listed}")
    return frame


def _read(path: str | Path, kind: Kind) -> pd.DataFrame:
    """Read a CSV export of the kind into typed columns, with its vintage."""
    export = recognise(path)
    if export.kind != kind:
        raise SourceError(
            export.file.name,
            f"holds a SIPRI {export.kind} export where a {kind} export is needed; "
            f"read it with read_{export.kind}()",
        )
    names = [name for _, name in (REGISTER if kind == "register" else DELIVERIES)]
    text, _ = decode(export.file)
    numbered = list(_records(export.file, text, len(names)))
    frame = pd.DataFrame(
        [fields for _, fields in numbered],
        columns=names,
        index=[line for line, _ in numbered],
        dtype="string",
    )
    for name in names:
        frame[name] = _typed(frame[name], kind, export.file)
    return frame.assign(vintage=export.vintage).reset_index(drop=True)


def _records(path: Path, text: str, width: int) -> Iterator[tuple[int, list[str]]]:
    """Yield each record's line and fields. SIPRI quotes nothing: a comma always separates."""
    lines = enumerate(text.split("\n")[HEADER_LINE:], start=HEADER_LINE + 1)
    for number, line in lines:
        if not line.strip(";\r "):
            continue
        # A carriage return in an unfinished record is a line break within a comment.
        while line.endswith("\r") and line.count(",") < width - 1:
            following = next(lines, None)
            if following is None:
                break
            line = line.removesuffix("\r") + following[1]
        fields = line.rstrip(";\r").split(",")
        if len(fields) != width:
            raise SourceError(
                path.name,
                f"has {len(fields)} fields where {width} are expected: the file is cut or was "
                "changed by another program; download it again",
                line=number,
            )
        yield number, fields


def _typed(values: pd.Series, kind: Kind, path: Path) -> pd.Series:
    """Return a column's values with their type, or raise at the first that does not fit."""
    name = str(values.name)
    flags = FLAGS[kind]
    pattern = PATTERNS.get(name)
    if name.startswith("is_"):
        pattern = "|".join(re.escape(printed) for printed in flags)
    if pattern is not None:
        wrong = values[~values.str.fullmatch(f"(?:{pattern})")]
        if len(wrong):
            raise SourceError(
                path.name,
                f"cannot be read: {wrong.iloc[0]!r} ({len(wrong)} such fields in this column)",
                line=wrong.index[0],
                column=name,
            )
    if name.startswith("is_"):
        return values.map(flags).astype("boolean")
    if name.startswith("tiv_"):
        return values.replace("", pd.NA).astype("Float64")
    if name.startswith("number_") or name in ("order_year", "year", "deal_id"):
        return values.replace("", pd.NA).astype("Int64")
    if name == "status":
        return values.map(STATUSES).astype("string")
    return values.str.strip()  # some designations close with a space

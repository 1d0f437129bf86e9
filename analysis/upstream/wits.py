"""WITS (World Integrated Trade Solution): merchandise trade as each reporter states it.

Every reader returns the reporter's view: ``flow`` is ``export`` (reporter to partner) or
``import`` (partner to reporter). A pair that is absent was not recorded, which is not zero.
"""

from __future__ import annotations

import json
import re
from collections.abc import Collection
from pathlib import Path

import pandas as pd

from analysis.errors import SourceError
from analysis.upstream.cells import find_columns, read_number, read_sheet

FLOW_KEYS = {"x": "export", "m": "import"}
COLUMNS = ["reporter", "partner", "year", "flow", "value_usd"]


def read_partner_json(path: Path, partners: Collection[str] | None = None) -> pd.DataFrame:
    """Read one reporter's trade with all partners (``{"2016": {"AGO": {"x": …, "m": …}}}``).

    Parameters
    ----------
    path : pathlib.Path
        File named by the reporter's ISO3 code, ``BRA.json``; values in thousand USD.
    partners : collection of str, optional
        Partners to keep. None keeps all, pseudo-partners such as ``BUN`` (bunkers) included.

    Returns
    -------
    pandas.DataFrame
        Columns ``reporter, partner, year, flow, value_usd``; one row per recorded flow.

    Raises
    ------
    SourceError
        If the file is not JSON of that shape or a value is not a non-negative number.
    """
    path = Path(path)
    reporter = path.stem
    if not re.fullmatch("[A-Z]{3}", reporter):
        raise SourceError(path, "the file name is not the reporter's ISO3 code, such as BRA.json")
    if not path.is_file():
        raise SourceError(path, "there is no such file")
    try:
        years = json.loads(path.read_text(encoding="utf-8"))
    except json.JSONDecodeError as error:
        raise SourceError(path, f"is not JSON: {error.msg}", line=error.lineno) from error
    if not isinstance(years, dict) or not all(str(year).isdigit() for year in years):
        raise SourceError(path, "is not an object with a year as each key")
    rows = []
    for year in sorted(years):
        for partner in sorted(years[year]):
            if partners is not None and partner not in partners:
                continue
            for key, thousand in years[year][partner].items():
                where = f"{year}/{partner}/{key}"
                if key not in FLOW_KEYS:
                    raise SourceError(path, "the flow is neither 'x' nor 'm'", column=where)
                if not isinstance(thousand, int | float) or not thousand >= 0:
                    problem = f"is not a number of zero or more: {thousand!r}"
                    raise SourceError(path, problem, column=where)
                rows.append(
                    (reporter, partner, int(year), FLOW_KEYS[key], round(thousand * 1000, 2))
                )
    return pd.DataFrame(rows, columns=COLUMNS)


def read_network(path: Path, year: int) -> pd.DataFrame:
    """Read a Pajek network of one year's reported trade, exports and imports in two blocks.

    Both blocks write ``reporter partner value``. The first holds exports, the second imports, so
    the arrow of the second block runs against the goods. Nothing in the file marks the border:
    the arcs of a reporter stand together, once in each block, so the second block begins where a
    reporter appears again.

    Parameters
    ----------
    path : pathlib.Path
        A ``.net`` file with ``*Vertices`` (quoted ISO3 codes) and ``*Arcs`` (thousand USD).
    year : int
        The year the file is of, which it does not state itself.

    Returns
    -------
    pandas.DataFrame
        Columns ``reporter, partner, year, flow, value_usd``.

    Raises
    ------
    SourceError
        If a line cannot be read, or if the arcs do not form two such blocks.
    """
    path = Path(path)
    if not path.is_file():
        raise SourceError(path, "there is no such file")
    codes: dict[str, str] = {}
    rows: list[tuple[str, str, int, str, float]] = []
    section = ""
    blocks: list[set[str]] = [set()]
    last = ""
    for line, text in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
        parts = text.split()
        if not parts:
            continue
        if parts[0].startswith("*"):
            section = parts[0].lower()
        elif section == "*vertices":
            if len(parts) < 2 or not re.fullmatch('"[A-Z]{3}"', parts[1]):
                raise SourceError(path, f"is not a vertex with an ISO3 code: {text!r}", line=line)
            codes[parts[0]] = parts[1].strip('"')
        elif section == "*arcs":
            if len(parts) != 3 or parts[0] not in codes or parts[1] not in codes:
                raise SourceError(path, f"is not an arc between two vertices: {text!r}", line=line)
            value = read_number(parts[2], path, line, "weight")
            if value is None or value < 0:
                raise SourceError(path, "the weight is negative", line=line, column="weight")
            reporter = codes[parts[0]]
            if reporter != last and reporter in blocks[-1]:
                blocks.append(set())
            blocks[-1].add(reporter)
            last = reporter
            flow = "export" if len(blocks) == 1 else "import"
            rows.append((reporter, codes[parts[1]], year, flow, round(value * 1000, 2)))
        else:
            raise SourceError(path, "stands before *Vertices", line=line)
    if len(blocks) != 2:
        raise SourceError(
            path,
            f"holds {len(blocks)} block(s) of reporters instead of two (exports, then imports), so "
            "that it cannot be known which flow an arc is",
        )
    return pd.DataFrame(rows, columns=COLUMNS)


def read_partner_table(path: Path) -> pd.DataFrame:
    """Read the export of the WITS page "by partner" (sheet ``Partner``).

    Parameters
    ----------
    path : pathlib.Path
        ``WITS-Partner.xlsx``; values in thousand USD from the reporter's view.

    Returns
    -------
    pandas.DataFrame
        Columns ``reporter, partner, year, flow, value_usd``; reporter and partner as WITS names
        them, since the reporter may be a region.

    Raises
    ------
    SourceError
        If the sheet, a column or a number is missing or wrong.
    """
    rows = read_sheet(path, "Partner")
    flows = {"Export (US$ Thousand)": "export", "Import (US$ Thousand)": "import"}
    names = ["Reporter Name", "Partner Name", "Year", *flows]
    at = find_columns(rows[0] if rows else [], names, path, 1)
    found = []
    for line, row in enumerate(rows[1:], start=2):
        if row[at["Partner Name"]] is None:
            continue
        year = read_number(row[at["Year"]], path, line, "Year")
        if year is None:
            raise SourceError(path, "is blank", line=line, column="Year")
        for name, flow in flows.items():
            thousand = read_number(row[at[name]], path, line, name)
            if thousand is not None:
                reporter = str(row[at["Reporter Name"]]).strip()
                partner = str(row[at["Partner Name"]]).strip()
                found.append((reporter, partner, int(year), flow, round(thousand * 1000, 2)))
    return pd.DataFrame(found, columns=COLUMNS)

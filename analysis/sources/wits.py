"""WITS (World Integrated Trade Solution): merchandise trade as each reporter states it.

Every reader returns the reporter's view: ``flow`` is ``export`` (reporter to partner) or
``import`` (partner to reporter). A pair that is absent was not recorded, which is not zero.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from pathlib import Path

import pandas as pd

from analysis.errors import SourceError, unknown
from analysis.sources.cells import (
    IMPOSSIBLE_USD,
    LAST_YEAR,
    find_columns,
    read_value,
    read_year,
    refuse_unknown_codes,
)
from analysis.sources.json_files import read_json
from analysis.sources.series import read_table, read_text, refuse_repeated, split_closed
from analysis.sources.workbook import read_sheet

FIRST_YEAR = 1962
FLOW_KEYS = {"x": "export", "m": "import"}
COLUMNS = ["reporter", "partner", "year", "flow", "value_usd"]

#: What WITS codes beyond the states of today: former states (``SVR`` is the USSR of 1962-74),
#: dependencies of old, bunkers, free zones, special categories and areas not specified.
OTHER_CODES = (
    "BAT", "BLX", "BUN", "ETF", "FRE", "KN1", "MNT", "NZE", "OAS", "PCE", "PCZ", "PMY", "ROM",
    "RYU", "SBH", "SER", "SPE", "SUD", "SVR", "SWK", "TAN", "UNS", "USP", "VDR", "YDR", "ZPM",
    "ZW1",
)  # fmt: skip

#: A reporter may skip years, but one that stands further apart is mistyped.
_LARGEST_GAP = 20

#: Indicators of the summary files → unit of their values.
INDICATORS = {
    "GDP (current US$ Mil)": "million USD",
    "GNI per capita, Atlas method (current US$)": "USD",
    "Trade (% of GDP)": "%",
    "Trade Balance (% of GDP)": "%",
    "Trade Balance (current US$ Mil)": "million USD",
    "Trade in services (% of GDP)": "%",
    "Export(US$ Mil)": "million USD",
    "Export Product share(%)": "%",
    "Exports (in US$ Mil)": "million USD",
    "No. Of Export partners": "number",
    "No. Of Export products": "number",
    "Trade (US$ Mil)-Top 5 Export Partner": "million USD",
    "Partner share(%)-Top 5 Export Partner": "%",
    "Import(US$ Mil)": "million USD",
    "Import Product share(%)": "%",
    "Imports (in US$ Mil)": "million USD",
    "No. Of Import partners": "number",
    "No. Of Import products": "number",
    "Trade (US$ Mil)-Top 5 Import Partner": "million USD",
    "Partner share(%)-Top 5 Import Partner": "%",
    "Duty Free Imports (US$ Thousand)": "thousand USD",
    "Duty Free Tariff Lines Share (%)": "%",
    "Maximum Rate (%)": "%",
    "No. Of Tariff Agreement": "number",
    "Simple Average (%)": "%",
    "Weighted Average (%)": "%",
    "Country Growth (%)": "%",
    "World Growth (%)": "%",
    "HH Market concentration index": "index",
    "Index of export market penetration": "index",
}
#: Rows of values → the rows that state the same as shares of the total.
_SHARES = {
    "Export(US$ Mil)": "Export Product share(%)",
    "Import(US$ Mil)": "Import Product share(%)",
    "Trade (US$ Mil)-Top 5 Export Partner": "Partner share(%)-Top 5 Export Partner",
    "Trade (US$ Mil)-Top 5 Import Partner": "Partner share(%)-Top 5 Import Partner",
}
_TWO_DECIMALS = re.compile(r"-?\d+\.\d\d", re.ASCII)


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
    years = read_json(path)
    if not isinstance(years, dict) or not years or not all(map(str.isdecimal, years)):
        raise SourceError(path, "is not an object with a year as each key")
    rows = []
    places: dict[str, object] = {}
    before = 0
    for text in sorted(years):
        year = read_year(text, path, None, text, FIRST_YEAR, LAST_YEAR)
        if before and year - before > _LARGEST_GAP:
            raise SourceError(path, f"stands {year - before} years after {before}", column=text)
        before = year
        if not isinstance(years[text], dict):
            raise SourceError(path, "is not an object of partners", column=text)
        for partner in sorted(years[text]):
            places.setdefault(partner, text)
            flows = years[text][partner]
            if not isinstance(flows, dict) or not flows:
                raise SourceError(path, "is not an object of flows", column=f"{text}/{partner}")
            for key, thousand in flows.items():
                where = f"{text}/{partner}/{key}"
                if key not in FLOW_KEYS:
                    raise SourceError(path, "the flow is neither 'x' nor 'm'", column=where)
                is_number = isinstance(thousand, int | float) and not isinstance(thousand, bool)
                if not is_number or not 0 <= thousand * 1000 <= IMPOSSIBLE_USD:
                    problem = f"is not a possible number of zero or more: {thousand!r}"
                    raise SourceError(path, problem, column=where)
                if partners is None or partner in partners:
                    usd = round(thousand * 1000, 2)
                    rows.append((reporter, partner, year, FLOW_KEYS[key], usd))
    refuse_unknown_codes(places, path, "partner", OTHER_CODES)
    frame = _frame(rows)
    frame.attrs["vintage"] = f"WITS partner data, {min(years)}-{max(years)}"
    return frame


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
    codes: dict[str, str] = {}
    declared = 0
    rows: list[tuple[str, str, int, str, float]] = []
    section = ""
    blocks: list[dict[str, set[str]]] = [{}]
    last = ""
    for line, content in enumerate(split_closed(path, read_text(path)), start=1):
        parts = content.split()
        if line == 1:
            if len(parts) != 2 or parts[0].lower() != "*vertices" or not parts[1].isdecimal():
                problem = f"is not '*Vertices' with their number: {content!r:.60}; is it Pajek?"
                raise SourceError(path, problem, line=1)
            section, declared = "*vertices", int(parts[1])
        elif section == "*vertices" and parts and parts[0].lower() == "*arcs":
            if len(codes) != declared:
                problem = f"{len(codes)} vertices stand above instead of {declared}"
                raise SourceError(path, problem, line=line)
            section = "*arcs"
        elif section == "*vertices":
            code = parts[1].strip('"') if len(parts) > 1 else ""
            expected = parts and parts[0] == str(len(codes) + 1) and code not in codes.values()
            if not expected or not re.fullmatch('"[A-Z]{3}"', parts[1]):
                problem = f"is not the next vertex with an ISO3 code: {content!r}"
                raise SourceError(path, problem, line=line)
            codes[parts[0]] = code
        else:
            if len(parts) != 3 or not {parts[0], parts[1]} <= codes.keys() or parts[0] == parts[1]:
                problem = f"is not an arc between two vertices: {content!r}"
                raise SourceError(path, problem, line=line)
            value = read_value(parts[2], path, line, "weight", unit=1000)
            if value is None or value > IMPOSSIBLE_USD:
                raise SourceError(path, "is impossible", line=line, column="weight")
            reporter, partner = codes[parts[0]], codes[parts[1]]
            if reporter != last and reporter in blocks[-1]:
                blocks.append({})
            arcs = blocks[-1].setdefault(reporter, set())
            if partner in arcs:
                raise SourceError(path, f"{reporter}-{partner} stands twice", line=line)
            arcs.add(partner)
            last = reporter
            flow = "export" if len(blocks) == 1 else "import"
            rows.append((reporter, partner, year, flow, value))
    if len(blocks) != 2:
        raise SourceError(
            path,
            f"holds {len(blocks)} block(s) of reporters instead of two (exports, then imports), so "
            "that it cannot be known which flow an arc is",
        )
    alone = sorted(blocks[0].keys() ^ blocks[1].keys())
    if alone:
        raise SourceError(
            path,
            f"{', '.join(alone)} stand(s) in only one of the blocks of exports and imports: the "
            "file is cut or an arc is wrong; download it again",
        )
    first = {code: number for number, code in enumerate(codes.values(), start=2)}
    refuse_unknown_codes(first, path, "vertex", OTHER_CODES)
    frame = _frame(rows)
    frame.attrs["vintage"] = f"network of {year}, {len(codes)} vertices"
    return frame


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
    path = Path(path)
    rows = read_sheet(path, "Partner")
    flows = {"Export (US$ Thousand)": "export", "Import (US$ Thousand)": "import"}
    names = ["Reporter Name", "Partner Name", "Year", *flows]
    at = find_columns(rows[0] if rows else [], names, path, 1)
    found = []
    lines = []
    for line, row in enumerate(rows[1:], start=2):
        if all(cell is None for cell in row):
            continue
        reporter, partner = (str(row[at[name]] or "").strip() for name in names[:2])
        if not reporter or not partner:
            raise SourceError(path, "is blank", line=line, column=names[not partner])
        year = read_year(row[at["Year"]], path, line, "Year", FIRST_YEAR, LAST_YEAR)
        for name, flow in flows.items():
            usd = read_value(row[at[name]], path, line, name, unit=1000)
            if usd is not None:
                lines.append(line)
                found.append((reporter, partner, year, flow, usd))
    if not found:
        raise SourceError(path, "holds no values below its header; download it again", line=1)
    frame = _frame(found)
    frame.index = pd.Index(lines)
    refuse_repeated(frame, COLUMNS[:4], str(path))
    frame.attrs["vintage"] = f"WITS by partner, {', '.join(map(str, sorted(set(frame['year']))))}"
    return frame.reset_index(drop=True)


def read_summary(path: Path) -> pd.DataFrame:
    """Read a country's summary file: totals, products, leading partners, tariffs, all years.

    Parameters
    ----------
    path : pathlib.Path
        ``en_BRA_AllYears_WITS_Trade_Summary.CSV``, as issued (Latin-1).

    Returns
    -------
    pandas.DataFrame
        Columns ``reporter, partner, product, topic, indicator, year, value, unit``: reporter by
        the code in the file's name, partner and product as WITS names them, blank where the file
        has dots. An empty cell has no row: a partner outside the first five of a year is not one
        without trade.

    Raises
    ------
    SourceError
        If the file has another name, encoding or header, is cut, or has an unknown indicator, a
        cell that is no number, or a share that does not follow from its value.
    """
    path = Path(path)
    match = re.fullmatch(r"en_([A-Za-z]{3})_AllYears_WITS_Trade_Summary\.csv", path.name, re.I)
    if match is None:
        problem = "the file name is not like en_BRA_AllYears_WITS_Trade_Summary.CSV"
        raise SourceError(path, problem)
    text = read_text(path, "latin-1")
    if not text.isascii() and _is_utf8(text):
        problem = "has been converted to UTF-8; download it again and leave it as it is (Latin-1)"
        raise SourceError(path, problem)
    names = ["Reporter", "Partner", "Product categories", "Indicator Type", "Indicator"]
    lines, at = read_table(path, text, names)
    header = [cell.strip() for cell in lines[0]]
    years = {n: cell for n, cell in enumerate(header) if n not in at.values()}
    span = [read_year(cell, path, 1, cell, FIRST_YEAR, LAST_YEAR) for cell in years.values()]
    if not span or span != list(range(span[0], span[0] - len(span), -1)):
        problem = "the columns of years are not one year after another, latest first"
        raise SourceError(path, problem, line=1)
    found = []
    keys = []
    wrong: dict[str, int] = {}
    for line, row in enumerate(lines[1:], start=2):
        reporter, partner, product, topic, indicator = (row[at[name]].strip() for name in names)
        if indicator not in INDICATORS:
            wrong.setdefault(indicator, line)
            continue
        keys.append((reporter, partner, product, topic, indicator))
        partner, product = partner.replace("...", ""), product.replace("...", "")
        for (position, _), year in zip(years.items(), span, strict=True):
            cell = row[position].strip()
            if not cell:
                continue
            if not _TWO_DECIMALS.fullmatch(cell):
                problem = f"is not a number with two decimals: {cell!r}"
                raise SourceError(path, problem, line=line, column=str(year))
            unit = INDICATORS[indicator]
            key = (match[1].upper(), partner, product, topic, indicator, year)
            found.append((*key, float(cell), unit))
    if wrong:
        problem = f"{unknown('indicator', wrong, INDICATORS)}; lines {list(wrong.values())}"
        raise SourceError(path, problem, line=min(wrong.values()), column="Indicator")
    table = pd.DataFrame(keys, columns=names, index=pd.RangeIndex(2, len(keys) + 2))
    refuse_repeated(table, names, str(path))
    others = sorted(set(table["Reporter"]))
    if len(others) > 1:
        problem = f"names more than one reporter: {', '.join(map(repr, others))}"
        raise SourceError(path, problem, column="Reporter")
    columns = ["reporter", "partner", "product", "topic", "indicator", "year", "value", "unit"]
    frame = pd.DataFrame(found, columns=columns)
    frame = frame.astype({name: "str" for name in columns if name not in ("year", "value")})
    if match[1].upper() != "WLD":  # The world's shares are of another total than the one stated.
        _check_shares(path, frame)
    frame.attrs["vintage"] = f"WITS summary, {span[-1]}-{span[0]}"
    return frame


def _check_shares(path: Path, frame: pd.DataFrame) -> None:
    """Refuse values whose share of the total, which the file states too, is another."""
    cells = {
        (partner, product, indicator, year): value
        for partner, product, indicator, year, value in zip(
            *(frame[name] for name in ("partner", "product", "indicator", "year", "value")),
            strict=True,
        )
    }
    totals = {
        (flow, year): cells.get(("World", "All Products", f"{flow}s (in US$ Mil)", year))
        for flow in ("Export", "Import")
        for year in set(frame["year"])
    }
    for (partner, product, indicator, year), value in cells.items():
        if indicator in _SHARES.values():
            name = {share: amount for amount, share in _SHARES.items()}[indicator]
            if (partner, product, name, year) not in cells:
                problem = f"{partner} {product}: states {indicator!r} without its value"
                raise SourceError(path, problem, column=str(year))
        if indicator not in _SHARES:
            continue
        share = cells.get((partner, product, _SHARES[indicator], year))
        total = totals["Export" if "Export" in indicator else "Import", year]
        if share is None or not total:
            problem = f"{partner} {product}: states {indicator!r} without its share or the total"
            raise SourceError(path, problem, column=str(year))
        # Both are rounded to two decimals, the value in millions.
        room = 0.0051 + 100 * 0.01 * (1 + value / total) / total
        if abs(100 * value / total - share) > room:
            raise SourceError(
                path,
                f"{partner} {product}: {indicator!r} is {value}, but {share} % of {total} is "
                f"{share * total / 100:.2f}; download it again",
                column=str(year),
            )


def _frame(rows: list[tuple[str, str, int, str, float]]) -> pd.DataFrame:
    kinds = {"reporter": "str", "partner": "str", "flow": "str"}
    kinds |= {"year": "int64", "value_usd": "float64"}
    return pd.DataFrame(rows, columns=COLUMNS).astype(kinds)


def _is_utf8(text: str) -> bool:
    try:
        text.encode("latin-1").decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True

"""What a notebook shows besides figures: sentences, tables, recorded results, sources."""

from __future__ import annotations

import hashlib
import math
from collections.abc import Mapping
from html import escape

import numpy as np
import pandas as pd
from IPython.display import display
from pandas.api.types import is_float_dtype, is_numeric_dtype
from pandas.io.formats.style import Styler

from analysis import tables
from analysis.contracts import is_year
from analysis.errors import AnalysisError

RECORD_MIME = "application/vnd.analysis.record+json"
MISSING = "–"


def say(text: str) -> None:
    """Show a sentence whose numbers the code has put in.

    Parameters
    ----------
    text : str
        Markdown, with every number already formatted from a computed value.
    """
    display({"text/markdown": text, "text/plain": text}, raw=True)


def record(name: str, value: float | int | str | None, unit: str) -> None:
    """Store a named result in the cell's output, where reports and checks read it back.

    Parameters
    ----------
    name : str
        Name of the result, unique in the notebook, for example ``"turnover_2013"``.
    value : float, int, str or None
        The value; None or NaN if the data cannot give it.
    unit : str
        Unit, for example ``"USD million"`` or ``"share, 0 to 1"``.

    Raises
    ------
    AnalysisError
        If the unit is empty: a number without a unit is not a result.
    """
    if not unit:
        raise AnalysisError(f"result {name!r} has no unit")
    if value is pd.NA or (isinstance(value, float) and math.isnan(value)):
        value = None
    elif isinstance(value, np.generic):
        value = value.item()
    # Ten digits are more than any source has; the rest is noise between platforms.
    if isinstance(value, float):
        value = float(f"{value:.10g}")
    shown = MISSING if value is None else f"{value:.6g}" if isinstance(value, float) else value
    text = f"{name} = {shown} {unit}"
    display(
        {
            RECORD_MIME: {"name": name, "value": value, "unit": unit},
            "text/html": f'<code style="color: #6a737d">{escape(text)}</code>',
            "text/plain": text,
        },
        raw=True,
    )


def record_rows(frame: pd.DataFrame, name: str, value: str, unit: str) -> None:
    """Store a result of each row of a table; see :func:`record`.

    Parameters
    ----------
    frame : pandas.DataFrame
        The rows.
    name : str
        Name of a result with columns in braces, such as ``"mean_{year}_{partner}"``; what they
        hold is written in small letters.
    value : str
        The column that holds the value.
    unit : str
        Unit of all values.
    """
    for row in frame.to_dict("records"):
        words = {str(column): str(each).lower() for column, each in row.items()}
        record(name.format(**words), row[value], unit)


def table(
    frame: pd.DataFrame,
    *,
    caption: str,
    digits: int | Mapping[str, int] = 1,
    note: str = "",
) -> None:
    """Show a table that people read.

    Parameters
    ----------
    frame : pandas.DataFrame
        The rows. An index that has a name is shown as the first columns.
    caption : str
        What the table holds, with units that the column names do not give.
    digits : int or mapping of str to int, optional
        Digits after the decimal point, for all columns of floats or by column.
    note : str, optional
        One sentence beneath the table.

    Notes
    -----
    Thousands are separated by a thin comma, whole numbers have no decimals, and a missing value
    is a dash, never a zero.
    """
    if frame.index.names != [None]:
        frame = frame.reset_index()
    by_column = (
        digits
        if isinstance(digits, Mapping)
        else {name: digits for name in frame.columns if is_float_dtype(frame[name])}
    )
    shown = pd.DataFrame(
        {
            column: [
                _cell(value, by_column.get(column, 1), is_year=is_year(str(column)))
                for value in frame[column]
            ]
            for column in frame.columns
        }
    )
    right = [{"selector": "td, th", "props": "text-align: right;"}]
    numeric = {name: right for name in frame.columns if is_numeric_dtype(frame[name])}
    # pandas would give every table a random name; this one follows from what the table says.
    text = f"{caption}\n{shown.to_string(index=False)}" + (f"\n{note}" if note else "")
    styler = (
        Styler(shown, uuid=hashlib.sha256(text.encode()).hexdigest()[:10], cell_ids=False)
        .hide(axis="index")
        .set_caption(caption)
        .format(escape="html")
        .set_table_styles(
            [
                {"selector": "caption", "props": "text-align: left; font-weight: 600;"},
                {"selector": "th, td", "props": "text-align: left; padding: 2px 10px;"},
            ]
        )
        .set_table_styles(numeric, overwrite=False)  # type: ignore[arg-type]  # the stub asks for Never
    )
    html = styler.to_html() + (f"<p><em>{note}</em></p>" if note else "")
    display({"text/html": html, "text/plain": text}, raw=True)


def searchable_table(frame: pd.DataFrame, *, caption: str, digits: int = 2) -> None:
    """Show a long table with a field that hides the rows without the words typed in it.

    Parameters
    ----------
    frame : pandas.DataFrame
        The rows.
    caption : str
        What the table holds.
    digits : int, optional
        Digits after the decimal point, for floats.

    Notes
    -----
    The page needs no network. Where scripts do not run, all rows are shown.
    """
    cells = [
        [_cell(value, digits, is_year=is_year(str(name))) for name, value in row.items()]
        for row in frame.to_dict("records")
    ]
    name = hashlib.sha256(f"{caption}{cells}".encode()).hexdigest()[:10]
    head = "".join(f'<th scope="col">{escape(str(column))}</th>' for column in frame.columns)
    body = "\n".join(
        "<tr>" + "".join(f"<td>{escape(cell)}</td>" for cell in row) + "</tr>" for row in cells
    )
    html = f"""<div id="s{name}">
<label>Search in {len(frame)} rows: <input type="search" size="40"></label>
<output aria-live="polite"></output>
<div style="max-height: 40rem; overflow: auto;"><table style="width: 100%;">
<caption style="text-align: left; font-weight: 600;">{escape(caption)}</caption>
<thead><tr>{head}</tr></thead>
<tbody>
{body}
</tbody></table></div></div>
<script>
(() => {{
  const box = document.getElementById("s{name}");
  const rows = [...box.querySelectorAll("tbody tr")];
  box.querySelectorAll("td, th").forEach(cell => cell.style.textAlign = "left");
  box.querySelector("input").addEventListener("input", event => {{
    const words = event.target.value.toLowerCase().split(/\\s+/).filter(Boolean);
    let shown = 0;
    for (const row of rows) {{
      const text = row.textContent.toLowerCase();
      row.hidden = !words.every(word => text.includes(word));
      shown += !row.hidden;
    }}
    box.querySelector("output").textContent = words.length ? `${{shown}} rows` : "";
  }});
}})();
</script>"""
    display({"text/html": html, "text/plain": f"{caption}: {len(frame)} rows"}, raw=True)


def _cell(value: object, digits: int, *, is_year: bool) -> str:
    if value is None or value is pd.NA or value is pd.NaT:
        return MISSING
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, np.generic):
        value = value.item()
    if isinstance(value, float):
        return MISSING if math.isnan(value) else f"{value:,.{digits}f}"
    if isinstance(value, int):
        return f"{value}" if is_year else f"{value:,}"
    if isinstance(value, pd.Timestamp):
        return f"{value:%Y-%m-%d}"
    return str(value)


def known_faults(*names: str) -> None:
    """Show the known faults of the sources of some tables, and what is done about each.

    Parameters
    ----------
    *names : str
        Tables of the catalogue, for example ``"trade/bilateral"``.
    """
    columns = ["source", "key", "problem", "treatment"]
    table(
        tables.faults(*names)[columns],
        caption="Known faults of the sources that touch these tables",
        note="References: python -m analysis data faults.",
    )


def sources(*names: str) -> None:
    """Show where the data of a notebook come from and on what terms.

    Parameters
    ----------
    *names : str
        Tables of the catalogue, for example ``"trade/bilateral"``.
    """
    tables_of: dict[str, list[str]] = {}
    for name, rows in tables.sources(*names).groupby("table", sort=False):
        lines = [f"terms: {'; '.join(rows['licence'].unique())}", ""]
        for row in rows.to_dict("records"):
            parts = [row["title"], row["citation"], row["vintage"], f"retrieved {row['retrieved']}"]
            if row["url"]:
                parts.append(f"<{row['url']}>")
            lines.append("- " + "; ".join(str(part) for part in parts if part))
        # Tables with the same sources share one list.
        tables_of.setdefault("\n".join(lines), []).append(str(name))
    blocks = [f"**{', '.join(tables)}** – {lines}" for lines, tables in tables_of.items()]
    say("\n\n".join([*blocks, "Hashes, schemas and full citations: `data/datapackage.json`."]))

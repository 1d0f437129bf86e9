"""UN Comtrade as republished by chapter: a reporter's trade with one partner by HS chapter."""

from __future__ import annotations

import json
from pathlib import Path

import pandas as pd

from analysis.errors import SourceError

_FLOWS = {"Export": "export", "Import": "import"}


def read_chapters(path: Path) -> pd.DataFrame:
    """Read one partner's HS chapters (``{"Import": [{"year", "ccode", "pct", "value"}], …}``).

    Parameters
    ----------
    path : pathlib.Path
        File named by the partner's Comtrade code, ``76.json``; values in USD.

    Returns
    -------
    pandas.DataFrame
        Columns ``partner_code, year, flow, chapter, value_usd``; flow from the reporter's view.
        The reporter is not stated in the file.

    Raises
    ------
    SourceError
        If the file has another shape, a chapter occurs twice or a value is negative.
    """
    path = Path(path)
    if not path.stem.isdigit():
        raise SourceError(path, "the file name is not a Comtrade code, such as 76.json")
    if not path.is_file():
        raise SourceError(path, "there is no such file")
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
    except json.JSONDecodeError as error:
        raise SourceError(path, f"is not JSON: {error.msg}", line=error.lineno) from error
    if not isinstance(content, dict) or set(content) != set(_FLOWS):
        raise SourceError(path, "does not hold exactly the lists 'Import' and 'Export'")
    rows = []
    for name, flow in _FLOWS.items():
        for number, item in enumerate(content[name]):
            where = f"{name}[{number}]"
            try:
                row = (int(item["year"]), int(item["ccode"]), float(item["value"]))
            except (KeyError, TypeError, ValueError) as error:
                problem = f"lacks year, ccode or value: {item!r}"
                raise SourceError(path, problem, column=where) from error
            if not row[2] >= 0:
                raise SourceError(path, f"is negative: {row[2]}", column=where)
            rows.append((int(path.stem), row[0], flow, row[1], row[2]))
    frame = pd.DataFrame(rows, columns=["partner_code", "year", "flow", "chapter", "value_usd"])
    twice = frame[frame.duplicated(["year", "flow", "chapter"])]
    if len(twice):
        named = ", ".join(f"{r.flow} {r.year} HS{r.chapter:02d}" for r in twice.itertuples())
        raise SourceError(path, f"holds a chapter twice: {named}")
    return frame


def sum_chapters(chapters: pd.DataFrame) -> pd.DataFrame:
    """Return total trade by year and flow as the sum over the recorded chapters.

    Parameters
    ----------
    chapters : pandas.DataFrame
        From :func:`read_chapters`.

    Returns
    -------
    pandas.DataFrame
        Columns ``partner_code, year, flow, value_usd``.

    Examples
    --------
    >>> rows = [(76, 2020, "export", 31, 5.0), (76, 2020, "export", 27, 2.0)]
    >>> names = ["partner_code", "year", "flow", "chapter", "value_usd"]
    >>> sum_chapters(pd.DataFrame(rows, columns=names))["value_usd"].tolist()
    [7.0]
    """
    keys = ["partner_code", "year", "flow"]
    return chapters.groupby(keys, sort=True)["value_usd"].sum().reset_index()

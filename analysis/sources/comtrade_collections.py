"""UN Comtrade as others republish it: by chapter, by partner, and as edges of products."""

from __future__ import annotations

from collections import defaultdict
from pathlib import Path
from typing import Any

import pandas as pd

from analysis.errors import SourceError
from analysis.sources.cells import IMPOSSIBLE_WORLD_USD, LAST_YEAR, read_year
from analysis.sources.json_files import read_json

_FLOWS = {"Export": "export", "Import": "import"}
_FIRST_YEAR = 1988  # the first of the Harmonized System
#: Percentages are printed with two decimals.
_ROUNDING = 0.0051


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
        If the file has another shape, a chapter occurs twice, a value is impossible, or the
        percentages, which the file states too, do not follow from the values.
    """
    path = Path(path)
    if not path.stem.isdigit():
        raise SourceError(path, "the file name is not a Comtrade code, such as 76.json")
    content = read_json(path)
    if not isinstance(content, dict) or set(content) != set(_FLOWS):
        raise SourceError(path, "does not hold exactly the lists 'Import' and 'Export'")
    rows = []
    shares: list[tuple[str, tuple[int, str], float, float]] = []
    sums: defaultdict[tuple[int, str], float] = defaultdict(float)
    for name, flow in _FLOWS.items():
        if not isinstance(content[name], list):
            raise SourceError(path, "is not a list", column=name)
        for number, item in enumerate(content[name]):
            where = f"{name}[{number}]"
            year, chapter, share, value = _fields(
                path, where, item, ("year", "ccode", "pct", "value")
            )
            chapter = int(chapter) if 1 <= chapter <= 99 and chapter == int(chapter) else 0
            if not chapter:
                raise SourceError(path, f"is no chapter: {item['ccode']!r}", column=where)
            key = (read_year(year, path, None, where, _FIRST_YEAR, LAST_YEAR), flow)
            sums[key] += value
            shares.append((where, key, value, share))
            rows.append((int(path.stem), key[0], flow, chapter, value))
    frame = pd.DataFrame(rows, columns=["partner_code", "year", "flow", "chapter", "value_usd"])
    twice = frame[frame.duplicated(["year", "flow", "chapter"])]
    if len(twice):
        named = ", ".join(f"{r.flow} {r.year} HS{r.chapter:02d}" for r in twice.itertuples())
        raise SourceError(path, f"holds a chapter twice: {named}")
    for where, key, value, share in shares:
        expected = 100 * value / sums[key] if sums[key] else 0.0
        if abs(expected - share) > _ROUNDING:
            raise SourceError(
                path,
                f"states {share} % of the {key[1]}s of {key[0]}, but the values give "
                f"{expected:.2f} %: a value is wrong or a chapter is missing; download it again",
                column=where,
            )
    kinds = {"partner_code": "int64", "year": "int64", "chapter": "int64", "value_usd": "float64"}
    frame = frame.astype(kinds)
    frame.attrs["vintage"] = _span(frame)
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


def _fields(path: Path, where: str, item: Any, names: tuple[str, ...]) -> list[Any]:
    """Return the named numbers of a record, refusing what none can be."""
    found = []
    for name in names:
        value = item.get(name) if isinstance(item, dict) else None
        if isinstance(value, bool) or not isinstance(value, int | float):
            raise SourceError(path, f"lacks {', '.join(names)} or has no number", column=where)
        if not 0 <= value <= IMPOSSIBLE_WORLD_USD:
            problem = f"is negative: {value}" if value < 0 else f"is impossible: {value}"
            raise SourceError(path, problem, column=where)
        found.append(value if name == "year" else float(value))
    return found


def _span(frame: pd.DataFrame) -> str:
    return f"Comtrade, years {frame['year'].min()}-{frame['year'].max()}"

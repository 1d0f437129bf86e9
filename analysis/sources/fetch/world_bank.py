"""World Bank International Debt Statistics: what the region owes the partner and the world.

References
----------
World Bank, Indicators API, https://datahelpdesk.worldbank.org/knowledgebase/articles/889392
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from analysis import countries, tables
from analysis.errors import SourceError
from analysis.sources.fetch.content import quote_message, read_json
from analysis.sources.fetch.sources import Entry, Request
from analysis.sources.fetch.store import Store
from analysis.study import Study

ALL_CREDITORS = "WLD"
STOCKS = tuple(f"DT.DOD.{kind}.CD" for kind in ("BLAT", "MLAT", "PBND", "PCBK", "PROP"))
SERVICE = tuple(f"DT.{flow}.{kind}.CD" for flow in ("AMT", "INT") for kind in ("BLAT", "PROP"))
PER_PAGE = 32_500  # the most that the interface takes
INTERVAL_S = 0.5


def list_requests(entry: Entry, store: Store, study: Study) -> Iterator[Request]:
    """Yield one request a series, and further pages once the first says that there are any.

    Parameters
    ----------
    entry : Entry
        The row of the table.
    store : Store
        Where the first page is read back from.
    study : Study
        Whose region, and whose partner and predecessors as creditors.

    Yields
    ------
    Request
        One file each.
    """
    states = tables.load("common/states")
    owed = states["iso3"].isin(study.states) & states["is_ids_debtor"]
    debtors = ";".join(sorted(states.loc[owed, "iso3"]))
    lineage = [study.partner, *study.predecessors]
    creditors = ";".join([*(countries.to_code(each, "ids") for each in lineage), ALL_CREDITORS])
    for series in (*STOCKS, *SERVICE):
        page, pages = 1, 1
        while page <= pages:
            url = (
                f"{entry.url.rstrip('/')}/v2/sources/6/country/{debtors}/series/{series}"
                f"/counterpart-area/{creditors}/time/all"
                f"?format=json&per_page={PER_PAGE}&page={page}"
            )
            name = f"{series}.json" if page == 1 else f"{series}_page{page}.json"
            file = str(Path(entry.file).parent / name)
            request = Request(entry, file, url, url, check=check_answer, interval_s=INTERVAL_S)
            yield request
            if store.fault(request) is None:
                pages = int(read_json(store.path(file), file)["pages"])
            page += 1


def check_answer(path: Path, name: str) -> None:
    """Refuse an error body and a page that holds other than its share of the rows.

    Parameters
    ----------
    path : Path
        The received file. (XML, the interface's usual error, was refused before.)
    name : str
        The file, for messages.

    Raises
    ------
    SourceError
        With the interface's own words.
    """
    answer: Any = read_json(path, name)
    try:
        page, per_page, total = (int(answer[each]) for each in ("page", "per_page", "total"))
        rows = answer["source"]["data"]
        int(answer["pages"])
    except (KeyError, TypeError, ValueError):
        said = quote_message(path.read_text(encoding="utf-8-sig"))
        raise SourceError(name, f'the World Bank answered without data: "{said}"') from None
    expected = min(per_page, total - (page - 1) * per_page)
    if len(rows) != expected:
        raise SourceError(
            name, f"page {page} holds {len(rows)} rows and should hold {expected}; fetch it again"
        )

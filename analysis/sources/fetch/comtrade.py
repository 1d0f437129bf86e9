"""UN Comtrade: one request a year and side, because the interface cuts long answers silently.

References
----------
UN Comtrade developer portal, https://comtradedeveloper.un.org/
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from urllib.parse import urlencode

from analysis import countries
from analysis.errors import ParameterError, SourceError
from analysis.sources.fetch.content import quote_message, read_json
from analysis.sources.fetch.redact import read_key
from analysis.sources.fetch.sources import Entry, Request
from analysis.study import Study

CAP_WITHOUT_KEY = 500
# The documentation and a public client disagree on the free key's cap, so either is suspect.
CAPS_WITH_KEY = (100_000, 250_000)
INTERVAL_S = 1.0
_NAMED_STATES = 4  # more than these are named by a digest


@dataclass(frozen=True)
class Query:
    """What to ask of Comtrade.

    Parameters
    ----------
    years : sequence of int
        Calendar years.
    states : sequence of str
        ISO3 of states of the region.
    study : Study
        Whose region and partner.
    flow : str
        ``"X"`` exports, ``"M"`` imports, or ``"M,X"``.
    commodity : str
        ``"TOTAL"``, a level (``"AG2"``) or HS codes joined by commas.
    partner : str, optional
        ISO3 of a partner that the study compares its own with. None for the study's own.
    """

    years: Sequence[int]
    states: Sequence[str]
    study: Study
    flow: str = "M,X"
    commodity: str = "TOTAL"
    partner: str | None = None


def read_years(text: str) -> list[int]:
    """Return the years that a text names.

    Parameters
    ----------
    text : str
        ``"2014"`` or ``"1996-2016"``.

    Returns
    -------
    list of int
        In order.

    Raises
    ------
    ParameterError
        If it is neither, or the years are in the wrong order.

    Examples
    --------
    >>> read_years("2013-2015")
    [2013, 2014, 2015]
    """
    found = re.fullmatch(r"([0-9]{4})(?:-([0-9]{4}))?", text)
    first, last = (found.group(1), found.group(2) or found.group(1)) if found else ("1", "0")
    if first > last:
        raise ParameterError(f"years {text!r} are not of the form 2014 or 1996-2016")
    return list(range(int(first), int(last) + 1))


def list_requests(entry: Entry, query: Query) -> Iterator[Request]:
    """Yield the requests: for each year the partner's report, then the states' reports.

    Parameters
    ----------
    entry : Entry
        The row of the table.
    query : Query
        What to ask.

    Yields
    ------
    Request
        One file each; a finished one is not asked for again.
    """
    partner = query.partner or query.study.partner
    # Comtrade's own codes differ from M49 for some states.
    counterpart = countries.to_code(partner, "comtrade")
    states = ",".join(countries.to_code(iso3, "comtrade") for iso3 in query.states)
    everyone = sorted(query.states) == sorted(query.study.states)
    key = read_key(entry.key_variable)
    for year in query.years:
        for side, reporters, others in (
            (f"{partner}-reports", counterpart, states),
            (f"states-report-{partner}", states, counterpart),
        ):
            asked = {
                "reporterCode": reporters,
                "partnerCode": others,
                "period": str(year),
                "flowCode": query.flow,
                "cmdCode": query.commodity,
                # One total a pair: without these the rows double by route and procedure.
                "partner2Code": "0",
                "motCode": "0",
                "customsCode": "C00",
                "includeDesc": "true",
            }
            yield Request(
                entry=entry,
                file=_name(entry, query, side, year, everyone),
                url=_address(entry, asked, bool(key)),
                identity="comtrade C/A/HS " + urlencode(asked, safe=","),
                headers={"Ocp-Apim-Subscription-Key": key} if key else {},
                secrets=(key,) if key else (),
                check=partial(check_answer, has_key=bool(key)),
                interval_s=INTERVAL_S,
            )


def check_answer(path: Path, name: str, *, has_key: bool = False) -> None:
    """Refuse an answer that is an error, contradicts itself, or was cut at the cap.

    Parameters
    ----------
    path : Path
        The received file.
    name : str
        The file, for messages.
    has_key : bool
        Whether a key was sent, which decides the cap.

    Raises
    ------
    SourceError
        With the interface's own words, or with how to split the request.
    """
    answer = read_json(path, name)
    rows = answer.get("data") if isinstance(answer, dict) else None
    if not isinstance(rows, list):
        said = quote_message(path.read_text(encoding="utf-8-sig"))
        raise SourceError(name, f'Comtrade answered without data: "{said}"')
    if answer.get("error"):
        raise SourceError(name, f'Comtrade answered with an error: "{answer["error"]}"')
    count = answer.get("count")
    if count != len(rows):
        raise SourceError(name, f"counts {count} rows and holds {len(rows)}; fetch it again")
    caps = CAPS_WITH_KEY if has_key else (CAP_WITHOUT_KEY,)
    if count in caps or count >= caps[-1]:
        advice = "one flow at a time (--flow X, then --flow M), fewer --states"
        advice += ", or one --commodity at a time"
        if not has_key:
            advice += f"; or set COMTRADE_KEY: with a key the cap is {CAPS_WITH_KEY[0]:,} or more"
        raise SourceError(
            name,
            f"holds {count:,} rows, which is the cap of one answer, so rows are missing; it is "
            f"one year already: split it further by {advice}",
        )


def _address(entry: Entry, asked: dict[str, str], has_key: bool) -> str:
    root = entry.url.rstrip("/")
    if has_key:
        return f"{root}/data/v1/get/C/A/HS?{urlencode(asked, safe=',')}"
    # The open interface spells this one parameter in small letters.
    named = {name.replace("reporterCode", "reportercode"): value for name, value in asked.items()}
    return f"{root}/public/v1/preview/C/A/HS?{urlencode(named, safe=',')}"


def _name(entry: Entry, query: Query, side: str, year: int, everyone: bool) -> str:
    """Return a name that tells the question, so that no answer replaces one to another."""
    parts = [side, str(year), query.commodity.replace(",", "-")]
    if query.flow != "M,X":
        parts.append(query.flow)
    if not everyone:
        joined = "-".join(query.states)
        many = len(query.states) > _NAMED_STATES
        parts.append(hashlib.sha1(joined.encode()).hexdigest()[:8] if many else joined)
    if len(parts[2]) > 40:
        parts[2] = hashlib.sha1(parts[2].encode()).hexdigest()[:8]
    return str(Path(entry.file).parent / ("_".join(parts) + ".json"))

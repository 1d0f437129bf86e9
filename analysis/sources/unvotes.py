"""Issue codes of General Assembly roll calls, from the R package unvotes (Voeten's data).

``un_roll_calls.rda`` gives each roll call its session and the symbol of its resolution,
``un_roll_call_issues.rda`` its issues. Codes end with session 74 (2019-20). The two files carry no
key of the UN Digital Library, so that codes pass to its records by the symbol, which both print in
their own ways.
"""

from __future__ import annotations

import re
from pathlib import Path

import pandas as pd

from analysis.errors import SourceError
from analysis.sources.csv_file import refuse_where
from analysis.sources.rdata import read_frame

ISSUES = {
    "me": "Middle East (Palestinian conflict)",
    "nu": "nuclear weapons and material",
    "di": "arms control and disarmament",
    "hr": "human rights",
    "co": "colonialism",
    "ec": "economic development",
}
LAST_CODED_SESSION = 74
FIRST_SYMBOL_SESSION = 18
"""Before it, unvotes prints pages of the official records where later it prints symbols."""

_ROMAN = {"I": 1, "V": 5, "X": 10, "L": 50}
_OLD = re.compile(r"A/RES/(\d+)\((ES-|S-)?([IVXL]+|\d+)\)(?:\[(.+)\])?")
_NEW = re.compile(r"A/RES/((?:ES-|S-)?\d+)/+(\d+)(.*)")
_UNVOTES = re.compile(r"(?:R|A/RES|GOAR)/((?:ES-)?\d+)/(\d+)(.*)")
_UNVOTES_SPECIAL = re.compile(r"(ESS|SS)/(\d+)/(\d+)(.*)")


def read_issues(roll_calls: Path, issues: Path) -> pd.DataFrame:
    """Read roll calls with their issue codes.

    Parameters
    ----------
    roll_calls : Path
        ``un_roll_calls.rda``.
    issues : Path
        ``un_roll_call_issues.rda``.

    Returns
    -------
    pandas.DataFrame
        One row a roll call, in order of rcid: rcid, session, symbol (as printed, may be empty),
        key (see :func:`symbol_key`; missing where the symbol is none and before session 18),
        is_part (vote on a paragraph or an amendment), and the issues me, nu, di, hr, co, ec as
        booleans. Issues overlap, and many roll calls have none.

    Raises
    ------
    SourceError
        If a file is not the R file that it should be, or an issue code is not known.
    """
    calls = read_frame(roll_calls, ("rcid", "session", "unres", "amend", "para"), "un_roll_calls")
    coded = read_frame(issues, ("rcid", "short_name"), "un_roll_call_issues")
    if bad := sorted(set(coded["short_name"]) - set(ISSUES)):
        raise SourceError(
            issues.name,
            f"unknown issue codes {', '.join(bad)}; known: {', '.join(ISSUES)}",
            column="short_name",
        )
    rows = {roll_calls: range(1, len(calls) + 1), issues: range(1, len(coded) + 1)}
    for path, frame in ((roll_calls, calls), (issues, coded)):
        whole = pd.to_numeric(frame["rcid"], errors="coerce").fillna(0.5) % 1 == 0
        refuse_where(path.name, ~whole, frame["rcid"], rows[path], "not a number", "row")
    twice = calls["rcid"].duplicated()
    problem = "roll call listed before"
    refuse_where(roll_calls.name, twice, calls["rcid"], rows[roll_calls], problem, "row")
    unlisted = ~coded["rcid"].isin(calls["rcid"])
    problem = f"not in {roll_calls.name}"
    refuse_where(issues.name, unlisted, coded["rcid"], rows[issues], problem, "row")
    calls = calls.assign(rcid=calls["rcid"].astype("int64"))
    flags = pd.crosstab(coded["rcid"].astype("int64"), coded["short_name"]).gt(0)
    flags = flags.reindex(index=calls["rcid"], columns=list(ISSUES), fill_value=False)
    part = calls[["amend", "para"]].apply(pd.to_numeric, errors="coerce").eq(1).any(axis="columns")
    symbol = calls["unres"].fillna("").astype("str")
    key = symbol.map(symbol_key).where(calls["session"] >= FIRST_SYMBOL_SESSION)
    frame = pd.DataFrame(
        {
            "rcid": calls["rcid"],
            "session": calls["session"].astype("int64"),
            "symbol": symbol,
            "key": key,
            "is_part": part,
        }
    )
    frame = pd.concat([frame, flags.reset_index(drop=True)], axis="columns")
    frame = frame.sort_values("rcid").reset_index(drop=True)
    frame.attrs["vintage"] = (
        f"unvotes, sessions {frame['session'].min()} to {frame['session'].max()}"
    )
    return frame


def match_issues(resolutions: pd.Series, coded: pd.DataFrame) -> pd.DataFrame:
    """Pass issue codes on to resolutions by their symbols.

    A resolution takes the codes of the roll call with its symbol; where several carry it, those
    of the votes on the whole text, not on paragraphs or amendments. A symbol that unvotes prints
    with letters only (R/26/2754A and R/26/2754B for two votes on resolution 2754) passes its
    codes on if all its roll calls have the same. What has no match stays uncoded: that is not
    the same as "about none of the six issues".

    Parameters
    ----------
    resolutions : pandas.Series of str
        Symbols as the UN Digital Library prints them.
    coded : pandas.DataFrame
        As :func:`read_issues` returns it.

    Returns
    -------
    pandas.DataFrame
        In the order and with the index of the resolutions: is_matched and the six issues, all
        boolean; the issues are false where there is no match.
    """
    codes = list(ISSUES)
    known = coded[coded["key"].notna()]
    whole = known.groupby("key")["is_part"].transform("all") | ~known["is_part"]
    exact = known[whole].groupby("key")[codes].any()

    base = known["key"].str.extract(r"^([^/]+/\d+)", expand=False)
    spread = known.groupby(base)[codes].agg(["min", "max"])
    same = pd.concat([spread[c, "min"].eq(spread[c, "max"]) for c in codes], axis="columns").all(
        axis="columns"
    )
    loose = spread.loc[same].xs("max", axis="columns", level=1)[codes]
    lookup = pd.concat([exact, loose[~loose.index.isin(exact.index)]])

    keys = resolutions.map(symbol_key)
    matched = keys.isin(lookup.index)
    out = lookup.reindex(keys).set_axis(resolutions.index)
    out = out.eq(True)  # a key without a match is missing there, and not coded here
    out.insert(0, "is_matched", matched)
    return out


def symbol_key(symbol: str) -> str | None:
    """Return one form for the symbols of both sources.

    Parameters
    ----------
    symbol : str
        A symbol as the UN Digital Library or unvotes prints it.

    Returns
    -------
    str or None
        ``session/number`` with the part, if any: ``"68/262"``, ``"26/2775A"``, ``"ES-10/19"``.
        None for anything else.

    Examples
    --------
    >>> [symbol_key(s) for s in ("A/RES/68/262", "R/68/262", "A/RES/2775(XXVI)[A]", "R/26/2775A")]
    ['68/262', '68/262', '26/2775A', '26/2775A']
    >>> symbol_key("A/RES/ES-10/19"), symbol_key("A/RES/50/38[B-XII]"), symbol_key("R/50/38B/XII")
    ('ES-10/19', '50/38BXII', '50/38BXII')
    >>> symbol_key("A/RES/79/XX") is None
    True
    """
    if old := _OLD.fullmatch(symbol):
        number, kind, session, part = old.groups()
        session = session if session.isdigit() else str(_roman(session))
        return f"{kind or ''}{session}/{number}{_part(part or '')}"
    if found := (_NEW.fullmatch(symbol) or _UNVOTES.fullmatch(symbol)):
        session, number, part = found.groups()
        return f"{session}/{number}{_part(part)}"
    if special := _UNVOTES_SPECIAL.fullmatch(symbol):
        kind, session, number, part = special.groups()
        return f"{'ES' if kind == 'ESS' else 'S'}-{session}/{number}{_part(part)}"
    return None


def _part(text: str) -> str:
    return re.sub(r"Section|[^A-Za-z0-9]", "", text)


def _roman(text: str) -> int:
    values = [_ROMAN[letter] for letter in text]
    following = [*values[1:], 0]
    return sum(-v if v < after else v for v, after in zip(values, following, strict=True))

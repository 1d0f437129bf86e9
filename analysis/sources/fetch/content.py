"""Is it what its name says? Servers answer with error pages under the right address."""

from __future__ import annotations

import gzip
import html
import json
import re
import zipfile
from pathlib import Path
from typing import Any

from analysis.errors import SourceError

_BEGINNING = 4096
_R = (b"\x1f\x8b", b"BZh", b"\xfd7zXZ", b"RDX")
_MAGIC = {
    ".rda": _R,
    ".rdata": _R,
    ".rds": _R,
    ".dta": (b"q", b"r", b"s"),  # releases 113 to 115 of Stata's format
    ".parquet": (b"PAR1",),
    ".xz": (b"\xfd7zXZ",),
    ".feather": (b"ARROW1", b"FEA1"),
    ".xls": (b"\xd0\xcf\x11\xe0",),
    ".xlsx": (b"PK\x03\x04",),
    ".zip": (b"PK\x03\x04",),
    ".gz": (b"\x1f\x8b",),
}
_WORLD_BANK_MESSAGE = re.compile(r"<wb:message\b[^>]*>(.*?)</wb:message>", re.DOTALL)
_TITLE = re.compile(r"<title[^>]*>(.*?)</title>", re.DOTALL | re.IGNORECASE)


def check_content(path: Path, name: str) -> None:
    """Refuse an empty file, an error page, and a file of another format than its name says.

    Parameters
    ----------
    path : Path
        The received file.
    name : str
        The name that it is to have; the ending says the format.

    Raises
    ------
    SourceError
        With what was found instead; the text of an error message is quoted.
    """
    with path.open("rb") as file:
        beginning = file.read(_BEGINNING)
    if not beginning.strip():
        raise SourceError(name, "the answer is empty; try again, or get the file by hand")
    ending = Path(name).suffix.lower()
    refuse_page(beginning, name, ending)
    magic = _MAGIC.get(ending)
    if magic and not beginning.startswith(magic):
        raise SourceError(name, f"does not begin as a {ending} file does: {beginning[:16]!r}")
    if ending == ".gz":
        _unpack(path, name)
    elif ending in (".xlsx", ".zip"):
        _test_zip(path, name)
    elif ending == ".json":
        read_json(path, name)
    elif not magic and b"\0" in beginning:
        raise SourceError(name, f"is not text: it begins with {beginning[:16]!r}")


def refuse_page(beginning: bytes, name: str, ending: str) -> None:
    """Refuse HTML and XML where a data file was asked for.

    Parameters
    ----------
    beginning : bytes
        The first bytes of the answer.
    name : str
        The file, for the message.
    ending : str
        Ending of its name, in lower case.

    Raises
    ------
    SourceError
        If the answer is a page; its message or title is quoted.
    """
    if ending in (".html", ".xml") or not beginning.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<"):
        return
    said = quote_message(beginning.decode("utf-8", "replace"))
    kind = "XML" if beginning.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<?xml") else "a web page"
    raise SourceError(
        name,
        f"the server answered with {kind} instead of a {ending or 'data'} file"
        + (f', which says "{said}"' if said else "")
        + "; the address may have moved or need a visit in a browser first",
    )


def quote_message(text: str) -> str:
    """Return what an error body says, in one short line.

    Parameters
    ----------
    text : str
        Body of an answer: JSON with a message, the World Bank's XML, a web page, or plain text.

    Returns
    -------
    str
        At most 200 characters.

    Examples
    --------
    >>> quote_message('{"statusCode": 429, "message": "Rate limit is exceeded."}')
    'Rate limit is exceeded.'
    >>> quote_message('<html><title>Just a moment…</title><body>…</body></html>')
    'Just a moment…'
    """
    said = ""
    try:
        said = _message(json.loads(text)) or ""
    except ValueError:
        for pattern in (_WORLD_BANK_MESSAGE, _TITLE):
            if found := pattern.search(text):
                said = html.unescape(found.group(1))
                break
        else:
            said = re.sub(r"<[^>]*>", " ", text)
    said = " ".join(said.split())
    return "".join(filter(str.isprintable, said))[:200]  # no escape codes for the terminal


def read_json(path: Path, name: str) -> Any:
    """Read a whole JSON file: one that was cut does not parse.

    Parameters
    ----------
    path : Path
        The received file.
    name : str
        The file, for the message.

    Returns
    -------
    object
        The parsed content.

    Raises
    ------
    SourceError
        If it is not JSON.
    """
    try:
        return json.loads(path.read_bytes().decode("utf-8-sig"))
    except ValueError as error:
        raise SourceError(name, f"is not JSON, or was cut off ({error}); fetch it again") from None


def _message(content: Any) -> str | None:
    """Return the first message in a parsed error body."""
    if isinstance(content, list):
        return next(filter(None, map(_message, content)), None)
    if not isinstance(content, dict):
        return None
    for key in ("message", "error", "errorMessage", "value", "detail"):
        found = content.get(key)
        if isinstance(found, str) and found:
            return found
        if isinstance(found, (list, dict)) and (inner := _message(found)):
            return inner
    return None


def _unpack(path: Path, name: str) -> None:
    try:
        with gzip.open(path) as file:
            while file.read(1 << 20):
                pass
    except (OSError, EOFError) as error:
        raise SourceError(name, f"is a damaged gzip file ({error}); fetch it again") from None


def _test_zip(path: Path, name: str) -> None:
    try:
        with zipfile.ZipFile(path) as archive:
            broken = archive.testzip()
    except (zipfile.BadZipFile, EOFError) as error:
        raise SourceError(name, f"is a damaged file ({error}); fetch it again") from None
    if broken:
        raise SourceError(name, f"is damaged inside, at {broken}; fetch it again")

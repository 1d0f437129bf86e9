"""Keys come from the environment and appear nowhere else: not in errors, records or progress."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable
from urllib.parse import urlsplit, urlunsplit

from analysis.errors import ParameterError

HIDDEN = "***"
_KEY = re.compile(r"[\x21-\x7e]{4,}")


def read_key(variable: str) -> str | None:
    """Return the key in an environment variable.

    Parameters
    ----------
    variable : str
        Name of the variable, for example ``"COMTRADE_KEY"``; empty if the source has no key.

    Returns
    -------
    str or None
        The key without surrounding blanks; None if there is none.

    Raises
    ------
    ParameterError
        If the value cannot be a key. The message does not repeat it.
    """
    key = os.environ.get(variable, "").strip() if variable else ""
    if key and not _KEY.fullmatch(key):
        raise ParameterError(
            f"{variable} holds blanks, control characters, letters outside ASCII, or fewer than "
            "4 characters: it is not a key; set it to the key alone, without quotes"
        )
    return key or None


def hide(text: object, secrets: Iterable[str]) -> str:
    """Return a text in which no secret is left, in whatever form an address holds it.

    Parameters
    ----------
    text : object
        A message or an exception.
    secrets : iterable of str
        What must not be shown.

    Returns
    -------
    str
        The text with ``***`` for each secret, and for user and password of any address.

    Examples
    --------
    >>> hide("GET /get?subscription-key=ab%2Fcd failed at https://me:pw@mirror.org/x", ["ab/cd"])
    'GET /get?subscription-key=*** failed at https://***@mirror.org/x'
    """
    shown = str(text)
    for secret in filter(None, secrets):
        # Addresses and JSON may escape any of the characters, and not always all of them.
        letters = (rf"(?:\\?{re.escape(each)}|%{ord(each):02x})" for each in secret)
        shown = re.sub("".join(letters), HIDDEN, shown, flags=re.IGNORECASE)
    return re.sub(r"(?<=://)[^/\s@]+@", f"{HIDDEN}@", shown)


def without_user(url: str) -> str:
    """Return an address without user and password.

    Parameters
    ----------
    url : str
        Any address.

    Returns
    -------
    str
        The address as it may be recorded.

    Examples
    --------
    >>> without_user("https://me:secret@mirror.org:8443/a?b=1")
    'https://mirror.org:8443/a?b=1'
    """
    parts = urlsplit(url)
    return urlunsplit(parts._replace(netloc=parts.netloc.rpartition("@")[2]))

"""The package's exceptions: what was wrong, where, and what to do about it.

Every error that a user can cause or meet derives from :class:`AnalysisError`, so that the
command line can print one clear line for it and keep tracebacks for real defects.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterable


class AnalysisError(Exception):
    """Base of all errors that this package raises on purpose."""


class ParameterError(AnalysisError, ValueError):
    """A notebook or command parameter that is unknown or has a value that is not allowed."""


class CatalogError(AnalysisError):
    """A table that is missing, changed, misspelled or does not match its schema."""


class CountryError(AnalysisError, LookupError):
    """One or more names or codes of states that are not known."""


class StudyError(AnalysisError, ValueError):
    """A study that is unknown, or whose file cannot be read as one."""


class MeasureError(AnalysisError, ValueError):
    """Input on which a measure is not defined."""


class SourceError(AnalysisError):
    """A publisher's file that cannot be read as what it claims to be.

    Parameters
    ----------
    file : str
        Name or path of the file.
    problem : str
        What is wrong and, where possible, what to do about it.
    line : int, optional
        Line in the file, counted from 1. None if the fault has no single line.
    column : str, optional
        Name (or number) of the column. None if the fault has no single column.

    Examples
    --------
    >>> str(SourceError("register.csv", "is not a year: 'x'", line=12, column="Year of order"))
    "register.csv, line 12, column 'Year of order': is not a year: 'x'"
    """

    def __init__(
        self, file: object, problem: str, *, line: int | None = None, column: str | None = None
    ) -> None:
        self.file, self.problem, self.line, self.column = str(file), problem, line, column
        where = self.file
        if line is not None:
            where += f", line {line}"
        if column is not None:
            where += f", column {column!r}"
        super().__init__(f"{where}: {problem}")


def nearest(given: str, allowed: Iterable[str]) -> str | None:
    """Return the allowed name most like the given one, or None if none is like it.

    Parameters
    ----------
    given : str
        What the user wrote.
    allowed : iterable of str
        What would have been valid.

    Returns
    -------
    str or None
        The nearest name, compared without regard to case.

    Examples
    --------
    >>> nearest("trade/bilatral", ["trade/aladi", "trade/bilateral"])
    'trade/bilateral'
    >>> nearest("zzz", ["trade/aladi"]) is None
    True
    """
    by_folded = {name.casefold(): name for name in allowed}
    found = difflib.get_close_matches(given.casefold(), by_folded, n=1, cutoff=0.6)
    return by_folded[found[0]] if found else None


def unknown(kind: str, given: Iterable[str], allowed: Iterable[str]) -> str:
    """Return one message that lists every unknown name, its nearest match and what is allowed.

    Parameters
    ----------
    kind : str
        What the names are, for example ``"table"`` or ``"state"``.
    given : iterable of str
        The unknown names.
    allowed : iterable of str
        What would have been valid.

    Returns
    -------
    str
        The message.

    Examples
    --------
    >>> unknown("flow", ["export"], ["exports", "imports"])
    "unknown flow 'export' (did you mean 'exports'?); allowed: exports, imports"
    >>> unknown("state", ["ARQ"], ["ARG", "BRA"])
    "unknown state 'ARQ' (did you mean 'ARG'?); allowed: ARG, BRA"
    """
    allowed = list(allowed)
    parts = []
    for name in given:
        match = nearest(name, allowed)
        parts.append(f"{name!r}" + (f" (did you mean {match!r}?)" if match else ""))
    return f"unknown {kind} {', '.join(parts)}; allowed: {', '.join(allowed)}"

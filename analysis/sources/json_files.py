"""JSON files, strictly read: no key twice, no numbers that JSON does not have."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, NoReturn

from analysis.errors import SourceError
from analysis.sources.series import read_text


def read_json(path: Path) -> Any:
    """Return the content of a JSON file, strictly read.

    Parameters
    ----------
    path : pathlib.Path
        The file: UTF-8.

    Returns
    -------
    object
        Dictionaries, lists, text, numbers.

    Raises
    ------
    SourceError
        If the file is absent, no JSON, cut off, has a key twice in one object, or holds a
        number that JSON does not have.
    """

    def refuse(name: str) -> NoReturn:
        raise SourceError(path, f"holds {name}, which is no number; download it again")

    def as_object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        found = dict(pairs)
        if len(found) < len(pairs):
            keys = [key for key, _ in pairs]
            twice = sorted({key for key in keys if keys.count(key) > 1})
            problem = f"has {', '.join(map(repr, twice))} twice in one object; download it again"
            raise SourceError(path, problem)
        return found

    text = read_text(path)
    if text.lstrip()[:1] == "<":
        raise SourceError(
            path, "is a web page or XML instead of JSON: the server answered with a message", line=1
        )
    try:
        return json.loads(text, parse_constant=refuse, object_pairs_hook=as_object)
    except json.JSONDecodeError as error:
        problem = f"is not JSON: {error.msg}; the file may be cut, download it again"
        raise SourceError(path, problem, line=error.lineno) from error
    except (RecursionError, ValueError) as error:
        raise SourceError(path, f"is not JSON: {error}; download it again") from error

"""What a rule is: a sentence, and a query that returns the rows that break it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

import pandas as pd

from analysis.tables import Catalog


class Tables:
    """Tables of a catalogue by name, each loaded once.

    Parameters
    ----------
    catalog : Catalog
        Where they come from.
    replaced : mapping of str to DataFrame, optional
        Frames to use in place of the catalogue's.
    """

    def __init__(
        self, catalog: Catalog, replaced: Mapping[str, pd.DataFrame] | None = None
    ) -> None:
        self.catalog = catalog
        self._frames = dict(replaced or {})

    def __getitem__(self, name: str) -> pd.DataFrame:
        if name not in self._frames:
            self._frames[name] = self.catalog.load(name)
        return self._frames[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self.catalog.tables())


Find = Callable[[Tables], pd.DataFrame]


@dataclass(frozen=True)
class Rule:
    """Something that must hold.

    Parameters
    ----------
    name : str
        Short name.
    sentence : str
        What must hold.
    find : callable
        From :class:`Tables` to the rows that break it: their key and the values at fault.
    """

    name: str
    sentence: str
    find: Find


RULES: dict[str, Rule] = {}


def rule(sentence: str) -> Callable[[Find], Find]:
    """Add the decorated query to the rules.

    Parameters
    ----------
    sentence : str
        What must hold.

    Returns
    -------
    callable
        Decorator that returns the query unchanged; the rule has its name.
    """

    def add(find: Find) -> Find:
        name = find.__name__.removeprefix("_")
        RULES[name] = Rule(name, sentence, find)
        return find

    return add

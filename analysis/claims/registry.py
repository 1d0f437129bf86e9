"""Which method tests which indicator: named functions over tables of the catalogue.

``claims/indicators`` binds each indicator to methods by name, or to a reason why no data can test
it. A method serves every claim with its indicators; a new data set needs at most one new function.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeVar

import pandas as pd

from analysis.claims.ledger import Claim
from analysis.claims.verdicts import Options, Reading
from analysis.errors import CatalogError, unknown
from analysis.rules.rules import Tables

Kept = TypeVar("Kept")


@dataclass
class Context:
    """What a method may read.

    Parameters
    ----------
    tables : Tables
        The catalogue's tables, each loaded once.
    options : Options
        The reader's choices.
    ledger : mapping of str to Claim
        All claims by name, for arithmetic between them.
    memory : dict
        Frames that several claims need, by name.
    """

    tables: Tables
    options: Options
    ledger: Mapping[str, Claim]
    memory: dict[str, Any] = field(default_factory=dict)

    def remember(self, name: str, compute: Callable[[], Kept]) -> Kept:
        """Return a frame or an index of rows, computed at first use.

        Parameters
        ----------
        name : str
            Its name.
        compute : callable
            Called without arguments if the frame is not there.

        Returns
        -------
        object
            What was computed.
        """
        if name not in self.memory:
            self.memory[name] = compute()
        kept: Kept = self.memory[name]
        return kept

    def rows_by(self, table: str, *columns: str) -> dict[tuple[Any, ...], list[dict[str, Any]]]:
        """Return the rows of a table by the values of some columns, indexed at first use.

        Parameters
        ----------
        table : str
            Table of the catalogue.
        *columns : str
            Columns whose values make the key.

        Returns
        -------
        dict of tuple to list of dict
            Key → rows in the order of the table; missing text is empty.
        """
        return self.remember(
            f"{table} by {', '.join(columns)}", lambda: _index(self.tables[table], columns)
        )


def _index(
    frame: pd.DataFrame, columns: Sequence[str]
) -> dict[tuple[Any, ...], list[dict[str, Any]]]:
    texts = [str(name) for name in frame if pd.api.types.is_string_dtype(frame[name])]
    filled = frame.copy()
    filled[texts] = frame[texts].fillna("")
    found: dict[tuple[Any, ...], list[dict[str, Any]]] = {}
    names = [str(name) for name in filled]
    for cells in filled.itertuples(index=False, name=None):
        row = dict(zip(names, cells, strict=True))
        found.setdefault(tuple(row[name] for name in columns), []).append(row)
    return found


Arguments = Mapping[str, str]
Method = Callable[[Claim, Arguments, Context], list[Reading]]

METHODS: dict[str, Method] = {}


def method(function: Method) -> Method:
    """Add a function to the registry under its own name.

    Parameters
    ----------
    function : callable
        Takes a claim, the arguments of its indicator and the context; returns readings, none if
        its tables have no figure for the claim.

    Returns
    -------
    callable
        The function unchanged.
    """
    METHODS[function.__name__] = function
    return function


@dataclass(frozen=True)
class Indicator:
    """A row of ``claims/indicators``.

    Parameters
    ----------
    name : str
        The indicator.
    methods : tuple of str
        Names in :data:`METHODS`.
    arguments : mapping of str to str
        What the methods are told.
    reason : str
        Why data cannot test it, where they cannot.
    """

    name: str
    methods: tuple[str, ...]
    arguments: Arguments
    reason: str


def read_indicators(frame: pd.DataFrame) -> dict[str, Indicator]:
    """Return the bindings by indicator.

    Parameters
    ----------
    frame : pandas.DataFrame
        ``claims/indicators``.

    Returns
    -------
    dict of str to Indicator
        By name.

    Raises
    ------
    CatalogError
        If a method is not in the registry.
    """
    found = {}
    for row in frame.fillna("").to_dict("records"):
        names = tuple(name for name in row["methods"].split(";") if name)
        if strange := [name for name in names if name not in METHODS]:
            raise CatalogError(
                f"claims/indicators, {row['indicator']}: {unknown('method', strange, METHODS)}"
            )
        pairs = [pair.partition("=") for pair in row["arguments"].split(";") if pair]
        arguments = {name.strip(): value.strip() for name, _, value in pairs}
        found[row["indicator"]] = Indicator(row["indicator"], names, arguments, row["reason"])
    return found


def readings_of(claim: Claim, indicator: Indicator, context: Context) -> list[Reading]:
    """Return all that the tables give for a claim.

    Parameters
    ----------
    claim : Claim
        The claim.
    indicator : Indicator
        Its binding.
    context : Context
        Tables, options and the other claims.

    Returns
    -------
    list of Reading
        From the bound methods, then evidence, then arithmetic between the texts' own numbers.
    """
    always: Sequence[str] = ("evidence", "arithmetic")
    found: list[Reading] = []
    for name in (*indicator.methods, *always):
        found += METHODS[name](claim, indicator.arguments, context)
    return found

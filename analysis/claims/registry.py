"""Which method tests which indicator: named functions over tables of the catalogue.

``claims/indicators`` binds each indicator to methods by name, or to a reason why no data can test
it. A method serves every claim with its indicators; a new data set needs at most one new function.
What a method compares with, and in which tables it finds whom with, is declared beside it and
checked before it runs, so that a claim about other parties or in another unit never meets a
reading that is not of them.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeVar

import pandas as pd

from analysis import countries
from analysis.claims.ledger import Claim
from analysis.claims.options import Options
from analysis.claims.verdicts import Reading
from analysis.contracts import SIDES, Frame, takes
from analysis.errors import AnalysisError, CatalogError, unknown
from analysis.notebook.words import call, join_words, whose
from analysis.rules.rules import Tables
from analysis.study import Study

Kept = TypeVar("Kept")


class ItemError(AnalysisError):
    """The item of a claim is not what the method that tests it reads there."""


def read_item(claim: Claim, read: Callable[[str], Kept], what: str) -> Kept:
    """Return a claim's item as a method reads it.

    Parameters
    ----------
    claim : Claim
        The claim.
    read : callable
        Reads the text of the item.
    what : str
        What the item must be, in words.

    Returns
    -------
    object
        What was read.

    Raises
    ------
    ItemError
        If it cannot be read so; with the place of the cell.
    """
    try:
        return read(claim.item)
    except (ValueError, AnalysisError):
        said = f"its item, {claim.item!r}, is not {what}{claim.at('item')}"
        raise ItemError(said) from None


@dataclass(frozen=True)
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

    @property
    def study(self) -> Study:
        """Who looks at whom."""
        return self.options.setting

    def is_regional(self, claim: Claim) -> bool:
        """Return whether a claim is about the region as a whole."""
        return bool({*claim.parties} & {*self.study.region.codes})

    def states(self, claim: Claim) -> tuple[str, ...]:
        """Return the states of the region that a claim names; all if it is about the region."""
        if self.is_regional(claim):
            return self.study.states
        return tuple(iso3 for iso3 in claim.parties if iso3 in self.study.states)

    def partner(self, claim: Claim) -> str:
        """Return the one party outside the region, on either side; empty if there is no such."""
        outside = {*claim.parties} - {*self.study.states, *self.study.region.codes}
        return outside.pop() if len(outside) == 1 and self.states(claim) else ""

    def is_told_by_partner(self, claim: Claim) -> bool:
        """Return whether the partner is the subject: its exports are the states' imports."""
        return self.partner(claim) in claim.subjects

    def lineage(self, claim: Claim) -> tuple[str, ...]:
        """Return a claim's partner with the states that it continued."""
        return self.study.lineage(self.partner(claim))

    def pick(self, table: str, **among: Iterable[object]) -> pd.DataFrame:
        """Return the rows of a table whose columns hold one of some values.

        Parameters
        ----------
        table : str
            Table of the catalogue.
        **among : iterable of object
            Column → values of which it must hold one.

        Returns
        -------
        pandas.DataFrame
            In the order of the table; missing text is empty.
        """
        frame = self.remember(f"filled {table}", lambda: _fill(self.tables[table]))
        for column, values in among.items():
            frame = frame[frame[column].isin(list(values))]
        return frame

    def call_side(self, side: str, claim: Claim) -> str:
        """Return whose reports of trade a side's are, in words."""
        own = "the states' own reports"
        return own if side == SIDES[1] else f"{whose(self.partner(claim))} report"

    def printed(self, claim: Claim) -> dict[str, Any] | None:
        """Return the row of ``claims/printed_tables`` whose cell a claim is; None if of none."""
        rows = self.rows_by("claims/printed_tables", "text", "item")
        return next(iter(rows.get((claim.text, claim.item), [])), None)

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

        def index() -> dict[tuple[Any, ...], list[dict[str, Any]]]:
            found: dict[tuple[Any, ...], list[Any]] = {}
            for row in self.pick(table).to_dict("records"):
                found.setdefault(tuple(row[name] for name in columns), []).append(row)
            return found

        return self.remember(f"{table} by {', '.join(columns)}", index)


def _fill(frame: pd.DataFrame) -> pd.DataFrame:
    texts = [str(name) for name in frame if pd.api.types.is_string_dtype(frame[name])]
    return frame.assign(**frame[texts].fillna(""))


Test = Callable[..., list[Reading]]


@dataclass(frozen=True)
class Method:
    """A function that tests claims, with what it takes.

    Parameters
    ----------
    run : callable
        ``run(claim, context, **arguments)`` returns readings, none if its tables have no figure.
    units : tuple of str
        Quantities and units of the claims that it can be compared with; empty for any.
    whom : mapping of str to str
        Table → column that says whom its figures are with. Empty if a claim's counterpart does
        not matter to it.
    """

    run: Test
    units: tuple[str, ...]
    whom: Mapping[str, str]

    @property
    def name(self) -> str:
        """Name in ``claims/indicators``."""
        return self.run.__name__

    @property
    def gives(self) -> str:
        """What it gives, in one line."""
        return str(self.run.__doc__).partition("\n")[0]

    @property
    def arguments(self) -> dict[str, bool]:
        """What it can be told → whether it must be."""
        told = list(inspect.signature(self.run).parameters.values())[2:]
        return {each.name: each.default is each.empty for each in told}

    def refuse(self, claim: Claim, context: Context) -> str:
        """Say why a claim is not of what the method can read; empty if it is."""
        value = claim.value
        if self.units and not {value.quantity, value.unit} & {*self.units}:
            units = join_words(list(self.units), "or")
            return f"its unit, {value.unit}, is not what is tested here: {units}{claim.at('unit')}"
        if not self.whom:
            return ""
        if not context.partner(claim):
            return (
                "it is tested between the region and one state outside of it, and names no such "
                f"pair{claim.at('counterpart')}"
            )
        lineage = context.lineage(claim)
        held: dict[str, None] = {}
        for table, column in self.whom.items():
            known = context.tables[table][column].dropna().unique()
            if {*known} & {*lineage}:
                return ""
            held.update(dict.fromkeys(map(str, sorted(known))))
        others = join_words([call(code) for code in held])
        tables = join_words(list(self.whom))
        who = context.partner(claim)
        name = call(who) if who in countries.codes() else who
        return f"{tables} hold no figure with {name}, only with {others}{claim.at('counterpart')}"


METHODS: dict[str, Method] = {}


def method(
    *, units: Sequence[str] = (), whom: Mapping[str, str] | None = None
) -> Callable[[Test], Test]:
    """Add a function to the registry under its own name.

    Every method is called as ``function(claim, context, **arguments)`` and returns readings, none
    if its tables have no figure for the claim. Its docstring says what the readings are; the claim,
    the context and the list are always these. The keyword arguments are what ``claims/indicators``
    tells it.

    Parameters
    ----------
    units : sequence of str, optional
        As in :class:`Method`.
    whom : mapping of str to str, optional
        As in :class:`Method`.

    Returns
    -------
    callable
        A decorator that returns the function unchanged.
    """

    def add(function: Test) -> Test:
        METHODS[function.__name__] = Method(function, tuple(units), dict(whom or {}))
        return function

    return add


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
    is_opinion : bool
        Whether it is a judgement that no number could decide.
    reason : str
        Why data cannot test it, where they cannot.
    """

    name: str
    methods: tuple[str, ...]
    arguments: Mapping[str, str]
    is_opinion: bool
    reason: str

    def tell(self, name: str) -> dict[str, str]:
        """Return what one of its methods is told."""
        takes_ = METHODS[name].arguments
        return {key: value for key, value in self.arguments.items() if key in takes_}


@takes(frame=Frame("indicator", "methods", "arguments", "is_opinion", "reason", key=1))
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
        If a method is not in the registry, or is told what it does not take or not told what it
        needs.
    """
    found = {}
    texts = ["methods", "arguments", "reason"]
    for row in frame.assign(**frame[texts].astype("object").fillna("")).to_dict("records"):
        where = f"claims/indicators, {row['indicator']}: "
        names = tuple(name for name in row["methods"].split(";") if name)
        if strange := [name for name in names if name not in METHODS]:
            raise CatalogError(where + unknown("method", strange, METHODS))
        pairs = [pair.partition("=") for pair in row["arguments"].split(";") if pair]
        arguments = {name.strip(): value.strip() for name, _, value in pairs}
        takes_ = {key for name in names for key in METHODS[name].arguments}
        if strange := [key for key in arguments if key not in takes_]:
            raise CatalogError(where + unknown("argument", strange, sorted(takes_)))
        needs = {key for name in names for key, must in METHODS[name].arguments.items() if must}
        if missing := sorted(needs - {*arguments}):
            raise CatalogError(f"{where}lacks the argument(s) {', '.join(missing)}")
        found[row["indicator"]] = Indicator(
            row["indicator"], names, arguments, bool(row["is_opinion"]), row["reason"]
        )
    return found


#: Tried for every claim, whatever its indicator.
ALWAYS = ("evidence", "arithmetic")


def readings_of(claim: Claim, indicator: Indicator, context: Context) -> tuple[list[Reading], str]:
    """Return all that the tables give for a claim, and why they give nothing if so.

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
    str
        What kept methods from reading, else the indicator's own reason.
    """
    found: list[Reading] = []
    refused: dict[str, None] = {}
    for name in (*indicator.methods, *ALWAYS):
        problem = METHODS[name].refuse(claim, context)
        if not problem:
            try:
                found += METHODS[name].run(claim, context, **indicator.tell(name))
            except ItemError as error:
                problem = str(error)
        if problem:
            refused[problem] = None
    return found, "; ".join(refused) or indicator.reason

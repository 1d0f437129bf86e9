"""Typed parameters of the notebooks, declared once.

The notebook, the command line and whatever runs many notebooks check a parameter against the
same class, so a wrong value is refused before anything is computed, with the allowed values.
"""

from __future__ import annotations

import functools
from typing import Annotated, Any, ClassVar

from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    ValidationError,
    ValidationInfo,
    model_validator,
)

from analysis import countries
from analysis.contracts import SIDES
from analysis.errors import ParameterError, StudyError, nearest, unknown
from analysis.study import DEFAULT, Study, load_study


def split(value: Any) -> Any:
    """Read ``"ARG, BRA"`` from a command line as a list; leave everything else alone."""
    if isinstance(value, str) and "," in value:
        return [part.strip() for part in value.strip("[]() ").split(",") if part.strip()]
    return value


def study_of(information: ValidationInfo) -> Study:
    """Return the study that a class of parameters has been given, or the default one."""
    return load_study(information.data.get("study", DEFAULT))


def _states(value: Any, information: ValidationInfo) -> list[str]:
    given = split(value)
    parts = [given] if isinstance(given, str) else list(given)
    known = _codes_by_name()
    codes = [known.get(str(part).strip().casefold(), part) for part in parts]
    return countries.select(codes, study_of(information).states)


def _study(value: Any) -> str:
    try:
        return load_study(str(value)).name
    except StudyError as error:
        raise ValueError(str(error)) from None


@functools.cache
def _codes_by_name() -> dict[str, str]:
    """Return every name and code of a state → its code, without regard to case."""
    known = sorted(countries.codes())
    found = {countries.name(code).casefold(): code for code in known}
    found |= {countries.short_name(code).casefold(): code for code in known}
    return found | {code.casefold(): code for code in known}


def read_state(value: Any) -> str:
    """Read a code or an English name of any state, of today or historical.

    Parameters
    ----------
    value : object
        What a reader gave.

    Returns
    -------
    str
        ISO3 code.

    Raises
    ------
    ValueError
        If no state is called so; with the nearest name.

    Examples
    --------
    >>> read_state("ussr"), read_state("Brazil"), read_state("CHN")
    ('SUN', 'BRA', 'CHN')
    """
    known = _codes_by_name()
    key = str(value).strip().casefold()
    if key in known:
        return known[key]
    match = nearest(key, known)
    hint = f" (did you mean {known[match]}, {countries.name(known[match])}?)" if match else ""
    raise ValueError(f"{value!r} is no state{hint}; give an ISO3 code or an English name")


def _partner(value: Any, information: ValidationInfo) -> str:
    return study_of(information).partner if value is None else read_state(value)


def read_side(value: Any, information: ValidationInfo) -> Any:
    """Refuse the words that once named whose report is meant; say which word means the same now.

    Parameters
    ----------
    value : object
        What a reader gave.
    information : pydantic.ValidationInfo
        Of the class that is filled, so that its study is known.

    Returns
    -------
    object
        The value, if it is no such word; the field's own type checks it.

    Raises
    ------
    ValueError
        If it is the code of the study's partner (now ``counterpart``) or ``partner`` (now
        ``states``).
    """
    now = dict(zip((study_of(information).partner, "partner"), SIDES, strict=True))
    if value in now:
        raise ValueError(f"{value!r} is an old word for it: write {now[value]!r}")
    return value


States = Annotated[
    list[str],
    BeforeValidator(_states),
    Field(description='"all", a group such as "ALBA", an ISO3 code, or a list of these'),
]

Partner = Annotated[
    str,
    BeforeValidator(_partner),
    Field(description="state whose relations with the region are shown; None: the study's"),
]
"""One state that the region is looked at with; declare it with the default None."""


class Parameters(BaseModel):
    """Base of the notebooks' parameters.

    Raises
    ------
    ParameterError
        If a parameter is unknown or has a value that is not allowed. The message names every
        bad value and what is allowed.
    """

    model_config = ConfigDict(extra="forbid", frozen=True, validate_default=True)
    notebook: ClassVar[str]

    study: Annotated[str, BeforeValidator(_study)] = Field(
        default=DEFAULT, description="who looks at whom: a file of studies/"
    )

    @property
    def setting(self) -> Study:
        """The study itself."""
        return load_study(self.study)

    def __init__(self, **values: Any) -> None:
        try:
            super().__init__(**values)
        except ValidationError as error:
            lines = [self._explain(item) for item in error.errors()]
            raise ParameterError(f"{self.notebook}: " + "; ".join(lines)) from None

    @classmethod
    def _explain(cls, item: Any) -> str:
        name = str(item["loc"][0]) if item["loc"] else ""
        given = item["input"]
        if item["type"] == "extra_forbidden":
            return unknown("parameter", [name], cls.model_fields)
        if item["type"] == "value_error":
            return f"{name}: {item['ctx']['error']}" if name else str(item["ctx"]["error"])
        if item["type"] == "literal_error":
            allowed = item["ctx"]["expected"]
            match = nearest(str(given), allowed.replace("'", "").replace(" or ", ", ").split(", "))
            hint = f" (did you mean {match!r}?)" if match else ""
            return f"{name} = {given!r} is not allowed{hint}; allowed: {allowed}"
        if item["type"] == "missing":
            return f"{name} is missing"
        allowed = cls.say_range(name) or f"{item['msg'][0].lower()}{item['msg'][1:]}"
        return f"{name} = {given!r} is not allowed; allowed: {allowed}"

    @classmethod
    def say_range(cls, name: str) -> str:
        """Say which numbers a field takes, or nothing if the field has no bounds."""
        field = cls.model_fields[name]
        kind = getattr(field.annotation, "__name__", "")
        words = {"Ge": "from", "Gt": "above", "Le": "to", "Lt": "below"}
        bounds = [
            f"{words[type(bound).__name__]} {getattr(bound, type(bound).__name__.lower())}"
            for bound in field.metadata
            if type(bound).__name__ in words
        ]
        whole = "a whole number " if kind == "int" else "a number "
        return whole + " ".join(bounds) if bounds else ""

    @model_validator(mode="after")
    def _years_in_order(self) -> Parameters:
        first, last = getattr(self, "first_year", None), getattr(self, "last_year", None)
        if first is not None and last is not None and first > last:
            raise ValueError(f"first_year = {first} is after last_year = {last}")
        return self


def list_once(values: list[str]) -> list[str]:
    """Refuse a list that names something twice."""
    if len(set(values)) != len(values):
        raise ValueError(f"{values} names something more than once")
    return values


def one_or_more(values: list[str]) -> list[str]:
    """Refuse an empty list."""
    if not values:
        raise ValueError("the list is empty; name at least one")
    return values

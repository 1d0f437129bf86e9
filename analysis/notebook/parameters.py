"""Typed parameters of the notebooks, declared once.

The notebook, the command line and whatever runs many notebooks check a parameter against the
same class, so a wrong value is refused before anything is computed, with the allowed values.
"""

from __future__ import annotations

from typing import Annotated, Any, ClassVar

from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    ValidationError,
    model_validator,
)

from analysis import countries
from analysis.errors import ParameterError, nearest, unknown


def split(value: Any) -> Any:
    """Read ``"ARG, BRA"`` from a command line as a list; leave everything else alone."""
    if isinstance(value, str) and "," in value:
        return [part.strip() for part in value.strip("[]() ").split(",") if part.strip()]
    return value


States = Annotated[
    list[str],
    BeforeValidator(lambda value: countries.select(split(value))),
    Field(description='"all", a group such as "ALBA", an ISO3 code, or a list of these'),
]


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
        allowed = cls._range(name) or f"{item['msg'][0].lower()}{item['msg'][1:]}"
        return f"{name} = {given!r} is not allowed; allowed: {allowed}"

    @classmethod
    def _range(cls, name: str) -> str:
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

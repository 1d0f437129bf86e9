"""Parameters of ``claims_audit.ipynb``."""

from __future__ import annotations

from typing import Annotated, Any, ClassVar, Literal, get_args

from pydantic import (
    AfterValidator,
    BeforeValidator,
    Field,
)

from analysis.notebook.parameters import Parameters, list_once, one_or_more, split

# The lists of analysis.claims stand floors above; a test compares them.
Theme = Literal["trade", "arms", "voting", "debt", "diplomacy", "macro", "people"]


def _themes(value: Any) -> Any:
    value = split(value)
    if value == "all":
        return list(get_args(Theme))
    return [value] if isinstance(value, str) else value


class ClaimsAudit(Parameters):
    """Parameters of ``claims_audit.ipynb``."""

    notebook: ClassVar[str] = "claims_audit"

    texts: Annotated[
        list[str],
        BeforeValidator(lambda value: [value] if isinstance(value, str) else value),
        BeforeValidator(split),
        AfterValidator(list_once),
        AfterValidator(one_or_more),
    ] = Field(["all"], description='"all" or keys of texts, as in claims/texts: s0, s1, …')
    themes: Annotated[
        list[Theme],
        BeforeValidator(_themes),
        AfterValidator(list_once),
        AfterValidator(one_or_more),
    ] = Field(default="all", validate_default=True, description='"all" or a list of themes')
    tolerance: float = Field(
        0.05, ge=0, le=0.5, description='share within which numbers agree; "about" doubles it'
    )
    reporter: Literal["both", "RUS", "partner"] = Field(
        "both", description="whose trade figures decide; the others are still shown"
    )
    region: Literal["states", "offshore", "both"] = Field(
        "states", description="the 33 states, or these with offshore territories"
    )
    explain: Annotated[
        list[str],
        BeforeValidator(lambda value: [value] if isinstance(value, str) else value),
        BeforeValidator(split),
        AfterValidator(list_once),
    ] = Field(
        [
            "s0-trade-lac-2002",
            "s1-trade-2014",
            "s4-imports-2024",
            "s1-un-abstain-lac4",
            "s0-ven-petrol-80bn",
            "s1-bra-mi35-cost",
        ],
        description="claims to explain with a figure each",
    )

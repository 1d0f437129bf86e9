"""Parameters of ``claims_audit.ipynb``, and claims that a reader hands in."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any, ClassVar, get_args

from pydantic import AfterValidator, BeforeValidator, Field, ValidationInfo

from analysis.claims import ledger
from analysis.claims.audit import known_parties
from analysis.claims.ledger import Claim, Theme
from analysis.claims.options import Options
from analysis.claims.registry import read_indicators
from analysis.errors import SourceError
from analysis.notebook.parameters import list_once, one_or_more, split, study_of
from analysis.rules.rules import Tables
from analysis.tables import DATA, Catalog


def _list(value: Any) -> Any:
    value = split(value)
    return [value] if isinstance(value, str) else value


def _themes(value: Any) -> Any:
    return list(get_args(Theme)) if value == "all" else _list(value)


def _explained(value: Any, information: ValidationInfo) -> Any:
    return list(study_of(information).claims.explain) if value is None else _list(value)


_SEVERAL = (AfterValidator(list_once), AfterValidator(one_or_more))


class ClaimsAudit(Options):
    """Parameters of ``claims_audit.ipynb``: the options of every audit, and what is shown."""

    notebook: ClassVar[str] = "claims_audit"

    texts: Annotated[list[str], BeforeValidator(_list), *_SEVERAL] = Field(
        ["all"], description='"all" or keys of texts, as in claims/texts: s0, s1, …'
    )
    themes: Annotated[list[Theme], BeforeValidator(_themes), *_SEVERAL] = Field(
        default="all", validate_default=True, description='"all" or a list of themes'
    )
    explain: Annotated[list[str], BeforeValidator(_explained), AfterValidator(list_once)] = Field(
        default=None,
        validate_default=True,
        description="claims to explain with a figure each; None: those that the study names",
    )


def read(path: Path | str, options: Options | None = None) -> list[Claim]:
    """Read a reader's own file of claims.

    Parameters
    ----------
    path : path-like
        A CSV file in UTF-8 with the columns of ``claims/claims``.
    options : Options, optional
        Names the study, whose region claims may be about. None for the defaults.

    Returns
    -------
    list of Claim
        In the order of the rows.

    Raises
    ------
    SourceError
        If the file cannot be read as such a table; with line and column of every fault.
    """
    file = Path(path)
    try:
        text = file.read_bytes().decode("utf-8-sig")
    except OSError as error:
        raise SourceError(file, f"cannot be read: {error.strerror}") from None
    except UnicodeDecodeError as error:
        problem = f"is not UTF-8 text (byte {error.start}); save it as UTF-8"
        raise SourceError(file, problem) from None
    tables = Tables(Catalog(DATA))
    indicators = read_indicators(tables["claims/indicators"])
    parties = known_parties(tables, options or Options())
    return ledger.from_text(text, indicators, parties, str(file))

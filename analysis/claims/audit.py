"""The audit: every claim judged, as frames that notebooks, reports and the command line share."""

from __future__ import annotations

import functools
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import pandas as pd

from analysis.claims import ledger, methods, sentences
from analysis.claims.ledger import Claim
from analysis.claims.registry import Context, Indicator, read_indicators, readings_of
from analysis.claims.verdicts import OFF, SUPPORTED, VERDICTS, Judgement, Options, judge
from analysis.rules.rules import Tables
from analysis.tables import DATA, Catalog

assert methods.__all__  # importing them registers the methods

#: A column of figures with this many claims is looked at as a whole …
COLUMN_SIZE = 5
#: … and if its median ratio is below this, it is probably part of a year or in another unit.
COLUMN_RATIO = 0.67


@dataclass(frozen=True)
class Audit:
    """All claims with their verdicts.

    Parameters
    ----------
    judgements : tuple of Judgement
        One a claim, in the order of the ledger.
    options : Options
        What they were judged by.
    """

    judgements: tuple[Judgement, ...]
    options: Options

    @functools.cached_property
    def frame(self) -> pd.DataFrame:
        """One row a claim: what is claimed, the verdict, what it rests on, and a sentence."""
        rows = [_row(judgement) for judgement in self.judgements]
        frame = pd.DataFrame(rows, columns=list(_COLUMNS))
        # Without claims, a column has no type of its own.
        hangs = frame["depends_on_definition"].astype(bool)
        return frame.assign(depends_on_definition=hangs, remark=_remarks(frame, self.judgements))

    @functools.cached_property
    def readings(self) -> pd.DataFrame:
        """One row a reading, the deciding one of each claim first."""
        rows = [
            {
                "claim_id": judgement.claim.claim_id,
                "is_deciding": place == 0,
                "reading": sentences.read(comparison, judgement.claim),
                "word": comparison.word,
                "ratio": comparison.ratio,
                "bound": comparison.reading.bound,
                "basis": comparison.reading.basis,
                "is_chosen": comparison.reading.is_chosen,
                "table": comparison.reading.table,
                "rows": comparison.reading.rows,
                "source": comparison.reading.source,
            }
            for judgement in self.judgements
            for place, comparison in enumerate(judgement.comparisons)
        ]
        return pd.DataFrame(rows, columns=_READING_COLUMNS)

    @property
    def claims(self) -> list[Claim]:
        """The claims that were judged."""
        return [judgement.claim for judgement in self.judgements]

    def tally(self) -> dict[str, int]:
        """Return how many claims have each verdict, all verdicts named."""
        found = [judgement.verdict for judgement in self.judgements]
        return {verdict: found.count(verdict) for verdict in VERDICTS}

    def of(self, claims: Sequence[Claim]) -> Audit:
        """Return the judgements on some of the claims only.

        Parameters
        ----------
        claims : sequence of Claim
            Claims of this audit.

        Returns
        -------
        Audit
            In the order of this audit.
        """
        wanted = {claim.claim_id for claim in claims}
        return Audit(tuple(j for j in self.judgements if j.claim.claim_id in wanted), self.options)

    def at_tolerance(self, tolerance: float) -> Audit:
        """Return the same readings judged at another tolerance.

        Parameters
        ----------
        tolerance : float
            Share within which numbers agree.

        Returns
        -------
        Audit
            With the other options as they are.
        """
        options = replace(self.options, tolerance=tolerance)
        again = [
            judge(j.claim, [c.reading for c in j.comparisons], options, reason=j.reason)
            for j in self.judgements
        ]
        return Audit(tuple(again), options)

    def __getitem__(self, claim_id: str) -> Judgement:
        """Return the judgement of one claim; the error names the nearest."""
        claim = ledger.find([judgement.claim for judgement in self.judgements], claim_id)
        return next(j for j in self.judgements if j.claim.claim_id == claim.claim_id)


_COLUMNS = (
    "claim_id",
    "text",
    "lines",
    "theme",
    "statement",
    "indicator",
    "item",
    "subjects",
    "counterparts",
    "period",
    "claimed",
    "verdict",
    "reason",
    "found",
    "ratio",
    "low",
    "high",
    "unit",
    "readings",
    "depends_on_definition",
    "tolerance",
    "tables",
    "rows",
    "sentence",
    "would_hold_if",
)
_READING_COLUMNS = [
    "claim_id",
    "is_deciding",
    "reading",
    "word",
    "ratio",
    "bound",
    "basis",
    "is_chosen",
    "table",
    "rows",
    "source",
]


def audit(
    claims: Sequence[Claim] | None = None,
    options: Options = Options(),  # noqa: B008
    *,
    catalog: Catalog | None = None,
    replaced: Mapping[str, pd.DataFrame] | None = None,
) -> Audit:
    """Judge claims by the tables of the catalogue.

    Parameters
    ----------
    claims : sequence of Claim, optional
        The claims. None for the ledger that ships.
    options : Options, optional
        Tolerance, reporter, region.
    catalog : Catalog, optional
        Where the tables come from. None for the package's own.
    replaced : mapping of str to pandas.DataFrame, optional
        Frames to use in place of the catalogue's, to see what a verdict hangs on.

    Returns
    -------
    Audit
        One judgement a claim.

    Examples
    --------
    >>> found = audit()
    >>> found["s1-un-abstain-lac4"].verdict
    'contradicted'
    """
    tables = Tables(catalog or Catalog(DATA), replaced)
    indicators = read_indicators(tables["claims/indicators"])
    shipped = load(tables, indicators)
    chosen = shipped if claims is None else list(claims)
    # A reader's claims may be sums of the texts' own numbers, and of each other.
    by_name = {claim.claim_id: claim for claim in (*shipped, *chosen)}
    context = Context(tables, options, by_name)
    return Audit(
        tuple(_judge(claim, indicators[claim.indicator], context) for claim in chosen), options
    )


def load(
    tables: Tables | None = None, indicators: Mapping[str, Indicator] | None = None
) -> list[Claim]:
    """Return the claims that ship.

    Parameters
    ----------
    tables : Tables, optional
        Where ``claims/claims`` comes from. None for the package's own.
    indicators : mapping, optional
        The bindings. None to read them.

    Returns
    -------
    list of Claim
        In the order of the ledger.
    """
    tables = tables or Tables(Catalog(DATA))
    known = indicators or read_indicators(tables["claims/indicators"])
    return ledger.from_frame(tables["claims/claims"], known, "data/claims/claims.csv")


def read(path: Path | str) -> list[Claim]:
    """Read a reader's own file of claims; see :func:`analysis.claims.ledger.read_file`.

    Parameters
    ----------
    path : path-like
        A CSV file with the columns of ``claims/claims``.

    Returns
    -------
    list of Claim
        In the order of the rows.
    """
    tables = Tables(Catalog(DATA))
    return ledger.read_file(path, read_indicators(tables["claims/indicators"]))


def _judge(claim: Claim, indicator: Indicator, context: Context) -> Judgement:
    readings = readings_of(claim, indicator, context)
    return judge(claim, readings, context.options, reason=indicator.reason)


def _row(judgement: Judgement) -> dict[str, object]:
    claim, first = judgement.claim, judgement.decisive
    low, high, _ = sentences.spread(judgement)
    factor = claim.value.factor
    tables = dict.fromkeys(c.reading.table for c in judgement.comparisons)
    return {
        "claim_id": claim.claim_id,
        "text": claim.text,
        "lines": claim.lines,
        "theme": claim.theme,
        "statement": claim.statement,
        "indicator": claim.indicator,
        "item": claim.item,
        "subjects": ";".join(claim.subjects),
        "counterparts": ";".join(claim.counterparts),
        "period": claim.period,
        "claimed": sentences.claimed(claim),
        "verdict": judgement.verdict,
        "reason": judgement.reason,
        "found": sentences.read(first, claim) if first else "",
        "ratio": first.ratio if first else math.nan,
        "low": low / factor,
        "high": high / factor,
        "unit": claim.value.unit,
        "readings": len(judgement.comparisons),
        "depends_on_definition": judgement.depends_on_definition,
        "tolerance": judgement.tolerance,
        "tables": "; ".join(tables),
        "rows": first.reading.rows if first else "",
        "sentence": sentences.sentence(judgement),
        "would_hold_if": sentences.would_hold_if(judgement),
    }


def _remarks(frame: pd.DataFrame, judgements: Sequence[Judgement]) -> list[str]:
    """Say of each claim in a printed column whether the whole column is low.

    The median over a claim's readings is taken, since the deciding one is the nearest.
    """
    keys = ["text", "item", "period"]
    middle = [
        pd.Series([c.ratio for c in j.comparisons if c.reading.basis == "independent"]).median()
        for j in judgements
    ]
    cells = frame[keys].assign(ratio=pd.Series(middle, index=frame.index, dtype="float64"))
    cells = cells[frame["item"].str.startswith("table ") & cells["ratio"].notna()]
    said: dict[tuple[str, ...], str] = {}
    for key, ratios in cells.groupby(keys)["ratio"]:
        if len(ratios) >= COLUMN_SIZE and ratios.median() < COLUMN_RATIO:
            said[tuple(map(str, key))] = (
                f"The {len(ratios)} figures of this column are at the median {ratios.median():.2f} "
                "of the data: it probably holds part of the year."
            )
    return [said.get(tuple(map(str, row)), "") for row in frame[keys].to_numpy()]


def counts(frame: pd.DataFrame, by: str) -> pd.DataFrame:
    """Count the verdicts by text or theme.

    Parameters
    ----------
    frame : pandas.DataFrame
        :attr:`Audit.frame`.
    by : str
        Column, ``text`` or ``theme``.

    Returns
    -------
    pandas.DataFrame
        One row a value of the column, one column a verdict, in the order of
        :data:`analysis.claims.verdicts.VERDICTS`.
    """
    table = pd.crosstab(frame[by], frame["verdict"])
    return table.reindex(columns=list(VERDICTS), fill_value=0).rename_axis(columns=None)


def weak_points(frame: pd.DataFrame) -> pd.DataFrame:
    """Return the claims with a verdict other than supported, the farthest off first.

    Parameters
    ----------
    frame : pandas.DataFrame
        :attr:`Audit.frame`.

    Returns
    -------
    pandas.DataFrame
        Rows of the frame, sorted by verdict and by how far the claim lies from the reading.
    """
    order = {verdict: place for place, verdict in enumerate(VERDICTS)}
    tested = frame[frame["verdict"].isin(VERDICTS[VERDICTS.index(OFF) : 5])]
    distance = tested["ratio"].abs().map(lambda r: abs(math.log(r)) if r > 0 else math.inf)
    return (
        tested.assign(_order=tested["verdict"].map(order), _distance=distance)
        .sort_values(["_order", "_distance", "claim_id"], ascending=[False, False, True])
        .drop(columns=["_order", "_distance"])
        .reset_index(drop=True)
    )


def agreement(frame: pd.DataFrame) -> float:
    """Return the share of supported claims among those that data decide.

    Parameters
    ----------
    frame : pandas.DataFrame
        :attr:`Audit.frame`.

    Returns
    -------
    float
        0 to 1, NaN if no claim is decided.
    """
    decided = frame["verdict"].isin(VERDICTS[:5])
    return float((frame.loc[decided, "verdict"] == SUPPORTED).mean()) if decided.any() else math.nan

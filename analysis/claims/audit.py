"""The audit: every claim judged, as frames that notebooks, reports and the command line share."""

from __future__ import annotations

import functools
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import pandas as pd

from analysis import countries
from analysis.claims import ledger
from analysis.claims import methods as methods  # importing them registers them
from analysis.claims.ledger import Claim
from analysis.claims.options import Options
from analysis.claims.registry import Context, Indicator, read_indicators, readings_of
from analysis.claims.verdicts import (
    DECIDED,
    INCONSISTENT,
    NO_DATA,
    NOT_TESTABLE,
    SUPPORTED,
    VERDICTS,
    Judgement,
    describe_tolerance,
    judge,
)
from analysis.contracts import Frame, Number, OneOf, takes
from analysis.rules.rules import Tables
from analysis.tables import DATA, Catalog

#: Tolerances beside the chosen one that verdicts are tried at.
TOLERANCES = (0.01, 0.025, 0.05, 0.1, 0.2)
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
    printed : frozenset of (str, str)
        Texts and items whose claims are the cells of a printed table.
    """

    judgements: tuple[Judgement, ...]
    options: Options
    printed: frozenset[tuple[str, str]] = frozenset()

    @functools.cached_property
    def frame(self) -> pd.DataFrame:
        """One row a claim: what is claimed, the verdict, and what it rests on."""
        rows = [self._row(judgement) for judgement in self.judgements]
        frame = pd.DataFrame(rows, columns=_COLUMNS)
        # Without claims, a column has no type of its own.
        marks = {name: frame[name].astype(bool) for name in ("depends_on_definition", "is_printed")}
        return frame.assign(**marks, remark=_remarks(frame, self.judgements))

    def _row(self, judgement: Judgement) -> dict[str, object]:
        claim, first = judgement.claim, judgement.decisive
        low, high, _ = judgement.spread
        tables = dict.fromkeys(c.reading.table for c in judgement.comparisons)
        return {
            **_take(claim, "claim_id", "text", "lines", "theme", "statement", "indicator", "item"),
            **_take(claim, "period"),
            **_take(judgement, "verdict", "reason", "depends_on_definition", "tolerance"),
            "is_printed": (claim.text, claim.item) in self.printed,
            "subjects": ";".join(claim.subjects),
            "counterparts": ";".join(claim.counterparts),
            "claimed": claim.shown,
            "found": first.reading.shown_for(claim) if first else "",
            "ratio": first.ratio if first else math.nan,
            "low": low / claim.value.factor,
            "high": high / claim.value.factor,
            "unit": claim.value.unit,
            "readings": len(judgement.comparisons),
            "tables": "; ".join(tables),
            "rows": first.reading.rows if first else "",
        }

    @functools.cached_property
    def readings(self) -> pd.DataFrame:
        """One row a reading, the deciding one of each claim first."""
        rows = [
            {
                "claim_id": judgement.claim.claim_id,
                "is_deciding": place == 0,
                "reading": comparison.reading.shown_for(judgement.claim),
                **_take(comparison, "word", "ratio"),
                **_take(comparison.reading, *_OF_READING),
            }
            for judgement in self.judgements
            for place, comparison in enumerate(judgement.comparisons)
        ]
        columns = ["claim_id", "is_deciding", "reading", "word", "ratio", *_OF_READING]
        return pd.DataFrame(rows, columns=columns)

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
        chosen = (each for each in self.judgements if each.claim.claim_id in wanted)
        return replace(self, judgements=tuple(chosen))

    @takes(tolerance=Number(at_least=0, at_most=0.5))
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
        options = self.options.with_tolerance(tolerance)
        again = (
            judge(each.claim, [c.reading for c in each.comparisons], options)
            if each.comparisons
            else replace(each, tolerance=describe_tolerance(each.claim, options))
            for each in self.judgements
        )
        return replace(self, judgements=tuple(again), options=options)

    def __getitem__(self, claim_id: str) -> Judgement:
        """Return the judgement of one claim; the error names the nearest."""
        return self.judgements[self.claims.index(ledger.find(self.claims, claim_id))]


_COLUMNS = [
    *("claim_id", "text", "lines", "theme", "statement", "indicator", "item", "is_printed"),
    *("subjects", "counterparts", "period", "claimed", "verdict", "reason", "found", "ratio"),
    *("low", "high", "unit", "readings", "depends_on_definition", "tolerance", "tables", "rows"),
]
_OF_READING = ("bound", "basis", "is_chosen", "table", "rows", "source")


def _take(thing: object, *names: str) -> dict[str, object]:
    return {name: getattr(thing, name) for name in names}


def audit(
    claims: Sequence[Claim] | None = None,
    options: Options | None = None,
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
        Study, tolerance, reporter, region. None for the defaults.
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
    options = options or Options()
    tables = Tables(catalog or Catalog(DATA), replaced)
    indicators = read_indicators(tables["claims/indicators"])
    shipped = read_ledger(tables, indicators, options)
    chosen = shipped if claims is None else list(claims)
    # A reader's claims may be sums of the texts' own numbers, and of each other.
    by_name = {claim.claim_id: claim for claim in (*shipped, *chosen)}
    context = Context(tables, options, by_name)
    judged = []
    for claim in chosen:
        bound = indicators[claim.indicator]
        readings, reason = readings_of(claim, bound, context)
        judged.append(judge(claim, readings, options, reason=reason, is_opinion=bound.is_opinion))
    printed = tables["claims/printed_tables"][["text", "item"]].itertuples(index=False, name=None)
    return Audit(tuple(judged), options, frozenset(printed))


def read_ledger(
    tables: Tables, indicators: Mapping[str, Indicator], options: Options
) -> list[Claim]:
    """Return the claims of ``claims/claims``, in its order, each cell checked."""
    parties = known_parties(tables, options)
    return ledger.from_frame(tables["claims/claims"], indicators, parties, "data/claims/claims.csv")


def known_parties(tables: Tables, options: Options) -> frozenset[str]:
    """Return the codes that a claim may name: states, the region, and ``claims/parties``."""
    region = options.setting.region.codes[:1]
    return countries.codes() | {*tables["claims/parties"]["code"], *region}


def load(options: Options | None = None) -> list[Claim]:
    """Return the claims that ship, in the order of the ledger.

    Parameters
    ----------
    options : Options, optional
        Names the study, whose region claims may be about. None for the defaults.

    Returns
    -------
    list of Claim
        All of ``claims/claims``.
    """
    tables = Tables(Catalog(DATA))
    indicators = read_indicators(tables["claims/indicators"])
    return read_ledger(tables, indicators, options or Options())


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
    cells = cells[frame["is_printed"].astype(bool) & cells["ratio"].notna()]
    said: dict[tuple[str, ...], str] = {}
    for key, ratios in cells.groupby(keys)["ratio"]:
        if len(ratios) >= COLUMN_SIZE and ratios.median() < COLUMN_RATIO:
            said[tuple(map(str, key))] = (
                f"The {len(ratios)} figures of this column are at the median {ratios.median():.2f} "
                "of the data: it probably holds part of the year."
            )
    return [said.get(tuple(map(str, row)), "") for row in frame[keys].to_numpy()]


#: Rows of :attr:`Audit.frame` as measures need them.
_JUDGED = Frame("claim_id", "verdict", key=1, rules={"verdict": OneOf(VERDICTS)})


@takes(frame=_JUDGED, by=OneOf(("text", "theme")))
def count_by(frame: pd.DataFrame, by: str) -> pd.DataFrame:
    """Count the verdicts by text or theme.

    Parameters
    ----------
    frame : pandas.DataFrame
        :attr:`Audit.frame`.
    by : {"text", "theme"}
        Column.

    Returns
    -------
    pandas.DataFrame
        One row a value of the column, one column a verdict, in the order of
        :data:`analysis.claims.verdicts.VERDICTS`.
    """
    table = pd.crosstab(frame[by], frame["verdict"])
    return table.reindex(columns=list(VERDICTS), fill_value=0).rename_axis(columns=None)


@takes(frame=_JUDGED)
def pick_weak(frame: pd.DataFrame) -> pd.DataFrame:
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
    tested = frame[frame["verdict"].isin(DECIDED[1:])]
    distance = tested["ratio"].abs().map(lambda r: abs(math.log(r)) if r > 0 else math.inf)
    by = tested.assign(place=tested["verdict"].map(VERDICTS.index), distance=distance).sort_values(
        ["place", "distance", "claim_id"], ascending=[False, False, True]
    )
    return by[list(frame)].reset_index(drop=True)


@takes(frame=_JUDGED)
def share_supported(frame: pd.DataFrame) -> float:
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
    decided = frame["verdict"].isin(DECIDED)
    return float((frame.loc[decided, "verdict"] == SUPPORTED).mean()) if decided.any() else math.nan


@takes(frame=_JUDGED)
def pick_inconsistent(frame: pd.DataFrame) -> pd.DataFrame:
    """Return the claims that the texts' own numbers contradict."""
    return frame[frame["verdict"] == INCONSISTENT]


@takes(frame=Frame("claim_id", "verdict", "reason", key=1, rules={"verdict": OneOf(VERDICTS)}))
def count_reasons(frame: pd.DataFrame) -> pd.DataFrame:
    """Count why claims are not tested: ``verdict, reason, claims``, one row a reason."""
    untested = frame[frame["verdict"].isin([NO_DATA, NOT_TESTABLE])]
    return untested.groupby(["verdict", "reason"]).size().rename("claims").reset_index()


@takes(readings=Frame("claim_id", "ratio"))
def pick_ratios(readings: pd.DataFrame, claim_ids: Sequence[str]) -> pd.DataFrame:
    """Return the readings of some claims that have a ratio to what is claimed."""
    return readings[readings["ratio"].notna() & readings["claim_id"].isin(list(claim_ids))]


def name_tally(audit: Audit) -> dict[str, int]:
    """Return how many claims there are, are decided, and have each verdict, by name of a record."""
    tally = audit.tally()
    named = {verdict.replace(", ", "_").replace(" ", "_"): n for verdict, n in tally.items()}
    return {
        "claims": len(audit.judgements),
        "claims_decided": sum(tally[verdict] for verdict in DECIDED),
        **{f"claims_{name}": n for name, n in named.items()},
    }


def vary_tolerance(audit: Audit) -> pd.DataFrame:
    """Return how many claims have which verdict at other tolerances, the chosen one among them.

    Parameters
    ----------
    audit : Audit
        The claims.

    Returns
    -------
    pandas.DataFrame
        ``tolerance_pct`` and a column a verdict, one row a tolerance.
    """
    shares = sorted({*TOLERANCES, audit.options.tolerance})
    rows = [{"tolerance_pct": 100 * each, **audit.at_tolerance(each).tally()} for each in shares]
    return pd.DataFrame(rows, columns=["tolerance_pct", *VERDICTS])

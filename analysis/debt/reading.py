"""What one run of the debt notebook reads, made once from its parameters."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar

from analysis.debt.claim import OldCurrency
from analysis.debt.frames import DAYS
from analysis.notebook.reading import BaseReading
from analysis.notebook.words import call, join_words


@dataclass(frozen=True)
class Reading(BaseReading):
    """Who is looked at (the states are debtors), and every choice that bears on a number or a word.

    Parameters
    ----------
    creditors : tuple of str
        The partner and the states that it continued, the oldest first.
    statuses : tuple of str
        Statuses of the reports that are shown.
    discount_rate : float
        Effective a year.
    instrument : str
        Name in ``debt/terms``.
    chosen : mapping of str to float or None
        Terms chosen in place of those reported; None: as reported.
    valued_at : str
        Day of valuation, a key of :data:`analysis.debt.frames.DAYS`.
    worth_of_local : float
        Cash worth to the creditor of a unit that stays in the debtor's country, 0 to 1.
    day_count : str
        A key of :data:`analysis.debt.DAY_COUNTS`.
    old : OldCurrency or None
        The currency of old claims, at the rate chosen; None if the study has none.
    edition : str
        Edition of International Debt Statistics.
    """

    notebook: ClassVar[str] = "debt"

    creditors: tuple[str, ...]
    statuses: tuple[str, ...]
    discount_rate: float
    instrument: str
    chosen: Mapping[str, float | None]
    valued_at: str
    worth_of_local: float
    day_count: str
    old: OldCurrency | None
    edition: str

    @property
    def rate(self) -> str:
        """The discount rate in words."""
        return f"{100 * self.discount_rate:g} %"

    @property
    def day(self) -> str:
        """The day of valuation in words."""
        return DAYS[self.valued_at]

    @property
    def lineage(self) -> str:
        """The creditors in words, the partner first."""
        return join_words([call(each) for each in reversed(self.creditors)])

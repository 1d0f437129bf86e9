"""The methods that test claims, one module a theme; importing this package registers them all."""

from __future__ import annotations

from analysis.claims.methods import (
    arms,
    debt,
    economy,
    evidence,
    own_numbers,
    people,
    relations,
    trade,
    trade_shares,
    voting,
)

__all__ = [
    "arms",
    "debt",
    "economy",
    "evidence",
    "own_numbers",
    "people",
    "relations",
    "trade",
    "trade_shares",
    "voting",
]

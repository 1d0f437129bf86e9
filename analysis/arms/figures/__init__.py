"""Plots of arms transfers. All volumes are SIPRI's trend-indicator value (TIV), not money."""

from analysis.figures.arms.categories import categories, estimates
from analysis.figures.arms.deliveries import annual, recipients
from analysis.figures.arms.exports import exports
from analysis.figures.arms.imports import shares, suppliers, with_and_without
from analysis.figures.arms.lags import lags
from analysis.figures.arms.named_deals import contracts, named_deals
from analysis.figures.arms.sensitivity import sensitivity
from analysis.figures.arms.vintages import split_errors, vintages

__all__ = [
    "annual",
    "categories",
    "contracts",
    "estimates",
    "exports",
    "lags",
    "named_deals",
    "recipients",
    "sensitivity",
    "shares",
    "split_errors",
    "suppliers",
    "vintages",
    "with_and_without",
]

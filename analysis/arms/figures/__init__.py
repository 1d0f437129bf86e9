"""Plots of arms transfers. All volumes are SIPRI's trend-indicator value (TIV), not money."""

from analysis.arms.figures.categories import categories, estimates
from analysis.arms.figures.deliveries import annual, recipients
from analysis.arms.figures.exports import exports
from analysis.arms.figures.imports import shares, suppliers, with_and_without
from analysis.arms.figures.lags import lags
from analysis.arms.figures.named_deals import contracts, named_deals
from analysis.arms.figures.sensitivity import sensitivity
from analysis.arms.figures.vintages import split_errors, vintages

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

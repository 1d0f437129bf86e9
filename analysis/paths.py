"""Where the checkout is: the one place that knows how deep a module lies in it."""

from __future__ import annotations

from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
"""The checkout: the folder of ``data/``, ``notebooks/`` and ``figures/``."""

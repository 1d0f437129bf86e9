"""Where tests find the checkout and, where they are laid beside it, the publishers' files."""

from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
SHARED = ROOT.parent / "shared"
UPSTREAM = SHARED / "upstream"
FACTS = SHARED / "facts"

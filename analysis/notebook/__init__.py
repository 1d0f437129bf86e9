"""Style, saving, and the plots that the notebooks share.

Importing this package chooses the file-only Agg backend: a picture in a notebook is the file
that was saved, byte for byte.
"""

from __future__ import annotations

import matplotlib

matplotlib.use("agg")

from analysis.figures.save import FLOAT_FORMAT, empty, output_folder, save
from analysis.figures.style import COLORS, use_style

use_style()

__all__ = ["COLORS", "FLOAT_FORMAT", "empty", "output_folder", "save", "use_style"]

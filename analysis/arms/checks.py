"""What the measures of arms transfers ask of a frame."""

from __future__ import annotations

import pandas as pd

from analysis.errors import MeasureError


def require(frame: pd.DataFrame, columns: list[str]) -> None:
    """Raise a MeasureError that names the columns a frame lacks, if any."""
    absent = [column for column in columns if column not in frame.columns]
    if absent:
        raise MeasureError(
            f"the frame lacks {', '.join(absent)}; it has {', '.join(map(str, frame.columns))}"
        )

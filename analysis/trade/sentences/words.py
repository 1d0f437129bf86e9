"""The extreme rows that sentences name."""

from __future__ import annotations

import numpy as np
import pandas as pd


def highest(frame: pd.DataFrame, column: str) -> pd.Series:
    """Return the first row with the largest value."""
    return frame.iloc[int(np.argmax(frame[column].to_numpy(dtype="float64")))]


def lowest(frame: pd.DataFrame, column: str) -> pd.Series:
    """Return the first row with the smallest value."""
    return frame.iloc[int(np.argmin(frame[column].to_numpy(dtype="float64")))]

"""How united groups vote, and the two series of positions."""

from __future__ import annotations

import pandas as pd

from analysis.notebook.words import count
from analysis.voting.reading import Reading


def on_unity(reading: Reading, cohesion: pd.DataFrame) -> str:
    """Return how united each group voted in the last complete year.

    Parameters
    ----------
    reading : Reading
        What was chosen.
    cohesion : pandas.DataFrame
        Rows of ``voting/cohesion`` of one year.

    Returns
    -------
    str
        A line a group, the least united first.
    """
    united = cohesion[cohesion["measure"] == "agreement_index"].sort_values("value")
    lines = [
        f"- {reading.groups[row['group']]}, {row['year']}: agreement index {row['value']:.3f} "
        f"({row['lower']:.3f} to {row['upper']:.3f}), {count(row['n_members'], 'member')}."
        for row in united.to_dict("records")
    ]
    return "\n".join(lines) or "None of the groups had recorded votes in these years."


def on_series(both: pd.DataFrame) -> str:
    """Return how near the positions of the two series are.

    Parameters
    ----------
    both : pandas.DataFrame
        As :func:`analysis.voting.compare_series` returns them.

    Returns
    -------
    str
        One sentence.
    """
    if len(both) < 3:
        return "Too few positions in both series to compare them."
    difference = (both["all"] - both["final"]).abs()
    return (
        f"Over {len(both):,} positions the two series correlate at "
        f"{both['all'].corr(both['final']):.3f}; the median difference is "
        f"{difference.median():.3f}, the largest {difference.max():.2f} standard deviations of the "
        "scale."
    )

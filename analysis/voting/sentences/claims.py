"""What the tested texts say about votes."""

from __future__ import annotations

import pandas as pd

from analysis.notebook.words import join_words


def on_claims(audited: pd.DataFrame) -> str:
    """Return how many claims have which verdict, and which are contradicted.

    Parameters
    ----------
    audited : pandas.DataFrame
        verdict and sentence, a row a claim.

    Returns
    -------
    str
        One paragraph.
    """
    n = audited["verdict"].value_counts()
    against = audited.loc[audited["verdict"] == "contradicted", "sentence"]
    text = f"{len(audited)} claims: " + join_words([f"{k} {v}" for v, k in n.items()]) + "."
    return text + (" Contradicted: " + " ".join(against) if len(against) else "")

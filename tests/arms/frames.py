"""Small frames and strategies for the tests of arms transfers."""

import pandas as pd
from hypothesis import strategies as st

from analysis import arms

COVERED = (1995, 2024)
WINDOWS = arms.windows(*COVERED, 5)
SPANS = arms.supplier_spans(["SUN", "RUS"], (1950, 2025))


def deliveries(*rows):
    return pd.DataFrame(rows, columns=["supplier", "iso3", "year", "tiv_million"])


def imported(*rows):
    return pd.DataFrame(rows, columns=["iso3", "supplier", "year", "tiv_million"])


volumes = st.integers(1, 10**6).map(lambda hundredths: hundredths / 100)
keys = st.tuples(
    st.sampled_from(["ARG", "CUB", "PER", "VEN"]),
    st.sampled_from(["RUS", "USA", "CHN", "FRA", "XXU"]),
    st.integers(1995, 2024),
)
tables = st.dictionaries(keys, volumes, max_size=40).map(
    lambda cells: imported(*[(*key, value) for key, value in cells.items()]).astype(
        {"iso3": "str", "supplier": "str", "year": "Int64", "tiv_million": "float64"}
    )
)

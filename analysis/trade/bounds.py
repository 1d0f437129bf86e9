"""What product tables can say of the region's part in all that a partner sells of a product."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from analysis.contracts import FLOWS, LABEL, STATE, STATES, Frame, takes
from analysis.trade.intensity import WORLD_FLOWS, WORLD_TABLE
from analysis.trade.products import PRODUCTS, STRUCTURES

#: Groups of products that a part and a whole are on record for, in two classifications: their
#: classification and code in ``trade/product_structure`` and in ``trade/world_structure``, and what
#: these are called. Products of the part are those that begin with its code.
GROUPS = pd.DataFrame(
    [
        ("chemicals", "sitc_sections", "5", "SITC section 5",
         "wits_sections", "Chemicals", "WITS group Chemicals"),
        ("metals", "sitc_sections", "6", "SITC section 6",
         "wits_sections", "Metals", "WITS group Metals"),
        ("fertilisers", "hs6_largest", "31", "largest HS products of chapter 31",
         "hs_chapters", "31", "HS chapter 31"),
    ],
    columns=["product", "part_in", "part_code", "part", "whole_in", "whole_code", "whole"],
).rename_axis("group").reset_index()  # fmt: skip


@takes(
    product_structure=Frame(
        *PRODUCTS.columns, "reporter", key=PRODUCTS.key, present=tuple(PRODUCTS.present),
        rules=PRODUCTS.rules,
    ),
    world_structure=Frame(
        "iso3", "year", "flow", "classification", "product", "share", "source", key=5,
        rules={**STRUCTURES.rules, "classification": LABEL, "source": LABEL},
    ),
    world_totals=WORLD_TABLE,
    partner=STATE,
    states=STATES,
)  # fmt: skip
def product_bounds(
    product_structure: pd.DataFrame, world_structure: pd.DataFrame, world_totals: pd.DataFrame,
    partner: str, states: Sequence[str],
) -> pd.DataFrame:  # fmt: skip
    """Return what share of a partner's exports of a product group went to some states.

    Numerator and denominator are of different classifications: the row says which.

    Parameters
    ----------
    product_structure : pandas.DataFrame
        Rows of ``trade/product_structure`` of the partner.
    world_structure, world_totals : pandas.DataFrame
        The tables ``trade/world_structure`` and ``trade/world_totals``.
    partner : str
        ISO3 code of the seller.
    states : sequence of str
        The buyers.

    Returns
    -------
    pandas.DataFrame
        Of each of :data:`GROUPS`: ``product, year, part, whole`` (what these are), ``iso3`` (the
        state, if one alone is on record), ``n_states``, ``is_cif`` (whether the buyers report the
        part), ``part_usd, whole_usd, share``; a row for each year that has both. The total that a
        whole is a share of is that of the whole's own source.

    Notes
    -----
    Fertilisers and steel are subsets of chemicals (SITC 5) and manufactures by material (SITC 6):
    the share of the wider group bounds nothing by itself, but a claimed three quarters of a subset
    implies a value, which the wider group's value to the region can contradict.
    """
    sold = world_structure[
        (world_structure["iso3"] == partner) & (world_structure["flow"] == WORLD_FLOWS[0])
    ]
    sold = sold.merge(world_totals, on=["iso3", "year", "flow", "source"])
    sold = sold.assign(whole_usd=sold["share"] * sold["value_usd"])
    of_group, of_whole = ["whole_in", "whole_code"], ["classification", "product"]
    wholes = GROUPS.merge(sold, left_on=of_group, right_on=of_whole, suffixes=("", "_sold"))
    bought = product_structure[
        (product_structure["flow"] == FLOWS[1]) & product_structure["iso3"].isin(states)
    ]
    bought = bought.assign(
        part_usd=bought["share"] * bought["flow_total_usd"],
        is_cif=bought["reporter"] == bought["iso3"],
    ).rename(columns={"product": "code"})
    parts = GROUPS.merge(bought, left_on="part_in", right_on="classification")
    pairs = zip(parts["code"], parts["part_code"], strict=True)
    parts = parts[np.array([code.startswith(first) for code, first in pairs], dtype=bool)]
    frame = parts.groupby(["group", "product", "year", "part", "whole"], as_index=False).agg(
        iso3=("iso3", "first"), n_states=("iso3", "nunique"), is_cif=("is_cif", "all"),
        part_usd=("part_usd", "sum"),
    )  # fmt: skip
    frame = frame.merge(wholes[["product", "year", "whole_usd"]]).drop(columns="group")
    alone = frame["iso3"].where(frame["n_states"] == 1)
    return frame.assign(iso3=alone, share=frame["part_usd"] / frame["whole_usd"])

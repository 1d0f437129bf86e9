"""What product tables can say of the region's part in all that a partner sells of a product."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import pandas as pd

from analysis.contracts import ECONOMY, FLOWS, LABEL, STATE, STATES, Frame, Number, OneOf, takes
from analysis.trade.intensity import WORLD_FLOWS
from analysis.trade.products import PRODUCTS

_BOUGHT = FLOWS[1]
_TYPES = {
    "product": "object", "year": "int64", "part": "object", "whole": "object", "iso3": "object",
    "n_states": "int64", "is_cif": "bool", "part_usd": "float64", "whole_usd": "float64",
}  # fmt: skip


@dataclass(frozen=True)
class ProductGroup:
    """A group of products that a part and a whole are on record for, in two classifications.

    Parameters
    ----------
    name : str
        What it is called.
    part, whole : tuple of str
        Classification and product, in ``trade/product_structure`` and in
        ``trade/world_structure``. Products of the part are those that begin with its code.
    part_words, whole_words : str
        What these are called.
    """

    name: str
    part: tuple[str, str]
    whole: tuple[str, str]
    part_words: str
    whole_words: str


GROUPS = (
    ProductGroup("chemicals", ("sitc_sections", "5"), ("wits_sections", "Chemicals"),
                 "SITC section 5", "WITS group Chemicals"),
    ProductGroup("metals", ("sitc_sections", "6"), ("wits_sections", "Metals"),
                 "SITC section 6", "WITS group Metals"),
    ProductGroup("fertilisers", ("hs6_largest", "31"), ("hs_chapters", "31"),
                 "largest HS products of chapter 31", "HS chapter 31"),
)  # fmt: skip


@takes(
    product_structure=Frame(
        *PRODUCTS.columns, "reporter", key=PRODUCTS.key, present=tuple(PRODUCTS.present),
        rules=PRODUCTS.rules,
    ),
    world_structure=Frame(
        "iso3", "year", "flow", "classification", "product", "share", "source", key=5,
        rules={"iso3": ECONOMY, "flow": OneOf(WORLD_FLOWS), "classification": LABEL,
               "product": LABEL, "source": LABEL},
    ),
    world_totals=Frame(
        "iso3", "year", "flow", "source", "value_usd", key=4,
        rules={"iso3": ECONOMY, "flow": OneOf(WORLD_FLOWS), "source": LABEL,
               "value_usd": Number(at_least=0)},
    ),
    partner=STATE,
    states=STATES,
)  # fmt: skip
def product_bounds(
    product_structure: pd.DataFrame,
    world_structure: pd.DataFrame,
    world_totals: pd.DataFrame,
    partner: str,
    states: Sequence[str],
    groups: Sequence[ProductGroup] = GROUPS,
) -> pd.DataFrame:
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
    groups : sequence of ProductGroup
        What to look at.

    Returns
    -------
    pandas.DataFrame
        ``product, year, part, whole`` (what these are), ``iso3`` (the state, if one alone is on
        record), ``n_states``, ``is_cif`` (whether the buyers report the part), ``part_usd,
        whole_usd, share``; a row for each year that has both. The total that a whole is a share of
        is that of the whole's own source.

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
    bought = product_structure[
        (product_structure["flow"] == _BOUGHT) & product_structure["iso3"].isin(states)
    ]
    bought = bought.assign(part_usd=bought["share"] * bought["flow_total_usd"])
    frames = []
    for group in groups:
        kind, code = group.part
        rows = bought[(bought["classification"] == kind) & bought["product"].str.startswith(code)]
        years = rows.groupby("year")
        part = pd.DataFrame(
            {
                "part_usd": years["part_usd"].sum(),
                "n_states": years["iso3"].nunique(),
                "iso3": years["iso3"].first(),
                "is_cif": (rows["reporter"] == rows["iso3"]).groupby(rows["year"]).all(),
            }
        )
        kind, code = group.whole
        whole = sold[(sold["classification"] == kind) & (sold["product"] == code)]
        frames.append(
            part.merge(whole[["year", "whole_usd"]], on="year").assign(
                product=group.name, part=group.part_words, whole=group.whole_words
            )
        )
    frame = pd.concat([pd.DataFrame(columns=list(_TYPES)), *frames], ignore_index=True)
    frame = frame.astype(_TYPES)
    alone = frame["iso3"].where(frame["n_states"] == 1)
    return frame.assign(iso3=alone, share=frame["part_usd"] / frame["whole_usd"])

"""What product tables can say of claimed shares of the region in Russia's trade."""

from __future__ import annotations

import pandas as pd

from analysis.trade.products import structure

_FERTILISERS = "31"
_M = "imports"

#: Shares that a text states for 2012, of Russia's imports from the world, in per cent. None can be
#: tested without products of four or six digits from all of Russia's partners.
CLAIMED_IMPORT_SHARES = {
    "bananas": 97, "soya": 88, "cattle meat": 79, "cane sugar": 73, "cut flowers": 50,
    "tobacco": 37, "poultry": 21, "pork": 19,
}  # fmt: skip


def product_bounds(
    product_structure: pd.DataFrame, world_structure: pd.DataFrame, world_totals: pd.DataFrame
) -> pd.DataFrame:
    """Return what share of Russia's exports of a product group went to the region.

    Three independent ways, none of which has numerator and denominator of one classification: the
    text says which.

    Parameters
    ----------
    product_structure, world_structure, world_totals : pandas.DataFrame
        The tables ``trade/product_structure``, ``trade/world_structure``, ``trade/world_totals``.

    Returns
    -------
    pandas.DataFrame
        ``product, year, part, whole, part_usd, whole_usd, share``: part and whole say what they
        are.

    Notes
    -----
    Fertilisers and steel are subsets of chemicals (SITC 5) and manufactures by material (SITC 6):
    the region's share of the wider group bounds nothing by itself, but a claimed three quarters of
    a subset implies a value, which the wider group's value to the region can contradict.
    """
    rows = []
    every = sorted(product_structure["iso3"].unique())
    sections = structure(product_structure, "sitc_sections", every, [2005, 2015])
    to_region = sections[sections["flow"] == _M].set_index(["product", "year"])["value_usd"]
    own = world_structure[world_structure["iso3"] == "RUS"]
    own = own[own["flow"] == "exports_to_world"].set_index(["classification", "product", "year"])
    totals = world_totals[(world_totals["iso3"] == "RUS")]
    totals = totals[totals["flow"] == "exports_to_world"]
    exported = totals.set_index(["source", "year"])["value_usd"]
    for product, section, group in (("chemicals", "5", "Chemicals"), ("metals", "6", "Metals")):
        for year in (2005, 2015):
            whole = own["share"].get(("wits_sections", group, year), float("nan"))
            whole *= exported.get(("wits_summary", year), float("nan"))
            rows.append(
                (product, year, f"SITC {section} to all states on record",
                 f"WITS group {group}, all Russian exports", to_region.get((section, year)), whole)
            )  # fmt: skip
    brazil = product_structure[product_structure["classification"] == "hs6_largest"]
    brazil = brazil[brazil["product"].str.startswith(_FERTILISERS)]
    sums = (brazil["share"] * brazil["flow_total_usd"]).groupby(brazil["year"]).sum()
    for year in (2021, 2022):
        whole = own["share"].get(("hs_chapters", _FERTILISERS, year), float("nan"))
        whole *= exported.get(("customs_russia", year), float("nan"))
        rows.append(
            ("fertilisers", year, "Brazil alone, largest HS6 of chapter 31, CIF",
             "HS 31, all Russian exports", sums.get(year), whole)
        )  # fmt: skip
    names = ["product", "year", "part", "whole", "part_usd", "whole_usd"]
    frame = pd.DataFrame(rows, columns=names)
    return frame.assign(share=frame["part_usd"] / frame["whole_usd"])


def chapter_value(
    product_structure: pd.DataFrame, chapter: str, flow: str, year: int, states: list[str]
) -> float:
    """Return the value of one HS chapter over some states, as Russia reports it.

    Parameters
    ----------
    product_structure : pandas.DataFrame
        ``trade/product_structure``.
    chapter : str
        Two digits.
    flow : {"exports", "imports"}
        Seen from the state.
    year : int
        The year.
    states : list of str
        Of Argentina, Brazil, Cuba and Ecuador, which alone are on record.

    Returns
    -------
    float
        USD; NaN if no state has the chapter in that year.
    """
    shares = structure(product_structure, "hs_chapters", states, [year])
    found = shares[(shares["flow"] == flow) & (shares["product"] == chapter)]["value_usd"]
    return float(found.sum()) if len(found) else float("nan")

"""Russia and the USSR as creditors in the World Bank's International Debt Statistics.

Each edition states its years anew, so a figure is always of one edition. What falls due by
contract is no forecast of what is paid: scheduled and actual rows are never added.
"""

from __future__ import annotations

from collections.abc import Iterable

import pandas as pd

from analysis.debt.checks import require
from analysis.debt.claim import convert
from analysis.errors import MeasureError, unknown

#: Kinds of creditor in the names of the series, in words.
LENDERS: dict[str, str] = {
    "BLAT": "bilateral official",
    "PROP": "private suppliers",
    "PCBK": "banks",
}
_LONGEST_SPAN_DAYS = 731  # a stock of "the 1990s" belongs to no year
#: Amounts in the names of the series.
STOCK, PRINCIPAL, INTEREST = "DOD", "AMT", "INT"


def one_edition(claims: pd.DataFrame, edition: str) -> pd.DataFrame:
    """Return the rows of one edition, with the parts of the series' names as columns.

    Parameters
    ----------
    claims : pandas.DataFrame
        The table ``debt/ids_creditor``.
    edition : str
        For example ``"2025-12"``.

    Returns
    -------
    pandas.DataFrame
        The rows, plus ``amount`` (``DOD`` stock, ``AMT`` principal, ``INT`` interest) and
        ``lender`` (a key of :data:`LENDERS`).

    Raises
    ------
    MeasureError
        If there is no such edition, or a series is not of a known form.

    Examples
    --------
    >>> from analysis import tables
    >>> one_edition(tables.load("debt/ids_creditor"), "2025-12")["edition"].unique().tolist()
    ['2025-12']
    """
    editions = sorted(claims["edition"].unique())
    if edition not in editions:
        raise MeasureError(unknown("edition", [edition], editions))
    rows = claims[claims["edition"] == edition].copy()
    parts = rows["series"].str.extract(r"^DT\.(DOD|AMT|INT)\.([A-Z]+)\.CD$")
    strange = parts[0].isna() | ~parts[1].isin(list(LENDERS))
    if strange.any():
        raise MeasureError(f"series {sorted(set(rows.loc[strange, 'series']))} have no known form")
    return rows.assign(amount=parts[0], lender=parts[1])


def stocks(
    claims: pd.DataFrame,
    edition: str,
    *,
    debtors: Iterable[str],
    creditors: Iterable[str] = ("SUN", "RUS"),
) -> pd.DataFrame:
    """Return what states owed Russia and the USSR at the ends of years, in one edition.

    Parameters
    ----------
    claims : pandas.DataFrame
        The table ``debt/ids_creditor``.
    edition : str
        Edition of the statistics.
    debtors : iterable of str
        ISO3 codes; a state that is no debtor there gives no rows.
    creditors : iterable of str
        ``SUN`` (the USSR, 1990) and ``RUS`` (from 1991). Taking both treats Russia's claims as
        the USSR's carried on: a choice, which the source leaves to the reader.

    Returns
    -------
    pandas.DataFrame
        ``iso3``, ``year``, ``lender``, ``value_usd``; debtors whose stocks are all 0 are left
        out, single zeros are kept: they were stated.

    Raises
    ------
    MeasureError
        If the edition is unknown, or a lender has two creditors in one year.

    Examples
    --------
    >>> from analysis import tables
    >>> owed = stocks(tables.load("debt/ids_creditor"), "2025-12", debtors=["NIC"])
    >>> owed.set_index("year").loc[1996, "value_usd"].max().round(-6)
    np.float64(344000000.0)
    """
    rows = one_edition(claims, edition)
    rows = rows[
        (rows["amount"] == STOCK)
        & rows["iso3"].isin(list(debtors))
        & rows["counterpart"].isin(list(creditors))
    ]
    key = ["iso3", "year", "lender"]
    if rows.duplicated(key).any():
        raise MeasureError("a debtor has two creditors in one year; Russia follows in 1991")
    owes = rows.groupby("iso3")["value_usd"].max()
    rows = rows[rows["iso3"].isin(owes[owes > 0].index)]
    return rows[[*key, "value_usd"]].sort_values(key, kind="stable").reset_index(drop=True)


def service(claims: pd.DataFrame, edition: str, *, debtors: Iterable[str]) -> pd.DataFrame:
    """Return principal and interest by debtor and year, in one edition.

    Parameters
    ----------
    claims : pandas.DataFrame
        The table ``debt/ids_creditor``.
    edition : str
        Edition of the statistics.
    debtors : iterable of str
        ISO3 codes.

    Returns
    -------
    pandas.DataFrame
        ``iso3``, ``year``, ``amount`` (``AMT`` or ``INT``), ``status`` (``actual`` or
        ``scheduled``) and ``value_usd``, over all lenders; debtors that pay nothing in any year
        are left out.

    Raises
    ------
    MeasureError
        If the edition is unknown.

    Examples
    --------
    >>> from analysis import tables
    >>> due = service(tables.load("debt/ids_creditor"), "2025-12", debtors=["NIC"])
    >>> due[due["status"] == "scheduled"]["year"].max()
    np.int64(2028)
    """
    rows = one_edition(claims, edition)
    rows = rows[(rows["amount"] != STOCK) & rows["iso3"].isin(list(debtors))]
    key = ["iso3", "year", "amount", "status"]
    summed = rows.groupby(key, as_index=False)["value_usd"].sum()
    pays = summed.groupby("iso3")["value_usd"].max()
    return summed[summed["iso3"].isin(pays[pays > 0].index)].reset_index(drop=True)


def compare_editions(claims: pd.DataFrame, *, debtors: Iterable[str]) -> pd.DataFrame:
    """Return the cells that editions state differently.

    Parameters
    ----------
    claims : pandas.DataFrame
        The table ``debt/ids_creditor``.
    debtors : iterable of str
        ISO3 codes.

    Returns
    -------
    pandas.DataFrame
        ``iso3``, ``series``, ``year``, ``first_edition``, ``last_edition``, ``first_usd``,
        ``last_usd``, ``first_status``, ``last_status`` and ``difference_usd``, for cells that
        both editions have and that differ, largest difference first. A cell that one edition
        lacks is no difference.

    Examples
    --------
    >>> from analysis import tables
    >>> changed = compare_editions(tables.load("debt/ids_creditor"), debtors=["ECU"])
    >>> stock = changed[(changed["year"] == 2022) & (changed["series"] == "DT.DOD.BLAT.CD")]
    >>> stock["difference_usd"].item()
    4349000.0
    """
    editions = sorted(claims["edition"].unique())
    require("editions", editions, len(editions) >= 2, "two or more")
    key = ["iso3", "series", "counterpart", "year"]
    first, last = (claims[claims["edition"] == each] for each in (editions[0], editions[-1]))
    both = first.merge(last, on=key, suffixes=("_first", "_last"), validate="one_to_one")
    both = both[both["iso3"].isin(list(debtors))]
    both = both.assign(
        first_edition=editions[0],
        last_edition=editions[-1],
        difference_usd=both["value_usd_last"] - both["value_usd_first"],
        _size=(both["value_usd_last"] - both["value_usd_first"]).abs(),
    )
    both = both[both["_size"] > 0].sort_values(["_size", *key], ascending=[False] + [True] * 4)
    renamed = {"value_usd_first": "first_usd", "value_usd_last": "last_usd"}
    renamed |= {"status_first": "first_status", "status_last": "last_status"}
    columns = ["iso3", "series", "year", "first_edition", "last_edition", "first_usd", "last_usd"]
    columns += ["first_status", "last_status", "difference_usd"]
    return both.rename(columns=renamed)[columns].reset_index(drop=True)


def drawn_at_least(
    claims: pd.DataFrame, edition: str, debtor: str, year: int, lender: str = "BLAT"
) -> float:
    """Return what a debtor must have drawn by the end of a year: the stock plus principal paid.

    Exchange rates aside, a loan's drawings are what is still owed and what was paid back.

    Parameters
    ----------
    claims : pandas.DataFrame
        The table ``debt/ids_creditor``.
    edition : str
        Edition of the statistics.
    debtor : str
        ISO3 code.
    year : int
        Last year.
    lender : str
        A key of :data:`LENDERS`.

    Returns
    -------
    float
        US dollars.

    Raises
    ------
    MeasureError
        If the edition has no stock of that debtor and year.

    Examples
    --------
    >>> from analysis import tables
    >>> round(drawn_at_least(tables.load("debt/ids_creditor"), "2025-12", "ECU", 2016) / 1e6)
    153
    """
    rows = one_edition(claims, edition)
    rows = rows[(rows["iso3"] == debtor) & (rows["lender"] == lender)]
    owed = rows.loc[(rows["amount"] == STOCK) & (rows["year"] == year), "value_usd"]
    if len(owed) != 1:
        raise MeasureError(
            f"edition {edition} has {len(owed)} stocks of {debtor}, {lender}, at the end of "
            f"{year}; one is needed"
        )
    paid = rows[(rows["amount"] == PRINCIPAL) & (rows["status"] == "actual")]
    return float(owed.iloc[0] + paid.loc[paid["year"] <= year, "value_usd"].sum())


def exports_to_world(world_totals: pd.DataFrame, source: str = "unctad") -> pd.DataFrame:
    """Return what states export to the world, by one source.

    Parameters
    ----------
    world_totals : pandas.DataFrame
        The table ``trade/world_totals``.
    source : str
        A key of its column ``source``; sources are not mixed.

    Returns
    -------
    pandas.DataFrame
        ``iso3``, ``year`` and ``exports_usd``.

    Raises
    ------
    MeasureError
        If there is no such source.

    Examples
    --------
    >>> from analysis import tables
    >>> exports_to_world(tables.load("trade/world_totals"))["year"].min()
    np.int64(1992)
    """
    known = sorted(world_totals["source"].unique())
    if source not in known:
        raise MeasureError(unknown("source", [source], known))
    rows = world_totals[
        (world_totals["source"] == source) & (world_totals["flow"] == "exports_to_world")
    ]
    renamed = rows.rename(columns={"value_usd": "exports_usd"})
    # Exports of 0 are no denominator.
    return renamed.loc[renamed["exports_usd"] > 0, ["iso3", "year", "exports_usd"]].reset_index(
        drop=True
    )


def reported_claims(events: pd.DataFrame, roubles_per_dollar: float) -> pd.DataFrame:
    """Return stocks that the ledger reports for states' debts to Russia or the USSR, by year.

    Parameters
    ----------
    events : pandas.DataFrame
        The ledger with ``start`` and ``end`` (:func:`analysis.debt.events.with_spans`).
    roubles_per_dollar : float
        Rate for stocks in Soviet roubles.

    Returns
    -------
    pandas.DataFrame
        ``iso3``, ``year`` (of the last day that the date can mean), ``what`` (terms as
        reported) and ``value_usd``. Commercial prepayments, stocks in another currency, rows
        without an amount and dates of more than two years are left out.

    Raises
    ------
    MeasureError
        If the rate is not above 0.

    Examples
    --------
    >>> from analysis import tables
    >>> from analysis.debt.events import with_spans
    >>> found = reported_claims(with_spans(tables.load("debt/events")), 0.6)
    >>> found[found["iso3"] == "NIC"]["value_usd"].tolist()
    [3440000000.0]
    """
    rows = events[
        (events["event"] == "stock")
        & events["creditor"].isin(["RUS", "SUN"])
        & events["amount"].notna()
        & events["end"].notna()
        & events["currency"].isin(["USD", "SUR"])
        & ((events["end"] - events["start"]).dt.days <= _LONGEST_SPAN_DAYS)
    ]
    in_roubles = rows["currency"] == "SUR"
    value = rows["amount"].where(~in_roubles, convert(rows["amount"], roubles_per_dollar))
    return pd.DataFrame(
        {
            "iso3": rows["debtor_iso3"],
            "year": rows["end"].dt.year.astype("int64"),
            "what": rows["terms"],
            "value_usd": value.astype("float64"),
        }
    ).reset_index(drop=True)


def share_ranges(shares: pd.DataFrame) -> pd.DataFrame:
    """Return the range of shares that reports of one state and year give; nothing is added.

    Parameters
    ----------
    shares : pandas.DataFrame
        ``iso3``, ``year``, ``value_usd`` and ``share_pct``, from :func:`over_denominator`.

    Returns
    -------
    pandas.DataFrame
        ``iso3``, ``year``, ``reports``, ``lowest_usd``, ``highest_usd``, ``lowest_pct`` and
        ``highest_pct``, missing where the year has no denominator.

    Examples
    --------
    >>> two = pd.DataFrame({"iso3": "CUB", "year": 2006, "value_usd": [22.0, 26.0],
    ...                     "share_pct": [45.0, 53.0]})
    >>> share_ranges(two)[["reports", "lowest_pct", "highest_pct"]].values.tolist()
    [[2.0, 45.0, 53.0]]
    """
    return (
        shares.groupby(["iso3", "year"])
        .agg(
            reports=("value_usd", "size"),
            lowest_usd=("value_usd", "min"),
            highest_usd=("value_usd", "max"),
            lowest_pct=("share_pct", "min"),
            highest_pct=("share_pct", "max"),
        )
        .reset_index()
    )


def over_denominator(amounts: pd.DataFrame, denominator: pd.DataFrame, column: str) -> pd.DataFrame:
    """Return amounts of states and years as a share of, for example, their product or exports.

    Parameters
    ----------
    amounts : pandas.DataFrame
        ``iso3``, ``year`` and ``value_usd``; other columns are kept.
    denominator : pandas.DataFrame
        ``iso3``, ``year`` and the column named.
    column : str
        For example ``gdp_current_usd``.

    Returns
    -------
    pandas.DataFrame
        As `amounts`, plus the column and ``share_pct``; both missing where the year has none.

    Raises
    ------
    MeasureError
        If the denominator has a state and year twice, or is not above 0.

    Examples
    --------
    >>> owed = pd.DataFrame({"iso3": ["CUB"], "year": [2013], "value_usd": [35.2]})
    >>> product = pd.DataFrame({"iso3": ["CUB"], "year": [2013], "gdp_current_usd": [70.4]})
    >>> over_denominator(owed, product, "gdp_current_usd")["share_pct"].tolist()
    [50.0]
    """
    part = denominator[["iso3", "year", column]].dropna()
    if part.duplicated(["iso3", "year"]).any():
        raise MeasureError(f"{column} has a state and year twice")
    if (part[column] <= 0).any():
        raise MeasureError(f"{column} is not above 0 in {part[part[column] <= 0].values.tolist()}")
    merged = amounts.merge(part, on=["iso3", "year"], how="left")
    return merged.assign(share_pct=100 * merged["value_usd"] / merged[column])

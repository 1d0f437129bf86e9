"""A partner as creditor in the World Bank's International Debt Statistics.

Each edition states its years anew, so a figure is always of one edition. What falls due by
contract is no forecast of what is paid: scheduled and actual rows are never added.
"""

from __future__ import annotations

from collections.abc import Collection

import pandas as pd

from analysis.contracts import ECONOMY, STATES, Contract, Frame, OneOf, check, takes
from analysis.debt.claim import OldCurrency, in_dollars
from analysis.debt.frames import AMOUNT, CLAIMS, FROM_ZERO, LENDERS, reports_with
from analysis.errors import MeasureError, unknown

_WORLD_FLOWS = ("exports_to_world", "imports_from_world")
_LONGEST_SPAN_DAYS = 731  # a stock of "the 1990s" belongs to no year
#: Amounts in the names of the series.
STOCK, PRINCIPAL, INTEREST = "DOD", "AMT", "INT"


def _check_known(column: str, value: str, table: pd.DataFrame) -> None:
    if value not in (known := sorted(table[column].unique())):
        raise MeasureError(unknown(column, [value], known))


@takes(claims=CLAIMS)
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
        ``lender`` (a key of :data:`analysis.debt.frames.LENDERS`).

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
    _check_known("edition", edition, claims)
    rows = claims[claims["edition"] == edition].copy()
    parts = rows["series"].str.extract(r"^DT\.(DOD|AMT|INT)\.([A-Z]+)\.CD$")
    strange = parts[0].isna() | ~parts[1].isin(list(LENDERS))
    if strange.any():
        raise MeasureError(f"series {sorted(set(rows.loc[strange, 'series']))} have no known form")
    return rows.assign(amount=parts[0], lender=parts[1])


def _of(
    claims: pd.DataFrame, edition: str, debtors: Collection[str], creditors: Collection[str]
) -> pd.DataFrame:
    rows = one_edition(claims, edition)
    rows = rows[rows["iso3"].isin(list(debtors)) & rows["counterpart"].isin(list(creditors))]
    doubled = rows[rows.duplicated(["iso3", "series", "year"], keep=False)]
    if not doubled.empty:
        named = sorted({f"{row.iso3} {row.year}" for row in doubled.itertuples()})
        raise MeasureError(
            f"two of the creditors {', '.join(creditors)} have claims in one year: "
            f"{', '.join(named)}; take one of them"
        )
    return rows


@takes(debtors=STATES, creditors=STATES)
def stocks(
    claims: pd.DataFrame, edition: str, *, debtors: Collection[str], creditors: Collection[str]
) -> pd.DataFrame:
    """Return what states owed creditors at the ends of years, in one edition.

    Parameters
    ----------
    claims : pandas.DataFrame
        The table ``debt/ids_creditor``.
    edition : str
        Edition of the statistics.
    debtors : collection of str
        ISO3 codes; a state that is no debtor there gives no rows.
    creditors : collection of str
        A partner, or it and the states that it continued, which follow each other in time.
        Taking them together treats the partner's claims as theirs carried on: a choice, which the
        source leaves to the reader.

    Returns
    -------
    pandas.DataFrame
        ``iso3``, ``year``, ``lender``, ``creditor``, ``value_usd``; debtors whose stocks are all
        0 are left out, single zeros are kept: they were stated.

    Raises
    ------
    MeasureError
        If the edition is unknown, or two of the creditors have claims on a debtor in one year.

    Examples
    --------
    >>> from analysis import tables
    >>> claims = tables.load("debt/ids_creditor")
    >>> owed = stocks(claims, "2025-12", debtors=["NIC"], creditors=["RUS"])
    >>> owed.set_index("year").loc[1996, "value_usd"].max().round(-6)
    np.float64(344000000.0)
    """
    rows = _of(claims, edition, debtors, creditors)
    rows = rows[rows["amount"] == STOCK].rename(columns={"counterpart": "creditor"})
    owes = rows.groupby("iso3")["value_usd"].max()
    rows = rows[rows["iso3"].isin(owes[owes > 0].index)]
    key = ["iso3", "year", "lender"]
    rows = rows[[*key, "creditor", "value_usd"]]
    return rows.sort_values(key, kind="stable").reset_index(drop=True)


@takes(owed=Frame("iso3", "year", "lender", "value_usd", key=3, present=("value_usd",)))
def sum_lenders(owed: pd.DataFrame) -> pd.DataFrame:
    """Return what states owed over all kinds of lender.

    Parameters
    ----------
    owed : pandas.DataFrame
        From :func:`stocks`.

    Returns
    -------
    pandas.DataFrame
        ``iso3``, ``year`` and ``value_usd``.

    Examples
    --------
    >>> rows = [("PER", 1996, "BLAT", 1.0), ("PER", 1996, "PROP", 2.0)]
    >>> owed = pd.DataFrame(rows, columns=["iso3", "year", "lender", "value_usd"])
    >>> sum_lenders(owed)["value_usd"].tolist()
    [3.0]
    """
    return owed.groupby(["iso3", "year"])["value_usd"].sum().reset_index()


@takes(debtors=STATES, creditors=STATES)
def service(
    claims: pd.DataFrame, edition: str, *, debtors: Collection[str], creditors: Collection[str]
) -> pd.DataFrame:
    """Return principal and interest by debtor and year, in one edition.

    Parameters
    ----------
    claims : pandas.DataFrame
        The table ``debt/ids_creditor``.
    edition : str
        Edition of the statistics.
    debtors, creditors : collection of str
        As in :func:`stocks`.

    Returns
    -------
    pandas.DataFrame
        ``iso3``, ``year``, ``amount`` (``AMT`` or ``INT``), ``status`` (``actual`` or
        ``scheduled``) and ``value_usd``, over all lenders; debtors that pay nothing in any year
        are left out.

    Raises
    ------
    MeasureError
        As in :func:`stocks`.

    Examples
    --------
    >>> from analysis import tables
    >>> claims = tables.load("debt/ids_creditor")
    >>> due = service(claims, "2025-12", debtors=["NIC"], creditors=["RUS"])
    >>> due[due["status"] == "scheduled"]["year"].max()
    np.int64(2028)
    """
    rows = _of(claims, edition, debtors, creditors)
    rows = rows[rows["amount"] != STOCK]
    key = ["iso3", "year", "amount", "status"]
    summed = rows.groupby(key, as_index=False)["value_usd"].sum()
    pays = summed.groupby("iso3")["value_usd"].max()
    return summed[summed["iso3"].isin(pays[pays > 0].index)].reset_index(drop=True)


_SERVICE = Frame(
    *("iso3", "year", "amount", "status", "value_usd"),
    key=4,
    present=("value_usd",),
    rules={"amount": OneOf((PRINCIPAL, INTEREST)), "status": OneOf(("actual", "scheduled"))},
)


@takes(owed=Frame("iso3", "year", "value_usd", key=2, present=("value_usd",)), due=_SERVICE)
def compare_schedule(owed: pd.DataFrame, due: pd.DataFrame) -> pd.DataFrame:
    """Return what falls due by contract beside what is owed at the end of the last year.

    Parameters
    ----------
    owed : pandas.DataFrame
        From :func:`sum_lenders`.
    due : pandas.DataFrame
        From :func:`service`, of the same edition and creditors.

    Returns
    -------
    pandas.DataFrame
        One row a debtor that owes something or has something due: ``iso3``, ``owed_usd`` (at
        the end of ``owed_year``, the last of the edition), ``principal_usd`` and
        ``interest_usd`` due after it, ``last_due`` (year; missing if nothing is) and
        ``uncovered_usd``: what is owed and falls due in no year of the edition.

    Examples
    --------
    >>> owed = pd.DataFrame({"iso3": ["ECU"], "year": [2024], "value_usd": [80.0]})
    >>> due = pd.DataFrame({"iso3": "ECU", "year": [2025, 2027], "amount": "AMT",
    ...                     "status": "scheduled", "value_usd": [5.0, 6.0]})
    >>> compare_schedule(owed, due)[["principal_usd", "last_due", "uncovered_usd"]].values.tolist()
    [[11.0, 2027, 69.0]]
    """
    last = int(owed["year"].max()) if len(owed) else 0
    ahead = due[(due["status"] == "scheduled") & (due["value_usd"] > 0)]
    sums = ahead.pivot_table(index="iso3", columns="amount", values="value_usd", aggfunc="sum")
    table = pd.DataFrame(
        {
            "owed_usd": owed[owed["year"] == last].set_index("iso3")["value_usd"],
            "principal_usd": sums.get(PRINCIPAL),
            "interest_usd": sums.get(INTEREST),
        },
        dtype="float64",
    ).fillna(0.0)
    table = table[table.max(axis=1) > 0]
    table = table.assign(
        owed_year=last,
        last_due=ahead.groupby("iso3")["year"].max().astype("Int64"),
        uncovered_usd=(table["owed_usd"] - table["principal_usd"]).clip(lower=0.0),
    )
    return table.rename_axis("iso3").reset_index()


@takes(claims=CLAIMS, debtors=STATES, creditors=STATES)
def compare_editions(
    claims: pd.DataFrame, *, debtors: Collection[str], creditors: Collection[str]
) -> pd.DataFrame:
    """Return the cells that editions state differently.

    Parameters
    ----------
    claims : pandas.DataFrame
        The table ``debt/ids_creditor``.
    debtors, creditors : collection of str
        ISO3 codes.

    Returns
    -------
    pandas.DataFrame
        ``iso3``, ``series``, ``amount``, ``year``, ``first_edition``, ``last_edition``,
        ``first_usd``, ``last_usd``, ``first_status``, ``last_status`` and ``difference_usd``, for
        cells that both editions have and that differ, largest difference first. A cell that one
        edition lacks is no difference.

    Raises
    ------
    MeasureError
        If there are fewer than two editions.

    Examples
    --------
    >>> from analysis import tables
    >>> claims = tables.load("debt/ids_creditor")
    >>> changed = compare_editions(claims, debtors=["ECU"], creditors=["RUS"])
    >>> stock = changed[(changed["year"] == 2022) & (changed["series"] == "DT.DOD.BLAT.CD")]
    >>> stock["difference_usd"].item()
    4349000.0
    """
    editions = sorted(claims["edition"].unique())
    if len(editions) < 2:
        raise MeasureError(f"editions are {', '.join(editions) or 'none'}; two or more are needed")
    key = ["iso3", "series", "counterpart", "year"]
    stated = {"value_usd": "usd", "status": "status"}
    first, last = (
        one_edition(claims, edition).rename(columns={c: f"{end}_{n}" for c, n in stated.items()})
        for end, edition in (("first", editions[0]), ("last", editions[-1]))
    )
    both = first.merge(last[[*key, "last_usd", "last_status"]], on=key, validate="one_to_one")
    both = both[both["iso3"].isin(list(debtors)) & both["counterpart"].isin(list(creditors))]
    difference = both["last_usd"] - both["first_usd"]
    both = both.assign(difference_usd=difference, _size=difference.abs())[difference != 0]
    both = both.sort_values(["_size", *key], ascending=[False] + [True] * 4)
    both = both.assign(first_edition=editions[0], last_edition=editions[-1])
    columns = ["iso3", "series", "amount", "year", "first_edition", "last_edition", "first_usd"]
    columns += ["last_usd", "first_status", "last_status", "difference_usd"]
    return both[columns].reset_index(drop=True)


@takes(world_totals=Frame("year", "flow", "value_usd", rules={"flow": OneOf(_WORLD_FLOWS)}))
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
    _check_known("source", source, world_totals)
    # Exports of 0 are no denominator.
    counts = (world_totals["source"] == source) & (world_totals["value_usd"] > 0)
    rows = world_totals[counts & (world_totals["flow"] == _WORLD_FLOWS[0])]
    renamed = rows.rename(columns={"value_usd": "exports_usd"})
    return renamed[["iso3", "year", "exports_usd"]].reset_index(drop=True)


@takes(events=reports_with("creditor", "start", "end", "terms", "lender"), creditors=STATES)
def reported_claims(
    events: pd.DataFrame, *, creditors: Collection[str], old: OldCurrency | None = None
) -> pd.DataFrame:
    """Return stocks that reports give for states' debts to creditor states, by year.

    Parameters
    ----------
    events : pandas.DataFrame
        Reports with ``start`` and ``end`` (:func:`analysis.debt.events.with_spans`).
    creditors : collection of str
        ISO3 codes.
    old : OldCurrency, optional
        The currency of old claims and its rate. None: stocks in it are left out.

    Returns
    -------
    pandas.DataFrame
        ``iso3``, ``year`` (of the last day that the date can mean), ``what`` (terms as
        reported) and ``value_usd``. Debts to single lenders of a state, stocks in another
        currency, rows without an amount and dates of more than two years are left out.

    Raises
    ------
    MeasureError
        If the frame is none of reports, or a creditor is unknown.

    Examples
    --------
    >>> from analysis import tables
    >>> from analysis.debt.events import with_spans
    >>> events = with_spans(tables.load("debt/events"))
    >>> found = reported_claims(events, creditors=["RUS"])
    >>> found[found["iso3"] == "NIC"]["value_usd"].tolist()
    [3440000000.0]
    """
    days = (events["end"] - events["start"]).dt.days
    rows = events[
        (events["event"] == "stock")
        & events["creditor"].isin(list(creditors))
        & events["lender"].isna()
        & events["amount"].notna()
        & events["currency"].isin(["USD", *([old.code] if old else [])])
        & (days <= _LONGEST_SPAN_DAYS)
    ]
    years, values = rows["end"].dt.year.astype("int64"), in_dollars(rows, old)
    found = rows[["debtor_iso3", "terms"]].set_axis(["iso3", "what"], axis=1)
    found.insert(1, "year", years)
    return found.assign(value_usd=values).reset_index(drop=True)


@takes(shares=Frame("iso3", "year", "value_usd", "share_pct", rules={"share_pct": FROM_ZERO}))
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
    ranges = {"reports": ("value_usd", "size")}
    for unit, column in (("usd", "value_usd"), ("pct", "share_pct")):
        ranges |= {f"lowest_{unit}": (column, "min"), f"highest_{unit}": (column, "max")}
    return shares.groupby(["iso3", "year"]).agg(**ranges).reset_index()


@takes(amounts=Frame("iso3", "year", "value_usd"))
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
    # The column's name is given, so its contract cannot stand above.
    rules: dict[str, Contract] = {"iso3": ECONOMY, column: AMOUNT}
    contract = Frame("iso3", "year", column, key=2, rules=rules)
    check("over_denominator", {"denominator": denominator}, denominator=contract)
    part = denominator[["iso3", "year", column]].dropna()
    merged = amounts.merge(part, on=["iso3", "year"], how="left")
    return merged.assign(share_pct=100 * merged["value_usd"] / merged[column])

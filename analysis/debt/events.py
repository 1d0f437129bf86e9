"""Reports of debt events: their dates as spans, single rows by key, rival reports as ranges.

Rows are reports, not additive amounts: several can tell of one event. Nothing here sums them.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from typing import TypeAlias

import pandas as pd
from pandas.api.typing import NaTType

from analysis.contracts import STATES, Frame, OneOf, Several, takes
from analysis.debt.claim import OldCurrency, in_dollars
from analysis.debt.frames import REPORTS, STATUSES, reports_with
from analysis.errors import MeasureError

MaybeDay: TypeAlias = pd.Timestamp | NaTType

_DATE_FORMS = (
    (r"\d{4}-\d{2}-\d{2}", "day", "D"),
    (r"\d{4}-\d{2}", "month", "M"),
    (r"\d{4}-Q[1-4]", "quarter", "Q"),
    (r"\d{4}", "year", "Y"),
)
_ALLOWED_DATES = (
    "YYYY, YYYY-MM, YYYY-MM-DD, YYYY-Q1, YYYY-H1, YYY0s, 'before YYYY', two of these joined by '/',"
    " or blank"
)
_KEY = ["date", "debtor_iso3", "event", "amount", "source"]


def span(text: str | None) -> tuple[MaybeDay, MaybeDay, str]:
    """Return the first and last day that a date of the reports can mean, and how precise it is.

    Parameters
    ----------
    text : str or None
        A day, month, quarter (``2023-Q1``), half (``2019-H1``), year, decade (``1990s``), an open
        past (``before 1991``), two of these joined by ``/``, or nothing.

    Returns
    -------
    start, end : pandas.Timestamp
        NaT where the date is open or missing.
    precision : str
        ``day``, ``month``, ``quarter``, ``half``, ``year``, ``decade``, ``span``, ``before`` or
        ``undated``.

    Raises
    ------
    MeasureError
        If the text is none of these or names a day that does not exist.

    Examples
    --------
    >>> start, end, precision = span("2019-H1")
    >>> str(start.date()), str(end.date()), precision
    ('2019-01-01', '2019-06-30', 'half')
    >>> span("before 1991")
    (NaT, Timestamp('1990-12-31 00:00:00'), 'before')
    """
    written = "" if text is None or pd.isna(text) else str(text).strip()
    try:
        return _read(written)
    except ValueError as fault:  # pandas' own message would not name the forms
        raise MeasureError(f"date is {written!r}; allowed: {_ALLOWED_DATES}") from fault


def _read(written: str) -> tuple[MaybeDay, MaybeDay, str]:
    if not written:
        return pd.NaT, pd.NaT, "undated"
    if "/" in written:
        first, last = written.split("/")
        start, end = _read(first)[0], _read(last)[1]
        if pd.isna(start) or pd.isna(end) or end - start < pd.Timedelta(0):
            raise ValueError("a span needs a first and a last day, in this order")
        return start, end, "span"
    if found := re.fullmatch(r"before (\d{4})", written):
        return pd.NaT, pd.Timestamp(f"{found[1]}-01-01") - pd.Timedelta(days=1), "before"
    if found := re.fullmatch(r"(\d{3})0s", written):
        return pd.Timestamp(f"{found[1]}0-01-01"), pd.Timestamp(f"{found[1]}9-12-31"), "decade"
    if found := re.fullmatch(r"(\d{4})-H([12])", written):
        first, last = ("01-01", "06-30") if found[2] == "1" else ("07-01", "12-31")
        return pd.Timestamp(f"{found[1]}-{first}"), pd.Timestamp(f"{found[1]}-{last}"), "half"
    for form, precision, frequency in _DATE_FORMS:
        if re.fullmatch(form, written):
            period = pd.Period(written, freq=frequency)
            return period.start_time.normalize(), period.end_time.normalize(), precision
    raise ValueError("no known form")


@takes(events=Frame("date"))
def with_spans(events: pd.DataFrame) -> pd.DataFrame:
    """Return reports with the days between which each event lies.

    Parameters
    ----------
    events : pandas.DataFrame
        With ``date`` as ``debt/events`` writes it.

    Returns
    -------
    pandas.DataFrame
        All rows and columns, plus ``start`` and ``end`` (NaT where open or missing) and
        ``precision``, as in :func:`span`.

    Raises
    ------
    MeasureError
        If dates cannot be read; the message lists them all.

    Examples
    --------
    >>> with_spans(pd.DataFrame({"date": ["2023-Q1", ""]}))["precision"].tolist()
    ['quarter', 'undated']
    """
    rows, faults = [], []
    for written in events["date"]:
        try:
            rows.append(span(written))
        except MeasureError:
            faults.append(repr(written))
    if faults:
        raise MeasureError(f"unreadable dates {', '.join(faults)}; allowed: {_ALLOWED_DATES}")
    spans = pd.DataFrame(rows, columns=["start", "end", "precision"], index=events.index)
    return events.assign(
        start=pd.to_datetime(spans["start"]),
        end=pd.to_datetime(spans["end"]),
        precision=spans["precision"].astype("str"),
    )


@takes(
    events=reports_with("creditor", "status"),
    debtors=STATES,
    creditors=STATES,
    statuses=Several(OneOf(STATUSES)),
)
def select(
    events: pd.DataFrame,
    *,
    debtors: Collection[str],
    creditors: Collection[str],
    statuses: Collection[str] = STATUSES,
) -> pd.DataFrame:
    """Return the reports on debtors and creditors that have some statuses.

    Parameters
    ----------
    events : pandas.DataFrame
        The table ``debt/events``.
    debtors, creditors : collection of str
        ISO3 codes; a state without events gives no rows.
    statuses : collection of str
        Some of :data:`analysis.debt.frames.STATUSES`.

    Returns
    -------
    pandas.DataFrame
        The rows, in their order.

    Raises
    ------
    MeasureError
        If a state or a status is unknown, or the frame is none of reports.

    Examples
    --------
    >>> from analysis import tables
    >>> rows = select(tables.load("debt/events"), debtors=["GRD"], creditors=["RUS", "SUN"])
    >>> rows["status"].tolist()
    ['unverified']
    """
    return events[
        events["debtor_iso3"].isin(list(debtors))
        & events["creditor"].isin(list(creditors))
        & events["status"].isin(list(statuses))
    ]


@takes(events=Frame("date"))
def one_event(events: pd.DataFrame, **key: str) -> pd.Series:
    """Return the single report that a key describes.

    Parameters
    ----------
    events : pandas.DataFrame
        Reports.
    **key
        Column and value, for example ``debtor_iso3="CUB", event="stock", date="2013-10-25"``.

    Returns
    -------
    pandas.Series
        The row.

    Raises
    ------
    MeasureError
        If no row or more than one fits.

    Examples
    --------
    >>> rows = pd.DataFrame({"date": ["1990", "2013"], "amount": [24.78, 35.2]})
    >>> float(one_event(rows, date="2013")["amount"])
    35.2
    """
    fits = events
    for column, value in key.items():
        fits = fits[fits[column] == value]
    if len(fits) != 1:
        wanted = ", ".join(f"{column} {value!r}" for column, value in key.items())
        raise MeasureError(f"{len(fits)} events have {wanted}; one is needed")
    return fits.iloc[0]


def years_between(earlier: pd.Series, later: pd.Series) -> tuple[float, float]:
    """Return the shortest and the longest time that can lie between two events.

    Parameters
    ----------
    earlier, later : pandas.Series
        Reports with ``start`` and ``end`` (:func:`with_spans`), neither missing.

    Returns
    -------
    shortest, longest : float
        Years of 365.25 days.

    Raises
    ------
    MeasureError
        If a day is missing.

    Examples
    --------
    >>> rows = with_spans(pd.DataFrame({"date": ["1990", "2013-10-25"]}))
    >>> [round(years, 1) for years in years_between(rows.iloc[0], rows.iloc[1])]
    [22.8, 23.8]
    """
    if pd.isna([earlier["start"], earlier["end"], later["start"], later["end"]]).any():
        raise MeasureError("an event has no first or last day; both are needed for a time between")
    shortest, longest = later["start"] - earlier["end"], later["end"] - earlier["start"]
    return shortest.days / 365.25, longest.days / 365.25


@takes(stocks=Frame("date", "start", "end", "amount", "currency"))
def stocks_in_dollars(stocks: pd.DataFrame, old: OldCurrency | None = None) -> pd.DataFrame:
    """Return reported stocks in US dollars, those in the currency of old claims at a stated rate.

    Parameters
    ----------
    stocks : pandas.DataFrame
        Reports with ``start``, ``end``, ``amount`` and ``currency``.
    old : OldCurrency, optional
        The currency of old claims and its rate. None: all are in dollars.

    Returns
    -------
    pandas.DataFrame
        ``date``, ``start``, ``end``, ``value_usd``, ``basis`` (in words) and ``is_converted``,
        sorted by start; rows without an amount are left out.

    Raises
    ------
    MeasureError
        If an amount is in another currency.

    Examples
    --------
    >>> stocks = with_spans(pd.DataFrame(
    ...     {"date": ["1990", "1989"], "amount": [24.78, 15.0], "currency": ["USD", "SUR"]}
    ... ))
    >>> stocks_in_dollars(stocks, OldCurrency("SUR", "roubles", 0.6))["value_usd"].tolist()
    [25.0, 24.78]
    """
    given = stocks.dropna(subset="amount")
    is_converted = given["currency"] != "USD"
    said = f"{old.name} at {old.per_dollar:g} a dollar" if old else ""
    table = given[["date", "start", "end"]].assign(
        value_usd=in_dollars(given, old),
        basis=is_converted.map({False: "reported in dollars", True: said}),
        is_converted=is_converted,
    )
    return table.sort_values(["start", "value_usd"], kind="stable").reset_index(drop=True)


@takes(events=REPORTS, reports=Frame("occasion", "what", *_KEY, present=("occasion", "what")))
def mark_rival_reports(events: pd.DataFrame, reports: pd.DataFrame) -> pd.DataFrame:
    """Return reports with the occasion that several rows report.

    Parameters
    ----------
    events : pandas.DataFrame
        The table ``debt/events``.
    reports : pandas.DataFrame
        The table ``debt/rival_reports``: ``occasion``, ``what``, and the key of a row of
        ``debt/events`` (date, debtor, event, amount, source).

    Returns
    -------
    pandas.DataFrame
        All rows and columns of `events`, plus ``occasion`` and ``what``, missing where a row is
        the only report of its event.

    Raises
    ------
    MeasureError
        If a report does not fit exactly one row; the message lists all of them.

    Examples
    --------
    >>> key = {"date": "2016-09", "debtor_iso3": "VEN", "event": "rescheduling", "amount": 2.84}
    >>> events = pd.DataFrame([{**key, "currency": "USD", "source": each} for each in "ab"])
    >>> reports = events.assign(occasion="ven-2016", what="consolidation").head(1)
    >>> mark_rival_reports(events, reports)["occasion"].isna().tolist()
    [False, True]
    """
    fits = reports.merge(events[_KEY].assign(_row=1), on=_KEY, how="left")
    lost = fits[fits["_row"].isna() | fits.duplicated(_KEY, keep=False)]
    if not lost.empty:
        keys = "; ".join(" ".join(str(value) for value in row) for row in lost[_KEY].to_numpy())
        raise MeasureError(f"reports that do not fit exactly one row of debt/events: {keys}")
    return events.merge(reports[[*_KEY, "occasion", "what"]], on=_KEY, how="left")


_MARKED = Frame(
    *("occasion", "what", "debtor_iso3", "event", "amount", "currency"),
    rules={"amount": REPORTS.rules["amount"]},
)


@takes(marked=_MARKED)
def report_ranges(marked: pd.DataFrame) -> pd.DataFrame:
    """Return what the reports of each event say, as a range; reports are never added up.

    Parameters
    ----------
    marked : pandas.DataFrame
        Reports from :func:`mark_rival_reports`.

    Returns
    -------
    pandas.DataFrame
        One row an occasion, sorted by debtor and occasion: ``occasion``, ``what``,
        ``debtor_iso3``, ``currency``, ``events`` (their kinds, joined by ``/``), ``reports``
        (rows), ``reports_with_amount``, ``lowest``, ``highest`` (full units of the currency) and
        ``spread_pct`` (of the highest). Occasions with one row left (after a selection) stay.

    Raises
    ------
    MeasureError
        If the reports of one event are in several currencies.

    Examples
    --------
    >>> marked = pd.DataFrame({
    ...     "occasion": ["x", "x"], "what": "", "debtor_iso3": "CUB", "currency": "USD",
    ...     "event": ["write_off", "rescheduling"], "amount": [156e6, 166e6],
    ... })
    >>> report_ranges(marked)[["lowest", "highest"]].values.tolist()
    [[156000000.0, 166000000.0]]
    """
    rows = []
    by_occasion = marked.dropna(subset="occasion").groupby(["debtor_iso3", "occasion"], sort=True)
    for (debtor, occasion), group in by_occasion:
        currencies = sorted(group["currency"].dropna().unique())
        if len(currencies) > 1:
            raise MeasureError(f"reports of {occasion} are in several currencies: {currencies}")
        amounts, kinds = group["amount"], "/".join(sorted(group["event"].unique()))
        rows.append(
            (
                *(occasion, group["what"].iloc[0], debtor, (*currencies, None)[0], kinds),
                *(len(group), int(amounts.count()), amounts.min(), amounts.max()),
            )
        )
    columns = ["occasion", "what", "debtor_iso3", "currency", "events", "reports"]
    columns += ["reports_with_amount", "lowest", "highest"]
    ranges = pd.DataFrame(rows, columns=columns)
    spread = 100 * (ranges["highest"] - ranges["lowest"]) / ranges["highest"]
    return ranges.assign(spread_pct=spread)


@takes(marked=Frame(*_MARKED.columns, "date", "source", "terms", rules=_MARKED.rules))
def list_statements(marked: pd.DataFrame, texts: Iterable[str]) -> pd.DataFrame:
    """Return what texts under study say of an event, beside the other reports of the same event.

    Parameters
    ----------
    marked : pandas.DataFrame
        Reports from :func:`mark_rival_reports`, the texts' own among them.
    texts : iterable of str
        The texts, as the column ``source`` names them.

    Returns
    -------
    pandas.DataFrame
        One row a statement of an event that others report too, in the order of `marked`:
        ``occasion``, ``what``, ``debtor_iso3``, ``date``, ``event``, ``terms``, ``currency``,
        ``stated``, ``others`` (other reports), ``of_its_kind`` (of these, reports of the same
        kind of event), ``kinds`` (the others' kinds, joined by ``/``), ``lowest`` and
        ``highest`` (of the others' amounts).

    Examples
    --------
    >>> from analysis import tables
    >>> marked = mark_rival_reports(tables.load("debt/events"), tables.load("debt/rival_reports"))
    >>> found = list_statements(marked, tables.load("claims/texts")["file"])
    >>> found.set_index("occasion").loc["cub-2006-post-1991", ["others", "of_its_kind"]].tolist()
    [3, 0]
    """
    of_texts = marked["source"].isin(list(texts))
    columns = ["occasion", "what", "debtor_iso3", "date", "event", "terms", "currency", "amount"]
    found = []
    for row in marked.loc[of_texts & marked["occasion"].notna(), columns].itertuples(index=False):
        others = marked[~of_texts & (marked["occasion"] == row.occasion)]
        kinds, amounts = sorted(others["event"].unique()), others["amount"]
        same = int((others["event"] == row.event).sum())
        found.append((*row, len(others), same, "/".join(kinds), amounts.min(), amounts.max()))
    columns[-1:] = ["stated", "others", "of_its_kind", "kinds", "lowest", "highest"]
    table = pd.DataFrame(found, columns=columns)
    return table[table["others"] > 0].reset_index(drop=True)

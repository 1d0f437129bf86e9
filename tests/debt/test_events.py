import pandas as pd
import pytest

from analysis import debt, tables
from analysis.debt import events as debt_events
from analysis.debt.frames import EVENTS, STATUSES
from analysis.errors import MeasureError

LINEAGE = ["SUN", "RUS"]


@pytest.fixture(scope="module")
def events():
    return debt_events.mark_rival_reports(
        debt_events.with_spans(tables.load("debt/events")), tables.load("debt/rival_reports")
    )


@pytest.mark.parametrize(
    ("written", "start", "end", "precision"),
    [
        ("2013-10-25", "2013-10-25", "2013-10-25", "day"),
        ("2016-02", "2016-02-01", "2016-02-29", "month"),
        ("2023-Q1", "2023-01-01", "2023-03-31", "quarter"),
        ("2019-H1", "2019-01-01", "2019-06-30", "half"),
        ("2019-H2", "2019-07-01", "2019-12-31", "half"),
        ("1990", "1990-01-01", "1990-12-31", "year"),
        ("1990s", "1990-01-01", "1999-12-31", "decade"),
        ("1989/1990", "1989-01-01", "1990-12-31", "span"),
        ("1984-10-23/1984-12-24", "1984-10-23", "1984-12-24", "span"),
        ("2013-10-25/2013-10-25", "2013-10-25", "2013-10-25", "span"),
    ],
)
def test_dates_of_the_reports_become_spans(written, start, end, precision):
    assert debt_events.span(written) == (pd.Timestamp(start), pd.Timestamp(end), precision)


@pytest.mark.parametrize("written", ["", "  ", None, float("nan")])
def test_a_missing_date_stays_missing(written):
    start, end, precision = debt_events.span(written)
    assert pd.isna(start) and pd.isna(end)
    assert precision == "undated"


def test_an_open_past_has_no_start():
    start, end, precision = debt_events.span("before 1991")
    assert pd.isna(start)
    assert (end, precision) == (pd.Timestamp("1990-12-31"), "before")


@pytest.mark.parametrize(
    "written",
    ["circa 1990", "2013-13", "2013-02-30", "2019-H3", "2023-Q5", "1990/1989", "1990/", "199"],
)
def test_unreadable_dates_are_refused(written):
    with pytest.raises(MeasureError, match="allowed"):
        debt_events.span(written)


def test_all_unreadable_dates_are_named_at_once():
    with pytest.raises(MeasureError, match="'soon', '2013-13'"):
        debt_events.with_spans(pd.DataFrame({"date": ["soon", "1990", "2013-13"]}))


def test_every_event_of_the_reports_is_kept(events):
    assert len(events) == 87
    assert events["debtor_iso3"].nunique() == 9
    undated = events[events["precision"] == "undated"]
    assert undated["debtor_iso3"].tolist() == ["GRD", "PER"]
    dated = events.dropna(subset=["start", "end"])
    assert (dated["start"] <= dated["end"]).all()


def test_statuses_and_kinds_are_those_of_the_table(events):
    assert set(events["status"]) == set(STATUSES)
    assert set(events["event"]) == set(EVENTS)


def test_selection_by_debtor_creditor_and_status(events):
    chosen = debt_events.select(
        events, debtors=["PER", "BRA"], creditors=LINEAGE, statuses=["disputed"]
    )
    assert chosen["debtor_iso3"].tolist() == ["PER"]
    soviet = debt_events.select(events, debtors=["CUB"], creditors=["SUN"])
    assert len(soviet) == 4 and set(soviet["creditor"]) == {"SUN"}
    assert debt_events.select(events, debtors=["CUB"], creditors=["CHN"]).empty


@pytest.mark.parametrize(
    ("change", "named"),
    [
        ({"statuses": ["disputd"]}, "did you mean 'disputed'"),
        ({"statuses": []}, "statuses must have at least 1"),
        ({"statuses": "disputed"}, "statuses = 'disputed' must be a list"),
        ({"debtors": "PER"}, "debtors = 'PER' must be a list of codes"),
        ({"debtors": ["PEX"]}, "unknown state 'PEX'"),
        ({"debtors": ["PER", "PER"]}, "more than once"),
        ({"creditors": []}, "creditors must name at least 1"),
    ],
)
def test_selections_that_name_nothing_are_refused(events, change, named):
    with pytest.raises(MeasureError, match=named):
        debt_events.select(events, **{"debtors": ["PER"], "creditors": LINEAGE} | change)


@pytest.mark.parametrize(
    ("change", "named"),
    [
        ({"debtor_iso3": "CUX"}, "unknown debtor_iso3 'CUX'"),
        ({"debtor_iso3": None}, "debtor_iso3 is missing"),
        ({"creditor": "RUS-VEB"}, "unknown creditor 'RUS-VEB'"),
        ({"event": "stok"}, "did you mean 'stock'"),
        ({"event": None}, "event is missing"),
        ({"amount": -1.0}, r"amount = -1\.0"),
        ({"status": "read"}, "status = 'read' is not allowed"),
    ],
)
def test_damaged_reports_are_refused(events, change, named):
    damaged = events.astype(dict.fromkeys(change, object))
    for column, value in change.items():
        damaged.loc[0, column] = value
    with pytest.raises(MeasureError, match=named):
        debt_events.select(damaged, debtors=["CUB"], creditors=LINEAGE)


def test_one_event_refuses_none_and_several(events):
    key = {"debtor_iso3": "CUB", "event": "stock", "date": "2013-10-25"}
    assert debt_events.one_event(events, **key)["amount"] == 35.2e9
    with pytest.raises(MeasureError, match="0 events"):
        debt_events.one_event(events, **(key | {"date": "2013-10-26"}))
    with pytest.raises(MeasureError, match="events have debtor_iso3 'CUB'"):
        debt_events.one_event(events, debtor_iso3="CUB")


def test_rival_reports_of_2006_are_a_range_and_not_a_sum(events):
    ranges = debt_events.report_ranges(events).set_index("occasion")
    settled = ranges.loc["cub-2006-post-1991"]
    assert (settled["lowest"], settled["highest"]) == (156e6, 166e6)
    assert settled["events"] == "rescheduling/write_off"
    reports = events[events["occasion"] == "cub-2006-post-1991"]
    restructured = reports.loc[reports["event"] == "rescheduling", "amount"]
    assert (restructured.min(), restructured.max()) == (162e6, 166e6)


def test_a_report_without_amount_is_counted_but_gives_no_range(events):
    ranges = debt_events.report_ranges(events).set_index("occasion")
    row = ranges.loc["cub-2013-write-off"]
    assert (row["reports"], row["reports_with_amount"]) == (4, 3)
    assert (row["lowest"], row["highest"]) == (29e9, 32e9)


def test_every_occasion_has_at_least_two_reports(events):
    assert (debt_events.report_ranges(events)["reports"] >= 2).all()


def test_a_report_that_fits_no_row_is_named(events):
    reports = tables.load("debt/rival_reports")
    reports.loc[0, "date"] = "1999"
    unmarked = events.drop(columns=["occasion", "what"])
    with pytest.raises(MeasureError, match="1999"):
        debt_events.mark_rival_reports(unmarked, reports)
    with pytest.raises(MeasureError, match="has no column occasion"):
        debt_events.mark_rival_reports(unmarked, reports.drop(columns="occasion"))


def test_reports_in_several_currencies_have_no_range(events):
    mixed = events[events["occasion"] == "cub-2013-remainder"].copy()
    mixed.loc[mixed.index[0], "currency"] = "EUR"
    with pytest.raises(MeasureError, match="EUR"):
        debt_events.report_ranges(mixed)


def test_no_occasions_left_gives_an_empty_table(events):
    ranges = debt_events.report_ranges(events[events["debtor_iso3"] == "BOL"])
    assert ranges.empty
    assert "lowest" in ranges


def test_time_between_events_follows_their_precision(events):
    first = debt_events.one_event(events, debtor_iso3="CUB", event="stock", date="1990")
    last = debt_events.one_event(events, debtor_iso3="CUB", event="stock", date="2013-10-25")
    shortest, longest = debt_events.years_between(first, last)
    assert longest - shortest == pytest.approx(1, abs=0.01)
    blank = events[events["precision"] == "undated"].iloc[0]
    with pytest.raises(MeasureError, match="no first or last day"):
        debt_events.years_between(blank, last)


def test_stocks_in_dollars_convert_roubles_alone(events):
    soviet = events[(events["creditor"] == "SUN") & (events["event"] == "stock")]
    roubles = debt.OldCurrency("SUR", "Soviet roubles", 0.625)
    shown = debt_events.stocks_in_dollars(soviet, roubles)
    assert (shown["value_usd"] / 1e9).round(2).tolist() == [24.78, 24.8, 24.78]
    assert shown["basis"].value_counts().to_dict() == {
        "Soviet roubles at 0.625 a dollar": 2,
        "reported in dollars": 1,
    }
    assert shown["is_converted"].sum() == 2
    euros = events[events["currency"] == "EUR"]
    with pytest.raises(MeasureError, match="EUR; only USD and SUR"):
        debt_events.stocks_in_dollars(euros, roubles)


def test_statements_of_texts_stand_beside_the_other_reports(events):
    texts = tables.load("claims/texts")["file"]
    found = debt_events.list_statements(events, texts).set_index("occasion")
    assert found.index.tolist() == [
        *("cub-2006-post-1991", "cub-2006-new-loan", "cub-2013-write-off", "ven-2008-arms-credit")
    ]
    settled = found.loc["cub-2006-post-1991"]
    assert (settled["stated"], settled["event"]) == (156e6, "write_off")
    assert settled[["others", "of_its_kind", "kinds"]].tolist() == [3, 0, "rescheduling"]
    assert settled[["lowest", "highest"]].tolist() == [162e6, 166e6]
    written_off = found.loc["cub-2013-write-off"]
    assert pd.isna(written_off["stated"])
    assert written_off[["others", "of_its_kind", "lowest", "highest"]].tolist() == [
        3,
        3,
        29e9,
        32e9,
    ]
    # A text is no report of another text's statement, and without texts there are no statements.
    assert debt_events.list_statements(events, []).empty
    alone = events[events["source"].isin(texts)]
    assert debt_events.list_statements(alone, texts).empty

"""Every rule holds for the tables that ship, and finds the row that is made to break it."""

import pandas as pd
import pytest

from analysis.errors import CatalogError
from analysis.rules import RULES, Tables, broken, expectations
from analysis.tables import DATA, Catalog

SHIPPED = Tables(Catalog(DATA))


def put(column, value, where=None):
    """Return a change of one cell: in the first row, or the first that a query finds."""

    def change(frame):
        frame = frame.copy()
        row = frame.index[0] if where is None else frame.query(where).index[0]
        frame.loc[row, column] = value
        return frame

    return change


def drop(where):
    def change(frame):
        return frame.drop(frame.query(where).index[:1])

    return change


def repeat(frame):
    return pd.concat([frame, frame.iloc[:1]])


def swap_periods(frame):
    ended = frame["end"].notna() & frame["start"].notna()
    return frame[ended].rename(columns={"start": "end", "end": "start"})


BROKEN = [
    ("codes_are_known", "trade/bilateral", put("iso3", "XYZ")),
    ("codes_are_known", "debt/events", put("debtor_iso3", "XYZ")),
    ("keys_occur_once", "trade/bilateral", repeat),
    ("keys_occur_once", "common/gdp", repeat),
    ("years_lie_within_their_source", "trade/bilateral", put("year", 2017)),
    ("years_lie_within_their_source", "common/gdp", put("year", 1959)),
    ("years_lie_within_their_source", "arms/annual_tiv", put("year", 2027)),
    ("tallies_sum_to_n", "voting/tallies", put("yes_yes", 19)),
    ("absences_explain_what_n_lacks", "voting/tallies", put("n_listed", 27)),
    ("tallies_stay_within_the_roll_calls", "voting/coding", put("n_roll_calls", 1)),
    ("tallies_stay_within_the_roll_calls", "voting/coding", drop("year == 1999")),
    ("issues_stay_within_all", "voting/tallies", drop("issue == 'all' and year == 1999")),
    ("absences_sum_to_n_listed", "voting/tallies", put("yes_absent", 9)),
    ("shares_of_issues_add_up", "voting/tallies", drop("issue == 'uncoded' and year == 1999")),
    ("tables_of_tallies_agree", "voting/tallies", put("yes_no", 99, "issue == 'all'")),
    (
        "tables_of_tallies_agree",
        "voting/partner_tallies",
        put("yes_no", 99, "iso3 == 'ARG' and partner == 'BRA'"),
    ),
    ("recurring_texts_are_some_of_all", "voting/recurring_tallies", put("yes_yes", 999)),
    ("recurring_texts_are_some_of_all", "voting/tallies", drop("issue == 'all' and year == 2015")),
    (
        "means_are_those_of_the_tallies",
        "voting/mean_intervals",
        put("mean", 0.9, "group == 'LAC' and measure == 'agreement'"),
    ),
    ("intervals_are_in_order", "voting/text_changes", put("change", 0.9)),
    ("intervals_are_in_order", "voting/cohesion", put("lower", 1.0, "upper < 1")),
    ("coding_adds_up", "voting/coding", put("year", 1947)),
    ("coding_adds_up", "voting/coding", put("n_coded", 999)),
    ("landmark_totals_are_the_members", "voting/landmark_totals", put("total_yes", 15)),
    (
        "totals_are_as_announced",
        "voting/landmark_totals",
        put("total_no", 12, "resolution == 'A/RES/68/262'"),
    ),
    (
        "totals_are_as_announced",
        "voting/landmark_totals",
        drop("resolution == 'A/RES/68/262'"),
    ),
    ("landmark_votes_stay_within_the_totals", "voting/landmark_totals", put("total_no", 0)),
    (
        "landmark_votes_stay_within_the_totals",
        "voting/landmark_totals",
        drop("resolution == 'A/RES/68/262'"),
    ),
    ("coverage_equals_bilateral", "trade/bilateral", drop("year == 2013")),
    ("coverage_equals_bilateral", "trade/coverage", put("source", "oec")),
    ("coverage_equals_bilateral", "trade/coverage", put("covered", False)),
    ("coverage_has_every_report", "trade/coverage", drop("year == 2013")),
    (
        "mirror_pairs_exist",
        "trade/bilateral",
        drop("iso3 == 'BRA' and partner == 'RUS' and year == 2013"),
    ),
    ("reporter_is_a_side", "trade/bilateral", put("reporter", "USA")),
    ("alternatives_have_a_choice", "trade/bilateral_alternatives", put("source", "wits_partner")),
    ("readings_have_a_source", "trade/bilateral_alternatives", put("source", "press")),
    ("readings_have_a_source", "trade/bilateral", put("source", "oec")),
    ("creditors_follow_one_another", "debt/ids_creditor", put("counterpart", "USA")),
    (
        "alternatives_have_a_choice",
        "trade/bilateral",
        drop("iso3 == 'BRA' and partner == 'RUS' and year == 2013"),
    ),
    ("printed_balances_are_differences", "trade/aladi", put("value_thousand_usd", 1)),
    ("product_shares_sum_to_one", "trade/product_structure", put("share", 0.999)),
    ("territories_are_no_states", "trade/offshore", put("iso3", "BRB")),
    (
        "world_totals_agree",
        "trade/world_totals",
        put("value_usd", 1.0, "source == 'wits_partner' and iso3 == 'BRA' and year == 2012"),
    ),
    (
        "printed_balances_are_differences",
        "common/known_faults",
        put("key", "ARG 2004", "fault == 'aladi-balances'"),
    ),
    ("partner_deliveries_agree", "arms/annual_tiv", put("tiv_million", 1.03)),
    ("partner_deliveries_agree", "arms/imports_by_supplier", drop("supplier == 'RUS'")),
    ("predecessors_end_where_the_partner_begins", "arms/annual_tiv", put("supplier", "SUN")),
    ("deals_deliver_after_their_order", "arms/deals", put("order_year", 2000)),
    ("deals_deliver_in_years_with_volume", "arms/annual_tiv", drop("iso3 == 'VEN'")),
    ("volumes_come_from_deals", "arms/deals", drop("iso3 == 'URY'")),
    ("categories_add_up", "arms/imports_by_category", drop("category == 'Ships'")),
    ("lags_add_up", "arms/delivery_lags", put("tiv_million", 1.03)),
    ("exports_are_imports", "arms/supplier_exports", drop("iso3 == 'URY'")),
    ("vintages_hold_the_imports", "arms/vintages", drop("supplier == 'RUS'")),
    ("vintages_lie_in_their_editions", "arms/editions", put("last_year", 1996)),
    ("parts_are_no_larger_than_the_whole", "arms/imports_by_category", put("tiv_million", 0.0)),
    ("items_are_deals", "arms/contract_values", put("items", "Mi-17:999")),
    ("claims_can_be_searched", "arms/seed_deals", put("weapon_pattern", "(")),
    ("rival_reports_are_events", "debt/rival_reports", put("amount", 1.0)),
    ("years_lie_within_their_source", "debt/ids_creditor", put("year", 2031)),
    ("creditors_follow_one_another", "debt/ids_creditor", put("counterpart", "SUN", "year > 1990")),
    ("shares_are_parts_of_the_world", "debt/ids_creditor_shares", put("share_pct", 99.0)),
    ("shares_are_parts_of_the_world", "debt/ids_creditor_shares", put("value_usd", 7.0)),
    (
        "shares_are_parts_of_the_world",
        "debt/ids_creditor",
        drop("edition == '2025-12' and status == 'actual' and series == 'DT.DOD.BLAT.CD'"),
    ),
    ("terms_are_events", "debt/terms", put("event_amount", 1.0)),
    ("terms_are_events", "debt/terms", put("currency", "EUR")),
    ("terms_are_events", "debt/events", drop("event == 'rescheduling'")),
    ("faces_follow_from_reports", "debt/terms", put("face", 7.0)),
    ("named_events_are_reports", "debt/comparisons", put("event_date", "1900")),
    (
        "named_events_are_reports",
        "debt/comparisons",
        put("less_event", "swap", "stock_year == 2005"),
    ),
    ("named_events_are_reports", "debt/events", drop("event == 'payment' and date == '2019-04'")),
    ("settlements_have_claims", "debt/terms", put("claim", 2e9, "kind == 'loan'")),
    ("settlements_have_claims", "debt/terms", put("claim", 1.0, "face > 0")),
    ("terms_can_be", "debt/terms", put("grace_years", 99.0, "maturity_years > 0")),
    ("terms_can_be", "debt/terms", put("maturity_years", 9.7)),
    ("periods_do_not_end_before_they_begin", "common/organisations", swap_periods),
    ("periods_do_not_end_before_they_begin", "common/historical_states", put("last_year", 1900)),
    ("deflators_follow_from_their_parts", "common/us_deflator", put("deflator_2017_100", 9.0)),
    ("deflators_follow_from_their_parts", "common/us_cpi", put("months", 11)),
    (
        "faults_name_tables",
        "common/known_faults",
        put("tables", "trade/aladi;trade/gone", "fault == 'aladi-2004'"),
    ),
    ("source_files_have_a_release", "common/releases", drop("publisher == 'INDEC'")),
]


def test_the_tables_that_ship_break_no_rule():
    assert [(rule.name, rows.to_dict("records")) for rule, rows in broken(Catalog(DATA))] == []


@pytest.mark.parametrize(("name", "table", "change"), BROKEN)
def test_rule_finds_the_row_that_breaks_it(name, table, change):
    changed = change(SHIPPED[table])
    frames = {each: SHIPPED[each] for each in SHIPPED} | {table: changed}
    found = RULES[name].find(Tables(Catalog(DATA), frames))
    assert len(found) >= 1
    assert found.shape[1] >= 2 or name == "source_files_have_a_release"


def test_every_rule_is_shown_to_find_something():
    assert {name for name, _, _ in BROKEN} == set(RULES)


def test_offenders_are_shown_with_key_and_value():
    frames = {"voting/tallies": put("yes_yes", 19)(SHIPPED["voting/tallies"])}
    (row,) = RULES["tallies_sum_to_n"].find(Tables(Catalog(DATA), frames)).to_dict("records")
    key = {"session": 1, "year": 1946, "iso3": "ARG", "partner": "CHN", "issue": "all"}
    assert row == {**key, "n": 26, "sum_of_counts": 27}


def test_rules_are_sentences():
    for rule in RULES.values():
        assert rule.sentence.endswith(".")


@pytest.fixture
def copied(tmp_path):
    """A data folder that shares its tables with the real one but not its expectations."""
    for path in DATA.iterdir():
        if path.name != expectations.FILE:
            (tmp_path / path.name).symlink_to(path)
    return Catalog(tmp_path)


def test_rows_are_as_expected():
    assert expectations.differences(Catalog(DATA)) == []


def test_expectation_that_does_not_hold_is_a_readable_line(copied):
    stored = (DATA / expectations.FILE).read_text()
    was = next(line for line in stored.splitlines() if line.startswith("arms/annual_tiv,VEN,"))
    altered = was.replace("VEN,", "VEN,9")
    (copied.root / expectations.FILE).write_text(stored.replace(was, altered))
    assert expectations.differences(copied) == [f"-{altered}", f"+{was}"]
    assert expectations.accept(copied) == [f"-{altered}", f"+{was}"]
    assert (copied.root / expectations.FILE).read_text() == stored


@pytest.mark.parametrize("content", [None, b"\xff\xfe"])
def test_expectations_that_cannot_be_read_are_named(copied, content):
    if content:
        (copied.root / expectations.FILE).write_bytes(content)
    with pytest.raises(CatalogError, match=r"expectations\.csv cannot be read"):
        expectations.differences(copied)

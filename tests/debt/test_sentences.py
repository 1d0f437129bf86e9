"""What the notebook says: each sentence by its numbers and its branches."""

import dataclasses

import matplotlib.pyplot as plt
import pandas as pd
import pytest
from matplotlib.text import Text

from analysis import debt, tables
from analysis.debt import creditor, instruments
from analysis.debt import events as debt_events
from analysis.debt import figures as plots
from analysis.debt import sentences as words
from analysis.debt.parameters import Debt
from analysis.debt.sentences.words import billion, lay_out, million

READING = Debt().reading()
TEXTS = ["text.txt"]


@pytest.fixture(scope="module")
def terms():
    return tables.load("debt/terms")


@pytest.fixture(scope="module")
def reports():
    return debt_events.mark_rival_reports(
        debt_events.with_spans(tables.load("debt/events")), tables.load("debt/rival_reports")
    )


@pytest.fixture(scope="module")
def settlement(terms):
    return debt.examine(terms, "cub-2013-settlement", 0.05)


@pytest.fixture(scope="module")
def loan(terms):
    return debt.examine(terms, "cub-2006-loan", 0.10)


def test_amounts_keep_the_digits_that_count():
    assert million(2_751_614_000.0, "USD") == "2,751.61 million USD"
    assert million(-1.4e6) == "-1.4 million"
    assert billion(35.25e9) == "35.2 billion" and billion(15.49e9, 2) == "15.49 billion"
    frame = pd.DataFrame({"a": [2e6], "b": [3e9], "c": [1]})
    table = lay_out(frame, {"b": "B", "a": "A"}, millions=["a"], billions=["b"])
    assert table.to_dict("list") == {"B": [3.0], "A": [2.0]}
    assert frame["a"].item() == 2e6


# Reports ------------------------------------------------------------------------------------------


def report(**cells):
    row = {
        "debtor_iso3": "CUB",
        "creditor": "RUS",
        "event": "stock",
        "status": "source_read",
        "terms": "",
        "source": "page",
        "precision": "day",
    }
    return row | cells


def test_reports_are_counted_by_status_and_source():
    events = pd.DataFrame(
        [
            report(),
            report(source="text.txt"),
            report(status="disputed", debtor_iso3="PER"),
            report(precision="undated", debtor_iso3="GRD"),
        ]
    )
    chosen = events[events["debtor_iso3"] != "PER"]
    said = words.on_reports(events, chosen, TEXTS, READING)
    assert "**4** reports on 3 debtors; this selection has 3, of which 1 without a date" in said
    assert "By status: 3 source read. 1 of the 3 are from the texts under study" in said
    none = words.on_reports(events, events.iloc[:0], TEXTS, READING)
    assert none.endswith("this selection has 0, of which 0 without a date. By status: none.")
    assert words.list_undated(chosen)["debtor iso3"].tolist() == ["GRD"]


@pytest.mark.parametrize(
    ("spreads", "counts", "said"),
    [
        ([0.0, 5.0], [2, 3], "2 events have more than one report; the amounts differ in 1 of them"),
        ([5.0, 5.0], [1, 3], "1 event has more than one report; the amounts differ in 1 of them"),
        ([], [], "0 events have more than one report; the amounts differ in 0 of them"),
    ],
)
def test_rival_reports_are_counted(spreads, counts, said):
    ranges = pd.DataFrame({"reports": counts, "spread_pct": pd.Series(spreads, dtype=float)})
    assert words.on_ranges(ranges) == f"{said}."


def statement(**cells):
    row = {
        "occasion": "x",
        "what": "claim of 2013",
        "debtor_iso3": "CUB",
        "date": "2014",
        "event": "write_off",
        "terms": "90 % off",
        "currency": "USD",
        "stated": 156e6,
        "others": 3,
        "of_its_kind": 0,
        "kinds": "rescheduling",
        "lowest": 162e6,
        "highest": 166e6,
    }
    return pd.DataFrame([row | cells])


@pytest.mark.parametrize(
    ("cells", "said"),
    [
        (
            {},
            "a text has 156 million USD, write off (2014); 3 other reports: 162 to 166 million "
            "USD, none of them reported as write off, but as rescheduling.",
        ),
        (
            {"of_its_kind": 3, "lowest": 166e6},
            "3 other reports: 166 million USD, reported as write off too.",
        ),
        (
            {"stated": None, "of_its_kind": 1, "kinds": "rescheduling/write_off"},
            "a text has “90 % off”, without an amount (2014); 3 other reports: 162 to 166 million "
            "USD, 1 of them reported as write off, but as rescheduling/write off.",
        ),
        (
            {"others": 1, "of_its_kind": 1, "lowest": None, "highest": None},
            "1 other report without an amount, reported as write off too.",
        ),
    ],
)
def test_statements_are_set_beside_the_other_reports(cells, said):
    found = words.on_statements(statement(**cells))
    assert found.startswith("- **Cuba, claim of 2013**: ")
    assert said in found


def test_without_statements_it_is_said(reports):
    assert words.on_statements(statement().iloc[:0]).startswith("No text under study")
    both = pd.concat([statement(), statement(stated=None)])
    assert len(words.on_statements(both).splitlines()) == 2
    assert words.list_statements(both)["the text, million"].iloc[0] == 156


# Instruments --------------------------------------------------------------------------------------


def test_values_say_what_they_rest_on(terms):
    evaluated = instruments.evaluate(terms, 0.05, rules={"at_5": 0.05})
    said = words.on_values(evaluated, {"nic-2023-buses"})
    assert said.startswith("23 of 35 settlements, loans and offers have terms to compute with; 20 ")
    assert "No term of years is reported for: bol-2009-request, cub-2009-aircraft, " in said
    assert said.endswith("Reported by a text under study alone: nic-2023-buses.")
    stated = evaluated[evaluated["unstated"] == ""]
    assert "alone" not in words.on_values(stated, {"nic-2023-buses"})
    assert "No term" not in words.on_values(stated, set())
    table = words.list_values(evaluated)
    assert table.loc["cub-2013-settlement", "haircut, %"] == pytest.approx(92.37, abs=0.005)
    assert "grant element at 5, %" in table and len(table) == 23
    assert "at 5 % on the day of signature, lowest" in words.caption_values(READING)


def test_implied_rates_say_what_they_assume(terms):
    implied = instruments.implied_rates(terms, tables.load("debt/events"))
    said = words.on_implied(implied)
    assert (
        "Venezuela paid about 100 million USD of one period's interest (2019-04) on 3,150 million: "
        "**6.3 % a year**, if there are 2 payments of interest a year." in said
    )
    assert (
        "Cuba repays 57 million USD over 6 years and about 11 million on top: **5.9 % a year**"
        in said
    )
    assert words.on_implied(implied.iloc[:0]).startswith("No report of interest")


# One instrument -----------------------------------------------------------------------------------


def test_a_settlement_is_told_with_its_day_of_valuation(settlement):
    assert words.on_detail(settlement) == (
        "**Cuba, settlement of the Soviet claim (2013-10-25).** A claim of 35,200 million USD, of "
        "which 31,680 million were written off; 3,520 million are left. Assumed, for no source "
        "gives it: interest rate."
    )
    said = words.on_payments(settlement, READING)
    assert "20 payments from 25 October 2014 to 25 April 2024; the largest is 176 million" in said
    assert "worth **2,751.61 million** at 5 % a year one period before the first payment." in said
    assert words.caption_payments(settlement, READING).startswith("The 20 payments, and what each")
    relief = words.on_relief(settlement, READING)
    assert "The face was cut by 90.0 %." in relief
    assert "**92.2 %** at 5 % and 93.7 % at 10 %, valued one period before the first" in relief
    assert (
        "92.18 % one period before the first payment and 92.37 % on the day of signature" in relief
    )
    assert (
        "21.83 % by the IMF and World Bank (5 %) and 37.05 % by the old DAC rule (10 %)" in relief
    )
    assert relief.endswith("of 35 and 25 % it is concessional by that of the old DAC rule.")
    assert "Over the rates and terms shown the haircut runs from 90.0 to 97.7 %" in words.on_terms(
        settlement
    )
    assert "differs by 0.38 %" in words.on_terms(settlement)


def test_a_new_loan_has_no_claim_that_was_cut(loan):
    reading = dataclasses.replace(READING, discount_rate=0.10)
    assert "A new loan or offer of 355 million USD; there is no older claim." in words.on_detail(
        loan
    )
    relief = words.on_relief(loan, reading)
    assert relief.startswith("There was no older claim.")
    assert "is **23.3 %** at 10 %, valued one period" in relief  # the same rate is not told twice
    assert "By the day of valuation" not in relief
    assert relief.endswith("with thresholds of 35 and 25 % it is concessional by neither.")


def test_what_has_no_schedule_says_why(terms):
    unknown = debt.examine(terms, "ven-2009-arms-credit", 0.05)
    assert "Note: no source gives over how many years" in words.on_detail(unknown)
    assert words.on_payments(unknown, READING) == ""
    cancelled = debt.examine(terms, "nic-2004-cancellation", 0.05)
    assert "Note: all was written off" in words.on_detail(cancelled)


def test_tables_of_one_instrument_are_in_millions(settlement):
    table = words.list_measures(settlement)
    assert table["present value, million USD"].round(2).tolist() == [2751.61, 2751.61, 2215.67]
    assert table["relief in present value, million USD"].iloc[0] == pytest.approx(
        32448.39, abs=0.01
    )
    assert words.caption_measures(READING).endswith("valued one period before the first payment")
    assert "Two assumptions" in words.NOTE_ON_MEASURES


def test_the_choice_that_moves_most_is_named(settlement):
    assert "choice of **interest on it**: 89.1 to 92.2 %" in words.on_choices(settlement.moved)
    ranges = words.list_choice_ranges(settlement.moved)
    assert ranges.loc["payments that stay", "lowest, cash"] == pytest.approx(92.18, abs=0.005)
    assert ranges.loc["payments that stay", "highest, cash"] == 100


@pytest.mark.parametrize(
    ("worth", "stays", "said"),
    [
        (0.0, None, "As reported or chosen, 100 % stay: 0 million (100.0 %). That rests on an"),
        (
            0.5,
            None,
            "100 % stay: 1,375.81 million (96.1 %). That rests on an assumption, that a unit",
        ),
        (0.0, 0.25, "25 % stay: 2,063.71 million (94.1 %)"),
    ],
)
def test_cash_names_the_assumption_that_it_rests_on(terms, worth, stays, said):
    detail = debt.examine(
        terms, "cub-2013-settlement", 0.05, worth_of_local=worth, stays_share=stays
    )
    reading = dataclasses.replace(READING, worth_of_local=worth)
    found = words.on_swap(detail, reading)
    assert said in found
    assert f"is worth {worth:g} to the creditor; no source says what it is worth." in found
    assert f"2,751.61 million ({92.2} %) if everything leaves" in found
    assert f"counts {worth:g}" in words.caption_swap(reading)
    assert f"counts {worth:g}" in words.caption_choices(reading)


def test_where_nothing_is_said_to_stay_it_is_said(loan):
    reading = dataclasses.replace(READING, discount_rate=0.10)
    assert "0 % stay" in words.on_swap(loan, reading)
    open_share = dataclasses.replace(
        loan, instrument=dataclasses.replace(loan.instrument, stays_share=None)
    )
    assert "nothing is said to stay" in words.on_swap(open_share, reading)


# The old claim ------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def history(reports):
    cpi = tables.load("common/us_cpi")
    prices = cpi[~cpi["is_part_year"]].set_index("year")["cpi_u_1982_84_100"]
    return debt.follow_claim(reports, READING.study.debt.old_claim, READING.old, prices)


def test_the_old_claim_is_told_with_its_inferences(history):
    assert words.on_settlement(history) == (
        "The claim at signature is 35.2 billion US dollars; the agreement is reported with rounded "
        "figures: 31.7 billion written off and 3.5 billion left, 90.1 % off."
    )
    said = words.on_arithmetic(history, "other claims", READING)
    assert "15.49 billion Soviet roubles are 24.78 billion dollars at 0.625 a dollar" in said
    assert "At 0.6 the same claim is **25.8 billion**. To 35.2 billion 9.4 billion are miss" in said
    assert "other claims are the presumable reason (an inference again)." in said
    table = words.list_arithmetic(history)
    assert table["value"].round(3).tolist() == [15.49, 24.78, 0.625, 0.6, 25.817, 35.2, 9.383]
    assert table["unit"].tolist()[:3] == ["bn SUR", "bn USD", "SUR per USD"]


def test_a_rate_that_gives_too_much_leaves_only_counter_claims(history):
    cheap = dataclasses.replace(READING.old, per_dollar=0.4)
    other = dataclasses.replace(history, arithmetic=debt.reconcile(15.49e9, 24.78e9, 35.2e9, cheap))
    said = words.on_arithmetic(other, "x", dataclasses.replace(READING, old=cheap))
    assert (
        "At 0.4 the same claim is **38.7 billion**. To 35.2 billion that is 3.5 billion too" in said
    )


def test_growth_is_told_in_real_terms(history):
    said = words.on_growth(history)
    assert "grew by 1.48 to 1.55 % a year, depending on the day in 1990" in said
    assert "US consumer prices rose by 2.5 % a year" in said
    assert "first figure is 44.2 billion, at prices of 2014 **44.9 billion**" in said
    assert "the claim of 2013 is 20 % below that of 1990" in said
    assert "run from 22 to 35.2 billion" in said
    larger = dataclasses.replace(history, settled=2 * history.real_settled)
    assert "is 100 % above that of 1990" in words.on_growth(larger)
    assert words.caption_claim(history).startswith("Cuba's old claim as reported")


def test_claims_at_the_chosen_rate_are_those_that_it_moves(terms):
    by_rate = debt.claims_at_rates(terms, [0.6, 0.64])
    said = words.on_rates(by_rate, READING)
    assert said.startswith(
        "Nicaragua's 3.44 billion at 0.64 would be 3.67 billion at the chosen 0.6."
    )
    assert "Peru" not in said and "Cuba" not in said
    dear = dataclasses.replace(READING, old=dataclasses.replace(READING.old, per_dollar=0.64))
    assert words.on_rates(by_rate, dear).startswith("Peru's 1.00 billion at 0.6 would be 0.94")
    assert words.on_rates(by_rate.iloc[:0], READING).startswith("No claim of these states")
    without = dataclasses.replace(READING, old=None)
    assert words.on_rates(by_rate, without).startswith("No claim of these states")
    table = words.list_at_rates(by_rate, [0.6, 0.64], READING)
    assert table["at 0.64, bn USD"].round(2).tolist() == [33.59, 3.44, 0.94]
    assert "old currency, bn" in words.list_at_rates(by_rate, [0.6], without)


# The statistics -----------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def claims():
    return tables.load("debt/ids_creditor")


def of(states, edition="2025-12"):
    return dataclasses.replace(READING, states=tuple(states), edition=edition)


def test_debtors_outside_the_statistics_are_named(reports):
    states = tables.load("common/states")
    said = words.on_coverage(reports, states, READING)
    assert said.startswith("**Cuba and Venezuela** are not in the World Bank's statistics")
    assert "that Russia's claims carry on those of states before it is a choice" in said
    assert words.on_coverage(reports, states, of(["CUB"])).startswith("**Cuba** is not in")
    assert words.on_coverage(reports, states, of(["NIC"])).startswith("Every state with a reported")
    assert words.on_coverage(reports, states, of(["BRB"])).startswith("No debt of these states is")


def test_stocks_say_who_owes_what(claims):
    parties = {"debtors": READING.states, "creditors": READING.creditors}
    owed = creditor.stocks(claims, "2025-12", **parties)
    said = words.on_stocks(owed, READING)
    assert said.startswith("Edition 2025-12 has a claim on 9 of the 33 states chosen.")
    assert "The largest was Nicaragua's, 2,836 million US dollars at its highest." in said
    assert said.endswith("At the end of 2024: Argentina 7.8; Ecuador 80.1; Nicaragua 12.7 million.")
    none = words.on_stocks(owed.iloc[:0], of(["CUB"]))
    assert none == "Edition 2025-12 has a claim on 0 of the 1 state chosen."
    peru = owed[owed["iso3"] == "PER"]
    assert words.on_stocks(peru, of(["PER"])).endswith(": nothing.")
    assert words.caption_stocks(owed, READING).startswith(
        "Debt to Russia (1990: to the USSR) at the"
    )
    own = owed[owed["creditor"] == "RUS"]
    assert words.caption_stocks(own, READING).startswith("Debt to Russia at the ends")
    assert "to Russia by year" in words.caption_service(READING)


def ahead(**cells):
    row = {
        "iso3": "ECU",
        "owed_usd": 80.1e6,
        "owed_year": 2024,
        "principal_usd": 11.3e6,
        "interest_usd": 31.7e6,
        "last_due": 2027,
        "uncovered_usd": 68.8e6,
    }
    return pd.DataFrame([row | cells])


def test_a_schedule_that_does_not_cover_the_debt_says_so():
    said = words.on_schedule(ahead(), READING)
    assert "million US dollars: Ecuador 43.0, the last of it in 2027." in said
    assert (
        "of Ecuador's 80.1 million owed at the end of 2024, 68.8 are due in no year that it lists"
        in said
    )
    assert said.endswith("the edition does not say.")
    covered = words.on_schedule(ahead(uncovered_usd=0.0), READING)
    assert covered.endswith("Ecuador 43.0, the last of it in 2027.")
    nothing = ahead(principal_usd=0.0, interest_usd=0.0, last_due=pd.NA)
    assert "million US dollars: nothing. The schedule does not cover" in words.on_schedule(
        nothing, READING
    )


def test_editions_are_compared():
    changed = pd.DataFrame({"difference_usd": [4.3e6, -6.0e6]})
    assert words.on_editions(changed) == (
        "2 cells of these states differ between the editions, the most by 6.0 million US dollars."
    )
    assert "1 cell of these states differs" in words.on_editions(changed.head(1))
    assert words.on_editions(changed.head(0)).endswith(
        "0 cells of these states differ between the editions."
    )


def matter(reading, **cells):
    row = {
        "debtor_iso3": "ECU",
        "matter": "credit",
        "reported": 123e6,
        "stated": 153e6,
        "unit": "USD",
        "gap": 30e6,
        "gap_pct": 24.4,
        "reading": reading,
    }
    return row | cells


def test_matters_that_agree_and_those_that_do_not():
    beside = pd.DataFrame([matter("agrees", debtor_iso3="NIC"), matter("unexplained")])
    said = words.on_comparisons(beside, 3)
    assert said.startswith("1 of 2 matters agrees. 1 more would need a later edition.")
    assert (
        "**Ecuador** has 153 million in the statistics against 123 million in the reports, and the "
        "30 million between are unexplained" in said
    )
    agreed = pd.concat([beside.head(1)] * 2)
    assert words.on_comparisons(agreed, 2) == (
        "2 of 2 matters agree. None of the others is left unexplained."
    )
    assert words.on_comparisons(beside.head(0), 1).startswith("No report on these states")
    assert words.list_comparisons(beside)["gap, million"].tolist() == [30.0, 30.0]
    assert "within 1 % of the report" in words.NOTE_ON_COMPARISONS


# Over product and exports -------------------------------------------------------------------------


def ranges(rows):
    columns = ["iso3", "year", "reports", "lowest_usd", "highest_usd", "lowest_pct", "highest_pct"]
    return pd.DataFrame(rows, columns=columns)


def test_the_heaviest_claim_is_named_with_its_exchange_rate():
    over = ranges(
        [
            ("CUB", 1992, 1, 28e9, 28e9, 126.8, 126.8),
            ("CUB", 2006, 2, 22e9, 26e9, 45.0, 53.2),
            ("CUB", 2021, 1, 57e6, 57e6, None, None),
        ]
    )
    said = words.on_burden(over)
    assert "that on Cuba in 1992: **127 %** of the year's product, by one report." in said
    assert "at the official rate of exchange" in said
    assert "**53 %** of the year's product, 45 by the lowest of 2 reports." in words.on_burden(
        over.iloc[1:]
    )
    assert words.on_burden(over.tail(1)).startswith("No reported claim")
    exports = over.assign(lowest_pct=[None, 700.0, 3.0], highest_pct=[None, 800.0, 3.0])
    note = words.note_burden(over, exports)
    assert "no figure of product of the year (Cuba 2021)" in note
    assert "no figure of exports of the year (Cuba 1992)" in note
    assert words.note_burden(over.head(2), over.head(2)).endswith("official rates of exchange.")
    table = words.list_burden(over, exports)
    assert table["highest, million USD"].tolist() == [28e3, 26e3, 57.0]
    assert table["highest, % of exports"].tolist()[1:] == [800.0, 3.0]
    assert words.caption_burden(READING).startswith("Debt to Russia and the USSR over product")


# Another partner ----------------------------------------------------------------------------------


def test_another_creditor_is_called_by_its_name(claims, reports):
    """In a reader's own study nothing of the study that ships is said, nor counted."""
    china = dataclasses.replace(READING, partner="CHN", creditors=("CHN",), old=None)
    parties = {"debtors": china.states, "creditors": china.creditors}
    foreign = claims.assign(counterpart="CHN").drop_duplicates(
        ["iso3", "series", "year", "edition"]
    )
    mixed = pd.concat([claims, foreign.assign(value_usd=foreign["value_usd"] * 2)])
    owed = creditor.stocks(mixed, "2025-12", **parties)
    due = creditor.service(mixed, "2025-12", **parties)
    assert set(owed["creditor"]) == {"CHN"}
    chosen = debt_events.select(reports, **parties)
    assert chosen.empty
    said = [
        words.on_coverage(chosen, tables.load("common/states"), china),
        words.caption_stocks(owed, china),
        words.on_stocks(owed, china),
        words.caption_service(china),
        words.on_schedule(creditor.compare_schedule(creditor.sum_lenders(owed), due), china),
        words.caption_burden(china),
        words.on_rates(debt.claims_at_rates(tables.load("debt/terms"), [0.6]), china),
    ]
    assert "the largest was nicaragua's, 5,673 million" in said[2].lower()
    assert "Debt to China over product" in said[5]
    figures = [plots.draw_stocks(owed, china), plots.draw_service(due, china)]
    figures += [plots.draw_stocks(owed.iloc[:0], china), plots.draw_service(due.iloc[:0], china)]
    said += [text.get_text() for fig in figures for text in fig.findobj(Text)]
    assert not [text for text in said if "Russia" in text or "USSR" in text or "Soviet" in text]
    plt.close("all")

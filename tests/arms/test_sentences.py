"""Sentences: their numbers, their branches, their grammar."""

import pandas as pd
import pytest

from analysis import arms
from analysis.arms import sentences
from analysis.arms.parameters import ArmsTransfers
from analysis.arms.suppliers import WINDOW
from tests.arms.frames import COVERED, SPANS


def read(**choices):
    return ArmsTransfers(**choices).reading()


@pytest.fixture(scope="module")
def editions(table):
    return table("vintages"), table("editions")


@pytest.fixture(scope="module")
def answers(table):
    return arms.answer_deals(table("seed_deals"), table("deals"), table("other_deals"))


def test_totals_and_the_largest_year_with_what_is_estimated_of_it(table):
    series = arms.annual_series(table("annual_tiv"), read().states, 1950, 2025, SPANS)
    totals = arms.supplier_totals(arms.total_by_year(series))
    assert sentences.list_rows("totals", totals, read()) == [
        "**Russia**, 1992–2025: 5,474.5 million TIV, delivered in 23 of 34 years.",
        "**Union of Soviet Socialist Republics**, 1950–1991: 14,976.8 million TIV, delivered in "
        "32 of 42 years.",
    ]
    estimates = arms.estimated_shares(table("imports_by_category"), ["supplier", "year"])
    assert sentences.on_peaks(totals, estimates) == [
        "The largest year of deliveries from Russia is 2013: 883.0 million TIV; for 97 % of it "
        "the number delivered is an estimate of SIPRI's.",
        "The largest year of deliveries from the USSR is 1962: 1,336.0 million TIV; how much of "
        "it is estimated is not among the tables.",
    ]
    alone = arms.supplier_totals(arms.total_by_year(series.query("year == 2013")))
    (one,) = sentences.list_rows("totals", alone.query("supplier == 'RUS'"), read())
    assert one == "**Russia**, 2013: 883.0 million TIV, delivered in 1 of 1 year."


def test_a_supplier_that_delivered_nothing_has_no_largest_year():
    series = arms.annual_series(
        pd.DataFrame(columns=["supplier", "iso3", "year", "tiv_million"]).astype(
            {"year": int, "tiv_million": float}
        ),
        ["DMA"],
        1990,
        1993,
        SPANS,
    )
    totals = arms.supplier_totals(arms.total_by_year(series))
    assert (
        sentences.on_peaks(totals, pd.DataFrame(columns=["supplier", "year", "tiv_share_number"]))
        == []
    )


def test_kinds_and_what_is_estimated(table):
    own = table("imports_by_category").query("supplier == 'RUS'")
    lines = sentences.list_rows("kinds", arms.category_table(own), read())
    assert lines[0] == "- Aircraft: 3,135.0 million TIV, 58.0 %."
    assert sentences.list_rows("estimates", arms.estimated_shares(own), read()) == [
        "Of Russia's 127 lines (5,407.5 million TIV), SIPRI estimates the number in 65 % (49 % of "
        "the volume), the year of the order in 37 % (29 % of the volume) and the year of delivery "
        "in 32 % (13 % of the volume). Local assembly or production: 3.2 % of the volume."
    ]
    one = own.query("iso3 == 'URY'")
    assert sentences.list_rows("estimates", arms.estimated_shares(one), read())[0].startswith(
        "Of Russia's 1 line (6.7 million TIV)"
    )


def test_windows_are_counted_with_their_number():
    assert sentences.on_windows(read()).endswith(
        "the chosen years hold 6 whole windows of 5 years."
    )
    assert sentences.on_windows(read(first_year=2020)).endswith("hold 1 whole window of 5 years.")
    assert sentences.on_windows(read(first_year=2024, window=1)).endswith(
        "1 whole window of 1 year."
    )
    assert sentences.on_windows(read(last_year=1980)).endswith("hold 0 whole windows of 5 years.")


def test_dependence_lists_and_counts(imports, editions):
    r = read()
    shares = arms.supplier_share(imports, "RUS", r.states, r.windows, 10, COVERED)
    ranged = arms.add_ranges(shares[shares["share"] >= sentences.HALF], *editions, "RUS")
    lines = sentences.on_dependence(shares, ranged, r)
    assert (
        "- Venezuela, 2010–2014: Russia 67.7 % of 2,678.3 million TIV (years with imports: 5; "
        "over 3 exports of SIPRI's 67.7 % to 67.8 %)." in lines
    )
    assert lines[-1] == (
        "In 5 of 94 pairs of state and window with at least 10 million TIV, Russia supplied half "
        "or more."
    )
    one = shares.query("iso3 == 'VEN' and first_year == 2000")
    assert sentences.on_dependence(one, ranged.head(0), r) == [
        "In 0 of 1 pair of state and window with at least 10 million TIV, Russia supplied half or "
        "more."
    ]
    assert sentences.on_dependence(shares.head(0), ranged.head(0), r) == [
        "In no whole window of the chosen years did a state import at least 10 million TIV."
    ]


def test_windows_in_which_the_supplier_is_first(imports):
    r = read()
    trailing = arms.window_summary(arms.window_table(imports, r.rolling, COVERED), "RUS")
    assert sentences.on_first(trailing, r) == (
        "Windows of 5 years can end in 26 years; in 10 of them Russia is the first supplier: "
        "those that end in 2007–2016."
    )
    china = arms.window_summary(arms.window_table(imports, r.rolling, COVERED), "CHN")
    assert sentences.on_first(china, read(partner="CHN")).endswith(
        "in 0 of them China is the first supplier."
    )


def test_without_a_state_with_the_range_or_with_none(imports, editions):
    r = read()
    compared = arms.with_and_without(imports, r.windows, ["VEN"], "RUS", COVERED)
    rest = compared.query("recipients != 'all'")
    others = [iso3 for iso3 in r.states if iso3 != "VEN"]
    ranges = arms.share_range(arms.share_by_vintage(*editions, others, r.windows, "RUS"))
    lines = sentences.list_rows("without", rest.merge(ranges, on=WINDOW), r)
    assert lines[3] == (
        "- 2010–2014, without VEN: Russia 7.1 % of 5,008.1 million TIV; over 3 exports of SIPRI's "
        "7.1 % to 7.2 %."
    )
    nothing = arms.share_range(arms.share_by_vintage(*editions, ["KNA"], r.windows, "RUS"))
    for line in [
        *sentences.list_rows("without", rest.merge(nothing, on=WINDOW), r),
        *sentences.list_rows("share_ranges", nothing, r),
    ]:
        assert line.endswith("no export gives a share.")
        assert "nan" not in line
    assert sentences.list_rows("share_ranges", ranges, r)[0] == (
        "- Russia's share in 1995–1999: over 2 exports of SIPRI's 10.9 % to 10.9 %."
    )
    assert sentences.on_left_out(read(states="PER")) == (
        "Left out: Venezuela; of them among the chosen states: 0."
    )


def test_the_place_of_the_region_and_of_a_buyer(table):
    r = read()
    exports = table("supplier_exports")
    region = arms.region_share(exports, r.states, r.windows, COVERED)
    assert sentences.list_rows("region", region, r)[2] == (
        "- 2005–2009: 8.1 % of Russia's 26,943 million TIV, to 7 of 33 chosen states."
    )
    assert sentences.list_rows("region", region.head(1), read(states="KNA"))[0].endswith(
        "of 1 chosen state."
    )
    yearly = arms.recipient_ranks(exports, r.rolling_of(1), COVERED)
    ranks = arms.recipient_ranks(exports, r.rolling, COVERED)
    (claim,) = r.claimed_ranks
    assert sentences.on_rank(claim, yearly, ranks) == [
        "One of the texts calls Venezuela the first partner of Russia by arms trade around 2013. "
        "By deliveries of 2013 it has rank 2 with 883.0 million TIV, after India.",
        "The best window of Venezuela is 2005–2009, with rank 4 and 7.6 % of the deliveries.",
    ]
    of_year, best = sentences.ranks_of(claim, yearly, ranks)
    assert [*sentences.results("rank", of_year, r), *sentences.results("best_rank", best, r)] == [
        ("rank_ven_2013", 2, "rank among the recipients"),
        ("best_rank_ven_window", 4, "rank among the recipients"),
    ]
    first = yearly.assign(rank=yearly["rank"].where(yearly["iso3"] == "VEN", 99))
    assert "after nobody" in sentences.on_rank(claim, first.assign(rank=1), ranks)[0]
    assert sentences.on_rank(claim, yearly.head(0), ranks.head(0)) == []


def test_lags_leave_out_what_has_no_mean(table):
    lags = arms.lag_summary(table("delivery_lags")).query("production == 'all'")
    lines = sentences.on_lags(lags[lags["supplier"].isin(["RUS", "DEU"])], read())
    assert lines == [
        "- Germany: median 2, weighted mean 6.3 years (6.2 to 6.5; lines: 98).",
        "- Russia: median 2, weighted mean 2.0 years (1.7 to 2.3; lines: 127).",
    ]
    assert sentences.on_lags(lags.head(1).assign(mean_years=float("nan")), read()) == []


def test_revisions_name_the_exports_and_do_not_speak_of_others(editions):
    r = read()
    series = arms.vintage_series(*editions, r.states, 1992, 2025, "RUS")
    spread, revised = arms.vintage_range(series), arms.revisions(*editions, "RUS")
    assert sentences.on_revisions(revised, spread, series, r) == (
        "3 exports with Russia's deliveries are compared: 2025-01-03, 2026-02-12 and 2026-06-16. "
        "They differ in 7 cells of state and year; the sums of the lowest and of the highest "
        "values are 5,468.3 and 5,492.7 million TIV. Earlier exports are not among them and may "
        "lie outside this range."
    )
    assert sentences.caption("vintages", r, 3).startswith("Russia's deliveries to the 33 states")
    assert "as 3 exports of SIPRI's have them" in sentences.caption("vintages", r, 3)
    nothing = series.assign(tiv_million=float("nan"))
    assert sentences.on_revisions(revised, arms.vintage_range(nothing), nothing, r) == (
        "None of the exports that hold Russia covers the chosen years."
    )


def test_one_export_is_compared_with_nothing(editions):
    series = arms.vintage_series(*editions, ["VEN"], 2025, 2025, "RUS")
    text = sentences.on_revisions(
        arms.revisions(*editions, "RUS").head(0), arms.vintage_range(series), series, read()
    )
    assert text.startswith("1 export with Russia's deliveries covers the chosen years: 2026-06-16")
    assert "differ" not in text


def test_split_years_are_listed(table):
    errors = arms.split_errors(table("deals"), table("annual_tiv").drop(columns="vintage"))
    worst = arms.worst_split(errors, "RUS").sort_values("error", key=abs, ascending=False)
    assert sentences.list_rows("split", worst, read())[0] == (
        "- Venezuela 2006: split 575.5, delivered 355.50 million TIV."
    )


def test_verdicts_are_counted_and_those_that_confirm_little_are_told(answers):
    lines = sentences.on_verdicts(answers, read())
    assert lines[:3] == [
        "- delivered: 4 of 37",
        "- number not named: 9 of 37",
        "- weapon not named: 6 of 37",
    ]
    assert lines[-1].startswith("In 15 of 37 something was delivered, but the text names no number")
    assert sentences.count_verdicts(answers)["deals"].sum() == 37
    assert sentences.on_verdicts(answers.head(0), read(states="KNA")) == [
        "The texts name no deal of the USSR or Russia with Saint Kitts and Nevis in 1950–2025."
    ]


def test_another_suppliers_delivery_is_told_with_the_tables_own_note(answers, table):
    assert sentences.on_other_suppliers(answers, table("other_deals")) == [
        "- Peru, 18 MiG-29 aircraft, 1996-1997: no such delivery from Russia, but SIPRI's register "
        "has 18 MiG-29S from Belarus (1997, 205.2 million TIV). Note: the 18 came from Belarus; "
        "Russia delivered 3 others."
    ]
    assert sentences.on_other_suppliers(answers.head(0), table("other_deals")) == []


def test_the_choice_that_matters_most(table, editions):
    varied = arms.vary_choices(
        table("imports_by_category"), *editions, read().states, (2010, 2014), "RUS", ["VEN"]
    )
    assert sentences.on_choices(varied) == [
        "Baseline 28.2 %; over 12 choices 7.1 % to 29.5 %. The choice that matters most: without "
        "VEN."
    ]
    assert sentences.on_choices(varied.head(0)) == []
    assert "in 2010–2014, under" in sentences.caption("choices", read(), span=(2010, 2014))
    assert "in no window, under" in sentences.caption("choices", read())


def test_the_largest_deals_are_counted():
    assert sentences.caption("deals", read(), 1) == "The largest of 1 deal delivered in 1950–2025"
    assert sentences.caption("deals", read(), 0).startswith("The largest of 0 deals")


@pytest.mark.parametrize("figure", sorted(set(sentences.CAPTIONS) - {"deals"}))
def test_captions_name_the_chosen_supplier_and_no_other(figure):
    caption = sentences.caption(figure, read(partner="China", states="PER", leave_out="CUB"))
    assert caption[0].isupper()
    assert caption.endswith(".")
    for word in ("Russia", "USSR", "Venezuela", "33 states", "chosen"):
        assert word not in caption


def test_captions_carry_the_choices():
    r = read(partner="USA", window=3, min_tiv=25, leave_out="CUB, PER")
    assert "The United States' share" in sentences.caption("dependence", r)
    assert "No share under 25 million TIV" in sentences.caption("dependence", r)
    assert sentences.caption("with_and_without", r).endswith("with and without Cuba and Peru.")
    annual = sentences.caption("annual", r)
    assert annual.endswith(
        "from the United States to the 33 states, with the trailing mean (years in the mean: 3)."
    )
    assert "Suppliers apart" in sentences.caption("annual", read())


def test_results_are_named_after_the_row_and_the_supplier(imports):
    r = read(partner="CHN")
    summary = arms.window_summary(arms.window_table(imports, [(2010, 2014)]), "CHN")
    found = {name: (value, unit) for name, value, unit in sentences.results("windows", summary, r)}
    assert set(found) == {
        "imports_2010_2014",
        "chn_share_2010_2014",
        "chn_rank_2010_2014",
        "hhi_2010_2014",
        "hhi_normalized_2010_2014",
    }
    assert found["chn_share_2010_2014"][0] == pytest.approx(0.0477, abs=5e-5)
    assert found["chn_rank_2010_2014"] == (8, "rank, 1 is the largest")
    rows = pd.DataFrame({"verdict": ["other year"], "deals": [1]})
    assert list(sentences.results("verdicts", rows, r)) == [
        ("named_deals_other_year", 1, "named deals")
    ]

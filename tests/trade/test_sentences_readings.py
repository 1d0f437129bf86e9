"""Sentences of readings and of reliability: their numbers and their branches."""

import pandas as pd

from analysis.study import load_study
from analysis.trade.reading import Reading
from analysis.trade.sentences import on_choices, on_range, on_reliability

READING = Reading(load_study(), "RUS", ("ARG", "BRA"), range(2000, 2004))
ALL = READING.but(states=("ARG", "BRA", "CUB"))


def ranges_of(rows):
    names = ["year", "low_usd", "high_usd", "low_reading", "high_reading", "n_readings"]
    return pd.DataFrame(rows, columns=names)


def test_range_names_the_widest_the_closest_and_the_highest_year():
    ranges = ranges_of(
        [(2000, 100e6, 110e6, "a", "b", 2), (2001, 100e6, 150e6, "c", "d", 3),
         (2002, 300e6, 303e6, "e", "f", 2), (2003, 400e6, 400e6, "g", "g", 1),
         (2004, None, None, None, None, 0), (2005, None, None, None, None, 0)]
    )  # fmt: skip
    none = pd.DataFrame({"mark": []})
    text = on_range(ranges, none, READING.but(base_year=2015))
    assert text == (
        "The readings of one year's turnover lie 10 % apart in the median of 3 years, least in "
        "2002 (1 %) and most in 2001 (50 %: 100 by c, 150 million USD of 2015 by d). The highest "
        "year, **2002, is between 300 and 303 million USD of 2015**. No reading is comparable in "
        "2004–2005."
    )
    assert on_range(ranges, none.reindex([0]), READING).endswith(
        "1 named exception touches these states and years (see the table)."
    )
    assert " 3 named exceptions touch these" in on_range(
        ranges.head(3), none.reindex([0, 1, 2]), READING
    )
    assert "No reading" not in on_range(ranges.head(3), none, READING)


def test_one_reading_is_no_range():
    rows, none = [(2003, 400e6, 400e6, "g", "g", 1)], pd.DataFrame({"mark": []})
    text = on_range(ranges_of(rows), none, READING)
    assert text.startswith("No year has two comparable readings")
    rows.append((2004, 100e6, 125e6, "a", "b", 2))
    assert on_range(ranges_of(rows), none, READING).startswith(
        "The readings of the turnover of 2004 lie apart by 25 %: 100 by a, 125 million USD by b. "
        "The highest year, **2004"
    )


def test_headlines_run_from_the_lowest_to_the_highest_reading():
    level, growth = ("level", "turnover 2013, million"), ("growth", "growth 2002–2013, % a year")
    peak, index = ("peak_year", "peak year"), ("hhi", "index of concentration 2013")
    rows = [(*peak, "a", 2013.0), (*peak, "b", 2013.0), (*peak, "c", 2008.0)]
    rows += [(*level, "a", 18659.2), (*level, "b", 15900.4), (*level, "c", None)]
    rows += [(*growth, "a", -3.26), (*growth, "b", 1.0), (*index, "a", 0.1383), (*index, "b", 0.1)]
    moved = pd.DataFrame(rows, columns=["measure", "headline", "reading", "value"])
    assert on_choices(moved) == (
        "Over all readings, the peak falls in 2008, 2013; turnover 2013, million: 15,900 (b) to "
        "18,659 (a); growth 2002–2013, % a year: -3.3 (a) to 1.0 (b); index of concentration "
        "2013: 0.100 (b) to 0.138 (a)."
    )
    assert on_choices(moved.assign(value=None)).startswith("No comparable year")


def reliability_of(rows):
    return pd.DataFrame(rows, columns=["iso3", "side", "deviation", "standard_error"])


def test_reliability_ranks_the_partner_among_the_states():
    rows = [("ARG", "exporter", 0.3, 0.05), ("BRA", "exporter", 0.1, 0.05)]
    rows += [("RUS", "exporter", 0.25, 0.05), ("CUB", "exporter", 0.9, 0.05)]
    rows += [("RUS", "importer", 0.2, 0.1), ("BRA", "importer", 0.1, 0.1)]
    text = on_reliability(reliability_of(rows), ALL)
    assert "as exporter, Brazil agrees best (0.10) and Cuba least (0.90)" in text
    assert "; Russia is number 2 of 4 (0.25 ± 0.10). It measures" in text
    assert "as importer" not in text
    # Only the states asked for are ranked.
    assert "as exporter, Brazil agrees best (0.10) and Argentina least (0.30)" in on_reliability(
        reliability_of(rows), READING
    )
    china = READING.but(partner="CHN")
    assert on_reliability(reliability_of(rows), china).startswith("Too few states")
    assert on_reliability(reliability_of([]), READING).startswith("Too few states")

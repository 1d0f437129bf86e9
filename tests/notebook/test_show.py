import re

import numpy as np
import pandas as pd
import pytest

from analysis.errors import AnalysisError
from analysis.notebook.show import RECORD_MIME, record, say, searchable_table, sources, table
from tests.display import displayed


def shown(function, *arguments, **named):
    """What a call displays, as one dictionary of MIME types."""
    (output,) = displayed(function, *arguments, **named)
    return output.data


def test_a_record_keeps_name_value_and_unit():
    data = shown(record, "turnover_2013", np.float64(18659.0), "USD million")
    assert data[RECORD_MIME] == {
        "name": "turnover_2013",
        "value": 18659.0,
        "unit": "USD million",
    }
    assert data["text/plain"] == "turnover_2013 = 18659 USD million"


@pytest.mark.parametrize("missing", [None, float("nan"), np.nan, pd.NA])
def test_a_missing_result_is_not_a_number(missing):
    data = shown(record, "x", missing, "share")
    assert data[RECORD_MIME]["value"] is None
    assert data["text/plain"] == "x = – share"


def test_a_record_needs_a_unit():
    with pytest.raises(AnalysisError, match="'x' has no unit"):
        record("x", 1.0, "")


def test_noise_in_the_last_digits_is_not_recorded():
    one = shown(record, "x", 0.1 + 0.2, "share")[RECORD_MIME]["value"]
    assert one == shown(record, "x", 0.3, "share")[RECORD_MIME]["value"]


def test_sentences_are_shown_as_markdown():
    assert shown(say, "**12** states")["text/markdown"] == "**12** states"


def test_tables_tell_missing_from_zero_and_leave_years_alone():
    frame = pd.DataFrame(
        {
            "iso3": ["ARG", "BRA"],
            "year": [2000, 2001],
            "value_usd": [0.0, np.nan],
            "states_n": pd.array([1234, None], dtype="Int64"),
        }
    )
    text = shown(table, frame, caption="Values", digits=2)["text/plain"]
    assert "2000" in text and "2,000" not in text
    assert "0.00" in text and "–" in text
    assert "1,234" in text


def test_tables_escape_what_sources_print():
    frame = pd.DataFrame({"note": ["a < b & c"]})
    html = shown(table, frame, caption="Notes")["text/html"]
    assert "a &lt; b &amp; c" in html


def test_tables_are_the_same_text_every_time():
    frame = pd.DataFrame({"a": [1.0]})
    assert shown(table, frame, caption="A") == shown(table, frame, caption="A")


def test_years_have_no_comma_and_counts_of_years_have_one():
    frame = pd.DataFrame({"peak_year": [2013], "year of order": [1998], "state_years": [1023]})
    text = shown(table, frame, caption="A")["text/plain"]
    assert "2013" in text and "1998" in text and "1,023" in text


def test_named_index_becomes_columns():
    frame = pd.DataFrame({"v": [1.0]}, index=pd.Index(["ARG"], name="iso3"))
    assert "iso3" in shown(table, frame, caption="A")["text/plain"]


def test_numbers_stand_to_the_right_and_text_to_the_left():
    frame = pd.DataFrame({"iso3": ["ARG"], "value_usd": [1.0]})
    html = shown(table, frame, caption="Values")["text/html"]
    name = re.search(r'<table id="(T_[0-9a-f]+)"', html).group(1)
    right = re.findall(rf"#{name} (?:td|th)\.col(\d)[^{{]*{{[^}}]*text-align: right", html)
    assert set(right) == {"1"}


def test_two_tables_on_a_page_have_names_of_their_own():
    one, other = (shown(table, pd.DataFrame({"a": [v]}), caption="A") for v in (1.0, 2.0))
    names = [re.search(r'<table id="(\w+)"', data["text/html"]).group(1) for data in (one, other)]
    assert len(set(names)) == 2


def test_sources_give_vintage_and_terms_of_every_table_once():
    text = shown(sources, "trade/bilateral", "trade/coverage", "common/us_cpi")["text/markdown"]
    assert "**trade/bilateral, trade/coverage** – terms: " in text
    assert "**common/us_cpi** – terms: " in text
    lines = [line for line in text.splitlines() if line.startswith("- ")]
    assert lines and len(set(lines)) == len(lines)
    assert all("retrieved" in line for line in lines)


def test_a_table_to_search_in_needs_no_network_and_escapes_its_cells():
    frame = pd.DataFrame({"claim": ["a <b> & c", "d"], "ratio": [1.5, np.nan]})
    data = shown(searchable_table, frame, caption="All claims")
    html = data["text/html"]
    assert "a &lt;b&gt; &amp; c" in html
    assert "<td>1.50</td>" in html
    assert "<td>–</td>" in html
    assert '<input type="search"' in html
    assert not re.search(r"(?:src|href)=|https?:", html)
    assert shown(searchable_table, frame, caption="All claims")["text/html"] == html
    assert data["text/plain"] == "All claims: 2 rows"

"""US statistics: real files, and what is refused."""

import pytest

from analysis.errors import SourceError
from analysis.sources import united_states
from tests.places import UPSTREAM

COMMON = UPSTREAM / "common"
CPI = "Date,Index,Inflation\n2000-01-01,168.8,\n2000-02-01,169.8,0.6\n"
GDP = "date,level-current,level-chained\n2016,18804.9,19141.7\n2017,19612.1,19612.1\n"
RATES = "Date,Country,Exchange rate\n2000-01-01,Brazil,1.83\n2001-01-01,Brazil,2.35\n"


@pytest.mark.parametrize(
    ("read", "name", "vintage"),
    [
        (united_states.read_consumer_prices, "cpi_us_monthly.csv", "1913-2026"),
        (united_states.read_gdp, "us_gdp_year.csv", "1929-2023"),
        (united_states.read_exchange_rates, "fx_annual_per_usd.csv", "1971-2025"),
    ],
)
def test_real_file_is_read(read, name, vintage):
    if not COMMON.exists():
        pytest.skip("the upstream files are not on this machine")
    frame = read(COMMON / name)
    assert frame.attrs["vintage"] == vintage
    assert frame.notna().all(axis=None)


@pytest.mark.parametrize(
    ("read", "text", "old", "new", "problem"),
    [
        (united_states.read_consumer_prices, CPI, "02-01", "02-02", "not the first of a month"),
        (united_states.read_consumer_prices, CPI, "02-01", "01-01", r"2000-01-01 \(line 3\)"),
        (united_states.read_consumer_prices, CPI, "169.8", "-9", "line 3, column 'Index'"),
        (united_states.read_consumer_prices, CPI, "0.6\n", "0.", "line 3: has no line end"),
        (united_states.read_gdp, GDP, "2017,", "2016,", r"repeat an earlier one: 2016"),
        (united_states.read_gdp, GDP, "19612.1\n", "20.0\n", "prices of 2017"),
        (united_states.read_gdp, GDP, "level-current", "level", "line 1: .*'level-current'"),
        (united_states.read_exchange_rates, RATES, "2001", "2000", r"Brazil 2000 \(line 3\)"),
        (united_states.read_exchange_rates, RATES, "2.35", "0", "line 3, column 'Exchange rate'"),
    ],
)
def test_fault_is_named_with_its_place(tmp_path, read, text, old, new, problem):
    path = tmp_path / "series.csv"
    assert old in text
    path.write_text(new.join(text.rsplit(old, 1)))
    with pytest.raises(SourceError, match=problem):
        read(path)

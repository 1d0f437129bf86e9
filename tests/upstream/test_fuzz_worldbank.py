"""Damaged files of the World Bank, US statistics, CEPII and COW are refused or read rightly."""

from pathlib import Path

import pytest

from analysis.upstream import united_states, worldbank
from tests.upstream import fuzz

# 2,000 a publisher.
CASES = {
    worldbank.read_indicator: 500,
    worldbank.read_consumer_prices: 500,
    worldbank.read_deflator_growth: 500,
    united_states.read_consumer_prices: 700,
    united_states.read_exchange_rates: 700,
}
UPSTREAM = Path(__file__).parents[2].parent / "shared" / "upstream"


def cut(name, *codes, years=("2003", "2004", "2005", "2006")):
    """Return the header of a real file and its rows of a few states and years."""
    path = UPSTREAM / name
    if not path.exists():
        pytest.skip("the upstream files are not on this machine")
    header, *lines = path.read_bytes().splitlines(keepends=True)
    chosen = []
    for line in lines:
        cells = {cell[:4] if cell[:4].isdigit() else cell for cell in line.decode().split(",")[:-1]}
        if cells & set(years) and (not codes or cells & set(codes)):
            chosen.append(line)
    assert len(chosen) >= 4
    return b"".join([header, *chosen])


@pytest.mark.parametrize(
    ("read", "name", "codes"),
    [
        (worldbank.read_indicator, "common/wb_gdp_current_usd.csv", ("ARG", "BHS", "VEN", "RUS")),
        (worldbank.read_indicator, "common/wb_population.csv", ("ARG", "BHS", "CIV", "RUS")),
        (
            worldbank.read_consumer_prices,
            "common/datasets_inflation_inflation-gdp.csv",
            ("BHS", "BRA", "RUS"),
        ),
        (
            worldbank.read_deflator_growth,
            "common/datasets_inflation_inflation-consumer.csv",
            ("ARG", "BHS", "RUS"),
        ),
        (united_states.read_consumer_prices, "common/cpi_us_monthly.csv", ()),
        (united_states.read_exchange_rates, "common/fx_annual_per_usd.csv", ("Brazil", "Euro")),
    ],
)
def test_damaged_series(read, name, codes, tmp_path):
    fuzz.check_reader(read, cut(name, *codes), Path(name).name, tmp_path, cases=CASES[read])


def test_damaged_gdp_of_the_united_states(tmp_path):
    original = cut("common/us_gdp_year.csv", years=[str(year) for year in range(2012, 2023)])
    fuzz.check_reader(united_states.read_gdp, original, "us_gdp_year.csv", tmp_path, cases=700)

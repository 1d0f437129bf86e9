"""The common tables are what the publishers' files say, and a wrong file is refused."""

import pandas as pd
import pytest

from analysis import tables
from analysis.compute import common, to_csv
from analysis.errors import SourceError
from analysis.study import load_study
from tests.places import SHARED, UPSTREAM

FACTS = SHARED / "facts" / "common"
STUDY = load_study()
CODES = [*STUDY.states, "CHN", "RUS", "USA"]


@pytest.fixture
def upstream(tmp_path):
    """Small files laid out like the publishers', with made-up numbers."""
    folder = tmp_path / "common"
    folder.mkdir()
    bank = "".join(
        f"Name of {code},{code},2000,{number + 1}\n" for number, code in enumerate(CODES)
    )
    for name in ("wb_gdp_current_usd", "wb_population"):
        (folder / f"{name}.csv").write_text("Country Name,Country Code,Year,Value\n" + bank)
    # The two files of datasets/inflation carry each other's name.
    header = "Country,Country Code,Year,Inflation\n"
    (folder / "datasets_inflation_inflation-consumer.csv").write_text(header + bank)
    prices = "".join(
        line + "\n" for line in bank.splitlines() if ",ARG," not in line and ",CUB," not in line
    )
    (folder / "datasets_inflation_inflation-gdp.csv").write_text(header + prices)
    months = "".join(f"2000-{month:02d}-01,{100 + month},\n" for month in range(1, 13))
    months += "2001-01-01,120,\n2001-02-01,122,\n"
    (folder / "cpi_us_monthly.csv").write_text("Date,Index,Inflation\n" + months)
    (folder / "us_gdp_year.csv").write_text(
        "date,level-current,level-chained\n2016,900,1000\n2017,1100,1100\n"
    )
    rates = "".join(
        f"2000-01-01,{area},2.5\n" for area in ("Brazil", "China", "Euro", "Mexico", "Venezuela")
    )
    rates += "2000-01-01,Norway,9\n"
    (folder / "fx_annual_per_usd.csv").write_text("Date,Country,Exchange rate\n" + rates)
    return tmp_path


def edit(upstream, file, old, new):
    path = upstream / "common" / file
    text = path.read_text()
    assert old in text
    path.write_text(text.replace(old, new, 1))


@pytest.mark.parametrize("name", sorted(common.TABLES))
def test_table_fits_its_schema(upstream, name):
    to_csv(common.TABLES[name](upstream, STUDY), name, tables.resource(name)["schema"])


def test_only_the_states_compared_are_kept(upstream):
    edit(upstream, "wb_gdp_current_usd.csv", "Year,Value\n", "Year,Value\nWorld,WLD,2000,9\n")
    assert set(common.build_gdp(upstream, STUDY)["iso3"]) == set(CODES)


def test_part_years_are_marked(upstream):
    years = common.build_us_cpi(upstream, STUDY).set_index("year")
    assert years["cpi_u_1982_84_100"].tolist() == [106.5, 121.0]
    assert years["months"].tolist() == [12, 2]
    assert years["is_part_year"].tolist() == [False, True]


def test_deflator_is_current_over_chained_dollars(upstream):
    assert common.build_us_deflator(upstream, STUDY)["deflator_2017_100"].tolist() == [90.0, 100.0]


@pytest.mark.parametrize(
    ("name", "file", "old", "new", "problem"),
    [
        ("gdp", "wb_gdp_current_usd.csv", "Country Code", "Code", r"line 1: .*'Country Code'"),
        ("gdp", "wb_gdp_current_usd.csv", "ATG,2000,2", "ATG,2000", "line 3: has 3 cells"),
        ("gdp", "wb_gdp_current_usd.csv", "ATG,2000,2", "ATG,2000,x", "line 3, column 'Value'"),
        ("gdp", "wb_gdp_current_usd.csv", "ATG,2000", "ATG,20", "line 3, column 'Year'"),
        (
            "gdp",
            "wb_gdp_current_usd.csv",
            "Name of ATG,ATG,2000",
            "Name of ARG,ARG,2000",
            r"ARG 2000 \(line 3\)",
        ),
        ("gdp", "wb_gdp_current_usd.csv", "Name of USA,USA,2000,36\n", "", "no rows of USA"),
        ("population", "wb_population.csv", "ATG,2000,2", "ATG,2000,2.5", "fractions"),
        ("us_cpi", "cpi_us_monthly.csv", "2000-02-01", "2000-02", "'2000-02'"),
        ("us_cpi", "cpi_us_monthly.csv", "2000-02-01", "2000-01-01", r"2000-01-01 \(line 3\)"),
        ("us_deflator", "us_gdp_year.csv", "2017,1100,1100", "2017,1100,1000", "prices of 2017"),
        (
            "exchange_rates",
            "fx_annual_per_usd.csv",
            "01,Euro",
            "01,Brazil",
            r"Brazil 2000 \(line 4\)",
        ),
        ("exchange_rates", "fx_annual_per_usd.csv", "01,Euro", "01,euro", "no rates of Euro"),
    ],
)
def test_wrong_file_is_refused_by_place(upstream, name, file, old, new, problem):
    edit(upstream, file, old, new)
    with pytest.raises(SourceError, match=problem) as caught:
        common.TABLES[f"common/{name}"](upstream, STUDY)
    assert file in str(caught.value)


@pytest.mark.parametrize("name", ["common/consumer_prices", "common/deflator"])
def test_names_put_right_by_the_publisher_are_noticed(upstream, name):
    folder = upstream / "common"
    one, other = (
        folder / f"datasets_inflation_inflation-{each}.csv" for each in ("gdp", "consumer")
    )
    one_text, other_text = one.read_text(), other.read_text()
    one.write_text(other_text)
    other.write_text(one_text)
    with pytest.raises(SourceError, match="rows of ARG"):
        common.TABLES[name](upstream, STUDY)


@pytest.mark.parametrize("content", [b"", b"Country Name,Country Code,Year,Value\n", b"\xff\xfe"])
def test_file_that_is_empty_or_no_text_is_refused(upstream, content):
    (upstream / "common/wb_gdp_current_usd.csv").write_bytes(content)
    with pytest.raises(SourceError, match=r"wb_gdp_current_usd\.csv"):
        common.build_gdp(upstream, STUDY)


def test_file_that_is_missing_is_named(tmp_path):
    with pytest.raises(SourceError, match=r"wb_population\.csv: there is no such file"):
        common.build_population(tmp_path, STUDY)


@pytest.mark.parametrize("name", sorted(common.TABLES))
def test_shipped_table_is_what_the_build_computes(name):
    if not UPSTREAM.exists():
        pytest.skip("the upstream files are not on this machine")
    resource = tables.resource(name)
    content = to_csv(common.TABLES[name](UPSTREAM, STUDY), name, resource["schema"])
    assert content == (tables.DATA / resource["path"]).read_bytes()


@pytest.mark.parametrize(
    ("name", "file", "columns"),
    [
        ("gdp", "gdp_current_usd_lac_rus", ["iso3", "year", "gdp_current_usd"]),
        ("population", "population_lac_rus", ["iso3", "year", "population_persons"]),
        ("consumer_prices", "inflation_cpi_pct_lac_rus", ["iso3", "year", "inflation_pct"]),
        ("deflator", "gdp_deflator_growth_pct_lac_rus", ["iso3", "year", "deflator_growth_pct"]),
        ("us_cpi", "cpi_us_annual", ["year", "cpi_u_1982_84_100", "months"]),
        (
            "us_deflator",
            "us_gdp_deflator_annual",
            [
                "year",
                "gdp_current_billion_usd",
                "gdp_chained_2017_billion_usd",
                "deflator_2017_100",
            ],
        ),
        (
            "exchange_rates",
            "fx_annual_per_usd_selected",
            ["year", "currency_area", "local_currency_per_usd"],
        ),
    ],
)
def test_shipped_table_agrees_with_the_check_values(name, file, columns):
    path = FACTS / f"{file}.csv"
    if not path.exists():
        pytest.skip("the check values are not on this machine")
    expected = pd.read_csv(path, keep_default_na=False).iloc[:, : len(columns)]
    expected.columns = columns
    if "iso3" in columns:
        expected = expected[~expected["iso3"].isin(["LCN", "WLD"])]  # aggregates do not ship
    keys = [each for each in columns if each in ("iso3", "year", "currency_area")]
    found = tables.load(f"common/{name}")[columns]
    pd.testing.assert_frame_equal(
        found.sort_values(keys).reset_index(drop=True),
        expected.sort_values(keys).reset_index(drop=True),
        check_dtype=False,
        rtol=1e-12,
    )

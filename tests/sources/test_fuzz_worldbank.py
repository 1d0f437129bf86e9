"""Damaged files of the World Bank, US statistics, CEPII and COW: refused, or read as they are."""

import io
import json
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.feather as feather
import pyreadr
import pytest

from analysis.sources import cepii, cow, ids, united_states, worldbank
from tests.places import UPSTREAM
from tests.sources import fuzz

STATES = ["BRA", "RUS", "VEN", "ZAR"]
# 2,000 a publisher.
CASES = {
    worldbank.read_indicator: 500,
    worldbank.read_consumer_prices: 500,
    worldbank.read_deflator_growth: 500,
    united_states.read_consumer_prices: 700,
    united_states.read_exchange_rates: 700,
}


def cut(name, *codes, years=("2003", "2004", "2005")):
    """Return the header of a real file and its rows of a few states and years."""
    header, *lines = upstream(name).read_bytes().splitlines(keepends=True)
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


@pytest.mark.parametrize(
    ("read", "name"),
    [
        (ids.read_counterparts, "ids_counterparts.csv"),
        (ids.read_entities, "ids_entities.csv"),
        (ids.read_location_codes, "ids_location_codes_2020.csv"),
    ],
)
def test_damaged_code_list(read, name, tmp_path):
    lines = upstream(f"debt/{name}").read_bytes().splitlines(keepends=True)
    # The Latin-1 list's padded names stand near its end.
    original = b"".join([*lines[:25], *lines[-8:]])
    fuzz.check_reader(read, original, name, tmp_path, cases=500)


def test_damaged_api_answer(tmp_path):
    answer = json.loads(upstream("debt/ids_api_response_excerpt.json").read_bytes())
    answer["total"] = len(answer["source"]["data"])  # the excerpt has 8 of 63 cells
    fuzz.check_reader(
        lambda path: ids.read_api([path]), json.dumps(answer).encode(), "page.json", tmp_path
    )


@pytest.fixture(scope="module")
def names():
    return ids.read_names(upstream("debt"))


@pytest.mark.parametrize("compression", ["uncompressed", "lz4"])
def test_damaged_stocks(compression, names, tmp_path):
    original = cut_feather("ids_stocks_raw_long.feather", ["Nicaragua", "Guyana"], compression)
    fuzz.check_reader(
        whole(lambda path: ids.read_stocks(path, names)),
        original,
        "stocks.feather",
        tmp_path,
        cases=500,
        mutations=fuzz.BINARY,
        may_change=packed_rows(compression),
    )


def test_damaged_service(names, tmp_path):
    original = cut_feather("ids_service_raw.feather", ["Nicaragua", "Grenada"], "uncompressed")
    fuzz.check_reader(
        whole(lambda path: ids.read_service(path, names)),
        original,
        "service.feather",
        tmp_path,
        cases=500,
        mutations=fuzz.BINARY,
        may_change=packed_rows("uncompressed"),
    )


def test_damaged_net_flows(names, tmp_path):
    interest = tmp_path / "DT.INT.BLAT.CD_2000-2025.feather"
    states = ["Nicaragua", "Grenada", "Ecuador"]
    interest.write_bytes(cut_feather(interest.name, states, "uncompressed"))
    fuzz.check_reader(
        whole(lambda path: ids.read_net_flows([path, interest], names)),
        cut_feather("DT.AMT.BLAT.CD_2000-2025.feather", states, "uncompressed"),
        "DT.AMT.BLAT.CD_2000-2025.feather",
        tmp_path,
        cases=500,
        mutations=fuzz.BINARY,
        may_change=packed_rows("uncompressed"),
    )


@pytest.mark.parametrize(
    ("read", "name", "chosen", "cases"),
    [
        (cepii.read_distances, "gravity/dist_cepii.rda", {"iso_o": STATES, "iso_d": STATES}, 700),
        (cepii.read_gravity, "gravity/penppml_trade.rda", {"exp": STATES, "imp": STATES}, 700),
        (cow.read_pairs, "cow/cow_dyadic_2001_trade.rda", {"importer2": ["Russia"]}, 1000),
        (cow.read_totals, "cow/cow_trade_sy.rda", {"ccode": [140, 365]}, 1000),
    ],
)
def test_damaged_r_file(read, name, chosen, cases, tmp_path):
    # R's packed files carry check sums: whatever is changed in them is refused.
    (held, frame), *_ = pyreadr.read_r(str(upstream(f"trade/{name}"))).items()
    for column, values in chosen.items():
        frame = frame[frame[column].isin(values)]
    # pyreadr writes no categories.
    frame = frame.astype({column: "str" for column in frame.select_dtypes("category")})
    path = tmp_path / "cut.rda"
    pyreadr.write_rdata(str(path), frame.reset_index(drop=True), held, compress="gzip")
    found = fuzz.check_reader(
        read, path.read_bytes(), Path(name).name, tmp_path, cases=cases, mutations=fuzz.BINARY
    )
    assert found["different"] == 0


def upstream(name):
    path = UPSTREAM / name
    if not path.exists():
        pytest.skip("the upstream files are not on this machine")
    return path


def cut_feather(name, states, compression):
    """Return a file like the original with some states and years of each flow."""
    table = feather.read_table(upstream(f"debt/{name}"), memory_map=False)
    time = "time" if "time" in table.column_names else "year"
    year = table[time] if time == "time" else pc.year(table[time])
    chosen = pc.and_(
        pc.is_in(table["country"].cast(pa.string()), pa.array(states)),
        pc.and_(pc.greater_equal(year, 2021), pc.less_equal(year, 2026)),
    )
    frame = table.filter(chosen).to_pandas().reset_index(drop=True)
    for column in frame.select_dtypes("category"):
        frame[column] = frame[column].cat.remove_unused_categories()
    assert len(frame) > 50
    target = io.BytesIO()
    feather.write_feather(frame, target, compression=compression)
    return target.getvalue()


def whole(read):
    """Demand that every reading has as many rows as the first, of the undamaged file."""
    rows = []

    def checked(path):
        frame = read(path)
        rows.append(len(frame))
        assert rows[-1] == rows[0]
        return frame

    return checked


def packed_rows(compression):
    """Return how many rows a damaged byte may change.

    A byte of a dictionary is the name or code of many rows, and LZ4 copies earlier bytes: there
    one byte rightly reaches any number of rows that have it.
    """

    def limit(mutation, original, mutated):
        return None if compression == "lz4" or mutation == "flip_byte" else 4

    return limit

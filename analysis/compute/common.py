"""The computed tables of ``data/common``: output, people, prices and exchange rates."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pandas as pd

from analysis.errors import SourceError
from analysis.sources import united_states, worldbank
from analysis.study import Study

_MONTHS = 12


def build_gdp(upstream: Path, study: Study) -> pd.DataFrame:
    """Return GDP in current USD."""
    file = upstream / "common/wb_gdp_current_usd.csv"
    return _keep_states(worldbank.read_indicator(file), "gdp_current_usd", file, study)


def build_population(upstream: Path, study: Study) -> pd.DataFrame:
    """Return the population in persons."""
    file = upstream / "common/wb_population.csv"
    table = _keep_states(worldbank.read_indicator(file), "population_persons", file, study)
    if (table["population_persons"] % 1 != 0).any():
        raise SourceError(file.name, "counts persons in fractions")
    return table.astype({"population_persons": "int64"})


def build_consumer_prices(upstream: Path, study: Study) -> pd.DataFrame:
    """Return inflation of consumer prices in per cent a year."""
    file = upstream / "common/datasets_inflation_inflation-gdp.csv"
    table = worldbank.read_consumer_prices(file)
    return _keep_states(
        table, "inflation_pct", file, study, without=worldbank.WITHOUT_CONSUMER_PRICES
    )


def build_deflator(upstream: Path, study: Study) -> pd.DataFrame:
    """Return the growth of the GDP deflator in per cent a year."""
    file = upstream / "common/datasets_inflation_inflation-consumer.csv"
    return _keep_states(worldbank.read_deflator_growth(file), "deflator_growth_pct", file, study)


def build_us_cpi(upstream: Path, _study: Study) -> pd.DataFrame:
    """Return the US consumer price index as annual means (1982-84 = 100), part-years marked."""
    months = united_states.read_consumer_prices(upstream / "common/cpi_us_monthly.csv")
    index = months.groupby("year")["cpi_u_1982_84_100"]
    years = pd.DataFrame({"cpi_u_1982_84_100": index.mean().round(4), "months": index.count()})
    years["is_part_year"] = years["months"] < _MONTHS
    return years.reset_index()


def build_us_deflator(upstream: Path, _study: Study) -> pd.DataFrame:
    """Return the US GDP deflator (2017 = 100): current over chained dollars, times 100."""
    table = united_states.read_gdp(upstream / "common/us_gdp_year.csv")
    ratio = table["gdp_current_billion_usd"] / table["gdp_chained_2017_billion_usd"]
    return table.assign(deflator_2017_100=(100 * ratio).round(4))


def build_exchange_rates(upstream: Path, study: Study) -> pd.DataFrame:
    """Return exchange rates to the US dollar as annual means."""
    file = upstream / "common/fx_annual_per_usd.csv"
    table = united_states.read_exchange_rates(file)
    table = table[table["currency_area"].isin(study.currency_areas)]
    missing = sorted(set(study.currency_areas) - set(table["currency_area"]))
    if missing:
        raise SourceError(file.name, f"has no rates of {', '.join(missing)}")
    return table


TABLES: dict[str, Callable[[Path, Study], pd.DataFrame]] = {
    "common/consumer_prices": build_consumer_prices,
    "common/deflator": build_deflator,
    "common/exchange_rates": build_exchange_rates,
    "common/gdp": build_gdp,
    "common/population": build_population,
    "common/us_cpi": build_us_cpi,
    "common/us_deflator": build_us_deflator,
}


def _keep_states(
    table: pd.DataFrame, column: str, file: Path, study: Study, without: tuple[str, ...] = ()
) -> pd.DataFrame:
    """Keep the region's states and the study's partners, all of which a whole file has."""
    states = {*study.states, *study.partners}
    missing = sorted(states - set(without) - set(table["iso3"]))
    if missing:
        raise SourceError(
            file.name, f"has no rows of {', '.join(missing)}; the file is cut or another series"
        )
    return table[table["iso3"].isin(states)].rename(columns={"value": column})

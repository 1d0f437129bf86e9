"""The tables that ship, loaded once."""

import pytest

from analysis import tables


@pytest.fixture(scope="module")
def annual():
    return tables.load("arms/annual_tiv")


@pytest.fixture(scope="module")
def imports():
    return tables.load("arms/imports_by_supplier")


@pytest.fixture(scope="session")
def table():
    """Return a function that loads a table of data/arms once."""
    loaded = {}

    def load(name):
        if name not in loaded:
            loaded[name] = tables.load(f"arms/{name}")
        return loaded[name]

    return load

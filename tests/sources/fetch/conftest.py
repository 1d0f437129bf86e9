import hashlib
import os

import pytest

from analysis.sources.fetch.download import Patience
from analysis.sources.fetch.mirror import Mirror
from analysis.sources.fetch.run import Fetch
from analysis.sources.fetch.sources import Entry, Request
from analysis.sources.fetch.store import Store
from tests.places import UPSTREAM
from tests.sources.fetch.server import run_server

SHARED = UPSTREAM


@pytest.fixture(autouse=True)
def _no_proxy(monkeypatch):
    monkeypatch.setenv("NO_PROXY", "127.0.0.1,localhost")
    for name in ("ANALYSIS_SOURCES", "COMTRADE_KEY"):
        monkeypatch.delenv(name, raising=False)


@pytest.fixture
def server():
    with run_server() as running:
        yield running


@pytest.fixture
def shared():
    if not SHARED.is_dir():
        pytest.skip("the publishers' files (../shared/upstream) are not on this machine")
    return SHARED


@pytest.fixture
def waits():
    """The seconds that a run would have slept."""
    return []


@pytest.fixture
def make_fetch(tmp_path, waits):
    def make(**options):
        options.setdefault("patience", Patience(attempts=4, connect_s=1, read_s=0.4))
        options.setdefault("sleep", waits.append)
        mirror = options.pop("mirror", Mirror())
        return Fetch(Store(tmp_path / "sources"), mirror, **options)

    return make


def make_request(url, file="theme/table.csv", *, content=None, key=None, hosts=(), **options):
    digest = hashlib.sha256(content).hexdigest() if content is not None else ""
    variable = "COMTRADE_KEY" if key else ""
    entry = Entry("test", file, "download", url, digest, variable, hosts, "none", "")
    if key:
        options |= {"headers": {"Ocp-Apim-Subscription-Key": key}, "secrets": (key,)}
    return Request(entry, file, url, url, **options)


def finished(folder):
    """Every file outside the place for unfinished work, by its path."""
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and ".partial" not in path.parts
    }


def leftovers(folder):
    return sorted(p.name for p in (folder / ".partial").rglob("*") if p.is_file())


def environment(**variables):
    return os.environ | {"NO_PROXY": "127.0.0.1", "PYTHONPATH": os.getcwd()} | variables

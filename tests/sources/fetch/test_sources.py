"""The table of sources agrees with itself, with the shipped tables and with the real files."""

from collections import Counter
from fnmatch import fnmatch
from pathlib import PurePosixPath
from urllib.parse import urlsplit

import pytest

from analysis import tables
from analysis.errors import ParameterError
from analysis.sources.fetch.mirror import Mirror
from analysis.sources.fetch.sources import find, read_entries
from analysis.sources.fetch.store import file_hash
from tests.sources.fetch.conftest import finished

ENTRIES = read_entries()
DOWNLOADS = [entry for entry in ENTRIES if entry.how == "download"]


def test_each_way_has_what_it_needs():
    for entry in ENTRIES:
        assert urlsplit(entry.url).scheme == "https"
        if entry.how == "download":
            assert entry.sha256, f"{entry.file}: its end could not be told from a cut"
            assert "*" not in entry.file
        elif entry.how == "interface":
            assert entry.file.endswith("/*.json")
        else:
            assert entry.instructions
            assert not entry.sha256


def test_no_two_rows_write_one_file():
    assert max(Counter(entry.file for entry in ENTRIES).values()) == 1


def test_sipri_is_left_to_the_user():
    assert {entry.how for entry in ENTRIES if entry.file.startswith("arms/")} == {"by hand"}


def test_every_file_of_the_computed_tables_can_be_had():
    patterns = [entry.file for entry in ENTRIES]
    for name in tables.tables():
        resource = tables.resource(name)
        if resource["kind"] != "computed":
            continue
        for source in resource["sources"]:
            file = source.get("file")
            # The last one is derived from records of the Library, and no public file.
            if not file or file == "undl_ms_names.csv":
                continue
            names = {file, PurePosixPath(file).name}
            assert any(
                fnmatch(each, pattern)
                or fnmatch(pattern, each)
                or fnmatch(each, PurePosixPath(pattern).name)
                or fnmatch(PurePosixPath(pattern).name, each)
                for each in names
                for pattern in patterns
            ), f"{name}: no row of the table of sources brings {file}"


def test_unknown_source():
    with pytest.raises(ParameterError, match="did you mean 'unvotes'"):
        find("unvote")


@pytest.mark.parametrize("entry", DOWNLOADS, ids=lambda entry: entry.file)
def test_hash_is_that_of_the_real_file(entry, shared):
    assert file_hash(shared / entry.file) == entry.sha256


def test_all_sources_from_a_folder_then_offline(shared, make_fetch, tmp_path):
    """The folder replaces every address; afterwards nothing but the cache is needed."""
    for source in sorted({entry.source for entry in ENTRIES}):
        if any(entry.how == "interface" for entry in find(source)):
            continue  # its files are answers to questions, and no such folder holds them
        outcome = make_fetch(mirror=Mirror(folder=shared)).run(source)
        unpublished = [line for line in outcome.failed if "Dyadic_COW" not in line]
        assert unpublished == []
        again = make_fetch(offline=True).run(source)
        assert len(again.done) == len(outcome.done)
    names = {name for name in finished(tmp_path / "sources") if not name.endswith(".retrieved")}
    assert {entry.file for entry in DOWNLOADS} <= names
    assert any(name.startswith("voting/rebuilt_ga_voting") for name in names)

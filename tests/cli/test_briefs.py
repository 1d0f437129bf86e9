import pytest
from click.testing import CliRunner
from pypdf import PdfReader

from analysis.cli.main import cli
from analysis.errors import ParameterError, StudyError
from analysis.reproduce.book import read_records


@pytest.mark.slow
def test_a_book_has_one_page_a_state_an_index_and_the_sources_once(tmp_path, monkeypatch):
    monkeypatch.setattr("analysis.cli.briefs.ROOT", tmp_path)
    # The state with most to tell and one with almost nothing.
    done = CliRunner().invoke(cli, ["briefs", "DMA", "CUB"], catch_exceptions=False)
    assert done.exit_code == 0, done.output
    folder = tmp_path / "build" / "briefs"
    pages = [page.extract_text() for page in PdfReader(folder / "briefs.pdf").pages]
    assert pages[0].startswith("Country briefs")
    assert "Russia and the states of Latin America" in pages[0]
    assert pages[1].startswith("Cuba")
    assert pages[2].startswith("Dominica")
    assert pages[3].startswith("Sources")
    index = (folder / "index.html").read_text()
    assert 'href="CUB/country_brief.html"' in index and "Dominica" in index
    records = read_records(folder / "CUB" / "country_brief.ipynb")
    assert records["arms_from_sun"]["value"] == pytest.approx(11_615, abs=1)
    assert "debt_outstanding" not in records


def test_a_state_outside_the_region_is_refused_before_anything_runs():
    with pytest.raises(ParameterError, match="not in the region: ESP"):
        CliRunner().invoke(cli, ["briefs", "ESP"], catch_exceptions=False)


def test_an_unknown_study_is_refused_with_those_there_are():
    with pytest.raises(StudyError, match="russia_lac"):
        CliRunner().invoke(cli, ["briefs", "--study", "nope"], catch_exceptions=False)

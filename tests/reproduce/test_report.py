import re

from analysis.reproduce.plan import Run
from analysis.reproduce.report import Verdict, write_index, write_page
from analysis.reproduce.run import Result, run_one
from analysis.reproduce.verify import Difference
from tests.reproduce.notebooks import write_notebook

DRAW = """
import matplotlib.pyplot as plt, pandas as pd
from analysis.notebook.save import save

fig, ax = plt.subplots()
save(fig, "tiny/line", pd.DataFrame({"x_usd": [1.0]}), caption="A line & a point.")
"""


def make(tmp_path, *cells):
    return run_one(Run(write_notebook(tmp_path / "tiny.ipynb", *cells), tmp_path / "report"))


def test_a_page_stands_alone_and_links_to_the_figures_of_its_run(tmp_path):
    result = make(tmp_path, "x = 1", DRAW)
    page = write_page(result).read_text()
    assert result.error == ""
    assert 'href="figures/tiny/line.csv"' in page
    assert "../figures/" not in page
    assert "show the code" in page
    assert page.count("<img") == 1
    assert 'alt="Figure tiny/line: A line &amp; a point."' in page


def test_the_index_says_what_reproduced_and_what_did_not(tmp_path):
    good = Verdict(make(tmp_path, "x = 1", DRAW))
    differs = Verdict(good.result, [Difference("tiny.ipynb", "In [2]", "stored <1>, now 2")])
    failed = Verdict(Result(good.result.run, 1.0, "In [1]: ValueError: a < b"))
    assert [verdict.word for verdict in (good, differs, failed)] == [
        "reproduced",
        "differs",
        "failed",
    ]
    text = write_index([good, differs, failed], tmp_path / "report", 12.0).read_text()
    assert "1 of 3 notebooks reproduced" in text
    assert "In [2]: stored &lt;1&gt;, now 2" in text
    assert "ValueError: a &lt; b" in text
    assert 'href="tiny.failed.ipynb"' in text
    for link in re.findall(r'(?:src|href)="(figures/[^"]+)"', text):
        assert (tmp_path / "report" / link).exists()


def test_a_failed_run_shows_no_figures_of_an_earlier_one(tmp_path):
    before = make(tmp_path, "x = 1", DRAW)
    assert Verdict(before).figures == ["line"]
    after = make(tmp_path, "x = 1", "1 / 0", DRAW)
    assert Verdict(after).word == "failed"
    assert Verdict(after).figures == []
    text = write_index([Verdict(after)], tmp_path / "report", 1.0).read_text()
    assert "figures/tiny" not in text


def test_a_page_is_the_same_text_every_time(tmp_path):
    result = make(tmp_path, "print(1)")
    assert write_page(result).read_text() == write_page(result).read_text()


def test_a_document_that_a_page_links_to_comes_with_the_report(tmp_path):
    (tmp_path / "docs").mkdir()
    (tmp_path / "docs" / "glossary.md").write_text("# Terms\n\n## HHI\n\n`s < 1`\n")
    (tmp_path / "notebooks").mkdir()
    link = "from IPython.display import Markdown\nMarkdown('[Glossary](../docs/glossary.md#HHI)')"
    notebook = write_notebook(tmp_path / "notebooks" / "tiny.ipynb", "x = 1", link)
    page = write_page(run_one(Run(notebook, tmp_path / "report")))
    assert 'href="glossary.html#HHI"' in _linked(page)
    assert "../docs/" not in _linked(page)
    document = (tmp_path / "report" / "glossary.html").read_text()
    assert 'id="HHI"' in document
    assert "s &lt; 1" in document


def _linked(page):
    return "\n".join(re.findall(r'href="[^"]*"', page.read_text()))

import nbformat
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pypdf import PdfReader

from analysis.errors import AnalysisError
from analysis.reproduce import typeset
from analysis.reproduce.book import Entry, read_records, write_index
from analysis.reproduce.run import Run, run_one
from analysis.reproduce.typeset import Page, to_typst, write_pdf
from tests.reproduce.notebooks import write_notebook

SHOW = """
import pandas as pd
from analysis.notebook.show import record, say, table
say("A *sentence* with **0.5** & <b>, #let x = 1, [brackets] and `code`.")
table(
    pd.DataFrame({"state": ["A & B", "C"], "value_usd": [1234.5, None], "text": ["x" * 90, "#y"]}),
    caption="A table",
    note="A note.",
)
record("turnover", 1234.5, "USD million, 2018")
"""
DRAW = """
import matplotlib.pyplot as plt, pandas as pd
from analysis.notebook.save import save

fig, ax = plt.subplots()
save(fig, "tiny/line", pd.DataFrame({"x_usd": [1.0]}), caption="A line & a point.")
"""


@pytest.fixture(scope="module")
def executed(tmp_path_factory):
    folder = tmp_path_factory.mktemp("book")
    notebook = write_notebook(folder / "tiny.ipynb", "x = 1", SHOW, DRAW)
    result = run_one(Run(notebook, folder / "run"))
    assert result.error == ""
    return result.run.output


def words(path):
    return " ".join("\n".join(page.extract_text() for page in PdfReader(path).pages).split())


def make(executed, name="book.pdf", **options):
    folder = executed.parent.parent
    settings = {"title": "Title", "footer": "A footer"} | options
    return write_pdf([Page(executed, "State & Co")], folder / name, **settings)


def test_a_page_holds_what_the_notebook_shows_and_no_code(executed):
    text = words(make(executed))
    assert "State & Co" in text
    assert "A sentence with 0.5 & , #let x = 1, [brackets] and code." in text
    assert "1,234.5" in text and "–" in text and "#y" in text
    assert "A note." in text
    assert "Figure. A line & a point." in text
    assert "A footer" in text
    assert "import" not in text
    assert "turnover" not in text


def test_links_to_files_are_left_out_and_those_to_the_web_kept():
    assert "table" not in to_typst("see [table](../figures/x.csv) · [vector](../x.svg)")
    assert 'link("https://example.org/a")' in to_typst("[here](https://example.org/a)")


def test_a_book_has_a_preface_and_a_table_of_contents(executed):
    path = make(executed, "preface.pdf", preface="# The book\n\nWords of warning.")
    assert len(PdfReader(path).pages) == 2
    first = " ".join(PdfReader(path).pages[0].extract_text().split())
    assert "The book" in first and "Words of warning." in first
    assert "State & Co" in first


def test_the_same_notebooks_give_the_same_bytes(executed):
    first = make(executed, "a.pdf").read_bytes()
    assert make(executed, "a.pdf").read_bytes() == first


def test_tagged_cells_are_left_out_or_printed_once_at_the_end(executed, tmp_path):
    notebook = nbformat.read(executed, as_version=4)
    for text, tag in (("Left out.", typeset.NOT_IN_BOOK), ("At the end.", typeset.APPENDIX)):
        cell = nbformat.v4.new_markdown_cell(text)
        cell.metadata["tags"] = [tag]
        notebook.cells.append(cell)
    pages = []
    for number in range(2):
        path = tmp_path / str(number) / "tiny.ipynb"
        path.parent.mkdir()
        notebook.cells = [cell for cell in notebook.cells if "image/png" not in str(cell)]
        nbformat.write(notebook, path)
        pages.append(Page(path, f"Page {number}"))
    text = words(write_pdf(pages, tmp_path / "book.pdf", title="T", footer="F"))
    assert "Left out." not in text
    assert text.count("At the end.") == 1
    assert text.index("At the end.") > text.index("Page 1")


def test_a_figure_that_is_not_there_is_named(executed, tmp_path):
    alone = tmp_path / "tiny.ipynb"
    alone.write_bytes(executed.read_bytes())
    with pytest.raises(AnalysisError, match=r"book\.pdf cannot be set: .*figures/tiny/line\.svg"):
        write_pdf([Page(alone, "x")], tmp_path / "book.pdf", title="T", footer="F")
    assert not (tmp_path / "book.pdf").exists()


@settings(max_examples=25, deadline=None)
@given(st.text(st.characters(codec="utf-8", exclude_categories=("C",)), max_size=60))
def test_no_text_is_taken_for_a_command(text):
    source = to_typst(text.replace("(", " ").replace("<", " "))
    typeset.typst.compile(source.encode(), ignore_system_fonts=True)


def test_an_index_has_a_row_a_run_and_a_column_a_result(executed):
    assert read_records(executed)["turnover"]["value"] == 1234.5
    book = make(executed)
    page = executed.with_suffix(".html")
    page.write_text("page")
    text = write_index([Entry("State & Co", executed, page)], book, "The book").read_text()
    assert "State &amp; Co" in text
    assert 'href="run/tiny.html"' in text and 'href="book.pdf"' in text
    assert "1,234" in text and "USD million, 2018" in text

"""PDF pages from executed notebooks: what a page shows, without its code, set by Typst."""

from __future__ import annotations

import json
import os
import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any, NamedTuple

import matplotlib
import mistune
import nbformat
import typst
from lxml import html

from analysis.errors import AnalysisError
from analysis.notebook.show import RECORD_MIME

FONTS = Path(matplotlib.get_data_path()) / "fonts" / "ttf"
"""The fonts that come with matplotlib: the same letters in figures and text, on any machine."""

STYLE = """
#set document(title: TITLE, date: none)
#set page(paper: "a4", margin: (x: 1.5cm, top: 1.1cm, bottom: 1.2cm), footer: context [
  #set text(size: 6.5pt, fill: luma(90))
  #FOOTER #h(1fr) #counter(page).display()
])
#set text(font: "DejaVu Sans", size: 7.3pt, lang: "en", hyphenate: false)
#set par(leading: 0.5em, spacing: 0.75em)
#set table(stroke: (x, y) => (bottom: 0.4pt + luma(200)), inset: (x: 3pt, y: 1.7pt))
#show heading.where(level: 1): set text(size: 13pt)
#show heading.where(level: 2): set text(size: 9pt)
#show heading: set block(above: 0.8em, below: 0.45em)
#show table: set text(size: 6.4pt)
#show link: set text(fill: rgb("#0b4f8a"))
#set list(spacing: 0.5em)
"""

_RELATIVE_LINK = re.compile(r"\s*\[[^\]]*\]\((?!https?:)[^)]*\)(?: ·)?")
_NUMBER = re.compile(r"[-–+]?[\d.,]+ ?%?|[–-]")


NOT_IN_BOOK, APPENDIX = "not-in-book", "appendix"
"""Tags of cells that a book leaves out, or prints once at its end."""


class Page(NamedTuple):
    """An executed notebook to be set.

    Parameters
    ----------
    notebook : pathlib.Path
        The executed notebook; its figures lie beside it in ``figures/``.
    title : str
        Its heading, in place of the notebook's first cell.
    """

    notebook: Path
    title: str


def write_pdf(
    pages: Sequence[Page], path: Path, *, title: str, footer: str, preface: str = ""
) -> Path:
    """Set executed notebooks as one PDF, each beginning on a page of its own.

    Parameters
    ----------
    pages : sequence of Page
        The notebooks, in order.
    path : pathlib.Path
        The PDF, in a folder that holds all notebooks and figures.
    title : str
        Title of the document.
    footer : str
        A line at the foot of every page.
    preface : str, optional
        Markdown of a first page, which is followed by the table of contents. Empty: the
        document begins with the first notebook.

    Returns
    -------
    pathlib.Path
        The PDF; the same notebooks give the same bytes.

    Raises
    ------
    AnalysisError
        If a page cannot be set; names Typst's complaint.
    """
    style = STYLE.replace("TITLE", _quoted(title)).replace("FOOTER", f"{_quoted(footer)}")
    parts = [style]
    if preface:
        opening = to_typst(preface).replace("#heading(", "#heading(outlined: false, ")
        parts += [opening, "#columns(2)[#outline(title: none, depth: 1)]"]
    for number, page in enumerate(pages):
        if preface or number:
            parts.append("#pagebreak()")
        parts.append(_heading(page.title))
        parts += _cells(page, path.parent, in_appendix=False)
    if pages and (appendix := _cells(pages[0], path.parent, in_appendix=True)):
        parts += ["#pagebreak()", _heading("Sources"), *appendix]
    source = "\n\n".join(parts)
    try:
        content: bytes = typst.compile(  # type: ignore[misc]
            source.encode(),
            root=str(path.parent),
            font_paths=[str(FONTS)],
            ignore_system_fonts=True,
        )
    except typst.TypstError as error:
        raise AnalysisError(f"{path.name} cannot be set: {error}") from None
    path.parent.mkdir(parents=True, exist_ok=True)
    temporary = path.with_name(f".{path.name}.{os.getpid()}")
    temporary.write_bytes(content)
    os.replace(temporary, path)
    return path


def to_typst(markdown: str) -> str:
    """Translate Markdown to Typst's markup.

    Parameters
    ----------
    markdown : str
        Markdown. Links to files are left out with their words, for paper cannot follow them.

    Returns
    -------
    str
        Markup in which every word is a quoted string, so that none is taken for a command.

    Examples
    --------
    >>> to_typst("the **HHI** of #1")
    '#"the "#strong[#"HHI"]#" of #1"'
    """
    parse = mistune.create_markdown(renderer=None)
    tokens = parse(_RELATIVE_LINK.sub("", markdown))
    assert isinstance(tokens, list)
    return "\n\n".join(text for token in tokens if (text := _block(token)))


def _heading(text: str) -> str:
    return f"#heading(level: 1)[#{_quoted(text)}]"


def _cells(page: Page, root: Path, *, in_appendix: bool) -> list[str]:
    notebook = nbformat.read(page.notebook, as_version=4)
    parts: list[str] = []
    for cell in notebook.cells[1:]:
        tags = cell.metadata.get("tags", ())
        if NOT_IN_BOOK in tags or (APPENDIX in tags) != in_appendix:
            continue
        if cell.cell_type == "markdown":
            parts.append(to_typst(cell.source))
            continue
        for output in cell.get("outputs", ()):
            parts.append(_output(output.get("data", {}), page.notebook.parent, root))
    return [part for part in parts if part]


def _output(data: dict[str, Any], folder: Path, root: Path) -> str:
    if RECORD_MIME in data:
        return ""
    if "image/png" in data:
        name = re.match(r"Figure ([a-z0-9_]+/[a-z0-9_]+):", data.get("text/plain", ""))
        if not name:
            return ""
        path = (folder / "figures" / f"{name[1]}.svg").relative_to(root)
        return f"#image({_quoted('/' + path.as_posix())}, width: 100%)"
    if "text/html" in data and "<table" in data["text/html"]:
        return _table(data["text/html"])
    if "text/markdown" in data:
        return to_typst(data["text/markdown"])
    return ""


def _table(text: str) -> str:
    fragment = html.fragment_fromstring(text, create_parent=True)
    table = fragment.find(".//table")
    rows = [
        [" ".join(cell.text_content().split()) for cell in row.iter("th", "td")]
        for row in table.iter("tr")
    ]
    caption = table.findtext("caption") or ""
    notes = [" ".join(p.text_content().split()) for p in fragment.iter("p")]
    if not rows:
        return f"#strong[#{_quoted(caption)}]"
    head, *body = rows
    if not body:
        return f"#strong[#{_quoted(caption)}]: none."
    right = [all(_NUMBER.fullmatch(row[column]) for row in body) for column in range(len(head))]
    # Words share the width that numbers leave, the longer ones more of it.
    widest = [max((len(row[column]) for row in body), default=0) for column in range(len(head))]
    widths = [
        "auto" if is_number or width <= 14 else f"{min(width, 60)}fr"
        for is_number, width in zip(right, widest, strict=True)
    ]
    align = ", ".join("right" if is_number else "left" for is_number in right)
    header = ", ".join(f"strong[#{_quoted(text)}]" for text in head)
    lines = "".join(f"[#{_quoted(text)}], " for row in body for text in row)
    return (
        f"#block(below: 0.4em)[#strong[#{_quoted(caption)}]]\n"
        f"#table(columns: ({', '.join(widths)},), align: ({align},), "
        f"table.header({header}), {lines})\n"
        + "".join(f"#emph[#{_quoted(note)}]\n" for note in notes)
    )


def _block(token: dict[str, Any]) -> str:
    kind = token["type"]
    if kind == "heading":
        return f"#heading(level: {token['attrs']['level']})[{_inline(token)}]"
    if kind in ("paragraph", "block_text"):
        return _inline(token)
    if kind == "list":
        function = "enum" if token["attrs"]["ordered"] else "list"
        items = ["".join(map(_block, item["children"])) for item in token["children"]]
        return f"#{function}({', '.join(f'[{item}]' for item in items)})"
    if kind == "block_code":
        return f"#raw({_quoted(token['raw'].rstrip())}, block: true)"
    if kind == "block_quote":
        return f"#quote(block: true)[{''.join(map(_block, token['children']))}]"
    if kind == "thematic_break":
        return "#line(length: 100%, stroke: 0.4pt + luma(200))"
    return ""


def _inline(token: dict[str, Any]) -> str:
    parts = []
    for child in token.get("children", ()):
        kind = child["type"]
        if kind == "text":
            parts.append(f"#{_quoted(child['raw'])}")
        elif kind == "strong":
            parts.append(f"#strong[{_inline(child)}]")
        elif kind == "emphasis":
            parts.append(f"#emph[{_inline(child)}]")
        elif kind == "codespan":
            parts.append(f"#raw({_quoted(child['raw'])})")
        elif kind == "link":
            parts.append(f"#link({_quoted(child['attrs']['url'])})[{_inline(child)}]")
        elif kind == "linebreak":
            parts.append("#linebreak()")
        elif kind == "softbreak":
            parts.append('#" "')
    return "".join(parts)


def _quoted(text: str) -> str:
    """Write a string as Typst reads it; JSON's escapes but for characters beyond ASCII."""
    return json.dumps(text, ensure_ascii=False)

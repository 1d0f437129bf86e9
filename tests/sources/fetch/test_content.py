import gzip
import io
import zipfile

import pytest

from analysis.errors import SourceError
from analysis.sources.fetch.content import check_content, quote_message


def zipped():
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("sheet.xml", "<row/>" * 1000)
    return buffer.getvalue()


GOOD = {
    "a.csv": b"iso3,value\nARG,1\n",
    "latin.csv": "Türkiye\n".encode("latin-1"),
    "a.json": b'\xef\xbb\xbf{"count": 0}',
    "a.net": b"*Vertices 2\n",
    "a.csv.gz": gzip.compress(b"iso3\n"),
    "a.xlsx": zipped(),
    "a.rda": gzip.compress(b"RDX2"),
    "a.feather": b"ARROW1\0\0",
}
BAD = {
    "page.csv": (b"\n <!doctype html><title>Log in &amp; go</title>", 'says "Log in & go"'),
    "page.xlsx": (b"<html>Not here</html>", "a web page"),
    "page.rda": (b"<?xml version='1.0'?><a/>", "XML"),
    "none.csv": (b" \n", "empty"),
    "binary.csv": (b"PK\x03\x04\0\0", "is not text"),
    "cut.json": (b'{"count": 1, "data": [', "was cut off"),
    "latin.json": ('{"a": "Türkiye"}'.encode("latin-1"), "is not JSON"),
    "cut.csv.gz": (gzip.compress(b"iso3\n" * 100)[:-8], "damaged gzip"),
    "cut.xlsx": (zipped()[:-30], "damaged"),
    "inside.xlsx": (zipped().replace(zipped()[60:64], b"\0\0\0\0", 1), "damaged"),
    "text.rda": (b"iso3,value\n", "does not begin"),
    "text.feather": (b"version https://git-lfs.github.com/spec/v1\n", "does not begin"),
}


@pytest.mark.parametrize("name", GOOD)
def test_good_content_passes(tmp_path, name):
    (tmp_path / "part").write_bytes(GOOD[name])
    check_content(tmp_path / "part", name)


@pytest.mark.parametrize("name", BAD)
def test_bad_content_is_refused(tmp_path, name):
    content, words = BAD[name]
    (tmp_path / "part").write_bytes(content)
    with pytest.raises(SourceError, match=words) as caught:
        check_content(tmp_path / "part", name)
    assert str(caught.value).startswith(f"{name}: ")


def test_real_files_pass(shared):
    for path in sorted(shared.rglob("*")):
        is_large = path.is_file() and path.stat().st_size > 4_000_000
        if path.is_file() and not is_large:
            check_content(path, path.name)


@pytest.mark.parametrize(
    ("body", "said"),
    [
        ('{"statusCode": 401, "message": "Access denied."}', "Access denied."),
        ('[{"message": [{"id": "175", "value": "not found"}]}]', "not found"),
        ('{"error": {"message": "inner"}}', "inner"),
        ("plain\n words", "plain words"),
        ("<p>some <b>text</b></p>", "some text"),
        ("[1, 2]", ""),
        ("red \x1b[31malarm", "red [31malarm"),
        ("x" * 500, "x" * 200),
    ],
)
def test_message_of_an_error_body(body, said):
    assert quote_message(body) == said

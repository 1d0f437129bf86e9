"""Read a data frame from an R file (.rda, .RData), after making sure that the file is whole."""

from __future__ import annotations

import bz2
import lzma
import zlib
from collections.abc import Sequence
from pathlib import Path

import pandas as pd
import pyreadr

from analysis.errors import SourceError

_MAGIC = (b"RDX2\nX\n", b"RDX3\nX\n")


def read_frame(path: Path, columns: Sequence[str], name: str | None = None) -> pd.DataFrame:
    """Read the one data frame of an R file.

    The parser behind pyreadr does not notice all damage and can crash on some. R packs what it
    saves, and all three ways of packing carry a checksum: it is verified first, so that the
    parser sees only what R wrote. A file that R saved unpacked has none and is refused.

    Parameters
    ----------
    path : Path
        The file.
    columns : sequence of str
        Columns that must be there.
    name : str, optional
        Name of the object. None takes the only one.

    Returns
    -------
    pandas.DataFrame
        The object as pyreadr returns it, with rows numbered from 0.

    Raises
    ------
    SourceError
        If the file is no R file, damaged or cut off, or holds another object or lacks a column.
    """
    _check(path)
    try:
        objects = pyreadr.read_r(str(path))
    except (pyreadr.PyreadrError, pyreadr.LibrdataError, OSError, ValueError) as error:
        raise SourceError(path.name, f"cannot be read as an R file: {error}") from error
    held = ", ".join(str(key) for key in objects) or "nothing"
    if name is None and len(objects) == 1:
        frame = next(iter(objects.values()))
    elif name in objects:
        frame = objects[name]
    else:
        raise SourceError(path.name, f"does not hold the object {name} but {held}")
    if missing := [column for column in columns if column not in frame]:
        raise SourceError(
            path.name,
            f"its object {held} has no column {', '.join(missing)}; it has "
            f"{', '.join(map(str, frame.columns))}",
        )
    return frame.reset_index(drop=True)


def _check(path: Path) -> None:
    """Unpack the file to verify its checksums and that it is R's."""
    try:
        packed = path.read_bytes()
    except OSError as error:
        raise SourceError(path.name, f"cannot be opened: {error.strerror or error}") from error
    if packed.startswith((b"RDX", b"RDA")):
        raise SourceError(
            path.name,
            "was saved without compression, hence without a checksum; load it in R and save it "
            'with save(…, compress = "gzip")',
        )
    try:
        if packed.startswith(b"\x1f\x8b"):
            gzip = zlib.decompressobj(31)
            content, is_whole, rest = gzip.decompress(packed), gzip.eof, gzip.unused_data
        elif packed.startswith(b"BZh"):
            bzip = bz2.BZ2Decompressor()
            content, is_whole, rest = bzip.decompress(packed), bzip.eof, bzip.unused_data
        elif packed.startswith(b"\xfd7zXZ"):
            xz = lzma.LZMADecompressor()
            content, is_whole, rest = xz.decompress(packed), xz.eof, xz.unused_data
        else:
            raise SourceError(path.name, "is not an R file (.rda, .RData)")
    except (zlib.error, lzma.LZMAError, OSError, EOFError) as error:
        raise SourceError(path.name, f"is damaged ({error}); fetch it again") from error
    if not is_whole or rest:
        raise SourceError(path.name, "is cut off or has something behind its end; fetch it again")
    if not content.startswith(_MAGIC):
        raise SourceError(path.name, "is packed, but not an R file saved in binary form")

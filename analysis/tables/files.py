"""Hashes, and files that are replaced in one step."""

from __future__ import annotations

import hashlib
import os
import tempfile
from pathlib import Path


def sha256(content: bytes) -> str:
    """Return the hash of bytes in the descriptor's form.

    Parameters
    ----------
    content : bytes
        Content of a file.

    Returns
    -------
    str
        ``sha256:`` and 64 hexadecimal digits.

    Examples
    --------
    >>> sha256(b"")[:19]
    'sha256:e3b0c44298fc'
    """
    return f"sha256:{hashlib.sha256(content).hexdigest()}"


def replace_file(path: Path, content: bytes) -> None:
    """Write a file in one step: readers see the old content or the new, never a part.

    Parameters
    ----------
    path : Path
        The file; its folder is made if it is missing.
    content : bytes
        The new content.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
        os.chmod(temporary, 0o644)
        os.replace(temporary, path)
    except BaseException:
        Path(temporary).unlink(missing_ok=True)
        raise

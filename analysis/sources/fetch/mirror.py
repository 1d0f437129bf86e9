"""A mirror or a folder in place of the publishers' addresses: ``ANALYSIS_SOURCES``."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote, urlsplit

from analysis.errors import ParameterError
from analysis.sources.fetch.redact import without_user

VARIABLE = "ANALYSIS_SOURCES"


@dataclass(frozen=True)
class Mirror:
    """Where files come from instead of their publishers, under the names of the table.

    Parameters
    ----------
    url : str
        Address under which ``voting/un_votes.rda`` is found; empty if it is a folder or none.
    folder : Path or None
        Folder that holds the files, in the same folders or all in one.
    """

    url: str = ""
    folder: Path | None = None

    def address(self, file: str, original: str) -> str:
        """Return where to get a file over the network.

        Parameters
        ----------
        file : str
            Path relative to the folder of fetched files.
        original : str
            The publisher's address.

        Returns
        -------
        str
            The mirror's address, if there is a mirror.
        """
        return f"{self.url.rstrip('/')}/{quote(file)}" if self.url else original

    def find(self, pattern: str) -> list[Path]:
        """Return the files of the folder that fit a path or a pattern.

        Parameters
        ----------
        pattern : str
            Path relative to the folder of fetched files; may hold ``*``.

        Returns
        -------
        list of Path
            Sorted. Looked for under the whole path, then by name at the top, then anywhere.
        """
        if self.folder is None:
            return []
        name = Path(pattern).name
        for found in (self.folder.glob(pattern), self.folder.glob(name), self.folder.rglob(name)):
            files = sorted(path for path in found if path.is_file())
            if files:
                return files
        return []


def read_mirror() -> Mirror:
    """Return the mirror that ``ANALYSIS_SOURCES`` names, or none.

    Returns
    -------
    Mirror
        With neither address nor folder if the variable is empty.

    Raises
    ------
    ParameterError
        If the value is neither an address of files nor a folder.
    """
    value = os.environ.get(VARIABLE, "").strip()
    if not value:
        return Mirror()
    parts = urlsplit(value)
    if parts.scheme in ("http", "https"):
        if parts.query or parts.fragment or not parts.netloc:
            raise ParameterError(
                f"{VARIABLE}={without_user(parts._replace(query='', fragment='').geturl())} must "
                "be an address to which a file name can be added, without ? and #"
            )
        return Mirror(url=value)
    folder = Path(value).expanduser()
    if not folder.is_dir():
        raise ParameterError(
            f"{VARIABLE}={value} is neither a folder nor an address that begins with http"
        )
    return Mirror(folder=folder.resolve())

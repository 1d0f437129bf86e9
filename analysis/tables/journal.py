"""Replace many files of a folder, all or none, whatever interrupts it.

The new files are written to a folder of their own. Renaming that folder is the one step that
decides: before it nothing has changed, after it the change is complete, because whoever opens
the folder next, be it a reader, finishes moving the files to their places.
"""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import Mapping
from pathlib import Path

_DECIDED = ".build"
_LAST = "datapackage.json"


def replace_all(root: Path, files: Mapping[str, bytes]) -> None:
    """Write files below a folder, all or none.

    Parameters
    ----------
    root : Path
        The folder.
    files : mapping of str to bytes
        Path relative to the folder → content.
    """
    finish(root)
    _remove_remains(root)
    staging = root / f"{_DECIDED}-{os.getpid()}"
    try:
        for path, content in files.items():
            target = staging / path
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(content)
        staging.rename(root / _DECIDED)
    except BaseException:
        shutil.rmtree(staging, ignore_errors=True)
        raise
    finish(root)


def finish(root: Path) -> None:
    """Finish a replacement that was decided but interrupted; otherwise do nothing.

    Parameters
    ----------
    root : Path
        The folder that :func:`replace_all` was called for.
    """
    decided = root / _DECIDED
    if not decided.is_dir():
        return
    staged = [path for path in decided.rglob("*") if path.is_file()]
    # The descriptor comes last, so that it is there as long as there is anything left to do.
    for path in sorted(staged, key=lambda each: (each.name == _LAST, str(each))):
        target = root / path.relative_to(decided)
        target.parent.mkdir(parents=True, exist_ok=True)
        try:
            path.replace(target)
        except FileNotFoundError:
            continue  # another process that opened the folder has moved it
    shutil.rmtree(decided, ignore_errors=True)


def _remove_remains(root: Path) -> None:
    """Remove what a killed process had staged but not decided on."""
    for path in root.glob(f"{_DECIDED}-*"):
        process = re.fullmatch(rf"{re.escape(_DECIDED)}-([0-9]+)", path.name)
        if process and not _is_alive(int(process[1])):
            shutil.rmtree(path, ignore_errors=True)


def _is_alive(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True

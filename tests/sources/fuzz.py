"""Mutated real files: a reader gives the right frame or the project's exception, nothing else.

The truth is what the mutated text says: a reader cannot know that a digit was flipped, but it
must not let one damaged line reach into the rows of another, lose rows, or turn damage into a
missing value.
"""

from __future__ import annotations

import random
import re
import signal
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest

from analysis.errors import AnalysisError

SECONDS_PER_CASE = 20


def check_reader(
    read: Callable[[Path], Any],
    original: bytes,
    name: str,
    tmp_path: Path,
    *,
    cases: int = 2000,
    seed: int = 0,
    mutations: Sequence[str] | None = None,
    may_change: Callable[[str, bytes, bytes], int | None] | None = None,
) -> Counter[str]:
    """Read many mutations of a real file and fail on the first that is read wrongly.

    Parameters
    ----------
    read : callable
        The reader: path to a frame, an array, or a tuple, dataclass or dictionary of these.
    original : bytes
        A real file, or a cut of one that the reader accepts.
    name : str
        File name to give to the mutated files.
    tmp_path : Path
        Where to write them.
    cases : int
        Number of mutations.
    seed : int
        Seed of the first; case k uses seed + k, so one case can be repeated alone.
    mutations : sequence of str, optional
        Names from :data:`MUTATIONS`. None means all. Line mutations make no sense for binary
        formats, for instance.
    may_change : callable, optional
        ``(mutation, original, mutated) -> rows`` that may differ in the result, or None for no
        limit: for formats in which one line rightly reaches many rows. The default allows twice
        the number of lines touched, any number after a change of encoding, and as many as were
        lost where the file was cut off between two lines.

    Returns
    -------
    Counter
        How often each outcome occurred: ``refused``, ``same``, ``different``.
    """
    path = tmp_path / name
    path.write_bytes(original)
    truth = _parts(read(path))
    outcomes: Counter[str] = Counter()
    chosen = list(mutations or MUTATIONS)
    for case in range(seed, seed + cases):
        rng = random.Random(case)
        mutation = chosen[case % len(chosen)]
        mutated = MUTATIONS[mutation](original, rng)
        if mutated == original:
            outcomes["unmutated"] += 1
            continue
        path.write_bytes(mutated)
        where = f"{name}, case {case}, {mutation}: {_difference(original, mutated)}"
        try:
            with _time_limit(where):
                found = _parts(read(path))
        except AnalysisError as error:
            if not str(error).strip():
                pytest.fail(f"{where}\nrefused without a message")
            outcomes["refused"] += 1
            continue
        except Exception as error:
            pytest.fail(f"{where}\n{type(error).__name__} instead of a SourceError: {error}")
        limit = (may_change or _allowed)(mutation, original, mutated)
        changed = _compare(truth, found, where, limit)
        outcomes["different" if changed else "same"] += 1
    assert outcomes["refused"] > 0, f"nothing was ever refused: {outcomes}"
    return outcomes


def flip_byte(content: bytes, rng: random.Random) -> bytes:
    """Replace one byte by any other."""
    at = rng.randrange(len(content))
    return content[:at] + bytes([content[at] ^ rng.randrange(1, 256)]) + content[at + 1 :]


def flip_character(content: bytes, rng: random.Random) -> bytes:
    """Replace one byte by a printable one, as a typing error does."""
    at = rng.randrange(len(content))
    return content[:at] + rng.choice(b"0123456789.,;-+eE\"' xX\t").to_bytes() + content[at + 1 :]


def insert_characters(content: bytes, rng: random.Random) -> bytes:
    """Insert a few characters that mean something in tables."""
    at = rng.randrange(len(content))
    text = rng.choice([b",", b";", b'"', b"\n", b"\r\n", b"0", b".", b"-", b"nan", b"\x00", b"{"])
    return content[:at] + text + content[at:]


def cut_off(content: bytes, rng: random.Random) -> bytes:
    """End the file early, mostly within a line."""
    return content[: rng.randrange(len(content))]


def drop_line(content: bytes, rng: random.Random) -> bytes:
    """Remove one line."""
    lines = content.splitlines(keepends=True)
    del lines[rng.randrange(len(lines))]
    return b"".join(lines)


def repeat_line(content: bytes, rng: random.Random) -> bytes:
    """Write one line twice."""
    lines = content.splitlines(keepends=True)
    at = rng.randrange(len(lines))
    return b"".join([*lines[: at + 1], *lines[at:]])


def join_lines(content: bytes, rng: random.Random) -> bytes:
    """Remove one line break."""
    lines = content.splitlines(keepends=True)
    at = rng.randrange(len(lines))
    lines[at] = lines[at].rstrip(b"\r\n")
    return b"".join(lines)


def rename_column(content: bytes, rng: random.Random) -> bytes:
    """Change one word within the first lines, where headers stand."""
    head = content[: max(400, len(content) // 20)]
    words = list(re.finditer(rb"[A-Za-z_]{3,}", head))
    if not words:
        return flip_byte(content, rng)
    word = rng.choice(words)
    new = word.group()[:-1] + rng.choice([b"", b"x", b"_2"])
    return content[: word.start()] + new + content[word.end() :]


def swap_encoding(content: bytes, rng: random.Random) -> bytes:
    """Write the text in another encoding."""
    try:
        text, old = content.decode("utf-8"), "utf-8"
    except UnicodeDecodeError:
        text, old = content.decode("latin-1"), "latin-1"
    new = rng.choice([e for e in ("utf-8", "latin-1", "utf-16", "utf-8-sig", "cp037") if e != old])
    return text.encode(new, errors="replace")


def change_line_ends(content: bytes, rng: random.Random) -> bytes:
    """Use another line end throughout."""
    plain = content.replace(b"\r\n", b"\n")
    return plain.replace(b"\n", rng.choice([b"\n", b"\r\n", b"\r", b"\n\n"]))


MUTATIONS: dict[str, Callable[[bytes, random.Random], bytes]] = {
    function.__name__: function
    for function in (
        flip_byte,
        flip_character,
        insert_characters,
        cut_off,
        drop_line,
        repeat_line,
        join_lines,
        rename_column,
        swap_encoding,
        change_line_ends,
    )
}
# For zipped, packed and column formats, in which lines mean nothing.
BINARY = ("flip_byte", "cut_off", "insert_characters")
# After these the whole file may rightly be read otherwise, or must be refused.
WHOLE_FILE = ("swap_encoding",)


def _allowed(mutation: str, original: bytes, mutated: bytes) -> int | None:
    if mutation in WHOLE_FILE:
        return None
    if mutation == "change_line_ends":
        return 0
    if mutation == "cut_off":
        # A file that ended with a line end and no longer does was cut within a line, and a reader
        # can see that. A cut between lines looks like a shorter file.
        within_a_line = original.endswith(b"\n") and not mutated.endswith(b"\n")
        return 0 if within_a_line else original.count(b"\n") - mutated.count(b"\n") + 1
    return 4


def _compare(truth: list[Any], found: list[Any], where: str, limit: int | None) -> int:
    """Return the number of rows that differ; fail where no mutation of a line explains them."""
    if len(truth) != len(found):
        pytest.fail(f"{where}\nthe reader returned {len(found)} parts, not {len(truth)}")
    total = 0
    for old, new in zip(truth, found, strict=True):
        if isinstance(old, pd.DataFrame):
            if list(old.columns) != list(new.columns):
                pytest.fail(f"{where}\ncolumns {list(new.columns)} instead of {list(old.columns)}")
            if len(new) and not (old.dtypes == new.dtypes).all():
                wrong = old.dtypes.compare(new.dtypes)
                pytest.fail(f"{where}\nother types:\n{wrong}")
            if old.equals(new):
                continue
            before, after = _rows(old), _rows(new)
            changed, added = before - after, after - before
            count = max(changed.total(), added.total())
        elif isinstance(old, np.ndarray):
            same = old.shape == new.shape and old.dtype == new.dtype
            count = int((old != new).sum()) if same else abs(old.size - new.size) + 1
            changed = added = Counter()
        else:
            count, changed, added = int(old != new), Counter([old]), Counter([new])
        if limit is not None and count > limit:
            pytest.fail(
                f"{where}\n{count} rows differ, at most {limit} may\n"
                f"  gone: {list(changed)[:3]}\n  new: {list(added)[:3]}"
            )
        total += count
    return total


def _rows(frame: pd.DataFrame) -> Counter[tuple[str, ...]]:
    return Counter(map(tuple, frame.astype(object).astype(str).to_numpy()))


def _parts(result: Any) -> list[Any]:
    """Take a reader's result apart into frames, arrays and plain values."""
    if isinstance(result, (pd.DataFrame, np.ndarray)) or np.isscalar(result) or result is None:
        return [result]
    if isinstance(result, pd.Series):
        return [result.to_frame()]
    if isinstance(result, dict):
        return [part for key in sorted(result) for part in _parts(result[key])]
    if isinstance(result, (list, tuple)):
        return [part for item in result for part in _parts(item)]
    if hasattr(result, "__dataclass_fields__"):
        return [
            part for key in result.__dataclass_fields__ for part in _parts(getattr(result, key))
        ]
    return [str(result)]


def _difference(original: bytes, mutated: bytes) -> str:
    at = next((i for i, (a, b) in enumerate(zip(original, mutated, strict=False)) if a != b), -1)
    if at < 0:
        at = min(len(original), len(mutated))
    here = slice(max(0, at - 40), at + 40)
    return f"byte {at}: …{original[here]!r}… → …{mutated[here]!r}…"


@contextmanager
def _time_limit(where: str) -> Iterator[None]:
    def stop(signum: int, frame: Any) -> None:
        pytest.fail(f"{where}\nstill reading after {SECONDS_PER_CASE} s")

    before = signal.signal(signal.SIGALRM, stop)
    signal.alarm(SECONDS_PER_CASE)
    try:
        yield
    finally:
        signal.alarm(0)
        signal.signal(signal.SIGALRM, before)

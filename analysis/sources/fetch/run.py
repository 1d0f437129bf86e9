"""Fetch a source: what is here stays, what is missing comes, what fails is named."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

from analysis.errors import ParameterError, SourceError
from analysis.sources.fetch import comtrade, world_bank
from analysis.sources.fetch.by_hand import how, take_by_hand
from analysis.sources.fetch.content import check_content
from analysis.sources.fetch.download import Downloader, Patience, RefusedError
from analysis.sources.fetch.mirror import Mirror
from analysis.sources.fetch.progress import Progress
from analysis.sources.fetch.sources import Entry, Request, find
from analysis.sources.fetch.store import Copy, Store
from analysis.study import Study, load_study


@dataclass
class Outcome:
    """What became of the files of one source.

    Parameters
    ----------
    done : list of str
        One line a file that is in the folder.
    failed : list of str
        One line a file that is not, with what to do.
    """

    done: list[str] = field(default_factory=list)
    failed: list[str] = field(default_factory=list)


class Fetch:
    """One run over one source.

    Parameters
    ----------
    store : Store
        The folder.
    mirror : Mirror
        In place of the publishers' addresses.
    offline : bool
        Use no network: the folder, and a mirror folder, alone.
    force : bool
        Fetch again what is here. The old file stays until the new one is whole.
    patience : Patience, optional
        Tries and waits. None for the usual ones.
    progress : Progress, optional
        Told of bytes and waits. None for silence.
    report : callable, optional
        Takes the line of each file that is in the folder, as soon as it is.
    study : Study, optional
        Whose partner and region are asked for, where a source is asked. None for the default.
    sleep, clock : callable
        Time.
    """

    def __init__(
        self,
        store: Store,
        mirror: Mirror,
        *,
        offline: bool = False,
        force: bool = False,
        patience: Patience | None = None,
        progress: Progress | None = None,
        report: Callable[[str], None] | None = None,
        study: Study | None = None,
        sleep: Callable[[float], None] = time.sleep,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self.store, self.mirror = store, mirror
        self.offline, self.force = offline, force
        self.patience, self.progress = patience or Patience(), progress or Progress()
        self.study = study or load_study()
        self.report, self.sleep, self.clock = report, sleep, clock
        self._last: dict[str, float] = {}

    def run(self, source: str, query: comtrade.Query | None = None) -> Outcome:
        """Fetch every file of a source.

        Parameters
        ----------
        source : str
            Key of the source.
        query : comtrade.Query, optional
            What to ask of Comtrade; None for other sources.

        Returns
        -------
        Outcome
            Lines for what is here and for what failed. After a refusal by the server the files
            left are counted, not tried.

        Raises
        ------
        ParameterError
            If the source is unknown.
        SourceError
            If another run is at work in the folder.
        """
        entries, outcome = find(source), Outcome()
        with self.store.lock():
            for entry in entries:
                if entry.how == "by hand":
                    self._by_hand(entry, outcome)
            self._run_requests(
                (each for entry in entries for each in self._requests(entry, query)), outcome
            )
        return outcome

    def _by_hand(self, entry: Entry, outcome: Outcome) -> None:
        try:
            for line in take_by_hand(entry, self.store, self.mirror, force=self.force):
                self._done(outcome, line)
        except SourceError as error:
            outcome.failed.append(str(error))

    def _done(self, outcome: Outcome, line: str) -> None:
        outcome.done.append(line)
        if self.report:
            self.report(line)

    def _requests(self, entry: Entry, query: comtrade.Query | None) -> Iterable[Request]:
        if entry.how == "download":
            yield Request(entry, entry.file, entry.url, entry.url)
        elif entry.how == "interface" and entry.source == "comtrade":
            if query is None:
                raise ParameterError("comtrade needs years and states")
            yield from comtrade.list_requests(entry, query)
        elif entry.how == "interface":
            yield from world_bank.list_requests(entry, self.store, self.study)

    def _run_requests(self, requests: Iterable[Request], outcome: Outcome) -> None:
        refused = 0
        for request in requests:
            if refused and self._needs_network(request):
                refused += 1
                continue
            try:
                self._done(outcome, self.get(request))
            except RefusedError as error:
                outcome.failed.append(str(error))
                refused = 1
            except SourceError as error:
                outcome.failed.append(str(error))
        if refused > 1:
            outcome.failed.append(f"{refused - 1} more files were not tried after that")

    def _needs_network(self, request: Request) -> bool:
        is_here = not self.force and self.store.fault(request) is None
        return not is_here and not self.mirror.find(request.file)

    def get(self, request: Request) -> str:
        """Have one file in the folder.

        Parameters
        ----------
        request : Request
            What is wanted.

        Returns
        -------
        str
            One line that says where it came from.

        Raises
        ------
        SourceError
            If it cannot be had. The folder is as before.
        """
        fault = self.store.fault(request)
        if fault is None and not self.force:
            record = self.store.record(request.file) or {}
            return f"{request.file}: here already{_dated(record.get('retrieved'))}"
        if found := self.mirror.find(request.file):
            copy = Copy(found[0], _check(request), request.file)
            self.store.take(request, str(found[0]), lambda _: copy)
            return f"{request.file}: copied from {found[0].parent}"
        if self.offline or self.mirror.folder:
            raise SourceError(self.store.path(request.file), self._unavailable(request, fault))
        return self._download(request)

    def _unavailable(self, request: Request, fault: str | None) -> str:
        what = fault or "is here, but --force asks for it anew"
        if not self.offline:
            return f"{what}, and the folder in ANALYSIS_SOURCES has none; unset it to download"
        return (
            f"{what}, and --offline forbids to download it; run the command without --offline, or "
            + (how(request.entry) if request.entry.how == "download" else "set ANALYSIS_SOURCES")
        )

    def _download(self, request: Request) -> str:
        address = self.mirror.address(request.file, request.url)
        self._pace(request, urlsplit(address).netloc)
        record = self.store.take(
            request,
            address,
            lambda staging: Downloader(request, staging, self.patience, self.progress, self.sleep),
        )
        return f"{request.file}: downloaded, {record['bytes']:,} bytes"

    def _pace(self, request: Request, host: str) -> None:
        """Leave the host the time between two requests that its limits ask for."""
        if host in self._last and request.interval_s:
            self.sleep(max(0.0, self._last[host] + request.interval_s - self.clock()))
        self._last[host] = self.clock()


def _check(request: Request) -> Callable[[Path, str], None]:
    def check(path: Path, name: str) -> None:
        check_content(path, name)
        if request.check:
            request.check(path, name)

    return check


def _dated(retrieved: str | None) -> str:
    return f" (retrieved {retrieved[:10]})" if retrieved else ""

"""A real HTTP server on this machine that misbehaves as told, one answer after another."""

from __future__ import annotations

import hashlib
import re
import threading
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import unquote

LONGEST_LIFE_S = 60

Answer = Callable[["Handler"], None]


class Server(ThreadingHTTPServer):
    """Answers to GET. ``answers[path]`` is used up from the front; its last one stays."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.answers: dict[str, list[Answer]] = {}
        self.folder: Path | None = None
        self.seen: dict[str, list[dict[str, str]]] = defaultdict(list)
        self.stopped = threading.Event()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_port}"

    def handle_error(self, request, client_address) -> None:
        pass  # clients that hang up are part of the tests


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: Server

    def do_GET(self) -> None:
        path = unquote(self.path.lstrip("/"))
        self.server.seen[path].append(dict(self.headers))
        answers = self.server.answers.get(path) or self.server.answers.get("*")
        if answers:
            (answers.pop(0) if len(answers) > 1 else answers[0])(self)
        elif self.server.folder and (self.server.folder / path).is_file():
            whole((self.server.folder / path).read_bytes())(self)
        else:
            status(404, b"there is no such file")(self)

    def log_message(self, *_) -> None:
        pass

    def begin(self, code: int, length: int | None, headers: dict[str, str]) -> None:
        self.send_response(code)
        if length is not None:
            self.send_header("Content-Length", str(length))
        for name, value in headers.items():
            self.send_header(name, value)
        self.end_headers()


@contextmanager
def run_server() -> Iterator[Server]:
    server = Server()
    thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    timer = threading.Timer(LONGEST_LIFE_S, server.shutdown)  # even if a test hangs
    timer.daemon = True
    timer.start()
    try:
        yield server
    finally:
        timer.cancel()
        server.stopped.set()
        server.shutdown()
        server.server_close()


def etag(content: bytes) -> str:
    return f'"{hashlib.md5(content).hexdigest()}"'


def whole(
    content: bytes, *, stop_after: int | None = None, stall: bool = False, tag: str | None = None
) -> Answer:
    """The file, or the part that is asked for; cut, or stalled, after some bytes of the answer."""

    def answer(handler: Handler) -> None:
        start, code = 0, 200
        own = etag(content) if tag is None else tag
        headers = {"ETag": own} if own else {}
        asked = re.fullmatch(r"bytes=(\d+)-", handler.headers.get("Range", ""))
        if asked and handler.headers.get("If-Range", own) == own:
            start, code = int(asked.group(1)), 206
            headers["Content-Range"] = f"bytes {start}-{len(content) - 1}/{len(content)}"
        body = content[start:]
        handler.begin(code, len(body), headers)
        handler.wfile.write(body[:stop_after])
        handler.wfile.flush()
        if stall:
            handler.server.stopped.wait(LONGEST_LIFE_S)
        if stall or stop_after is not None:
            handler.close_connection = True
            handler.connection.close()

    return answer


def status(code: int, body: bytes = b"", **headers: str) -> Answer:
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return lambda handler: (handler.begin(code, len(body), named), handler.wfile.write(body))


def wrong_length(content: bytes, length: int) -> Answer:
    """Announce another length than is sent, and hang up."""

    def answer(handler: Handler) -> None:
        handler.begin(200, length, {})
        handler.wfile.write(content)
        handler.close_connection = True

    return answer

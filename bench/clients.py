"""Many keep-alive connections from one process: the load without the cost of a client library."""

from __future__ import annotations

import json
import selectors
import socket
import time
from collections.abc import Callable
from dataclasses import dataclass, field

Make = Callable[[int], tuple[str, bytes]]
"""The n-th request: what it is called, and its bytes."""


@dataclass
class Answer:
    """One answer; `status` is 0 when the connection broke before it was whole."""

    name: str
    status: int
    body: bytes
    seconds: float
    at: float  # monotonic, when it was whole


@dataclass
class _Line:
    connection: socket.socket
    name: str = ""
    began: float = 0.0
    head: bytes = b""
    wanted: int = -1  # length of head and body together, once known


@dataclass
class Load:
    """Sends requests over `connections` lines until `seconds` are over or `make` was called `count` times."""

    port: int
    connections: int
    make: Make
    seconds: float = 60.0
    count: int | None = None
    on_answer: Callable[[Answer], None] | None = None
    answers: list[Answer] = field(default_factory=list)
    sent: int = 0

    def run(self) -> list[Answer]:
        """Run to the end; lines that break are noted and not opened again."""
        watch = selectors.DefaultSelector()
        until = time.monotonic() + self.seconds
        for _ in range(self.connections):
            self._open(watch)
        while watch.get_map() and time.monotonic() < until + 30:
            for key, _events in watch.select(timeout=1.0):
                line: _Line = key.data
                if not self._read(line):
                    watch.unregister(line.connection)
                    line.connection.close()
                elif line.wanted >= 0 and len(line.head) >= line.wanted:
                    self._answered(line)
                    if time.monotonic() >= until or not self._send(line):
                        watch.unregister(line.connection)
                        line.connection.close()
        watch.close()
        return self.answers

    def _open(self, watch: selectors.BaseSelector) -> None:
        if self.count is not None and self.sent >= self.count:
            return
        connection = socket.create_connection(("127.0.0.1", self.port), timeout=30)
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        line = _Line(connection)
        if self._send(line):
            watch.register(connection, selectors.EVENT_READ, line)

    def _send(self, line: _Line) -> bool:
        if self.count is not None and self.sent >= self.count:
            return False
        line.name, request = self.make(self.sent)
        self.sent += 1
        line.began, line.head, line.wanted = time.monotonic(), b"", -1
        try:
            line.connection.sendall(request)
        except OSError:
            self._broken(line)
            return False
        return True

    def _read(self, line: _Line) -> bool:
        try:
            part = line.connection.recv(262_144)
        except OSError:
            part = b""
        if not part:
            self._broken(line)
            return False
        line.head += part
        if line.wanted < 0 and (end := line.head.find(b"\r\n\r\n")) >= 0:
            line.wanted = end + 4 + _length(line.head[:end])
        return True

    def _answered(self, line: _Line) -> None:
        now = time.monotonic()
        body = line.head[line.head.find(b"\r\n\r\n") + 4 :]
        self._note(Answer(line.name, int(line.head[9:12]), body, now - line.began, now))

    def _broken(self, line: _Line) -> None:
        now = time.monotonic()
        self._note(Answer(line.name, 0, b"", now - line.began, now))

    def _note(self, answer: Answer) -> None:
        self.answers.append(answer)
        if self.on_answer:
            self.on_answer(answer)


def _length(head: bytes) -> int:
    for row in head.split(b"\r\n")[1:]:
        name, _colon, value = row.partition(b":")
        if name.strip().lower() == b"content-length":
            return int(value)
    raise ValueError(f"an answer without a length: {head[:300]!r}")


def get(path: str, **headers: str) -> bytes:
    """The bytes of a GET request."""
    return _request("GET", path, b"", headers)


def post(path: str, body: object, **headers: str) -> bytes:
    """The bytes of a POST request with a JSON body."""
    raw = json.dumps(body, ensure_ascii=False).encode()
    return _request("POST", path, raw, {"Content-Type": "application/json", **headers})


def _request(method: str, path: str, body: bytes, headers: dict[str, str]) -> bytes:
    rows = [f"{method} {path} HTTP/1.1", "Host: 127.0.0.1", f"Content-Length: {len(body)}"]
    rows += [f"{name.replace('_', '-')}: {value}" for name, value in headers.items()]
    return "\r\n".join(rows).encode() + b"\r\n\r\n" + body


def spread(seconds: list[float]) -> dict[str, float]:
    """Middle, 95th and 99th of a hundred, and the longest, in milliseconds."""
    rows = sorted(seconds) or [0.0]
    return {
        name: round(rows[min(len(rows) - 1, int(len(rows) * share))] * 1000, 1)
        for name, share in (("p50_ms", 0.5), ("p95_ms", 0.95), ("p99_ms", 0.99), ("max_ms", 1.0))
    }

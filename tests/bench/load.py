"""A small load generator: raw sockets kept open, requests made beforehand, every latency kept."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

HEAD_END = b"\r\n\r\n"
PATIENCE = 60.0


@dataclass(slots=True)
class Load:
    """What came of a load; latencies in seconds, `failures` by status (0: no answer)."""

    seconds: float = 0.0
    latencies: list[float] = field(default_factory=list)
    failures: dict[int, int] = field(default_factory=dict)

    @property
    def rate(self) -> float:
        """Good answers a second."""
        return len(self.latencies) / self.seconds if self.seconds else 0.0

    def percentile(self, share: float) -> float:
        """The latency below which this share of the answers stayed, in milliseconds."""
        ordered = sorted(self.latencies)
        return ordered[min(len(ordered) - 1, int(share * len(ordered)))] * 1000 if ordered else 0.0


class Connection:
    """One kept-alive HTTP connection."""

    def __init__(self, port: int) -> None:
        self._port = port
        self._socket: socket.socket | None = None
        self._rest = b""
        self.head = b""

    @property
    def is_open(self) -> bool:
        """Whether a connection is kept from an earlier question."""
        return self._socket is not None

    def ask(self, request: bytes) -> tuple[int, bytes]:
        """Status and body; 0 when there was no answer."""
        try:
            if self._socket is None:
                self._socket = socket.create_connection(("127.0.0.1", self._port), PATIENCE)
                self._socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
                self._rest = b""
            self._socket.sendall(request)
            return self._read(self._socket)
        except OSError:
            self.close()
            return 0, b""

    def close(self) -> None:
        """Let go of the connection; the next question opens another."""
        if self._socket is not None:
            self._socket.close()
            self._socket = None

    def _read(self, link: socket.socket) -> tuple[int, bytes]:
        data = self._rest
        while HEAD_END not in data:
            data += self._more(link)
        head, _, body = data.partition(HEAD_END)
        self.head = head
        lower = head.lower()
        start = lower.index(b"content-length:") + 15
        length = int(lower[start : lower.find(b"\r\n", start) % (len(lower) + 1)])
        while len(body) < length:
            body += self._more(link)
        self._rest = body[length:]
        if b"connection: close" in lower:
            self.close()
        return int(head[9:12]), body[:length]

    @staticmethod
    def _more(link: socket.socket) -> bytes:
        part = link.recv(65536)
        if not part:
            raise OSError("closed")
        return part


def request(method: str, path: str, *, body: bytes = b"", token: str = "") -> bytes:
    """The bytes of a request."""
    lines = [f"{method} {path} HTTP/1.1", "Host: 127.0.0.1"]
    if token:
        lines.append(f"Authorization: Bearer {token}")
    if body:
        lines += ["Content-Type: application/json", f"Content-Length: {len(body)}"]
    elif method != "GET":
        lines.append("Content-Length: 0")
    return ("\r\n".join(lines) + "\r\n\r\n").encode() + body


def drive(
    port: int, streams: list[Iterator[bytes]], *, seconds: float, good: tuple[int, ...] = (200,)
) -> Load:
    """Each stream on a connection of its own, as fast as answers come, for so many seconds."""
    found, lock, end = Load(), threading.Lock(), time.perf_counter() + seconds

    def one(stream: Iterator[bytes]) -> None:
        link, mine, failed = Connection(port), [], {}
        for text in stream:
            begun = time.perf_counter()
            if begun >= end:
                break
            status, _ = link.ask(text)
            if status in good:
                mine.append(time.perf_counter() - begun)
            else:
                failed[status] = failed.get(status, 0) + 1
        link.close()
        with lock:
            _add(found, mine, failed)

    _run([lambda stream=stream: one(stream) for stream in streams])
    found.seconds = seconds
    return found


def pace(
    port: int,
    requests: list[bytes],
    *,
    rate: float,
    connections: int,
    good: tuple[int, ...] = (200, 201),
) -> Load:
    """These requests at an even rate, whatever the answers take; latency counts from the plan."""
    found, lock, begun = Load(), threading.Lock(), time.perf_counter() + 0.1
    places = iter(range(len(requests)))

    def one() -> None:
        link, mine, failed = Connection(port), [], {}
        while True:
            with lock:
                place = next(places, None)
            if place is None:
                break
            due = begun + place / rate
            time.sleep(max(0.0, due - time.perf_counter()))
            status, _ = link.ask(requests[place])
            if status in good:
                mine.append(time.perf_counter() - due)
            else:
                failed[status] = failed.get(status, 0) + 1
        link.close()
        with lock:
            _add(found, mine, failed)

    _run([one] * connections)
    found.seconds = time.perf_counter() - begun
    return found


def _run(jobs: list[Callable[[], None]]) -> None:
    threads = [threading.Thread(target=job) for job in jobs]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def _add(found: Load, mine: list[float], failed: dict[int, int]) -> None:
    found.latencies += mine
    for status, count in failed.items():
        found.failures[status] = found.failures.get(status, 0) + count

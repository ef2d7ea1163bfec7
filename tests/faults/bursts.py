"""Requests that arrive at the same moment: all but their last byte are sent beforehand."""

from __future__ import annotations

import json
import socket
import time
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from tests.bench.load import HEAD_END

PATIENCE = 60.0
SETTLE = 0.05


@dataclass(frozen=True, slots=True)
class Reply:
    """What came back; status 0 where nothing did."""

    status: int
    body: dict[str, Any]


def burst(port: int, requests: Sequence[bytes]) -> list[Reply]:
    """Each request on a connection of its own, finished together; replies in their order."""
    links = [socket.create_connection(("127.0.0.1", port), PATIENCE) for _ in requests]
    try:
        for link, request in zip(links, requests, strict=True):
            link.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            link.sendall(request[:-1])
        time.sleep(SETTLE)  # So that each is read as far as it goes.
        for link, request in zip(links, requests, strict=True):
            link.sendall(request[-1:])
        return [_reply(link) for link in links]
    finally:
        for link in links:
            link.close()


def _reply(link: socket.socket) -> Reply:
    data = b""
    try:
        while HEAD_END not in data:
            data += _more(link)
        head, _, body = data.partition(HEAD_END)
        length = int(head.lower().partition(b"content-length:")[2].split(b"\r\n")[0])
        while len(body) < length:
            body += _more(link)
    except OSError:
        return Reply(0, {})
    try:
        found = json.loads(body)
    except ValueError:
        found = {}
    return Reply(int(head[9:12]), found if isinstance(found, dict) else {})


def _more(link: socket.socket) -> bytes:
    part = link.recv(65536)
    if not part:
        raise OSError("closed")
    return part

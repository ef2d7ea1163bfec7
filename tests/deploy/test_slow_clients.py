"""Two hundred who send and take slowly wait in nginx, and answering goes on for others."""

from __future__ import annotations

import contextlib
import json
import shutil
import socket
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta

import pytest

from app.services import starting
from app.web.access import make_token
from tests.bench.load import Connection
from tests.bench.load import request as request_of
from tests.deploy.test_nginx import House, ask, house
from tests.factories import a_person
from tests.factories_contests import a_contest, a_round

__all__ = ["house"]  # The fixture, by which the tests below ask for it.
NGINX = shutil.which("nginx") or shutil.which("nginx", path="/usr/sbin")
pytestmark = [
    pytest.mark.skipif(NGINX is None, reason="nginx is not installed"),
    pytest.mark.long,
]
SLOW = 200
SAVES = 40
PATIENCE = 15.0
"""Seconds for all the saves: each of 200 slow ones would hold a thread for ten and more."""


@contextlib.contextmanager
def slow_ones(
    port: int, beginning: bytes, receive: int | None = None
) -> Iterator[list[socket.socket]]:
    """So many connections that have said this much, and then say and take no more."""
    held: list[socket.socket] = []
    try:
        for _ in range(SLOW):
            one = socket.socket()
            if receive:
                one.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, receive)
            one.settimeout(20)
            one.connect(("127.0.0.1", port))
            one.sendall(beginning)
            held.append(one)
        yield held
    finally:
        for one in held:
            one.close()


@pytest.fixture
def answering(house: House) -> Callable[[], list[int]]:
    """Saves answers through nginx, one after the other; their statuses."""
    moment = datetime.now(UTC)
    hour = timedelta(hours=1)
    rounds = [a_round(opens_at=moment - hour, closes_at=moment + 24 * hour)]
    a_contest("dang-mo", rounds=rounds, now=moment - 2 * hour)
    who = a_person()
    started = starting.start(slug="dang-mo", who=who, now=moment, seed="00" * 16)
    token, link = make_token(who), Connection(house.port)
    address = f"/api/v1/attempts/{started.attempt_id}"
    paper = json.loads(link.ask(request_of("GET", address, token=token))[1])
    question = paper["questions"][0]["id"]

    def save() -> list[int]:
        found = []
        for seq in range(1, SAVES + 1):
            body = {"answers": [{"seq": seq, "question": question, "response": None}]}
            text = request_of(
                "PUT", f"{address}/answers", body=json.dumps(body).encode(), token=token
            )
            found.append(link.ask(text)[0])
        return found

    return save


SLOW_HEADERS = b"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nX-Slow: "
SLOW_BODY = (
    b"POST /sign-in HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 5000\r\n"
    b"Content-Type: application/x-www-form-urlencoded\r\n\r\nphone="
)
SLOW_READER = b"".join(
    b"GET /contests/cuoc-thi HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n" for _ in range(8)
)


@pytest.mark.parametrize(
    ("beginning", "receive"),
    [(SLOW_HEADERS, None), (SLOW_BODY, None), (SLOW_READER, 2048)],
    ids=["headers", "bodies", "readers"],
)
def test_answering_goes_on_while_two_hundred_are_slow(
    house: House, answering: Callable[[], list[int]], beginning: bytes, receive: int | None
) -> None:
    with slow_ones(house.port, beginning, receive) as held:
        if receive:
            time.sleep(5)  # Their pages are made meanwhile, and wait in nginx.
        begun = time.monotonic()
        statuses = answering()
        took = time.monotonic() - begun
        assert len(held) == SLOW
    assert statuses == [200] * SAVES
    assert took < PATIENCE


def test_who_sends_no_headers_is_let_go(house: House) -> None:
    with slow_ones(house.port, SLOW_HEADERS) as held:
        held[0].settimeout(20)
        begun = time.monotonic()
        with contextlib.suppress(ConnectionResetError):
            held[0].recv(1000)
        assert 5 < time.monotonic() - begun < 20


def test_what_is_too_large_is_said_in_plain_words(house: House) -> None:
    length = {"Content-Length": str(22 * 1024**2)}
    page = ask(house.port, "/organiser/banks/upload", "POST", **length)
    assert (page.status, "Tệp quá lớn" in page.text) == (413, True)
    api = ask(house.port, "/api/v1/sessions", "POST", **{"Content-Length": str(300 * 1024)})
    assert (api.status, json.loads(api.text)["code"]) == (413, "too_large")
    assert api.headers["Content-Type"].startswith("application/problem+json")
    for headers in ({"Cookie": "a=" + "x" * 9000}, {f"X-{n}": "y" * 4000 for n in range(10)}):
        many = ask(house.port, "/", **headers)
        assert (many.status, "Xoá cookie" in many.text or "xoá cookie" in many.text) == (431, True)
    assert ask(house.port, "/" + "a" * 9000).status == 431
    assert ask(house.port, "/too-large.html").status == 404

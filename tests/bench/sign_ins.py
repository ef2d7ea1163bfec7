"""Saves while very many sign in: hashing passwords must not starve answering."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from datetime import UTC, datetime
from itertools import count
from pathlib import Path

from app.services import accounts
from tests.bench.load import Load, drive, pace, request
from tests.bench.servers import gunicorn
from tests.bench.stage import Stage
from tests.bench.stage import saves as saves_of

OURS = ("--config", "deploy/gunicorn.py")
FLOOD = 24
"""Connections that sign in as fast as they are answered: more than both workers have threads."""
SAVES_A_SECOND = 60
CONNECTIONS = 8
PASSWORD = "suong-mai-tren-nui-7"
ANSWERED = (200, 401, 429)


def accounts_with_passwords(stage: Stage, number: int) -> list[str]:
    """So many people who can sign in; their phones."""
    phones = [f"087{place:07d}" for place in range(number)]
    with stage.app.test_request_context():
        for phone in phones:
            accounts.add_user(
                phone=phone, password=PASSWORD, full_name="Người Đăng Nhập", role=None,
                group="resident", commune=stage.communes[0], now=datetime.now(UTC),
            )  # fmt: skip
    return phones


def sign_in(phone: str, password: str) -> bytes:
    """The request that signs in."""
    body = json.dumps({"phone": phone, "password": password}).encode()
    return request("POST", "/api/v1/sessions", body=body)


def of_strangers(place: int) -> Iterator[bytes]:
    """Stuffing: every phone once, none of them known."""
    for number in count():
        yield sign_in(f"03{place:02d}{number:06d}", "khong-phai-the")


def of_owners(phones: list[str], place: int) -> Iterator[bytes]:
    """The opening minute: people who sign in with their right password."""
    for number in count():
        yield sign_in(phones[(place + number * FLOOD) % len(phones)], PASSWORD)


def saves_during(
    stage: Stage, tree: Path, streams: list[Iterator[bytes]], seconds: float
) -> tuple[Load, Load]:
    """Saves at an even rate on this tree's server, and what became of the flood meanwhile."""
    answers = [saves_of([one]) for one in stage.sittings(32)]
    asked = int(SAVES_A_SECOND * seconds)
    requests = [next(answers[place % len(answers)]) for place in range(asked)]
    flood: list[Load] = []
    with gunicorn("wsgi:app", stage.environment, *OURS, tree=tree) as server:
        pace(server.port, requests[:20], rate=20, connections=2)

        def pour() -> None:
            flood.append(drive(server.port, streams, seconds=seconds, good=ANSWERED))

        pouring = threading.Thread(target=pour)
        pouring.start()
        found = pace(server.port, requests[20:], rate=SAVES_A_SECOND, connections=CONNECTIONS)
        pouring.join()
    return found, flood[0]

"""What races need: people with tokens, contests with caps, and questions to the database."""

from __future__ import annotations

import itertools
import json
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.domain.contest_rules import CHAIN_B, ChainStep, Draw, Rules
from app.services import contests
from app.services.contests import NewRound
from app.storage.db import db
from tests.bench.load import request
from tests.bench.stage import BANK, SLUG, Stage
from tests.faults.bursts import Reply, burst

AT_ONCE = 8
CAP = 2
CAPPED, DRAWN = "hai-luot", "boc-tham"
DAY = timedelta(days=1)
Race = Callable[["Scene"], str]
"""One trial; says what was wrong, nothing where all was right."""


@dataclass(slots=True)
class Scene:
    """A running server and its database."""

    stage: Stage
    port: int
    numbers: itertools.count[int] = field(default_factory=itertools.count)

    def somebody(self) -> str:
        """A new person's token."""
        return self.stage.tokens(1)[0]

    def burst(self, requests: list[bytes]) -> list[Reply]:
        """All of them at once."""
        return burst(self.port, requests)

    def ask(self, text: bytes) -> Reply:
        """One alone."""
        return burst(self.port, [text])[0]

    def start(self, token: str, slug: str = SLUG) -> dict[str, Any]:
        """A started attempt, as its paper."""
        reply = self.ask(start_request(token, slug))
        assert reply.status == 201, f"start: {reply}"
        return reply.body

    def submit(self, token: str, attempt: int) -> Reply:
        """The end of an attempt."""
        return self.ask(submit_request(token, attempt))

    def read(self, act: Callable[[Session], Any]) -> Any:
        """What a reading of the database gives, on what is newest."""
        with self.stage.app.app_context():
            db.session.rollback()
            try:
                return act(db.session())
            finally:
                db.session.remove()

    def rows(self, *columns: Any, **where: Any) -> list[tuple[Any, ...]]:
        """Rows of these columns, of the first one's table, where values are as given."""
        table = columns[0].class_
        query = select(*columns).filter_by(**where) if where else select(*columns)
        query = query.select_from(table)
        return [tuple(row) for row in self.read(lambda session: session.execute(query).all())]


def scene(stage: Stage, port: int) -> Scene:
    """The contests that are raced in."""
    now = datetime.now(UTC)
    with stage.app.app_context():
        rules = Rules(minutes=60, draws=(Draw(None, None, 5),), attempts_allowed=CAP, chain=CHAIN_B)
        _contest(CAPPED, rules, now - timedelta(hours=1), now + timedelta(days=1), now)
        db.session.remove()
    return Scene(stage, port)


def contest_to_draw(scene_: Scene) -> str:
    """A contest that is over and in which lots may be drawn; its address."""
    slug = f"{DRAWN}-{next(scene_.numbers)}"
    now = datetime.now(UTC)
    rules = Rules(
        minutes=10,
        draws=(Draw(None, None, 5),),
        attempts_allowed=1,
        chain=(ChainStep.POINTS, ChainStep.DRAW),
    )
    with scene_.stage.app.app_context():
        # Made and held in the past: its only round is over.
        _contest(slug, rules, now - timedelta(days=2), now - timedelta(days=1), now - 3 * DAY)
        db.session.remove()
    return slug


def _contest(slug: str, rules: Rules, opens: datetime, closes: datetime, made: datetime) -> None:
    contests.create_contest(
        account_id=None, slug=slug, title=slug, summary="", description="", prizes="",
        rules=rules, rounds=[NewRound("Đợt 1", opens, closes, BANK, None)], now=made,
    )  # fmt: skip
    contests.publish_contest(slug, account_id=None, now=made)


def start_request(token: str, slug: str = SLUG) -> bytes:
    """Start an attempt."""
    return request("POST", f"/api/v1/contests/{slug}/attempts", body=b"{}", token=token)


def submit_request(token: str, attempt: int) -> bytes:
    """End an attempt."""
    return request("POST", f"/api/v1/attempts/{attempt}/submission", body=b"{}", token=token)


def save_request(token: str, attempt: int, seq: int, question: str, response: Any) -> bytes:
    """Save one answer, without saying what is known."""
    body = {"answers": [{"seq": seq, "question": question, "response": response}]}
    path = f"/api/v1/attempts/{attempt}/answers"
    return request("PUT", path, body=json.dumps(body).encode(), token=token)


def form_request(token: str, path: str) -> bytes:
    """A form without fields, posted by somebody who speaks with a token."""
    return request("POST", path, body=b"{}", token=token)


def choices(paper: dict[str, Any]) -> list[tuple[str, list[str]]]:
    """The questions of one choice, each with its options."""
    return [
        (one["id"], [option["id"] for option in one["options"]])
        for one in paper["questions"]
        if one["type"] == "single"
    ]

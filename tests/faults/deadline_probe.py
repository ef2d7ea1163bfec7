"""Asks the application, in its own process, around the deadline; prints what was wrong as JSON."""

from __future__ import annotations

import itertools
import json
import sys
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from flask import Flask, g
from sqlalchemy import select

from app import create_app
from app.domain.contest_rules import CHAIN_B, Draw, Rules
from app.services import accounts, attempts, contests, starting
from app.services.accounts import Identity, SignedIn
from app.services.contests import NewRound
from app.storage import attempts as storage
from app.storage import journal
from app.storage.attempts import AttemptFacts
from app.storage.db import db
from app.storage.tables import Commune
from app.web.access import make_token
from tests.bench.stage import BANK
from tests.faults import deadline_channels

SLUG = "toi-phut-chot"
MINUTES, GRACE = 10, timedelta(seconds=10)
DAY = timedelta(days=1)


@dataclass(slots=True)
class Probe:
    """The application, the moment that requests are told, and what was found."""

    app: Flask
    opens: datetime
    communes: list[str]
    now: datetime = datetime(2026, 1, 1, tzinfo=UTC)
    tried: int = 0
    wrong: list[str] = field(default_factory=list)
    numbers: Any = field(default_factory=lambda: itertools.count(1))

    @property
    def closes(self) -> datetime:
        """When the round closes."""
        return self.opens + 2 * DAY

    def check(self, right: bool, what: str) -> None:
        """Count a check."""
        self.tried += 1
        if not right:
            self.wrong.append(what)

    def begin(self, at: datetime) -> Attempt:
        """Somebody new starts."""
        who = accounts.add_user(
            phone=f"09{next(self.numbers):08d}", password=None, full_name="Người Thi Sát Giờ",
            role=None, group="resident", commune=self.communes[0], now=at,
        )  # fmt: skip
        seed = f"{next(self.numbers):032x}"
        started = starting.start(slug=SLUG, who=who, now=at, seed=seed)
        with self.app.test_request_context():
            token = make_token(who)
        made = Attempt(self, started.attempt_id, who, token)
        db.session.remove()
        return made

    def ask(self, method: str, path: str, at: datetime, token: str, **given: Any) -> Any:
        """A request that arrives at that moment."""
        self.now = at
        headers = {"Authorization": f"Bearer {token}"}
        with self.app.app_context():
            return self.app.test_client().open(path, method=method, headers=headers, **given)


@dataclass(slots=True)
class Attempt:
    """An attempt and its owner."""

    probe: Probe
    id: int
    who: SignedIn
    token: str

    def ask(self, method: str, path: str, at: datetime, **given: Any) -> Any:
        """A request of its owner."""
        return self.probe.ask(method, path, at, self.token, **given)

    def facts(self) -> AttemptFacts:
        """It as it is kept."""
        db.session.remove()
        found = storage.find_attempt(self.id)
        assert found is not None
        return found

    def questions(self) -> list[tuple[str, list[str]]]:
        """Questions of one choice with their options."""
        identity = Identity(self.who.account_id, self.who.epoch)
        sitting = attempts.get_sitting(
            attempt_id=self.id, identity=identity, now=self.facts().started_at
        )
        return [
            (one.id, [option.id for option in one.options])
            for one in sitting.questions
            if one.type.value == "single"
        ]

    def entries(self) -> int:
        """How many entries the journal has."""
        db.session.remove()
        return len(journal.list_entries(self.id))


def probe() -> Probe:
    """An open contest of ten minutes with ten seconds of grace."""
    app = create_app()
    app.app_context().push()
    opens = datetime.now(UTC).replace(microsecond=0) - DAY
    rules = Rules(
        minutes=MINUTES, grace_seconds=int(GRACE.total_seconds()), draws=(Draw(None, None, 10),),
        attempts_allowed=None, chain=CHAIN_B,
    )  # fmt: skip
    contests.create_contest(
        account_id=None, slug=SLUG, title=SLUG, summary="", description="", prizes="",
        rules=rules, rounds=[NewRound("Đợt 1", opens, opens + 2 * DAY, BANK, None)],
        now=opens - DAY,
    )  # fmt: skip
    contests.publish_contest(SLUG, account_id=None, now=opens - DAY)
    made = Probe(app, opens, list(db.session.scalars(select(Commune.code).limit(1))))
    app.before_request_funcs.setdefault(None, []).insert(0, lambda: setattr(g, "now", made.now))
    return made


Channel = Callable[[Probe, datetime], None]
"""One trial of a channel, begun at that moment; it tries all offsets by itself."""


def main() -> None:
    """Each channel so many times, each time at another moment of the contest."""
    made, trials = probe(), int(sys.argv[1])
    channels: dict[str, Channel] = deadline_channels.CHANNELS
    for number in range(trials):
        for place, channel in enumerate(channels.values()):
            channel(made, made.opens + timedelta(hours=1, seconds=97 * number + place))
    print(json.dumps({"tried": made.tried, "wrong": made.wrong, "channels": list(channels)}))


if __name__ == "__main__":
    main()

"""An instance for measuring: communes, a bank, an open contest, people with tokens."""

from __future__ import annotations

import json
import secrets
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from itertools import cycle
from pathlib import Path

from flask import Flask
from flask_migrate import upgrade

from app import create_app
from app.config import ROOT, Settings
from app.domain.contest_rules import CHAIN_B, Draw, Rules
from app.services import accounts, attempts, banks, contests, starting, units
from app.services.accounts import Identity, SignedIn
from app.services.contests import NewRound
from app.storage.db import db
from app.web.access import make_token
from tests.bench.load import request
from tests.bench.servers import copy_tree

SLUG = "do-toc-do"
SAVES_A_PAPER = 40
Sitting = tuple[str, int, list[tuple[str, object]]]
"""Token, attempt, and for each question an answer that fits."""
BANK = "ky-nang-so"


@dataclass(slots=True)
class Stage:
    """The application on its own database, and what the load needs of it."""

    app: Flask
    folder: Path
    url: str
    communes: list[str] = field(default_factory=list)
    _people: int = 0
    _signed: list[tuple[str, SignedIn]] = field(default_factory=list)

    @property
    def tree(self) -> Path:
        """The copy of the application that serves this stage."""
        tree = self.folder / "tree"
        return tree if tree.exists() else copy_tree(tree)

    @property
    def environment(self) -> dict[str, str]:
        """What the server is started with."""
        return {
            "DATABASE_URL": self.url,
            "INSTANCE": str(self.folder),
            "SECRET_KEY": "a secret for measuring only",
            "DEMO": "0",
        }

    def forget_connections(self) -> None:
        """Let go of what is open to the database: it may have died meanwhile."""
        with self.app.app_context():
            db.session.remove()
            db.engine.dispose()

    def tokens(self, count: int) -> list[str]:
        """So many new people, signed in."""
        found = []
        with self.app.test_request_context():
            for _ in range(count):
                self._people += 1
                who = accounts.add_user(
                    phone=f"09{self._people:08d}",
                    password=None,
                    full_name=f"Người Thi {self._people}",
                    role=None,
                    group="resident",
                    commune=self.communes[self._people % len(self.communes)],
                    now=datetime.now(UTC),
                )
                found.append((make_token(who), who))
        self._signed = found
        return [token for token, _ in found]

    def sittings(self, count: int) -> list[Sitting]:
        """So many open attempts: token, id, and for each question an answer that fits."""
        self.tokens(count)
        found = []
        with self.app.app_context():
            for token, who in self._signed:
                started = starting.start(
                    slug=SLUG, who=who, now=datetime.now(UTC), seed=secrets.token_hex(16)
                )
                sitting = attempts.get_sitting(
                    attempt_id=started.attempt_id,
                    identity=Identity(who.account_id, who.epoch),
                    now=datetime.now(UTC),
                )
                answers = [
                    (one.id, one.options[0].id)
                    for one in sitting.questions
                    if one.type.value == "single"
                ]
                found.append((token, started.attempt_id, answers))
        return found


def stage(folder: Path, url: str, *, migrations: Path = ROOT / "migrations") -> Stage:
    """A fresh instance on a database, whose tables are those of `migrations`."""
    settings = Settings(
        database_url=url,
        secret_key="a secret for measuring only",
        instance=folder,
        demo=False,
    )
    app = create_app(settings)
    with app.app_context():
        upgrade(directory=str(migrations))
        units.load_communes(8)
        now = datetime.now(UTC)
        data = (ROOT / "questions" / f"{BANK}.yaml").read_bytes()
        banks.import_bank(data, file_name=BANK, account_id=None, now=now)
        contests.create_contest(
            account_id=None,
            slug=SLUG,
            title="Đo tốc độ",
            summary="",
            description="",
            prizes="",
            rules=Rules(
                minutes=60, draws=(Draw(None, None, 20),), attempts_allowed=None, chain=CHAIN_B
            ),
            rounds=[
                NewRound("Đợt 1", now - timedelta(hours=1), now + timedelta(days=7), BANK, None)
            ],
            now=now,
        )
        contests.publish_contest(SLUG, account_id=None, now=now)
        communes = [one.code for one in units.list_communes()]
    return Stage(app, folder, url, communes)


def saves(sittings: list[Sitting]) -> Iterator[bytes]:
    """Saves without end: one answer a request, each a new entry, so many to a paper as people
    make; then the next paper."""
    for token, attempt, answers in cycle(sittings):
        for seq in range(1, SAVES_A_PAPER + 1):
            question, response = answers[seq % len(answers)]
            yield save(token, attempt, seq, question, response)


def save(token: str, attempt: int, seq: int, question: str, response: object) -> bytes:
    """The request that saves one answer."""
    body = {"answers": [{"seq": seq, "question": question, "response": response}], "known": seq - 1}
    path = f"/api/v1/attempts/{attempt}/answers"
    return request("PUT", path, body=json.dumps(body).encode(), token=token)

"""Two worlds that differ in nothing but what is right, and a walk over all that may be asked.

In both, the same people answer the same in the same contests at the same moments, and both
earn the same: of each kind there are two questions, of which one is right by one key and the
other by the other. So nothing may tell the worlds apart for whoever may not see keys: no byte
of a body, no header, no line of the log. What differs is a way to learn a key (Goguen and
Meseguer's non-interference, tried out instead of proved).
"""

from __future__ import annotations

import hashlib
import itertools
import random
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

import pytest
from flask import Flask, g

from app.domain.certificate_templates import Template
from app.domain.certificates import Awards, Since
from app.domain.contest_rules import Draw
from app.formats import bank_yaml_write
from app.services import (
    announcements,
    attempts,
    banks,
    boards,
    certificate_batches,
    certificate_templates,
    closing,
    contest_ending,
    contests,
    evidence_refresh,
    halls,
    participation_days,
    publishing,
    starting,
    statistics,
    unit_contacts,
)
from app.services.accounts import SignedIn
from app.services.attempts import RawAnswer
from app.services.practice import BANK
from app.storage.db import db
from tests.factories import DONG_VAN, MINH_XUAN, a_person, an_organisation, some_communes
from tests.factories_contests import a_draft, a_round, identity_of, some_rules
from tests.web.key_banks import answers_of_both, secret_bank

HOUR = timedelta(hours=1)
EXPLAINED = "explanations"
POLICIES = ("nothing", "score", "answers", EXPLAINED)
STATES = ("draft", "scheduled", "open", "started", "submitted", "grace", "closed", "final")
LAST_SECRET = STATES.index("grace")
"""From the next state on, owners may see the keys of the contest that explains."""
PEOPLE = {
    "done": {"full_name": "Lò Văn Mậtdanh", "organisation": "som"},
    "sitting": {"full_name": "Vừ Thị Đangthi", "commune": DONG_VAN},
    "watcher": {"full_name": "Đặng Thị Đầumối"},
    "organiser": {"full_name": "Trần Quốc Dũng", "role": "organiser"},
    "arbiter": {"full_name": "Hà Thị Giámsát", "role": "arbiter"},
    "administrator": {"full_name": "Ma Văn Quảntrị", "role": "administrator"},
}


@dataclass(slots=True)
class World:
    """One application, whose people may ask at `moment`; `values` fill addresses."""

    app: Flask
    name: str
    now: datetime
    people: dict[str, SignedIn] = field(default_factory=dict)
    values: dict[str, list[Any]] = field(default_factory=dict)
    moment: datetime = datetime.min
    owned: dict[str, dict[str, int]] = field(default_factory=dict)
    """Attempts by contest and role."""


@contextmanager
def no_chance(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """What is drawn by chance is the same in both worlds, as long as both draw as often."""
    counter = itertools.count()

    def bytes_(count: int | None = None) -> bytes:
        block = hashlib.sha256(b"%d" % next(counter)).digest()
        return (block * 4)[: count or 32]

    with monkeypatch.context() as patch:
        patch.setattr(secrets, "token_hex", lambda count=None: bytes_(count).hex())
        patch.setattr(secrets, "token_urlsafe", lambda count=None: bytes_(count).hex())
        patch.setattr(secrets, "randbelow", lambda top: int.from_bytes(bytes_(), "big") % top)
        yield


def make(app: Flask, name: str, now: datetime) -> World:
    """The people, the bank, and one draft of each policy."""
    world = World(app, name, now, moment=now - 2 * HOUR)
    some_communes()
    an_organisation("som", "Sở Buổi Sớm")
    data = bank_yaml_write.write(secret_bank(name))
    banks.import_bank(data, file_name="kin.yaml", account_id=None, now=now - 4 * HOUR)
    for number, (role, given) in enumerate(PEOPLE.items(), start=1):
        world.people[role] = a_person(phone=f"+8497000000{number}", **given)
    unit_contacts.appoint("commune", DONG_VAN, phone="+84970000003", account_id=None, now=now)
    for policy in POLICIES:
        rounds = [a_round(BANK, opens_at=now, closes_at=now + HOUR)]
        a_draft(
            _slug(policy), rounds=rounds, title=f"Cuộc thi {policy}",
            rules=_rules(policy), now=now - 3 * HOUR,
        )  # fmt: skip
        certificate_templates.save_settings(
            _slug(policy), template=Template(), awards=Awards(participation=Since.CLOSED),
            account_id=None, now=now - 3 * HOUR,
        )  # fmt: skip
    world.values = {
        "slug": [_slug(one) for one in POLICIES],
        "kind": ["individual", "organisation", "commune"],
        "code": [MINH_XUAN, "som"],
        "attempt_id": [], "seed": ["0123456789ab"], "number": [1], "name": ["site.css"],
        "filename": ["css/base.css"], "file": ["x.png"], "format": ["aiken"],
        "format_": ["xlsx"], "part": [1], "question_id": ["single-1"], "token": ["x" * 16],
        "announcement_id": [1], "first": [1], "second": [2],
    }  # fmt: skip
    return world


def _slug(policy: str) -> str:
    return f"thi-{policy}"


def _rules(policy: str) -> Any:
    return some_rules(
        draws=(Draw(None, None, 14),), result_policy=policy, minutes=90, attempts_allowed=3,
        publish_participation_at="12:30",
    )  # fmt: skip


def advance(world: World, state: str) -> None:
    """Bring a world from the state before to this one."""
    db.session.remove()
    now = world.now
    acts = {
        "draft": lambda: now - 2 * HOUR,
        "scheduled": lambda: _publish(world, now - HOUR),
        "open": lambda: _open_halls(world, now),
        "started": lambda: _start(world, now + HOUR / 4),
        "submitted": lambda: _submit(world, now + HOUR / 2),
        "grace": lambda: now + HOUR + timedelta(seconds=5),
        "closed": lambda: _close(world, now + 2 * HOUR),
        "final": lambda: _finalise(world, now + 30 * HOUR),
    }
    world.moment = acts[state]()
    db.session.remove()


def _publish(world: World, now: datetime) -> datetime:
    for slug in world.values["slug"]:
        contests.publish_contest(slug, account_id=None, now=now)
    announcements.create_announcement(
        title="Tin", text="Tin", contest=None, pinned=False, published_at=now, until=None,
        account_id=None, now=now,
    )  # fmt: skip
    return now


def _open_halls(world: World, now: datetime) -> datetime:
    for slug in world.values["slug"]:
        hall = halls.open_hall(
            slug, title="Hội trường", commune=None, organisation=None, account_id=None,
            now=now, below=random.Random(slug).randrange,
        )  # fmt: skip
        world.values["code"].append(hall.code)
    return now


def _start(world: World, now: datetime) -> datetime:
    for slug in world.values["slug"]:
        for role in ("done", "sitting"):
            who = world.people[role]
            seed = hashlib.sha256(f"{slug}{role}".encode()).hexdigest()[:32]
            attempt = starting.start(slug=slug, who=who, now=now, seed=seed).attempt_id
            _answer(who, attempt, now)
            world.owned.setdefault(slug, {})[role] = attempt
            world.values["attempt_id"].append(attempt)
    return now


def _answer(who: SignedIn, attempt: int, now: datetime) -> None:
    sitting = attempts.get_sitting(attempt_id=attempt, identity=identity_of(who), now=now)
    given = answers_of_both()
    entries = [
        RawAnswer(seq, question.id, given[question.id])
        for seq, question in enumerate(sitting.questions, start=1)
    ]
    attempts.save_answers(
        attempt_id=attempt, identity=identity_of(who), answers=entries, now=now
    )  # fmt: skip


def _submit(world: World, now: datetime) -> datetime:
    identity = identity_of(world.people["done"])
    for owned in world.owned.values():
        facts = attempts.submit(
            attempt_id=owned["done"], identity=identity, prediction=None, now=now
        )  # fmt: skip
        world.values["code"].append(facts.receipt)
    _derive(world, now)
    return now


def _derive(world: World, now: datetime) -> None:
    boards.refresh(now)
    for slug in world.owned:
        statistics.derive_now(slug, now)
        evidence_refresh.look_now(slug, now)
        publishing.publish_now(slug, publishing.Reason.FINAL, now)
    participation_days.publish_due(now)


def _close(world: World, now: datetime) -> datetime:
    closing.close_overdue(now)
    _derive(world, now)
    return now


def _finalise(world: World, now: datetime) -> datetime:
    for slug in world.owned:
        contest_ending.finalise(slug, account_id=None, now=now)
        certificate_batches.issue_all(slug, account_id=None, now=now, below=secrets.randbelow)
    _derive(world, now)
    return now


def set_time(app: Flask, moment: datetime) -> None:
    """Every request of this application from now on arrives at `moment`."""

    def set_now() -> None:
        g.now = moment

    functions = app.before_request_funcs.setdefault(None, [])
    functions[:] = [one for one in functions if getattr(one, "__name__", "") != "set_now"]
    functions.insert(0, set_now)

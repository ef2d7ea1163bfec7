"""An instance with something of everything, and other instances to restore it into."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

from flask import Flask
from sqlalchemy import select

from app import create_app
from app.config import Settings
from app.domain.publishing import Reason
from app.services import (
    answer_file_keys,
    audit_heads,
    backups,
    boards,
    materials,
    publishing,
    recount_sources,
)
from app.services.materials import NewFile
from app.services.transactions import end_reading
from app.storage.backups import columns_of, snapshot, tables
from app.storage.db import db
from app.storage.tables import AnswerEntry, Attempt
from tests.databases import Databases
from tests.factories import a_person, an_organisation, an_organiser
from tests.factories_contests import a_contest, a_finished_attempt, a_started_attempt

SLUG = "cuoc-thi"
PDF = b"%PDF-1.7\nSo tay"


def a_lived_in_instance(now: datetime) -> None:
    """People, attempts (one still open), boards, a material's file, keys, an audit chain."""
    an_organiser()
    a_contest(SLUG, attempts_allowed=None)
    # The one that was made first refers to one that was made later.
    an_organisation("duoi", "Trung tâm Y tế, \t\\N \\x41 'dấu nháy' \"kép\"")
    an_organisation("tren", "Sở Y tế 🏔")
    an_organisation("duoi", "Trung tâm Y tế", parent="tren")
    for number in range(4):
        who = a_person(organisation="duoi" if number % 2 else None)
        a_finished_attempt(who, SLUG, right=number, seconds=60 + number, at=now)
    a_started_attempt(a_person(), SLUG, at=now)
    boards.refresh(now + timedelta(minutes=9))
    publishing.publish_now(SLUG, Reason.CHANGE, now + timedelta(minutes=10))
    materials.add_material(
        topic="Sổ tay",
        title="Sổ tay",
        summary="",
        link="",
        file=NewFile("so-tay.pdf", PDF),
        account_id=None,
        now=now,
    )
    answer_file_keys.private_key()
    audit_heads.publish_due(now)
    end_reading()


def instance() -> Path:
    """The instance folder of the application at hand."""
    from flask import current_app

    return Path(current_app.config["SETTINGS"].instance)


@contextmanager
def elsewhere(databases: Databases, url: str, folder: Path) -> Iterator[Flask]:
    """An application on another database with an instance folder (and a secret) of its own."""
    instance = folder / "elsewhere"
    instance.mkdir()
    (instance / "secret_key").write_text("the secret of a fresh instance")
    settings = Settings(
        database_url=url,
        secret_key="the secret of a fresh instance",
        instance=instance,
        demo=False,
    )
    with running(settings) as app:
        yield app
    databases.drop(url)


@contextmanager
def running(settings: Settings) -> Iterator[Flask]:
    """An application with these settings."""
    app = create_app(settings)
    app.config.update(TESTING=True)
    with app.app_context():
        yield app
        db.session.remove()
        db.engine.dispose()


@contextmanager
def started_again() -> Iterator[Flask]:
    """The application at hand as its next start finds it: with the secret that is kept."""
    from flask import current_app

    settings: Settings = current_app.config["SETTINGS"]
    secret = (settings.instance / "secret_key").read_text()
    with running(replace(settings, secret_key=secret)) as app:
        yield app


def everything(folder: Path) -> dict[str, str]:
    """A digest of the rows of each table."""
    found = {}
    with snapshot(folder) as held:
        for table in tables():
            with held.reading(table) as fetch:
                rows = fetch(1_000_000)
            found[table.name] = hashlib.sha256(repr([*map(tuple, rows)]).encode()).hexdigest()
            assert columns_of(table)
    (folder / "snapshot.sqlite3").unlink(missing_ok=True)
    return found


def what_people_see() -> tuple[object, ...]:
    """Boards, receipts and the head of the audit chain."""
    individual = boards.individual_board(SLUG)
    units = [boards.unit_board(SLUG, kind) for kind in ("commune", "organisation")]
    receipts = db.session.scalars(select(Attempt.receipt).order_by(Attempt.id)).all()
    journal = db.session.execute(
        select(AnswerEntry.attempt_id, AnswerEntry.seq, AnswerEntry.response)
    ).all()
    assert recount_sources.recount_contest(SLUG).differences == []
    found = (individual, units, receipts, sorted(map(tuple, journal)), audit_heads.get_head())
    end_reading()
    return found


def made(folder: Path, now: datetime) -> Path:
    """A backup of the application at hand."""
    return backups.create(folder / "a.backup.zip", now=now).path


Change = Callable[[dict[str, bytes]], None]

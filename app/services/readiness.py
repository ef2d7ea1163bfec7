"""Whether this process can serve: database, migrations, and a safe SQLite."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from alembic.script import ScriptDirectory
from flask import current_app
from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError

from app.services import clock, counters, fellows
from app.storage.db import db
from app.storage.transactions import current_revision

SAFE_SQLITE = (3, 51, 3)
"""From here on a checkpoint that meets a writer in WAL mode cannot lose a commit."""

FLUSHING = ("fsync", "synchronous_commit", "full_page_writes")
"""Settings of PostgreSQL without which what was confirmed may be lost in a power cut."""


@dataclass(frozen=True, slots=True)
class Check:
    """One thing looked at; `note` says in plain words what is there."""

    name: str
    ok: bool
    note: str


def checks(now: datetime) -> list[Check]:
    """Everything that must hold before requests are let in. Never raises."""
    try:
        db.session.execute(text("SELECT 1"))
    except SQLAlchemyError as error:
        return [Check("database", False, type(error).__name__)]
    migrations = _migrations()
    found = [Check("database", True, db.engine.dialect.name), migrations, _clock()]
    if migrations.ok:
        found.append(_fellows(now))
    if db.engine.dialect.name == "sqlite":
        found.append(_sqlite(sqlite3.sqlite_version_info, _automatic_checkpoint()))
    else:
        found.append(_flushes({name: _setting(name) for name in FLUSHING}))
    # Without Redis everything goes on, only slower: it is told, and serving does not end.
    found.append(Check("limits", True, counters.place()))
    return found


def _fellows(now: datetime) -> Check:
    if fellows.are_strangers(now):
        note = "another server on this database has another SECRET_KEY or INSTANCE_FOLDER"
        return Check("fellows", False, note)
    return Check("fellows", True, "none with other secrets or another folder")


def _migrations() -> Check:
    folder = current_app.extensions["migrate"].directory
    head, current = ScriptDirectory(str(folder)).get_current_head(), current_revision()
    return Check("migrations", head == current, f"at {current}, newest {head}")


def _clock() -> Check:
    step = clock.CLOCK.step()
    if not step:
        return Check("clock", True, "runs evenly")
    note = f"the machine's clock was set by {step:+.0f} s; time runs on as before until a reload"
    return Check("clock", True, note)


def _setting(name: str) -> str:
    return str(db.session.execute(text(f"SHOW {name}")).scalar())


def _flushes(settings: Mapping[str, str]) -> Check:
    off = [name for name, value in settings.items() if value == "off"]
    if off:
        return Check(
            "durability", False, f"{', '.join(off)} off: a power cut may take answers back"
        )
    return Check("durability", True, "what is confirmed is on disk")


def _automatic_checkpoint() -> int:
    return int(db.session.execute(text("PRAGMA wal_autocheckpoint")).scalar() or 0)


def _sqlite(version: tuple[int, int, int], automatic_pages: int) -> Check:
    number = ".".join(map(str, version))
    if version >= SAFE_SQLITE:
        return Check("sqlite", True, f"{number}: safe")
    if automatic_pages == 0:
        note = f"{number}: unsafe by itself; checkpoints are made under the writer lock only"
        return Check("sqlite", True, note)
    note = f"{number}: unsafe, a checkpoint may lose a commit; use SQLite 3.51.3 or newer"
    return Check("sqlite", False, note)

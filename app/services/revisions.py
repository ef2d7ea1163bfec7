"""Where the database stands among the migrations, and moving it there."""

from __future__ import annotations

from alembic.script import ScriptDirectory
from alembic.util import CommandError
from flask import current_app
from flask_migrate import downgrade, upgrade

from app.services.transactions import end_reading
from app.storage.transactions import current_revision


def newest() -> str:
    """The revision that this code is made for."""
    return str(_scripts().get_current_head())


def is_known(revision: str) -> bool:
    """Whether this code has the migration."""
    try:
        return _scripts().get_revision(revision) is not None
    except CommandError:
        return False


def current() -> str | None:
    """Where the database stands, None before the first migration."""
    found = current_revision()
    end_reading()
    return found


def move_to(revision: str) -> None:
    """Migrate the database up or down to a revision that is known."""
    now = current()
    if now == revision:
        return
    if now is None or not _is_before(revision, now):
        upgrade(revision=revision)
    else:
        downgrade(revision=revision)


def _is_before(one: str, other: str) -> bool:
    """Whether a revision comes before another in the one chain of migrations."""
    return one in {each.revision for each in _scripts().iterate_revisions(other, "base")}


def _scripts() -> ScriptDirectory:
    return ScriptDirectory(str(current_app.extensions["migrate"].directory))

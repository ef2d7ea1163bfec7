"""The one read that saving an answer needs: the attempt, and where its journal stands."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Select

from app.domain.attempts import Entry, Kept
from app.storage import journal, saving_direct
from app.storage.attempts import AttemptFacts, facts_query, of_account
from app.storage.direct import direct
from app.storage.links import reading
from app.storage.prepared import Prepared
from app.storage.tables import Attempt


def _query() -> Select[Any]:
    return of_account(facts_query().add_columns(journal.packed_of(Attempt.id).scalar_subquery()))


_READ = Prepared(lambda _kind: _query())


def find(attempt_id: int, account_id: int, epoch: int) -> tuple[AttemptFacts, list[Kept]] | None:
    """The attempt of this account, signed in with this epoch, and its journal without contents."""
    row = _first(attempt_id, account_id, epoch)
    if row is None:
        return None
    return AttemptFacts._make(row[:-1]), journal.unpack(row[-1])


def _first(attempt_id: int, account_id: int, epoch: int) -> Sequence[Any] | None:
    if link := direct():
        read = saving_direct.read_of(b"thiso_find", _query)
        return read.first(link, attempt_id, account_id, epoch)
    values = {"attempt": attempt_id, "account": account_id, "epoch": epoch}
    return _READ.first(reading(), values)


def is_direct() -> bool:
    """Whether the database takes entries in one statement that is its own transaction."""
    return direct() is not None


def append_directly(attempt_id: int, entries: Sequence[Entry], saved_at: datetime) -> int | None:
    """Add entries durably in one statement; how many are new, None when the attempt is closed."""
    link = direct()
    assert link is not None  # noqa: S101 - whoever calls has asked is_direct()
    return saving_direct.append(link, attempt_id, entries, saved_at)

"""The append-only journal of answers."""

from __future__ import annotations

import json
from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Text, bindparam, case, func, select

from app.domain.attempts import Entry, Kept
from app.storage.db import Base, db
from app.storage.inserts import insert_of
from app.storage.links import Link
from app.storage.prepared import Prepared
from app.storage.tables import AnswerEntry

CLEARED = "null"


def append(link: Link, attempt_id: int, entries: Sequence[Entry], saved_at: datetime) -> int:
    """Add entries, and return how many are new; one whose seq and question are already there
    is left as it was."""
    if not entries:
        return 0
    rows = [
        {
            "attempt_id": attempt_id,
            "seq": entry.seq,
            "question": entry.question,
            "response": encode(entry.response),
            "saved_at": saved_at,
        }
        for entry in entries
    ]
    return _APPEND.run_many(link, rows)


_ENTRIES = Base.metadata.tables[AnswerEntry.__tablename__]
_APPEND = Prepared(
    lambda kind: insert_of(kind, _ENTRIES).on_conflict_do_nothing(),
    *("attempt_id", "seq", "question", "response", "saved_at"),
)


def packed_of(attempt: Any) -> Any:
    """What the journal of an attempt holds, without contents, as one text: see `unpack`."""
    one = (
        AnswerEntry.seq.cast(Text)
        .concat(":")
        .concat(AnswerEntry.question.cast(Text))
        .concat(case((AnswerEntry.response == CLEARED, "-"), else_="+"))
    )
    return select(func.aggregate_strings(one, ",")).where(AnswerEntry.attempt_id == attempt)


def list_kept(attempt_id: int) -> list[Kept]:
    """What the journal holds, without contents: one row read, however many entries."""
    return unpack(db.session.scalar(packed_of(attempt_id)))


def has_entries(attempt_id: int) -> bool:
    """Whether anything was ever saved in an attempt."""
    query = select(AnswerEntry.seq).where(AnswerEntry.attempt_id == attempt_id)
    return db.session.scalar(query.limit(1)) is not None


def list_times(attempt_id: int) -> dict[tuple[int, int], datetime]:
    """When each entry was saved, by seq and question."""
    columns = (AnswerEntry.seq, AnswerEntry.question, AnswerEntry.saved_at)
    query = select(*columns).where(AnswerEntry.attempt_id == attempt_id)
    return {(seq, question): saved_at for seq, question, saved_at in db.session.execute(query)}


def list_entries(attempt_id: int) -> list[Entry]:
    """All entries of an attempt, in the order of their seq."""
    rows = _ENTRIES_OF.all(Link.of(db.session()), {"attempt": attempt_id})
    return [Entry(seq, question, json.loads(response)) for seq, question, response in rows]


_ENTRIES_OF = Prepared(
    lambda _kind: (
        select(AnswerEntry.seq, AnswerEntry.question, AnswerEntry.response)
        .where(AnswerEntry.attempt_id == bindparam("attempt", 0))
        .order_by(AnswerEntry.seq, AnswerEntry.question)
    )
)


def list_many(attempt_ids: Collection[int]) -> dict[int, list[Entry]]:
    """The entries of many attempts in one query, by attempt and in the order of their seq."""
    columns = (AnswerEntry.attempt_id, AnswerEntry.seq, AnswerEntry.question, AnswerEntry.response)
    query = (
        select(*columns)
        .where(AnswerEntry.attempt_id.in_(attempt_ids))
        .order_by(AnswerEntry.attempt_id, AnswerEntry.seq, AnswerEntry.question)
    )
    found: dict[int, list[Entry]] = {}
    for attempt_id, seq, question, response in db.session.execute(query):
        found.setdefault(attempt_id, []).append(Entry(seq, question, json.loads(response)))
    return found


def encode(response: object) -> str:
    """A response as canonical JSON."""
    return json.dumps(response, ensure_ascii=False, separators=(",", ":"), sort_keys=True)


def unpack(packed: str | None) -> list[Kept]:
    """The entries of a text that `packed_of` gave; None is an empty journal."""
    found = []
    for part in packed.split(",") if packed else ():
        seq, _, question = part[:-1].partition(":")
        found.append(Kept(int(seq), int(question), part[-1] == "+"))
    return found

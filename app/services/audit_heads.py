"""Heads of the audit chain: shown to everybody, kept outside the database, and compared.

Every day, and whenever a contest becomes final, the ticker writes the head to a file in
the instance folder; boards show it, so that anybody may note it down.
"""

from __future__ import annotations

import json
import os
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path

from flask import current_app

from app.domain.audit_heads import Finding, Head, examine
from app.services.caches import Lru, lru
from app.storage import audit as storage

FILE = "audit-head.jsonl"
EVERY = timedelta(days=1)
FINAL = "contest.finalise"
SHOWN_FOR = 10
"""Seconds for which all who look are shown the same head."""


def get_head() -> Head | None:
    """The last entry of the chain now; None before the first act."""
    found = storage.find_head()
    return None if found is None else Head(*found)


def show_head(now: datetime) -> Head | None:
    """The head for pages that many look at: asked for once in `SHOWN_FOR` seconds."""
    kept: Lru[tuple[Head | None]] = lru("audit-head", 2)
    [head] = kept.get(int(now.timestamp()) // SHOWN_FOR, lambda: (get_head(),))
    return head


def publish_due(now: datetime) -> bool:
    """Write the head to the file when a day is over or a contest became final; part of the ticker.

    Returns whether a line was written; never twice for the same head.
    """
    last = next(reversed(list_published()), None)
    seen = last.number if last else 0
    is_day = last is None or last.at is None or now >= last.at + EVERY
    if not is_day and not storage.has_act_after(FINAL, seen):
        return False
    head = get_head()
    if head is None or head.number == seen:
        return False
    line = {"number": head.number, "digest": head.digest, "at": now.astimezone(UTC).isoformat()}
    _append(json.dumps(line) + "\n")
    return True


def list_published() -> list[Head]:
    """The heads in the file, oldest first; a line that was cut short by a crash does not count."""
    path = _path()
    if not path.exists():
        return []
    return [head for line in path.read_text().splitlines() if (head := _read(line))]


def find_damage(more: Sequence[Head] = ()) -> Finding | None:
    """The first damage to the chain, by itself and against all published heads and `more`."""
    return examine(storage.list_entries(), [*list_published(), *more])


def _append(line: str) -> None:
    with _path().open("a") as file:
        file.write(line)
        file.flush()
        os.fsync(file.fileno())


def _read(line: str) -> Head | None:
    try:
        plain = json.loads(line)
        at = datetime.fromisoformat(plain["at"])
        return Head(int(plain["number"]), str(plain["digest"]), at)
    except (ValueError, KeyError, TypeError):
        return None


def _path() -> Path:
    return Path(current_app.config["SETTINGS"].instance) / FILE

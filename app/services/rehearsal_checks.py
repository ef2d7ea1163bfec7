"""What is compared when a backup was restored for a rehearsal. Runs in that instance."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from flask import current_app

from app.domain.backups import Manifest
from app.domain.errors import NotFound
from app.domain.receipts import receipt_code
from app.formats import backup_write
from app.services import (
    audit_heads,
    backup_files,
    board_refresh,
    contests,
    published_content,
    published_recounts,
    publishing,
    recount_sources,
    rescoring,
    revisions,
)
from app.services.recounting import Recount
from app.services.transactions import end_reading
from app.storage import backups as storage
from app.storage import published as published_storage
from app.storage import receipts as receipt_storage
from app.storage.db import db
from app.storage.restores import count_rows

Progress = Callable[[int], None]


@dataclass(frozen=True, slots=True)
class Check:
    """One thing that was looked at; `note` says what was found."""

    name: str
    ok: bool
    note: str


def all_checks(
    manifest: Manifest, folder: Path, now: datetime, progress: Progress
) -> tuple[Check, ...]:
    """Everything; the rows first, for deriving boards adds to them."""
    return (
        _rows(manifest, folder),
        _files(manifest),
        _audit(manifest),
        _receipts(),
        _published(now),
        _boards(now, progress),
    )


def let_go() -> None:
    """Close the temporary database, so that its files can be removed."""
    end_reading()
    db.engine.dispose()


def _rows(manifest: Manifest, folder: Path) -> Check:
    """The same number of rows in each table and, unless it was migrated, the same rows."""
    counts = count_rows([one.name for one in manifest.tables])
    wrong = [one.name for one in manifest.tables if counts[one.name] != one.rows]
    said = f"{sum(counts.values())} in {len(counts)} tables"
    if not wrong and manifest.revision == revisions.newest():
        wrong = _other_rows(manifest, folder)
        said += ", each as it was"
    end_reading()
    return Check("rows", not wrong, f"differ: {', '.join(wrong)}" if wrong else said)


def _other_rows(manifest: Manifest, folder: Path) -> list[str]:
    listed = {one.name: one for one in manifest.tables}
    wrong = []
    with storage.snapshot(folder) as snapshot:
        for table in storage.tables():
            with snapshot.reading(table) as fetch:
                lines = backup_write.lines_of(fetch)
                again = backup_write.weigh(table.name, storage.columns_of(table), lines)
            if again.sha256 != listed[table.name].sha256:
                wrong.append(table.name)
    return wrong


def _files(manifest: Manifest) -> Check:
    folder = backup_files.instance()
    wrong = [one.path for one in manifest.files if not _is_there(folder / one.path, one.sha256)]
    missing = [*wrong, *manifest.lost]
    note = f"{len(manifest.files)}, each as it was"
    return Check("files", not missing, f"missing or other: {missing[0]} …" if missing else note)


def _is_there(path: Path, sha256: str) -> bool:
    return path.is_file() and backup_write.digest_of(path) == sha256


def _audit(manifest: Manifest) -> Check:
    found, head = audit_heads.find_damage(), audit_heads.get_head()
    end_reading()
    if found is not None:
        return Check("audit", False, f"broken at entry {found.number}: {found.damage.value}")
    there = f"{head.number}:{head.digest}" if head else None
    note = f"head {head.short}" if head else "no entries"
    return Check("audit", there == manifest.head, note)


def _receipts() -> Check:
    secret, count, wrong = current_app.config["SECRET_KEY"], 0, 0
    for one in receipt_storage.list_sealed():
        count += 1
        wrong += one.receipt != receipt_code(
            secret,
            attempt_id=one.attempt_id,
            answers_hash=one.answers_hash,
            ended_at=one.closed_at,
            prediction=one.prediction,
        )
    end_reading()
    return Check("receipts", not wrong, f"{count - wrong} of {count} are genuine")


def _published(now: datetime) -> Check:
    """The boards that were published last: their digests, and derived again from the journal.

    What changed since they were published (somebody's unit, say) may make the latter differ.
    """
    count = wrong = differing = 0
    for facts, _course in publishing.list_courses():
        stored = published_storage.find_in_force(facts.contest_id, now)
        if stored is None:
            continue
        count += 1
        text = published_content.text_of(stored.content)
        wrong += hashlib.sha256(text).hexdigest() != stored.facts.digest
        differing += not _recounted(facts.slug, now)
    end_reading()
    note = f"{count} contests"
    if differing:
        note += f"; {differing} with differences since (see `contest recount --at`)"
    return Check("published boards", not wrong, note)


def _recounted(slug: str, now: datetime) -> bool:
    try:
        made = published_recounts.recount_at(slug, now)
    except NotFound:
        return True
    return made.mixed or made.found.identical


def _boards(now: datetime, progress: Progress) -> Check:
    """Every board derived again from the answers, after what waited at the time was carried."""
    rescoring.rescore(now, None)
    board_refresh.refresh(now)
    end_reading()
    found, wrong = Recount(), []
    for contest in contests.list_contests(now=now):
        one = recount_sources.recount_contest(contest.slug, progress)
        found.attempts, found.boards = found.attempts + one.attempts, found.boards + one.boards
        wrong += [] if one.identical else [contest.slug]
    end_reading()
    note = f"{found.attempts} attempts and {found.boards} unit boards derived again"
    return Check("boards", not wrong, f"differ: {', '.join(wrong)}" if wrong else note)

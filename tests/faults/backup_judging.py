"""Whether a restored instance is the one that was backed up: answers, receipts, boards, files."""

from __future__ import annotations

import hashlib
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import select

from app import create_app
from app.config import Settings
from app.domain.errors import NotFound
from app.services import (
    accounts,
    answer_file_keys,
    attempts,
    audit_heads,
    board_refresh,
    materials,
    receipts,
    recount_sources,
    transactions,
    units,
)
from app.storage import attempts as storage
from app.storage.db import db
from app.storage.tables import AnswerEntry, PublishedBoards
from tests.bench.stage import SLUG, Stage

Entry = tuple[int, int, str, str]
"""Attempt, seq, question and response."""


@dataclass(slots=True)
class Told:
    """What clients were told: acknowledged, asked without a good reply, receipts by attempt;
    and when backups were made."""

    acknowledged: set[Entry] = field(default_factory=set)
    unknown: set[Entry] = field(default_factory=set)
    receipts: dict[int, str] = field(default_factory=dict)
    windows: list[tuple[float, float]] = field(default_factory=list)

    def copy(self) -> Told:
        """As it is now, while others go on."""
        return Told(self.acknowledged.copy(), self.unknown.copy(), self.receipts.copy())


@dataclass(slots=True)
class Tally:
    """What was tried, and how often it was not as promised."""

    tried: int = 0
    failed: int = 0
    wrong: list[str] = field(default_factory=list)

    def note(self, holds: bool, wrong: str) -> None:
        """One thing that was tried."""
        self.tried += 1
        if not holds:
            self.failed += 1
            self.wrong.append(wrong)


@dataclass(frozen=True, slots=True)
class Restored:
    """The tree and the database of the restored instance."""

    tree: Path
    url: str


def judge(made: Stage, there: Restored, before: Told, after: Told, tally: Tally) -> None:
    """Compare what was restored with what people were told and with the source."""
    with made.app.app_context():
        published = _published()
        let_go()
    key = (made.folder / "source-tree" / "instance" / answer_file_keys.NAME).read_bytes()
    with _running(there):
        held = _journal()
        for entry in before.acknowledged:
            tally.note(entry in held, f"lost {entry}")
        for entry in held:
            sent = entry in after.acknowledged or entry in after.unknown
            tally.note(sent, f"invented or changed {entry}")
        _judge_prefixes(held, after, tally)
        for code in before.receipts.values():
            tally.note(_is_genuine(code), f"receipt {code} is not verified")
        for one in _published():
            tally.note(one in published, f"published boards {one[:2]} differ")
        tally.note(audit_heads.find_damage() is None, "the audit chain is broken")
        tally.note(answer_file_keys.private_key() == key, "the key of answer files is another")
        _judge_uploads(tally)
        board_refresh.refresh(datetime.now(UTC))
        found = recount_sources.recount_contest(SLUG)
        tally.note(found.identical, f"boards differ: {found.differences[:1]}")
        tally.note(_takes_newcomers(), "nobody can register any more")


def altered(file: Path) -> Path:
    """A copy in which one answer is another, packed anew so that the zip itself is in order."""
    out = file.with_name(f"altered-{file.name}")
    with zipfile.ZipFile(file) as source, zipfile.ZipFile(out, "w") as target:
        for name in source.namelist():
            data = source.read(name)
            if name == "tables/answer_entries.jsonl":
                data = data.replace(b"[[", b"[[1", 1)
            target.writestr(name, data)
    return out


def let_go() -> None:
    """Leave the database alone."""
    transactions.end_reading()
    db.engine.dispose()


@contextmanager
def _running(there: Restored) -> Iterator[None]:
    instance = there.tree / "instance"
    settings = Settings(
        database_url=there.url,
        secret_key=(instance / "secret_key").read_text(encoding="ascii").strip(),
        instance=instance,
        demo=False,
    )
    with create_app(settings).app_context():
        yield
        let_go()


def _journal() -> set[Entry]:
    columns = (
        AnswerEntry.attempt_id, AnswerEntry.seq, AnswerEntry.question, AnswerEntry.response,
    )  # fmt: skip
    rows, names = list(db.session.execute(select(*columns))), {}
    for attempt in {row[0] for row in rows}:
        facts = storage.find_attempt(attempt)
        names[attempt] = attempts.question_ids(facts) if facts else []
    return {(a, seq, names[a][question], response) for a, seq, question, response in rows}


def _judge_prefixes(held: set[Entry], told: Told, tally: Tally) -> None:
    """Answers were sent one after the other: of an attempt nothing is missing before the last."""
    last: dict[int, int] = {}
    for attempt, seq, *_ in held:
        last[attempt] = max(seq, last.get(attempt, 0))
    for entry in told.acknowledged:
        if entry[1] <= last.get(entry[0], 0):
            tally.note(entry in held, f"a gap before the last answer: {entry}")


def _judge_uploads(tally: Tally) -> None:
    for _, group in materials.list_materials():
        for one in group:
            try:
                served = materials.get_file(one.id)
                content = served.path.read_bytes()
                right = hashlib.sha256(content).hexdigest() == served.path.name
            except NotFound:
                right = False
            tally.note(right, f"the file of {one.title} is missing")


def _is_genuine(code: str) -> bool:
    try:
        return receipts.verify(code).contest_slug == SLUG
    except NotFound:
        return False


def _published() -> set[tuple[int, int, str]]:
    columns = (PublishedBoards.contest_id, PublishedBoards.number, PublishedBoards.digest)
    return {(row[0], row[1], row[2]) for row in db.session.execute(select(*columns))}


def _takes_newcomers() -> bool:
    try:
        accounts.add_user(
            phone="0977777777",
            password=None,
            full_name="Người Mới",
            role=None,
            group="resident",
            commune=units.list_communes()[0].code,
            now=datetime.now(UTC),
        )
    except Exception:
        return False
    return True

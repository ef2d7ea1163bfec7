"""Importing a bank: a file becomes an immutable version, with its keys kept apart."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.exc import IntegrityError

from app.domain.bank_codec import canonical_json, keys_to_plain, questions_to_plain
from app.domain.bank_problems import Problem
from app.domain.errors import BankChanged, BankRefused
from app.domain.questions import Bank
from app.services import audit, bank_conversion, bank_images
from app.services.transactions import writing
from app.storage import banks as storage
from app.storage.banks import VersionFacts
from app.storage.tables import BankVersion

TRIES = 5


@dataclass(frozen=True, slots=True)
class Imported:
    """A version that is in the store now; `problems` are warnings only."""

    slug: str
    title: str
    number: int
    question_count: int
    problems: tuple[Problem, ...]
    already_there: bool


def import_bank(
    data: bytes,
    *,
    file_name: str,
    account_id: int | None,
    now: datetime,
    format: str | None = None,
    legacy: str = "",
    image_exists: Callable[[str], int] | None = None,
) -> Imported:
    """Check a bank file and store it as a new version, unless the newest content is there already.

    `format` and `legacy` as in `bank_conversion.read_any`. Images are looked for in the
    questions folder and the database unless `image_exists` says otherwise. Raises
    `BankRefused` with all problems when an error stands.
    """
    read = bank_conversion.read_any(
        data,
        file_name,
        format,
        image_exists=image_exists or bank_images.weights(),
        legacy=legacy,
    )
    if read.bank is None:
        raise BankRefused(read.problems)
    return store_bank(read.bank, read.problems, file_name=file_name, account_id=account_id, now=now)


def store_bank(
    bank: Bank,
    problems: tuple[Problem, ...] = (),
    *,
    file_name: str = "",
    act: str = "bank.import",
    started_from: int | None = None,
    account_id: int | None,
    now: datetime,
) -> Imported:
    """Store a checked bank as a new version, unless the newest content is there already.

    With `started_from`, the number of the version that was edited, only what is newest
    counts as there already, and `BankChanged` is raised when that version is not the
    newest any more. `problems` are its warnings, handed on.
    """
    content = _Content(
        bank,
        canonical_json(questions_to_plain(bank)),
        canonical_json(keys_to_plain(bank)),
        started_from,
    )
    for attempt in range(TRIES):
        try:
            facts, stored = _store(content, file_name, act, account_id, now)
            break
        except IntegrityError:
            # Another import took the slug, the number or the digest: look again.
            if attempt == TRIES - 1:
                raise
    return Imported(
        facts.slug, facts.title, facts.number, facts.question_count, problems, not stored
    )


@dataclass(frozen=True, slots=True)
class _Content:
    bank: Bank
    questions: str
    keys: str
    started_from: int | None

    def digest(self, number: int | None = None) -> str:
        """The digest of the content, or of its coming back as version `number`."""
        again = "" if number is None else f"\n{number}"
        return hashlib.sha256(f"{self.questions}\n{self.keys}{again}".encode()).hexdigest()


def _store(
    content: _Content, file_name: str, act: str, account_id: int | None, now: datetime
) -> tuple[VersionFacts, bool]:
    bank = content.bank
    with writing() as session:
        newest = storage.find_version(bank.slug)
        digest, known = _recognise(content, newest)
        if known is not None:
            return known, False
        row = storage.find_bank(bank.slug)
        if row is None:
            row = storage.add_bank(session, slug=bank.slug, title=bank.title, now=now)
        row.title = bank.title
        version = BankVersion(
            bank_id=row.id,
            number=newest.number + 1 if newest else 1,
            digest=digest,
            question_count=len(bank.questions),
            questions=content.questions,
            created_at=now,
            created_by=account_id,
        )
        storage.add_version(session, version, content.keys)
        detail = {"file": file_name, "digest": digest, "questions": len(bank.questions)}
        audit.record(
            session,
            account_id=account_id,
            act=act,
            subject=f"bank/{bank.slug}/{version.number}",
            detail=detail,
            now=now,
        )
        facts = VersionFacts(
            version.id, bank.slug, bank.title, version.number, digest, len(bank.questions), now
        )
    return facts, True


def _recognise(content: _Content, newest: VersionFacts | None) -> tuple[str, VersionFacts | None]:
    """The digest under which to keep the content, and the version that has it already."""
    digest = content.digest()
    known = storage.find_version_by_digest(content.bank.slug, digest)
    if content.started_from is None or newest is None:
        return digest, known
    if newest.number != content.started_from:
        raise BankChanged(newest.number)
    if newest.digest in (digest, content.digest(newest.number)):
        return digest, newest
    # Back to what an older version said: a new version all the same, with a digest of its own.
    return (digest, None) if known is None else (content.digest(newest.number + 1), None)

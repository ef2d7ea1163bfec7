"""Importing a bank: a file becomes an immutable version, with its keys kept apart."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from flask import current_app
from sqlalchemy.exc import IntegrityError

from app.domain.bank_codec import canonical_json, keys_to_plain, questions_to_plain
from app.domain.bank_problems import Problem
from app.domain.errors import BankRefused
from app.domain.questions import Bank
from app.formats import bank_yaml
from app.services import audit
from app.services.bank_checks import is_image
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
    image_exists: Callable[[str], bool] | None = None,
) -> Imported:
    """Check a bank file and store it as a new version, unless the newest content is there already.

    Images are looked for in the questions folder unless `image_exists` says
    otherwise. Raises `BankRefused` with all problems when an error stands.
    """
    read = bank_yaml.read(data, image_exists=image_exists or _image_in_questions_folder)
    if read.bank is None:
        raise BankRefused(read.problems)
    questions = canonical_json(questions_to_plain(read.bank))
    keys = canonical_json(keys_to_plain(read.bank))
    for attempt in range(TRIES):
        try:
            facts, stored = _store(read.bank, questions, keys, file_name, account_id, now)
            break
        except IntegrityError:
            # Another import took the slug, the number or the digest: look again.
            if attempt == TRIES - 1:
                raise
    return Imported(
        facts.slug, facts.title, facts.number, facts.question_count, read.problems, not stored
    )


def _store(
    bank: Bank, questions: str, keys: str, file_name: str, account_id: int | None, now: datetime
) -> tuple[VersionFacts, bool]:
    digest = hashlib.sha256(f"{questions}\n{keys}".encode()).hexdigest()
    with writing() as session:
        known = storage.find_version_by_digest(bank.slug, digest)
        if known is not None:
            return known, False
        row = storage.find_bank(bank.slug)
        if row is None:
            row = storage.add_bank(session, slug=bank.slug, title=bank.title, now=now)
        newest = storage.find_version(bank.slug)
        row.title = bank.title
        version = BankVersion(
            bank_id=row.id,
            number=newest.number + 1 if newest else 1,
            digest=digest,
            question_count=len(bank.questions),
            questions=questions,
            created_at=now,
            created_by=account_id,
        )
        storage.add_version(session, version, keys)
        detail = {"file": file_name, "digest": digest, "questions": len(bank.questions)}
        audit.record(
            session,
            account_id=account_id,
            act="bank.import",
            subject=f"bank/{bank.slug}/{version.number}",
            detail=detail,
            now=now,
        )
        facts = VersionFacts(
            version.id, bank.slug, bank.title, version.number, digest, len(bank.questions), now
        )
    return facts, True


def _image_in_questions_folder(name: str) -> bool:
    return is_image(Path(current_app.config["QUESTIONS_FOLDER"]), name)

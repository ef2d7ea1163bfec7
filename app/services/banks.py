"""Banks for those who use them: lists, and versions ready for drawing papers."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.exc import NoResultFound

from app.domain.bank_codec import keys_from_plain, questions_from_plain
from app.domain.errors import NotFound
from app.domain.questions import Key, Question, Topic
from app.services.bank_imports import Imported, import_bank
from app.services.caches import Lru, lru
from app.storage import banks as storage
from app.storage.banks import VersionFacts

__all__ = [
    "BankView",
    "CompiledBank",
    "Imported",
    "VersionView",
    "compiled",
    "compiled_keys",
    "get_bank",
    "import_bank",
    "latest_key_number",
    "list_banks",
]
KEPT_VERSIONS = 8
Cell = tuple[str | None, int | None]
"""A topic's id and a difficulty; None for questions that have none."""


@dataclass(frozen=True, slots=True)
class VersionView:
    """One version of a bank."""

    id: int
    number: int
    question_count: int
    created_at: datetime


@dataclass(frozen=True, slots=True)
class BankView:
    """A bank with its versions, newest first."""

    slug: str
    title: str
    versions: tuple[VersionView, ...]

    @property
    def latest(self) -> VersionView:
        """The newest version; every bank has one."""
        return self.versions[0]


@dataclass(frozen=True, slots=True)
class CompiledBank:
    """One version ready for use, without its keys; papers name questions by their place."""

    id: int
    slug: str
    title: str
    number: int
    language: str
    topics: tuple[Topic, ...]
    questions: tuple[Question, ...]
    by_id: Mapping[str, Question]

    def counts(self) -> Counter[Cell]:
        """How many questions there are of each topic and difficulty."""
        return Counter((question.topic, question.difficulty) for question in self.questions)


def list_banks() -> list[BankView]:
    """All banks by title, with their versions."""
    versions: dict[str, list[VersionFacts]] = {}
    for facts in storage.list_versions():
        versions.setdefault(facts.slug, []).append(facts)
    return [_view(facts) for facts in versions.values()]


def get_bank(slug: str) -> BankView:
    """One bank with its versions; raises `NotFound`."""
    facts = storage.list_versions(slug)
    if not facts:
        raise NotFound()
    return _view(facts)


def _view(facts: list[VersionFacts]) -> BankView:
    versions = tuple(
        VersionView(one.id, one.number, one.question_count, one.created_at) for one in facts
    )
    return BankView(facts[0].slug, facts[0].title, versions)


def compiled(bank_version_id: int) -> CompiledBank:
    """A version ready for use, from memory once read; raises `NotFound`."""
    kept: Lru[CompiledBank] = lru("banks", KEPT_VERSIONS)
    return kept.get(bank_version_id, lambda: _compile(bank_version_id))


def _compile(bank_version_id: int) -> CompiledBank:
    facts = storage.find_version_by_id(bank_version_id)
    if facts is None:
        raise NotFound()
    plain = json.loads(storage.get_questions(bank_version_id))
    questions = questions_from_plain(plain)
    return CompiledBank(
        id=bank_version_id,
        slug=facts.slug,
        title=plain["title"],
        number=facts.number,
        language=plain["language"],
        topics=tuple(Topic(topic["id"], topic["title"]) for topic in plain["topics"]),
        questions=questions,
        by_id={question.id: question for question in questions},
    )


def compiled_keys(bank_version_id: int, number: int) -> Mapping[str, Key]:
    """A version's keys under one number, by question id, kept once read; raises `NotFound`."""
    kept: Lru[Mapping[str, Key]] = lru("keys", KEPT_VERSIONS)
    return kept.get((bank_version_id, number), lambda: _compile_keys(bank_version_id, number))


def _compile_keys(bank_version_id: int, number: int) -> Mapping[str, Key]:
    try:
        return keys_from_plain(json.loads(storage.get_keys(bank_version_id, number)))
    except NoResultFound:
        raise NotFound() from None


def latest_key_number(bank_version_id: int) -> int:
    """The number of the newest key of a version; raises `NotFound`."""
    number = storage.find_latest_key_number(bank_version_id)
    if number is None:
        raise NotFound()
    return number

"""A bank with its keys, for the eyes of organisers only."""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping
from dataclasses import dataclass

from app.domain.bank_codec import bank_from_plain
from app.domain.bank_search import Match, Wanted, find, search_texts
from app.domain.errors import NotFound
from app.domain.questions import Bank, Key
from app.services import banks
from app.services.banks import BankView, CompiledBank, VersionView
from app.services.caches import Lru, lru
from app.storage import banks as storage

KEPT_TEXTS = 16


@dataclass(frozen=True, slots=True)
class BankContent:
    """One version of a bank, whole; `keys` are its newest, by question id."""

    bank: BankView
    version: VersionView
    compiled: CompiledBank
    keys: Mapping[str, Key]
    key_number: int = 1


def get_questions_with_keys(slug: str, number: int | None = None) -> BankContent:
    """A version of a bank with its newest keys; without a number the newest version.

    Raises `NotFound`.
    """
    bank = banks.get_bank(slug)
    version = _pick(bank, number)
    number = banks.latest_key_number(version.id)
    keys = banks.compiled_keys(version.id, number)
    return BankContent(bank, version, banks.compiled(version.id), keys, number)


def _pick(bank: BankView, number: int | None) -> VersionView:
    if number is None:
        return bank.latest
    for version in bank.versions:
        if version.number == number:
            return version
    raise NotFound()


@dataclass(frozen=True, slots=True)
class WholeBank:
    """One version of a bank as a value, with its newest keys."""

    view: BankView
    version: VersionView
    bank: Bank


def get_whole(slug: str, number: int | None = None) -> WholeBank:
    """A version of a bank as one value; without a number the newest. Raises `NotFound`."""
    view = banks.get_bank(slug)
    version = _pick(view, number)
    keys = storage.get_keys(version.id, banks.latest_key_number(version.id))
    bank = bank_from_plain(json.loads(storage.get_questions(version.id)), json.loads(keys))
    return WholeBank(view, version, bank)


@dataclass(frozen=True, slots=True)
class Hit:
    """A question that was found, and in which bank."""

    content: BankContent
    match: Match


def search(content: BankContent, wanted: Wanted) -> list[Match]:
    """The fitting questions of a version, the best first."""
    key = (content.version.id, content.key_number)
    kept: Lru[tuple[str, ...]] = lru("bank-search", KEPT_TEXTS)
    questions = content.compiled.questions
    texts = kept.get(key, lambda: search_texts(questions, content.keys))
    return find(questions, texts, wanted)


def search_everywhere(wanted: Wanted, *, held: Collection[str] = ()) -> list[Hit]:
    """The fitting questions of all banks but those `held`, in their newest versions, best first."""
    open_banks = (bank for bank in banks.list_banks() if bank.slug not in held)
    contents = (get_questions_with_keys(bank.slug) for bank in open_banks)
    hits = [Hit(content, match) for content in contents for match in search(content, wanted)]
    return sorted(hits, key=lambda hit: not hit.match.whole)

"""A bank with its keys, for the eyes of organisers only."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from app.domain.errors import NotFound
from app.domain.questions import Key
from app.services import banks
from app.services.banks import BankView, CompiledBank, VersionView


@dataclass(frozen=True, slots=True)
class BankContent:
    """One version of a bank, whole; `keys` are its newest, by question id."""

    bank: BankView
    version: VersionView
    compiled: CompiledBank
    keys: Mapping[str, Key]


def get_questions_with_keys(slug: str, number: int | None = None) -> BankContent:
    """A version of a bank with its newest keys; without a number the newest version.

    Raises `NotFound`.
    """
    bank = banks.get_bank(slug)
    version = _pick(bank, number)
    keys = banks.compiled_keys(version.id, banks.latest_key_number(version.id))
    return BankContent(bank, version, banks.compiled(version.id), keys)


def _pick(bank: BankView, number: int | None) -> VersionView:
    if number is None:
        return bank.latest
    for version in bank.versions:
        if version.number == number:
            return version
    raise NotFound()

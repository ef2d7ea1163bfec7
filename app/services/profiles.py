"""What people say of themselves, checked all at once."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar

from app.domain.contest_rules import GROUPS
from app.domain.errors import InvalidRequest, PasswordTooWeak, Refusal
from app.domain.names import clean_name
from app.domain.text import fold, vietnamese_sort_key
from app.storage import units

T = TypeVar("T")
SEARCH_LENGTH = 120
SORT_KEY_LENGTH = 600
_COMMUNE = re.compile(r"[0-9]{5}")
_LONGEST_CODE = 64
_PATHS = {"phone_invalid": "phone", "password_too_weak": "password", "consent_required": "consent"}


class Checks:
    """Runs checks one after another and refuses for all that failed."""

    def __init__(self) -> None:
        self._refusals: list[Refusal] = []

    def run(self, check: Callable[[], T]) -> T | None:
        """What the check returns, None when it refuses."""
        try:
            return check()
        except Refusal as refusal:
            self._refusals.append(refusal)
            return None

    def refuse_if_any(self) -> None:
        """Raise the one refusal as it is, several as `InvalidRequest` with all their paths.

        A phone, password or consent that is refused beside others is named by its
        path with the code, or the password's reason, as message.
        """
        if len(self._refusals) == 1:
            raise self._refusals[0]
        if self._refusals:
            raise InvalidRequest([pair for one in self._refusals for pair in _pairs(one)])


def _pairs(refusal: Refusal) -> list[tuple[str, str]]:
    if isinstance(refusal, InvalidRequest):
        return list(refusal.errors)
    message = refusal.reason if isinstance(refusal, PasswordTooWeak) else refusal.code
    return [(_PATHS.get(refusal.code, refusal.code), message)]


@dataclass(frozen=True, slots=True)
class Profile:
    """Name, group and units that can be kept."""

    full_name: str
    group: str
    commune: str
    organisation: str | None
    organisation_id: int | None

    def columns(self) -> dict[str, Any]:
        """The values of the columns of a person."""
        return {
            **name_columns(self.full_name),
            "group": self.group,
            "commune_code": self.commune,
            "organisation_id": self.organisation_id,
        }


def name_columns(full_name: str) -> dict[str, str]:
    """A name with the forms by which it is found and sorted."""
    return {
        "full_name": full_name,
        "search_name": fold(full_name)[:SEARCH_LENGTH],
        "sort_key": vietnamese_sort_key(full_name)[:SORT_KEY_LENGTH],
    }


def read_profile(*, full_name: str, group: str, commune: str, organisation: str | None) -> Profile:
    """The checked values; "" stands for no organisation.

    Raises `InvalidRequest` with every path at fault: the messages of `clean_name`
    for full_name, "unknown" for group, commune and organisation.
    """
    checks = Checks()
    name = checks.run(lambda: clean_name(full_name))
    checks.run(lambda: _check_group(group))
    checks.run(lambda: _check_commune(commune))
    organisation_id = checks.run(lambda: _organisation_id(organisation or None))
    checks.refuse_if_any()
    return Profile(name or "", group, commune, organisation or None, organisation_id)


def _check_group(group: str) -> None:
    if group not in GROUPS:
        raise InvalidRequest((("group", "unknown"),))


def _check_commune(commune: str) -> None:
    if not _COMMUNE.fullmatch(commune) or units.find_commune(commune) is None:
        raise InvalidRequest((("commune", "unknown"),))


def _organisation_id(code: str | None) -> int | None:
    if code is None:
        return None
    # Databases refuse some characters with an error instead of finding nothing.
    written = len(code) <= _LONGEST_CODE and code.isprintable()
    found = units.find_organisation_id(code) if written else None
    if found is None:
        raise InvalidRequest((("organisation", "unknown"),))
    return found

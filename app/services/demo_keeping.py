"""Invented people and their attempts on their way into the database, many at once."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

from flask import current_app
from sqlalchemy.orm import Session

from app.domain.attempts import ClosedBy
from app.domain.contests import elapsed_ms
from app.domain.receipts import receipt_code
from app.services import passwords
from app.services.demo_people import DemoPerson
from app.services.demo_sittings import Sitting, Table
from app.services.profiles import name_columns
from app.services.registering import new_public_id
from app.services.units import list_organisations
from app.storage import contests as contest_storage
from app.storage import filling as storage
from app.storage.types import from_microseconds, to_microseconds


class Guest(NamedTuple):
    """An invented person with the attempts taken."""

    person: DemoPerson
    sittings: Sequence[Sitting]


class Changed(Exception):
    """The organiser has changed the contest since its papers were drawn."""


class Keeper:
    """Writes people with their attempts in one transaction."""

    def __init__(self, session: Session, table: Table) -> None:
        self._session, self._table = session, table
        self._secret = current_app.config["SECRET_KEY"]
        self._units = {one.code: one.id for one in list_organisations()}

    def keep(self, guests: Sequence[Guest]) -> int:
        """Returns how many attempts; raises `Changed`."""
        contest, round_ = self._table.contest, self._table.round
        unchanged = contest_storage.hold_for_start(
            self._session,
            round_id=round_.id,
            bank_version_id=round_.bank_version_id,
            rules_number=contest.rules_number,
        )
        key_number = contest_storage.hold_key_number(self._session, round_.id)
        if not unchanged or key_number != round_.key_number:
            raise Changed
        people = storage.take_ids(self._session, storage.PEOPLE, len(guests))
        self._add_people(people, guests)
        owners = [
            (person_id, sitting)
            for person_id, guest in zip(people, guests, strict=True)
            for sitting in guest.sittings
        ]
        ids = storage.take_ids(self._session, storage.ATTEMPTS, len(owners))
        self._add_attempts([(one, *owner) for one, owner in zip(ids, owners, strict=True)])
        return len(owners)

    def _add_people(self, ids: Sequence[int], guests: Sequence[Guest]) -> None:
        since = to_microseconds(self._table.contest.created_at)
        people, accounts = [], []
        numbers = storage.take_ids(self._session, storage.ACCOUNTS, len(guests))
        for person_id, account_id, guest in zip(ids, numbers, guests, strict=True):
            who = guest.person
            created = guest.sittings[0].started if guest.sittings else since
            people.append(
                (
                    person_id, new_public_id(), *_names(who.full_name), who.group, who.commune,
                    self._units.get(who.organisation or ""), created, who.birth_year,
                )
            )  # fmt: skip
            accounts.append((account_id, person_id, who.phone, passwords.NEVER, 0, created))
        storage.add_rows(self._session, storage.PEOPLE, _PERSON, people)
        storage.add_rows(self._session, storage.ACCOUNTS, _ACCOUNT, accounts)

    def _add_attempts(self, owned: Sequence[tuple[int, int, Sitting]]) -> None:
        contest, round_ = self._table.contest, self._table.round
        attempts, entries, results = [], [], []
        for attempt_id, person_id, one in owned:
            sheet, ended_at = one.sheet, from_microseconds(one.ended)
            receipt = receipt_code(
                self._secret, attempt_id=attempt_id, answers_hash=sheet.digest,
                ended_at=ended_at, prediction=one.prediction,
            )  # fmt: skip
            attempts.append(
                (
                    attempt_id, person_id, round_.id, one.number, contest.rules_number, sheet.seed,
                    ",".join(map(str, sheet.places)), one.started, one.deadline, one.ended,
                    ClosedBy.SUBMISSION.value, one.prediction, sheet.digest, receipt, 0,
                )
            )  # fmt: skip
            entries += [
                (attempt_id, place + 1, place, choice.text, saved)
                for place, (choice, saved) in enumerate(zip(sheet.choices, one.saved, strict=True))
            ]
            used = elapsed_ms(
                from_microseconds(one.started), ended_at, from_microseconds(one.deadline)
            )
            results.append(
                (
                    attempt_id, round_.id, person_id, round_.key_number, sheet.mills,
                    sheet.max_mills, sheet.correct, used, one.ended, 0,
                )
            )  # fmt: skip
        storage.add_rows(self._session, storage.ATTEMPTS, _ATTEMPT, attempts)
        storage.add_rows(self._session, storage.ENTRIES, _ENTRY, entries)
        storage.add_rows(self._session, storage.RESULTS, _RESULT, results)


@lru_cache(maxsize=20_000)
def _names(full_name: str) -> tuple[str, str, str]:
    columns = name_columns(full_name)
    return columns["full_name"], columns["search_name"], columns["sort_key"]


_PERSON = (
    "id", "public_id", "full_name", "search_name", "sort_key", "group_code", "commune_code",
    "organisation_id", "created_at", "birth_year",
)  # fmt: skip
_ACCOUNT = ("id", "person_id", "phone", "password_hash", "epoch", "created_at")
_ATTEMPT = (
    "id", "person_id", "round_id", "number", "rules_number", "seed", "paper", "started_at",
    "deadline_at", "closed_at", "closed_by", "prediction", "answers_hash", "receipt", "paused_ms",
)  # fmt: skip
_ENTRY = ("attempt_id", "seq", "question", "response", "saved_at")
_RESULT = (
    "attempt_id", "round_id", "person_id", "key_number", "mills", "max_mills", "correct",
    "time_ms", "ended_at", "on_board",
)  # fmt: skip

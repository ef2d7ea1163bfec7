"""Who takes no place in a contest because of a part in holding it: the organiser's list.

Whether they may play out of competition is in the rules. One rule for every board: their
results are never among those that standings are derived from (app.storage.derivations).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from app.domain.eligibility import EXCLUSION_ROLES
from app.domain.errors import InvalidRequest, NotFound, PhoneInvalid
from app.domain.phones import normalise
from app.services import audit, board_refresh, contests
from app.services.transactions import writing
from app.storage import contests as contest_storage
from app.storage import derivations
from app.storage import exclusions as storage
from app.storage.exclusions import ExclusionFacts
from app.storage.tables import Contest, ContestExclusion

__all__ = ["EXCLUSION_ROLES", "ExclusionFacts", "add", "add_many", "list_exclusions", "remove"]
MOST_AT_ONCE = 200


@dataclass(frozen=True, slots=True)
class Added:
    """What became of several phones: how many are new, how many were on the list before."""

    new: int
    known: int


def list_exclusions(slug: str) -> list[ExclusionFacts]:
    """The list of a contest; raises `NotFound`."""
    return storage.list_exclusions(contests.get_contest(slug).id)


def add(slug: str, *, phone: str, role: str, account_id: int | None, now: datetime) -> bool:
    """Put one phone on the list; False when it was there. As `add_many`."""
    return add_many(slug, phones=[phone], role=role, account_id=account_id, now=now).new == 1


def add_many(
    slug: str, *, phones: Sequence[str], role: str, account_id: int | None, now: datetime
) -> Added:
    """Put people on the list by their phones; what they have played leaves the boards.

    Raises `NotFound`, and `InvalidRequest` with the places of phones that are none, an
    unknown role, too many at once, or "final".
    """
    numbers = _read(phones, role)
    new = 0
    with writing() as session:
        contest = _hold(session, slug)
        for number in dict.fromkeys(numbers):
            new += _put(session, contest, number, role, now)
        if new:
            _record(
                session, account_id, "contest.exclude", slug, {"role": role, "people": new}, now
            )
    board_refresh.refresh(now, eager=False)
    return Added(new, len(set(numbers)) - new)


def remove(slug: str, *, exclusion_id: int, account_id: int | None, now: datetime) -> None:
    """Take somebody off the list; what they have played counts again. Raises `NotFound`."""
    with writing() as session:
        contest = _hold(session, slug)
        row = storage.find(session, contest.id, exclusion_id)
        if row is None:
            raise NotFound()
        person_id, role = row.person_id, row.role
        storage.remove(session, row)
        if person_id is not None:
            storage.reopen_results(session, contest.id, person_id)
        _record(session, account_id, "contest.readmit", slug, {"role": role}, now)
    board_refresh.refresh(now, eager=False)


def _read(phones: Sequence[str], role: str) -> list[str]:
    wrong: list[tuple[str, str]] = [] if role in EXCLUSION_ROLES else [("role", "choice")]
    if not phones:
        wrong.append(("phones", "missing"))
    if len(phones) > MOST_AT_ONCE:
        wrong.append(("phones", "range"))
    numbers = []
    for place, phone in enumerate(phones):
        try:
            numbers.append(normalise(phone))
        except PhoneInvalid:
            wrong.append((f"phones[{place}]", "phone"))
    if wrong:
        raise InvalidRequest(tuple(wrong))
    return numbers


def _hold(session: Session, slug: str) -> Contest:
    # The boards first, as their refresh does.
    derivations.hold_boards(session)
    contest = contest_storage.hold_contest(session, slug)
    if contest is None:
        raise NotFound()
    if contest.finalised_at is not None:
        raise InvalidRequest((("phones", "final"),))
    return contest


def _put(session: Session, contest: Contest, phone: str, role: str, now: datetime) -> int:
    person_id = storage.find_person(phone)
    row = ContestExclusion(
        contest_id=contest.id,
        person_id=person_id,
        phone=phone if person_id is None else None,
        role=role,
        added_at=now,
    )
    try:
        with session.begin_nested():
            storage.add(session, row)
    except IntegrityError:
        return 0  # On the list already.
    if person_id is not None:
        storage.reopen_results(session, contest.id, person_id)
    return 1


def _record(
    session: Session, account_id: int | None, act: str, slug: str, detail: dict[str, object],
    now: datetime,
) -> None:  # fmt: skip
    audit.record(
        session, account_id=account_id, act=act, subject=f"contest/{slug}", detail=detail, now=now
    )

"""Halls: people in one room join a contest by a code, and a big screen shows how many."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy.exc import IntegrityError

from app.domain.contests import State
from app.domain.errors import ContestNotOpen, InvalidRequest, NotFound
from app.domain.halls import new_code, read_code
from app.domain.text import clean_line
from app.services import audit, contests, units
from app.services.caches import Lru, lru
from app.services.transactions import writing
from app.storage import halls as storage
from app.storage.constraints import broken_unique
from app.storage.halls import HallFacts, UnitCount
from app.storage.tables import Hall

__all__ = [
    "HallFacts",
    "Live",
    "UnitCount",
    "close_hall",
    "get_hall",
    "is_open",
    "list_halls",
    "open_hall",
    "watch",
]
LASTS = timedelta(hours=24)
"""A hall that nobody closed counts as closed after this."""
SHOWN_UNITS = 8
LONGEST_TITLE = 200
TRIES = 5
COUNTED_EVERY = 2
"""Seconds; between two counts every screen is told the same."""
KEPT = 64


@dataclass(frozen=True, slots=True)
class Live:
    """What a hall's screen shows: everybody, and the units with most people.

    While boards are `frozen` there are totals only: who comes from where is a board, too.
    """

    people: int
    attempts: int
    communes: tuple[UnitCount, ...]
    organisations: tuple[UnitCount, ...]
    frozen: bool = False


def open_hall(
    slug: str,
    *,
    title: str,
    commune: str | None,
    organisation: str | None,
    account_id: int | None,
    now: datetime,
    below: Callable[[int], int],
) -> HallFacts:
    """Open a door to an open contest; `below` gives the chance numbers of its code.

    Raises `NotFound`, `ContestNotOpen`, `InvalidRequest`.
    """
    contest = contests.get_public_contest(slug)
    if contest.state(now) is not State.OPEN:
        raise ContestNotOpen()
    clean = clean_line(title)[:LONGEST_TITLE] or contest.title
    unit = _unit(commune, organisation)
    for attempt in range(TRIES):
        code = new_code(below)
        try:
            with writing() as session:
                hall = Hall(
                    contest_id=contest.id,
                    code=code,
                    title=clean,
                    after_attempt_id=storage.find_newest_attempt(),
                    created_at=now,
                    created_by=account_id,
                    **unit,
                )
                storage.add_hall(session, hall)
                audit.record(
                    session,
                    account_id=account_id,
                    act="hall.open",
                    subject=f"contest/{slug}",
                    detail={"code": code, "commune": commune, "organisation": organisation},
                    now=now,
                )
            break
        except IntegrityError as error:
            if broken_unique(error) != "halls.code" or attempt == TRIES - 1:
                raise
    return _found(code)


def _unit(commune: str | None, organisation: str | None) -> dict[str, str | int | None]:
    errors = []
    found = units.find_organisation(organisation) if organisation else None
    if organisation and found is None:
        errors.append(("organisation", "unknown"))
    if commune and units.find_commune(commune) is None:
        errors.append(("commune", "unknown"))
    if errors:
        raise InvalidRequest(tuple(errors))
    return {"commune_code": commune or None, "organisation_id": found.id if found else None}


def close_hall(slug: str, code: str, *, account_id: int | None, now: datetime) -> None:
    """Close a door of a contest; closed again, nothing happens.

    Raises `NotFound`, also for a door of another contest.
    """
    hall = _found(code)
    if hall.contest_slug != slug:
        raise NotFound()
    with writing() as session:
        if storage.close_hall(session, hall.code, now):
            audit.record(
                session,
                account_id=account_id,
                act="hall.close",
                subject=f"contest/{hall.contest_slug}",
                detail={"code": hall.code},
                now=now,
            )


def get_hall(typed: str, *, now: datetime) -> HallFacts:
    """An open hall by its code as typed; raises `NotFound` once it is closed."""
    code = read_code(typed)
    if code is None:
        raise NotFound()
    hall = _found(code)
    if not is_open(hall, now=now):
        raise NotFound()
    return hall


def is_open(hall: HallFacts, *, now: datetime) -> bool:
    """Whether people may still come in."""
    return hall.closed_at is None and now < hall.created_at + LASTS


def list_halls(slug: str) -> list[HallFacts]:
    """The halls of a contest, newest first; raises `NotFound`."""
    return storage.list_halls(contests.get_contest(slug).id)


def watch(hall: HallFacts, *, now: datetime) -> Live:
    """What happens in a hall, counted anew every `COUNTED_EVERY` seconds for all who ask."""
    kept: Lru[Live] = lru("halls", KEPT)
    moment = int(now.timestamp()) // COUNTED_EVERY
    return kept.get((hall.id, moment), lambda: _count(hall, now))


def _count(hall: HallFacts, now: datetime) -> Live:
    people, attempts = storage.count_all(hall)
    if contests.get_contest(hall.contest_slug).freeze.is_on(now):
        return Live(people, attempts, (), (), frozen=True)
    return Live(
        people,
        attempts,
        tuple(storage.count_communes(hall, SHOWN_UNITS)),
        tuple(storage.count_organisations(hall, SHOWN_UNITS)),
    )


def _found(code: str) -> HallFacts:
    hall = storage.find_hall(code)
    if hall is None:
        raise NotFound()
    return hall

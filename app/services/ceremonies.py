"""The ceremony: the first places of a frozen contest, revealed one by one from the last.

What is prepared is for organisers' eyes; everybody sees the rows that were revealed.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby

from sqlalchemy.orm import Session

from app.domain.errors import InvalidRequest, NotFound
from app.domain.names import mask
from app.domain.ranking import ranks
from app.services import audit, board_refresh, contests
from app.services.contest_views import ContestView
from app.services.transactions import end_reading, writing
from app.storage import ceremonies as storage
from app.storage import contests as contest_storage
from app.storage import derivations, people, recounts
from app.storage.db import db
from app.storage.derivations import Pending
from app.storage.standing_rows import Row

BATCH = 500
MOST_PLACES = 50


@dataclass(frozen=True, slots=True)
class Revealed:
    """One place as the ceremony shows it; names as the rules let them be shown."""

    rank: int
    name: str
    commune: str
    organisation: str | None
    mills: int
    max_mills: int
    correct: int
    time_ms: int


@dataclass(frozen=True, slots=True)
class CeremonyView:
    """The rows shown so far, best first, of how many; `waiting` are still hidden."""

    shown: tuple[Revealed, ...]
    total: int
    prepared_at: datetime

    @property
    def waiting(self) -> int:
        """How many places are still to be revealed."""
        return self.total - len(self.shown)


def prepare(slug: str, *, places: int, account_id: int | None, now: datetime) -> int:
    """Derive the first places from all results, withheld ones too; returns how many.

    Raises `NotFound`, and `InvalidRequest` unless the contest is frozen.
    """
    contest = contests.get_contest(slug)
    if not 1 <= places <= MOST_PLACES:
        raise InvalidRequest((("places", "range"),))
    if not contest.freeze.is_on(now):
        raise InvalidRequest((("freeze", "not_frozen"),))
    rows = _first_places(contest, places)
    plain = json.dumps([_plain(contest, *one) for one in rows], ensure_ascii=False)
    with writing() as session:
        storage.put(session, contest.id, plain, len(rows), now)
        _record(session, account_id, "ceremony.prepare", slug, {"places": len(rows)}, now)
    return len(rows)


def advance(slug: str, *, step: int, account_id: int | None, now: datetime) -> None:
    """Reveal the next place, the `step`th; asked twice, one place is revealed.

    Raises `NotFound` and `InvalidRequest` when the contest is not frozen.
    """
    contest = contests.get_contest(slug)
    if not contest.freeze.is_on(now):
        raise InvalidRequest((("freeze", "not_frozen"),))
    with writing() as session:
        contest_storage.hold_contest(session, slug)
        if storage.advance(session, contest.id, step):
            _record(session, account_id, "ceremony.advance", slug, {"step": step}, now)


def watch(contest: ContestView) -> CeremonyView:
    """What everybody sees; raises `NotFound` when no ceremony is prepared."""
    facts = storage.find(contest.id)
    if facts is None:
        raise NotFound()
    rows = [Revealed(**one) for one in json.loads(facts.rows)]
    shown = rows[facts.total - facts.step :] if facts.step else []
    return CeremonyView(tuple(shown), facts.total, facts.prepared_at)


def _first_places(contest: ContestView, places: int) -> list[tuple[int, Row]]:
    best: list[Row] = []
    for row in _all_rows(contest):
        best.append(row)
        if len(best) > 4 * places + BATCH:
            best = sorted(best, key=_order)[:places]
    best = sorted(best, key=_order)[:places]
    return list(zip(ranks([row.rank_key for row in best]), best, strict=True))


def _order(row: Row) -> tuple[str, int]:
    return row.rank_key, row.person_id


def _all_rows(contest: ContestView) -> Iterator[Row]:
    last = 0
    while found := recounts.list_people(contest.id, last, BATCH):
        last = found[-1].id
        pending = [Pending(0, contest.id, one.id) for one in found]
        scored = derivations.list_scored(db.session(), pending)
        for _, results in groupby(scored, key=lambda one: one.person_id):
            rows = board_refresh.standings_of(contest, list(results))
            yield next(row for row in rows if row.scope == 0)
        end_reading()


def _plain(contest: ContestView, rank: int, row: Row) -> dict[str, object]:
    person = people.get_person(row.person_id)
    name = person.full_name if contest.rules.show_full_names else mask(person.full_name)
    return {
        "rank": rank,
        "name": name,
        "commune": person.commune_name,
        "organisation": person.organisation_name,
        "mills": row.mills,
        "max_mills": row.max_mills,
        "correct": row.correct,
        "time_ms": row.time_ms,
    }


def _record(
    session: Session, account_id: int | None, act: str, slug: str, detail: dict[str, object],
    now: datetime,
) -> None:  # fmt: skip
    audit.record(
        session,
        account_id=account_id,
        act=act,
        subject=f"contest/{slug}",
        detail=detail,
        now=now,
    )

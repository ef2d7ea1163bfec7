"""Published boards: kept under numbers as the contest goes on, and shown again.

How much that is: with one round, 124 communes and 63 organisations 20 KB a row (compressed;
each further round adds 10 KB), so at most 144 rows or 3 MB a day while boards change without
a pause, and half of it again for who was answering at that moment in a rush. Rows that were
kept only because something had changed go after seven days (`CHANGES_KEPT`), so that they
never hold more than 30 MB a contest; about one row a day remains, besides those of the
freeze, the reveal, the end and the reports. Numbers are never given twice.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from app.domain.errors import NotFound
from app.domain.publishing import CHANGES_KEPT, Course, Kept, Reason, due_reason, is_current
from app.services import contests, published_content
from app.services.board_views import Board, UnitBoard
from app.services.contest_views import ContestView
from app.services.transactions import end_reading, writing
from app.storage import contests as contest_storage
from app.storage import published as storage
from app.storage.published import CourseFacts, Facts
from app.storage.tables import PublishedBoards

TRIES = 3


@dataclass(frozen=True, slots=True)
class PublishedView:
    """One of the numbered boards; `before` and `after` are its kept neighbours' numbers."""

    contest: ContestView
    facts: Facts
    board: Board | UnitBoard
    frozen: bool
    final: bool
    before: int | None
    after: int | None


@dataclass(frozen=True, slots=True)
class PublishedPage:
    """A page of a contest's numbered boards, newest first."""

    contest: ContestView
    total: int
    rows: list[Facts]
    offset: int
    limit: int


def publish_due(now: datetime) -> int:
    """Keep the boards of every contest that has a reason; returns how many. Part of the ticker.

    While results are being derived anew, boards are a mixture: they are kept once that is done.
    """
    kept = 0
    for facts, course in list_courses():
        reason = due_reason(course, now)
        if reason is None or storage.has_mixture(facts.contest_id):
            continue
        _keep(facts.slug, reason, now)
        kept += 1
    return kept


def publish_now(slug: str, reason: Reason, now: datetime) -> int:
    """Keep the boards now and return their number, or that of the newest if nothing has changed.

    Raises `NotFound`, also for drafts.
    """
    contests.get_public_contest(slug)
    for _, course in list_courses(slug):
        if course.kept is not None and is_current(course, now):
            return course.kept.number
    return _keep(slug, reason, now)


def forget_old(now: datetime) -> int:
    """Drop what was kept only because of a change, after `CHANGES_KEPT`; returns how many rows."""
    with writing() as session:
        return storage.forget(session, Reason.CHANGE.value, now - CHANGES_KEPT)


def list_courses(slug: str | None = None) -> list[tuple[CourseFacts, Course]]:
    """What has happened in every contest that everybody may see, or in one."""
    states = storage.list_states()
    found = []
    for facts in storage.list_courses(slug):
        scopes = states.get(facts.contest_id, {}).values()
        found.append((facts, _course(facts, sum(one.change for one in scopes))))
    return found


def list_published(slug: str, *, offset: int = 0, limit: int = 50) -> PublishedPage:
    """The numbered boards of a contest; raises `NotFound`."""
    contest = contests.get_public_contest(slug)
    rows = storage.list_facts(contest.id, offset=max(0, offset), limit=max(0, limit))
    return PublishedPage(contest, storage.count(contest.id), rows, offset, limit)


def get_published(
    slug: str,
    number: int,
    *,
    kind: str,
    round_number: int | None = None,
    division: str | None = None,
) -> PublishedView:
    """One board of a number; raises `NotFound`, also for a board that was not kept."""
    contest = contests.get_public_contest(slug)
    stored = storage.find(contest.id, number)
    if stored is None:
        raise NotFound()
    content = published_content.read(stored.content)
    board = published_content.board_of(
        contest,
        content,
        published_content.read(stored.basis),
        kind=kind,
        round_number=round_number,
        division=division,
    )
    before, after = storage.list_neighbours(contest.id, number)
    return PublishedView(
        contest, stored.facts, board, content["frozen"], content["final"], before, after
    )


def get_content(slug: str, number: int) -> tuple[Facts, bytes]:
    """The very text whose SHA-256 is the digest of a number; raises `NotFound`."""
    contest = contests.get_public_contest(slug)
    stored = storage.find(contest.id, number)
    if stored is None:
        raise NotFound()
    return stored.facts, published_content.text_of(stored.content)


def _keep(slug: str, reason: Reason, now: datetime) -> int:
    for _ in range(TRIES):  # Somebody's result may arrive just between.
        taken = published_content.take(slug, now)
        if not taken.mixed:
            break
    end_reading()
    with writing() as session:
        contest = contest_storage.hold_contest(session, slug)
        if contest is None:
            raise NotFound()
        number = storage.next_number(session, taken.contest_id)
        row = PublishedBoards(
            contest_id=taken.contest_id,
            number=number,
            published_at=now,
            as_of=taken.as_of,
            reason=reason.value,
            change=taken.change,
            digest=taken.digest,
            content=taken.content,
            basis=taken.basis,
        )
        storage.add(session, row)
    return number


def _course(facts: CourseFacts, change: int) -> Course:
    kept = None
    if facts.number is not None and facts.published_at is not None:
        kept = Kept(facts.number, facts.published_at, facts.change or 0)
    return Course(
        change=change,
        closes_at=facts.closes_at,
        freeze_at=facts.freeze_at,
        revealed_at=facts.revealed_at,
        finalised_at=facts.finalised_at,
        kept=kept,
    )

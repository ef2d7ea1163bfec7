"""Watching a contest: what goes on now, how it went, who takes part, and what is wrong.

Everybody who watches is told the same: figures are counted anew only every few seconds,
those that read much only every half minute (see app.storage.watching for what each costs).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from app.domain import watching as domain
from app.domain.attempts import SWEEP_MARGIN, ClosedBy
from app.domain.contests import State
from app.domain.unit_boards import UnitRow
from app.domain.watching import Flow, ScoreColumn
from app.services import boards, contests, monitoring
from app.services.caches import Lru, lru
from app.services.contests import ContestView
from app.storage import watching as storage

__all__ = ["Flow", "History", "Live", "Participation", "ScoreColumn", "Watch", "watch"]
COUNTED_EVERY = 5
"""Seconds between two counts of what is cheap to count."""
READ_EVERY = 30
"""Seconds between two looks at all attempts and at the whole board."""
KEPT = 32
A_MINUTE = timedelta(minutes=1)
BOARD_SHALL_BE = timedelta(seconds=5)
"""A board may be so old."""
ONE_TICK = timedelta(seconds=1)
PATIENCE = timedelta(seconds=10)
"""How long after its time an open attempt may wait to be closed before that is a problem."""
BACKGROUND_STANDS_STILL = 15.0
JOBS_OF = timedelta(days=1)
ALL = 100_000


@dataclass(frozen=True, slots=True)
class Live:
    """What goes on now. `board_age` is in seconds, 0 when the board shows everything.

    `background_age` is in seconds since the background work was last seen, None: never.
    """

    at: datetime
    people: int
    attempts: int
    open: int
    saves_a_minute: int
    board_age: float
    overdue: int
    answer_files: int
    jobs_waiting: int
    jobs_failed: int
    background_age: float | None

    @property
    def board_is_late(self) -> bool:
        """Whether the board is older than it may be."""
        return self.board_age > BOARD_SHALL_BE.total_seconds()

    @property
    def background_is_gone(self) -> bool:
        """Whether nobody closes attempts and refreshes boards."""
        age = self.background_age
        return age is None or age > BACKGROUND_STANDS_STILL

    @property
    def is_well(self) -> bool:
        """Whether there is nothing to do for anybody."""
        wrong = self.overdue or self.answer_files or self.jobs_failed
        return not (wrong or self.board_is_late or self.background_is_gone)


@dataclass(frozen=True, slots=True)
class History:
    """How it went until `at`; `ended_today` counts attempts since midnight in Vietnam."""

    at: datetime
    ended_today: int
    hours: tuple[tuple[datetime, Flow], ...]
    days: tuple[tuple[date, Flow], ...]
    scores: tuple[ScoreColumn, ...]


@dataclass(frozen=True, slots=True)
class Participation:
    """All units of a kind with their people, in the order of their board.

    `as_of` is when that was derived, None before the first result.
    """

    kind: str
    as_of: datetime | None
    rows: tuple[UnitRow, ...]

    @property
    def absent(self) -> list[UnitRow]:
        """The units of which nobody has taken part."""
        return [row for row in self.rows if not row.participants]


@dataclass(frozen=True, slots=True)
class Watch:
    """Everything that the page of a contest's watchers shows."""

    contest: ContestView
    state: State
    live: Live
    history: History
    communes: Participation
    organisations: Participation


def watch(slug: str, *, now: datetime) -> Watch:
    """A contest as it is at `now`, give or take some seconds. Raises `NotFound`, for drafts too."""
    contest = contests.get_public_contest(slug)
    lives: Lru[Live] = lru("watching.live", KEPT)
    histories: Lru[History] = lru("watching.history", KEPT)
    return Watch(
        contest=contest,
        state=contest.state(now),
        live=lives.get((contest.id, _turn(now, COUNTED_EVERY)), lambda: _live(contest, now)),
        history=histories.get(
            (contest.id, contest.closes_at, _turn(now, READ_EVERY)), lambda: _history(contest, now)
        ),
        communes=participation(slug, "commune", now=now),
        organisations=participation(slug, "organisation", now=now),
    )


def participation(slug: str, kind: str, *, now: datetime) -> Participation:
    """Who of which units takes part: the unit board as it was last derived. Raises `NotFound`."""
    kept: Lru[Participation] = lru("watching.units", KEPT)
    return kept.get((slug, kind, _turn(now, COUNTED_EVERY)), lambda: _participation(slug, kind))


def _turn(now: datetime, seconds: int) -> int:
    return int(now.timestamp()) // seconds


def _rounds(contest: ContestView) -> list[int]:
    return [one.id for one in contest.rounds]


def _live(contest: ContestView, now: datetime) -> Live:
    rounds = _rounds(contest)
    grace = timedelta(seconds=contest.rules.grace_seconds)
    background = monitoring.background_age(now)
    return Live(
        at=now,
        people=storage.count_people(contest.id, rounds),
        attempts=storage.count_attempts(rounds),
        open=storage.count_open(rounds),
        saves_a_minute=storage.count_saves(rounds, now - A_MINUTE),
        board_age=_board_age(rounds, grace, now),
        overdue=storage.count_open(rounds, now - grace - SWEEP_MARGIN - PATIENCE),
        answer_files=storage.count_answer_files(rounds),
        jobs_waiting=storage.count_jobs("waiting"),
        jobs_failed=storage.count_jobs("failed", since=now - JOBS_OF),
        background_age=background if background >= 0 else None,
    )


def _board_age(rounds: list[int], grace: timedelta, now: datetime) -> float:
    # An attempt that nobody submitted counts as ended at its deadline, but it is closed,
    # and can be on the board, only when the grace is over.
    oldest = 0.0
    for closed_by, ended_at in storage.list_waiting(rounds):
        late = closed_by == ClosedBy.DEADLINE
        known = ended_at + grace + SWEEP_MARGIN + ONE_TICK if late else ended_at
        oldest = max(oldest, (now - known).total_seconds())
    return oldest


def _history(contest: ContestView, now: datetime) -> History:
    flows = domain.by_hour(storage.list_moves(_rounds(contest)))
    until = max(contest.opens_at, min(now, contest.closes_at))
    return History(
        at=now,
        ended_today=domain.ended_on(flows, now),
        hours=tuple(domain.last_hours(flows, until)),
        days=tuple(domain.by_day(flows, contest.opens_at, until)),
        scores=tuple(domain.score_columns(storage.list_scores(contest.id))),
    )


def _participation(slug: str, kind: str) -> Participation:
    board = boards.unit_board(slug, kind, limit=ALL)
    return Participation(kind, board.as_of, tuple(board.rows))

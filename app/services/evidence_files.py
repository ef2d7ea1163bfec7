"""The evidence bundle of a contest that is over, as a job's file."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from app.domain.contests import State
from app.domain.errors import ContestNotClosed
from app.services import audit, contests, evidence_bundles
from app.services.contests import ContestView
from app.services.jobs import Outcome
from app.services.transactions import writing

JOB = "evidence.write"
OVER = (State.CLOSED, State.FINAL)
MOST_PSEUDONYMS = 10**12


def may_write(contest: ContestView, now: datetime) -> bool:
    """Whether the keys may leave the house: nobody answers any more."""
    return contest.state(now) in OVER


def write(
    slug: str,
    *,
    account_id: int | None,
    now: datetime,
    below: Callable[[int], int],
    progress: Callable[[int, int], None],
) -> Outcome:
    """Write the bundle; people get pseudonyms by chance, all different, for it alone.

    Raises `NotFound`, and `ContestNotClosed` while somebody may still answer.
    """
    contest = contests.get_public_contest(slug)
    if not may_write(contest, now):
        raise ContestNotClosed()
    # Before it is written: the bundle's own chain then says who took it.
    with writing() as session:
        audit.record(
            session,
            account_id=account_id,
            act="evidence.write",
            subject=f"contest/{slug}",
            detail={},
            now=now,
        )
    given = _Pseudonyms(below)
    counted = _Counted(contests.count_participation(contest.id).attempts, progress)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "bundle.zip"
        evidence_bundles.write_bundle(slug, path, number_for=given.number_for, progress=counted.add)
        data = path.read_bytes()
    return Outcome(
        {"slug": slug, "people": given.count},
        output=data,
        file_name=f"bang-chung-{slug}-{now:%Y%m%d}.zip",
        media_type="application/zip",
    )


class _Pseudonyms:
    def __init__(self, below: Callable[[int], int]) -> None:
        self._below = below
        self._given: dict[int, int] = {}
        self._taken: set[int] = set()

    @property
    def count(self) -> int:
        return len(self._given)

    def number_for(self, person_id: int) -> int:
        while person_id not in self._given:
            drawn = self._below(MOST_PSEUDONYMS)
            if drawn not in self._taken:
                self._taken.add(drawn)
                self._given[person_id] = drawn
        return self._given[person_id]


class _Counted:
    def __init__(self, total: int, progress: Callable[[int, int], None]) -> None:
        self._done, self._total, self._progress = 0, total, progress

    def add(self, count: int) -> None:
        self._done += count
        self._progress(min(self._done, self._total), self._total)

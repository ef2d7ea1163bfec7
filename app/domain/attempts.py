"""One sitting: what may still be saved, which answer counts, and when it is over."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any, NamedTuple

from app.domain.errors import AlreadySubmitted, AttemptClosed

SWEEP_MARGIN = timedelta(seconds=2)
"""How long after the grace an attempt waits to be closed by others than its owner:
saves that arrived in time may still be queueing for the database."""

SHOWING_BOUND = timedelta(seconds=30)
"""How long after the start the clock may still begin anew, once the paper is on the screen."""


class ClosedBy(StrEnum):
    SUBMISSION = "submission"
    DEADLINE = "deadline"


@dataclass(frozen=True, slots=True)
class Entry:
    """One tap as the phone numbered it: `question` is its place in the paper, from 0."""

    seq: int
    question: int
    response: Any


class Kept(NamedTuple):
    """What the journal holds of one entry, without its content."""

    seq: int
    question: int
    answered: bool


@dataclass(frozen=True, slots=True)
class JournalState:
    """Where an attempt's journal stands: highest seq, each question's newest entry, and
    which entries (seq and question) there are."""

    last_seq: int
    newest: Mapping[int, Kept]
    entries: frozenset[tuple[int, int]] = frozenset()

    @property
    def answered(self) -> int:
        """How many questions have an answer now."""
        return sum(entry.answered for entry in self.newest.values())

    def after(self, entries: Iterable[Entry]) -> JournalState:
        """The state once `entries` are added; what was there first keeps its seq."""
        added = (Kept(e.seq, e.question, e.response is not None) for e in entries)
        state = journal_state([*self.newest.values(), *added])
        last_seq = max(self.last_seq, state.last_seq)
        return JournalState(last_seq, state.newest, self.entries | state.entries)


def refuse_unless_open(
    *, closed_by: str | None, deadline_at: datetime, grace: timedelta, now: datetime
) -> None:
    """Pass only while an attempt takes answers: open, and within deadline plus grace.

    Raises `AlreadySubmitted` or `AttemptClosed`. The last moment of the grace counts.
    """
    if closed_by == ClosedBy.SUBMISSION:
        raise AlreadySubmitted()
    if closed_by is not None or now > deadline_at + grace:
        raise AttemptClosed()


def begin_when_shown(
    *, started_at: datetime, deadline_at: datetime, closes_at: datetime, now: datetime
) -> tuple[datetime, datetime] | None:
    """Start and deadline of an attempt whose paper is on the screen at `now`.

    The deadline moves as far as the start, but not beyond the round's closing, and
    never back. None after the bound, or once the time is over: then all stays.
    """
    if not started_at <= now <= started_at + SHOWING_BOUND or now >= deadline_at:
        return None
    moved = min(deadline_at + (now - started_at), closes_at)
    return now, max(deadline_at, moved)


def is_overdue(*, deadline_at: datetime, grace: timedelta, now: datetime) -> bool:
    """Whether an open attempt is to be closed with what was saved."""
    return now > deadline_at + grace + SWEEP_MARGIN


def newest(entries: Iterable[Entry]) -> dict[int, Any]:
    """The answer of each question: that of its highest seq; cleared ones are left out."""
    best: dict[int, Entry] = {}
    for entry in entries:
        if entry.question not in best or entry.seq > best[entry.question].seq:
            best[entry.question] = entry
    return {
        place: best[place].response for place in sorted(best) if best[place].response is not None
    }


def journal_state(kept: Iterable[Kept]) -> JournalState:
    """The state of a journal from its entries; of equal seqs the first given stays."""
    best: dict[int, Kept] = {}
    last, entries = 0, set()
    for entry in kept:
        seq, question, _ = entry
        if seq > last:
            last = seq
        entries.add((seq, question))
        held = best.get(question)
        if held is None or seq > held.seq:
            best[question] = entry
    return JournalState(last, best, frozenset(entries))

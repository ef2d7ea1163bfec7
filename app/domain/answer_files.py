"""Answers that a phone kept when the network was away at the end: what may still count, and why.

Nothing counts by itself: this only lays the evidence out for an arbiter.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any


class Verdict(StrEnum):
    """What the rules say of one entry of a file."""

    IN_TIME = "in_time"
    SAVED = "saved"
    LATE = "late"
    EARLY = "early"
    DISORDER = "disorder"


@dataclass(frozen=True, slots=True)
class FileEntry:
    """One tap as the phone kept it; `question` is its place in the paper, from 0.

    `made_at` is the phone's clock as set by the server's.
    """

    seq: int
    question: int
    response: Any
    made_at: datetime


@dataclass(frozen=True, slots=True)
class ClockNote:
    """How well a phone knew the server's time when it made its file.

    The time was known to within `spread_ms`. `guessed`: the page came out of the phone's
    own store and had not heard from the server since, so that only its own clock counted.
    """

    spread_ms: int
    guessed: bool


@dataclass(frozen=True, slots=True)
class Judged:
    """An entry with what the rules say of it."""

    entry: FileEntry
    verdict: Verdict


def judge(
    entries: Iterable[FileEntry],
    *,
    saved: Collection[tuple[int, int]],
    started_at: datetime,
    ended_at: datetime,
) -> list[Judged]:
    """Each entry in the order of its seq, with what the rules say of it.

    `saved` are seq and question of what the journal holds: two phones may have given
    one number to answers of two questions. `ended_at` is the deadline, or the moment at
    which the person submitted. Times must not run back while seqs go up: an entry made
    before one with a smaller seq is in disorder.
    """
    judged = []
    latest = started_at
    for entry in sorted(entries, key=lambda one: one.seq):
        judged.append(Judged(entry, _verdict(entry, saved, started_at, ended_at, latest)))
        latest = max(latest, entry.made_at)
    return judged


def _verdict(
    entry: FileEntry,
    saved: Collection[tuple[int, int]],
    started_at: datetime,
    ended_at: datetime,
    latest: datetime,
) -> Verdict:
    if (entry.seq, entry.question) in saved:
        return Verdict.SAVED
    if entry.made_at > ended_at:
        return Verdict.LATE
    if entry.made_at < started_at:
        return Verdict.EARLY
    return Verdict.DISORDER if entry.made_at < latest else Verdict.IN_TIME


def admissible(judged: Iterable[Judged]) -> list[FileEntry]:
    """The entries that count if the arbiter accepts the file."""
    return [one.entry for one in judged if one.verdict is Verdict.IN_TIME]


def missing_seqs(known: Iterable[int]) -> list[tuple[int, int]]:
    """First and last of every run of numbers below the highest that neither side has."""
    missing, before = [], 0
    for seq in sorted(set(known)):
        if seq > before + 1:
            missing.append((before + 1, seq - 1))
        before = seq
    return missing

"""Contests as they were really announced, each set up by settings alone."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from app.domain.contest_rules import CHAIN_A, CHAIN_B, ChainStep, Draw, Prediction, Rules
from app.domain.divisions import Division
from app.services import birth_years, boards
from app.services.accounts import SignedIn
from app.services.contests import ContestView
from app.services.transactions import writing
from app.storage import units as unit_storage
from tests.conftest import NOW
from tests.factories import COMMUNES, a_person, named, some_communes
from tests.factories_contests import (
    DAY,
    HOUR,
    a_bank,
    a_contest,
    a_finished_attempt,
    a_round,
    identity_of,
)

HA_NOI = "00004"
"""A ward outside the province."""
GROUP_1 = ("cadre", "civil_servant", "public_employee", "union_member")
GROUP_2 = ("association_member", "student", "resident", "other")
TWO_GROUPS = (
    Division("1", "Bảng 1: cán bộ, công chức, viên chức, đoàn viên", GROUP_1, prizes_listed=3),
    Division("2", "Bảng 2: người dân, học sinh, sinh viên", GROUP_2, prizes_listed=3),
)
ALL_RIGHT = Prediction("Có bao nhiêu người trả lời đúng tất cả?", {}, "all_right")
TAKE_PART = Prediction("Có bao nhiêu người dự thi?", {}, "participants", "nearest_not_over")
WEEK = timedelta(days=7)
OPENED = NOW - HOUR


def questions(count: int) -> tuple[Draw, ...]:
    """So many questions, whatever they are about."""
    return (Draw(None, None, count),)


def weekly(count: int, length: timedelta = WEEK) -> list[tuple[datetime, datetime]]:
    """Rounds one after the other, the first one open now."""
    return [(OPENED + length * number, OPENED + length * (number + 1)) for number in range(count)]


@dataclass(frozen=True)
class Record:
    """One contest: its rules as published, and its rounds."""

    rules: Rules
    rounds: Sequence[tuple[datetime, datetime]] = field(default_factory=lambda: weekly(1))


RECORDS: dict[str, Record] = {
    "binh-thuan-2024": Record(
        Rules(
            minutes=15,
            draws=questions(15),
            attempts_allowed=None,
            chain=CHAIN_A,
            prediction=ALL_RIGHT,
            round_prizes_listed=5,
        ),
        weekly(2, timedelta(days=14)),
    ),
    "ben-tre-2023": Record(
        Rules(
            minutes=10,
            draws=questions(10),
            attempts_allowed=1,
            chain=CHAIN_A,
            prediction=TAKE_PART,
            min_age=12,
            province_only=True,
            result_policy="score",
        )
    ),
    "bac-kan-2023": Record(
        Rules(
            minutes=20,
            draws=questions(10),
            chain=(*CHAIN_B, ChainStep.DRAW),
            min_age=15,
            divisions=TWO_GROUPS,
            prizes_listed=1,
        )
    ),
    "binh-phuoc-2023": Record(
        Rules(
            minutes=30,
            draws=questions(30),
            divisions=TWO_GROUPS,
            publish_participation_at="11:00",
            unit_formula="rate",
        ),
        weekly(1, timedelta(days=10)),
    ),
    "lang-son-2023": Record(
        Rules(minutes=15, draws=questions(10), province_only=True, excluded_may_play=True)
    ),
    "ninh-binh-2023": Record(
        Rules(minutes=15, draws=questions(10), attempts_allowed=2, counts="last"),
        # From 00:00 of 1 November to 23:59 of 31 December, in Vietnam.
        [(datetime(2026, 10, 31, 17, tzinfo=UTC), datetime(2026, 12, 31, 16, 59, tzinfo=UTC))],
    ),
    "ha-giang-2022": Record(
        Rules(minutes=10, draws=questions(10), over_rounds="best_k", best_k=2), weekly(4)
    ),
    "toan-quoc-2020": Record(
        Rules(
            minutes=15,
            draws=questions(10),
            attempts_allowed=None,
            unit_formula="participants",
            over_rounds="sum",
        ),
        weekly(2),
    ),
}


def hold(slug: str) -> ContestView:
    """Publish one of these contests, with communes inside and outside the province."""
    some_communes()
    outside = {"code": HA_NOI, "province_code": 1, "headcount": 500, **named("Phường Ba Đình")}
    with writing() as session:
        unit_storage.put_communes(session, [outside])
    a_bank(count=30)
    record = RECORDS[slug]
    rounds = [
        a_round(opens_at=opens, closes_at=closes, title=f"Đợt {number}")
        for number, (opens, closes) in enumerate(record.rounds, start=1)
    ]
    return a_contest(slug, rules=record.rules, rounds=rounds)


@dataclass(frozen=True)
class Played:
    """One sitting of somebody: what the board must make of it."""

    who: SignedIn
    group: str
    commune: str
    right: int
    seconds: int


def somebody(group: str = "resident", *, born: int | None = 1990, **given: Any) -> SignedIn:
    """A person of a group who has said the year of birth."""
    who = a_person(group=group, **given)
    if born is not None:
        birth_years.give(identity=identity_of(who), birth_year=born, consent=True, now=NOW)
    return who


def thirty(contest: ContestView, *, at: datetime = NOW) -> list[Played]:
    """Thirty people of all groups and communes play once, each as good as their number."""
    played = list(_thirty(contest, at))
    boards.refresh(at + DAY)
    return played


def _thirty(contest: ContestView, at: datetime) -> Iterator[Played]:
    groups, communes = GROUP_1 + GROUP_2, list(COMMUNES)
    most = contest.rules.question_count
    for number in range(30):
        group, commune = groups[number % len(groups)], communes[number % len(communes)]
        right, seconds = most - (number * 7) % min(most, 10), 60 + (number * 37) % 97
        who = somebody(group, commune=commune)
        a_finished_attempt(
            who, contest.slug, right=right, at=at, seconds=seconds, prediction=number
        )
        yield Played(who, group, commune, right, seconds)


def in_order(played: Sequence[Played], groups: Sequence[str] = ()) -> list[str]:
    """Public ids as correct answers and then time must order them; they all submit apart."""
    mine = [one for one in played if not groups or one.group in groups]
    ranked = sorted(mine, key=lambda one: (-one.right, one.seconds))
    return [one.who.public_id for one in ranked]

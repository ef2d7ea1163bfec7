"""Last year's contest again: a draft with the same rules and texts, its days moved."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from app.domain import contest_copies as rule
from app.domain.contests import Span
from app.domain.errors import InvalidRequest
from app.services import banks, contests
from app.services.contests import ContestView, NewRound
from app.storage import contest_planning as storage

EARLIEST, LATEST = date(2000, 1, 1), date(2100, 1, 1)


@dataclass(frozen=True, slots=True)
class Proposal:
    """What a copy could be called, and when it could begin."""

    title: str
    slug: str
    first_day: date


def propose_copy(slug: str, now: datetime) -> Proposal:
    """The name and address with the new year in them, and the same weekday a year later.

    Raises `NotFound`.
    """
    contest = contests.get_contest(slug)
    first_day = rule.suggested_day(_spans(contest), now)
    return Proposal(
        title=rule.suggested_title(contest.title, first_day.year),
        slug=rule.suggested_slug(contest.slug, first_day.year, storage.list_slugs()),
        first_day=first_day,
    )


def moved_rounds(contest: ContestView, first_day: date) -> list[Span]:
    """When the rounds would be open, with the first opening on `first_day` (in UTC+7)."""
    return rule.moved(_spans(contest), first_day)


def copy_contest(
    slug: str,
    *,
    new_slug: str,
    title: str,
    first_day: date,
    account_id: int | None,
    now: datetime,
) -> ContestView:
    """Make a draft of a contest: same rules and texts, its banks at their newest version.

    Raises `NotFound`, `InvalidRequest` (also a `first_day` before 2000 or after
    2099), and `NotEnoughQuestions` when a newer bank has too few for the rules.
    """
    contest = contests.get_contest(slug)
    if not EARLIEST <= first_day < LATEST:
        raise InvalidRequest((("first_day", "range"),))
    spans = moved_rounds(contest, first_day)
    return contests.create_contest(
        account_id=account_id,
        slug=new_slug,
        title=title,
        summary=contest.summary,
        description=contest.description,
        prizes=contest.prizes,
        rules=contest.rules,
        rounds=[
            NewRound(
                title=one.title,
                opens_at=span.opens_at,
                closes_at=span.closes_at,
                bank_slug=banks.compiled(one.bank_version_id).slug,
            )
            for one, span in zip(contest.rounds, spans, strict=True)
        ],
        now=now,
        copied_from=slug,
    )


def _spans(contest: ContestView) -> list[Span]:
    return [one.span for one in contest.rounds]

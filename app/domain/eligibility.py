"""Who may take part: the rules and what is known of a person in, a reason out."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from app.domain.contest_rules import Rules

EXCLUSION_ROLES = ("committee", "question_writer", "examiner", "secretary")
OLDEST = 120
_VIETNAM = timedelta(hours=7)


@dataclass(frozen=True, slots=True)
class Candidate:
    """What eligibility looks at; `role` is the person's part in holding the contest, if any."""

    group: str
    in_province: bool
    birth_year: int | None = None
    role: str | None = None


def year_of(moment: datetime) -> int:
    """The year of the calendar in Vietnam."""
    return (moment.astimezone(UTC) + _VIETNAM).year


def is_likely_year(birth_year: int, now: datetime) -> bool:
    """Whether somebody alive can have been born in a year."""
    return year_of(now) - OLDEST <= birth_year <= year_of(now)


def why_not(rules: Rules, candidate: Candidate, opens_at: datetime) -> str | None:
    """Why a person may not take part in a round that opens then; None when nothing stands against.

    One of excluded, group, province, birth_year (unknown), too_young, too_old. The age
    is that reached within the calendar year of the opening, as rules are read here.
    """
    if candidate.role is not None and not rules.excluded_may_play:
        return "excluded"
    if rules.groups and candidate.group not in rules.groups:
        return "group"
    if rules.province_only and not candidate.in_province:
        return "province"
    if not rules.asks_birth_year:
        return None
    if candidate.birth_year is None:
        return "birth_year"
    age = year_of(opens_at) - candidate.birth_year
    if rules.min_age is not None and age < rules.min_age:
        return "too_young"
    if rules.max_age is not None and age > rules.max_age:
        return "too_old"
    return None

"""Starting an attempt: eligibility, the limit of attempts, and the drawing of the paper."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy.exc import IntegrityError

from app.domain.attempts import is_overdue
from app.domain.contest_rules import Rules
from app.domain.contests import deadline
from app.domain.eligibility import Candidate, why_not
from app.domain.errors import (
    AttemptLimitReached,
    BirthYearRequired,
    ContestNotOpen,
    NotEligible,
    NotFound,
    Refusal,
)
from app.domain.papers import choose
from app.services import banks, closing, contests, device_marks, provinces, site
from app.services.accounts import SignedIn
from app.services.contests import ContestView, RoundView
from app.services.transactions import writing
from app.storage import attempts as storage
from app.storage import contests as contest_storage
from app.storage import exclusions, people
from app.storage.attempts import AttemptFacts

VIETNAM = ZoneInfo("Asia/Ho_Chi_Minh")
TRIES = 3


@dataclass(frozen=True, slots=True)
class Started:
    """An attempt of this person that is open now; `fresh` when this call opened it."""

    attempt_id: int
    fresh: bool


def start(
    *, slug: str, who: SignedIn, now: datetime, seed: str, device: str | None = None
) -> Started:
    """Open an attempt in the round that is open now, or return the one already open.

    `seed` decides the paper; `device` is the number in the browser's mark. Raises
    `NotFound`, `ContestNotOpen`, `NotEligible`, `BirthYearRequired`, `AttemptLimitReached`.
    """
    for _ in range(TRIES):
        contest = contests.get_contest(slug)
        round_ = open_round(contest, now)
        open_one = _still_open(who.person_id, round_, contest.rules, now)
        if open_one is not None:
            return Started(open_one.id, fresh=False)
        try:
            opened = _open(contest, round_, who.person_id, now, seed, device)
        except IntegrityError:
            continue  # Another tap of the same person was quicker: look again.
        except AttemptLimitReached:
            # That tap may have begun the last attempt: it is open, and this one leads to it too.
            if storage.find_open(who.person_id, round_.id) is None:
                raise
            continue
        if opened is not None:
            return Started(opened, fresh=True)
    raise AttemptLimitReached()


def open_round(contest: ContestView, now: datetime) -> RoundView:
    """The round that is open at `now`; raises `ContestNotOpen`."""
    if contest.published_at is None:
        raise NotFound()
    for round_ in contest.rounds:
        if round_.opens_at <= now < round_.closes_at:
            return round_
    raise ContestNotOpen()


def refuse_start(contest: ContestView, round_: RoundView, person_id: int, now: datetime) -> int:
    """Pass when the person may start; returns how many attempts the round has of them already.

    Raises `NotEligible`, `BirthYearRequired`, `AttemptLimitReached`.
    """
    rules = contest.rules
    why = why_not(rules, _candidate(contest, person_id, now), round_.opens_at)
    if why == "birth_year":
        raise BirthYearRequired()
    if why is not None:
        raise NotEligible(why)
    used = storage.count_attempts(person_id, round_.id)
    counted = used
    if rules.attempts_per == "day":
        counted = storage.count_attempts(person_id, round_.id, since=start_of_day(now))
    if rules.attempts_allowed is not None and counted >= rules.attempts_allowed:
        raise AttemptLimitReached()
    return used


def _candidate(contest: ContestView, person_id: int, now: datetime) -> Candidate:
    person = people.get_person(person_id)
    province = None
    if contest.rules.province_only:
        province = provinces.name_of(person.province_code)
    return Candidate(
        group=person.group,
        in_province=province == site.facts(now).province_name if province else False,
        birth_year=person.birth_year,
        role=exclusions.find_role(contest.id, person_id),
    )


def role_in(contest: ContestView, person_id: int) -> str | None:
    """The person's part in holding the contest: who has one plays out of competition."""
    return exclusions.find_role(contest.id, person_id)


def start_of_day(now: datetime) -> datetime:
    """Midnight in Vietnam before `now`."""
    return now.astimezone(VIETNAM).replace(hour=0, minute=0, second=0, microsecond=0)


def _still_open(
    person_id: int, round_: RoundView, rules: Rules, now: datetime
) -> AttemptFacts | None:
    found = storage.find_open(person_id, round_.id)
    if found is None:
        return None
    grace = timedelta(seconds=rules.grace_seconds)
    if is_overdue(deadline_at=found.deadline_at, grace=grace, now=now):
        closing.close_overdue_attempt(found.id, now)
        return None
    return found


def _open(
    contest: ContestView, round_: RoundView, person_id: int, now: datetime, seed: str,
    device: str | None,
) -> int | None:  # fmt: skip
    # None when the organiser changed bank or rules after they were read: then all is read again.
    bank = banks.compiled(round_.bank_version_id)
    rules = contest.rules
    places = choose(bank.questions, rules.draws, seed, rules.shuffle_questions)
    with writing() as session:
        if not contest_storage.hold_for_start(
            session,
            round_id=round_.id,
            bank_version_id=round_.bank_version_id,
            rules_number=contest.rules_number,
        ):
            return None
        used = refuse_start(contest, round_, person_id, now)
        exclusions.bind(session, contest.id, person_id)
        opened = storage.add_attempt(
            session,
            person_id=person_id,
            round_id=round_.id,
            number=used + 1,
            rules_number=contest.rules_number,
            seed=seed,
            paper=",".join(map(str, places)),
            started_at=now,
            deadline_at=deadline(now, rules.minutes, round_.closes_at),
        )
        device_marks.remember(session, attempt_id=opened, contest_id=contest.id, number=device)
        return opened


def find_refusal(contest: ContestView, person_id: int, now: datetime) -> Refusal | None:
    """Why `start` would not open or continue an attempt of this person now, if so."""
    try:
        refuse_start(contest, open_round(contest, now), person_id, now)
    except Refusal as refusal:
        return refusal
    return None


def may_start(contest: ContestView, person_id: int, now: datetime) -> bool:
    """Whether `start` would open or continue an attempt of this person now."""
    return find_refusal(contest, person_id, now) is None

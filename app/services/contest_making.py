"""Making a contest: create, change, publish. Each act leaves an entry in the audit chain."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from app.domain.bank_codec import canonical_json
from app.domain.contest_rules import Rules
from app.domain.errors import InvalidRequest, NotFound
from app.domain.rules_codec import to_plain
from app.domain.text import clean_line
from app.services import audit, bank_holds, banks, contest_guard, contest_staff, contest_views
from app.services.contest_changes import change_rounds, change_rules, kept_versions
from app.services.contest_checks import NewRound, check_contest, clean_texts
from app.services.contest_views import ContestView
from app.services.transactions import writing
from app.storage import contests as storage
from app.storage.constraints import broken_unique
from app.storage.tables import Contest, Round


def create_contest(
    *,
    account_id: int | None,
    slug: str,
    title: str,
    summary: str,
    description: str,
    prizes: str,
    rules: Rules,
    rounds: Sequence[NewRound],
    now: datetime,
    copied_from: str | None = None,
) -> ContestView:
    """Make a draft; `copied_from` is the slug of the contest that it was made of, if any.

    Raises `InvalidRequest` naming every problem (also a slug that is taken) and
    `NotEnoughQuestions`.
    """
    texts = clean_texts(title=title, summary=summary, description=description, prizes=prizes)
    held = bank_holds.held_among({one.bank_slug for one in rounds}, account_id, now)
    versions = check_contest(slug=slug, texts=texts, rules=rules, rounds=rounds, held=held)
    contest = Contest(
        slug=slug,
        title=texts.title,
        summary=texts.summary,
        description=texts.description,
        prizes=texts.prizes,
        rules_number=1,
        created_at=now,
    )
    try:
        with writing() as session:
            storage.add_contest(session, contest, canonical_json(to_plain(rules)))
            rows = [
                _row(contest.id, number, *one)
                for number, one in enumerate(zip(rounds, versions, strict=True), start=1)
            ]
            storage.put_rounds(session, rows, ())
            contest_staff.add_maker(session, contest, account_id, now)
            act = "contest.copy" if copied_from else "contest.create"
            source = {"from": copied_from} if copied_from else {}
            _record(session, account_id, act, slug, {**source, **_detail(rules, rows)}, now)
    except IntegrityError as error:
        if broken_unique(error) == "contests.slug":
            raise InvalidRequest((("slug", "taken"),)) from None
        raise
    return contest_views.get_view(storage.find_contest(slug))


def update_contest(
    slug: str,
    *,
    account_id: int | None,
    title: str,
    summary: str,
    description: str,
    prizes: str,
    rules: Rules,
    rounds: Sequence[NewRound],
    now: datetime,
    reason: str = "",
) -> ContestView:
    """Change a contest; rounds are known by their place. Other rules become a new version.

    Texts may always change. Once an attempt exists, its bank version and the
    rules may not; a round that has opened keeps its opening and may only close
    later, one that has closed stays as it was. What is allowed but touches people
    who have begun needs a `reason`, which the audit chain keeps. A round without
    `bank_version` takes the bank's newest, or keeps the one that attempts have used.

    Raises `NotFound`, `InvalidRequest`, `NotEnoughQuestions`, `ContestRunning`,
    `ReasonRequired`.
    """
    texts = clean_texts(title=title, summary=summary, description=description, prizes=prizes)
    with writing() as session:
        contest = storage.hold_contest(session, slug)
        if contest is None:
            raise NotFound()
        present = storage.hold_rounds(session, contest.id)
        attempted = storage.list_attempted_rounds(session, contest.id)
        wanted = kept_versions(present, rounds, attempted)
        held = _newly_held(present, wanted, account_id, now)
        versions = check_contest(slug=None, texts=texts, rules=rules, rounds=wanted, held=held)
        new = [
            _row(contest.id, n, *one) for n, one in enumerate(zip(wanted, versions, strict=True), 1)
        ]
        found = contest_guard.find(contest, present, texts, new) if attempted else ()
        change_rules(session, contest, rules, attempted=bool(attempted), now=now)
        change_rounds(session, contest, present, new, attempted=attempted, now=now)
        why = contest_guard.reasoned(found, reason)
        contest.title, contest.summary = texts.title, texts.summary
        contest.description, contest.prizes = texts.description, texts.prizes
        _record(session, account_id, "contest.update", slug, {**_detail(rules, new), **why}, now)
    return contest_views.get_view(storage.find_contest(slug))


def publish_contest(slug: str, *, account_id: int | None, now: datetime) -> None:
    """Let everybody see the contest; published again, nothing happens. Raises `NotFound`."""
    with writing() as session:
        contest = storage.hold_contest(session, slug)
        if contest is None:
            raise NotFound()
        if contest.published_at is None:
            contest.published_at = now
            _record(session, account_id, "contest.publish", slug, {}, now)


def _newly_held(
    present: Sequence[Round], wanted: Sequence[NewRound], account_id: int | None, now: datetime
) -> frozenset[str]:
    """Banks that are held from an account, and that the contest does not draw from already."""
    used = {banks.compiled(one.bank_version_id).slug for one in present}
    return bank_holds.held_among({one.bank_slug for one in wanted} - used, account_id, now)


def _row(contest_id: int, number: int, new: NewRound, bank_version_id: int) -> Round:
    return Round(
        contest_id=contest_id,
        number=number,
        title=clean_line(new.title),
        opens_at=new.opens_at,
        closes_at=new.closes_at,
        bank_version_id=bank_version_id,
        **_newest_key(bank_version_id),
    )


def _newest_key(bank_version_id: int) -> dict[str, int]:
    number = banks.latest_key_number(bank_version_id)
    return {"key_number": number, "scored_key_number": number}


def _detail(rules: Rules, rounds: Sequence[Round]) -> dict[str, Any]:
    return {
        "rules": to_plain(rules),
        "rounds": [
            {
                "number": one.number,
                "opens_at": one.opens_at.isoformat(),
                "closes_at": one.closes_at.isoformat(),
                "bank_version_id": one.bank_version_id,
            }
            for one in rounds
        ],
    }


def _record(
    session: Session,
    account_id: int | None,
    act: str,
    slug: str,
    detail: dict[str, Any],
    now: datetime,
) -> None:
    audit.record(
        session, account_id=account_id, act=act, subject=f"contest/{slug}", detail=detail, now=now
    )

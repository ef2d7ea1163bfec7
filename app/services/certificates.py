"""Certificates of single people: fetched by their owners, checked by anybody, withdrawn."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from app.domain.certificates import looks_like_code, read_code
from app.domain.errors import InvalidRequest, NotFound
from app.domain.names import mask
from app.domain.text import clean_line, fold
from app.services import audit, contests
from app.services.certificate_results import judge
from app.services.certificate_rows import (
    ACT,
    RESULT,
    Certificate,
    fallen,
    is_genuine,
    missing,
    row_of,
    view,
)
from app.services.certificate_templates import find_settings, make_sheet, print_sheets
from app.services.contests import ContestView
from app.services.transactions import writing
from app.storage import certificates as storage
from app.storage.certificates import CertificateFacts

__all__ = ["Certificate", "Proof", "looks_like_code"]
LONGEST_REASON = 500


@dataclass(frozen=True, slots=True)
class Proof:
    """What anybody may learn from a code: no more of a name than boards show, and no unit."""

    certificate: Certificate
    shown_name: str
    masked: bool


@dataclass(frozen=True, slots=True)
class Offer:
    """What a person has, and whether there is something to fetch, in one contest."""

    certificates: tuple[Certificate, ...]
    more: bool


def find_offer(contest: ContestView, person_id: int, now: datetime) -> Offer:
    """A person's certificates of a contest that stand, and whether more may be fetched."""
    kept = storage.list_of_person(person_id, contest.id)
    here = tuple(view(one, contest) for one in kept if one.withdrawn_at is None)
    settings = find_settings(contest.id)
    # What was given since the boards are final is all there is: no board need be asked.
    final = contest.finalised_at
    all_given = final is not None and any(one.issued_at > final for one in here)
    if settings.saved_at is None or not settings.awards.own or all_given:
        return Offer(here, False)
    judged = judge(contest, settings.awards, person_id, now)
    return Offer(here, judged is not None and bool(missing(judged, kept)))


def issue_own(
    slug: str, *, person_id: int, now: datetime, below: Callable[[int], int]
) -> list[Certificate]:
    """Give a person what the own results have earned; given already, it is the same again.

    One whose result has changed is withdrawn first. `below` gives the chance numbers of
    codes. Raises `NotFound` where there is nothing, or where organisers hand them out.
    """
    contest = contests.get_public_contest(slug)
    settings = find_settings(contest.id)
    if settings.saved_at is not None and settings.awards.own:
        judged = judge(contest, settings.awards, person_id, now)
        kept = storage.list_of_person(person_id, contest.id)
        wrong = fallen(contest, judged, kept)
        new = missing(judged, [one for one in kept if one.id not in wrong]) if judged else []
        rows = [row_of(contest.id, person_id, facts, now=now, below=below) for facts in new]
        if wrong or rows:
            with writing() as session:
                storage.withdraw(session, wrong, withdrawal=RESULT, reason="", now=now)
                storage.add_certificates(session, rows)
    found = [one for one in storage.list_of_person(person_id, contest.id) if not one.withdrawn_at]
    if not found:
        raise NotFound()
    return [view(one, contest) for one in found]


def list_own(person_id: int) -> list[Certificate]:
    """A person's certificates of all contests, newest first, withdrawn ones too."""
    return _views(storage.list_of_person(person_id))


def print_own(code: str, *, person_id: int, where: str, address_of: Callable[[str], str]) -> bytes:
    """One's own certificate as PDF; `where` is the page at which codes are typed in.

    Raises `NotFound`, also for another's and for one that was withdrawn.
    """
    facts = storage.find_certificate(read_code(code) or "")
    if facts is None or facts.person_id != person_id or facts.withdrawn_at or not facts.full_name:
        raise NotFound()
    contest = contests.get_contest_by_id(facts.contest_id)
    template = find_settings(contest.id).template
    sheet = make_sheet(
        template,
        view(facts, contest).facts,
        contest=contest,
        name=facts.full_name,
        code=facts.code,
        issued_at=facts.issued_at,
        address=address_of(facts.code),
    )
    return print_sheets(template, [sheet], where=where)


def verify(typed: str) -> Proof:
    """Check a code that somebody typed; raises `NotFound` unless it is genuine.

    What does not fit its seal was changed in the database, and is not genuine.
    """
    facts = storage.find_certificate(read_code(typed) or "")
    if facts is None or not is_genuine(facts):
        raise NotFound()
    found = view(facts, contests.get_contest_by_id(facts.contest_id))
    full = found.contest.rules.show_full_names
    return Proof(found, found.name if full else mask(found.name), not full)


def list_certificates(
    slug: str, *, query: str = "", offset: int = 0, limit: int | None = 50
) -> tuple[list[Certificate], int]:
    """A page of a contest's certificates by name, and how many there are; raises `NotFound`.

    `query` finds names without accents, and codes by their beginning.
    """
    contest = contests.get_contest(slug)
    search = fold(query)
    rows = storage.list_page(contest.id, search, offset=max(0, offset), limit=limit)
    return [view(one, contest) for one in rows], storage.count(contest.id, search)


def withdraw(slug: str, code: str, *, reason: str, account_id: int | None, now: datetime) -> None:
    """Withdraw a certificate; withdrawn already, nothing happens.

    Its owner is not given it again. Raises `NotFound`, `InvalidRequest` with "empty" or
    "too_long" for the reason, which everybody may read.
    """
    facts = _of_contest(slug, code)
    clean = clean_line(reason)
    if not clean or len(clean) > LONGEST_REASON:
        raise InvalidRequest((("reason", "too_long" if clean else "empty"),))
    with writing() as session:
        if storage.withdraw(session, [facts.id], withdrawal=ACT, reason=clean, now=now):
            _record(session, "certificate.withdraw", slug, facts.code, account_id, now)


def restore(slug: str, code: str, *, account_id: int | None, now: datetime) -> None:
    """Let a certificate that an organiser withdrew stand again.

    Raises `NotFound`, and `InvalidRequest` when another one stands in its place.
    """
    facts = _of_contest(slug, code)
    try:
        with writing() as session:
            if storage.restore(session, facts.id):
                _record(session, "certificate.restore", slug, facts.code, account_id, now)
    except IntegrityError:
        raise InvalidRequest((("code", "replaced"),)) from None


def own_plain(person_id: int) -> list[dict[str, Any]]:
    """A person's certificates as plain JSON values, for the export of the own data."""
    return [
        {
            "code": one.code,
            "contest": one.contest.slug,
            **one.facts.plain(),
            "issued_at": one.issued_at.isoformat(),
            "withdrawn_at": one.withdrawn_at.isoformat() if one.withdrawn_at else None,
            "reason": one.reason,
        }
        for one in list_own(person_id)
    ]


def _views(rows: Iterable[CertificateFacts]) -> list[Certificate]:
    known: dict[int, ContestView] = {}
    found = []
    for one in rows:
        if one.contest_id not in known:
            known[one.contest_id] = contests.get_contest_by_id(one.contest_id)
        found.append(view(one, known[one.contest_id]))
    return found


def _of_contest(slug: str, code: str) -> CertificateFacts:
    contest = contests.get_contest(slug)
    facts = storage.find_certificate(read_code(code) or "")
    if facts is None or facts.contest_id != contest.id:
        raise NotFound()
    return facts


def _record(
    session: Session, act: str, slug: str, code: str, account_id: int | None, now: datetime
) -> None:
    audit.record(
        session,
        account_id=account_id,
        act=act,
        subject=f"contest/{slug}",
        detail={"code": code},
        now=now,
    )

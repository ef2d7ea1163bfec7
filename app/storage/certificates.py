"""Certificates and templates as rows."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import Select, func, or_, select, update
from sqlalchemy.orm import Session

from app.storage.db import db
from app.storage.inserts import insert_into
from app.storage.standings import Part
from app.storage.tables import (
    BoardState,
    Certificate,
    CertificateTemplate,
    Contest,
    Person,
    Standing,
)

CHUNK = 500
"""So many values go into one query."""


class CertificateFacts(NamedTuple):
    """A certificate with its contest and owner; `full_name` is "" once the owner is deleted."""

    id: int
    code: str
    contest_id: int
    contest_slug: str
    person_id: int
    full_name: str
    kind: str
    scope: int
    facts: str
    digest: str
    issued_at: datetime
    withdrawn_at: datetime | None
    withdrawal: str | None
    reason: str | None


class TemplateFacts(NamedTuple):
    """The content of a template as JSON, and when it was written."""

    content: str
    updated_at: datetime


class Owner(NamedTuple):
    """A person who may be given a certificate."""

    id: int
    public_id: str
    full_name: str


class ToReview(NamedTuple):
    """A final contest whose board changed after its certificates were judged."""

    contest_id: int
    slug: str
    title: str


def list_to_review() -> list[ToReview]:
    """Final contests with certificates that stand, whose boards have changed meanwhile."""
    judged = func.coalesce(CertificateTemplate.reviewed_at, Contest.finalised_at)
    given = select(Certificate.id).where(
        Certificate.contest_id == Contest.id, Certificate.withdrawn_at.is_(None)
    )
    query = (
        select(Contest.id, Contest.slug, Contest.title)
        .join(CertificateTemplate, CertificateTemplate.contest_id == Contest.id)
        .join(BoardState, (BoardState.contest_id == Contest.id) & (BoardState.scope == 0))
        .where(Contest.finalised_at.is_not(None), BoardState.changed_at > judged, given.exists())
    )
    return [ToReview._make(row) for row in db.session.execute(query)]


def mark_reviewed(session: Session, contest_id: int, now: datetime) -> None:
    """Note that the certificates of a contest are judged by the boards of this moment."""
    session.execute(
        update(CertificateTemplate)
        .where(CertificateTemplate.contest_id == contest_id)
        .values(reviewed_at=now)
    )


def find_template(contest_id: int) -> TemplateFacts | None:
    """The template of a contest, None before somebody has saved one."""
    query = select(CertificateTemplate.content, CertificateTemplate.updated_at).where(
        CertificateTemplate.contest_id == contest_id
    )
    row = db.session.execute(query).first()
    return None if row is None else TemplateFacts._make(row)


def put_template(
    session: Session, contest_id: int, content: str, *, account_id: int | None, now: datetime
) -> None:
    """Write or replace the template of a contest."""
    values = {"content": content, "updated_at": now, "updated_by": account_id}
    query = insert_into(session, CertificateTemplate).values(contest_id=contest_id, **values)
    session.execute(query.on_conflict_do_update(index_elements=["contest_id"], set_=values))


def find_certificate(code: str) -> CertificateFacts | None:
    """The certificate of a code, withdrawn or not."""
    return next(iter(_list(_facts().where(Certificate.code == code))), None)


def list_of_person(person_id: int, contest_id: int | None = None) -> list[CertificateFacts]:
    """A person's certificates, newest first, of one moment that of the whole contest first."""
    query = _facts().where(Certificate.person_id == person_id)
    if contest_id is not None:
        query = query.where(Certificate.contest_id == contest_id)
    order = (Certificate.issued_at.desc(), Certificate.scope, Certificate.id)
    return _list(query.order_by(*order))


def list_of_people(contest_id: int, person_ids: Iterable[int]) -> list[CertificateFacts]:
    """The certificates of several people in a contest, oldest first."""
    found: list[CertificateFacts] = []
    ids = sorted(set(person_ids))
    for start in range(0, len(ids), CHUNK):
        query = _of(contest_id).where(Certificate.person_id.in_(ids[start : start + CHUNK]))
        found += _list(query.order_by(Certificate.id))
    return found


def list_page(
    contest_id: int, search: str, *, offset: int, limit: int | None
) -> list[CertificateFacts]:
    """A contest's certificates by name; `search` is folded, or the beginning of a code."""
    query = _searched(_of(contest_id), search).order_by(Person.sort_key, Certificate.id)
    return _list(query.offset(offset).limit(limit))


def count(contest_id: int, search: str) -> int:
    """How many certificates `list_page` has."""
    query = _searched(_of(contest_id), search).with_only_columns(func.count())
    return db.session.scalar(query) or 0


def count_by_kind(contest_id: int) -> dict[str, int]:
    """How many certificates of each kind stand."""
    query = (
        select(Certificate.kind, func.count())
        .where(Certificate.contest_id == contest_id, Certificate.withdrawn_at.is_(None))
        .group_by(Certificate.kind)
    )
    return {str(kind): int(number) for kind, number in db.session.execute(query)}


def list_to_print(
    contest_id: int, kind: str | None, *, offset: int, limit: int
) -> list[CertificateFacts]:
    """Certificates that stand and whose owners are not deleted, by scope and name."""
    query = _to_print(_of(contest_id), kind)
    order = (Certificate.scope, Person.sort_key, Certificate.id)
    return _list(query.order_by(*order).offset(offset).limit(limit))


def count_to_print(contest_id: int, kind: str | None) -> int:
    """How many certificates `list_to_print` has."""
    return db.session.scalar(_to_print(_of(contest_id), kind).with_only_columns(func.count())) or 0


def list_standing_ids(contest_id: int) -> list[int]:
    """The ids of the people who have a certificate of a contest that stands."""
    query = select(Certificate.person_id).distinct().order_by(Certificate.person_id)
    query = query.where(Certificate.contest_id == contest_id, Certificate.withdrawn_at.is_(None))
    return list(db.session.scalars(query))


def add_certificates(session: Session, rows: Sequence[Mapping[str, Any]]) -> int:
    """Add certificates; one that stands already, or whose code is taken, is left out.

    Returns how many were added.
    """
    if not rows:
        return 0
    query = insert_into(session, Certificate).on_conflict_do_nothing().returning(Certificate.id)
    return len(list(session.scalars(query, list(rows))))


def withdraw(
    session: Session, ids: Sequence[int], *, withdrawal: str, reason: str, now: datetime
) -> int:
    """Withdraw those of these certificates that stand; returns how many."""
    done = 0
    for start in range(0, len(ids), CHUNK):
        found = session.execute(
            update(Certificate)
            .where(Certificate.id.in_(ids[start : start + CHUNK]))
            .where(Certificate.withdrawn_at.is_(None))
            .values(withdrawn_at=now, withdrawal=withdrawal, reason=reason)
            .execution_options(synchronize_session=False)
        )
        done += int(found.rowcount)  # type: ignore[attr-defined]
    return done


def restore(session: Session, certificate_id: int) -> bool:
    """Let a withdrawn certificate stand again; another one that stands refuses it."""
    done = session.execute(
        update(Certificate)
        .where(Certificate.id == certificate_id, Certificate.withdrawal == "act")
        .values(withdrawn_at=None, withdrawal=None, reason=None)
        .execution_options(synchronize_session=False)
    )
    return bool(done.rowcount)  # type: ignore[attr-defined]


def list_owners(public_ids: Sequence[str]) -> list[Owner]:
    """People by their public ids, the deleted ones left out."""
    found: list[Owner] = []
    for start in range(0, len(public_ids), CHUNK):
        query = select(Person.id, Person.public_id, Person.full_name).where(
            Person.public_id.in_(public_ids[start : start + CHUNK]), Person.deleted_at.is_(None)
        )
        found += [Owner._make(row) for row in db.session.execute(query)]
    return found


def count_reaching(part: Part, share: int | None) -> int:
    """How many people of a board have at least `share` per cent of the points; None counts all."""
    query = (
        select(func.count())
        .select_from(Standing)
        .join(Person, Person.id == Standing.person_id)
        .where(Standing.contest_id == part.contest_id, Standing.scope == part.scope)
        .where(Person.deleted_at.is_(None))
    )
    if share is not None:
        reached = Standing.mills * 100 >= Standing.max_mills * share
        query = query.where(Standing.max_mills > 0, reached)
    return db.session.scalar(query) or 0


def _facts() -> Select[*tuple[Any, ...]]:
    return (
        select(
            Certificate.id,
            Certificate.code,
            Certificate.contest_id,
            Contest.slug,
            Certificate.person_id,
            Person.full_name,
            Certificate.kind,
            Certificate.scope,
            Certificate.facts,
            Certificate.digest,
            Certificate.issued_at,
            Certificate.withdrawn_at,
            Certificate.withdrawal,
            Certificate.reason,
        )
        .select_from(Certificate)
        .join(Contest, Contest.id == Certificate.contest_id)
        .join(Person, Person.id == Certificate.person_id)
    )


def _of(contest_id: int) -> Select[*tuple[Any, ...]]:
    return _facts().where(Certificate.contest_id == contest_id)


def _searched(query: Select[*tuple[Any, ...]], search: str) -> Select[*tuple[Any, ...]]:
    if not search:
        return query
    name = Person.search_name.contains(search, autoescape=True)
    return query.where(or_(name, Certificate.code.startswith(search.upper(), autoescape=True)))


def _to_print(query: Select[*tuple[Any, ...]], kind: str | None) -> Select[*tuple[Any, ...]]:
    query = query.where(Certificate.withdrawn_at.is_(None), Person.deleted_at.is_(None))
    return query if kind is None else query.where(Certificate.kind == kind)


def _list(query: Select[*tuple[Any, ...]]) -> list[CertificateFacts]:
    return [CertificateFacts._make(row) for row in db.session.execute(query)]

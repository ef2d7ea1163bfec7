"""Who runs which contest, and the one question that every channel asks about it.

Pages ask for each address below one contest (app.web.access), lists take only what is in
`reach`, background work asks again when it begins. The command line belongs to whoever
runs the machine.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol, TypeVar

from sqlalchemy.orm import Session

from app.domain import contest_staff as rule
from app.domain.errors import InvalidRequest, NotFound, PhoneInvalid
from app.domain.phones import normalise
from app.domain.text import fold
from app.services import audit, contest_views
from app.services.identities import SignedIn, signed_in
from app.services.transactions import writing
from app.storage import accounts
from app.storage import contest_staff as storage
from app.storage import contests as contest_storage
from app.storage.contest_staff import Candidate, StaffFacts
from app.storage.tables import Contest

__all__ = ["EVERYWHERE", "NOWHERE", "Reach", "StaffFacts"]


class HasSlug(Protocol):
    """Something that belongs to the contest of its slug."""

    @property
    def slug(self) -> str:
        """The contest's."""


One = TypeVar("One", bound=HasSlug)


@dataclass(frozen=True, slots=True)
class Reach:
    """The contests where somebody has a permission; `slugs` None is all there are."""

    slugs: frozenset[str] | None

    def __contains__(self, slug: object) -> bool:
        return self.slugs is None or slug in self.slugs

    def only(self, found: Iterable[One]) -> list[One]:
        """Those that are in reach, in their order."""
        return [one for one in found if one.slug in self]


EVERYWHERE = Reach(None)
NOWHERE = Reach(frozenset())


def reach(permission: str, who: SignedIn) -> Reach:
    """The contests where `who` has `permission`; a query only for those who are not everywhere."""
    if rule.may(permission, who.roles, is_staff=False):
        return EVERYWHERE
    if not rule.may(permission, who.roles, is_staff=True):
        return NOWHERE
    return Reach(frozenset(storage.list_slugs_of(who.account_id)))


def check_account(account_id: int | None, permissions: Iterable[str], slug: str) -> None:
    """Pass work that an account asked for; None is the system itself.

    Raises `NotFound`, as for a contest that is not there, when it may not (any more).
    """
    if account_id is None:
        return
    who = get_who(account_id)
    if not any(slug in reach(permission, who) for permission in permissions):
        raise NotFound()


def get_who(account_id: int) -> SignedIn:
    """The owner of an account with the roles of this moment; raises `NotFound` when it ended."""
    facts = accounts.find_account(account_id)
    if facts is None or facts.disabled_at is not None:
        raise NotFound()
    return signed_in(facts)


def list_staff(slug: str) -> list[StaffFacts]:
    """The staff of a contest; raises `NotFound`."""
    return storage.list_staff(_contest_id(slug))


def add_maker(session: Session, contest: Contest, account_id: int | None, now: datetime) -> None:
    """Put whoever makes a contest on its staff, within the caller's transaction."""
    if account_id is not None:
        storage.add(session, contest.id, account_id, now)


def add(slug: str, *, who: str, account_id: int | None, now: datetime) -> str:
    """Put the organiser of a phone or a name on the staff; returns the name.

    Raises `NotFound`, `InvalidRequest`: who (missing, nobody, several, already).
    """
    found = _found(_contest_id(slug), who)
    with writing() as session:
        held = contest_storage.hold_contest(session, slug)
        if held is None:
            raise NotFound()
        if not storage.add(session, held.id, found.account_id, now):
            raise InvalidRequest((("who", "already"),))
        _record(session, "contest.staff_add", slug, found.account_id, account_id, now)
    return found.full_name


def remove(slug: str, *, staff_id: int, account_id: int | None, now: datetime) -> None:
    """Take somebody off the staff, oneself too; the last one who can run it stays.

    Raises `NotFound`, `InvalidRequest`: staff (last).
    """
    with writing() as session:
        contest = contest_storage.hold_contest(session, slug)
        if contest is None or not storage.remove(session, contest.id, staff_id):
            raise NotFound()
        if storage.count_organisers(session, contest.id) == 0:
            raise InvalidRequest((("staff", "last"),))
        _record(session, "contest.staff_remove", slug, staff_id, account_id, now)


def _contest_id(slug: str) -> int:
    return contest_views.get_view(contest_storage.find_contest(slug)).id


def _found(contest_id: int, who: str) -> Candidate:
    wanted = fold(who.strip())
    if not wanted:
        raise InvalidRequest((("who", "missing"),))
    try:
        phone = normalise(who)
    except PhoneInvalid:
        phone = None
    found = [
        one
        for one in storage.list_candidates(contest_id)
        if (one.phone == phone if phone else one.search_name == wanted)
    ]
    if len(found) == 1:
        return found[0]
    if found:
        raise InvalidRequest((("who", "several"),))
    on_staff = storage.list_staff(contest_id)
    known = any(one.phone == phone if phone else fold(one.full_name) == wanted for one in on_staff)
    raise InvalidRequest((("who", "already" if known else "nobody"),))


def _record(
    session: Session, act: str, slug: str, staff_id: int, by: int | None, now: datetime
) -> None:
    audit.record(
        session,
        account_id=by,
        act=act,
        subject=f"contest/{slug}",
        detail={"account": staff_id},
        now=now,
    )

"""One person as organisers see them, and what may be done with the account."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from app.domain.errors import InvalidRequest, NotFound, NotPermitted
from app.services import activations, audit, passwords, people
from app.services.contest_staff import EVERYWHERE, Reach
from app.services.identities import SignedIn, roles_of
from app.services.person_views import PersonView
from app.services.transactions import writing
from app.services.unit_editing import clean_reason
from app.storage import accounts, rosters, unit_contacts
from app.storage import activations as activation_storage
from app.storage import person_records as storage
from app.storage.accounts import AccountFacts
from app.storage.person_records import AttemptRow, NoteFacts
from app.storage.rosters import RosterFacts
from app.storage.tables import PersonNote
from app.storage.unit_contacts import ContactFacts

__all__ = ["AttemptRow", "NoteFacts", "Record"]
ADMINISTRATOR = "administrator"


@dataclass(frozen=True, slots=True)
class Record:
    """All that an organiser sees of a person; `code_until` while a one-time code is out."""

    person: PersonView
    account_id: int
    disabled_at: datetime | None
    roles: tuple[str, ...]
    attempts: tuple[AttemptRow, ...]
    notes: tuple[NoteFacts, ...]
    contact_of: tuple[ContactFacts, ...]
    roster: RosterFacts | None
    activated_at: datetime | None
    code_until: datetime | None


def get_record(person_id: int, *, within: Reach = EVERYWHERE) -> Record:
    """One person who is not deleted, with the attempts `within` reach; raises `NotFound`."""
    facts = _account(person_id)
    brought = rosters.find_roster_of(person_id)
    return Record(
        person=people.get_person(person_id),
        account_id=facts.account_id,
        disabled_at=facts.disabled_at,
        roles=roles_of(facts)[1:],
        attempts=tuple(
            one for one in storage.list_attempts(person_id) if one.contest_slug in within
        ),
        notes=tuple(storage.list_notes(person_id)),
        contact_of=tuple(unit_contacts.list_of_account(facts.account_id)),
        roster=brought[0] if brought else None,
        activated_at=brought[1] if brought else None,
        code_until=activation_storage.find_expiry(facts.account_id),
    )


def may_reset(record: Record, who: SignedIn) -> bool:
    """Whether a reset is offered: accounts with a role only to administrators, never one's own."""
    return _may(who, record.person.id, record.roles)


def reset_password(person_id: int, *, reason: str, who: SignedIn, now: datetime) -> str:
    """End the password and all sign-ins of a person; returns a one-time code to hand over.

    With the code the person sets a new password: organisers never know or set one. Whoever
    resets an account could use it, so accounts with a role are for administrators. Raises
    `NotFound`, `NotPermitted`, `InvalidRequest` (reason).
    """
    reason = _reason(reason)
    with writing() as session:
        facts = _account(person_id)
        if not _may(who, person_id, roles_of(facts)[1:]):
            raise NotPermitted()
        if facts.disabled_at is not None:
            raise InvalidRequest((("reason", "disabled"),))
        if not accounts.change_password(session, facts.account_id, facts.epoch, passwords.NEVER):
            raise NotFound()
        codes = activations.issue(session, [facts.account_id], by=who.account_id, now=now)
        _note(session, person_id, facts, "reset", reason, who, now)
    return codes[facts.account_id]


def disable(person_id: int, *, reason: str, who: SignedIn, now: datetime) -> None:
    """Let nobody sign in to an account; its results stay. Disabled before, nothing happens.

    Raises `NotFound`, `NotPermitted` for the own account, `InvalidRequest` (reason).
    """
    _switch(person_id, "disable", reason, who, now)


def enable(person_id: int, *, reason: str, who: SignedIn, now: datetime) -> None:
    """Let the person sign in again; raises as `disable` does."""
    _switch(person_id, "enable", reason, who, now)


def _switch(person_id: int, kind: str, reason: str, who: SignedIn, now: datetime) -> None:
    reason = _reason(reason)
    if person_id == who.person_id or ADMINISTRATOR not in who.roles:
        raise NotPermitted()
    disabled_at = now if kind == "disable" else None
    with writing() as session:
        facts = _account(person_id)
        if (facts.disabled_at is None) == (disabled_at is None):
            return
        if not storage.set_disabled(
            session, facts.account_id, epoch=facts.epoch, disabled_at=disabled_at
        ):
            raise NotFound()
        _note(session, person_id, facts, kind, reason, who, now)


def _account(person_id: int) -> AccountFacts:
    account_id = storage.find_account_id(person_id)
    facts = accounts.find_account(account_id) if account_id is not None else None
    if facts is None or not facts.full_name:
        raise NotFound()
    return facts


def _may(who: SignedIn, person_id: int, roles: tuple[str, ...]) -> bool:
    if person_id == who.person_id:
        return False
    return not roles or ADMINISTRATOR in who.roles


def _reason(reason: str) -> str:
    clean = clean_reason(reason)
    if not clean:
        raise InvalidRequest((("reason", "missing"),))
    return clean


def _note(
    session: Session,
    person_id: int,
    facts: AccountFacts,
    kind: str,
    reason: str,
    who: SignedIn,
    now: datetime,
) -> None:
    storage.add_note(
        session,
        PersonNote(
            person_id=person_id, kind=kind, reason=reason, at=now, account_id=who.account_id
        ),
    )
    # The reason may name people, and what is in the chain cannot be deleted: it stays out.
    audit.record(
        session,
        account_id=who.account_id,
        act=f"account.{kind}",
        subject=f"account/{facts.account_id}",
        detail={},
        now=now,
    )

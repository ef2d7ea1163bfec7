"""Accounts as rows: found with their person, units and roles in one read."""

from __future__ import annotations

from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import Select, bindparam, delete, func, select, update
from sqlalchemy.orm import Session

from app.storage.db import db
from app.storage.inserts import insert_into
from app.storage.links import Link
from app.storage.prepared import Prepared
from app.storage.tables import Account, Consent, Organisation, Person, RoleGrant


class AccountFacts(NamedTuple):
    """An account with its person; `roles` are parted by commas, None when there are none."""

    account_id: int
    person_id: int
    epoch: int
    phone: str | None
    password_hash: str
    disabled_at: datetime | None
    public_id: str
    full_name: str
    group: str
    commune: str
    organisation: str | None
    roles: str | None


def _roles() -> Any:
    return (
        select(func.aggregate_strings(RoleGrant.role, ","))
        .where(RoleGrant.account_id == Account.id)
        .correlate(Account)
        .scalar_subquery()
    )


def _facts() -> Select[*tuple[Any, ...]]:
    return (
        select(
            Account.id,
            Account.person_id,
            Account.epoch,
            Account.phone,
            Account.password_hash,
            Account.disabled_at,
            Person.public_id,
            Person.full_name,
            Person.group,
            Person.commune_code,
            Organisation.code,
            _roles(),
        )
        .join(Person, Person.id == Account.person_id)
        .outerjoin(Organisation, Organisation.id == Person.organisation_id)
    )


_BY_ID = Prepared(lambda _kind: _facts().where(Account.id == bindparam("account", 0)))
_BY_PHONE = Prepared(lambda _kind: _facts().where(Account.phone == bindparam("phone", "")))


def _find(query: Prepared, **values: Any) -> AccountFacts | None:
    row = query.first(Link.of(db.session()), values)
    return None if row is None else AccountFacts._make(row)


def find_account(account_id: int) -> AccountFacts | None:
    """The account, also a disabled one."""
    return _find(_BY_ID, account=account_id)


def find_by_phone(phone: str) -> AccountFacts | None:
    """The account that signs in with this normalised phone, also a disabled one."""
    return _find(_BY_PHONE, phone=phone)


def add_account(session: Session, account: Account, consents: list[Consent]) -> None:
    """Add an account with its person and consents, and flush; the phone is unique."""
    session.add(account)
    session.flush()
    for consent in consents:
        consent.person_id = account.person_id
    session.add_all(consents)
    session.flush()


def touch(session: Session, phone: str) -> None:
    """Write the account of this phone again as it is."""
    session.execute(
        update(Account).where(Account.phone == phone).values(epoch=Account.epoch),
        execution_options={"synchronize_session": False},
    )


def change_password(session: Session, account_id: int, epoch: int, new_hash: str) -> bool:
    """Put the hash and raise the epoch; False when the account is no longer in `epoch`."""
    return _update(session, account_id, epoch, password_hash=new_hash)


def raise_epoch(session: Session, account_id: int, epoch: int) -> bool:
    """End every session of the account; False when it is no longer in `epoch`."""
    return _update(session, account_id, epoch)


def disable(session: Session, account_id: int, epoch: int, now: datetime, no_hash: str) -> bool:
    """Take phone and password from the account; False when it is no longer in `epoch`."""
    return _update(
        session,
        account_id,
        epoch,
        phone=None,
        password_hash=no_hash,
        disabled_at=now,
    )


def replace_hash(session: Session, account_id: int, old_hash: str, new_hash: str) -> None:
    """Put a new hash of the same password, unless the password was changed meanwhile."""
    session.execute(
        update(Account)
        .where(Account.id == account_id, Account.password_hash == old_hash)
        .values(password_hash=new_hash)
    )


def _update(session: Session, account_id: int, epoch: int, **values: Any) -> bool:
    done = session.execute(
        update(Account)
        .where(Account.id == account_id, Account.epoch == epoch, Account.disabled_at.is_(None))
        .values(epoch=epoch + 1, **values)
    )
    return bool(done.rowcount)  # type: ignore[attr-defined]


def add_role(session: Session, account_id: int, role: str, now: datetime) -> bool:
    """Grant a role; False when the account has it already."""
    values = {"account_id": account_id, "role": role, "granted_at": now}
    # Not the row count: it does not tell on PostgreSQL, which hands back the new key.
    new = (
        insert_into(session, RoleGrant)
        .values(values)
        .on_conflict_do_nothing()
        .returning(RoleGrant.id)
    )
    return session.execute(new).first() is not None


def remove_role(session: Session, account_id: int, role: str) -> bool:
    """Take a role away; False when the account does not have it."""
    done = session.execute(
        delete(RoleGrant).where(RoleGrant.account_id == account_id, RoleGrant.role == role)
    )
    return bool(done.rowcount)  # type: ignore[attr-defined]

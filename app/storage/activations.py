"""One-time codes of accounts: the newest counts, and goes once it is used."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from app.storage.db import db
from app.storage.inserts import insert_into
from app.storage.tables import Account, Activation


class ActivationFacts(NamedTuple):
    """A code that may be used until `expires_at`."""

    account_id: int
    code_hash: str
    expires_at: datetime


def put_codes(session: Session, rows: Sequence[dict[str, Any]]) -> None:
    """Keep codes; an earlier one of the same account is replaced."""
    if not rows:
        return
    new = insert_into(session, Activation)
    fresh = {name: new.excluded[name] for name in rows[0] if name != "account_id"}
    session.execute(new.on_conflict_do_update(index_elements=["account_id"], set_=fresh), rows)


def find_code(phone: str) -> ActivationFacts | None:
    """The code of the account with this normalised phone; none for a disabled account."""
    query = (
        select(Activation.account_id, Activation.code_hash, Activation.expires_at)
        .join(Account, Account.id == Activation.account_id)
        .where(Account.phone == phone, Account.disabled_at.is_(None))
    )
    row = db.session.execute(query).first()
    return None if row is None else ActivationFacts._make(row)


def find_expiry(account_id: int) -> datetime | None:
    """Until when an account's code may be used; None when it has none."""
    return db.session.scalar(
        select(Activation.expires_at).where(Activation.account_id == account_id)
    )


def use_code(session: Session, account_id: int, code_hash: str) -> bool:
    """Take the code away; False when it was used or replaced meanwhile."""
    done = session.execute(
        delete(Activation).where(
            Activation.account_id == account_id, Activation.code_hash == code_hash
        ),
        execution_options={"synchronize_session": False},
    )
    return bool(done.rowcount)  # type: ignore[attr-defined]


def drop_code(session: Session, account_id: int) -> None:
    """Take the code of an account away, whatever it is."""
    session.execute(
        delete(Activation).where(Activation.account_id == account_id),
        execution_options={"synchronize_session": False},
    )

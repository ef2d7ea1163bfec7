"""Whether anybody looks after this instance yet, and that the first run happened."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import delete, exists, select
from sqlalchemy.orm import Session

from app.storage.db import db
from app.storage.tables import Commune, FirstRun, Person, RoleGrant


def has_staff() -> bool:
    """Whether the first run is over, or there is an administrator or an organiser."""
    staff = select(RoleGrant.id).where(RoleGrant.role.in_(("administrator", "organiser")))
    done = db.session.scalar(select(FirstRun.id)) is not None
    return done or db.session.scalar(staff.limit(1)) is not None


def add_first_run(session: Session, account_id: int, now: datetime) -> None:
    """Write down that the first run happened; the primary key lets it happen once."""
    session.add(FirstRun(id=1, account_id=account_id, done_at=now))
    session.flush()


def delete_other_communes(session: Session, province_code: int) -> None:
    """Delete the communes of all other provinces in which nobody has registered."""
    peopled = exists().where(Person.commune_code == Commune.code)
    session.execute(delete(Commune).where(Commune.province_code != province_code, ~peopled))


def find_first_commune(province_code: int) -> str | None:
    """The code of the first commune of a province, in Vietnamese order."""
    query = select(Commune.code).where(Commune.province_code == province_code)
    return db.session.scalar(query.order_by(Commune.sort_key, Commune.code).limit(1))

"""Who is on the staff of which contest, in tests: everybody, unless a test is about just that."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import delete, select

from app.services.transactions import writing
from app.storage import contest_staff
from app.storage.tables import Contest, ContestStaff, RoleGrant
from tests.conftest import NOW


def let_every_organiser_run_everything(now: datetime = NOW) -> None:
    """Put each organiser of this moment on the staff of each contest of this moment."""
    with writing() as session:
        accounts = list(
            session.scalars(select(RoleGrant.account_id).where(RoleGrant.role == "organiser"))
        )
        for contest_id in list(session.scalars(select(Contest.id))):
            for account_id in accounts:
                contest_staff.add(session, contest_id, account_id, now)


def let_only(account_ids: Collection[int], slug: str, now: datetime = NOW) -> None:
    """Let these accounts be the whole staff of a contest."""
    with writing() as session:
        contest_id = session.scalars(select(Contest.id).where(Contest.slug == slug)).one()
        session.execute(delete(ContestStaff).where(ContestStaff.contest_id == contest_id))
        for account_id in account_ids:
            contest_staff.add(session, contest_id, account_id, now)

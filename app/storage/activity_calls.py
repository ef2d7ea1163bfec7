"""Calls for what units did, and the units that are asked, as rows."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import Select, and_, case, delete, exists, func, or_, select, update
from sqlalchemy.orm import Session

from app.storage.db import db
from app.storage.inserts import insert_into
from app.storage.tables import (
    ActivityCall,
    ActivityReport,
    ActivityUnit,
    Commune,
    Organisation,
)


class CallFacts(NamedTuple):
    """A call; `asked` units, of which `answered` have sent something."""

    id: int
    title: str
    guidance: str
    deadline_at: datetime
    asked: int
    answered: int
    waiting: int
    """Reports that nobody has accepted or returned yet."""


class UnitFacts(NamedTuple):
    """An asked unit with what it has reported; `code` is the commune's or organisation's."""

    id: int
    call_id: int
    kind: str
    code: str
    name: str
    token: str | None
    drafts: int
    sent: int
    accepted: int
    returned: int
    late: int
    people: int


def list_calls() -> list[CallFacts]:
    """All calls, the latest deadline first."""
    query = _calls().order_by(ActivityCall.deadline_at.desc(), ActivityCall.id.desc())
    return [CallFacts._make(row) for row in db.session.execute(query)]


def find_call(call_id: int) -> CallFacts | None:
    """The call of this id."""
    row = db.session.execute(_calls().where(ActivityCall.id == call_id)).first()
    return None if row is None else CallFacts._make(row)


def _calls() -> Select[*tuple[Any, ...]]:
    asked = (
        select(func.count())
        .select_from(ActivityUnit)
        .where(ActivityUnit.call_id == ActivityCall.id)
        .correlate(ActivityCall)
        .scalar_subquery()
    )
    sent = and_(ActivityReport.unit_id == ActivityUnit.id, ActivityReport.state != "draft")
    answered = (
        select(func.count(func.distinct(ActivityUnit.id)))
        .join(ActivityReport, sent)
        .where(ActivityUnit.call_id == ActivityCall.id)
        .correlate(ActivityCall)
        .scalar_subquery()
    )
    waiting = (
        select(func.count(ActivityReport.id))
        .join(ActivityUnit, ActivityUnit.id == ActivityReport.unit_id)
        .where(ActivityUnit.call_id == ActivityCall.id, ActivityReport.state == "sent")
        .correlate(ActivityCall)
        .scalar_subquery()
    )
    return select(
        ActivityCall.id,
        ActivityCall.title,
        ActivityCall.guidance,
        ActivityCall.deadline_at,
        asked,
        answered,
        waiting,
    )


def add_call(session: Session, call: ActivityCall) -> int:
    """Add and flush; returns its id."""
    session.add(call)
    session.flush()
    return call.id


def change_call(session: Session, call_id: int, values: dict[str, Any]) -> bool:
    """Put these values; False when there is no such call."""
    done = session.execute(update(ActivityCall).where(ActivityCall.id == call_id).values(**values))
    return bool(done.rowcount)  # type: ignore[attr-defined]


def add_units(session: Session, rows: Sequence[dict[str, Any]]) -> None:
    """Ask more units; those that are asked already stay as they are."""
    if rows:
        session.execute(insert_into(session, ActivityUnit).on_conflict_do_nothing(), rows)


def put_token(session: Session, unit_id: int, token: str | None) -> bool:
    """Replace a unit's token, None takes it back; False when there is no such unit."""
    done = session.execute(
        update(ActivityUnit).where(ActivityUnit.id == unit_id).values(token=token)
    )
    return bool(done.rowcount)  # type: ignore[attr-defined]


def delete_unit(session: Session, unit_id: int) -> bool:
    """Ask a unit no more; False when it has reported something, or is not asked."""
    reported = exists().where(ActivityReport.unit_id == ActivityUnit.id)
    done = session.execute(delete(ActivityUnit).where(ActivityUnit.id == unit_id, ~reported))
    return bool(done.rowcount)  # type: ignore[attr-defined]


def list_units(call_id: int) -> list[UnitFacts]:
    """The asked units with their numbers: communes, then organisations, in Vietnamese order."""
    sort_key = func.coalesce(Commune.sort_key, Organisation.sort_key)
    query = _units().where(ActivityUnit.call_id == call_id)
    query = query.order_by(ActivityUnit.commune_code.is_(None), sort_key, ActivityUnit.id)
    query = query.group_by(Commune.sort_key, Organisation.sort_key)
    return [UnitFacts._make(row) for row in db.session.execute(query)]


def find_unit(unit_id: int) -> UnitFacts | None:
    """An asked unit."""
    row = db.session.execute(_units().where(ActivityUnit.id == unit_id)).first()
    return None if row is None else UnitFacts._make(row)


def find_unit_by_token(token: str) -> UnitFacts | None:
    """The unit that this token speaks for."""
    row = db.session.execute(_units().where(ActivityUnit.token == token)).first()
    return None if row is None else UnitFacts._make(row)


def list_asked(
    commune_codes: Sequence[str], organisation_ids: Sequence[int]
) -> list[tuple[CallFacts, UnitFacts]]:
    """What any of these units is asked for, the latest deadline first."""
    mine = or_(
        ActivityUnit.commune_code.in_(commune_codes),
        ActivityUnit.organisation_id.in_(organisation_ids),
    )
    units = [UnitFacts._make(row) for row in db.session.execute(_units().where(mine))]
    wanted = {unit.call_id for unit in units}
    query = _calls().where(ActivityCall.id.in_(wanted))
    query = query.order_by(ActivityCall.deadline_at.desc(), ActivityCall.id.desc())
    calls = [CallFacts._make(row) for row in db.session.execute(query)]
    return [(call, unit) for call in calls for unit in units if unit.call_id == call.id]


def _units() -> Select[*tuple[Any, ...]]:
    def number(condition: Any) -> Any:
        return func.coalesce(func.sum(case((condition, 1), else_=0)), 0)

    state, sent_at = ActivityReport.state, ActivityReport.sent_at
    people = func.sum(case((state.in_(("sent", "accepted")), ActivityReport.people), else_=0))
    kind = case((ActivityUnit.commune_code.is_not(None), "commune"), else_="organisation")
    return (
        select(
            ActivityUnit.id,
            ActivityUnit.call_id,
            kind,
            func.coalesce(Commune.code, Organisation.code),
            func.coalesce(Commune.name, Organisation.name),
            ActivityUnit.token,
            number(state == "draft"),
            number(state == "sent"),
            number(state == "accepted"),
            number(state == "returned"),
            number(sent_at >= ActivityCall.deadline_at),
            func.coalesce(people, 0),
        )
        .join(ActivityCall, ActivityCall.id == ActivityUnit.call_id)
        .outerjoin(Commune, Commune.code == ActivityUnit.commune_code)
        .outerjoin(Organisation, Organisation.id == ActivityUnit.organisation_id)
        .outerjoin(ActivityReport, ActivityReport.unit_id == ActivityUnit.id)
        .group_by(
            ActivityUnit.id,
            ActivityUnit.call_id,
            ActivityUnit.commune_code,
            ActivityUnit.token,
            Commune.code,
            Commune.name,
            Organisation.code,
            Organisation.name,
        )
    )

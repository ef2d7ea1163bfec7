"""Changes of units: written down for good, and carried to people and boards."""

from __future__ import annotations

from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from app.storage.db import db
from app.storage.tables import (
    Account,
    BoardState,
    Commune,
    Contest,
    Organisation,
    Person,
    Result,
    Round,
    UnitChange,
)

_LOOSE = {"synchronize_session": False}


class OrganisationRecord(NamedTuple):
    """An organisation, merged or not."""

    id: int
    code: str
    name: str
    kind: str
    parent_id: int | None
    merged_into_id: int | None
    headcount: int | None
    search_name: str


class ChangeFacts(NamedTuple):
    """One change; `by` is the name of who made it, None for the command line."""

    id: int
    change: str
    before: str | None
    after: str | None
    reason: str
    at: datetime
    by: str | None


class LaterChange(NamedTuple):
    """A change as it is undone in thought: of which unit, of what, and what was before."""

    commune_code: str | None
    organisation_id: int | None
    change: str
    before: str | None


def list_records() -> list[OrganisationRecord]:
    """All organisations, merged ones too, in Vietnamese order."""
    columns = (getattr(Organisation, name) for name in OrganisationRecord._fields)
    query = select(*columns).order_by(Organisation.sort_key, Organisation.code)
    return [OrganisationRecord._make(row) for row in db.session.execute(query)]


def find_record(code: str) -> OrganisationRecord | None:
    """The organisation with this code, merged or not."""
    columns = (getattr(Organisation, name) for name in OrganisationRecord._fields)
    row = db.session.execute(select(*columns).where(Organisation.code == code)).first()
    return None if row is None else OrganisationRecord._make(row)


def find_id_by_former_code(code: str) -> int | None:
    """The id of the organisation that had this code most recently, before it was changed."""
    query = (
        select(UnitChange.organisation_id)
        .where(UnitChange.change == "code", UnitChange.before == code)
        .order_by(UnitChange.id.desc())
        .limit(1)
    )
    return db.session.scalar(query)


def list_changes(
    *, commune: str | None = None, organisation: int | None = None
) -> list[ChangeFacts]:
    """The history of one unit, newest first."""
    unit = (
        UnitChange.commune_code == commune
        if commune is not None
        else UnitChange.organisation_id == organisation
    )
    query = (
        select(
            UnitChange.id,
            UnitChange.change,
            UnitChange.before,
            UnitChange.after,
            UnitChange.reason,
            UnitChange.at,
            Person.full_name,
        )
        .outerjoin(Account, Account.id == UnitChange.account_id)
        .outerjoin(Person, Person.id == Account.person_id)
        .where(unit)
        .order_by(UnitChange.id.desc())
    )
    return [ChangeFacts._make(row) for row in db.session.execute(query)]


def list_changes_since(moment: datetime) -> list[LaterChange]:
    """All changes of all units after a moment, newest first."""
    columns = (
        UnitChange.commune_code,
        UnitChange.organisation_id,
        UnitChange.change,
        UnitChange.before,
    )
    query = select(*columns).where(UnitChange.at > moment).order_by(UnitChange.id.desc())
    return [LaterChange._make(row) for row in db.session.execute(query)]


def add_changes(session: Session, changes: list[UnitChange]) -> None:
    """Add and flush."""
    session.add_all(changes)
    session.flush()


def add_organisation(session: Session, organisation: Organisation) -> int:
    """Add and flush; the code is guarded by a constraint. Returns the id."""
    session.add(organisation)
    session.flush()
    return organisation.id


def update_organisation(session: Session, organisation_id: int, **values: Any) -> None:
    """Put new values into an organisation's columns; the code is guarded by a constraint."""
    session.execute(
        update(Organisation).where(Organisation.id == organisation_id).values(**values),
        execution_options=_LOOSE,
    )


def update_commune(session: Session, code: str, **values: Any) -> None:
    """Put new values into a commune's columns."""
    session.execute(
        update(Commune).where(Commune.code == code).values(**values), execution_options=_LOOSE
    )


def move_people(session: Session, source: int, target: int) -> int:
    """Let the people of one organisation belong to another; returns how many.

    Contests that are not final derive their standings again; in final ones the
    standings stay as they are.
    """
    theirs = select(Person.id).where(Person.organisation_id == source)
    not_final = (
        select(Round.id)
        .join(Contest, Contest.id == Round.contest_id)
        .where(Contest.finalised_at.is_(None))
    )
    session.execute(
        update(Result)
        .where(Result.person_id.in_(theirs), Result.round_id.in_(not_final))
        .values(on_board=0),
        execution_options=_LOOSE,
    )
    done = session.execute(
        update(Person).where(Person.organisation_id == source).values(organisation_id=target),
        execution_options=_LOOSE,
    )
    return int(done.rowcount)  # type: ignore[attr-defined]


def move_children(session: Session, source: int, target: int) -> int:
    """Hang what lies right below one organisation below another; returns how many."""
    done = session.execute(
        update(Organisation)
        .where(Organisation.parent_id == source, Organisation.merged_into_id.is_(None))
        .values(parent_id=target),
        execution_options=_LOOSE,
    )
    return int(done.rowcount)  # type: ignore[attr-defined]


def mark_boards_stale(session: Session, now: datetime) -> None:
    """Let the unit boards of contests that are not final be derived again.

    The caller is alone with the boards.
    """
    not_final = select(Contest.id).where(Contest.finalised_at.is_(None))
    session.execute(
        update(BoardState)
        .where(BoardState.contest_id.in_(not_final))
        .values(change=BoardState.change + 1, changed_at=now),
        execution_options=_LOOSE,
    )

"""Merging an organisation into another: people and parts move, history stays to be followed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from app.domain.errors import InvalidRequest
from app.domain.unit_edits import is_below, joined_headcount
from app.domain.units import UnitId
from app.services import audit, unit_editing
from app.services.transactions import writing
from app.storage import derivations, unit_contacts
from app.storage import unit_changes as storage
from app.storage.tables import UnitChange
from app.storage.unit_changes import OrganisationRecord

KEEP, SUM = "keep", "sum"


@dataclass(frozen=True, slots=True)
class Merged:
    """What a merge has moved."""

    people: int
    parts: int
    contacts_ended: int


def merge_organisation(
    code: str,
    *,
    into: str,
    headcount: str,
    reason: str,
    account_id: int | None,
    now: datetime,
) -> Merged:
    """Let an organisation go on as part of another.

    Its people and the organisations right below it move; contests that are not final
    count them there from now on, final ones keep their boards. `headcount` says what
    becomes of the other's: "keep" it, or "sum" both. Contacts of the merged one end:
    whether they may see the people of the whole is for an organiser to say. Raises
    `NotFound`, `InvalidRequest`: into (unknown, itself, below), headcount, reason.
    """
    reason = unit_editing.clean_reason(reason)
    if not reason:
        raise InvalidRequest((("reason", "missing"),))
    if headcount not in (KEEP, SUM):
        raise InvalidRequest((("headcount", "choice"),))
    with writing() as session:
        derivations.hold_boards(session)
        source = unit_editing.standing(code)
        target = _target(source, into)
        people = storage.move_people(session, source.id, target.id)
        children = [one for one in storage.list_records() if _hangs_below(one, source)]
        parts = storage.move_children(session, source.id, target.id)
        storage.update_organisation(session, source.id, merged_into_id=target.id)
        sum_ = joined_headcount(target.headcount, source.headcount)
        wanted = sum_ if headcount == SUM else target.headcount
        if wanted != target.headcount:
            storage.update_organisation(session, target.id, headcount=wanted)
        ended = unit_contacts.end_of_organisation(session, source.id, account_id, now)
        merged = Merged(people, parts, ended)
        _record(session, source, target, wanted, merged, reason, account_id, now)
        moved = [
            UnitChange(
                organisation_id=one.id,
                change="parent",
                before=_label(source),
                after=_label(target),
                reason=reason,
                at=now,
                account_id=account_id,
            )
            for one in children
        ]
        storage.add_changes(session, moved)
        storage.mark_boards_stale(session, now)
    return merged


def _target(source: OrganisationRecord, into: str) -> OrganisationRecord:
    target = storage.find_record(into)
    if target is None or target.merged_into_id is not None:
        raise InvalidRequest((("into", "unknown"),))
    if target.id == source.id:
        raise InvalidRequest((("into", "itself"),))
    parents: dict[UnitId, UnitId | None] = {one.id: one.parent_id for one in storage.list_records()}
    if is_below(target.id, source.id, parents):
        raise InvalidRequest((("into", "below"),))
    return target


def _hangs_below(one: OrganisationRecord, source: OrganisationRecord) -> bool:
    return one.parent_id == source.id and one.merged_into_id is None


def _label(unit: OrganisationRecord) -> str:
    return f"{unit.name} ({unit.code})"


def _record(
    session: Session, source: OrganisationRecord, target: OrganisationRecord, wanted: int | None,
    merged: Merged, reason: str, by: int | None, now: datetime,
) -> None:  # fmt: skip
    def row(unit: OrganisationRecord, change: str, before: str | None, after: str) -> UnitChange:
        return UnitChange(
            organisation_id=unit.id,
            change=change,
            before=before,
            after=after,
            reason=reason,
            at=now,
            account_id=by,
        )

    rows = [
        row(source, "merge", None, _label(target)),
        row(target, "absorb", None, _label(source)),
    ]
    if wanted != target.headcount:
        old = None if target.headcount is None else str(target.headcount)
        rows.append(row(target, "headcount", old, str(wanted)))
    storage.add_changes(session, rows)
    audit.record(
        session,
        account_id=by,
        act="unit.merge",
        subject=f"organisation/{source.id}",
        detail={
            "code": source.code,
            "into": target.code,
            "into_id": target.id,
            "headcounts": [source.headcount, target.headcount, wanted],
            "people": merged.people,
            "parts": merged.parts,
            "reason": reason,
        },
        now=now,
    )

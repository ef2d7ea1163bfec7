"""Taking over organisations and headcounts of communes from Excel: shown first, then done."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from app.domain import commune_plans, organisation_plans
from app.domain.errors import InvalidRequest, NotFound
from app.domain.rosters import Row, Table
from app.formats import sheets
from app.formats.sheets import Sheet
from app.services import audit, roster_drafts, unit_editing, unit_writing
from app.services.roster_drafts import COMMUNES, ORGANISATIONS
from app.services.transactions import writing
from app.services.unit_writing import NewValues
from app.storage import derivations
from app.storage import roster_drafts as draft_storage
from app.storage import unit_changes as storage
from app.storage import units as unit_storage
from app.storage.unit_changes import OrganisationRecord

KINDS = (ORGANISATIONS, COMMUNES)
Plan = organisation_plans.Plan | commune_plans.Plan


@dataclass(frozen=True, slots=True)
class Preview:
    """What a list would do; `digest` names exactly these effects."""

    kind: str
    file_name: str
    table: Table
    plan: Plan
    digest: str


@dataclass(frozen=True, slots=True)
class Imported:
    """What a list has done."""

    kind: str
    new: int
    changed: int
    left_out: int


def upload(data: bytes, kind: str, *, file_name: str, account_id: int, now: datetime) -> str:
    """Read a list and keep it for its preview; returns the token.

    Raises `InvalidRequest` about "kind" and "file" (see `roster_drafts.read`).
    """
    if kind not in KINDS:
        raise InvalidRequest((("kind", "choice"),))
    return roster_drafts.keep(
        data, kind, file_name=file_name, more={}, account_id=account_id, now=now
    )


def preview(token: str, *, account_id: int) -> Preview:
    """What an uploaded list would do now; raises `NotFound`."""
    draft = roster_drafts.get(token, KINDS, account_id=account_id)
    plan = _plan(draft.kind, draft.table.rows)
    return Preview(draft.kind, draft.file_name, draft.table, plan, roster_drafts.digest_of(plan))


def confirm(token: str, *, shown: str, account_id: int, now: datetime) -> Imported | None:
    """Do what the preview with the digest `shown` has shown; None when that has changed since.

    Rows with problems are left out. Raises `NotFound`, also when it was done before.
    """
    draft = roster_drafts.get(token, KINDS, account_id=account_id)
    with writing() as session:
        derivations.hold_boards(session)
        plan = _plan(draft.kind, draft.table.rows)
        if roster_drafts.digest_of(plan) != shown:
            return None
        if not draft_storage.drop_draft(session, token):
            raise NotFound()
        return _apply(session, draft.kind, plan, draft.file_name, account_id, now)


def check(data: bytes, kind: str) -> Preview:
    """What a list would do, without keeping anything; raises `InvalidRequest`."""
    table = roster_drafts.read(data, kind)
    plan = _plan(kind, table.rows)
    return Preview(kind, "", table, plan, roster_drafts.digest_of(plan))


def import_now(
    data: bytes, kind: str, *, file_name: str, account_id: int | None, now: datetime
) -> Imported:
    """Take over a list at once, rows with problems left out; raises `InvalidRequest`."""
    table = roster_drafts.read(data, kind)
    with writing() as session:
        derivations.hold_boards(session)
        plan = _plan(kind, table.rows)
        return _apply(session, kind, plan, file_name, account_id, now)


def template(kind: str, headings: tuple[str, ...], title: str) -> bytes:
    """A workbook to fill in: the present units under these headings."""
    if kind == COMMUNES:
        rows: list[tuple[Any, ...]] = [
            (one.code, one.name, one.headcount) for one in unit_storage.list_communes()
        ]
    else:
        codes = {one.id: one.code for one in storage.list_records()}
        rows = [
            (one.code, one.name, one.kind, codes.get(one.parent_id or 0), one.headcount)
            for one in unit_storage.list_organisations()
        ]
    return sheets.write([Sheet(title, headings, rows)])


def _plan(kind: str, rows: tuple[Row, ...]) -> Plan:
    if kind == COMMUNES:
        known = [
            commune_plans.Known(one.code, one.name, one.headcount)
            for one in unit_storage.list_communes()
        ]
        return commune_plans.plan(rows, known)
    records = {one.id: one for one in storage.list_records()}
    standing = [
        organisation_plans.Known(
            code=one.code,
            name=one.name,
            kind=one.kind,
            parent=records[one.parent_id].code if one.parent_id else None,
            headcount=one.headcount,
        )
        for one in records.values()
        if one.merged_into_id is None
    ]
    merged = {
        one.code: records[one.merged_into_id].name
        for one in records.values()
        if one.merged_into_id is not None
    }
    return organisation_plans.plan(rows, standing, merged)


def _apply(
    session: Session, kind: str, plan: Plan, file_name: str, by: int | None, now: datetime
) -> Imported:
    reason = unit_editing.clean_reason(file_name)
    if isinstance(plan, commune_plans.Plan):
        for one in plan.changed:
            unit_writing.declare(
                session,
                one.commune.code,
                one.headcount,
                reason=reason,
                by=by,
                now=now,
                audited=False,
            )
        new = 0
    else:
        new = _apply_organisations(session, plan, reason, by, now)
    done = Imported(kind, new, len(plan.changed), len(plan.problems))
    audit.record(
        session,
        account_id=by,
        act="unit.import",
        subject=kind,
        detail={
            "file": reason,
            "new": done.new,
            "changed": done.changed,
            "left_out": done.left_out,
            # The single changes are in the units' histories; this says which they were.
            "effects": roster_drafts.digest_of(plan),
        },
        now=now,
    )
    if done.new or done.changed:
        storage.mark_boards_stale(session, now)
    return done


def _apply_organisations(
    session: Session,
    plan: organisation_plans.Plan,
    reason: str,
    by: int | None,
    now: datetime,
) -> int:
    known = {one.code: one for one in storage.list_records()}
    # Parents may stand below in the list: of what is new they come first.
    coming = {one.after.code: one.after for one in plan.new}
    while coming:
        ready = [one for one in coming.values() if one.parent not in coming]
        for one in ready:
            parent = known[one.parent] if one.parent else None
            new_id = unit_writing.insert(
                session,
                _values(one),
                parent=parent,
                reason=reason,
                by=by,
                now=now,
                audited=False,
            )
            known[one.code] = _record(new_id, one, parent)
            del coming[one.code]
    by_id = {one.id: one for one in known.values()}
    for change in plan.changed:
        record = known[change.after.code]
        new_parent = known[change.after.parent] if change.after.parent else None
        parents = (by_id.get(record.parent_id or 0), new_parent)
        unit_writing.change(
            session,
            record,
            _values(change.after),
            parents=parents,
            reason=reason,
            by=by,
            now=now,
            audited=False,
        )
    return len(plan.new)


def _record(
    new_id: int, known: organisation_plans.Known, parent: OrganisationRecord | None
) -> OrganisationRecord:
    return OrganisationRecord(
        id=new_id,
        code=known.code,
        name=known.name,
        kind=known.kind,
        parent_id=parent.id if parent else None,
        merged_into_id=None,
        headcount=known.headcount,
        search_name="",
    )


def _values(known: organisation_plans.Known) -> NewValues:
    return NewValues(known.code, known.name, known.kind, known.parent, known.headcount)

"""Reports of what units did, and their photos, as rows."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any, NamedTuple

from sqlalchemy import Select, delete, func, select, update
from sqlalchemy.orm import Session

from app.storage.db import db
from app.storage.tables import ActivityPhoto, ActivityReport, ActivityUnit, UploadedFile
from app.storage.uploaded_files import FileFacts


class ReportFacts(NamedTuple):
    """A report; `note` is what the organiser said when returning or accepting it."""

    id: int
    unit_id: int
    call_id: int
    title: str
    held_on: date
    place: str
    people: int
    description: str
    state: str
    note: str
    created_at: datetime
    updated_at: datetime
    sent_at: datetime | None


class PhotoFacts(NamedTuple):
    """A photo of a report, as a row."""

    id: int
    report_id: int
    position: int
    file_id: int


def list_reports(
    *, unit_id: int | None = None, call_id: int | None = None, drafts: bool = True
) -> list[ReportFacts]:
    """The reports of a unit, or of all units of a call, in the order of their days."""
    query = _facts().order_by(ActivityReport.held_on, ActivityReport.id)
    if unit_id is not None:
        query = query.where(ActivityReport.unit_id == unit_id)
    if call_id is not None:
        query = query.where(ActivityUnit.call_id == call_id)
    if not drafts:
        query = query.where(ActivityReport.state != "draft")
    return [ReportFacts._make(row) for row in db.session.execute(query)]


def find_report(report_id: int) -> ReportFacts | None:
    """The report of this id."""
    row = db.session.execute(_facts().where(ActivityReport.id == report_id)).first()
    return None if row is None else ReportFacts._make(row)


def count_reports(session: Session, unit_id: int) -> int:
    """How many reports a unit has, drafts too."""
    query = select(func.count()).select_from(ActivityReport)
    return session.scalar(query.where(ActivityReport.unit_id == unit_id)) or 0


def add_report(session: Session, report: ActivityReport) -> int:
    """Add and flush; returns its id."""
    session.add(report)
    session.flush()
    return report.id


def change_report(
    session: Session, report_id: int, values: dict[str, Any], *, states: tuple[str, ...]
) -> bool:
    """Put these values while the report is in one of `states`; False when it is not."""
    done = session.execute(
        update(ActivityReport)
        .where(ActivityReport.id == report_id, ActivityReport.state.in_(states))
        .values(**values)
    )
    return bool(done.rowcount)  # type: ignore[attr-defined]


def delete_report(session: Session, report_id: int) -> None:
    """Delete a report that has no photos."""
    session.execute(delete(ActivityReport).where(ActivityReport.id == report_id))


def list_photos(report_ids: list[int]) -> list[PhotoFacts]:
    """The photos of reports, in order."""
    query = select(
        ActivityPhoto.id, ActivityPhoto.report_id, ActivityPhoto.position, ActivityPhoto.file_id
    ).where(ActivityPhoto.report_id.in_(report_ids))
    query = query.order_by(ActivityPhoto.report_id, ActivityPhoto.position)
    return [PhotoFacts._make(row) for row in db.session.execute(query)]


def count_photos(call_id: int) -> dict[int, int]:
    """How many photos each unit of a call has sent; units without any are left out."""
    query = (
        select(ActivityReport.unit_id, func.count())
        .join(ActivityPhoto, ActivityPhoto.report_id == ActivityReport.id)
        .join(ActivityUnit, ActivityUnit.id == ActivityReport.unit_id)
        .where(ActivityUnit.call_id == call_id, ActivityReport.state.in_(("sent", "accepted")))
        .group_by(ActivityReport.unit_id)
    )
    return {row[0]: row[1] for row in db.session.execute(query)}


def add_photo(session: Session, photo: ActivityPhoto) -> None:
    """Add and flush; that there are three at most is guarded by constraints."""
    session.add(photo)
    session.flush()


def delete_photo(session: Session, photo_id: int) -> None:
    """Delete a photo's row."""
    session.execute(delete(ActivityPhoto).where(ActivityPhoto.id == photo_id))


def find_photo(photo_id: int) -> tuple[ReportFacts, FileFacts] | None:
    """A photo's report and file."""
    query = (
        _facts()
        .add_columns(UploadedFile.sha256, UploadedFile.media_type, UploadedFile.size)
        .join(ActivityPhoto, ActivityPhoto.report_id == ActivityReport.id)
        .join(UploadedFile, UploadedFile.id == ActivityPhoto.file_id)
        .where(ActivityPhoto.id == photo_id)
    )
    row = db.session.execute(query).first()
    if row is None:
        return None
    return ReportFacts._make(row[:-3]), FileFacts._make(row[-3:])


def _facts() -> Select[*tuple[Any, ...]]:
    return select(
        ActivityReport.id,
        ActivityReport.unit_id,
        ActivityUnit.call_id,
        ActivityReport.title,
        ActivityReport.held_on,
        ActivityReport.place,
        ActivityReport.people,
        ActivityReport.description,
        ActivityReport.state,
        ActivityReport.note,
        ActivityReport.created_at,
        ActivityReport.updated_at,
        ActivityReport.sent_at,
    ).join(ActivityUnit, ActivityUnit.id == ActivityReport.unit_id)

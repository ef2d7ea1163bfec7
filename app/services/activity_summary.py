"""What all units did, brought together: by unit, in total, and activity by activity."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from app.domain.activities import Tally, add_up
from app.domain.activity_summaries import Activity, ActivitySummary, UnitTotal
from app.domain.errors import NotFound
from app.domain.report_documents import Document
from app.domain.settings import ReportHeading
from app.formats import report_docx, report_pdf, report_xlsx
from app.services import activity_calls, activity_reports, settings
from app.services.activity_calls import CallFacts, UnitFacts
from app.services.activity_reports import ReportView
from app.storage import activity_reports as storage
from app.wording.activity_report import document

_WRITERS: Final[Mapping[str, Callable[[Document], bytes]]] = {
    "docx": report_docx.write,
    "pdf": report_pdf.write,
    "xlsx": report_xlsx.write,
}


@dataclass(frozen=True, slots=True)
class UnitLine:
    """One unit with what its sent and accepted reports add up to."""

    unit: UnitFacts
    tally: Tally


@dataclass(frozen=True, slots=True)
class Summary:
    """Everything of a call at `as_of`: units with reports first, in order; who is missing."""

    call: CallFacts
    as_of: datetime
    lines: tuple[UnitLine, ...]
    missing: tuple[UnitFacts, ...]
    total: Tally
    reports: tuple[tuple[UnitFacts, ReportView], ...]


def summarise(call_id: int, *, now: datetime) -> Summary:
    """Bring a call together; returned reports count for nothing. Raises `NotFound`."""
    call = activity_calls.get_call(call_id)
    units = activity_calls.list_units(call_id)
    photos = storage.count_photos(call_id)
    lines = tuple(
        UnitLine(unit, _tally(unit, photos.get(unit.id, 0)))
        for unit in units
        if unit.sent + unit.accepted
    )
    by_id = {unit.id: unit for unit in units}
    sent = activity_reports.list_reports(call_id=call_id, drafts=False, now=now)
    return Summary(
        call=call,
        as_of=now,
        lines=lines,
        missing=tuple(unit for unit in units if not activity_calls.has_answered(unit)),
        total=add_up(line.tally for line in lines),
        reports=tuple(
            (by_id[one.facts.unit_id], one) for one in sent if one.facts.state != "returned"
        ),
    )


def _tally(unit: UnitFacts, photos: int) -> Tally:
    return Tally(unit.sent + unit.accepted, unit.accepted, unit.late, unit.people, photos)


def create_file(call_id: int, format_: str, *, now: datetime) -> bytes:
    """The summary as "docx", "pdf" or "xlsx" under the official heading; always in Vietnamese.

    Raises `NotFound`, also for another format.
    """
    writer = _WRITERS.get(format_)
    if writer is None:
        raise NotFound()
    paper = document(_told(summarise(call_id, now=now)), settings.get(ReportHeading))
    return writer(paper)


def _told(summary: Summary) -> ActivitySummary:
    return ActivitySummary(
        title=summary.call.title,
        deadline_at=summary.call.deadline_at,
        taken_at=summary.as_of,
        asked=summary.call.asked,
        units=tuple(UnitTotal(line.unit.name, line.tally) for line in summary.lines),
        activities=tuple(
            Activity(
                unit=unit.name,
                title=view.facts.title,
                held_on=view.facts.held_on,
                place=view.facts.place,
                people=view.facts.people,
                description=view.facts.description,
                accepted=view.facts.state == "accepted",
                late=view.late,
            )
            for unit, view in summary.reports
        ),
        missing=tuple(unit.name for unit in summary.missing),
        total=summary.total,
    )

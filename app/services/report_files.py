"""Report files: the figures of one moment as Excel, Word or PDF, each making noted in the audit."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from app.domain.errors import InvalidRequest, NotFound
from app.domain.publishing import Reason
from app.domain.report_documents import Document
from app.domain.reports import DEFAULT_LISTED, Report, local
from app.domain.settings import ReportHeading
from app.formats import report_docx, report_pdf, report_xlsx
from app.services import audit, publishing, reports, settings
from app.services.reports import Progress, quietly
from app.services.transactions import writing
from app.wording.reports import document

FORMATS: Final = ("docx", "xlsx", "pdf")
MEDIA_TYPES: Final[Mapping[str, str]] = {
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "pdf": "application/pdf",
}
_WRITERS: Final[Mapping[str, Callable[[Document], bytes]]] = {
    "xlsx": report_xlsx.write,
    "docx": report_docx.write,
    "pdf": report_pdf.write,
}
IN_BACKGROUND: Final = 20_000
"""From so many attempts on, a report is work for the background."""


@dataclass(frozen=True, slots=True)
class ReportFile:
    """A file with the report that it was made from."""

    report: Report
    name: str
    media_type: str
    data: bytes


def create(
    slug: str,
    format_: str,
    *,
    account_id: int | None,
    now: datetime,
    round_number: int | None = None,
    listed: int = DEFAULT_LISTED,
    progress: Progress = quietly,
) -> ReportFile:
    """Make a report; the boards of that moment are published under a number.

    Its making, with the digest of the file, goes into the audit.

    Raises `NotFound`, and `InvalidRequest` for an unknown format.
    """
    if format_ not in _WRITERS:
        raise InvalidRequest((("format", "unknown"),))
    with suppress(NotFound):  # A draft has no boards that were published.
        publishing.publish_now(slug, Reason.REPORT, now)
    made = reports.report(
        slug, now=now, round_number=round_number, listed=listed, progress=progress
    )
    data = _WRITERS[format_](document(made, settings.get(ReportHeading)))
    with writing() as session:
        audit.record(
            session,
            account_id=account_id,
            act="report.create",
            subject=f"contest/{slug}",
            detail={
                "format": format_,
                "round": round_number,
                "listed": made.listed,
                "sha256": hashlib.sha256(data).hexdigest(),
                "after": made.audit_digest,
            },
            now=now,
        )
    return ReportFile(made, _name(made, round_number, format_), MEDIA_TYPES[format_], data)


def is_long(contest_id: int) -> bool:
    """Whether a report of this contest is too much work to be waited for."""
    return reports.count_attempts(contest_id) >= IN_BACKGROUND


def _name(report: Report, round_number: int | None, format_: str) -> str:
    part = "" if round_number is None else f"-dot-{round_number}"
    return f"bao-cao-{report.slug}{part}-{local(report.taken_at):%Y%m%d-%H%M}.{format_}"

"""The head of official papers in words (Decree 30/2020/NĐ-CP): always in Vietnamese."""

from __future__ import annotations

from datetime import datetime

from app.domain.report_documents import MOTTO, OfficialHead
from app.domain.reports import local
from app.domain.settings import ReportHeading

__all__ = ["MOTTO", "official_head", "place_and_day"]


def official_head(heading: ReportHeading, at: datetime) -> OfficialHead:
    """The heading of a paper of the day of `at`."""
    day = local(at)
    return OfficialHead(
        superior_body=heading.superior_body,
        issuing_body=heading.issuing_body,
        number=f"Số: {heading.number}",
        place_and_day=place_and_day(heading.place, day.day, day.month, day.year),
        signer_authority=heading.signer_authority,
        signer_title=heading.signer_title,
        signer_name=heading.signer_name,
        recipients=heading.recipients,
    )


def place_and_day(place: str, day: int, month: int, year: int) -> str:
    """The line of place and day as official papers write it: small numbers with a zero."""
    low = f"{month:02d}" if month < 3 else str(month)
    said = f"ngày {day:02d} tháng {low} năm {year}"
    return f"{place}, {said}" if place else said

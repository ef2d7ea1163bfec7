"""Calls, units and reports for tests."""

from __future__ import annotations

import io
import itertools
from datetime import datetime, timedelta
from typing import Any

from PIL import Image

from app.services import activity_calls, activity_reports
from app.services.activity_calls import UnitFacts
from tests.factories import an_organisation, some_communes

DAY = timedelta(days=1)
_numbers = itertools.count(1)


def a_token() -> str:
    """A token that no other unit has."""
    return f"token-{next(_numbers):016d}"


def a_call(now: datetime, **given: Any) -> int:
    """A call to three communes and one organisation, open for a week; returns its id."""
    some_communes()
    an_organisation()
    values: dict[str, Any] = {
        "title": "Hưởng ứng Ngày Chuyển đổi số",
        "guidance": "Mỗi hoạt động một báo cáo.",
        "deadline_at": now + 7 * DAY,
        "communes": True,
        "organisations": ["so-khcn"],
        **given,
    }
    return activity_calls.create_call(**values, token=a_token, account_id=None, now=now)


def a_unit(call_id: int, name: str = "Xã Đồng Văn") -> UnitFacts:
    """The asked unit of this name, as it is now."""
    return next(one for one in activity_calls.list_units(call_id) if one.name == name)


def a_report(unit: UnitFacts, now: datetime, report_id: int | None = None, **given: Any) -> int:
    """Keep a report of a unit, sent unless `send` says otherwise; returns its id."""
    values: dict[str, Any] = {
        "title": "Phát thanh trên loa xã",
        "held_on": "2026-11-20",
        "place": "Nhà văn hoá",
        "people": "120",
        "description": "",
        "send": True,
        **given,
    }
    return activity_reports.keep_report(unit, report_id, **values, account_id=None, now=now)


def a_photo(colour: tuple[int, int, int] = (200, 30, 30), kind: str = "JPEG") -> bytes:
    """A small picture with a place written into it where its kind can hold one."""
    output = io.BytesIO()
    exif = Image.Exif()
    exif[0x010E] = "GPS 22.1"
    Image.new("RGB", (64, 48), colour).save(output, kind, exif=exif)
    return output.getvalue()

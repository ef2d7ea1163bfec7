"""Around the contest: announcements, materials, a call to units with a report, the settings."""

from __future__ import annotations

import io
import secrets
from datetime import UTC, datetime, timedelta

from PIL import Image

from app.services import (
    activity_calls,
    activity_reports,
    announcements,
    materials,
    roles,
)
from tests.journeys.furnishing import Furnishing

NO_PAGES = {
    "accounts.set_up",  # Only on an empty site: see test_first_run_in_browser.
    "organiser.export_activity_calls",
    "organiser.export_activity_links",
    "organiser.export_activity_summary",
    "organiser.export_adjustments",
    "organiser.export_announcements",
    "organiser.export_answer_files",
    "organiser.export_audit",
    "organiser.export_banks",
    "organiser.export_contests",
    "organiser.export_halls",
    "organiser.export_materials",
    "organiser.show_activity_photo",
    "public.download_material",
    "public.show_activity_photo",
}


def pages(furnishing: Furnishing) -> dict[str, str]:
    """One of each, and the pages on which they are seen and changed."""
    account_id, now = furnishing.organiser.who.account_id, datetime.now(UTC)
    roles.grant_role(account_id=account_id, role="administrator", by=None, now=now)
    news = announcements.create_announcement(
        title="Cuộc thi đang mở",
        text="Xem [thể lệ](https://vanban.chinhphu.vn).\n\n- **một**\n- hai",
        contest=furnishing.slug,
        pinned=True,
        published_at=now,
        until=None,
        account_id=account_id,
        now=now,
    )
    material = materials.add_material(
        topic="Luật",
        title="Luật Giao dịch điện tử số 20/2023/QH15",
        summary="Chữ ký điện tử, hợp đồng điện tử.",
        link="https://vanban.chinhphu.vn",
        file=materials.NewFile("Sổ tay.pdf", b"%PDF-1.7 so tay"),
        account_id=account_id,
        now=now,
    )
    call_id = activity_calls.create_call(
        title="Hưởng ứng Ngày Chuyển đổi số",
        guidance="Mỗi hoạt động **một báo cáo**.",
        deadline_at=now + timedelta(days=7),
        communes=True,
        organisations=[furnishing.site.organisation],
        token=lambda: secrets.token_urlsafe(16),
        account_id=account_id,
        now=now,
    )
    unit = activity_calls.list_units(call_id)[0]
    sent = _report(unit, now, send=True)
    accepted = _report(unit, now, send=True)
    activity_reports.accept_report(accepted, note="Cảm ơn.", account_id=account_id, now=now)
    desk, public = "/organiser/activities", f"/activities/{unit.token}"
    return {
        "organiser.list_announcements": "/organiser/announcements",
        "organiser.write_announcement": "/organiser/announcements/new",
        "organiser.edit_announcement": f"/organiser/announcements/{news}",
        "organiser.list_materials": "/organiser/materials",
        "organiser.edit_material": f"/organiser/materials/{material}",
        "organiser.list_activity_calls": desk,
        "organiser.create_activity_call": f"{desk}/new",
        "organiser.edit_activity_call": f"{desk}/{call_id}/edit",
        "organiser.show_activity_call": f"{desk}/{call_id}",
        "organiser.show_activity_call nobody": f"{desk}/{call_id}?show=late",
        "organiser.show_activity_unit": f"{desk}/units/{unit.id}",
        "organiser.enter_activity": f"{desk}/units/{unit.id}/reports/new",
        "organiser.show_activity_report": f"{desk}/reports/{sent}",
        "organiser.edit_activity_report": f"{desk}/reports/{sent}/edit",
        "organiser.consolidate_activities": f"{desk}/{call_id}/summary",
        "organiser.edit_settings": "/organiser/settings",
        "public.list_announcements": "/announcements",
        "public.show_announcement": f"/announcements/{news}",
        "public.list_materials": "/materials",
        "public.report_activity": public,
        "public.edit_activity": f"{public}/reports/{sent}",
        "public.edit_activity accepted": f"{public}/reports/{accepted}",
    }


def _report(unit: activity_calls.UnitFacts, now: datetime, *, send: bool) -> int:
    photo = io.BytesIO()
    Image.new("RGB", (320, 240), (40, 110, 80)).save(photo, "JPEG")
    return activity_reports.keep_report(
        unit,
        title="Phát thanh về cuộc thi trên loa xã",
        held_on=(now - timedelta(days=1)).date().isoformat(),
        place="Toàn xã",
        people="1250",
        description="Sáu buổi phát thanh.",
        photos=[photo.getvalue()],
        send=send,
        account_id=None,
        now=now,
    )

"""The contact of a unit sees on the unit's page what it is still to report."""

from __future__ import annotations

from datetime import datetime

from flask import Flask

from app.services import activity_reports, unit_contacts
from app.services.transactions import end_reading
from tests.activities import a_call, a_report, a_unit
from tests.factories import DONG_VAN, PASSWORD, a_person
from tests.web.accounts.browser import Browser

PHONE = "0912 345 678"


def test_a_contact_is_led_to_the_units_own_page(app: Flask) -> None:
    now = datetime.now().astimezone()
    a_person(phone=PHONE, password=PASSWORD)
    unit = a_unit(a_call(now))
    unit_contacts.appoint("commune", DONG_VAN, phone=PHONE, account_id=None, now=now)
    end_reading()
    browser = Browser(app)
    browser.sign_in(PHONE, PASSWORD)
    page = browser.open("/profile/unit").text
    assert "Xã Đồng Văn: Hưởng ứng Ngày Chuyển đổi số" in page
    assert "Đơn vị chưa báo cáo." in page
    assert f'href="/activities/{unit.token}"' in page
    one = a_report(unit, now, held_on=now.date().isoformat())
    activity_reports.return_report(one, note="Thiếu ảnh.", account_id=None, now=now)
    end_reading()
    assert "Có báo cáo cần sửa." in browser.open("/profile/unit").text

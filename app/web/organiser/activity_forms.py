"""The forms of calls to units, and of what is said about their reports."""

from __future__ import annotations

from typing import Any

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import BooleanField

from app.domain.unit_names import unit_sort_key
from app.services import units
from app.services.activity_calls import CallFacts
from app.services.units import OrganisationView
from app.web.organiser.form_fields import (
    ChecksField,
    LineField,
    MomentField,
    TextField,
    filled,
    given,
    offered,
)

BELOW = " › "


class CallForm(FlaskForm):  # type: ignore[misc]
    """What is asked, until when, and of whom."""

    class Meta:
        csrf = False  # Checked for every POST in app.web.security.

    title = LineField(
        _l("Tên đợt báo cáo"),
        [filled()],
        description=_l("Ví dụ: Báo cáo hưởng ứng Ngày Chuyển đổi số 10/10."),
    )
    guidance = TextField(
        _l("Hướng dẫn cho đơn vị"),
        description=_l("Đơn vị cần làm gì, báo cáo những gì. Dùng được **chữ đậm** và danh sách."),
    )
    deadline_at = MomentField(
        _l("Hạn gửi"),
        [given()],
        description=_l("Sau hạn, đơn vị vẫn gửi được nhưng báo cáo được ghi là gửi muộn."),
    )
    communes = BooleanField(_l("Tất cả xã, phường"))
    organisations = ChecksField(_l("Cơ quan, đơn vị, đoàn thể"), choices=[])

    def offer(self) -> CallForm:
        """Fill the list of organisations; returns the form."""
        found = sorted(units.list_organisations(), key=_place)
        self.organisations.choices = offered((one.code, BELOW.join(one.path)) for one in found)
        return self

    def values(self) -> dict[str, Any]:
        """What the services take."""
        return {
            "title": self.title.data or "",
            "guidance": self.guidance.data or "",
            "deadline_at": self.deadline_at.data,
            "communes": bool(self.communes.data),
            "organisations": self.organisations.data or [],
        }


def _place(organisation: OrganisationView) -> list[str]:
    return [unit_sort_key(name) for name in organisation.path]


def filled_in(call: CallFacts) -> dict[str, Any]:
    """The values of the form for a call there is; whom it asks already is not asked again."""
    return {"title": call.title, "guidance": call.guidance, "deadline_at": call.deadline_at}


class DecisionForm(FlaskForm):  # type: ignore[misc]
    """What the unit is told with the decision."""

    class Meta:
        csrf = False  # Checked for every POST in app.web.security.

    note = TextField(
        _l("Lời nhắn cho đơn vị"),
        description=_l("Khi trả lại: ghi rõ cần sửa gì. Đơn vị đọc được lời nhắn này."),
    )

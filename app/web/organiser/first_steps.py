"""What is still to be done on a new site before the first contest can run."""

from __future__ import annotations

from dataclasses import dataclass

from flask import current_app, url_for
from flask_babel import gettext as _

from app.services import units
from app.web.organiser import bp
from app.web.organiser.own_rooms import open_banks, own_contests

_UNITS = "organiser.list_units"


@dataclass(frozen=True, slots=True)
class Step:
    """One thing to do; `done` once there is something of it."""

    title: str
    text: str
    address: str
    done: bool


@bp.app_template_global()
def first_steps() -> list[Step]:
    """The steps, done ones too; [] once there is a contest."""
    if own_contests():
        return []
    steps = [
        Step(
            _("Tải lên ngân hàng câu hỏi"),
            _("Tệp Excel, Word hoặc YAML; trang tải lên có mẫu để điền."),
            url_for("organiser.upload_bank"),
            bool(open_banks()),
        )
    ]
    if _UNITS in current_app.view_functions:
        steps.append(
            Step(
                _("Thêm cơ quan, đơn vị"),
                _("Người dự thi chọn đơn vị của mình; bảng xếp hạng tính theo đơn vị."),
                url_for(_UNITS),
                bool(units.list_organisations()),
            )
        )
    steps.append(
        Step(
            _("Tạo cuộc thi đầu tiên"),
            _("Chọn ngân hàng, số câu, thời gian, rồi công bố."),
            url_for("organiser.create_contest"),
            done=False,
        )
    )
    return steps

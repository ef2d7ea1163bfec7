"""The form of a unit's report, and what its fields hold; the services check them."""

from __future__ import annotations

from typing import Any

from flask import request
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import DateField, MultipleFileField, StringField, TextAreaField

from app.services.activity_photos import MOST_BYTES
from app.services.activity_reports import ReportView

MOST_FILES = 4
"""One more than a report takes: the check that follows sees that there are too many."""


class Needed:
    """Marks a field as one that must be filled in; whether it is, the service checks."""

    field_flags = {"required": True}  # noqa: RUF012 - read by WTForms under this name

    def __call__(self, _form: FlaskForm, _field: Any) -> None:
        """Nothing here."""


class DayField(DateField):  # type: ignore[misc]
    """A day as it was sent, right or wrong."""

    def process_formdata(self, valuelist: list[str]) -> None:
        self.data = None

    def text(self) -> str:
        return str(self.raw_data[0]) if self.raw_data else ""


class ReportForm(FlaskForm):  # type: ignore[misc]
    """What a unit did, when, where and for how many."""

    class Meta:
        csrf = False  # Checked for every POST in app.web.security.

    title = StringField(
        _l("Tên hoạt động"),
        [Needed()],
        description=_l("Ví dụ: Phát thanh về cuộc thi trên loa xã."),
    )
    held_on = DayField(_l("Ngày làm"), [Needed()])
    place = StringField(
        _l("Nơi làm"), [Needed()], description=_l("Ví dụ: Nhà văn hoá thôn Tân Lập.")
    )
    people = StringField(
        _l("Số người được tiếp cận"),
        [Needed()],
        description=_l("Đếm hoặc ước lượng số người đã dự, đã nghe, đã xem."),
    )
    description = TextAreaField(
        _l("Mô tả"), description=_l("Làm gì, ai làm, kết quả ra sao. Có thể bỏ qua.")
    )
    photos = MultipleFileField(
        _l("Ảnh"),
        description=_l(
            "Nhiều nhất 3 ảnh PNG, JPEG hoặc WebP, mỗi ảnh không quá 5 MB. "
            "Vị trí chụp ghi trong ảnh được xoá đi."
        ),
    )

    def values(self) -> dict[str, Any]:
        """What the services take, the files read no further than any that could be taken."""
        files = [one for one in request.files.getlist("photos") if one.filename]
        return {
            "title": self.title.data or "",
            "held_on": self.held_on.text(),
            "place": self.place.data or "",
            "people": self.people.data or "",
            "description": self.description.data or "",
            "photos": [one.read(MOST_BYTES + 1) for one in files[:MOST_FILES]],
            "remove": [int(one) for one in request.form.getlist("remove") if one.isdecimal()],
            "send": "send" in request.form,
        }


def filled_in(view: ReportView) -> dict[str, Any]:
    """The values of the form for a report there is."""
    facts = view.facts
    return {
        "title": facts.title,
        "held_on": facts.held_on,
        "place": facts.place,
        "people": str(facts.people),
        "description": facts.description,
    }

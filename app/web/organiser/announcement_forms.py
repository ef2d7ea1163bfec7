"""The form of an announcement."""

from __future__ import annotations

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import BooleanField
from wtforms.validators import Optional

from app.services.announcements import AnnouncementFacts
from app.web.organiser.form_fields import (
    ChoiceField,
    LineField,
    MomentField,
    TextField,
    filled,
    offered,
)
from app.web.organiser.own_rooms import own_contests


class AnnouncementForm(FlaskForm):  # type: ignore[misc]
    """What is said, about which contest, and how long it is seen."""

    class Meta:
        csrf = False  # Checked for every POST in app.web.security.

    title = LineField(
        _l("Tiêu đề"),
        [filled()],
        description=_l("Một câu ngắn, ví dụ: Gia hạn đợt 1 đến hết ngày 30/11."),
    )
    text = TextField(
        _l("Nội dung"),
        [filled()],
        description=_l(
            "**chữ đậm**, *chữ nghiêng*, dòng bắt đầu bằng dấu - thành danh sách, "
            "[chữ hiện ra](https://địa-chỉ) thành đường dẫn."
        ),
    )
    contest = ChoiceField(
        _l("Về cuộc thi"),
        choices=[],
        optional=True,
        default="",
        description=_l("Thông báo về một cuộc thi cũng hiện trên trang cuộc thi đó."),
    )
    pinned = BooleanField(_l("Ghim lên đầu"))
    published_at = MomentField(
        _l("Hiện từ lúc"),
        [Optional()],
        description=_l("Để trống thì thông báo là bản nháp cho đến khi bạn bấm “Đăng ngay”."),
    )
    until = MomentField(
        _l("Hiện đến lúc"),
        [Optional()],
        description=_l("Để trống thì hiện cho đến khi bạn gỡ."),
    )

    def offer(self) -> AnnouncementForm:
        """Fill the list of contests; returns the form."""
        every = own_contests()
        named = [(one.slug, one.title) for one in every]
        self.contest.choices = offered([("", _("Không về cuộc thi nào riêng")), *named])
        return self

    def values(self) -> dict[str, object]:
        """What the services take."""
        return {
            "title": self.title.data or "",
            "text": self.text.data or "",
            "contest": self.contest.data or None,
            "pinned": bool(self.pinned.data),
            "published_at": self.published_at.data,
            "until": self.until.data,
        }


def filled_in(facts: AnnouncementFacts) -> dict[str, object]:
    """The values of the form for an announcement there is."""
    return {**facts._asdict(), "contest": facts.contest_slug or ""}

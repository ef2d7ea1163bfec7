"""The forms around freezing boards and revealing results."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms.validators import Optional

from app.services.ceremonies import MOST_PLACES
from app.web.organiser.form_fields import Between, MomentField, WholeField


class FreezeForm(FlaskForm):  # type: ignore[misc]
    """From when boards stand still, and when they move again."""

    class Meta:
        csrf = False  # Checked for every POST in app.web.security.

    freeze_at = MomentField(
        _l("Bảng xếp hạng dừng cập nhật từ"),
        [Optional()],
        description=_l("Giờ Việt Nam. Để trống nếu bảng cập nhật suốt cuộc thi."),
    )
    reveal_at = MomentField(
        _l("Tự công bố lúc"),
        [Optional()],
        description=_l("Để trống nếu bạn tự bấm công bố, ví dụ trong lễ trao giải."),
    )


class CeremonyForm(FlaskForm):  # type: ignore[misc]
    """How many places are revealed one by one."""

    class Meta:
        csrf = False  # Checked for every POST in app.web.security.

    places = WholeField(
        _l("Công bố bao nhiêu hạng đầu"),
        [Between(1, MOST_PLACES)],
        description=_l("Màn hình lớn hiện từ hạng cuối cùng trong số này lên tới hạng nhất."),
    )

"""The form that opens a hall."""

from __future__ import annotations

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import SelectField, StringField
from wtforms.validators import Length

from app.services import units
from app.services.halls import LONGEST_TITLE


class HallForm(FlaskForm):  # type: ignore[misc]
    """What the screen is called, and for whom the registration is filled in."""

    class Meta:
        csrf = False  # Checked for every POST in app.web.security.

    title = StringField(
        _l("Tên buổi thi"),
        description=_l("Hiện trên màn hình lớn, ví dụ: Ngày hội chuyển đổi số xã Sơn Dương."),
        validators=[Length(max=LONGEST_TITLE, message=_l("Dài nhất %(max)d ký tự."))],
    )
    commune = SelectField(_l("Xã, phường"), choices=[])
    organisation = SelectField(_l("Đơn vị"), choices=[])

    def offer(self) -> HallForm:
        """Fill the lists; returns the form."""
        any_one = ("", _("Để người dự thi tự chọn"))
        self.commune.choices = [any_one, *((one.code, one.name) for one in units.list_communes())]
        self.organisation.choices = [
            any_one,
            *((one.code, one.name) for one in units.list_organisations()),
        ]
        return self

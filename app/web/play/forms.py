"""The form that ends an attempt."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import IntegerField
from wtforms.validators import Optional

from app.web.number_fields import Within

MAX_PREDICTION = 1_000_000_000


class SubmissionForm(FlaskForm):  # type: ignore[misc]
    """The prediction, where the rules ask for one."""

    class Meta:
        csrf = False  # Checked for every POST in app.web.security.

    prediction = IntegerField(
        _l("Dự đoán của bạn"),
        validators=[
            Optional(),
            Within(min=0, max=MAX_PREDICTION, message=_l("Nhập một số nguyên, ví dụ 1250.")),
        ],
    )

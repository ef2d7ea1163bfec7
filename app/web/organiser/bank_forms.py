"""The form that brings a bank file in."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from flask_wtf.file import FileField, FileRequired


class UploadForm(FlaskForm):  # type: ignore[misc]
    """One file; what is in it is judged by the check of banks, not by its name."""

    class Meta:
        csrf = False  # Checked for every POST in app.web.security.

    file = FileField(
        _l("Tệp ngân hàng câu hỏi"),
        validators=[FileRequired(_l("Hãy chọn tệp ngân hàng câu hỏi trên máy của bạn."))],
    )

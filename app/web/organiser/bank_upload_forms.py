"""The forms that bring a bank file in: choosing it, reading it another way, confirming it."""

from __future__ import annotations

from typing import ClassVar

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from flask_wtf.file import FileField, FileRequired
from wtforms import SelectField, StringField

from app.services.bank_uploads import ReadFile
from app.web.organiser.own_rooms import open_banks
from app.wording import bank_formats


class _Chosen:
    """Marks a field that always has a value: nothing is said about leaving it out."""

    field_flags: ClassVar = {"required": True}

    def __call__(self, form: object, field: object) -> None:
        """Nothing to check."""


class _Form(FlaskForm):  # type: ignore[misc]
    class Meta:
        csrf = False  # Checked for every POST in app.web.security.


class UploadForm(_Form):
    """One file; what is in it is judged by the check of banks, not by its name."""

    file = FileField(
        _l("Tệp ngân hàng câu hỏi"),
        validators=[FileRequired(_l("Hãy chọn tệp ngân hàng câu hỏi trên máy của bạn."))],
    )
    format = SelectField(
        _l("Dạng tệp"),
        description=_l("Để “Tự nhận ra” trừ khi hệ thống nhận sai."),
        validators=[_Chosen()],
        choices=[],
    )

    def offer(self) -> UploadForm:
        """Fill the list; returns the form."""
        self.format.choices = [("", _("Tự nhận ra")), *bank_formats.formats()]
        return self


class RereadForm(_Form):
    """Another way to read a file that was uploaded."""

    format = SelectField(_l("Dạng tệp"), validators=[_Chosen()], choices=[])
    legacy = SelectField(
        _l("Chữ trong tệp"),
        description=_l("Chọn khi chữ hiện ra sai dấu, ví dụ “c¸c b¹n” hay “caùc baïn”."),
        validators=[_Chosen()],
        choices=[],
    )

    def offer(self, found: ReadFile | None = None) -> RereadForm:
        """Fill the lists, and with `found` choose what it was read with; returns the form."""
        self.format.choices = [("", _("Tự nhận ra")), *bank_formats.formats()]
        self.legacy.choices = [("", _("Unicode, giữ nguyên")), *bank_formats.old_fonts()]
        if found is not None:
            self.format.data = "qti" if found.format.startswith("qti") else found.format
            self.legacy.data = found.old_font or found.legacy
        return self


class ConfirmForm(_Form):
    """Which bank the questions become a version of; a new one gets a name."""

    bank = SelectField(_l("Nhập vào"), validators=[_Chosen()], choices=[])
    title = StringField(
        _l("Tên ngân hàng mới"),
        description=_l("Ban tổ chức và người ra đề nhìn thấy tên này."),
        validators=[_Chosen()],
    )
    slug = StringField(
        _l("Mã ngân hàng mới"),
        description=_l("Chữ thường không dấu, số và dấu gạch nối, ví dụ: tuan-1-can-bo."),
        validators=[_Chosen()],
    )

    def offer(self, found: ReadFile | None = None) -> ConfirmForm:
        """Fill the list, and with `found` choose what fits it; returns the form."""
        known = open_banks()
        self.bank.choices = [
            ("", _("Ngân hàng mới")),
            *(
                (
                    one.slug,
                    _(
                        "%(title)s (thành bản %(number)s)",
                        title=one.title,
                        number=one.latest.number + 1,
                    ),
                )
                for one in known
            ),
        ]
        if found is not None:
            self.bank.data = found.slug if found.slug in {one.slug for one in known} else ""
            self.title.data, self.slug.data = found.title, found.slug
        return self

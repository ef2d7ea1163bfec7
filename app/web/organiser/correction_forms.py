"""The forms around corrections and appeals."""

from __future__ import annotations

from typing import Any

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm

from app.domain.corrections import Kind
from app.services import appeals, corrections
from app.web.organiser.form_fields import OptionsField, TextField, at_most, filled, offered
from app.wording.corrections import kind_text


class WhyForm(FlaskForm):  # type: ignore[misc]
    """Why the key changes: for the audit, and for everybody."""

    class Meta:
        csrf = False  # Checked for every POST in app.web.security.

    reason = TextField(
        _l("Lý do"),
        [filled(), at_most(corrections.LONGEST_TEXT)],
        description=_l("Căn cứ vào đâu. Người duyệt đọc và nhật ký giữ lại, không công khai."),
    )
    public_note = TextField(
        _l("Lời đính chính"),
        [filled(), at_most(corrections.LONGEST_TEXT)],
        description=_l(
            "Hiện cho mọi người sau khi duyệt, ví dụ: “Câu hỏi về Luật Giao dịch điện tử: "
            "đáp án đúng là 01/7/2024.”"
        ),
    )


class CorrectionForm(WhyForm):
    """A correction of one question; the new answer is read beside the form."""

    kind = OptionsField(_l("Sửa thế nào"))

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        kinds = (Kind.REPLACE, Kind.ACCEPT, Kind.VOID)
        self.kind.choices = offered((kind.value, kind_text(kind.value)) for kind in kinds)


class AnswerForm(FlaskForm):  # type: ignore[misc]
    """One answer to all who appealed a question."""

    class Meta:
        csrf = False  # Checked for every POST in app.web.security.

    text = TextField(
        _l("Trả lời"),
        [filled(), at_most(appeals.LONGEST_TEXT)],
        description=_l("Ai đã kiến nghị câu này đều thấy câu trả lời ở trang kết quả của mình."),
    )

"""What each type of question is called."""

from __future__ import annotations

from typing import Final

from flask_babel import lazy_gettext as _l

from app.domain.questions import QuestionType

QUESTION_TYPES: Final = {
    QuestionType.SINGLE: _l("Chọn một"),
    QuestionType.MULTIPLE: _l("Chọn nhiều"),
    QuestionType.BOOLEAN: _l("Đúng hay sai"),
    QuestionType.NUMBER: _l("Điền số"),
    QuestionType.TEXT: _l("Điền chữ"),
    QuestionType.ORDER: _l("Xếp thứ tự"),
    QuestionType.MATCH: _l("Ghép đôi"),
}

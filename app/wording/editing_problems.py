"""What can be wrong with an edit of a bank that no file can have wrong."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l

EDITING_PROBLEMS: Final[Mapping[str, LazyString]] = {
    "bank.other_slug": _l(
        "Mã ngân hàng là “%(found)s”, khác với ngân hàng đang sửa. Hãy viết lại bank: %(expected)s."
    ),
    "topic.in_use": _l(
        "Chủ đề “%(topic)s” còn %(count)s câu hỏi. Hãy chuyển các câu sang chủ đề khác trước."
    ),
    "questions.last": _l("Đây là câu hỏi cuối cùng. Ngân hàng cần ít nhất một câu hỏi."),
    "questions.most": _l("Ngân hàng đã có %(most)s câu hỏi, không thêm được nữa."),
}

"""Problems of a bank for those who write in Excel, Word and other files that know no YAML."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l

FIELDS: Final[Mapping[str, LazyString]] = {
    "text": _l("câu hỏi"),
    "answer": _l("đáp án"),
    "answers": _l("đáp án"),
    "options": _l("phương án"),
    "items": _l("các mục để sắp xếp"),
    "pairs": _l("các cặp"),
    "left": _l("vế trái"),
    "right": _l("vế phải"),
    "title": _l("tên"),
    "type": _l("loại câu hỏi"),
    "topic": _l("chủ đề"),
    "difficulty": _l("độ khó"),
    "points": _l("điểm"),
    "tolerance": _l("sai số"),
    "explanation": _l("giải thích"),
    "source": _l("nguồn"),
    "alt": _l("mô tả hình"),
    "file": _l("hình"),
}
"""What a field is called by those who do not know its name in YAML."""
PLAIN_PROBLEMS: Final[Mapping[str, LazyString]] = {
    "field.missing": _l("Câu hỏi này còn thiếu “%(field)s”. Hãy thêm vào."),
    "key.missing": _l("Chưa có đáp án đúng. Hãy ghi chữ cái của phương án đúng."),
    "key.too_many": _l(
        "Câu một lựa chọn chỉ có một đáp án đúng. Hãy bỏ bớt, hoặc ghi loại câu là nhiều lựa chọn."
    ),
    "text.legacy_encoding": _l(
        "Câu này trông như gõ bằng phông %(encoding)s cũ. Hãy chọn chuyển sang Unicode khi đọc tệp."
    ),
    "options.all_of_the_above": _l(
        "Phương án này nhắc tới các phương án khác mà thứ tự lại được xáo. "
        "Hãy ghi Xáo trộn: không cho câu hỏi."
    ),
    "source.missing": _l("Câu hỏi chưa ghi nguồn. Nên thêm nguồn hoặc căn cứ."),
    "explanation.missing": _l("Câu hỏi chưa có phần giải thích. Nên thêm lời giải thích."),
}

"""Words of the bank room: what was done to a bank, and what of a question changed."""

from __future__ import annotations

from typing import Final

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l

ACTS: Final[dict[str, LazyString]] = {
    "bank.import": _l("Nhập từ tệp"),
    "bank.question.add": _l("Thêm câu hỏi"),
    "bank.question.edit": _l("Sửa câu hỏi"),
    "bank.question.delete": _l("Xoá câu hỏi"),
    "bank.head.edit": _l("Sửa tên, chủ đề"),
    "bank.text.edit": _l("Sửa cả tệp"),
}
CHANGES: Final[dict[str, LazyString]] = {
    "title": _l("Tên ngân hàng câu hỏi"),
    "description": _l("Mô tả ngắn"),
    "licence": _l("Giấy phép sử dụng"),
    "language": _l("Ngôn ngữ"),
    "topics": _l("Chủ đề"),
    "type": _l("Loại câu hỏi"),
    "text": _l("Câu hỏi"),
    "topic": _l("Chủ đề"),
    "difficulty": _l("Độ khó"),
    "points": _l("Số điểm"),
    "image": _l("Hình minh hoạ"),
    "options": _l("Phương án"),
    "key": _l("Đáp án đúng"),
    "scoring": _l("Cách chấm"),
    "order_of_options": _l("Thứ tự các phương án"),
    "shuffle": _l("Xáo trộn phương án"),
    "truth": _l("Đáp án đúng"),
    "number": _l("Đáp số"),
    "tolerance": _l("Sai số cho phép"),
    "texts": _l("Câu trả lời được chấp nhận"),
    "ignore_case": _l("Không phân biệt chữ hoa, chữ thường"),
    "ignore_accents": _l("Viết không dấu cũng được"),
    "order": _l("Thứ tự đúng"),
    "pairs": _l("Các cặp đúng"),
    "extra_right": _l("Vế phải thừa, để gây nhiễu"),
    "explanation": _l("Giải thích"),
    "source": _l("Nguồn, căn cứ"),
    "translation": _l("Bản dịch"),
}
_YES_NO: Final = {"true": _l("Có"), "false": _l("Không")}
CODES: Final[dict[str, dict[str, LazyString]]] = {
    "truth": {"true": _l("Đúng"), "false": _l("Sai")},
    "shuffle": _YES_NO,
    "ignore_case": _YES_NO,
    "ignore_accents": _YES_NO,
}

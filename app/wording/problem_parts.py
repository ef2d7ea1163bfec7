"""Pieces of the sentences in `problems`: kinds of values, reasons, what is too large."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l

EXPECTED: Final[Mapping[str, LazyString]] = {
    "id": _l("một mã"),
    "language": _l("mã ngôn ngữ như vi, en, ru"),
    "text": _l("một đoạn chữ"),
    "integer": _l("một số nguyên như 3"),
    "decimal": _l("một con số, phần lẻ viết sau dấu chấm như 2.5"),
    "boolean": _l("true (đúng) hoặc false (sai)"),
    "choice": _l("một từ trong danh sách cho phép"),
    "list": _l("một danh sách, mỗi mục bắt đầu bằng dấu gạch “- ”"),
    "mapping": _l("các trường dạng “tên: giá trị”"),
    "key": _l("tên trường là một từ. Nếu câu chứa dấu { } [ ] thì đặt cả câu trong ngoặc kép"),
    "printable": _l("chữ đọc được, không có ký tự điều khiển"),
}

REASONS: Final[Mapping[str, LazyString]] = {
    "tab": _l("Có phím Tab ở đây. Hãy thay bằng dấu cách."),
    "colon": _l("Có dấu hai chấm gây nhầm. Hãy đặt cả câu trong dấu ngoặc kép."),
    "quote": _l("Dấu ngoặc kép mở ra mà không đóng đúng chỗ. Hãy thêm dấu đóng."),
    "flow": _l("Ngoặc { } hoặc [ ] chưa khớp hay thiếu dấu phẩy. Hãy xem lại."),
    "indent": _l("Lề không thẳng hàng với các dòng trên. Hãy sửa số dấu cách ở đầu dòng."),
    "missing_colon": _l("Thiếu dấu hai chấm sau tên trường. Hãy viết dạng “tên: giá trị”."),
    "control": _l("Có ký tự điều khiển %(detail)s không đọc được. Hãy xoá ký tự này."),
    "other": _l("Chỗ này chưa đúng cách viết YAML (%(detail)s). Hãy xem lại dòng này."),
}

TOO_LARGE: Final[Mapping[str, LazyString]] = {
    "file": _l("Tệp lớn hơn %(limit)s MB. Hãy chia thành nhiều ngân hàng câu hỏi."),
    "nodes": _l("Tệp có quá %(limit)s mục. Hãy chia thành nhiều ngân hàng câu hỏi."),
    "keys": _l("Một chỗ có quá %(limit)s trường. Hãy xem lại cấu trúc tệp."),
    "entries": _l("Danh sách có quá %(limit)s mục. Hãy chia thành nhiều ngân hàng câu hỏi."),
    "scalar": _l("Đoạn chữ dài hơn %(limit)s ký tự. Hãy viết ngắn lại."),
    "key": _l("Tên trường dài hơn %(limit)s ký tự. Hãy viết ngắn lại."),
}

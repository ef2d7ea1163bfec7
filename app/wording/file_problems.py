"""What is wrong with a file in one of the other formats, and how to mend it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l

FILE_PROBLEMS: Final[Mapping[str, LazyString]] = {
    "file.too_large": _l("Tệp lớn hơn %(limit)s MB. Hãy chia thành nhiều tệp."),
    "file.too_much": _l(
        "Từ chỗ này tệp có quá nhiều nội dung hoặc một dòng quá dài. Hãy chia thành nhiều tệp."
    ),
    "file.binary": _l("Tệp có ký tự không phải chữ. Hãy chọn đúng tệp câu hỏi."),
    "file.encoding": _l(
        "Không đọc được chữ trong tệp (trông như %(encoding)s). Hãy lưu lại với bảng mã UTF-8."
    ),
    "text.encoding_guessed": _l(
        "Tệp không ở dạng UTF-8, hệ thống đã đọc theo bảng mã %(encoding)s. Hãy xem lại dấu."
    ),
    "file.no_questions": _l(
        "Không tìm thấy câu hỏi nào dùng được trong tệp. Hãy xem cách viết mẫu rồi sửa lại."
    ),
    "file.unknown_format": _l("Không nhận ra dạng tệp này. Hãy chọn dạng tệp rồi thử lại."),
    "file.old_office": _l(
        "Đây là tệp Word hoặc Excel đời cũ. Hãy mở tệp rồi lưu lại thành .docx hoặc .xlsx."
    ),
    "gift.braces": _l("Dấu ngoặc { } chưa khớp. Hãy thêm dấu còn thiếu."),
    "gift.answers": _l("Trong ngoặc { } chưa có phương án. Hãy viết = hoặc ~ trước mỗi phương án."),
    "gift.number": _l("“%(text)s” không phải đáp số. Hãy viết dạng 3.14 hoặc 3.14:0.01."),
    "pair.unclear": _l("Chưa rõ hai vế của “%(text)s”. Hãy viết vế trái => vế phải."),
    "xml.syntax": _l("Chỗ này chưa đúng cách viết XML. Hãy xuất lại tệp từ phần mềm gốc."),
    "xml.forbidden": _l(
        "Tệp chứa khai báo DTD hoặc thực thể XML, không an toàn nên không đọc. Hãy bỏ phần đó."
    ),
    "xml.too_much": _l("Tệp có quá nhiều phần tử hoặc lồng quá sâu. Hãy chia thành nhiều tệp."),
    "xml.root": _l(
        "Đây không phải tệp câu hỏi mong đợi (gặp “%(found)s”, cần %(expected)s). "
        "Hãy chọn đúng dạng tệp."
    ),
    "zip.damaged": _l("Tệp nén bị hỏng. Hãy tạo hoặc tải lại tệp."),
    "zip.bomb": _l("Tệp nén bung ra quá lớn, không an toàn nên không đọc."),
    "zip.encrypted": _l("Tệp nén có mật khẩu. Hãy bỏ mật khẩu rồi thử lại."),
    "package.missing": _l("Gói câu hỏi thiếu tệp “%(file)s”. Hãy xuất lại gói."),
    "list.option_order": _l(
        "Phương án %(found)s đứng sai chỗ, đúng ra là %(expected)s. Hãy xem lại thứ tự A, B, C, D."
    ),
    "key.unknown": _l(
        "Đáp án “%(answer)s” không có trong các phương án. Hãy viết đúng chữ cái của phương án."
    ),
    "table.no_heading": _l(
        "Không tìm thấy dòng tên cột. Hãy đặt tên các cột, ví dụ: Câu hỏi, A, B, C, D, Đáp án."
    ),
    "table.too_large": _l("Bảng có quá %(limit)s dòng, hoặc một dòng quá dài. Hãy chia nhỏ."),
    "csv.syntax": _l("Tệp CSV chưa đúng cách viết (%(detail)s). Hãy lưu lại từ Excel."),
    "xlsx.not_xlsx": _l("Đây không phải tệp Excel .xlsx. Hãy lưu lại thành .xlsx."),
    "xlsx.damaged": _l("Tệp Excel bị hỏng. Hãy mở bằng Excel rồi lưu lại."),
    "docx.not_docx": _l("Đây không phải tệp Word .docx. Hãy lưu lại thành .docx."),
    "docx.damaged": _l("Tệp Word bị hỏng. Hãy mở bằng Word rồi lưu lại."),
}

"""Templates to fill in: an Excel and a Word file with a guide and three example questions."""

from __future__ import annotations

from datetime import datetime
from io import BytesIO
from typing import Any, Final

import docx
import xlsxwriter
from docx.enum.style import WD_STYLE_TYPE
from docx.shared import Pt, RGBColor

from app.formats.docx_read import GUIDE_STYLE
from app.formats.xlsx_read import GUIDE_SHEET, HEAD_SHEET

_LONG_AGO: Final = datetime(2000, 1, 1)
_HEADINGS: Final = (
    "Chủ đề", "Độ khó", "Câu hỏi", "A", "B", "C", "D", "Đáp án", "Giải thích", "Nguồn",
)  # fmt: skip
_WIDTHS: Final = (20, 9, 50, 26, 26, 26, 26, 10, 40, 32)
_EXAMPLES: Final = (
    (
        "Khái niệm cơ bản", "1", "Ngày Chuyển đổi số quốc gia là ngày nào?",
        "10 tháng 10", "2 tháng 9", "30 tháng 4", "19 tháng 5", "A",
        "Ngày 10 tháng 10 hằng năm là Ngày Chuyển đổi số quốc gia.",
        "Quyết định 505/QĐ-TTg ngày 22/4/2022",
    ),
    (
        "Chính quyền số", "2",
        "Người dân có thể làm những việc nào trên Cổng Dịch vụ công quốc gia?",
        "Nộp hồ sơ trực tuyến", "Theo dõi hồ sơ đã nộp", "Trả phí, lệ phí trực tuyến",
        "Rút tiền mặt", "A, B, C",
        "Cổng nhận hồ sơ, báo tiến độ và thu phí trực tuyến, không trả tiền mặt.",
        "Quyết định 274/QĐ-TTg ngày 12/3/2019",
    ),
    (
        "An toàn thông tin", "1", "Nên dùng chung một mật khẩu cho mọi tài khoản, đúng hay sai?",
        "", "", "", "", "Sai",
        "Lộ một mật khẩu thì mất mọi tài khoản.",
        "Cẩm nang an toàn thông tin, Cục An toàn thông tin",
    ),
)  # fmt: skip
_GUIDE_EXCEL: Final = (
    "Mỗi dòng của trang “Câu hỏi” là một câu. Xoá ba câu ví dụ rồi viết câu của bạn.",
    "Đáp án: viết chữ cái của phương án đúng, ví dụ B. Nhiều phương án đúng thì viết A, C.",
    "Câu đúng hay sai: để trống các cột A, B, C, D và viết Đúng hoặc Sai ở cột Đáp án.",
    "Câu điền số hoặc điền chữ: để trống các cột A, B, C, D và viết đáp án ở cột Đáp án.",
    "Cần nhiều phương án hơn thì thêm cột E, F … ngay sau cột D.",
    "Độ khó từ 1 (rất dễ) đến 5 (rất khó). Chủ đề, độ khó, giải thích, nguồn có thể để trống.",
    "Trang “Ngân hàng” có thể để trống: khi tải lên, hệ thống lấy tên theo tên tệp.",
    "Có thể đổi thứ tự các cột. Tên cột phải giữ nguyên.",
)
_GUIDE_WORD: Final = (
    "Hướng dẫn (đoạn chữ nghiêng này không phải câu hỏi, để lại hay xoá đều được):",
    "Mỗi câu bắt đầu bằng “Câu 1.”, rồi các phương án A, B, C, D, mỗi phương án một dòng.",
    "Ghi đáp án bằng dòng “Đáp án: B”. Nhiều phương án đúng thì viết “Đáp án: A, C”.",
    "Câu đúng hay sai: không viết phương án, chỉ viết “Đáp án: Đúng” hoặc “Đáp án: Sai”.",
    "Chủ đề, độ khó (1 đến 5), giải thích và nguồn có thể bỏ. Xoá ba câu ví dụ khi đã viết xong.",
)
_HEAD: Final = (("Mã ngân hàng", ""), ("Tên ngân hàng", ""), ("Ngôn ngữ", "vi"))


def excel() -> bytes:
    """Return the workbook to fill in."""
    output = BytesIO()
    book = xlsxwriter.Workbook(
        output,
        {"in_memory": True, "strings_to_formulas": False, "strings_to_numbers": False},
    )
    book.set_properties({"created": _LONG_AGO, "title": "Mẫu ngân hàng câu hỏi"})
    head = book.add_format(
        {"bold": True, "bg_color": "#F3E3E3", "border": 1, "text_wrap": True, "valign": "top"}
    )
    plain = book.add_format({"text_wrap": True, "valign": "top"})
    _questions(book.add_worksheet("Câu hỏi"), head, plain)
    _guide(book.add_worksheet(GUIDE_SHEET), plain)
    page = book.add_worksheet(HEAD_SHEET)
    page.set_column(0, 0, 20, plain)
    page.set_column(1, 1, 60, plain)
    for row, (name, value) in enumerate(_HEAD):
        page.write_string(row, 0, name, head)
        if value:
            page.write_string(row, 1, value, plain)
    book.close()
    return output.getvalue()


def _questions(page: Any, head: Any, plain: Any) -> None:
    page.ignore_errors({"number_stored_as_text": "A1:XFD1048576"})
    for column, (heading, width) in enumerate(zip(_HEADINGS, _WIDTHS, strict=True)):
        page.set_column(column, column, width, plain)
        page.write_string(0, column, heading, head)
    for row, cells in enumerate(_EXAMPLES, start=1):
        for column, text in enumerate(cells):
            if text:
                page.write_string(row, column, text, plain)
    page.freeze_panes(1, 0)
    page.data_validation(
        1, 1, 20_000, 1,
        {
            "validate": "list",
            "source": ["1", "2", "3", "4", "5"],
            "error_type": "warning",
            "error_title": "Độ khó",
            "error_message": "Viết một số từ 1 đến 5.",
        },
    )  # fmt: skip


def _guide(page: Any, plain: Any) -> None:
    page.set_column(0, 0, 100, plain)
    for row, line in enumerate(_GUIDE_EXCEL):
        page.write_string(row, 0, line, plain)


def word() -> bytes:
    """Return the document to fill in."""
    document = docx.Document()
    properties = document.core_properties
    properties.created = properties.modified = _LONG_AGO
    properties.author = properties.comments = ""
    style: Any = document.styles.add_style(GUIDE_STYLE, WD_STYLE_TYPE.PARAGRAPH)
    style.font.italic = True
    style.font.size = Pt(11)
    style.font.color.rgb = RGBColor(0x5A, 0x4A, 0x40)
    style.paragraph_format.space_after = Pt(2)
    for line in _GUIDE_WORD:
        document.add_paragraph(line, style=GUIDE_STYLE)
    document.add_paragraph("")
    for number, example in enumerate(_EXAMPLES, start=1):
        for line in _lines(number, example):
            document.add_paragraph(line).paragraph_format.space_after = Pt(2)
        document.add_paragraph("")
    output = BytesIO()
    document.save(output)
    return output.getvalue()


def _lines(number: int, example: tuple[str, ...]) -> list[str]:
    topic, level, text, *options, answer, explanation, source = example
    return [
        f"Câu {number}. {text}",
        *(f"{name}. {option}" for name, option in zip("ABCD", options, strict=True) if option),
        f"Đáp án: {answer}",
        f"Chủ đề: {topic}",
        f"Độ khó: {level}",
        f"Giải thích: {explanation}",
        f"Nguồn: {source}",
    ]

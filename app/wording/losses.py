"""What a conversion could not carry over, in plain words, and where in the file it stood."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from flask_babel import LazyString
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from app.domain.bank_losses import Loss, PlaceUnit
from app.domain.bank_problems import Problem
from app.wording.question_types import QUESTION_TYPES

_READ: Final[Mapping[str, LazyString]] = {
    "essay": _l("Câu tự luận hoặc chưa có đáp án, không chấm tự động được nên bỏ qua"),
    "description": _l("Đoạn giới thiệu không phải câu hỏi nên bỏ qua"),
    "cloze": _l("Câu nhiều chỗ trống trong một đoạn chưa dùng được nên bỏ qua"),
    "calculated": _l("Câu tính toán với số ngẫu nhiên chưa dùng được nên bỏ qua"),
    "other_type": _l("Loại câu hỏi này chưa dùng được nên bỏ qua"),
    "partial_weights": _l("Tỉ lệ điểm riêng của từng phương án không giữ được"),
    "option_feedback": _l("Lời nhắn riêng cho từng phương án không giữ được"),
    "feedback": _l("Lời nhắn chung khi đúng hoặc sai không giữ được"),
    "hint": _l("Gợi ý không giữ được"),
    "formatting": _l("Cách trình bày này không giữ được, chỉ giữ chữ"),
    "image": _l("Hình không đi kèm, hãy thêm lại hình"),
    "image_file": _l("Tệp hình nằm trong tệp gốc chưa được lấy ra, hãy thêm lại hình"),
    "tag": _l("Thẻ đánh dấu không giữ được"),
    "metadata": _l("Thông tin thêm này không giữ được"),
    "name": _l("Mã câu hỏi được viết lại cho đúng cách viết mã"),
    "topic": _l("Câu hỏi có nhiều chủ đề, chỉ giữ chủ đề đầu"),
    "wildcard": _l("Dấu * thay cho chữ bất kì nay chỉ là dấu *"),
    "unit": _l("Đơn vị đo không giữ được"),
    "order_kept": _l("Thứ tự cố định của câu ghép cặp không giữ được"),
    "fixed_option": _l("Một phương án đứng yên tại chỗ: nay mọi phương án của câu đều đứng yên"),
    "outside_text": _l("Đoạn chữ không thuộc câu hỏi nào nên bỏ qua"),
    "column": _l("Cột này không rõ là gì nên bỏ qua"),
    "sheet": _l("Trang tính này không có dòng tên cột nên bỏ qua"),
    "hidden_sheet": _l("Trang tính đang ẩn nên bỏ qua"),
    "date_cell": _l("Ô này đã bị Excel đổi thành ngày tháng, hãy xem lại chữ trong ô"),
    "macros": _l("Macro trong tệp được bỏ qua"),
    "comments": _l("Nhận xét bên lề được bỏ qua"),
    "math": _l("Công thức toán không giữ được"),
    "footnote": _l("Chú thích cuối trang không giữ được"),
    "symbol": _l("Ký hiệu của phông chữ đặc biệt không giữ được"),
}
_WRITE: Final[Mapping[str, LazyString]] = {
    "unreadable": _l("Tệp vừa ghi không đọc lại được trọn vẹn, hãy chọn dạng khác"),
    "bank.slug": _l("Mã ngân hàng câu hỏi"),
    "bank.title": _l("Tên ngân hàng câu hỏi"),
    "bank.language": _l("Ngôn ngữ của ngân hàng câu hỏi"),
    "bank.description": _l("Mô tả ngân hàng câu hỏi"),
    "bank.licence": _l("Giấy phép của ngân hàng câu hỏi"),
    "bank.topic": _l("Chủ đề (mã hoặc tên)"),
    "question.left_out": _l("Cả câu hỏi: dạng tệp này không có loại câu này"),
    "question.ambiguous": _l("Cả câu hỏi: chữ trong câu trùng với dấu hiệu của dạng tệp này"),
    "question.id": _l("Mã câu hỏi"),
    "question.type": _l("Loại câu hỏi"),
    "question.text": _l("Chỗ xuống dòng hay dấu cách trong câu hỏi"),
    "question.topic": _l("Chủ đề của câu hỏi"),
    "question.difficulty": _l("Độ khó"),
    "question.points": _l("Số điểm"),
    "question.option_ids": _l("Mã các phương án"),
    "question.answers": _l("Chỗ xuống dòng hay dấu cách trong phương án"),
    "question.scoring": _l("Cách chấm khi có nhiều phương án đúng"),
    "question.tolerance": _l("Sai số cho phép"),
    "question.ignore_case": _l("Cách coi chữ hoa chữ thường"),
    "question.ignore_accents": _l("Cách coi dấu tiếng Việt"),
    "question.shuffle": _l("Việc giữ nguyên thứ tự phương án"),
    "question.image": _l("Hình minh hoạ"),
    "question.explanation": _l("Phần giải thích"),
    "question.source": _l("Nguồn, căn cứ"),
    "question.translations": _l("Bản dịch"),
}
_MESSAGES: Final = {**_READ, **_WRITE}
_TYPES: Final = {kind.value: label for kind, label in QUESTION_TYPES.items()}


def message(loss: Loss) -> str:
    """Say in the reader's language what was lost, with its detail."""
    words = str(_MESSAGES[loss.code])
    detail = loss.detail
    if loss.code == "question.left_out":
        detail = str(_TYPES.get(detail, detail))
    return f"{words}: {detail}" if detail else words


def place(loss: Loss, unit: PlaceUnit) -> str:
    """Say where a loss is: its place in the file, or the question; empty if it is the whole."""
    parts = [loss.part] if loss.part else []
    if loss.line is not None:
        parts.append(place_in(unit, loss.line, loss.column))
    elif loss.question:
        parts.append(_("câu %(id)s", id=loss.question))
    return ", ".join(parts)


def place_in(unit: PlaceUnit, line: int, column: int | None) -> str:
    """Say a place as people find it: line 3, cell C5, paragraph 7."""
    if unit is PlaceUnit.CELL:
        return _("ô %(cell)s", cell=f"{_letters(column or 1)}{line}")
    if unit is PlaceUnit.PARAGRAPH:
        return _("đoạn %(number)s", number=line)
    return _("dòng %(number)s", number=line)


def problem_place(problem: Problem, unit: PlaceUnit) -> str:
    """Say where a problem is, with the sheet of a cell when there are several."""
    place = place_in(unit, problem.line or 1, problem.column)
    sheet = problem.args.get("part", "") if unit is PlaceUnit.CELL else ""
    return _("trang “%(sheet)s”, %(place)s", sheet=sheet, place=place) if sheet else place


def codes() -> frozenset[str]:
    """Return every code that has words."""
    return frozenset(_MESSAGES)


def _letters(column: int) -> str:
    text = ""
    while column:
        column, rest = divmod(column - 1, 26)
        text = chr(ord("A") + rest) + text
    return text

"""What the check of a question says, for those who fill in a form and see no file."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l

from app.domain.bank_problems import Problem, Severity
from app.wording.problems import message

_WORDS: Final[dict[str, LazyString]] = {
    "field.missing": _l("Hãy điền vào ô này."),
    "field.empty": _l("Hãy điền vào ô này."),
    "key.missing": _l("Chưa chọn phương án đúng. Hãy đánh dấu phương án đúng."),
    "topic.unknown": _l("Hãy chọn một trong các chủ đề có sẵn."),
    "answer.type": _l("Đáp án chưa đúng kiểu. Hãy xem gợi ý bên trên ô."),
    "field.type": _l("Giá trị này chưa đúng kiểu. Hãy xem gợi ý bên trên ô."),
    "options.too_few": _l("Cần ít nhất hai mục."),
    "options.all_of_the_above": _l(
        "Phương án này nhắc tới các phương án khác mà thứ tự lại được xáo. "
        "Hãy chọn giữ nguyên thứ tự."
    ),
    "source.missing": _l("Câu hỏi chưa ghi nguồn. Nên có để người thi tìm đọc thêm."),
    "explanation.missing": _l("Câu hỏi chưa có lời giải thích. Nên có để người thi học được."),
    "translation.mismatch": _l("Bản dịch chưa đủ các phương án như bản gốc."),
    "image.missing": _l("Không có hình này. Hãy chọn trong danh sách hoặc tải hình lên trước."),
}

_LABELS: Final[dict[str, LazyString]] = {
    "id": _l("Mã câu hỏi"),
    "text": _l("Câu hỏi"),
    "topic": _l("Chủ đề"),
    "difficulty": _l("Độ khó"),
    "points": _l("Số điểm"),
    "explanation": _l("Giải thích"),
    "source": _l("Nguồn, căn cứ"),
    "answer": _l("Đáp án"),
    "tolerance": _l("Sai số cho phép"),
    "title": _l("Tên ngân hàng câu hỏi"),
    "description": _l("Mô tả ngắn"),
    "licence": _l("Giấy phép sử dụng"),
    "image": _l("Hình minh hoạ"),
    "options": _l("Phương án"),
    "answers": _l("Câu trả lời"),
    "items": _l("Mục"),
    "pairs": _l("Cặp"),
    "extra_right": _l("Vế phải thừa"),
    "topics": _l("Chủ đề"),
    "translations": _l("Bản dịch"),
}


def label(name: str) -> str:
    """What a field is called for people: "options.1.text" is "Phương án 2"."""
    first, *rest = name.split(".")
    words = str(_LABELS.get(first, ""))
    number = next((str(int(step) + 1) for step in rest if step.isdigit()), "")
    return f"{words} {number}".strip()


Beside = dict[str, list[str]]


def words(problem: Problem) -> str:
    """A problem in the words of a form."""
    own = _WORDS.get(problem.code)
    return str(own) if own else message(problem)


def beside(problems: Iterable[Problem], severity: Severity) -> Beside:
    """What is to be said beside each field, by its name."""
    found: Beside = {}
    for problem in problems:
        if problem.severity is severity:
            name = ".".join(map(str, problem.steps))
            found.setdefault(name, []).append(words(problem))
    return found

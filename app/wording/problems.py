"""Every problem of a bank in plain words: what is wrong, and how to mend it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l

from app.domain.bank_losses import PlaceUnit
from app.domain.bank_problems import Problem
from app.wording.editing_problems import EDITING_PROBLEMS
from app.wording.file_problems import FILE_PROBLEMS
from app.wording.plain_problems import FIELDS, PLAIN_PROBLEMS
from app.wording.problem_parts import EXPECTED, REASONS, TOO_LARGE

_MESSAGES: Final[Mapping[str, LazyString]] = {
    "yaml.encoding": _l(
        "Tệp không ở dạng UTF-8 (trông như %(encoding)s). Hãy mở tệp và lưu lại với bảng mã UTF-8."
    ),
    "yaml.duplicate_key": _l(
        "Trường “%(key)s” đã có ở trên. Mỗi trường chỉ viết một lần, hãy bỏ bớt một."
    ),
    "yaml.alias": _l(
        "Không dùng được dấu & và * để đặt tên và gọi lại (“%(name)s”). "
        "Hãy viết đủ nội dung, hoặc đặt cả câu trong dấu ngoặc kép."
    ),
    "yaml.too_deep": _l("Nội dung lồng nhau quá %(limit)s tầng. Hãy xem lại ngoặc và lề thụt vào."),
    "yaml.tag": _l(
        "Không dùng được thẻ bắt đầu bằng dấu ! (“%(tag)s”). "
        "Hãy bỏ thẻ, hoặc đặt cả câu trong dấu ngoặc kép."
    ),
    "yaml.multiple_documents": _l(
        "Tệp có nhiều tài liệu. Mỗi tệp chỉ chứa một ngân hàng câu hỏi, hãy bỏ dòng “---” này."
    ),
    "field.missing": _l("Thiếu trường “%(field)s”. Hãy thêm vào."),
    "field.unknown": _l("Không có trường “%(field)s” ở đây. Hãy bỏ đi hoặc sửa lại tên."),
    "field.type": _l("Giá trị này không đúng kiểu. Cần %(expected)s."),
    "field.empty": _l("Trường “%(field)s” đang để trống. Hãy điền nội dung."),
    "field.range": _l("Giá trị của “%(field)s” nằm ngoài mức cho phép."),
    "id.duplicate": _l("Mã “%(id)s” đã dùng ở trên. Hãy đặt một mã khác."),
    "id.format": _l(
        "Mã “%(id)s” chưa đúng. Chỉ dùng chữ thường không dấu a–z, số 0–9 và dấu gạch nối, "
        "dài nhất 64 ký tự, ví dụ: cau-01."
    ),
    "topic.unknown": _l(
        "Chủ đề “%(topic)s” chưa có trong mục topics. Hãy thêm chủ đề hoặc sửa lại mã."
    ),
    "options.too_few": _l("Mới có %(count)s mục. Cần ít nhất %(least)s mục để chọn."),
    "options.duplicate": _l("“%(text)s” đã có ở trên. Hãy sửa để các mục khác nhau."),
    "key.missing": _l("Chưa có phương án đúng. Hãy thêm correct: true vào phương án đúng."),
    "key.too_many": _l(
        "Câu một lựa chọn chỉ có một phương án đúng. Hãy bỏ bớt correct: true, "
        "hoặc đổi type thành multiple."
    ),
    "answer.type": _l("Đáp án không đúng kiểu. Cần %(expected)s."),
    "translation.mismatch": _l(
        "Bản dịch không khớp với bản gốc. Hãy giữ đủ và đúng các phương án như bản gốc."
    ),
    "image.missing": _l(
        "Không tìm thấy hình “%(file)s”. Hãy kiểm tra tên tệp và gửi kèm hình trong thư mục images."
    ),
    "image.heavy": _l(
        "Hình “%(file)s” nặng %(size)s KB nên mạng yếu tải lâu. Hãy thu nhỏ còn dưới %(limit)s KB."
    ),
    "format.version": _l("Chưa đọc được phiên bản “%(found)s”. Hãy viết format: %(known)s."),
    "text.not_nfc": _l(
        "Dấu trong câu được gõ theo kiểu tổ hợp. Hệ thống sẽ tự chuyển về dạng dựng sẵn khi nhập."
    ),
    "text.legacy_encoding": _l(
        "Câu này trông như gõ bằng phông %(encoding)s cũ. Hãy chuyển sang Unicode rồi dán lại."
    ),
    "question.duplicate": _l("Câu hỏi này giống câu thứ %(first)s. Hãy bỏ bớt một câu."),
    "options.all_of_the_above": _l(
        "Phương án này nhắc tới các phương án khác mà thứ tự lại được xáo. "
        "Hãy thêm shuffle: false cho câu hỏi."
    ),
    "options.length_gives_away": _l(
        "Phương án đúng dài hơn hẳn các phương án khác nên dễ đoán. Hãy viết cho dài gần bằng nhau."
    ),
    "source.missing": _l("Câu hỏi chưa ghi nguồn. Hãy thêm source."),
    "explanation.missing": _l("Câu hỏi chưa có phần giải thích. Hãy thêm explanation."),
}

_ALL: Final = {**FILE_PROBLEMS, **EDITING_PROBLEMS, **_MESSAGES}
_NOTHING: Final = _l("Tệp chưa có nội dung. Hãy viết ngân hàng câu hỏi vào tệp.")
_CHOICES: Final = _l("Hãy chọn một trong: %(choices)s.")
_GUESS: Final = _l("Có phải bạn muốn viết “%(guess)s”?")
_LIMITS: Final = _l("Giá trị cho phép: %(limits)s.")
_LONGEST: Final = _l("Dài nhất %(longest)s ký tự.")
_MOST: Final = _l("Nhiều nhất %(most)s mục.")
_MISSING: Final = _l("Còn thiếu: %(missing)s.")
_EXTRA: Final = _l("Thừa: %(extra)s.")
_PART: Final = _l("Trong tệp “%(part)s” của gói.")
_COUNT: Final = _l("Bản dịch có %(count)s mục, bản gốc có %(expected)s mục.")
_DETAILS: Final = (
    ("choices", _CHOICES),
    ("limits", _LIMITS),
    ("longest", _LONGEST),
    ("most", _MOST),
    ("missing", _MISSING),
    ("extra", _EXTRA),
    ("guess", _GUESS),
    ("part", _PART),
)


def message(problem: Problem, unit: PlaceUnit = PlaceUnit.LINE, *, plain: bool = False) -> str:
    """Say in the reader's language what is wrong and how to mend it.

    `unit` is what places in the file count: the sheet of a cell belongs to its place and
    is not said here. `plain` is for files that are no YAML, whose words are not spoken of.
    Outside an application the Vietnamese sentence itself is given.
    """
    args = dict(problem.args)
    if plain and args.get("field") in FIELDS:
        args["field"] = str(FIELDS[args["field"]])
    special = _SPECIAL.get(problem.code)
    if special:
        return special(args)
    if unit is PlaceUnit.CELL:
        args.pop("part", None)
    if args.get("expected") in EXPECTED:
        args["expected"] = str(EXPECTED[args["expected"]])
    words = (PLAIN_PROBLEMS if plain else _ALL).get(problem.code, _ALL[problem.code])
    parts = [_fill(words, args)]
    parts += [_fill(words, args) for name, words in _DETAILS if args.get(name)]
    if problem.code == "translation.mismatch" and "count" in args:
        parts.append(_fill(_COUNT, args))
    return " ".join(parts)


def _empty(args: Mapping[str, str]) -> str:
    return _fill(_MESSAGES["field.empty"], args) if args.get("field") else str(_NOTHING)


def codes() -> frozenset[str]:
    """Return every code of a bank's own problems; those of other files are in `file_problems`."""
    return frozenset(_MESSAGES) | frozenset(_SPECIAL)


def _fill(words: LazyString, args: Mapping[str, str]) -> str:
    text = str(words)
    for name, value in args.items():
        text = text.replace(f"%({name})s", value)
    return text


def _syntax(args: Mapping[str, str]) -> str:
    return _fill(REASONS.get(args.get("reason", ""), REASONS["other"]), args)


def _too_large(args: Mapping[str, str]) -> str:
    return _fill(TOO_LARGE[args["what"]], args)


_SPECIAL: Final[Mapping[str, Callable[[Mapping[str, str]], str]]] = {
    "yaml.syntax": _syntax,
    "yaml.too_large": _too_large,
    "field.empty": _empty,
}

"""Refusals of services put beside the fields of a form, and all errors gathered for its top."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Any, Final

from flask_babel import LazyString
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import FieldList, FormField

from app.domain.errors import InvalidRequest, NotEnoughQuestions, NotFound, Refusal
from app.wording import refusals

_WORDS: Final[dict[str, LazyString]] = {
    "missing": _l("Hãy điền vào ô này."),
    "too_long": _l("Nội dung này quá dài."),
    "format": _l("Chỉ dùng a–z, 0–9 và dấu gạch nối."),
    "taken": _l("Địa chỉ này đã có cuộc thi khác dùng."),
    "unknown": _l("Mục này không còn nữa, hãy chọn mục khác."),
    "order": _l("Giờ đóng phải sau giờ mở."),
    "overlap": _l("Đợt này mở khi một đợt khác chưa đóng."),
    "range": _l("Giá trị này nằm ngoài mức cho phép."),
    "choice": _l("Hãy chọn một trong các mục có sẵn."),
    "duplicate": _l("Mỗi mục chỉ chọn một lần."),
    "changed": _l("Số này vừa thay đổi. Xem lại số mới rồi ghi."),
    "rescoring": _l("Hệ thống đang chấm lại bài sau khi sửa đáp án. Đợi xong rồi ghi."),
    "no_draw": _l("Thể lệ của cuộc thi này không có bốc thăm."),
    "held": _l("Đã bốc thăm rồi; không bốc lại được."),
    "unsettled": _l("Hãy ghi đáp số của câu dự đoán trước rồi mới bốc thăm."),
    "phone": _l("Đây không phải là số điện thoại di động."),
    "no_prediction": _l("Cuộc thi này không có câu hỏi dự đoán."),
    "after_start": _l("Giờ hết phải sau giờ bắt đầu."),
    "future": _l("Sự cố chưa hết: hãy ghi khi nó đã qua."),
    "too_little": _l("Thêm từng ấy phút thì lượt này vẫn đã hết giờ."),
    "still_open": _l("Lượt này đang mở, không cần mở lại."),
    "other_open": _l("Người này đang làm một lượt khác của đợt; không mở hai lượt cùng lúc."),
    "keys_known": _l(
        "Đáp án hoặc đáp số dự đoán của đợt này có thể đã được xem nên không mở lại được."
    ),
    "final": _l("Kết quả đã là chính thức nên không đổi được nữa."),
}
_OTHER = _l("Giá trị này chưa đúng.")
_ELSEWHERE: Final = {
    "prediction": "prediction_text",
    "chain": "chain_choice",
    "bank_slug": "bank",
    "bank_version": "bank",
    "seconds": "minutes",
    "attempt": "minutes",
}
_PATH = re.compile(r"(?P<list>\w+)\[(?P<place>\d+)\]\.(?P<name>\w+)")


def words(code: str) -> str:
    """What an error's code says to people."""
    return str(_WORDS.get(code, _OTHER))


def put(form: Any, refusal: Refusal, draw_rows: Sequence[int] = ()) -> None:
    """Write a refusal beside the fields it is about; what has no field goes to the top.

    `draw_rows` are the rows of the form behind the draws. `NotFound` is raised on.
    """
    if isinstance(refusal, NotFound):
        raise refusal
    if isinstance(refusal, NotEnoughQuestions):
        return _put_shortage(form, refusal, draw_rows)
    if not isinstance(refusal, InvalidRequest) or not refusal.errors:
        said = refusals.message(refusal)
        form.form_errors.append(f"{said.message} {said.hint}")
        return None
    for path, code in refusal.errors:
        field = _find(form, path.removeprefix("rules."), draw_rows)
        if field is None:
            form.form_errors.append(f"{path}: {words(code)}")
        else:
            _add(field, words(code))
    return None


def gather(form: Any) -> list[tuple[str, str, str]]:
    """Every error of a form: the field's id, its label and what is wrong; "" for the form."""
    found = [(field.id, label, str(field.errors[0])) for field, label in _wrong(form, "")]
    return found + [("", "", str(error)) for error in form.form_errors]


def _wrong(fields: Any, prefix: str) -> Iterator[tuple[Any, str]]:
    for field in fields:
        if isinstance(field, FieldList):
            for place, entry in enumerate(field.entries, start=1):
                rows = entry.form if isinstance(entry, FormField) else [entry]
                yield from _wrong(rows, _("Dòng %(number)s, ", number=place))
            own = own_errors(field)
            if own:
                yield _Own(field.id, own), field.label.text
        elif field.errors:
            yield field, f"{prefix}{field.label.text}"


class _Own:
    """A list's own errors, apart from those of its rows."""

    def __init__(self, id: str, errors: list[str]) -> None:
        self.id, self.errors = id, errors


def own_errors(field: FieldList) -> list[str]:
    """What is wrong with a list of rows as a whole."""
    return [str(error) for error in field.errors if not isinstance(error, (dict, list, tuple))]


def _put_shortage(form: Any, refusal: NotEnoughQuestions, draw_rows: Sequence[int]) -> None:
    message = _(
        "Cần %(wanted)s câu nhưng ngân hàng chỉ còn %(available)s câu phù hợp.",
        wanted=refusal.wanted,
        available=refusal.available,
    )
    _add(form.draws[draw_rows[refusal.draw]].form.count, message)


def _find(form: Any, path: str, draw_rows: Sequence[int]) -> Any:
    match = _PATH.fullmatch(path)
    if match:
        return _find_in_row(form, match, draw_rows)
    name = path.partition(".")[0]
    name = _ELSEWHERE.get(name, name)
    return form[name] if name in form else None  # noqa: SIM401 - forms have no get


def _find_in_row(form: Any, match: re.Match[str], draw_rows: Sequence[int]) -> Any:
    place, name = int(match["place"]), _ELSEWHERE.get(match["name"], match["name"])
    if match["list"] == "draws":
        place = draw_rows[place]
    return form[match["list"]][place].form[name]


def _add(field: Any, message: str) -> None:
    field.errors = [*field.errors, message]

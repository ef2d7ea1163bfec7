"""Signs of unfairness in plain words: what they mean, and what may innocently explain them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from flask_babel import LazyString, format_decimal, gettext
from flask_babel import lazy_gettext as _l

_KINDS: Final[Mapping[str, LazyString]] = {
    "speed": _l("Nhanh quá mức đọc"),
    "likeness": _l("Sai giống nhau"),
    "device": _l("Nhiều người trên một thiết bị"),
}
_MEANINGS: Final[Mapping[str, LazyString]] = {
    "speed": _l(
        "Bài làm nhanh hơn mức một người có thể đọc câu hỏi, hoặc nhanh hơn hẳn mọi người khác, "
        "mà vẫn đúng nhiều hơn đoán mò. Có thể người làm đã biết trước câu hỏi và đáp án."
    ),
    "likeness": _l(
        "Hai người cùng đơn vị chọn cùng một đáp án sai ở nhiều câu hơn mức ngẫu nhiên. "
        "Có thể một người chép của người kia, hoặc cả hai dùng chung một tờ đáp án sai."
    ),
    "device": _l(
        "Nhiều tài khoản bắt đầu làm bài trên cùng một trình duyệt trong vòng một ngày. "
        "Có thể một người thi hộ nhiều người."
    ),
}
_INNOCENT: Final[Mapping[str, tuple[LazyString, ...]]] = {
    "speed": (
        _l("Đã gặp câu hỏi khi luyện tập, ở cuộc thi trước, hoặc trong tài liệu ôn."),
        _l("Mạng yếu: câu trả lời được gửi dồn một lúc nên giờ lưu không phải giờ chọn."),
        _l("Có người đọc giúp câu hỏi, hoặc đọc đề trên máy khác từ trước."),
    ),
    "likeness": (
        _l("Cùng học một tài liệu sai hoặc cùng nghe giảng sai một chỗ."),
        _l("Câu hỏi có một đáp án sai rất dễ nhầm; phép tính đã trừ điều này nhưng không hết."),
        _l("Hai người ngồi cạnh nhau có bàn bạc, khi thể lệ không cấm."),
    ),
    "device": (
        _l("Máy tính chung của cơ quan, nhà văn hoá, trường học."),
        _l("Buổi thi ở hội trường dùng chung máy."),
        _l("Cán bộ xã, đoàn viên giúp người lớn tuổi hoặc người không có điện thoại dự thi."),
        _l("Gia đình đông người dùng chung một điện thoại."),
    ),
}
_STATES: Final[Mapping[str, LazyString]] = {
    "open": _l("Chờ xem"),
    "dismissed": _l("Bỏ qua"),
    "upheld": _l("Có căn cứ"),
}
_ACTS: Final[Mapping[str, LazyString]] = {
    "note": _l("Ghi chú"),
    "dismiss": _l("Bỏ qua dấu hiệu"),
    "uphold": _l("Ghi nhận có căn cứ"),
    "reopen": _l("Mở lại để xem"),
    "void": _l("Không tính lượt thi"),
    "restore": _l("Tính lại lượt thi"),
}
_REFUSALS: Final[Mapping[str, LazyString]] = {
    "own": _l("Dấu hiệu này có bài của chính bạn nên người khác phải quyết định."),
    "voided_first": _l(
        "Có lượt thi đang không được tính vì dấu hiệu này. Hãy tính lại lượt đó trước khi bỏ qua."
    ),
    "voided": _l("Lượt thi này đã không được tính từ trước."),
    "not_voided": _l("Lượt thi này đang được tính."),
    "open": _l("Lượt thi này chưa kết thúc."),
    "missing": _l("Hãy ghi lý do."),
    "too_long": _l("Lý do dài nhất 300 ký tự."),
    "choice": _l("Hãy chọn một việc."),
    "final": _l("Kết quả đã là chính thức nên không đổi được nữa."),
}


def kind_text(kind: str) -> str:
    """What sort of sign it is."""
    return str(_KINDS[kind])


def meaning(kind: str) -> str:
    """What a sign may mean."""
    return str(_MEANINGS[kind])


def innocent(kind: str) -> list[str]:
    """What may explain a sign without any fault."""
    return [str(one) for one in _INNOCENT[kind]]


def state_text(state: str) -> str:
    """How a sign stands."""
    return str(_STATES[state])


def act_text(act: str) -> str:
    """What was done."""
    return str(_ACTS[act])


def refusal_text(code: str) -> str:
    """Why a decision cannot be taken."""
    return str(_REFUSALS.get(code) or gettext("Không làm được việc này."))


def facts_text(kind: str, facts: Mapping[str, Any]) -> list[str]:
    """What was found, sentence by sentence."""
    return _FACTS[kind](facts)


def chance_text(chance: float | None) -> str:
    """How likely it is by chance alone; plain facts have no such number."""
    if chance is None:
        return gettext("Sự việc, không phải phép tính xác suất")
    if chance > 0.0001:
        return gettext("%(share)s %%", share=_number(chance * 100, "0.####"))
    times = min(int(1 / chance), 10**12) if chance > 0 else 10**12
    return gettext("chưa tới 1 trên %(times)s", times=format_decimal(_rounded(times)))


def _rounded(times: int) -> int:
    """Down to one figure: no more is known."""
    step = int(10 ** (len(str(times)) - 1))
    return int(times // step * step)


def _number(value: float, shape: str = "#,##0.#") -> str:
    return str(format_decimal(value, format=shape))


def _speed(facts: Mapping[str, Any]) -> list[str]:
    lines = [
        gettext(
            "Làm xong %(answers)s câu trong %(seconds)s giây, đúng %(correct)s câu.",
            answers=facts["answers"],
            seconds=_number(facts["seconds"]),
            correct=facts["correct"],
        ),
        gettext(
            "Chỉ lướt mắt qua %(words)s chữ của các câu hỏi và chạm chọn đã cần "
            "ít nhất %(least)s giây.",
            words=facts["words"],
            least=_number(facts["least_seconds"]),
        ),
    ]
    if facts["usual"] is not None:
        lines.append(
            gettext(
                "Người dự thi thường dùng %(usual)s giây cho một câu; bài này cách mức đó "
                "%(distance)s lần độ lệch.",
                usual=_number(facts["usual"]),
                distance=_number(abs(facts["distance"])),
            )
        )
    return lines


def _likeness(facts: Mapping[str, Any]) -> list[str]:
    return [
        gettext(
            "Cả hai cùng sai ở %(both)s câu; trong đó %(same)s câu chọn cùng một đáp án sai.",
            both=facts["both_wrong"],
            same=facts["same"],
        ),
        gettext("Do ngẫu nhiên thì khoảng %(expected)s câu.", expected=_number(facts["expected"])),
    ]


def _device(facts: Mapping[str, Any]) -> list[str]:
    lines = [
        gettext(
            "%(people)s người với %(attempts)s lượt thi trên một trình duyệt trong một ngày.",
            people=facts["people"],
            attempts=facts["attempts"],
        )
    ]
    if facts["overlapping"]:
        lines.append(
            gettext(
                "%(count)s lượt bắt đầu khi lượt của người khác trên cùng trình duyệt chưa xong.",
                count=facts["overlapping"],
            )
        )
    else:
        lines.append(
            gettext("Giảm nhẹ: mọi người lần lượt làm, người trước xong người sau mới bắt đầu.")
        )
    if facts["one_unit"]:
        lines.append(gettext("Giảm nhẹ: tất cả cùng một cơ quan, có thể là máy dùng chung."))
    if facts["in_halls"]:
        lines.append(
            gettext(
                "Giảm nhẹ: %(count)s lượt bắt đầu khi có buổi thi ở hội trường.",
                count=facts["in_halls"],
            )
        )
    return lines


_FACTS: Final = {"speed": _speed, "likeness": _likeness, "device": _device}

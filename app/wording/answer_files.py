"""Answer files in words: why one is refused, what an entry's verdict means, how it was decided."""

from __future__ import annotations

from datetime import datetime
from typing import Final, Protocol

from flask_babel import LazyString, format_datetime, format_decimal
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from app.domain.answer_files import ClockNote

_REFUSALS: Final[dict[str, LazyString]] = {
    "missing": _l("Hãy chọn tệp bài làm trên máy này."),
    "unreadable": _l("Tệp này không phải tệp bài làm, đã bị hỏng hoặc của hệ thống khác."),
    "token": _l("Tệp này không gắn với lượt thi nào đã bắt đầu trên hệ thống."),
    "foreign": _l("Tệp này là bài làm của người khác. Hãy đăng nhập đúng tài khoản đã thi."),
    "content": _l("Nội dung tệp không khớp với đề của lượt thi."),
    "open": _l("Lượt thi này còn đang mở: hãy mở lại trang làm bài, câu trả lời sẽ tự gửi."),
    "known": _l("Tệp này đã được gửi trước đó. Xem tình trạng ở trang kết quả của lượt thi."),
    "many": _l("Lượt thi này đã có nhiều tệp. Hãy liên hệ ban tổ chức."),
}
_DECISIONS: Final[dict[str, LazyString]] = {
    "own": _l("Không ai được quyết định về bài của chính mình. Hãy nhờ giám sát khác."),
    "open": _l("Lượt thi này đã được mở lại và đang làm. Hãy quyết định sau khi lượt kết thúc."),
    "nothing": _l("Không có câu trả lời nào trong tệp được phép tính."),
    "final": _l("Kết quả cuộc thi đã là chính thức nên không tính thêm được."),
}
_VERDICTS: Final[dict[str, LazyString]] = {
    "in_time": _l("Trong giờ, chưa có trên máy chủ: được tính nếu chấp nhận"),
    "saved": _l("Đã có trên máy chủ"),
    "late": _l("Sau khi lượt thi kết thúc: không tính"),
    "early": _l("Trước giờ bắt đầu: không tính"),
    "disorder": _l("Giờ chạy lùi so với câu trước: không tính"),
}
_STATES: Final[dict[str, LazyString]] = {
    "pending": _l("Chờ quyết định"),
    "accepted": _l("Đã chấp nhận"),
    "rejected": _l("Không chấp nhận"),
}


_KINDS: Final = {"pending": "info", "accepted": "success", "rejected": "warning"}


class FileLike(Protocol):
    """A file as its owner hears of it."""

    @property
    def received_at(self) -> datetime: ...
    @property
    def state(self) -> str: ...
    @property
    def reason(self) -> str | None: ...
    @property
    def receipt(self) -> str | None: ...


def file_note(file: FileLike) -> dict[str, str]:
    """Where a file stands, in words for its owner: state, text, and the kind of notice."""
    when = str(format_datetime(file.received_at, "HH:mm, dd/MM/yyyy"))
    said = [_("Tệp nhận lúc %(time)s.", time=when)]
    if file.state == "pending":
        said.append(_("Giám sát sẽ xem và trả lời ở đây."))
    if file.receipt:
        said.append(
            _("Bài đã được tính lại; mã biên nhận mới thay mã %(code)s.", code=file.receipt)
        )
    if file.reason:
        said.append(_("Lý do: %(reason)s", reason=file.reason))
    state = state_text(file.state)
    return {"state": state, "text": " ".join(said), "kind": _KINDS[file.state]}


def clock_text(note: ClockNote | None) -> str:
    """How well the phone knew the server's time."""
    if note is None:
        return _("máy không ghi")
    if note.guessed:
        return _("chưa hỏi được giờ máy chủ từ lúc mở lại trang, chỉ theo đồng hồ riêng của máy")
    seconds = format_decimal(max(0.1, note.spread_ms / 1000), format="0.##")
    return _("khớp với máy chủ, sai lệch nhiều nhất %(seconds)s giây", seconds=seconds)


def refusal_text(code: str) -> str:
    """Why a file was not taken, and what to do."""
    return str(_REFUSALS.get(code, _REFUSALS["unreadable"]))


def decision_refusal_text(code: str) -> str | None:
    """Why a decision cannot be taken; None for what is wrong with a field of its form."""
    return str(_DECISIONS[code]) if code in _DECISIONS else None


def verdict_text(verdict: str) -> str:
    """What the rules say of an entry."""
    return str(_VERDICTS[verdict])


def state_text(state: str) -> str:
    """Where a file stands."""
    return str(_STATES[state])

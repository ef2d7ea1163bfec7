"""What people are told when time was given back."""

from __future__ import annotations

from datetime import datetime
from typing import Final, Protocol

from flask_babel import LazyString, format_date, format_datetime, ngettext
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from app.domain.adjustments import Kind

_KINDS: Final[dict[str, LazyString]] = {
    Kind.OUTAGE: _l("Sự cố chung"),
    Kind.EXTRA: _l("Thêm giờ cho một người"),
    Kind.REOPENING: _l("Mở lại bài của một người"),
}


class NoteLike(Protocol):
    """An act on one attempt, as a service tells it."""

    @property
    def at(self) -> datetime: ...
    @property
    def kind(self) -> Kind: ...
    @property
    def from_at(self) -> datetime | None: ...
    @property
    def until_at(self) -> datetime | None: ...
    @property
    def deadline_at(self) -> datetime: ...
    @property
    def reason(self) -> str: ...
    @property
    def receipt(self) -> str | None: ...


def kind_label(kind: str) -> str:
    """A kind of act, as organisers read it."""
    return str(_KINDS[kind])


def note_text(note: NoteLike) -> str:
    """What was done for a person, why, and until when the attempt runs now."""
    said = [_act(note)]
    if note.receipt is not None:
        said.append(
            _(
                "Mã biên nhận cũ %(code)s vẫn là thật; nộp lại thì có mã mới thay mã đó.",
                code=note.receipt,
            )
        )
    said.append(_("Lý do: %(reason)s", reason=note.reason))
    return " ".join(said)


def _act(note: NoteLike) -> str:
    end, day = minute(note.deadline_at), format_date(note.at, "dd/MM")
    if note.kind is Kind.OUTAGE and note.from_at and note.until_at:
        start, until = clock(note.from_at), clock(note.until_at)
        if note.receipt is not None:
            return _(
                "Có sự cố từ %(start)s đến %(until)s ngày %(day)s nên lượt thi được mở lại, "
                "làm tới %(end)s.",
                start=start,
                until=until,
                day=day,
                end=end,
            )
        return _(
            "Có sự cố từ %(start)s đến %(until)s ngày %(day)s nên bạn được làm bài tới %(end)s.",
            start=start,
            until=until,
            day=day,
            end=end,
        )
    if note.kind is Kind.REOPENING:
        return _(
            "Ngày %(day)s, ban tổ chức mở lại lượt thi này cho bạn, làm tiếp tới %(end)s.",
            day=day,
            end=end,
        )
    return _("Ngày %(day)s, ban tổ chức cho bạn thêm giờ, làm bài tới %(end)s.", day=day, end=end)


def clock(moment: datetime) -> str:
    """A moment on Vietnamese clocks: 20:30, with seconds where there are some."""
    return str(format_datetime(moment, "HH:mm:ss" if moment.second else "HH:mm"))


def minute(moment: datetime) -> str:
    """A moment on Vietnamese clocks to the minute, as the end of an attempt is shown."""
    return str(format_datetime(moment, "HH:mm"))


def minutes_text(seconds: int) -> str:
    """A length of time in minutes, and seconds where there are some: "5 phút 30 giây"."""
    minutes, rest = divmod(seconds, 60)
    parts = []
    if minutes or not rest:
        parts.append(ngettext("%(num)s phút", "%(num)s phút", minutes))
    if rest:
        parts.append(ngettext("%(num)s giây", "%(num)s giây", rest))
    return " ".join(parts)

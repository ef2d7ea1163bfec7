"""The guard in words: what may not change and why, and whom an allowed change touches."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from flask_babel import LazyString, ngettext
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from werkzeug.datastructures import MultiDict

from app.domain.contest_dangers import Danger, DangerKind
from app.domain.errors import ContestRunning
from app.services import contest_guard
from app.services.contest_guard import Touched
from app.services.contests import ContestView
from app.web.filters import day_time, number

_NOT_CARRIED = ("csrf_token", "reason", "rows", "remove", "confirmed")
_WHY: Final[Mapping[str, LazyString]] = {
    "rules": _l(
        "Thể lệ không đổi được nữa: người đã thi và người thi sau phải theo cùng một thể lệ."
    ),
    "bank": _l("Ngân hàng của một đợt đã có người thi không đổi được: bài của họ lấy từ đó."),
    "opened": _l("Giờ mở đã qua không đổi được: đã có thể có người vào thi."),
    "closes_earlier": _l(
        "Đợt đang mở không đóng sớm hơn được: người định thi vào phút cuối sẽ mất lượt."
    ),
    "closed": _l("Đợt đã đóng không mở lại được: đáp án của đợt có thể đã được xem."),
    "begun_round": _l("Đợt đã mở hoặc đã có người thi không bỏ được: kết quả của họ nằm ở đó."),
    "final": _l("Kết quả đã là chính thức: chỉ còn sửa được tên, lời giới thiệu và giải thưởng."),
}
_WHAT: Final[Mapping[DangerKind, LazyString]] = {
    DangerKind.TITLE: _l("Đổi tên cuộc thi"),
    DangerKind.DESCRIPTION: _l("Đổi phần mô tả"),
    DangerKind.PRIZES: _l("Đổi giải thưởng"),
    DangerKind.CLOSES_LATER: _l("Đóng muộn hơn"),
    DangerKind.CLOSES_EARLIER: _l("Đóng sớm hơn"),
    DangerKind.OPENS_OTHERWISE: _l("Đổi giờ mở"),
    DangerKind.OTHER_BANK: _l("Đổi ngân hàng câu hỏi"),
    DangerKind.ADDED: _l("Thêm đợt thi"),
    DangerKind.CANCELLED: _l("Bỏ đợt thi"),
}
_EFFECT: Final[Mapping[DangerKind, LazyString]] = {
    DangerKind.TITLE: _l("Tên mới hiện trên mọi trang, kể cả bảng xếp hạng và biên nhận đã cấp."),
    DangerKind.DESCRIPTION: _l("Người đã thi đọc phần mô tả cũ khi bắt đầu."),
    DangerKind.PRIZES: _l("Người đã thi biết giải thưởng cũ khi bắt đầu."),
    DangerKind.CLOSES_LATER: _l(
        "Người đang làm giữ nguyên giờ hết bài; ai chưa thi có thêm thời gian. "
        "Đáp án và kết quả ra muộn hơn."
    ),
    DangerKind.CLOSES_EARLIER: _l("Ai định thi vào cuối đợt này có thể không kịp."),
    DangerKind.OPENS_OTHERWISE: _l("Ai chờ đợt này phải biết giờ mở mới."),
    DangerKind.OTHER_BANK: _l("Ai đã ôn theo ngân hàng cũ gặp câu hỏi khác."),
    DangerKind.ADDED: _l("Kết quả chung cộng cả đợt mới, nên thứ hạng chung còn thay đổi."),
    DangerKind.CANCELLED: _l("Ai chờ đợt này không thi được; kết quả chung chỉ cộng các đợt kia."),
}


@dataclass(frozen=True, slots=True)
class Change:
    """A change as the page says it: what, in which round, and what follows for people."""

    what: str
    where: str
    detail: str
    effect: str
    people: str


def why_not(refusal: ContestRunning) -> str:
    """Why a change is not allowed at all."""
    return str(_WHY[refusal.why])


def fixed_lines(contest: ContestView) -> list[str]:
    """What of a contest that people have begun may not change at all, each with its reason."""
    codes = ["rules", "bank", "opened", "closes_earlier", "closed", "begun_round"]
    return [str(_WHY[code]) for code in (["final"] if contest.finalised_at else codes)]


def confirm_page(
    form: Any,
    contest: ContestView,
    dangers: Sequence[Danger],
    posted: MultiDict[str, str],
    now: datetime,
) -> dict[str, Any]:
    """The context of organiser/contest_confirm.html: the form goes along in hidden fields."""
    touched = contest_guard.touched(contest.id, now)
    return {
        "form": form,
        "contest": contest,
        "touched": touched.everybody,
        "changes": [_change(one, form, contest, touched) for one in dangers],
        "carried": [(k, v) for k, v in posted.items(multi=True) if k not in _NOT_CARRIED],
        "asked": "confirmed" in posted,
    }


def _change(one: Danger, form: Any, contest: ContestView, touched: Touched) -> Change:
    return Change(
        what=str(_WHAT[one.kind]),
        where=_round_title(one, form, contest),
        detail=_detail(one, form, contest),
        effect=str(_EFFECT[one.kind]),
        people=_people(one, touched),
    )


def _round_title(one: Danger, form: Any, contest: ContestView) -> str:
    if one.round_number is None:
        return ""
    if one.kind is DangerKind.ADDED:
        return str(form.rounds[one.round_number - 1].form.title.data)
    return contest.round_by_number(one.round_number).title


def _detail(one: Danger, form: Any, contest: ContestView) -> str:
    """What it was and what it becomes, where that fits in a line."""
    if one.kind is DangerKind.TITLE:
        return f"{contest.title} → {form.title.data}"
    if one.round_number is None or one.kind in (DangerKind.CANCELLED, DangerKind.OTHER_BANK):
        return ""
    row = form.rounds[one.round_number - 1].form
    if one.kind is DangerKind.ADDED:
        return f"{day_time(row.opens_at.data)} – {day_time(row.closes_at.data)}"
    old = contest.round_by_number(one.round_number)
    if one.kind is DangerKind.OPENS_OTHERWISE:
        return f"{day_time(old.opens_at)} → {day_time(row.opens_at.data)}"
    return f"{day_time(old.closes_at)} → {day_time(row.closes_at.data)}"


def _people(one: Danger, touched: Touched) -> str:
    """Who feels it: those of the round if anybody has begun it, else everybody so far."""
    people = touched.of_round(one.round_number)
    if not people.people:
        people = touched.everybody
    begun = ngettext("%(num)s người đã vào thi", "%(num)s người đã vào thi", people.people)
    if not people.answering:
        return str(begun)
    return _("%(begun)s, %(open)s đang làm bài", begun=begun, open=number(people.answering))

"""The page on which people wait for a round to open."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from flask import current_app, redirect, render_template, url_for
from flask_babel import format_datetime
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from app.domain.contests import State
from app.domain.errors import BirthYearRequired
from app.domain.waiting import spread_ms
from app.services import contests, starting
from app.services.contests import ContestView, RoundView
from app.web import bundles
from app.web.access import person, requires
from app.web.clock import now
from app.web.play import bp


@bp.get("/contests/<slug>/wait")
@requires("take_contest")
def wait(slug: str) -> Response | str:
    """A countdown to the opening; a contest that is not waiting for one shows its own page."""
    contest, who, moment = contests.get_public_contest(slug), person(), now()
    round_ = _next_round(contest, moment)
    if round_ is None:
        return redirect(url_for("public.show_contest", slug=slug), 303)
    # Who may not start then is told now, and does not wait for nothing.
    try:
        starting.refuse_start(contest, round_, who.person_id, round_.opens_at)
    except BirthYearRequired:
        here = url_for("play.wait", slug=slug)
        return redirect(url_for("accounts.edit_birth_year", next=here), 303)
    return render_template(
        "play/waiting.html",
        contest=contest,
        round=round_,
        now_clock=format_datetime(moment, "HH:mm"),
        opens_clock=format_datetime(round_.opens_at, "HH:mm"),
        client=_client_data(contest, round_, who.person_id, moment),
    )


def _next_round(contest: ContestView, moment: datetime) -> RoundView | None:
    if contest.state(moment) is not State.SCHEDULED:
        return None
    coming = (one for one in contest.rounds if one.opens_at > moment)
    return min(coming, key=lambda one: one.opens_at, default=None)


def _client_data(
    contest: ContestView, round_: RoundView, person_id: int, moment: datetime
) -> dict[str, Any]:
    return {
        "opens_at": _milliseconds(round_.opens_at),
        "server_now": _milliseconds(moment),
        "spread": spread_ms(
            str(current_app.secret_key),
            contest_id=contest.id,
            round_id=round_.id,
            person_id=person_id,
        ),
        "clock": url_for("public.check_health"),
        "modules": bundles.address("quiz.js"),
        "words": _words(),
    }


def _words() -> dict[str, str]:
    return {
        "days": _("{days} ngày {clock}"),
        "ready": _("Tôi đã sẵn sàng"),
        "unready": _("Thôi, tôi sẽ tự bấm"),
        "wait_ready": _("Bạn đã sẵn sàng. Cứ để trang này mở: đến giờ, bài thi tự mở ra."),
        "wait_unready": _("Bấm nút này để bài thi tự mở ra khi đến giờ."),
        "minutes_left": _("Còn {minutes} phút nữa mở."),
        "seconds_left": _("Còn {seconds} giây nữa mở."),
        "open": _("Đã mở. Bạn bắt đầu được rồi."),
        "opening": _("Đang mở bài thi cho bạn…"),
        "soon": _("Sắp mở. Trang này tự thử lại ngay."),
        "busy": _(
            "Nhiều người vào cùng lúc. Trang này tự thử lại sau khoảng {seconds} giây."
            " Giờ làm bài của bạn chưa chạy."
        ),
        "offline": _(
            "Chưa nối được tới máy chủ. Trang này tự thử lại sau khoảng {seconds} giây."
            " Giờ làm bài của bạn chưa chạy."
        ),
    }


def _milliseconds(moment: datetime) -> int:
    return int(moment.astimezone(UTC).timestamp() * 1000)

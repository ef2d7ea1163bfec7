"""Saying something against a question, from the page of the own result."""

from __future__ import annotations

from typing import Final

from flask import flash, redirect, request, url_for
from flask_babel import LazyString
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from werkzeug.wrappers import Response

from app.domain.errors import InvalidRequest
from app.services import appeals
from app.web.access import requires, signed_identity
from app.web.clock import now
from app.web.play import bp
from app.web.small_numbers import small_int

_WORDS: Final[dict[str, LazyString]] = {
    "missing": _l("Hãy viết điều bạn muốn kiến nghị."),
    "too_long": _l("Kiến nghị dài nhất 1000 ký tự. Hãy viết ngắn lại."),
    "already": _l("Bạn đã kiến nghị câu này rồi."),
    "final": _l("Kết quả đã là chính thức nên không nhận kiến nghị nữa."),
}
MOST_PLACES = 500


@bp.post("/attempts/<int:attempt_id>/appeals")
@requires("answer")
def appeal_question(attempt_id: int) -> Response:
    """Appeal one question of the own closed attempt, once."""
    place = request.form.get("place", 0, type=small_int)
    try:
        appeals.appeal(
            attempt_id,
            identity=signed_identity(),
            question=request.form.get("question", ""),
            text=request.form.get("text", ""),
            now=now(),
        )
    except InvalidRequest as refusal:
        flash(" ".join(str(_WORDS[code]) for _path, code in refusal.errors), "error")
    else:
        flash(_("Đã gửi kiến nghị. Câu trả lời sẽ hiện ở trang này."), "success")
    anchor = f"cau-{place}" if 0 < place <= MOST_PLACES else None
    return redirect(url_for("play.show_result", attempt_id=attempt_id, _anchor=anchor), 303)

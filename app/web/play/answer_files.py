"""Sending in the answer file that a phone kept when the network was away at the end."""

from __future__ import annotations

from flask import flash, jsonify, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from app.domain.errors import InvalidRequest
from app.services import answer_files
from app.web.access import person, requires
from app.web.bodies import takes_files
from app.web.clock import now
from app.web.errors import speaks_json
from app.web.play import bp
from app.web.uploads import read_upload
from app.wording.answer_files import refusal_text


@bp.route("/answer-files", methods=["GET", "POST"])
@takes_files
@requires("take_contest")
def send_answer_file() -> Response | str | tuple[str, int]:
    """One's own file; an arbiter decides on it, nothing counts by itself."""
    if request.method == "GET":
        return render_template("play/answer_file.html", problem=None)
    try:
        data = read_upload("file")
        file_id = answer_files.receive(data, who=person(), for_others=False, now=now())
    except InvalidRequest as refusal:
        if speaks_json():
            raise
        problem = refusal_text(refusal.errors[0][1])
        return render_template("play/answer_file.html", problem=problem), 400
    flash(_("Đã nhận tệp bài làm. Giám sát sẽ xem và trả lời trên trang kết quả này."), "success")
    attempt_id = answer_files.get_file(file_id).attempt.id
    address = url_for("play.show_result", attempt_id=attempt_id)
    return jsonify(address=address) if speaks_json() else redirect(address, 303)

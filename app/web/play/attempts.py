"""The quiz pages: start, answer, submit."""

from __future__ import annotations

import secrets

from flask import flash, jsonify, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from app.domain.errors import AlreadySubmitted, AttemptClosed, BirthYearRequired
from app.services import attempts, contests, starting
from app.web import device_marks
from app.web.access import person, requires, signed_identity
from app.web.clock import now
from app.web.errors import speaks_json
from app.web.play import bp, presenters
from app.web.play.answers import read_answers
from app.web.play.forms import SubmissionForm


@bp.post("/contests/<slug>/start")
@requires("take_contest")
def start_attempt(slug: str) -> Response:
    """Open an attempt, or go on with the open one."""
    try:
        started = starting.start(
            slug=slug,
            who=person(),
            now=now(),
            seed=secrets.token_hex(16),
            device=device_marks.current(),
        )
    except BirthYearRequired:
        if speaks_json():
            raise
        here = url_for("public.show_contest", slug=slug)
        return redirect(url_for("accounts.edit_birth_year", next=here), 303)
    address = url_for("play.show_attempt", attempt_id=started.attempt_id)
    return jsonify(address=address) if speaks_json() else redirect(address, 303)


@bp.get("/attempts/<int:attempt_id>")
@requires("answer")
def show_attempt(attempt_id: int) -> Response | str:
    """The whole paper on one page; a closed attempt leads to its result."""
    sitting = attempts.get_sitting(attempt_id=attempt_id, identity=signed_identity(), now=now())
    if sitting.facts.closed_at is not None:
        return redirect(url_for("play.show_result", attempt_id=attempt_id), 303)
    contest = contests.get_contest_by_id(sitting.facts.contest_id)
    return render_template("play/attempt.html", **presenters.paper_page(sitting, contest, now()))


@bp.post("/attempts/<int:attempt_id>/answers")
@requires("answer")
def save_answers(attempt_id: int) -> Response:
    """Save the answers of the posted form that differ from what is saved (no JavaScript)."""
    identity, moment = signed_identity(), now()
    sitting = attempts.get_sitting(attempt_id=attempt_id, identity=identity, now=moment)
    changed = read_answers(request.form, sitting)
    try:
        saved = attempts.save_answers(
            attempt_id=attempt_id, identity=identity, answers=changed, now=moment
        )
    except (AlreadySubmitted, AttemptClosed):
        flash(_("Lượt thi đã kết thúc trước khi lần lưu này tới nơi."), "warning")
        return redirect(url_for("play.show_result", attempt_id=attempt_id), 303)
    if "submit" in request.form:
        return redirect(url_for("play.confirm_submission", attempt_id=attempt_id), 303)
    total = len(sitting.questions)
    flash(_("Đã lưu %(saved)s/%(total)s câu.", saved=saved.saved, total=total), "success")
    anchor = request.form.get("save") or None
    return redirect(url_for("play.show_attempt", attempt_id=attempt_id, _anchor=anchor), 303)


@bp.get("/attempts/<int:attempt_id>/submit")
@requires("answer")
def confirm_submission(attempt_id: int) -> Response | str:
    """What is still unanswered, the prediction, and the button that ends the attempt."""
    sitting = attempts.get_sitting(attempt_id=attempt_id, identity=signed_identity(), now=now())
    if sitting.facts.closed_at is not None:
        return redirect(url_for("play.show_result", attempt_id=attempt_id), 303)
    contest = contests.get_contest_by_id(sitting.facts.contest_id)
    return render_template(
        "play/confirm.html",
        form=SubmissionForm(),
        **presenters.confirmation(sitting, contest, now()),
    )


@bp.post("/attempts/<int:attempt_id>/submit")
@requires("answer")
def submit_attempt(attempt_id: int) -> Response | str:
    """End the attempt; pressing twice ends it once."""
    form = SubmissionForm()
    identity, moment = signed_identity(), now()
    if not form.validate():
        sitting = attempts.get_sitting(attempt_id=attempt_id, identity=identity, now=moment)
        contest = contests.get_contest_by_id(sitting.facts.contest_id)
        page = presenters.confirmation(sitting, contest, moment)
        return render_template("play/confirm.html", form=form, **page)
    try:
        attempts.submit(
            attempt_id=attempt_id,
            identity=identity,
            prediction=form.prediction.data,
            now=moment,
        )
    except AttemptClosed:
        flash(_("Đã hết giờ: tính những câu đã lưu trước khi hết giờ."), "warning")
    return redirect(url_for("play.show_result", attempt_id=attempt_id), 303)

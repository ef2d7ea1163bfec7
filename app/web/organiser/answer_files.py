"""Answer files that came late: handed in by organisers, decided by arbiters."""

from __future__ import annotations

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from app.domain.errors import InvalidRequest, NotFound
from app.domain.permissions import allows
from app.services import adjustments, answer_files, arbitration, banks, contests
from app.services.answer_files import FileView
from app.web.access import person, reach, requires
from app.web.bodies import takes_files
from app.web.clock import now
from app.web.organiser import bp, field_errors
from app.web.organiser.answer_file_forms import DecisionForm
from app.web.small_numbers import small_int
from app.web.uploads import read_upload
from app.wording.adjustments import note_text
from app.wording.answer_files import (
    clock_text,
    decision_refusal_text,
    refusal_text,
    state_text,
    verdict_text,
)

Answer = Response | str | tuple[str, int]
PAGE = 50
SHOWN_RUNS = 10


@bp.get("/answer-files")
@requires("watch_answer_files")
def list_answer_files() -> str:
    """All files, those to decide first."""
    return _list_page()


@bp.post("/answer-files")
@takes_files
@requires("watch_answer_files")
def load_answer_file() -> Answer:
    """Hand in a participant's file."""
    try:
        data = read_upload("file")
        file_id = answer_files.receive(data, who=person(), for_others=True, now=now())
    except InvalidRequest as refusal:
        return _list_page(refusal_text(refusal.errors[0][1])), 400
    flash(_("Đã nhận tệp bài làm."), "success")
    return redirect(url_for("organiser.show_answer_file", file_id=file_id), 303)


@bp.get("/answer-files/<int:file_id>")
@requires("watch_answer_files")
def show_answer_file(file_id: int) -> str:
    """The evidence of one file."""
    return _page(_own(file_id), DecisionForm(formdata=None))


@bp.post("/answer-files/<int:file_id>/decision")
@requires("arbitrate")
def decide_answer_file(file_id: int) -> Answer:
    """Accept or reject a file, with a reason."""
    _own(file_id)
    form = DecisionForm()
    if not form.validate():
        return _page(answer_files.get_file(file_id), form), 400
    act = arbitration.accept if form.decision.data == "accept" else arbitration.reject
    try:
        act(file_id, reason=form.reason.data or "", who=person(), now=now())
    except InvalidRequest as refusal:
        text = decision_refusal_text(refusal.errors[0][1])
        if text is None:
            field_errors.put(form, refusal)
        else:
            form.form_errors.append(text)
        return _page(answer_files.get_file(file_id), form), 400
    flash(_("Đã ghi quyết định."), "success")
    return redirect(url_for("organiser.show_answer_file", file_id=file_id), 303)


def _own(file_id: int) -> FileView:
    """A file of a contest in reach; raises `NotFound`."""
    view = answer_files.get_file(file_id)
    slug = contests.get_contest_by_id(view.attempt.contest_id).slug
    if slug not in reach("watch_answer_files"):
        raise NotFound()
    return view


def _list_page(problem: str | None = None) -> str:
    offset = max(0, request.args.get("offset", 0, type=small_int))
    files, total = answer_files.list_files(
        offset=offset, limit=PAGE, within=reach("watch_answer_files")
    )
    return render_template(
        "organiser/answer_files.html",
        rows=[(one, state_text(one.state)) for one in files],
        total=total,
        offset=offset,
        limit=PAGE,
        problem=problem,
        may_organise=allows("organise", person().roles),
    )


def _page(view: FileView, form: DecisionForm) -> str:
    return render_template(
        "organiser/answer_file.html",
        view=view,
        form=form,
        entries=_entries(view),
        missing=_missing(view),
        clock=clock_text(view.clock),
        notes=[note_text(one) for one in adjustments.list_notes(view.attempt.id)],
        state=state_text(view.facts.state),
        contest=contests.get_contest_by_id(view.attempt.contest_id),
        may_decide=allows("arbitrate", person().roles),
        own=view.attempt.person_id == person().person_id,
        may_organise=allows("organise", person().roles),
    )


def _missing(view: FileView) -> list[str]:
    runs = [f"{first}–{last}" if last > first else str(first) for first, last in view.missing]
    return [*runs[:SHOWN_RUNS], "…"] if len(runs) > SHOWN_RUNS else runs


def _entries(view: FileView) -> list[dict[str, Any]]:
    bank = banks.compiled(view.attempt.bank_version_id)
    return [
        {
            "seq": one.entry.seq,
            "number": one.entry.question + 1,
            "text": bank.questions[view.attempt.places[one.entry.question]].text,
            "made_at": one.entry.made_at,
            "verdict": verdict_text(one.verdict),
            "counts": one.verdict.value == "in_time",
        }
        for one in view.judged
    ]

"""Corrections of keys: proposed from a question, looked at in a dry run, decided by another."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import Response, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response as AnyResponse

from app.domain.corrections import Kind, State
from app.domain.errors import InvalidRequest, NotFound, Refusal
from app.services import contests, correction_trials, corrections, jobs, lists
from app.services.contests import ContestView
from app.services.corrections import CorrectionView
from app.web import downloads
from app.web.access import person, requires
from app.web.clock import now
from app.web.filters import day_time
from app.web.organiser import bp, field_errors
from app.web.organiser.correction_forms import WhyForm
from app.web.organiser.own_rooms import own_contests
from app.web.papers import key_words
from app.wording import refusals
from app.wording.corrections import kind_text, refusal_text, state_text

Answer = AnyResponse | str | tuple[str, int]


@bp.app_template_global()
def correction_state(state: str) -> str:
    """How a correction stands, for templates."""
    return state_text(state)


@bp.get("/corrections")
@requires("correct_keys")
def list_open_corrections() -> str:
    """Every contest, and in which of them corrections wait for a second person."""
    waiting = corrections.count_waiting()
    shown = own_contests("correct_keys", drafts=False)
    rows = [(one, one.state(now()), waiting.get(one.slug, 0)) for one in shown]
    rows.sort(key=lambda row: -row[2])
    return render_template("organiser/corrections_open.html", rows=rows)


@bp.get("/contests/<slug>/corrections")
@requires("correct_keys")
def list_corrections(slug: str) -> str:
    """All corrections of a contest, those that wait first."""
    contest = contests.get_contest(slug)
    rows = [_row(one) for one in corrections.list_corrections(slug)]
    rows.sort(key=lambda row: row["one"].state is not State.PROPOSED)
    return render_template("organiser/corrections.html", contest=contest, rows=rows)


@bp.get("/contests/<slug>/corrections.xlsx")
@requires("correct_keys")
def export_corrections(slug: str) -> Response:
    """The same as a workbook."""
    headings = [
        _("Số"),
        _("Câu hỏi"),
        _("Việc"),
        _("Trước"),
        _("Sau"),
        _("Lý do"),
        _("Lời đính chính"),
        _("Tình trạng"),
        _("Đề nghị lúc"),
        _("Quyết định lúc"),
    ]
    rows: list[lists.Row] = []
    for row in map(_row, corrections.list_corrections(slug)):
        one: CorrectionView = row["one"]
        rows.append(
            [
                one.id,
                one.question.text,
                row["kind"],
                "; ".join(row["before"]),
                "; ".join(row["after"]),
                one.reason,
                one.public_note,
                state_text(one.state),
                day_time(one.proposed_at),
                day_time(one.decided_at) if one.decided_at else None,
            ]
        )
    data = lists.workbook(_("Sửa đáp án"), headings, rows)
    return downloads.excel(data, "sua-dap-an", now())


@bp.get("/contests/<slug>/corrections/<int:correction_id>")
@requires("correct_keys")
def show_correction(slug: str, correction_id: int) -> str:
    """What changes, and in a dry run whom it would move."""
    return _page(slug, corrections.get_correction(slug, correction_id))


@bp.post("/contests/<slug>/corrections/<int:correction_id>/try")
@requires("correct_keys")
def try_correction(slug: str, correction_id: int) -> AnyResponse:
    """The dry run of a large contest, in the background."""
    contest = contests.get_contest(slug)
    corrections.get_correction(slug, correction_id)
    token = jobs.add(
        kind=correction_trials.JOB,
        account_id=person().account_id,
        params={"title": contest.title, "slug": slug, "correction": correction_id},
        now=now(),
    )
    return _to(slug, correction_id, job=token)


@bp.post("/contests/<slug>/corrections/<int:correction_id>/approve")
@requires("correct_keys")
def approve_correction(slug: str, correction_id: int) -> AnyResponse:
    """Let it count; never by who proposed it."""
    return _decide(slug, correction_id, corrections.approve,
                   _("Đã duyệt. Điểm và bảng xếp hạng đang được tính lại."))  # fmt: skip


@bp.post("/contests/<slug>/corrections/<int:correction_id>/reject")
@requires("correct_keys")
def reject_correction(slug: str, correction_id: int) -> AnyResponse:
    """Put it aside."""
    return _decide(slug, correction_id, corrections.reject, _("Đã bỏ đề nghị này."))


@bp.route("/contests/<slug>/corrections/<int:correction_id>/reverse", methods=["GET", "POST"])
@requires("correct_keys")
def reverse_correction(slug: str, correction_id: int) -> Answer:
    """Propose that the key from before counts again."""
    contest = contests.get_contest(slug)
    one = corrections.get_correction(slug, correction_id)
    if one.state is not State.APPROVED:
        raise NotFound()
    form = WhyForm(formdata=request.form if request.method == "POST" else None)
    if request.method == "GET" or not form.validate():
        return _reverse_page(contest, one, form)
    try:
        made = corrections.propose_reversal(
            correction_id,
            reason=form.reason.data,
            public_note=form.public_note.data,
            account_id=person().account_id,
            now=now(),
        )
    except InvalidRequest as refusal:
        put_errors(form, refusal)
        return _reverse_page(contest, one, form)
    flash(_("Đã đề nghị trả lại đáp án cũ; cần người khác duyệt."), "success")
    return _to(slug, made)


def put_errors(form: Any, refusal: InvalidRequest) -> None:
    """Write what a correction lacks beside its field, or at the form's top."""
    for path, code in refusal.errors:
        said = refusal_text(code) or field_errors.words(code)
        if path in form:
            form[path].errors = [*form[path].errors, said]
        else:
            form.form_errors.append(said)


def _decide(slug: str, correction_id: int, act: Callable[..., None], done: str) -> AnyResponse:
    corrections.get_correction(slug, correction_id)
    try:
        act(correction_id, account_id=person().account_id, now=now())
    except NotFound:
        raise
    except InvalidRequest as refusal:
        said = [refusal_text(code) or field_errors.words(code) for _path, code in refusal.errors]
        flash(" ".join(said), "error")
    except Refusal as refusal:
        words = refusals.message(refusal)
        flash(f"{words.message} {words.hint}", "error")
    else:
        flash(done, "success")
    return _to(slug, correction_id)


def _page(slug: str, one: CorrectionView) -> str:
    contest = contests.get_contest(slug)
    job, effects = _trial(contest, one)
    return render_template(
        "organiser/correction.html",
        contest=contest,
        effects=effects,
        job=job,
        is_own=one.proposed_by == person().account_id,
        may_reverse=one.state is State.APPROVED and one.kind is not Kind.REVERSE,
        **_row(one),
    )


def _trial(contest: ContestView, one: CorrectionView) -> tuple[Any, dict[str, Any] | None]:
    """The job of the dry run, if it is one, and what the dry run found."""
    if one.state is not State.PROPOSED:
        return None, None
    if not correction_trials.is_long(contest):
        return None, correction_trials.try_correction(contest.slug, one.id)
    token, account_id = request.args.get("job", ""), person().account_id
    try:
        job = jobs.get(token, account_id)
    except NotFound:
        return None, None
    if job.kind != correction_trials.JOB or job.params.get("correction") != one.id:
        return None, None
    return job, jobs.get_result(token, account_id) or None


def _reverse_page(contest: ContestView, one: CorrectionView, form: WhyForm) -> Answer:
    page = render_template(
        "organiser/correction_reverse.html", contest=contest, form=form, **_row(one)
    )
    return (page, 400) if form.errors else page


def _row(one: CorrectionView) -> dict[str, Any]:
    return {
        "one": one,
        "kind": kind_text(one.kind),
        "before": key_words(one.question, one.before),
        "after": key_words(one.question, one.after),
    }


def _to(slug: str, correction_id: int, **more: Any) -> AnyResponse:
    address = url_for("organiser.show_correction", slug=slug, correction_id=correction_id, **more)
    return redirect(address, 303)

"""Proposing a correction: first the question, then what is right from now on."""

from __future__ import annotations

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from app.domain.corrections import Kind
from app.domain.errors import InvalidRequest, NotFound
from app.domain.papers import Paper, present
from app.domain.questions import Question
from app.domain.text import fold
from app.services import banks, contests, corrections
from app.services.contests import ContestView
from app.web.access import person, requires
from app.web.clock import now
from app.web.i18n import language
from app.web.organiser import bp
from app.web.organiser.correction_forms import CorrectionForm
from app.web.organiser.corrections import put_errors
from app.web.papers import key_words, question_view
from app.web.response_forms import read_response
from app.web.small_numbers import small_int

LONGEST_SEARCH = 100
MOST_SHOWN = 100


@bp.route("/contests/<slug>/corrections/new", methods=["GET", "POST"])
@requires("correct_keys")
def propose_correction(slug: str) -> Response | str | tuple[str, int]:
    """Choose a question, or say what is right in the one that the address names."""
    contest = contests.get_contest(slug)
    if "question" not in request.args:
        return _choose_page(contest)
    version, question = _asked(contest)
    if request.method == "GET":
        return _page(contest, version, question, CorrectionForm(formdata=None), None)
    form = CorrectionForm()
    response = read_response(request.form, question)
    if not form.validate():
        return _page(contest, version, question, form, response), 400
    try:
        made = corrections.propose(
            slug,
            bank_version_id=version,
            question=question.id,
            kind=Kind(form.kind.data),
            response=response,
            reason=form.reason.data,
            public_note=form.public_note.data,
            account_id=person().account_id,
            now=now(),
        )
    except InvalidRequest as refusal:
        put_errors(form, refusal)
        return _page(contest, version, question, form, response), 400
    flash(_("Đã ghi đề nghị; cần một người khác xem và duyệt."), "success")
    return redirect(url_for("organiser.show_correction", slug=slug, correction_id=made), 303)


def _asked(contest: ContestView) -> tuple[int, Question]:
    version = request.args.get("version", 0, type=small_int)
    if version not in {one.bank_version_id for one in contest.rounds}:
        raise NotFound()
    question = banks.compiled(version).by_id.get(request.args["question"])
    if question is None:
        raise NotFound()
    return version, question


def _choose_page(contest: ContestView) -> str:
    query = request.args.get("q", "").strip()[:LONGEST_SEARCH]
    versions = dict.fromkeys(one.bank_version_id for one in contest.rounds)
    found = [
        (version, question)
        for version in versions
        for question in banks.compiled(version).questions
        if fold(query) in fold(f"{question.id} {question.text}")
    ]
    return render_template(
        "organiser/correction_choose.html",
        contest=contest,
        query=query,
        rows=found[:MOST_SHOWN],
        total=len(found),
    )


def _page(
    contest: ContestView, version: int, question: Question, form: CorrectionForm, response: Any
) -> str:
    number = next(one.key_number for one in contest.rounds if one.bank_version_id == version)
    key = banks.compiled_keys(version, number)[question.id]
    shown = present(Paper((question,)), language())[0]
    return render_template(
        "organiser/correction_form.html",
        contest=contest,
        form=form,
        version=version,
        q=question_view(1, shown, response),
        present=key_words(question, key),
        still_open=any(
            now() < one.closes_at for one in contest.rounds if one.bank_version_id == version
        ),
    )

"""Appeals gathered by question, beside the question's figures, and answered together."""

from __future__ import annotations

from typing import Any

from flask import Response, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from werkzeug.wrappers import Response as AnyResponse

from app.domain.errors import InvalidRequest, NotFound
from app.services import appeals, banks, contests, lists, statistics_views
from app.services.appeals import Gathered
from app.services.contests import ContestView
from app.services.statistics_views import Line
from app.web import downloads
from app.web.access import person, requires
from app.web.clock import now
from app.web.filters import day_time
from app.web.organiser import bp
from app.web.organiser.correction_forms import AnswerForm
from app.web.organiser.corrections import put_errors
from app.web.papers import key_words
from app.web.small_numbers import small_int

Name = tuple[int, str]


@bp.get("/contests/<slug>/appeals")
@requires("correct_keys")
def list_appeals(slug: str) -> str:
    """Every appealed question with its figures, those that wait for an answer first."""
    return _page(slug, {})


@bp.post("/contests/<slug>/appeals")
@requires("correct_keys")
def answer_appeals(slug: str) -> AnyResponse | tuple[str, int]:
    """One answer to all appeals of a question."""
    version, question = (
        request.form.get("version", 0, type=small_int),
        request.form.get("question", ""),
    )
    form = AnswerForm()
    if not form.validate():
        return _page(slug, {(version, question): form}), 400
    try:
        count = appeals.answer(
            slug,
            bank_version_id=version,
            question=question,
            text=form.text.data,
            account_id=person().account_id,
            now=now(),
        )
    except InvalidRequest as refusal:
        put_errors(form, refusal)
        return _page(slug, {(version, question): form}), 400
    flash(
        ngettext("Đã trả lời %(num)s kiến nghị.", "Đã trả lời %(num)s kiến nghị.", count),
        "success",
    )
    return redirect(url_for("organiser.list_appeals", slug=slug), 303)


@bp.get("/contests/<slug>/appeals.xlsx")
@requires("correct_keys")
def export_appeals(slug: str) -> Response:
    """All appeals as a workbook."""
    headings = [
        _("Mã câu"),
        _("Câu hỏi"),
        _("Kiến nghị"),
        _("Gửi lúc"),
        _("Trả lời"),
        _("Trả lời lúc"),
    ]
    rows: list[lists.Row] = [
        [
            group.question.id,
            group.question.text,
            one.text,
            day_time(one.created_at),
            one.answer,
            day_time(one.answered_at) if one.answered_at else None,
        ]
        for group in appeals.gather(slug)
        for one in group.appeals
    ]
    return downloads.excel(lists.workbook(_("Kiến nghị"), headings, rows), "kien-nghi", now())


def _page(slug: str, forms: dict[Name, AnswerForm]) -> str:
    contest = contests.get_contest(slug)
    lines = {
        (one.bank_version_id, one.question.id): one for one in statistics_views.show(slug).lines
    }
    groups = [_row(contest, one, lines, forms) for one in appeals.gather(slug)]
    return render_template("organiser/appeals.html", contest=contest, groups=groups)


def _row(
    contest: ContestView, group: Gathered, lines: dict[Name, Line], forms: dict[Name, AnswerForm]
) -> dict[str, Any]:
    name = (group.bank_version_id, group.question.id)
    number = next(
        (one.key_number for one in contest.rounds if one.bank_version_id == name[0]), None
    )
    if number is None:
        raise NotFound()
    key = banks.compiled_keys(group.bank_version_id, number)[group.question.id]
    form = forms.get(name) or AnswerForm(formdata=None, data={"text": group.answer or ""})
    return {
        "group": group,
        "line": lines.get(name),
        "key": key_words(group.question, key),
        "form": form,
        "anchor": f"{name[0]}-{name[1]}",
    }

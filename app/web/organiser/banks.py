"""Banks: the list, one bank with its questions and answers, and bringing a file in."""

from __future__ import annotations

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from app.domain.bank_problems import Problem
from app.domain.errors import BankRefused
from app.services import bank_views, banks
from app.services.banks import Imported
from app.web.access import person, requires
from app.web.clock import now
from app.web.organiser import bp
from app.web.organiser.bank_forms import UploadForm
from app.web.organiser.bank_presenters import bank_page
from app.web.organiser.problem_rows import errors_of, warnings_of

LONGEST_NAME = 200


@bp.get("/banks")
@requires("organise")
def list_banks() -> str:
    """Every bank with its newest version."""
    return render_template("organiser/banks.html", banks=banks.list_banks())


@bp.route("/banks/upload", methods=["GET", "POST"])
@requires("organise")
def upload_bank() -> Response | str | tuple[str, int]:
    """Check a file and keep it as a new version, or show all that is wrong with it."""
    form = UploadForm()
    if request.method == "GET":
        return render_template("organiser/bank_upload.html", form=form)
    if not form.validate():
        return render_template("organiser/bank_upload.html", form=form), 400
    # The request's own limit bounds the size; the check refuses what is too large for a bank.
    data, name = form.file.data.read(), form.file.data.filename[:LONGEST_NAME]
    try:
        imported = banks.import_bank(
            data, file_name=name, account_id=person().account_id, now=now()
        )
    except BankRefused as refused:
        page = _upload_page(form, name, data, refused.problems)
        return page, 400
    if imported.problems:
        return _upload_page(form, name, data, imported.problems, imported)
    flash(_said(imported), "success")
    return redirect(url_for("organiser.show_bank", slug=imported.slug), 303)


def _upload_page(
    form: UploadForm,
    name: str,
    data: bytes,
    problems: tuple[Problem, ...],
    imported: Imported | None = None,
) -> str:
    return render_template(
        "organiser/bank_upload.html",
        form=form,
        file_name=name,
        imported=imported,
        said=_said(imported) if imported else None,
        wrong=errors_of(problems, data),
        doubtful=warnings_of(problems, data),
    )


def _said(imported: Imported) -> str:
    words = {
        "title": imported.title,
        "number": imported.number,
        "count": imported.question_count,
    }
    if imported.already_there:
        return _("“%(title)s” đã có sẵn đúng nội dung này (bản %(number)s).", **words)
    return _("Đã nhập “%(title)s”, bản %(number)s, %(count)s câu hỏi.", **words)


@bp.get("/banks/<slug>")
@requires("organise")
def show_bank(slug: str) -> str:
    """One version of a bank: its counts, and every question with answer, reason and source."""
    number = request.args.get("version", type=int)
    content = bank_views.get_questions_with_keys(slug, number)
    return render_template(
        "organiser/bank.html",
        **bank_page(
            content,
            topic=request.args.get("topic", ""),
            difficulty=request.args.get("difficulty", ""),
            offset=max(0, request.args.get("offset", 0, type=int)),
        ),
    )

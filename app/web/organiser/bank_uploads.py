"""Bringing a bank file in: upload, preview of every question, one confirmation."""

from __future__ import annotations

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from app.domain.errors import InvalidRequest, NotFound
from app.services import bank_uploads, banks
from app.services.bank_imports import Imported
from app.services.bank_uploads import Begun, ReadFile
from app.web.access import person, requires
from app.web.bodies import takes_files
from app.web.clock import now
from app.web.i18n import language
from app.web.organiser import bp
from app.web.organiser.bank_presenters import card
from app.web.organiser.bank_upload_forms import ConfirmForm, RereadForm, UploadForm
from app.web.organiser.problem_rows import loss_rows, problem_rows
from app.web.small_numbers import small_int
from app.wording.bank_formats import format_text, old_font_text

Answer = Response | str | tuple[str, int]
LONGEST_NAME = 200
PAGE = 25


@bp.route("/banks/upload", methods=["GET", "POST"])
@takes_files
@requires("organise")
def upload_bank() -> Answer:
    """Read a file, or have it read when it is large; nothing is a bank before it is confirmed."""
    form = UploadForm().offer()
    if request.method == "GET":
        return render_template("organiser/bank_upload.html", form=form)
    if not form.validate():
        return render_template("organiser/bank_upload.html", form=form), 400
    # The request's own limit bounds the size; the readers refuse what is too large for a bank.
    begun = bank_uploads.begin(
        form.file.data.read(),
        file_name=form.file.data.filename[:LONGEST_NAME],
        format=form.format.data or "",
        language=language(),
        account_id=person().account_id,
        now=now(),
    )
    return _go_on(begun)


@bp.get("/banks/uploads/<token>")
@requires("organise")
def preview_import(token: str) -> str:
    """Every question of an upload as participants will see it, and all that was found."""
    return _preview(token, None)


@bp.post("/banks/uploads/<token>/reading")
@requires("organise")
def reread_import(token: str) -> Answer:
    """Read an upload as another format, or turn its old font into Unicode."""
    form = RereadForm().offer()
    if not form.validate():
        return _preview(token, None), 400
    begun = bank_uploads.read_again(
        token,
        format=form.format.data or "",
        legacy=form.legacy.data or "",
        language=language(),
        account_id=person().account_id,
        now=now(),
    )
    return _go_on(begun)


@bp.post("/banks/uploads/<token>/confirmation")
@requires("organise")
def confirm_import(token: str) -> Answer:
    """Store an upload as a version of a bank."""
    found = bank_uploads.get_read_file(token, person().account_id)
    form = ConfirmForm().offer()
    if not found.named and not (form.validate() and _is_free(form)):
        return _preview(token, form), 400
    slug, title = _chosen(found, form)
    try:
        done = bank_uploads.confirm(
            token,
            slug=slug,
            title=title,
            language=language(),
            account_id=person().account_id,
            now=now(),
        )
    except InvalidRequest as refusal:
        for path, code in refusal.errors:
            form[path].errors = [*form[path].errors, _wrong(path, code)]
        return _preview(token, form), 400
    if done.imported is None:
        return redirect(url_for("organiser.show_job", token=done.job), 303)
    flash(_said(done.imported), "success")
    return redirect(url_for("organiser.show_bank", slug=done.imported.slug), 303)


@bp.post("/banks/uploads/<token>/discarding")
@requires("organise")
def discard_import(token: str) -> Response:
    """Forget an upload."""
    bank_uploads.discard(token, account_id=person().account_id)
    flash(_("Đã bỏ tệp. Chưa có gì được nhập."), "info")
    return redirect(url_for("organiser.upload_bank"), 303)


def _go_on(begun: Begun) -> Answer:
    if not begun.ended:
        return redirect(url_for("organiser.show_job", token=begun.token), 303)
    if bank_uploads.get_read_file(begun.token, person().account_id).refused:
        return _preview(begun.token, None), 400
    return redirect(url_for("organiser.preview_import", token=begun.token), 303)


def _is_free(form: ConfirmForm) -> bool:
    """Whether a new bank's slug is new; a version of another bank must be meant."""
    if form.bank.data or form.slug.data not in {one.slug for one in banks.list_banks()}:
        return True
    taken = _("Mã này đã có. Hãy chọn ngân hàng ấy ở ô “Nhập vào” hoặc đặt mã khác.")
    form.slug.errors = (taken,)
    return False


def _chosen(found: ReadFile, form: ConfirmForm) -> tuple[str, str]:
    if found.named:
        return found.slug, found.title
    if form.bank.data:
        bank = banks.get_bank(form.bank.data)
        return bank.slug, bank.title
    return form.slug.data or "", form.title.data or ""


def _wrong(path: str, code: str) -> str:
    if code == "held":
        return _("Ngân hàng này đang dùng cho cuộc thi của người khác.")
    if path == "slug":
        return _("Mã chỉ gồm chữ thường không dấu a–z, số và dấu gạch nối.")
    if code == "too_long":
        return _("Tên dài quá 500 ký tự.")
    return _("Hãy đặt tên cho ngân hàng câu hỏi.")


def _said(imported: Imported) -> str:
    words = {
        "title": imported.title,
        "number": imported.number,
        "count": imported.question_count,
    }
    if imported.already_there:
        return _("“%(title)s” đã có sẵn đúng nội dung này (bản %(number)s).", **words)
    return _("Đã nhập “%(title)s”, bản %(number)s, %(count)s câu hỏi.", **words)


def _preview(token: str, form: ConfirmForm | None) -> str:
    account_id = person().account_id
    found = bank_uploads.get_read_file(token, account_id)
    offset = max(0, request.args.get("offset", 0, type=small_int))
    plain = found.format != "yaml"
    shown = not found.refused and found.stored is None
    return render_template(
        "organiser/bank_preview.html",
        found=found,
        format=format_text(found.format) if found.format else "",
        old_font=old_font_text(found.old_font),
        converted=old_font_text(found.legacy),
        form=form or ConfirmForm(formdata=None).offer(found),
        reread=RereadForm(formdata=None).offer(found),
        target=_target(found) if found.named else None,
        wrong=problem_rows(found.errors, found.unit, plain=plain),
        doubtful=problem_rows(found.warnings, found.unit, plain=plain),
        lost=loss_rows(found.losses, found.unit),
        questions=_cards(token, account_id, offset) if shown else [],
        offset=offset,
        limit=PAGE,
    )


def _cards(token: str, account_id: int, offset: int) -> list[dict[str, Any]]:
    pairs, topics = bank_uploads.list_questions(token, account_id, offset=offset, limit=PAGE)
    return [card(offset + n, q, key, topics) for n, (q, key) in enumerate(pairs, start=1)]


def _target(found: ReadFile) -> dict[str, Any]:
    try:
        number = banks.get_bank(found.slug).latest.number + 1
    except NotFound:
        number = 1
    return {"slug": found.slug, "title": found.title, "number": number}

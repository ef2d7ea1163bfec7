"""A bank as a file to download in any format, and templates to fill in."""

from __future__ import annotations

from io import BytesIO

from flask import redirect, render_template, request, send_file, url_for
from werkzeug.wrappers import Response

from app.domain.bank_losses import PlaceUnit
from app.domain.errors import NotFound
from app.services import bank_exports, banks
from app.services.bank_upload_rows import losses_to_plain
from app.web.access import person, requires
from app.web.clock import now
from app.web.i18n import language
from app.web.organiser import bp
from app.web.organiser.problem_rows import loss_rows
from app.web.small_numbers import small_int
from app.wording.bank_formats import format_text


@bp.get("/banks/templates/<kind>")
@requires("organise")
def download_template(kind: str) -> Response:
    """The Excel or Word file to fill in."""
    return _file(bank_exports.template(kind))


@bp.get("/banks/<slug>/export/<format>")
@requires("organise")
def export_bank(slug: str, format: str) -> Response | str:
    """A version as a file; when something would be lost, first what, then with `anyway` the file.

    A large one is not written here: the page offers to have it written.
    """
    number = request.args.get("version", type=small_int)
    if format not in bank_exports.OFFERED:
        raise NotFound()
    if bank_exports.is_large(slug, number):
        return _page(slug, format, number)
    done = bank_exports.write(slug, number, format)
    if done.losses and not request.args.get("anyway"):
        return _page(slug, format, number, done)
    return _file(done)


@bp.post("/banks/<slug>/export/<format>")
@requires("organise")
def begin_export(slug: str, format: str) -> Response:
    """Have a large version written in the background."""
    token = bank_exports.begin(
        slug,
        request.args.get("version", type=small_int),
        format,
        language=language(),
        account_id=person().account_id,
        now=now(),
    )
    return redirect(url_for("organiser.show_job", token=token), 303)


@bp.app_template_global()
def bank_export_formats() -> list[tuple[str, str]]:
    """Names and words of the formats that a bank can be downloaded in."""
    return [(name, format_text(name)) for name in bank_exports.OFFERED]


def _page(
    slug: str, format: str, number: int | None, done: bank_exports.Exported | None = None
) -> str:
    bank = banks.get_bank(slug)
    kept = losses_to_plain(done.losses) if done else None
    return render_template(
        "organiser/bank_export.html",
        bank=bank,
        number=number or bank.latest.number,
        format=format,
        format_text=format_text(format),
        lost=loss_rows(kept, PlaceUnit.LINE) if kept else None,
    )


def _file(made: bank_exports.Exported) -> Response:
    return send_file(
        BytesIO(made.data),
        mimetype=made.media_type,
        as_attachment=True,
        download_name=made.file_name,
    )

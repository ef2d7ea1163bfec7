"""Words, look and awards of certificates, with a picture of what they come to."""

from __future__ import annotations

import base64

from flask import Response, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response as AnyResponse

from app.domain.errors import InvalidRequest
from app.services import certificate_templates, contests
from app.services.contests import ContestView
from app.web.access import person, requires
from app.web.clock import now
from app.web.organiser import bp
from app.web.organiser.certificate_forms import CertificateForm, filled_form
from app.web.organiser.field_errors import gather
from app.wording.certificates import PLACEHOLDERS

Answer = AnyResponse | str | tuple[str, int]
PATH = "/contests/<slug>/certificates/template"


@bp.get(PATH)
@requires("organise")
def edit_certificates(slug: str) -> str:
    """The form with what is kept, and a picture of it."""
    contest = contests.get_contest(slug)
    form = filled_form(certificate_templates.find_settings(contest.id), contest)
    return _page(contest, form, _picture(contest, form))


@bp.post(PATH)
@requires("organise")
def save_certificates(slug: str) -> Answer:
    """Keep what was written, or (act=preview) only show what it comes to."""
    contest = contests.get_contest(slug)
    form = CertificateForm().offer(contest)
    if request.form.get("act") == "preview":
        return _page(contest, form, _picture(contest, form))
    if form.validate():
        try:
            certificate_templates.save_settings(
                slug,
                template=form.template(),
                awards=form.awards(),
                account_id=person().account_id,
                now=now(),
            )
        except InvalidRequest as refusal:
            form.put(refusal)
        else:
            flash(_("Đã lưu mẫu và mức cấp giấy chứng nhận."), "success")
            return redirect(url_for("organiser.show_certificates", slug=slug), 303)
    return _page(contest, form, _picture(contest, form)), 400


@bp.route("/contests/<slug>/certificates/preview.png", methods=["GET", "POST"])
@requires("organise")
def preview_certificate(slug: str) -> Response:
    """A sample as PNG: of what is kept, or (POST) of what is being written."""
    contest = contests.get_contest(slug)
    if request.method == "POST":
        form = CertificateForm().offer(contest)
    else:
        form = filled_form(certificate_templates.find_settings(contest.id), contest)
    response = Response(_draw(contest, form), mimetype="image/png")
    response.headers["Cache-Control"] = "private, no-store"
    return response


def _draw(contest: ContestView, form: CertificateForm) -> bytes:
    where = url_for("public.find_receipt", _external=True)
    return certificate_templates.preview(
        contest, form.template(), form.awards(), where=where, now=now()
    )


def _picture(contest: ContestView, form: CertificateForm) -> str | None:
    """The picture as an address that holds it, so that it needs nothing kept and no script."""
    try:
        picture = _draw(contest, form)
    except InvalidRequest as refusal:
        form.put(refusal)
        return None
    return "data:image/png;base64," + base64.b64encode(picture).decode()


def _page(contest: ContestView, form: CertificateForm, picture: str | None) -> str:
    return render_template(
        "organiser/certificate_template.html",
        contest=contest,
        form=form,
        errors=gather(form),
        picture=picture,
        placeholders=[("{" + name + "}", text) for name, text in PLACEHOLDERS.items()],
    )

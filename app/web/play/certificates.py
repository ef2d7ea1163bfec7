"""One's own certificates: fetched when they have been earned, and downloaded."""

from __future__ import annotations

import secrets

from flask import Response, flash, redirect, render_template, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response as AnyResponse

from app.services import certificates
from app.services.certificates import Certificate
from app.web.access import person, requires
from app.web.clock import now
from app.web.play import bp
from app.wording import certificates as words


@bp.get("/certificates")
@requires("manage_own_profile")
def list_certificates() -> str:
    """Everything that one has been given, in all contests."""
    found = certificates.list_own(person().person_id)
    return render_template("play/certificates.html", rows=[_row(one) for one in found])


@bp.post("/contests/<slug>/certificates")
@requires("take_contest")
def fetch_certificate(slug: str) -> AnyResponse:
    """Fetch what the own result has earned: one is downloaded at once, several are listed."""
    found = certificates.issue_own(
        slug, person_id=person().person_id, now=now(), below=secrets.randbelow
    )
    if len(found) == 1:
        return redirect(url_for("play.download_certificate", code=found[0].code), 303)
    flash(_("Giấy chứng nhận của bạn đã sẵn sàng để tải."), "success")
    return redirect(url_for("play.list_certificates"), 303)


@bp.get("/certificates/<code>/pdf")
@requires("manage_own_profile")
def download_certificate(code: str) -> Response:
    """One's own certificate as PDF; another's is not found."""
    pdf = certificates.print_own(
        code,
        person_id=person().person_id,
        where=url_for("public.find_receipt", _external=True),
        address_of=lambda one: url_for("public.show_certificate", code=one, _external=True),
    )
    response = Response(pdf, mimetype="application/pdf")
    response.headers["Cache-Control"] = "private, no-store"
    response.headers["Content-Disposition"] = 'attachment; filename="giay-chung-nhan.pdf"'
    return response


def _row(one: Certificate) -> dict[str, object]:
    return {
        "certificate": one,
        "result": words.result_text(one.facts),
        "rank": words.rank_text(one.facts),
        "reason": words.withdrawal_text(one.withdrawal, one.reason),
    }

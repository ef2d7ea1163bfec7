"""Checking a certificate: anybody who holds the paper may."""

from __future__ import annotations

from flask import make_response, render_template
from werkzeug.wrappers import Response

from app.domain.errors import NotFound
from app.services import certificates
from app.web.access import requires
from app.web.public import bp
from app.wording import certificates as words

LONGEST_CODE = 60


@bp.get("/certificates/<code>")
@requires("view_public")
def show_certificate(code: str) -> Response:
    """What a genuine code proves, and whether it still stands; an unknown one is not found."""
    try:
        proof = certificates.verify(code)
    except NotFound:
        typed = code[:LONGEST_CODE]
        page = render_template("public/receipts.html", typed=typed, unknown=True)
        return make_response(page, 404)
    facts = proof.certificate.facts
    page = render_template(
        "public/certificate.html",
        proof=proof,
        certificate=proof.certificate,
        result=words.result_text(facts),
        rank=words.rank_text(facts),
        reason=words.withdrawal_text(proof.certificate.withdrawal, proof.certificate.reason),
    )
    response = make_response(page)
    # About one person: of use to whoever holds the paper, not to search engines.
    response.headers["X-Robots-Tag"] = "noindex"
    return response

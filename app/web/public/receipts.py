"""Checking a receipt: anybody who has the code may."""

from __future__ import annotations

from flask import redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from app.domain.errors import NotFound
from app.services import certificates, contests, receipts
from app.web.access import requires
from app.web.public import bp
from app.web.qr import qr_svg

LONGEST_CODE = 60


@bp.get("/receipts")
@requires("view_public")
def find_receipt() -> Response | str:
    """A field for the code; a typed code leads to its page."""
    typed = request.args.get("code", "").strip()[:LONGEST_CODE]
    if typed and "/" not in typed:
        meant = "certificate" if certificates.looks_like_code(typed) else "receipt"
        return redirect(url_for(f"public.show_{meant}", code=typed), 303)
    return render_template("public/receipts.html", typed=typed, unknown=bool(typed))


@bp.get("/receipts/<code>/qr.svg")
@requires("view_public")
def show_receipt_qr(code: str) -> Response:
    """The address of a genuine receipt as a QR code; raises `NotFound` for others."""
    proof = receipts.verify(code)
    return qr_svg(url_for("public.show_receipt", code=proof.code, _external=True))


@bp.get("/receipts/<code>")
@requires("view_public")
def show_receipt(code: str) -> tuple[str, int] | str:
    """What a genuine code proves; an unknown one leads back to the field."""
    try:
        proof = receipts.verify(code)
    except NotFound:
        typed = code[:LONGEST_CODE]
        return render_template("public/receipts.html", typed=typed, unknown=True), 404
    contest = contests.get_public_contest(proof.contest_slug)
    return render_template(
        "public/receipt.html",
        proof=proof,
        contest=contest,
        round_=contest.round_by_number(proof.round_number),
    )

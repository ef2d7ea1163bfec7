"""Checking a certificate over JSON."""

from __future__ import annotations

from flask import Response

from app.services import certificates
from app.web.access import requires
from app.web.api import bp
from app.web.api.replying import private, rfc3339
from app.wording.certificates import withdrawal_text


@bp.get("/certificates/<code>")
@requires("view_public")
def verify_certificate(code: str) -> Response:
    """Whether a certificate is genuine and still stands, and what it states."""
    proof = certificates.verify(code)
    one, facts = proof.certificate, proof.certificate.facts
    withdrawn = one.withdrawn_at
    return private(
        {
            "certificate": one.code,
            "valid": withdrawn is None,
            "contest": one.contest.slug,
            "title": one.contest.title,
            "round": facts.scope or None,
            "name": proof.shown_name or None,
            "name_masked": proof.masked,
            "kind": facts.kind.value,
            "prize": facts.prize,
            "group": facts.group,
            "rank": facts.rank,
            "total": facts.total,
            "points": None if facts.mills is None else facts.mills / 1000,
            "max_points": None if facts.max_mills is None else facts.max_mills / 1000,
            "issued_at": rfc3339(one.issued_at),
            "withdrawn_at": rfc3339(withdrawn) if withdrawn else None,
            "reason": withdrawal_text(one.withdrawal, one.reason) if withdrawn else None,
        }
    )

"""A certificate is checked over JSON."""

from __future__ import annotations

from datetime import UTC, timedelta
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from app.services import certificates
from app.services.certificates import Certificate
from app.web.api.certificate_replies import CertificateReply
from tests.conftest import NOW
from tests.web.public.test_certificates import a_certificate


@pytest.fixture
def one(app: Flask) -> Certificate:
    return a_certificate(NOW)


def test_a_certificate_is_described_as_it_is(client: FlaskClient, one: Certificate) -> None:
    answer = client.get(f"/api/v1/certificates/{one.code.lower()}")
    assert answer.status_code == 200
    assert answer.headers["Cache-Control"] == "no-store"
    CertificateReply.model_validate(answer.json)
    assert answer.json == {
        "certificate": one.code,
        "valid": True,
        "contest": "cuoc-thi",
        "title": "Tìm hiểu <b>số</b>",
        "round": None,
        "name": "Nguyễn T. M. H.",
        "name_masked": True,
        "kind": "achievement",
        "prize": None,
        "group": None,
        "rank": 1,
        "total": 1,
        "points": 3.0,
        "max_points": 3.0,
        "issued_at": "2026-11-26T03:00:00.000Z",
        "withdrawn_at": None,
        "reason": None,
    }


def test_a_withdrawn_one_is_not_valid(client: FlaskClient, one: Certificate) -> None:
    later = one.issued_at + timedelta(days=1)
    certificates.withdraw("cuoc-thi", one.code, reason="Thi hộ", account_id=None, now=later)
    body = client.get(f"/api/v1/certificates/{one.code}").json
    assert (body["valid"], body["reason"]) == (False, "Thi hộ")
    assert body["withdrawn_at"] == later.astimezone(UTC).isoformat().replace("+00:00", ".000Z")


def test_codes_that_are_no_certificates_are_alike(client: FlaskClient, one: Certificate) -> None:
    bodies: list[Any] = []
    for code in ("AAAAA-AAAAA", "AAAAA-AAAA2", "7KQM-2F9D-X1RT"):
        answer = client.get(f"/api/v1/certificates/{code}")
        assert answer.status_code == 404
        bodies.append(answer.json)
    assert bodies[0] == bodies[1] == bodies[2]
    assert bodies[0]["code"] == "not_found"


def test_it_is_in_the_description(client: FlaskClient) -> None:
    paths = client.get("/api/v1/openapi.json").json["paths"]
    reply = paths["/certificates/{code}"]["get"]["responses"]["200"]
    assert reply["content"]["application/json"]["schema"]["$ref"].endswith("/CertificateReply")

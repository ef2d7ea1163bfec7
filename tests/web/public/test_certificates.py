"""Anybody with the paper checks it: by its address, or by the code typed in."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import pytest
from flask.testing import FlaskClient

from app.services import certificates
from app.services.certificates import Certificate
from tests.factories import a_person
from tests.factories_contests import a_contest, a_finished_attempt
from tests.services.test_certificates import chance, settle


def a_certificate(now: datetime, **contest: Any) -> Certificate:
    """A certificate of a contest that is final, for somebody with all right."""
    a_contest(title="Tìm hiểu <b>số</b>", **contest)
    who = a_person(full_name="Nguyễn Thị Minh Hạnh")
    a_finished_attempt(who)
    end = settle(now)
    return certificates.issue_own("cuoc-thi", person_id=who.person_id, now=end, below=chance())[0]


def test_a_genuine_one_says_what_stands_on_the_paper_with_a_masked_name(
    visitor: FlaskClient, now: datetime
) -> None:
    one = a_certificate(now)
    answer = visitor.get(f"/certificates/{one.code.lower()}")
    assert answer.status_code == 200
    assert answer.headers["X-Robots-Tag"] == "noindex"
    assert "Set-Cookie" not in answer.headers
    for said in (
        "Giấy này là thật và còn hiệu lực",
        one.code,
        "Nguyễn T. M. H.",
        "3 trên 3 điểm",
        "hạng 1 trong 1 người",
        "Tìm hiểu &lt;b&gt;số&lt;/b&gt;",
        "26/11/2026",
        "như trên bảng xếp hạng",
    ):
        assert said in answer.text
    assert "Minh Hạnh" not in answer.text


def test_the_name_is_full_where_boards_show_it_in_full(visitor: FlaskClient, now: datetime) -> None:
    one = a_certificate(now, show_full_names=True)
    page = visitor.get(f"/certificates/{one.code}").text
    assert "Nguyễn Thị Minh Hạnh" in page
    assert "như trên bảng xếp hạng" not in page


def test_a_withdrawn_one_says_when_and_why(visitor: FlaskClient, now: datetime) -> None:
    one = a_certificate(now)
    certificates.withdraw(
        "cuoc-thi", one.code, reason="Thi <i>hộ</i>", account_id=None, now=one.issued_at
    )
    page = visitor.get(f"/certificates/{one.code}").text
    assert "Giấy này đã bị thu hồi" in page
    assert "Thi &lt;i&gt;hộ&lt;/i&gt;" in page
    assert "còn hiệu lực" not in page


@pytest.mark.parametrize("code", ["AAAAA-AAAAA", "AAAAA-AAAA2", "x", "%3Cscript%3E", "0" * 500])
def test_unknown_codes_are_not_found_and_look_alike(visitor: FlaskClient, code: str) -> None:
    answer = visitor.get(f"/certificates/{code}")
    assert answer.status_code == 404
    assert "Không tìm thấy mã này" in answer.text
    assert "<script>" not in answer.text


@pytest.mark.parametrize(
    ("typed", "page"),
    [
        ("k7qm2 f9dxa", "/certificates/k7qm2%20f9dxa"),
        ("7KQM-2F9D-X1RT", "/receipts/7KQM-2F9D-X1RT"),
    ],
)
def test_a_typed_code_leads_to_the_page_of_its_kind(
    visitor: FlaskClient, typed: str, page: str
) -> None:
    answer = visitor.get("/receipts", query_string={"code": typed})
    assert (answer.status_code, answer.location) == (303, page)

"""Checking a receipt."""

from __future__ import annotations

import io

import segno
from flask.testing import FlaskClient

from tests.factories import a_person
from tests.factories_contests import a_contest, a_finished_attempt


def a_receipt() -> str:
    a_contest(title="Tìm hiểu chuyển đổi số")
    code = a_finished_attempt(a_person(full_name="Nguyễn Thị Hạnh")).receipt
    assert code is not None
    return code


def test_there_is_a_field_for_the_code(visitor: FlaskClient) -> None:
    page = visitor.get("/receipts")
    assert page.status_code == 200
    assert 'name="code"' in page.text


def test_a_typed_code_leads_to_its_page(visitor: FlaskClient) -> None:
    code = a_receipt()
    answer = visitor.get("/receipts", query_string={"code": f" {code.lower()} "})
    assert answer.status_code == 303
    page = visitor.get(answer.location)
    assert page.status_code == 200
    assert "Mã này là thật" in page.text


def test_a_genuine_code_proves_contest_time_and_hash_but_no_person(visitor: FlaskClient) -> None:
    page = visitor.get(f"/receipts/{a_receipt()}").text
    assert "Tìm hiểu chuyển đổi số" in page
    assert "09:01, 24/11/2026" in page
    assert "Nguyễn" not in page
    assert "câu đúng" not in page


def test_an_unknown_code_says_so_and_offers_the_field_again(visitor: FlaskClient) -> None:
    page = visitor.get("/receipts/7KQM-2F9D-X1RT")
    assert page.status_code == 404
    assert "Không tìm thấy mã này" in page.text
    assert 'value="7KQM-2F9D-X1RT"' in page.text


def test_what_was_typed_stays_text(visitor: FlaskClient) -> None:
    page = visitor.get("/receipts", query_string={"code": "</p><script>x</script>"})
    assert page.status_code == 200
    assert "<script>" not in page.text


def test_the_qr_code_of_a_receipt_leads_to_its_page(visitor: FlaskClient) -> None:
    code = a_receipt()
    answer = visitor.get(f"/receipts/{code.lower()}/qr.svg")
    assert answer.mimetype == "image/svg+xml"
    assert answer.cache_control.public
    assert answer.cache_control.max_age == 3600
    assert "Set-Cookie" not in answer.headers
    expected = io.BytesIO()
    page = segno.make(f"http://localhost/receipts/{code}", error="m", micro=False)
    page.save(expected, kind="svg", scale=8, border=3, light="#fff", xmldecl=False, nl=False)
    assert answer.data == expected.getvalue()
    assert b"style" not in answer.data
    assert b"script" not in answer.data


def test_an_unknown_code_has_no_qr_code(visitor: FlaskClient) -> None:
    assert visitor.get("/receipts/7KQM-2F9D-X1RT/qr.svg").status_code == 404

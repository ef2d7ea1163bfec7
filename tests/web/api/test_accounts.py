"""Registering and signing in over JSON, alike for known and unknown phones."""

from __future__ import annotations

import pytest

from tests.factories import PASSWORD
from tests.web.api.conftest import Api


def test_a_person_registers_and_signs_in(api: Api) -> None:
    made = api.register()
    assert made.status_code == 201
    assert made.json["person"]["full_name"] == "Nguyễn Thị Hạnh"
    signed = api.sign_in("+84 912 345 678")
    assert signed.status_code == 200
    assert signed.json["person"] == made.json["person"]


def test_a_known_phone_is_answered_as_an_unknown_one_and_stays_as_it_was(api: Api) -> None:
    first = api.register()
    again = api.register(password="mua-rung-thac-nang-9", full_name="Kẻ Tò Mò")
    assert again.status_code == first.status_code == 201
    assert set(again.json["person"]) == set(first.json["person"])
    assert again.json["person"]["id"] != first.json["person"]["id"]
    assert api.sign_in("0912345678", "mua-rung-thac-nang-9").status_code == 401
    assert api.sign_in("0912345678", PASSWORD).json["person"]["full_name"] == "Nguyễn Thị Hạnh"


def test_a_wrong_password_and_an_unknown_phone_are_answered_alike(api: Api) -> None:
    api.register()
    wrong = api.sign_in("0912345678", "not the password")
    unknown = api.sign_in("0999999999", "not the password")
    assert wrong.status_code == unknown.status_code == 401
    assert wrong.data == unknown.data


def test_consent_is_required(api: Api) -> None:
    answer = api.register(consent=False)
    assert (answer.status_code, answer.json["code"]) == (400, "consent_required")


def test_every_fault_is_named_at_once(api: Api) -> None:
    answer = api.register(full_name=" ", commune="99999", group="boss")
    assert answer.status_code == 400
    assert {one["path"] for one in answer.json["errors"]} == {"full_name", "commune", "group"}


@pytest.mark.parametrize(
    ("data", "content_type"),
    [
        (b"{", "application/json"),
        (b"[" * 100_000, "application/json"),
        (b"phone=1", "application/x-www-form-urlencoded"),
        (b'{"phone": 1}', "application/json"),
        (b"\xff", "application/json"),
        (b"null", "application/json"),
    ],
)
def test_a_body_that_cannot_be_read_is_an_invalid_request(
    api: Api, data: bytes, content_type: str
) -> None:
    answer = api("POST", "/sessions", data=data, content_type=content_type)
    assert (answer.status_code, answer.mimetype) == (400, "application/problem+json")
    assert answer.json["code"] == "invalid_request"


def test_an_unknown_field_is_refused(api: Api) -> None:
    answer = api.register(role="administrator")
    assert answer.status_code == 400
    assert [one["path"] for one in answer.json["errors"]] == ["role"]

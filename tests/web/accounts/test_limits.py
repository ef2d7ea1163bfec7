"""Throttling as people and programs see it: the same words, how long, and the owner comes in."""

from __future__ import annotations

from typing import Any

import pytest
from flask import Flask, g

from app.domain import limits as rules
from app.domain.limits import Limit
from app.services import halls
from tests.conftest import NOW
from tests.factories import MINH_XUAN, PASSWORD, a_person, some_communes
from tests.factories_contests import a_contest
from tests.web.accounts.browser import Browser, headers_of, without_tokens

PHONE, UNKNOWN = "0912 345 678", "0987 654 321"
WRONG = "khong-phai-the-dau"
PERSON: dict[str, Any] = {
    "full_name": "Nông Thị Mỷ",
    "phone": PHONE,
    "password": PASSWORD,
    "commune": MINH_XUAN,
    "organisation": "",
    "group": "resident",
    "consent": "y",
}


def guess(app: Flask, times: int, phone: str = PHONE) -> Any:
    """Strangers' guesses over the API; the last answer."""
    client = app.test_client()
    for _ in range(times):
        answer = client.post("/api/v1/sessions", json={"phone": phone, "password": WRONG})
    return answer


@pytest.fixture
def owner(app: Flask) -> Browser:
    """The browser in which the owner has signed in, and out again."""
    a_person(phone=PHONE, password=PASSWORD)
    browser = Browser(app)
    assert browser.sign_in(PHONE, PASSWORD).status_code == 303
    browser.post("/sign-out")
    return browser


def test_page_and_api_say_in_the_same_words_how_long_to_wait(app: Flask, owner: Browser) -> None:
    told = guess(app, 6)
    assert (told.status_code, told.json["code"]) == (429, "too_many_requests")
    page = Browser(app).sign_in(PHONE, PASSWORD)
    assert page.status_code == 429
    for answer in (told, page):
        assert 1 <= int(answer.headers["Retry-After"]) <= 30
    words = told.json["detail"]
    assert words.startswith("Đã có nhiều lần nhập sai mật khẩu. Hãy thử lại sau ")
    assert words.split(" sau ")[0] in page.text
    assert "mã kích hoạt" in page.text
    assert f'value="{PHONE}"' in page.text and PASSWORD not in page.text


def test_a_known_and_an_unknown_phone_are_kept_out_alike(app: Flask, owner: Browser) -> None:
    answers = []
    for phone in (PHONE, UNKNOWN):
        guess(app, 5, phone)
        answer = Browser(app).sign_in(phone, WRONG)
        text = without_tokens(answer.text).replace(phone, "")
        headers = [pair for pair in headers_of(answer) if pair[0] != "Retry-After"]
        answers.append((answer.status_code, headers, text.split("sau ")[0]))
    assert answers[0] == answers[1]


def test_the_owner_comes_in_while_strangers_guess(app: Flask, owner: Browser) -> None:
    assert guess(app, 8).status_code == 429
    assert owner.sign_in(PHONE, PASSWORD).status_code == 303
    assert owner.is_signed_in()


def test_who_has_just_registered_comes_in_though_all_failures_are_used_up(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    some_communes()
    browser = Browser(app)
    assert browser.post("/register", fields=PERSON).status_code == 303
    monkeypatch.setattr(rules, "FAILURES", Limit("failures", 0, 60))
    guess(app, 1)
    monkeypatch.setattr(rules, "FAILURES", Limit("failures", 1, 60))
    guess(app, 2)
    assert Browser(app).sign_in(PHONE, PASSWORD).status_code == 429
    assert browser.sign_in(PHONE, PASSWORD).status_code == 303


def test_registering_somebody_elses_phone_makes_no_known_browser(
    app: Flask, owner: Browser
) -> None:
    thief = Browser(app)
    answer = thief.post("/register", fields=PERSON)
    assert "thiso-known=" in str(answer.headers.getlist("Set-Cookie"))
    guess(app, 5)
    assert thief.sign_in(PHONE, WRONG).status_code == 429


def test_a_flood_of_registrations_leaves_the_hall_its_part(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    some_communes()
    a_contest()
    app.before_request_funcs.setdefault(None, []).insert(0, lambda: setattr(g, "now", NOW))
    monkeypatch.setattr(rules, "REGISTRATIONS", Limit("registrations", 1, 60))
    hall = halls.open_hall(
        "cuoc-thi", title="Hội trường", commune=None, organisation=None, account_id=None,
        now=NOW, below=lambda n: n - 1,
    )  # fmt: skip
    flood = Browser(app)
    flood.post("/register", fields={**PERSON, "phone": "0900000001"})
    refused = flood.post("/register", fields={**PERSON, "phone": "0900000002"})
    assert refused.status_code == 429
    assert int(refused.headers["Retry-After"]) <= 60
    assert "Đang có rất nhiều người" not in refused.text  # The title is the general page's.
    assert "chưa nhận kịp đăng ký" in refused.text and "Nông Thị Mỷ" in refused.text
    comer = Browser(app)
    assert comer.open(f"/j/{hall.code}").status_code == 303
    assert comer.post("/register", fields=PERSON).status_code == 303


def test_files_in_and_out_have_an_end_for_one_account(
    app: Flask, owner: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rules, "EXPORTS", Limit("exports", 2, 600))
    monkeypatch.setattr(rules, "UPLOADS", Limit("uploads", 1, 600))
    owner.sign_in(PHONE, PASSWORD)
    assert [owner.open("/profile/export").status_code for _ in range(3)] == [200, 200, 429]
    sent = [owner.post("/answer-files").status_code for _ in range(2)]
    assert sent == [400, 429]
    assert "Hãy thử lại sau 10 phút." in owner.post("/answer-files").text


def test_nothing_is_counted_by_address(app: Flask, owner: Browser) -> None:
    # A whole village behind one address: everybody mistypes once, and everybody comes in.
    village = [f"09140000{number:02d}" for number in range(20)]
    for phone in village:
        a_person(phone=phone, password=PASSWORD)
    client = app.test_client()
    for password, status in ((WRONG, 401), (PASSWORD, 200)):
        for phone in village:
            body = {"phone": phone, "password": password}
            assert client.post("/api/v1/sessions", json=body).status_code == status

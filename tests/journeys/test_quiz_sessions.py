"""Signed out, another phone, another window, another account: nothing is lost or pretended."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.journeys.quiz import ANSWERS, Quiz, sign_in, start
from tests.journeys.site import PASSWORD, Participant, Site

NewContext = Callable[..., BrowserContext]


@pytest.fixture(scope="module")
def slug(site: Site) -> str:
    return site.contest()


@pytest.fixture
def quiz(site: Site, phone: BrowserContext, participant: Participant, slug: str) -> Quiz:
    return start(phone, site, participant, slug)


def sign_in_again(page: Page, participant: Participant) -> None:
    dialog = page.locator("#session")
    dialog.get_by_label("Số điện thoại").fill(participant.phone)
    dialog.get_by_label("Mật khẩu").fill(PASSWORD)
    dialog.get_by_role("button", name="Đăng nhập").click()


def test_when_the_session_ends_signing_in_again_saves_what_waited(
    site: Site, phone: BrowserContext, quiz: Quiz, participant: Participant
) -> None:
    phone.clear_cookies()
    quiz.tap(0)
    dialog = quiz.page.locator("#session")
    expect(dialog).to_contain_text("Phiên đăng nhập đã hết")
    expect(quiz.saved).to_have_text("Đã lưu 0/20 · 1 trên máy này")
    sign_in_again(quiz.page, participant)
    expect(quiz.saved).to_have_text("Đã lưu 1/20")
    expect(dialog).to_be_hidden()
    assert len(site.entries(quiz.attempt_id)) == 1


def test_signing_in_again_can_wait_while_one_goes_on(
    phone: BrowserContext, quiz: Quiz, participant: Participant
) -> None:
    phone.clear_cookies()
    quiz.tap(0)
    quiz.page.get_by_role("button", name="Để sau, làm tiếp").click()
    quiz.show(2)
    quiz.tap(0)
    expect(quiz.saved).to_have_text("Đã lưu 0/20 · 2 trên máy này")
    quiz.page.get_by_role("button", name="Đăng nhập lại").click()
    sign_in_again(quiz.page, participant)
    expect(quiz.saved).to_have_text("Đã lưu 2/20")


def test_a_wrong_password_is_told_and_nothing_is_lost(
    phone: BrowserContext, quiz: Quiz, participant: Participant
) -> None:
    phone.clear_cookies()
    quiz.tap(0)
    dialog = quiz.page.locator("#session")
    dialog.get_by_label("Số điện thoại").fill(participant.phone)
    dialog.get_by_label("Mật khẩu").fill("không phải")
    dialog.get_by_role("button", name="Đăng nhập").click()
    expect(dialog).to_contain_text("Số điện thoại hoặc mật khẩu không đúng.")
    sign_in_again(quiz.page, participant)
    expect(quiz.saved).to_have_text("Đã lưu 1/20")


def test_another_account_on_the_same_phone_cannot_take_the_answers(
    site: Site, phone: BrowserContext, quiz: Quiz, participant: Participant
) -> None:
    phone.clear_cookies()
    sign_in(phone.new_page(), site.participant("Lý Văn Páo"))
    quiz.tap(0)
    dialog = quiz.page.locator("#session")
    expect(dialog).to_contain_text("không phải người làm lượt thi này")
    sign_in_again(quiz.page, participant)
    expect(quiz.saved).to_have_text("Đã lưu 1/20")


def test_a_page_older_than_its_session_renews_its_token_by_itself(
    phone: BrowserContext, quiz: Quiz, participant: Participant
) -> None:
    phone.clear_cookies()
    sign_in(phone.new_page(), participant)
    quiz.tap(0)
    expect(quiz.saved).to_have_text("Đã lưu 1/20")
    expect(quiz.page.locator("#session")).to_be_hidden()


def test_a_newer_answer_of_another_phone_is_shown_and_said(
    site: Site, new_context: NewContext, quiz: Quiz, participant: Participant, slug: str
) -> None:
    other = start(new_context(), site, participant, slug)
    assert other.attempt_id == quiz.attempt_id
    other.tap(0)
    other.tap(1)
    theirs = other.tap(2)
    expect(other.question.locator("[data-state]")).to_have_text("Đã lưu")
    quiz.tap(3)
    expect(quiz.question.locator("[data-note]")).to_contain_text("trên một máy khác")
    assert quiz.chosen() == [theirs]
    mine = quiz.tap(3)
    expect(quiz.question.locator("[data-state]")).to_have_text("Đã lưu")
    assert quiz.chosen() == [mine]
    assert site.entries(quiz.attempt_id)[-1][2] == f'"{mine}"'


def test_two_windows_of_one_phone_never_give_one_number_twice(
    site: Site, phone: BrowserContext, quiz: Quiz
) -> None:
    window = Quiz(phone.new_page())
    window.page.goto(quiz.page.url)
    window.is_ready()
    phone.route(ANSWERS, lambda route: route.abort())
    quiz.show(1)
    quiz.tap(0)
    window.show(2)
    window.tap(0)
    expect(window.saved).to_contain_text("trên máy này")
    expect(quiz.saved).to_contain_text("trên máy này")
    phone.unroute(ANSWERS)
    for one in (quiz, window):
        expect(one.saved).to_have_text(re.compile(r"^Đã lưu [12]/20$"), timeout=15_000)
    assert [entry[:2] for entry in site.entries(quiz.attempt_id)] == [(1, 0), (2, 1)]


def test_an_attempt_submitted_elsewhere_is_said_to_be_over(
    site: Site, new_context: NewContext, quiz: Quiz, participant: Participant, slug: str
) -> None:
    other = start(new_context(), site, participant, slug)
    other.page.evaluate("location.hash = '#finish'")
    other.page.get_by_role("button", name="Nộp bài").click()
    other.page.wait_for_url("**/result")
    quiz.tap(0)
    ended = quiz.page.locator("#ended")
    expect(ended).to_contain_text("Lượt thi này đã nộp")
    expect(ended.get_by_role("link", name="Xem kết quả")).to_be_visible()

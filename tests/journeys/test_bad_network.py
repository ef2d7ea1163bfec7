"""A bad network loses no tap, and the page never says "saved" before it is."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext, Route, expect

from tests.journeys.quiz import ANSWERS, Quiz, start
from tests.journeys.site import Participant, Site

NewContext = Callable[..., BrowserContext]


@pytest.fixture(scope="module")
def slug(site: Site) -> str:
    return site.contest()


@pytest.fixture
def quiz(site: Site, phone: BrowserContext, participant: Participant, slug: str) -> Quiz:
    return start(phone, site, participant, slug)


def test_a_tap_without_network_stays_on_the_phone_and_is_sent_when_it_is_back(
    site: Site, phone: BrowserContext, quiz: Quiz
) -> None:
    phone.set_offline(True)
    value = quiz.tap(1)
    expect(quiz.saved).to_have_text("Đã lưu 0/20 · 1 trên máy này")
    expect(quiz.question.locator("[data-state]")).to_have_text("Trên máy này, chưa gửi")
    expect(quiz.trouble).to_contain_text("Cứ làm tiếp")
    assert site.entries(quiz.attempt_id) == []
    phone.set_offline(False)
    expect(quiz.saved).to_have_text("Đã lưu 1/20")
    expect(quiz.trouble).to_be_hidden()
    assert site.entries(quiz.attempt_id) == [(1, 0, f'"{value}"')]


def test_moving_through_the_paper_needs_no_network(phone: BrowserContext, quiz: Quiz) -> None:
    phone.set_offline(True)
    quiz.page.locator("[data-next]").click()
    expect(quiz.question.locator(".question-number")).to_contain_text("Câu 2/")
    quiz.page.get_by_role("link", name="Các câu").click()
    quiz.page.locator(".map-link").nth(6).click()
    expect(quiz.question.locator(".question-number")).to_contain_text("Câu 7/")
    quiz.page.go_back()
    expect(quiz.page.locator("#map-title")).to_be_visible()


def test_what_was_not_sent_before_a_reload_is_sent_after_it(
    site: Site, phone: BrowserContext, quiz: Quiz
) -> None:
    phone.route(ANSWERS, lambda route: route.abort())
    value = quiz.tap(2)
    expect(quiz.saved).to_contain_text("trên máy này")
    phone.unroute(ANSWERS)
    phone.route(ANSWERS, hold_back := Gate())
    quiz.page.reload()
    quiz.is_ready()
    quiz.show(1)
    assert quiz.chosen() == [value]
    expect(quiz.saved).not_to_have_text(re.compile("1/20"))
    hold_back.open()
    expect(quiz.saved).to_have_text("Đã lưu 1/20")
    assert site.entries(quiz.attempt_id) == [(1, 0, f'"{value}"')]


def test_what_was_not_sent_before_the_page_was_closed_is_sent_from_the_next_one(
    site: Site, phone: BrowserContext, quiz: Quiz
) -> None:
    attempt_id, address = quiz.attempt_id, quiz.page.url
    phone.route(ANSWERS, lambda route: route.abort())
    quiz.tap(0)
    quiz.show(2)
    quiz.tap(1)
    expect(quiz.saved).to_contain_text("2 trên máy này")
    quiz.page.close()
    assert site.entries(attempt_id) == []
    phone.unroute(ANSWERS)
    again = Quiz(phone.new_page())
    again.page.goto(address)
    expect(again.saved).to_have_text("Đã lưu 2/20")
    assert [entry[:2] for entry in site.entries(attempt_id)] == [(1, 0), (2, 1)]


def test_a_reply_that_is_lost_doubles_nothing(
    site: Site, phone: BrowserContext, quiz: Quiz
) -> None:
    lost = []

    def lose_first_reply(route: Route) -> None:
        if "question" in (route.request.post_data or "") and not lost:
            lost.append(route.fetch().status)
            route.abort()
        else:
            route.continue_()

    phone.route(ANSWERS, lose_first_reply)
    value = quiz.tap(3)
    expect(quiz.saved).to_have_text("Đã lưu 0/20 · 1 trên máy này")
    assert lost == [200]
    expect(quiz.saved).to_have_text("Đã lưu 1/20")
    assert site.entries(quiz.attempt_id) == [(1, 0, f'"{value}"')]


def test_several_taps_made_without_network_are_sent_in_their_order_at_once(
    site: Site, phone: BrowserContext, quiz: Quiz
) -> None:
    sent: list[str] = []
    phone.set_offline(True)
    for option in (0, 1, 2):
        last = quiz.tap(option)
    quiz.show(2)
    quiz.tap(0)
    expect(quiz.saved).to_have_text("Đã lưu 0/20 · 2 trên máy này")
    quiz.page.on("request", lambda request: sent.append(request.post_data or ""))
    phone.set_offline(False)
    expect(quiz.saved).to_have_text("Đã lưu 2/20")
    entries = site.entries(quiz.attempt_id)
    assert [entry[:2] for entry in entries] == [(1, 0), (2, 0), (3, 0), (4, 1)]
    assert entries[2][2] == f'"{last}"'
    assert [body.count("seq") for body in sent if "seq" in body] == [4]


def test_a_page_of_a_public_wifi_is_not_taken_for_the_server(
    phone: BrowserContext, quiz: Quiz
) -> None:
    phone.route(ANSWERS, lambda route: route.fulfill(status=200, body="<p>Welcome</p>"))
    quiz.tap(0)
    expect(quiz.saved).to_have_text("Đã lưu 0/20 · 1 trên máy này")
    phone.unroute(ANSWERS)
    quiz.page.get_by_role("button", name="Gửi lại").click()
    expect(quiz.saved).to_have_text("Đã lưu 1/20")


def test_a_busy_server_is_left_alone_for_as_long_as_it_asks(
    phone: BrowserContext, quiz: Quiz
) -> None:
    asked: list[str] = []

    def busy(route: Route) -> None:
        asked.append(route.request.post_data or "")
        if len(asked) == 1:
            route.fulfill(status=503, headers={"Retry-After": "3"}, body="busy")
        else:
            route.continue_()

    expect(quiz.saved).to_have_text("Đã lưu 0/20")
    quiz.page.wait_for_timeout(500)
    phone.route(ANSWERS, busy)
    quiz.tap(0)
    expect(quiz.saved).to_contain_text("trên máy này")
    quiz.tap(1)
    quiz.page.wait_for_timeout(1500)
    assert len(asked) == 1
    expect(quiz.saved).to_have_text("Đã lưu 1/20")


def test_a_browser_that_keeps_nothing_says_so_and_still_saves(
    site: Site, new_context: NewContext, participant: Participant, slug: str
) -> None:
    phone = new_context()
    phone.add_init_script("Object.defineProperty(window, 'indexedDB', {value: undefined})")
    quiz = start(phone, site, participant, slug)
    expect(quiz.trouble).to_contain_text("không cất được câu trả lời khi đóng trang")
    quiz.page.get_by_role("button", name="Đã hiểu").click()
    expect(quiz.trouble).to_be_hidden()
    phone.set_offline(True)
    quiz.tap(0)
    expect(quiz.trouble).to_contain_text("đừng đóng trang")
    phone.set_offline(False)
    expect(quiz.saved).to_have_text("Đã lưu 1/20")


def test_a_script_that_does_not_arrive_leaves_the_plain_page(
    site: Site, new_context: NewContext, participant: Participant, slug: str
) -> None:
    phone = new_context()
    quiz = start(phone, site, participant, slug)
    phone.route("**/bundles/quiz.js*", lambda route: route.abort())
    quiz.page.reload()
    expect(quiz.page.get_by_role("button", name="Lưu và sang câu sau").first).to_be_visible()
    expect(quiz.page.locator(".question:visible")).to_have_count(20)


class Gate:
    """Requests wait here until the gate is opened."""

    def __init__(self) -> None:
        self._waiting: list[Route] = []
        self._opened = False

    def __call__(self, route: Route) -> None:
        if self._opened:
            route.continue_()
        else:
            self._waiting.append(route)

    def open(self) -> None:
        self._opened = True
        for route in self._waiting:
            route.continue_()

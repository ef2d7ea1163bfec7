"""Twenty minutes without network, on the server's clock and the phone's: nothing saved is lost,
and nothing that is not saved is called saved."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from playwright.sync_api import BrowserContext, Page, Route, expect

from tests.journeys.quiz import ANSWERS, Quiz, sign_in, start
from tests.journeys.site import Participant, Site

NewContext = Callable[..., BrowserContext]
OUTAGE_MINUTES = 20
STEP_SECONDS = 60


class Moved:
    """Stands where requests learn the time: the server's clock, moved on."""

    ahead = timedelta()

    @classmethod
    def now(cls, zone: object = UTC) -> datetime:
        return datetime.now(UTC) + cls.ahead


@pytest.fixture
def server_clock(monkeypatch: pytest.MonkeyPatch) -> type[Moved]:
    Moved.ahead = timedelta()
    monkeypatch.setattr("app.web.clock.moment", Moved.now)
    return Moved


@pytest.fixture(scope="module")
def long_slug(site: Site) -> str:
    """Forty minutes: the outage ends before the time does."""
    return site.contest(minutes=40)


def begin(
    phone: BrowserContext, site: Site, participant: Participant, slug: str, moved: type[Moved]
) -> Quiz:
    """An attempt on a phone whose clock can be moved on, with one answer saved."""
    phone.clock.install(time=datetime.now(UTC) + moved.ahead)
    quiz = start(phone, site, participant, slug)
    quiz.tap()
    expect(quiz.saved).to_have_text("Đã lưu 1/20")
    return quiz


def pass_minutes(
    page: Page, moved: type[Moved], minutes: int = OUTAGE_MINUTES, step: int = STEP_SECONDS
) -> None:
    """Both clocks go on; every timer of the page fires, requests get real moments in between."""
    for _ in range(minutes * 60 // step):
        moved.ahead += timedelta(seconds=step)
        page.clock.run_for(step * 1000)
        page.wait_for_timeout(30)


def back_for_a_minute(page: Page, moved: type[Moved]) -> None:
    """In small steps: a request must not be given up because a minute passes at once."""
    pass_minutes(page, moved, 1, step=2)


def left(page: Page) -> int:
    minutes, seconds = page.locator("[data-timer-value]").inner_text().split(":")
    return int(minutes) * 60 + int(seconds)


def with_options(quiz: Quiz) -> list[int]:
    """The numbers of the questions in which an option is tapped."""
    has_option = "(all) => all.map((one) => Boolean(one.querySelector('.option')))"
    found = quiz.page.locator(".question").evaluate_all(has_option)
    return [number for number, options in enumerate(found, start=1) if options]


def answered(site: Site, attempt_id: int) -> list[tuple[int, int]]:
    return [entry[:2] for entry in site.entries(attempt_id)]


class Network:
    """Cuts the network at one place, and counts what the server acknowledged behind it."""

    def __init__(self, phone: BrowserContext) -> None:
        self._phone = phone
        self.reached_server = 0

    def cut(self, where: str) -> None:
        if where == "before the request":
            self._phone.set_offline(True)
        elif where == "after the request":
            self._phone.route(ANSWERS, self._lose_reply)
        else:
            self._phone.route(ANSWERS, lambda route: route.abort("connectionreset"))

    def mend(self) -> None:
        self._phone.set_offline(False)
        self._phone.unroute(ANSWERS)

    def _lose_reply(self, route: Route) -> None:
        self.reached_server += route.fetch().status == 200
        route.abort("connectionreset")


@pytest.mark.parametrize("where", ["before the request", "after the request", "in the middle"])
def test_twenty_minutes_without_network_lose_nothing_wherever_it_is_cut(
    site: Site,
    phone: BrowserContext,
    participant: Participant,
    long_slug: str,
    server_clock: type[Moved],
    where: str,
) -> None:
    quiz = begin(phone, site, participant, long_slug, server_clock)
    before = left(quiz.page)
    network = Network(phone)
    network.cut(where)
    numbers = with_options(quiz)[1:7]
    for taps, number in enumerate(numbers, start=1):
        quiz.show(number)
        quiz.tap()
        pass_minutes(quiz.page, server_clock, 3)
        expect(quiz.saved).to_have_text(f"Đã lưu 1/20 · {taps} trên máy này")
    pass_minutes(quiz.page, server_clock, OUTAGE_MINUTES - 18)
    assert abs(before - left(quiz.page) - OUTAGE_MINUTES * 60) <= 60
    assert (network.reached_server > 0) == (where == "after the request")
    network.mend()
    back_for_a_minute(quiz.page, server_clock)
    expect(quiz.saved).to_have_text("Đã lưu 7/20")
    expect(quiz.trouble).to_be_hidden()
    wanted = [(seq, number - 1) for seq, number in enumerate([1, *numbers], start=1)]
    assert answered(site, quiz.attempt_id) == wanted


def test_after_twenty_minutes_a_reloaded_page_sends_what_waited(
    site: Site,
    new_context: NewContext,
    participant: Participant,
    long_slug: str,
    server_clock: type[Moved],
) -> None:
    phone = new_context(service_workers="allow")
    quiz = begin(phone, site, participant, long_slug, server_clock)
    quiz.page.wait_for_timeout(1500)  # The shell puts the page aside.
    address = quiz.page.url.partition("#")[0]
    phone.set_offline(True)
    quiz.show(2)
    kept = quiz.tap(1)
    pass_minutes(quiz.page, server_clock)
    quiz.page.close(run_before_unload=False)
    again = Quiz(phone.new_page())
    again.page.goto(address)
    again.is_ready()
    expect(again.saved).to_have_text("Đã lưu 1/20 · 1 trên máy này")
    again.show(2)
    assert again.chosen() == [kept]
    phone.set_offline(False)
    again.page.reload()
    again.is_ready()
    expect(again.saved).to_have_text("Đã lưu 2/20", timeout=30_000)
    again.page.clock.run_for(2000)
    assert 18 * 60 < left(again.page) < 20 * 60


def test_another_phone_goes_on_in_the_outage_and_its_newer_answer_stays(
    site: Site,
    phone: BrowserContext,
    new_context: NewContext,
    participant: Participant,
    long_slug: str,
    server_clock: type[Moved],
) -> None:
    quiz = begin(phone, site, participant, long_slug, server_clock)
    phone.set_offline(True)
    quiz.show(2)
    mine = quiz.tap(1)
    pass_minutes(quiz.page, server_clock)
    other_phone = new_context()
    other_phone.clock.install(time=datetime.now(UTC) + server_clock.ahead)
    other = start(other_phone, site, participant, long_slug)
    expect(other.saved).to_have_text("Đã lưu 1/20")
    other.show(3)
    theirs = other.tap(2)
    expect(other.saved).to_have_text("Đã lưu 2/20")
    other.page.clock.run_for(2000)
    assert 18 * 60 < left(other.page) < 20 * 60
    phone.set_offline(False)
    back_for_a_minute(quiz.page, server_clock)
    expect(quiz.saved).to_have_text("Đã lưu 3/20")
    for number, value in ((2, mine), (3, theirs)):
        quiz.show(number)
        assert quiz.chosen() == [value]


def test_an_outage_over_the_end_tells_the_truth_and_keeps_what_was_not_sent(
    site: Site, phone: BrowserContext, participant: Participant, server_clock: type[Moved]
) -> None:
    slug = site.contest(minutes=15)
    quiz = begin(phone, site, participant, slug, server_clock)
    attempt_id = quiz.attempt_id
    phone.set_offline(True)
    quiz.show(2)
    quiz.tap(1)
    pass_minutes(quiz.page, server_clock)
    page = quiz.page
    expect(page.locator("[data-ended-text]")).to_contain_text("1")
    expect(page.locator("[data-ended-unsent]")).to_be_visible()
    expect(page.locator("[data-rescue-save]")).to_be_visible()
    phone.set_offline(False)
    back_for_a_minute(page, server_clock)
    expect(page.locator("[data-ended-text]")).to_contain_text("Lượt thi đã hết giờ")
    expect(page.locator("[data-rescue-save]")).to_be_visible()
    assert answered(site, attempt_id) == [(1, 0)]
    page.goto(f"/attempts/{attempt_id}/result")
    expect(page.locator("main")).to_contain_text("1/20")
    expect(page.locator("[data-leftover]")).to_contain_text("còn câu trả lời chưa gửi được")


def test_a_sign_in_that_ran_out_in_the_outage_is_mended_without_losing_a_tap(
    site: Site,
    phone: BrowserContext,
    participant: Participant,
    long_slug: str,
    server_clock: type[Moved],
) -> None:
    quiz = begin(phone, site, participant, long_slug, server_clock)
    phone.set_offline(True)
    quiz.show(2)
    quiz.tap(0)
    pass_minutes(quiz.page, server_clock)
    phone.clear_cookies()
    phone.set_offline(False)
    back_for_a_minute(quiz.page, server_clock)
    expect(quiz.page.locator("dialog[open]")).to_be_visible()
    expect(quiz.saved).to_have_text("Đã lưu 1/20 · 1 trên máy này")
    page = phone.new_page()
    sign_in(page, participant)
    page.close()
    quiz.page.reload()
    quiz.is_ready()
    expect(quiz.saved).to_have_text("Đã lưu 2/20", timeout=30_000)

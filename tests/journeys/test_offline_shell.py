"""Without network the paper comes back: after a reload, a killed tab, a dead battery."""

from __future__ import annotations

import re
import threading
from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from app.services import attempts
from tests.journeys.patience import until
from tests.journeys.quiz import Quiz, sign_in, start
from tests.journeys.site import Participant, Site

NewContext = Callable[..., BrowserContext]
COPIES = """async () => {
  const found = [];
  for (const name of await caches.keys()) {
    if (!name.startsWith('thiso-pages-')) continue;
    for (const {url} of await (await caches.open(name)).keys()) found.push(new URL(url).pathname);
  }
  return found;
}"""


@pytest.fixture(scope="module")
def slug(site: Site) -> str:
    return site.contest()


@pytest.fixture
def phone(new_context: NewContext) -> BrowserContext:
    return new_context(service_workers="allow")


@pytest.fixture
def quiz(site: Site, phone: BrowserContext, participant: Participant, slug: str) -> Quiz:
    made = start(phone, site, participant, slug)
    is_kept(made)
    return made


def copies(page: Page) -> list[str]:
    """The attempts of which this phone keeps a copy."""
    return [path for path in page.evaluate(COPIES) if path.startswith("/attempts/")]


def is_kept(quiz: Quiz) -> None:
    """Wait until the phone keeps a copy of this page."""
    wait_for_copies(quiz.page, [f"/attempts/{quiz.attempt_id}"])


def wait_for_copies(page: Page, wanted: list[str]) -> None:
    for _ in range(50):
        if copies(page) == wanted:
            return
        page.wait_for_timeout(100)
    assert copies(page) == wanted


def all_answers(quiz: Quiz, numbers: range) -> list[list[str]]:
    shown = []
    for number in numbers:
        quiz.show(number)
        shown.append(quiz.chosen())
    return shown


def test_a_reload_without_network_resumes_with_every_answer(
    site: Site, phone: BrowserContext, quiz: Quiz
) -> None:
    saved = [quiz.tap(1)]
    quiz.show(2)
    saved.append(quiz.tap(0))
    expect(quiz.saved).to_have_text("Đã lưu 2/20")
    phone.set_offline(True)
    quiz.show(3)
    waiting = quiz.tap(2)
    quiz.show(2)
    changed = quiz.tap(1)
    expect(quiz.saved).to_have_text("Đã lưu 2/20 · 2 trên máy này")
    answer = quiz.page.reload()
    assert answer is not None
    assert answer.from_service_worker
    assert answer.headers["content-security-policy"].startswith("default-src 'none'")
    quiz.is_ready()
    expect(quiz.saved).to_have_text("Đã lưu 2/20 · 2 trên máy này")
    assert all_answers(quiz, range(1, 4)) == [[saved[0]], [changed], [waiting]]
    phone.set_offline(False)
    expect(quiz.saved).to_have_text("Đã lưu 3/20", timeout=30_000)
    assert [entry[2] for entry in site.entries(quiz.attempt_id)] == [
        f'"{value}"' for value in (*saved, waiting, changed)
    ]


def test_a_tab_killed_without_network_is_reopened_where_it_was(
    phone: BrowserContext, quiz: Quiz
) -> None:
    address = quiz.page.url
    phone.set_offline(True)
    quiz.show(7)
    value = quiz.tap(0)
    expect(quiz.saved).to_have_text("Đã lưu 0/20 · 1 trên máy này")
    quiz.page.close(run_before_unload=False)
    again = Quiz(phone.new_page())
    again.page.goto(address.partition("#")[0])
    again.is_ready()
    expect(again.question.locator(".question-number")).to_contain_text("Câu 7/")
    assert again.chosen() == [value]
    phone.set_offline(False)
    expect(again.saved).to_have_text("Đã lưu 1/20", timeout=30_000)


def test_the_countdown_of_a_reopened_page_goes_on(phone: BrowserContext, quiz: Quiz) -> None:
    def left(page: Page) -> int:
        minutes, seconds = page.locator("[data-timer-value]").inner_text().split(":")
        return int(minutes) * 60 + int(seconds)

    phone.set_offline(True)
    before, at = left(quiz.page), datetime.now(UTC)
    quiz.page.wait_for_timeout(3000)
    quiz.page.reload()
    quiz.is_ready()
    passed = (datetime.now(UTC) - at).total_seconds()
    assert abs(before - left(quiz.page) - passed) <= 2


def test_another_phone_goes_on_while_the_first_is_without_network(
    site: Site,
    phone: BrowserContext,
    new_context: NewContext,
    quiz: Quiz,
    participant: Participant,
    slug: str,
) -> None:
    mine = quiz.tap(0)
    expect(quiz.saved).to_have_text("Đã lưu 1/20")
    phone.set_offline(True)
    quiz.page.reload()
    quiz.is_ready()
    other = start(new_context(), site, participant, slug)
    other.show(1)
    assert other.chosen() == [mine]
    theirs = other.tap(3)
    expect(other.question.locator("[data-state]")).to_have_text("Đã lưu")
    phone.set_offline(False)
    quiz.page.reload()
    quiz.is_ready()
    quiz.show(1)
    assert quiz.chosen() == [theirs]


def test_signing_out_removes_the_copy(phone: BrowserContext, quiz: Quiz) -> None:
    address = quiz.page.url
    page = phone.new_page()
    page.goto("/profile")
    page.get_by_role("button", name="Đăng xuất", exact=True).first.click()
    page.wait_for_url("**/")
    wait_for_copies(page, [])
    phone.set_offline(True)
    page.goto(address)
    expect(page.get_by_role("heading", level=1)).to_have_text("Không có mạng")
    expect(page.locator("[data-kept]")).to_be_hidden()


def test_a_copy_is_never_shown_to_the_next_account(
    site: Site, phone: BrowserContext, quiz: Quiz
) -> None:
    phone.clear_cookies()  # A session that ended without signing out.
    page = phone.new_page()
    sign_in(page, site.participant("Lý Văn Páo"))
    wait_for_copies(page, [])
    phone.set_offline(True)
    page.goto(quiz.page.url)
    expect(page.get_by_role("heading", level=1)).to_have_text("Không có mạng")


def test_a_submitted_attempt_leaves_no_copy(phone: BrowserContext, quiz: Quiz) -> None:
    quiz.page.evaluate("location.hash = '#finish'")
    quiz.page.locator("[data-finish-go]").click()
    quiz.page.wait_for_url("**/result")
    wait_for_copies(quiz.page, [])


def test_other_pages_say_what_is_kept_and_lead_back_to_the_paper(
    phone: BrowserContext, quiz: Quiz
) -> None:
    phone.set_offline(True)
    page = phone.new_page()
    page.goto("/")
    expect(page.get_by_role("heading", level=1)).to_have_text("Không có mạng")
    expect(page.locator(".brand img")).to_have_js_property("complete", True)
    page.get_by_role("link", name=re.compile("Làm tiếp")).click()
    again = Quiz(page)
    again.is_ready()
    assert again.attempt_id == quiz.attempt_id


def test_the_page_without_network_has_the_language_and_size_that_were_chosen(
    phone: BrowserContext, quiz: Quiz
) -> None:
    page = phone.new_page()
    page.goto("/help")
    page.get_by_role("button", name="English").click()
    page.locator(".text-size button").click()
    expect(page.locator("html[lang=en][data-text=large]")).to_be_attached()
    page.wait_for_timeout(1000)
    phone.set_offline(True)
    page.goto("/privacy")
    expect(page.locator("html[lang=en][data-text=large]")).to_be_attached()
    expect(page.locator(".text-size")).to_have_count(0)  # Not the page that was asked for.


def test_a_server_in_trouble_does_not_take_the_paper_away(
    site: Site, phone: BrowserContext, quiz: Quiz, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(**_: object) -> None:
        raise RuntimeError("planted")

    quiz.tap(0)
    expect(quiz.saved).to_have_text("Đã lưu 1/20")
    monkeypatch.setattr("app.services.attempts.get_sitting", fail)
    quiz.page.reload()
    quiz.is_ready()
    expect(quiz.saved).to_have_text("Đã lưu 1/20")


def test_a_server_that_does_not_answer_does_not_hold_the_paper_back(
    phone: BrowserContext, quiz: Quiz, monkeypatch: pytest.MonkeyPatch
) -> None:
    open_again = threading.Event()
    answer = attempts.get_sitting

    def hang(**given: object) -> object:
        open_again.wait(30)
        return answer(**given)  # type: ignore[arg-type]

    quiz.page.reload()
    quiz.is_ready()
    monkeypatch.setattr("app.services.attempts.get_sitting", hang)
    quiz.page.reload(timeout=20_000)
    quiz.is_ready()
    open_again.set()


def test_a_new_version_waits_until_no_attempt_is_open(
    phone: BrowserContext, quiz: Quiz, monkeypatch: pytest.MonkeyPatch
) -> None:
    quiz.page.reload()  # Now the service worker has it in its hands.
    quiz.is_ready()
    quiz.page.evaluate("window.mark = 'same page'")
    monkeypatch.setattr("app.web.public.shell.SHELL", ("site.css", "js/offline.js"))
    quiz.page.evaluate("navigator.serviceWorker.ready.then((one) => one.update())")
    waiting = "navigator.serviceWorker.ready.then((one) => Boolean(one.waiting))"
    until(quiz.page, waiting)
    other = phone.new_page()
    other.goto("/help")
    other.wait_for_timeout(1000)
    assert quiz.page.evaluate("window.mark") == "same page"
    assert other.evaluate(waiting)
    quiz.page.close(run_before_unload=False)
    for _ in range(20):  # A closed window is a client for a moment longer.
        other.goto("/help")
        other.wait_for_timeout(300)
        if not other.evaluate(waiting):
            break
    assert not other.evaluate(waiting)


def test_the_site_can_be_kept_as_an_app(phone: BrowserContext, site: Site) -> None:
    page = phone.new_page()
    page.goto("/")
    page.evaluate("navigator.serviceWorker.ready.then(() => 0)")
    session = phone.new_cdp_session(page)
    manifest = session.send("Page.getAppManifest")
    assert manifest["url"] == f"{site.address}/manifest.webmanifest"
    assert manifest["errors"] == []
    wrong = session.send("Page.getInstallabilityErrors")["installabilityErrors"]
    # Contexts of tests are private windows, which keep no apps.
    assert {one["errorId"] for one in wrong} <= {"in-incognito"}

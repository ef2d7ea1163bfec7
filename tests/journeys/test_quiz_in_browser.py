"""A whole contest in a browser: register, answer every kind of question, submit, be found."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext, expect

from tests.journeys.joining import expect_on_boards, join
from tests.journeys.quiz import Quiz, start
from tests.journeys.site import Participant, Site


@pytest.fixture(scope="module")
def slug(site: Site) -> str:
    return site.contest()


def answer(quiz: Quiz) -> None:
    """Answer the question on the screen, whatever its kind."""
    field = quiz.question
    kind = field.get_attribute("data-type")
    if kind in ("single", "boolean", "multiple"):
        quiz.tap(0)
    elif kind == "order":
        field.get_by_role("button", name="Chuyển xuống").first.click()
    elif kind == "match":
        for select in field.locator("select").all():
            select.select_option(index=1)
    else:
        field.locator("input[type=text]").fill("1000")


def test_somebody_new_takes_the_whole_contest(site: Site, phone: BrowserContext, slug: str) -> None:
    page = phone.new_page()
    faults: list[str] = []
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.on("console", lambda line: faults.append(line.text) if line.type == "error" else None)
    join(page, site, slug, full_name="Bàn Thị Sim", script=True)
    quiz = Quiz(page)
    quiz.is_ready()
    for number in range(1, 21):
        expect(quiz.question.locator(".question-number")).to_contain_text(f"Câu {number}/20")
        answer(quiz)
        page.locator("[data-next]").click()
    expect(page.locator("#finish")).to_contain_text("Bạn đã trả lời cả 20 câu.")
    expect(quiz.saved).to_have_text("Đã lưu 20/20")
    page.get_by_label("Có bao nhiêu người tham gia?").fill("1.250")
    page.get_by_role("button", name="Nộp bài").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Kết quả lượt thi 1")
    expect(page.locator(".receipt .code")).not_to_be_empty()
    expect(page.locator(".review")).to_have_count(20)
    expect_on_boards(page, site, slug, "Bàn")
    assert faults == []


def test_a_question_marked_for_later_is_found_again(
    site: Site, phone: BrowserContext, participant: Participant, slug: str
) -> None:
    quiz = start(phone, site, participant, slug)
    quiz.show(3)
    quiz.question.get_by_role("button", name="Xem lại sau").click()
    quiz.page.reload()
    quiz.is_ready()
    quiz.page.evaluate("location.hash = '#finish'")
    flagged = quiz.page.locator("[data-finish-flagged]").get_by_role("link", name="Câu 3")
    flagged.click()
    button = quiz.question.get_by_role("button", name="Xem lại sau")
    expect(button).to_have_attribute("aria-pressed", "true")


def test_an_answer_can_be_taken_back(
    site: Site, phone: BrowserContext, participant: Participant, slug: str
) -> None:
    quiz = start(phone, site, participant, slug)
    quiz.tap(0)
    expect(quiz.saved).to_have_text("Đã lưu 1/20")
    quiz.question.get_by_role("button", name="Xoá câu trả lời").click()
    expect(quiz.saved).to_have_text("Đã lưu 0/20")
    assert site.entries(quiz.attempt_id)[-1][2] == "null"
    expect(quiz.question.locator("[data-state]")).to_have_text("Chưa trả lời")


def test_something_that_is_no_number_is_said_and_not_sent(
    site: Site, phone: BrowserContext, participant: Participant, slug: str
) -> None:
    quiz = start(phone, site, participant, slug)
    quiz.show(4)
    line = quiz.question.locator("input[type=text]")
    line.fill("một nghìn")
    expect(quiz.question.locator("[data-note]")).to_contain_text("Nhập một số")
    expect(quiz.question.locator("[data-state]")).to_have_text("Chưa lưu được")
    assert site.entries(quiz.attempt_id) == []
    line.fill("3,5")
    expect(quiz.saved).to_have_text("Đã lưu 1/20")
    assert site.entries(quiz.attempt_id) == [(1, 3, '"3.5"')]


def test_the_order_of_the_screen_is_what_is_saved_and_focus_stays_on_the_button(
    site: Site, phone: BrowserContext, participant: Participant, slug: str
) -> None:
    quiz = start(phone, site, participant, slug)
    quiz.show(16)
    moved = quiz.question.locator(".place-text").first.inner_text()
    button = quiz.question.get_by_role("button", name=f"Chuyển xuống: {moved}")
    button.click()
    button.click()
    expect(button).to_be_focused()
    expect(quiz.question.locator(".place-text").nth(2)).to_have_text(moved)
    expect(quiz.page.locator("[data-polite]")).to_contain_text("vị trí 3/4")
    expect(quiz.question.locator("[data-state]")).to_have_text("Đã lưu")
    order = quiz.question.locator(".place").evaluate_all("(e) => e.map((x) => x.dataset.item)")
    assert site.entries(quiz.attempt_id)[-1][2] == '["' + '","'.join(order) + '"]'


def test_a_tap_on_the_plain_page_before_the_script_came_is_not_lost(
    site: Site, new_context: Callable[..., BrowserContext], participant: Participant, slug: str
) -> None:
    phone = new_context()
    quiz = start(phone, site, participant, slug)
    held = []
    phone.route("**/bundles/quiz.js*", lambda route: held.append(route))
    quiz.page.reload(wait_until="commit")
    quiz.page.locator(".option").nth(1).click()
    expect(quiz.page.locator(".option input").nth(1)).to_be_checked()
    held[0].continue_()
    expect(quiz.saved).to_have_text("Đã lưu 1/20")


def test_the_whole_quiz_goes_by_keyboard(
    site: Site, phone: BrowserContext, participant: Participant, slug: str
) -> None:
    quiz = start(phone, site, participant, slug)
    quiz.question.locator("input[type=radio]").first.focus()
    quiz.page.keyboard.press("Space")
    expect(quiz.saved).to_have_text("Đã lưu 1/20")
    quiz.page.locator("[data-next]").focus()
    quiz.page.keyboard.press("Enter")
    expect(quiz.question.locator("legend")).to_be_focused()
    expect(quiz.question.locator("legend")).to_contain_text("Câu 2/20")

"""The registration form with its scripts: search without accents, and a password to look at."""

from __future__ import annotations

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.journeys.site import PASSWORD, Participant


@pytest.fixture
def page(phone: BrowserContext) -> Page:
    page = phone.new_page()
    page.goto("/register")
    return page


def chosen(page: Page, name: str) -> str:
    """What the form would send."""
    return page.locator(f"select[name={name}]").input_value()


def test_a_commune_is_found_without_accents_and_taken_by_a_tap(page: Page) -> None:
    page.get_by_role("combobox", name="Xã, phường").fill("dong van")
    page.get_by_role("option", name="Xã Đồng Văn").click()
    expect(page.get_by_role("combobox", name="Xã, phường")).to_have_value("Xã Đồng Văn")
    assert chosen(page, "commune") == "00721"


def test_the_keyboard_alone_is_enough(page: Page) -> None:
    field = page.get_by_role("combobox", name="Cơ quan, đơn vị, đoàn thể")
    field.focus()
    page.keyboard.type("so khoa hoc")
    expect(field).to_have_attribute("aria-expanded", "true")
    page.keyboard.press("Enter")
    expect(field).to_have_value("Sở Khoa học và Công nghệ")
    assert chosen(page, "organisation") == "so-khcn"
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    assert chosen(page, "organisation") == ""  # the first of the list: no organisation


def test_what_is_found_nowhere_is_said_and_leaves_the_choice_alone(page: Page) -> None:
    field = page.get_by_role("combobox", name="Xã, phường")
    field.fill("minh xuan")
    page.keyboard.press("Enter")
    field.fill("luân đôn")
    expect(page.get_by_text("Không có xã, phường nào như vậy.")).to_be_visible()
    page.keyboard.press("Escape")
    expect(field).to_have_value("Phường Minh Xuân")


def test_a_name_typed_in_full_counts_without_a_tap(page: Page) -> None:
    page.get_by_role("combobox", name="Xã, phường").fill("Phường Minh Xuân")
    page.get_by_label("Họ và tên").focus()
    assert chosen(page, "commune") == "02215"


def test_the_password_can_be_looked_at_and_hidden_again(page: Page) -> None:
    field = page.locator("input[name=password]")
    field.fill(PASSWORD)
    expect(field).to_have_attribute("type", "password")
    page.get_by_role("button", name="Hiện mật khẩu").click()
    expect(field).to_have_attribute("type", "text")
    page.get_by_role("button", name="Ẩn mật khẩu").click()
    expect(field).to_have_attribute("type", "password")


def test_after_a_refusal_the_choices_are_still_there(page: Page) -> None:
    page.get_by_role("combobox", name="Xã, phường").fill("minh xuan")
    page.keyboard.press("Enter")
    page.get_by_role("button", name="Đăng ký", exact=True).click()
    expect(page.get_by_text("Có chỗ cần xem lại")).to_be_visible()
    expect(page.get_by_role("combobox", name="Xã, phường")).to_have_value("Phường Minh Xuân")
    # Each line of the list of errors leads to its field.
    page.get_by_role("alert").get_by_role("link", name="Họ và tên").click()
    expect(page).to_have_url("/register#full_name")


def test_the_pages_of_the_profile_fit_a_phone_and_report_nothing_wrong(
    phone: BrowserContext, participant: Participant
) -> None:
    page, wrong = phone.new_page(), []
    page.on("console", lambda message: wrong.append(message.text))
    page.on("pageerror", lambda error: wrong.append(str(error)))
    blocked = "Service Worker registration blocked by Playwright"  # As the tests ask it to.
    page.goto("/sign-in?next=/profile")
    page.locator("main [name=phone]").fill(participant.phone)
    page.locator("main [name=password]").fill(PASSWORD)
    page.get_by_role("button", name="Đăng nhập", exact=True).click()
    for path in ("/profile", "/profile/edit", "/profile/password", "/profile/delete"):
        page.goto(path)
        expect(page.get_by_role("heading", level=1)).to_be_visible()
        assert page.evaluate("document.documentElement.scrollWidth") <= 360
    assert [text for text in wrong if text != blocked] == []

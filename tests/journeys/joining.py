"""From the contest's page to its first question, as somebody new goes."""

from __future__ import annotations

from playwright.sync_api import Page, expect

from tests.journeys.site import PASSWORD, Site, a_phone


def join(page: Page, site: Site, slug: str, *, full_name: str, script: bool) -> None:
    """Register from the contest's page, sign in, and start."""
    page.goto(f"/contests/{slug}")
    page.get_by_role("link", name="Đăng ký để dự thi").click()
    _choose_units(page, site, script)
    register(page, slug, full_name=full_name)


def register(page: Page, slug: str, *, full_name: str) -> None:
    """On the registration page, with the units chosen: register, sign in, and start."""
    phone = a_phone()
    page.get_by_label("Họ và tên").fill(full_name)
    page.locator("main [name=phone]").fill(phone)
    page.locator("main [name=password]").fill(PASSWORD)
    page.locator("main select[name=group]").select_option("union_member")
    page.locator("main [name=consent]").check()
    page.get_by_role("button", name="Đăng ký", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Đăng nhập")
    expect(page.locator("main [name=phone]")).to_have_value(phone)
    page.locator("main [name=password]").fill(PASSWORD)
    page.get_by_role("button", name="Đăng nhập", exact=True).click()
    page.wait_for_url(f"**/contests/{slug}")
    page.get_by_role("button", name="Bắt đầu làm bài").click()


def _choose_units(page: Page, site: Site, script: bool) -> None:
    chosen = {"commune": site.commune, "organisation": site.organisation}
    for (name, code), text in zip(chosen.items(), site.unit_names(), strict=True):
        if script:
            page.locator(f"input#{name}").fill(text)
            page.locator(f"#{name}-list").get_by_role("option").first.click()
        else:
            page.locator(f"main select[name={name}]").select_option(code)


def expect_on_boards(page: Page, site: Site, slug: str, shown_name: str) -> None:
    """The person, the commune and the organisation stand on their boards."""
    site.refresh_boards()
    commune, organisation = site.unit_names()
    expected = {"individual": shown_name, "commune": commune, "organisation": organisation}
    page.goto(f"/contests/{slug}")
    for kind, text in expected.items():
        page.goto(f"/contests/{slug}/boards/{kind}")
        expect(page.locator(".board-row").filter(has_text=text).first).to_be_visible()

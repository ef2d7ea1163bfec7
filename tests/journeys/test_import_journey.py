"""From the files that an organiser has to an open contest: Excel and Word, in a browser."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from app.formats.sheets import Sheet, write
from app.services import roles
from tests.formats.word_documents import Word
from tests.journeys.quiz import sign_in
from tests.journeys.site import Site

COUNT = 24
HEADINGS = ["STT", "Nội dung câu hỏi", "A", "B", "C", "D", "Đáp án"]


def excel() -> bytes:
    """A layout of the organiser's own, not the template."""
    rows = [
        [n, f"Xã thứ {n} của tỉnh là xã nào?", f"Xã {n}", f"Xã {n + 100}", "Huyện", "Thôn", "A"]
        for n in range(1, COUNT + 1)
    ]
    return write([Sheet("Đề thi", HEADINGS, rows, preface=["ĐỀ THI TUẦN 1"])])


def word() -> bytes:
    """A typed list, as papers are usually handed round."""
    typed = Word()
    for n in range(1, COUNT + 1):
        typed.add_lines(
            f"Câu {n}. Bước thứ {n} là gì?\nA. Bước {n}\nB. Lùi {n}\nC. Dừng\nĐáp án: A"
        )
    return typed.data()


@pytest.fixture
def page(site: Site, new_context: Callable[..., BrowserContext]) -> Page:
    organiser = site.participant("Trần Quốc Dũng")
    with site.app.app_context():
        roles.grant_role(
            account_id=organiser.who.account_id, role="organiser", by=None, now=datetime.now(UTC)
        )
    opened = new_context(viewport={"width": 1280, "height": 900}).new_page()
    sign_in(opened, organiser, "/organiser/")
    return opened


@pytest.mark.parametrize(
    ("name", "make", "slug"),
    [("Tuần 1 cán bộ.xlsx", excel, "tuan-1-can-bo"), ("Tuần 2.docx", word, "tuan-2")],
)
def test_a_file_becomes_an_open_contest(
    page: Page, tmp_path: Path, name: str, make: Callable[[], bytes], slug: str
) -> None:
    file = tmp_path / name
    file.write_bytes(make())
    page.goto("/organiser/banks")
    page.get_by_role("link", name="Tải lên").first.click()
    page.locator("main [name=file]").set_input_files(file)
    page.get_by_role("button", name="Đọc tệp và xem trước").click()

    expect(page.get_by_role("heading", level=1)).to_have_text("Xem trước tệp câu hỏi")
    expect(page.locator(".import-facts")).to_contain_text(f"{COUNT} câu hỏi dùng được")
    expect(page.locator(".question-card")).to_have_count(COUNT)
    expect(page.locator(".question-card .right")).to_have_count(COUNT)
    expect(page.locator("main [name=slug]")).to_have_value(slug)
    page.get_by_role("button", name="Nhập ngân hàng câu hỏi này").click()

    page.wait_for_url(f"**/organiser/banks/{slug}")
    expect(page.locator(".notice-success")).to_contain_text(f"bản 1, {COUNT} câu hỏi")
    page.get_by_role("link", name="Tạo cuộc thi").first.click()
    page.locator("main [name=title]").fill(f"Cuộc thi {slug}")
    page.locator("main select[name=bank]").select_option(f"{slug}/1")
    page.locator('main [name="draws-0-count"]').fill("20")
    page.locator('main [name="rounds-0-opens_at"]').fill("2020-01-01T08:00")
    page.get_by_role("button", name="Lưu bản nháp").click()
    page.get_by_role("button", name="Công bố cuộc thi").click()
    page.wait_for_load_state()
    page.goto(f"/contests/cuoc-thi-{slug}")
    expect(page.get_by_role("heading", level=1)).to_have_text(f"Cuộc thi {slug}")
    expect(page.locator(".badge-open").first).to_be_visible()

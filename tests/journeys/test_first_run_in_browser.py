"""An empty instance is set up in a browser, by whoever has the code."""

from __future__ import annotations

import secrets
import threading
from collections.abc import Iterator

import pytest
from flask import Flask
from playwright.sync_api import Browser, expect
from werkzeug.serving import make_server

from app import create_app
from app.services import first_run
from app.storage.db import db
from tests.conftest import test_settings as settings_of
from tests.databases import Databases
from tests.journeys.reach import violations
from tests.journeys.site import PASSWORD


@pytest.fixture
def empty_app(databases: Databases, tmp_path: object) -> Iterator[Flask]:
    url = databases.fresh("sqlite")
    app = create_app(settings_of(url, tmp_path))  # type: ignore[arg-type]
    app.config.update(ARGON2_FAST=True)
    yield app
    with app.app_context():
        db.session.remove()
        db.engine.dispose()
    databases.drop(url)


def test_from_the_code_to_the_desk(empty_app: Flask, browser: Browser) -> None:
    with empty_app.app_context():
        code = first_run.open_door(secrets.randbelow)
    server = make_server("127.0.0.1", 0, empty_app, threaded=True)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    context = browser.new_context(
        locale="vi-VN",
        base_url=f"http://127.0.0.1:{server.server_port}",
        service_workers="block",
        viewport={"width": 360, "height": 740},
    )
    context.set_default_timeout(10_000)
    page = context.new_page()
    page.goto("/")
    expect(page).to_have_url("/setup")
    assert violations(page) == []
    page.get_by_role("textbox", name="Mã thiết lập").fill(code or "")
    page.get_by_role("textbox", name="Tên trang").fill("Thi Lào Cai")
    page.get_by_role("combobox", name="Tỉnh, thành phố").select_option(label="Lào Cai")
    page.get_by_label("Họ và tên").fill("Vàng Thị Mỷ")
    page.get_by_label("Số điện thoại di động").fill("0912 345 678")
    page.locator("input[name=password]").fill(PASSWORD)
    page.get_by_label("Tôi đã đọc và đồng ý").check()
    page.get_by_role("button", name="Bắt đầu dùng").click()
    expect(page.get_by_role("heading", name="Việc tiếp theo")).to_be_visible()
    expect(page.locator(".brand")).to_contain_text("Thi Lào Cai")
    assert violations(page) == []
    page.goto("/register")
    assert page.locator("select[name=commune] option", has_text="Tuyên Quang").count() == 0
    page.goto("/setup")
    expect(page.get_by_role("heading", name="Không tìm thấy")).to_be_visible()
    context.close()
    server.shutdown()
    thread.join()

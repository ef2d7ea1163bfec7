"""An administrator names the site; organisers may not."""

from __future__ import annotations

from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.factories import a_person
from tests.web.organiser.conftest import Browser

PATH = "/organiser/settings"


@pytest.fixture
def administrator(app: Flask, clock: Any) -> Browser:
    return Browser(app.test_client(), a_person(role="administrator"))


def test_what_is_set_stands_on_every_page(administrator: Any, client: FlaskClient) -> None:
    form = administrator.form(PATH, "province_name")
    assert (form["name"], form["province_name"]) == ("Thi Số", "Tuyên Quang")
    form["name"], form["province_name"] = "Thi <b>", "Lào Cai"
    form["organiser_name"], form["contact_phone"] = "Sở Khoa học và Công nghệ", "0207 3822 111"
    form["contact_email"] = "hotro@laocai.gov.vn"
    assert administrator.send(PATH, form).status_code == 303
    page = client.get("/help").text
    assert "<strong>Thi &lt;b&gt;</strong><small>Lào Cai</small>" in page
    assert "của tỉnh Lào Cai" in page
    assert 'href="tel:02073822111"' in page
    assert 'href="mailto:hotro@laocai.gov.vn"' in page
    assert administrator.form(PATH, "province_name")["contact_phone"] == "0207 3822 111"


@pytest.mark.parametrize(
    ("name", "value"),
    [("name", ""), ("name", "x" * 61), ("contact_email", "hotro"), ("contact_phone", "gọi tôi")],
)
def test_what_is_wrong_comes_back(administrator: Any, name: str, value: str) -> None:
    form = administrator.form(PATH, "province_name")
    form[name] = value
    answer = administrator.send(PATH, form)
    assert answer.status_code == 400
    assert f'id="{name}-error"' in answer.text


def test_organisers_neither_see_nor_find_the_settings(organiser: Any) -> None:
    assert PATH not in organiser.see("/organiser/")
    organiser.see(PATH, 403)

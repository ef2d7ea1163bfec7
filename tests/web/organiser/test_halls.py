"""An organiser opens a hall, shows its screen and closes it."""

from __future__ import annotations

import re
from typing import Any

from tests.conftest import NOW
from tests.factories import MINH_XUAN
from tests.factories_contests import a_contest

PATH = "/organiser/contests/cuoc-thi/halls"


def test_a_hall_is_opened_shown_and_closed(organiser: Any, clock: Any) -> None:
    clock.now = NOW
    a_contest()
    form = organiser.form(PATH, "title")
    form["title"], form["commune"] = "Ngày hội", MINH_XUAN
    assert organiser.send(PATH, form).status_code == 303
    page = organiser.see(PATH)
    code = re.search(r"<strong>([2-9A-Z]{6})</strong>", page)
    assert code is not None
    assert f"/halls/{code[1]}" in page
    assert organiser.send(f"{PATH}/{code[1]}/close").status_code == 303
    assert "đã đóng" in organiser.see(PATH)
    assert f'href="/halls/{code[1]}"' not in organiser.see(PATH)


def test_a_title_that_is_too_long_comes_back_at_its_field(organiser: Any, clock: Any) -> None:
    clock.now = NOW
    a_contest()
    form = organiser.form(PATH, "title")
    form["title"] = "x" * 201
    answer = organiser.send(PATH, form)
    assert answer.status_code == 200
    assert "Dài nhất 200 ký tự." in answer.text

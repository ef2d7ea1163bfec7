from __future__ import annotations

from collections.abc import Callable
from html import unescape

import pytest
from werkzeug.datastructures import MultiDict

from app.services import bank_views, banks
from tests.conftest import NOW
from tests.web.organiser.conftest import Browser

TEXT = (
    "format: 1\nbank: thu\ntitle: Thử\nlanguage: vi\nquestions:\n"
    "  - {id: a, type: boolean, text: Gì?, answer: true, explanation: Vì., source: NQ}\n"
)
PATH = "/organiser/banks/thu/text"


@pytest.fixture
def thu(organiser: Browser) -> str:
    return banks.import_bank(TEXT.encode(), file_name="t", account_id=None, now=NOW).slug


def send(organiser: Browser, text: str, act: str, started_from: int = 1) -> tuple[int, str]:
    form = MultiDict({"text": text, "started_from": str(started_from), "act": act})
    answer = organiser.send(PATH, form)
    return answer.status_code, unescape(answer.text)


def test_the_text_of_a_bank_saved_as_it_stands_changes_nothing(
    organiser: Browser, thu: str
) -> None:
    form = organiser.form(PATH, having="text")
    answer = organiser.send(PATH, form)
    assert "Không có gì thay đổi" in organiser.see(answer.location)
    assert banks.get_bank("thu").latest.number == 1


def test_a_changed_text_is_a_new_version(
    organiser: Browser, thu: str, acts: Callable[[], list[str]]
) -> None:
    form = organiser.form(PATH, having="text")
    form["text"] = form["text"].replace("Gì?", "Sao?").replace("\n", "\r\n")
    assert organiser.send(PATH, form).status_code == 303
    assert bank_views.get_whole("thu").bank.questions[0].text == "Sao?"
    assert acts()[-1] == "bank.text.edit"


@pytest.mark.parametrize(("act", "status"), [("check", 200), ("save", 400)])
def test_problems_are_listed_with_their_lines_and_the_text_stays_as_typed(
    organiser: Browser, thu: str, act: str, status: int
) -> None:
    text = "\n# ghi chú\n" + TEXT.replace("answer: true", "answr: true").replace("source: NQ", "")
    got, page = send(organiser, text, act)
    assert got == status
    assert "Còn 2 lỗi phải sửa." in page
    assert 'data-line="8" data-column="39"' in page
    assert 'data-severity="warning"' in page
    assert f"\n{text}</textarea>" in page
    assert banks.get_bank("thu").latest.number == 1


def test_a_check_of_good_text_says_so_and_keeps_nothing(organiser: Browser, thu: str) -> None:
    got, page = send(organiser, TEXT.replace("Gì?", "Sao?"), "check")
    assert got == 200
    assert "Không có lỗi nào." in page
    assert banks.get_bank("thu").latest.number == 1


@pytest.mark.parametrize("text", ["", "a: [", "\x01", "- x", "bank: thu", "'bank': &a khac"])
def test_any_text_is_answered_with_its_problems(organiser: Browser, thu: str, text: str) -> None:
    got, page = send(organiser, text, "save")
    assert got == 400
    assert "spot-error" in page


def test_the_text_of_another_bank_is_refused_at_its_line(organiser: Browser, thu: str) -> None:
    got, page = send(organiser, TEXT.replace("bank: thu", "bank: khac"), "save")
    assert got == 400
    assert "Mã ngân hàng là “khac”" in page
    assert 'data-line="2"' in page
    assert [bank.slug for bank in banks.list_banks()] == ["thu"]


def test_a_newer_version_is_not_overwritten_unawares(organiser: Browser, thu: str) -> None:
    send(organiser, TEXT.replace("Gì?", "Của họ?"), "save")
    got, page = send(organiser, TEXT.replace("Gì?", "Của tôi?"), "save")
    assert got == 409
    assert "Của tôi?" in page
    assert 'name="started_from" value="2"' in page
    assert bank_views.get_whole("thu").bank.questions[0].text == "Của họ?"
    assert send(organiser, TEXT.replace("Gì?", "Của tôi?"), "save", 2)[0] == 303
    assert bank_views.get_whole("thu").bank.questions[0].text == "Của tôi?"


def test_a_text_of_many_megabytes_comes_through(organiser: Browser, thu: str) -> None:
    text = TEXT + "".join(
        f"  - {{id: q{n}, type: boolean, text: {'Dài ' * 300}{n}?, answer: true}}\n"
        for n in range(2_000)
    )
    assert len(text.encode()) > 2 * 1024 * 1024
    assert send(organiser, text, "check")[0] == 200

"""The rules in plain words beside the form: what participants will read, and kind problems."""

from __future__ import annotations

import re
from datetime import timedelta
from html import unescape

import pytest
from flask import Flask

from app.services import banks, contests, practice
from app.wording.rules import rules_sentences
from tests.conftest import NOW
from tests.web.organiser.conftest import QUESTIONS, Browser
from tests.web.organiser.test_contest_form import EVERYTHING, NEW, Form, fill, fresh, made

SAY = "/organiser/contests/new/rules"


def items(page: str) -> list[str]:
    found = re.search(r"<ul[^>]*data-sentences>(.*?)</ul>", page, re.S)
    return [unescape(one) for one in re.findall(r"<li>(.*?)</li>", found[1])] if found else []


def said(organiser: Browser, form: Form) -> str:
    answer = organiser.send(SAY, form)
    assert answer.status_code == 200
    return answer.text


def test_the_words_are_those_that_participants_read(
    app: Flask, organiser: Browser, bank: str
) -> None:
    form = fresh(organiser)
    fill(form, EVERYTHING)
    sentences = items(said(organiser, form))
    with app.test_request_context():
        assert sentences == rules_sentences(EVERYTHING, "vi", 1)
    contest = made(organiser, form)
    contests.publish_contest(contest.slug, account_id=None, now=NOW)
    public = unescape(app.test_client().get(f"/contests/{contest.slug}").text)
    assert all(sentence in public for sentence in sentences)


def test_a_new_form_says_its_defaults_without_any_script(organiser: Browser, bank: str) -> None:
    sentences = items(organiser.see(NEW))
    assert "Mỗi lượt thi có 20 câu hỏi, làm trong 15 phút." in sentences
    assert any("dự đoán gần đúng hơn" in sentence for sentence in sentences)


def test_the_button_says_the_form_as_it_stands(organiser: Browser, bank: str) -> None:
    form = fresh(organiser)
    form["minutes"], form["rows"] = "45", "words"
    answer = organiser.send(NEW, form)
    assert answer.status_code == 200
    assert "Mỗi lượt thi có 20 câu hỏi, làm trong 45 phút." in items(answer.text)
    assert 'value="45"' in answer.text


def test_more_rounds_are_heard_in_the_words(organiser: Browser, bank: str) -> None:
    form = fresh(organiser)
    form["rows"] = "add_round"
    assert "Mỗi đợt bạn được thi 1 lượt." in items(organiser.send(NEW, form).text)


def test_a_draft_s_page_says_its_rules(organiser: Browser, bank: str) -> None:
    form = fresh(organiser)
    fill(form, EVERYTHING)
    contest = made(organiser, form)
    page = organiser.see(f"/organiser/contests/{contest.slug}/edit")
    assert "Mỗi ngày bạn được thi 3 lượt." in items(page)


@pytest.mark.parametrize(
    ("name", "value", "words", "readable"),
    [
        ("minutes", "mười", "Thời gian làm bài (phút)</a>: Hãy nhập một số nguyên", False),
        ("chain_choice", "custom", "ít nhất một điều", False),
        ("title", "", "Tên cuộc thi</a>: Hãy điền vào ô này.", True),
        ("rounds-0-closes_at", "2026-11-25T08:00", "Giờ đóng phải sau giờ mở.", True),
        ("slug", "Có Dấu", "Chỉ dùng a–z", True),
    ],
)
def test_problems_are_said_and_the_rules_as_far_as_they_can_be_read(
    organiser: Browser, bank: str, name: str, value: str, words: str, readable: bool
) -> None:
    form = fresh(organiser)
    form[name] = value
    page = said(organiser, form)
    assert words in page
    assert bool(items(page)) is readable


def test_a_shortage_is_said_before_anything_is_saved(organiser: Browser, bank: str) -> None:
    form = fresh(organiser)
    form["draws-0-topic"], form["draws-0-count"] = "an-toan", "200"
    page = said(organiser, form)
    assert "Dòng 1, Số câu" in page
    assert re.search(r"Ngân hàng chỉ có \d+ câu phù hợp", page)


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"minutes": "2"}, "Mỗi câu chỉ có chừng 6 giây"),
        ({"chain_choice": "b"}, "thứ tự xếp hạng không so dự đoán"),
        ({"rounds-0-opens_at": "2026-11-01T08:00"}, "Giờ mở đã qua: Đợt 1."),
    ],
)
def test_what_is_allowed_but_odd_is_hinted_at(
    organiser: Browser, bank: str, changed: dict[str, str], words: str
) -> None:
    assert words not in said(organiser, fresh(organiser))
    form = fresh(organiser)
    for name, value in changed.items():
        form[name] = value
    assert words in said(organiser, form)


def test_the_bank_that_practice_shows_is_warned_about_and_not_proposed(
    organiser: Browser, bank: str
) -> None:
    file = QUESTIONS / f"{practice.BANK}.yaml"
    later = NOW + timedelta(hours=1)
    banks.import_bank(file.read_bytes(), file_name=file.name, account_id=None, now=later)
    form = fresh(organiser)
    assert form["bank"] == f"{bank}/1"  # though that of practice came in later
    form["draws-0-count"] = "5"
    assert "thi thử" not in said(organiser, form)
    form["bank"] = f"{practice.BANK}/1"
    assert "Phần thi thử cho mọi người xem đáp án" in said(organiser, form)
    form["rows"] = "words"
    assert organiser.send(NEW, form).text.count("Phần thi thử cho mọi người") == 2


def test_nothing_is_written_and_nothing_crashes(organiser: Browser, bank: str) -> None:
    for form in (Form(), Form({"draws-0-count": "9" * 5000, "minutes": "²", "bank": "x"})):
        assert items(said(organiser, form)) == []
    assert contests.list_contests(now=NOW, drafts=True) == []

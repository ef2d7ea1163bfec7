from __future__ import annotations

import re
from collections.abc import Callable
from html import unescape
from typing import Any

import pytest
from werkzeug.datastructures import MultiDict

from app.services import bank_views, banks
from app.services.bank_views import WholeBank
from tests.conftest import NOW
from tests.web.organiser.conftest import Browser

HEAD = "format: 1\nbank: thu\ntitle: Thử\nlanguage: vi\ntopics: [{id: t, title: Một}]\nquestions:\n"
WHY = "topic: t, explanation: Vì thế., source: NQ"
QUESTIONS = {
    "mot": "type: single, text: Chọn một?, options: [{id: a, text: A, correct: true}, "
    "{id: b, text: B}], translations: {en: {text: One?, options: {a: AA, b: BB}}}",
    "nhieu": "type: multiple, scoring: partial, text: Chọn nhiều?, options: "
    "[{id: a, text: A, correct: true}, {id: b, text: B, correct: true}, {id: c, text: C}]",
    "dung": "type: boolean, text: Đúng không?, answer: true",
    "so": "type: number, text: Bao nhiêu?, answer: 12.5, tolerance: 1",
    "chu": "type: text, text: Tên gì?, answers: [VNeID, vneid app], ignore_accents: true",
    "xep": "type: order, text: Xếp?, items: [Một, Hai, Ba], "
    "translations: {ru: {text: X?, items: [1, 2, 3]}}",
    "ghep": "type: match, text: Ghép?, pairs: [{left: A, right: B}, {left: C, right: D}], "
    "extra_right: [E]",
}
FORM = "started_from"


@pytest.fixture
def thu(organiser: Browser) -> str:
    lines = [f"  - {{id: {id}, {rest}, {WHY}}}" for id, rest in QUESTIONS.items()]
    data = (HEAD + "\n".join(lines)).encode()
    return banks.import_bank(data, file_name="t", account_id=None, now=NOW).slug


def address(id: str) -> str:
    return f"/organiser/banks/thu/questions/{id}"


def form_of(organiser: Browser, id: str) -> MultiDict[str, str]:
    form = organiser.form(address(id), having="type")
    form["type"] = form["type"]
    return form


def press(organiser: Browser, path: str, form: MultiDict[str, str], act: str) -> str:
    answer = organiser.send(path, MultiDict([*form.items(multi=True), ("act", act)]))
    assert answer.status_code in (200, 400, 409), answer.status_code
    return answer.text


def newest() -> WholeBank:
    return bank_views.get_whole("thu")


def question(id: str) -> tuple[Any, Any]:
    bank = newest().bank
    return next(one for one in bank.questions if one.id == id), bank.keys[id]


@pytest.mark.parametrize("id", QUESTIONS)
def test_saving_a_question_of_any_type_as_it_stands_changes_nothing(
    organiser: Browser, thu: str, id: str
) -> None:
    before = newest()
    answer = organiser.send(address(id), form_of(organiser, id))
    assert answer.status_code == 303, answer.text
    assert "Không có gì thay đổi" in organiser.see(answer.location)
    assert newest().bank == before.bank
    assert newest().version.number == 1


@pytest.mark.parametrize("id", QUESTIONS)
def test_a_changed_question_is_a_new_version_and_leaves_the_others_alone(
    organiser: Browser, thu: str, acts: Callable[[], list[str]], id: str
) -> None:
    before = newest().bank
    form = form_of(organiser, id)
    form["text"] = "Câu đã sửa?"
    assert organiser.send(address(id), form).status_code == 303
    after = newest().bank
    assert newest().version.number == 2
    assert question(id)[0].text == "Câu đã sửa?"
    assert after.keys == before.keys
    assert [one for one in after.questions if one.id != id] == [
        one for one in before.questions if one.id != id
    ]
    assert acts()[-1] == "bank.question.edit"


def test_the_right_option_is_the_one_that_is_marked(organiser: Browser, thu: str) -> None:
    form = form_of(organiser, "mot")
    form["right"] = "1"
    organiser.send(address("mot"), form)
    assert question("mot")[1].options == {"b"}


def test_a_decimal_comma_is_a_decimal_point(organiser: Browser, thu: str) -> None:
    form = form_of(organiser, "so")
    form["answer"], form["points"] = "3,5", "0,5"
    organiser.send(address("so"), form)
    found, key = question("so")
    assert (str(key.number), str(found.points)) == ("3.5", "0.5")


def test_rows_come_and_go_without_anything_being_saved(organiser: Browser, thu: str) -> None:
    form = form_of(organiser, "mot")
    form["options.0.text"] = "Sửa dở"
    page = press(organiser, address("mot"), form, "add:options")
    assert 'name="options.2.text" value=""' in page
    assert 'value="Sửa dở"' in page
    assert newest().version.number == 1
    page = press(organiser, address("mot"), form, "remove:options:1")
    assert 'name="options.1.text"' not in page
    page = press(organiser, address("xep"), form_of(organiser, "xep"), "lower:items:0")
    shown = re.findall(r'name="((?:translations\.ru\.)?items\.\d)" value="([^"]*)"', page)
    assert dict(shown)["items.0"] == "Hai"
    assert dict(shown)["translations.ru.items.0"] == "2"


def test_a_new_option_is_saved_and_an_unused_row_is_not(organiser: Browser, thu: str) -> None:
    form = form_of(organiser, "nhieu")
    for place, id, text in ((3, "d", "D"), (4, "e", "")):
        form[f"options.{place}.id"], form[f"options.{place}.text"] = id, text
    organiser.send(address("nhieu"), form)
    assert [option.id for option in question("nhieu")[0].options] == ["a", "b", "c", "d"]


def test_a_translation_asks_for_every_new_option(organiser: Browser, thu: str) -> None:
    form = form_of(organiser, "mot")
    form["options.2.id"], form["options.2.text"] = "c", "C"
    page = press(organiser, address("mot"), form, "save")
    assert 'id="e-translations.en.options.c-1"' in page
    assert "Chưa lưu" in page
    form["translations.en.options.c"] = "CC"
    assert organiser.send(address("mot"), form).status_code == 303
    assert question("mot")[0].translations["en"].options["c"] == "CC"


def test_problems_stand_beside_their_fields_and_nothing_typed_is_lost(
    organiser: Browser, thu: str
) -> None:
    form = form_of(organiser, "mot")
    form["text"], form["options.1.text"], form["source"] = "", "A", "Nguồn mới"
    answer = organiser.send(address("mot"), form)
    assert answer.status_code == 400
    assert 'href="#f-text"' in answer.text
    assert 'id="e-text-1">Hãy điền vào ô này.' in answer.text
    assert 'id="e-options.1.text-1">“A” đã có ở trên.' in answer.text
    assert 'value="Nguồn mới"' in answer.text
    assert newest().version.number == 1


def test_a_question_without_a_right_option_is_refused(organiser: Browser, thu: str) -> None:
    form = form_of(organiser, "mot")
    del form["right"]
    assert "Chưa chọn phương án đúng" in press(organiser, address("mot"), form, "save")


def test_languages_come_and_go(organiser: Browser, thu: str) -> None:
    page = press(organiser, address("mot"), form_of(organiser, "mot"), "add-language:ru")
    assert 'name="translations.ru.options.b"' in page
    page = press(organiser, address("mot"), form_of(organiser, "mot"), "remove-language:en")
    assert "translations.en" not in page


def test_a_question_may_become_one_of_another_type(organiser: Browser, thu: str) -> None:
    form = form_of(organiser, "chu")
    form["new_type"] = "order"
    page = press(organiser, address("chu"), form, "retype")
    assert '<input type="hidden" name="type" value="order">' in page
    assert 'name="items.0" value="VNeID"' in page


def test_a_new_question_comes_at_the_end_with_an_id_of_its_text(
    organiser: Browser, thu: str, acts: Callable[[], list[str]]
) -> None:
    path = "/organiser/banks/thu/questions/new?type=text"
    form = organiser.form(path, having="type")
    form["text"], form["answers.0"] = "Thủ đô nước ta tên gì?", "Hà Nội"
    answer = organiser.send(path, form)
    assert answer.location == "/organiser/banks/thu"
    last = newest().bank.questions[-1]
    assert (last.id, newest().bank.keys[last.id].texts) == ("thu-do-nuoc-ta-ten-gi", ("Hà Nội",))
    assert acts()[-1] == "bank.question.add"


def test_an_id_that_is_taken_and_a_text_asked_before_are_noticed(
    organiser: Browser, thu: str
) -> None:
    path = "/organiser/banks/thu/questions/new?type=boolean"
    form = organiser.form(path, having="type")
    form["text"], form["id"], form["answer"] = "ĐÚNG không?", "dung", "true"
    page = press(organiser, path, form, "save")
    assert "Mã “dung” đã dùng ở trên" in page
    assert "giống câu thứ 3" in page


def test_who_was_slower_is_told_and_keeps_what_was_typed(organiser: Browser, thu: str) -> None:
    mine, theirs = form_of(organiser, "mot"), form_of(organiser, "so")
    theirs["answer"] = "99"
    organiser.send(address("so"), theirs)
    mine["text"] = "Của tôi?"
    answer = organiser.send(address("mot"), mine)
    assert answer.status_code == 409
    assert "nay đã có bản 2" in answer.text
    assert "Của tôi?" in answer.text
    assert "old=1&amp;new=2" in answer.text
    again = organiser.form(address("mot"), having="type") | {"text": "Của tôi?"}
    assert organiser.send(address("mot"), MultiDict(again)).status_code == 303
    assert newest().version.number == 3
    assert (question("mot")[0].text, str(question("so")[1].number)) == ("Của tôi?", "99")


def test_a_question_deleted_meanwhile_is_not_lost_to_who_was_editing_it(
    organiser: Browser, thu: str
) -> None:
    mine = form_of(organiser, "mot")
    organiser.send(f"{address('mot')}/delete", MultiDict({"started_from": "1"}))
    assert organiser.send(address("mot"), mine).status_code == 409
    mine["started_from"] = "2"
    assert organiser.send(address("mot"), mine).status_code == 303
    assert newest().bank.questions[-1].id == "mot"


def test_a_deleted_question_stays_in_the_old_version(
    organiser: Browser, thu: str, acts: Callable[[], list[str]]
) -> None:
    organiser.send(f"{address('mot')}/delete", MultiDict({"started_from": "1"}))
    assert "mot" not in newest().bank.keys
    assert "mot" in bank_views.get_whole("thu", 1).bank.keys
    assert acts()[-1] == "bank.question.delete"
    organiser.see(address("mot"), status=404)


def test_neither_the_last_question_nor_from_an_old_version_is_deleted(
    organiser: Browser, thu: str
) -> None:
    for number, id in enumerate(list(QUESTIONS)[1:], start=1):
        organiser.send(f"{address(id)}/delete", MultiDict({"started_from": str(number)}))
    assert len(newest().bank.questions) == 1
    last = newest().version.number
    answer = organiser.send(f"{address('mot')}/delete", MultiDict({"started_from": str(last)}))
    assert "ít nhất một câu hỏi" in organiser.see(answer.location)
    answer = organiser.send(f"{address('mot')}/delete", MultiDict({"started_from": "1"}))
    assert "bản mới hơn nên chưa xoá" in organiser.see(answer.location)
    assert newest().version.number == last


def test_going_back_to_an_older_text_is_a_version_too(organiser: Browser, thu: str) -> None:
    for text in ("Mới?", "Chọn một?", "Chọn một?"):
        form = form_of(organiser, "mot")
        form["text"] = text
        organiser.send(address("mot"), form)
    assert newest().version.number == 3
    assert newest().bank == bank_views.get_whole("thu", 1).bank


@pytest.mark.parametrize("act", ["remove:options:99", "add:x", "raise", "add-language:xx", "x:y:z"])
def test_buttons_that_do_not_exist_do_nothing(organiser: Browser, thu: str, act: str) -> None:
    page = press(organiser, address("mot"), form_of(organiser, "mot"), act)
    assert 'value="A"' in unescape(page)


def test_participants_may_not_edit(participant: Browser) -> None:
    participant.see("/organiser/banks/thu/questions/new", status=403)

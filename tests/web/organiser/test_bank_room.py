"""Searching, the head, versions, duplicates, usage and images of banks."""

from __future__ import annotations

import io
import re
from collections.abc import Callable

import pytest
from flask import Flask
from werkzeug.datastructures import FileStorage, MultiDict

from app.services import bank_views, banks
from app.services.transactions import end_reading
from tests.conftest import NOW
from tests.factories import a_person
from tests.factories_contests import a_bank, a_contest, a_finished_attempt
from tests.formats.test_images import a_drawing, as_file
from tests.web.organiser.conftest import Browser

HEAD = "format: 1\nbank: {}\ntitle: Ngân hàng {}\nlanguage: vi\nquestions:\n"
LINE = "  - {{id: {}, type: boolean, text: {}, answer: true, explanation: V., source: N}}\n"


def bank_of(slug: str, **questions: str) -> str:
    lines = [LINE.format(id, text) for id, text in questions.items()]
    data = (HEAD.format(slug, slug) + "".join(lines)).encode()
    banks.import_bank(data, file_name=f"{slug}.yaml", account_id=None, now=NOW)
    return slug


def shown(page: str) -> list[str]:
    return re.findall(r'id="q-([a-z0-9-]+)"', page)


def test_questions_are_found_without_accents_in_one_bank_and_in_all(organiser: Browser) -> None:
    bank_of("mot", a="Chữ ký số là gì?", b="Khác?")
    bank_of("hai", c="Ký số ở đâu?", d="Khác nữa?")
    assert shown(organiser.see("/organiser/banks/mot?q=ky+so")) == ["a"]
    page = organiser.see("/organiser/banks?q=KY+SO")
    assert shown(page) == ["c", "a"]
    assert "Ngân hàng mot" in page
    assert "Không có câu hỏi nào như vậy" in organiser.see("/organiser/banks?q=xyz")


def test_the_filters_of_the_search_narrow_together(organiser: Browser, bank: str) -> None:
    all_of_type = organiser.see(f"/organiser/banks/{bank}?type=match")
    some = organiser.see(f"/organiser/banks/{bank}?type=match&topic=the-che")
    assert 0 < len(shown(some)) < len(shown(all_of_type))
    assert set(shown(some)) < set(shown(all_of_type))


def test_only_questions_of_the_newest_version_lead_to_their_form(organiser: Browser) -> None:
    bank_of("mot", a="Một?")
    bank_of("mot", a="Hai?")
    assert "/questions/a" in organiser.see("/organiser/banks/mot")
    old = organiser.see("/organiser/banks/mot?version=1")
    assert "/questions/a" not in old
    assert "Đây là bản cũ" in old


@pytest.fixture
def topics(organiser: Browser) -> MultiDict[str, str]:
    a_bank("thi", topics=("x", "y"))
    return organiser.form("/organiser/banks/thi/head", having="topic_id")


def test_title_and_topics_are_edited_and_new_topics_get_ids(
    organiser: Browser, topics: MultiDict[str, str], acts: Callable[[], list[str]]
) -> None:
    topics["title"] = "Tên mới"
    topics.setlist("topic_id", ["x", "y", "", ""])
    topics.setlist("topic_title", ["X", "Y", "An toàn số", ""])
    assert organiser.send("/organiser/banks/thi/head", topics).status_code == 303
    bank = bank_views.get_whole("thi").bank
    assert [(topic.id, topic.title) for topic in bank.topics] == [
        ("x", "X"),
        ("y", "Y"),
        ("an-toan-so", "An toàn số"),
    ]
    assert banks.get_bank("thi").title == bank.title == "Tên mới"
    assert acts()[-1] == "bank.head.edit"


def test_a_topic_with_questions_stays(organiser: Browser, topics: MultiDict[str, str]) -> None:
    topics.setlist("topic_id", ["x"])
    topics.setlist("topic_title", ["X"])
    answer = organiser.send("/organiser/banks/thi/head", topics)
    assert answer.status_code == 400
    assert "Chủ đề “Topic y” còn 3 câu hỏi" in answer.text
    assert len(banks.get_bank("thi").versions) == 1


def test_a_bank_needs_a_title_and_its_form_adds_and_drops_rows(
    organiser: Browser, topics: MultiDict[str, str]
) -> None:
    path = "/organiser/banks/thi/head"
    topics["title"] = ""
    assert organiser.send(path, topics).status_code == 400
    added = organiser.send(path, MultiDict([*topics.items(multi=True), ("act", "add")])).text
    assert added.count('name="topic_title"') == 3
    fewer = organiser.send(path, MultiDict([*topics.items(multi=True), ("act", "remove:0")])).text
    assert fewer.count('name="topic_title"') == 1
    topics["title"], topics["started_from"] = "Tên", "7"
    assert organiser.send(path, topics).status_code == 409


def test_versions_are_listed_with_their_makers_and_compared_word_by_word(
    organiser: Browser,
) -> None:
    bank_of("mot", a="Ngày nào là ngày số?", b="Bỏ đi?")
    form = organiser.form("/organiser/banks/mot/questions/a", having="type")
    form["text"] = "Tháng nào là tháng số?"
    organiser.send("/organiser/banks/mot/questions/a", form)
    organiser.send("/organiser/banks/mot/questions/b/delete", MultiDict({"started_from": "2"}))
    page = organiser.see("/organiser/banks/mot/versions")
    assert organiser.who.full_name in page
    assert page.index("Xoá câu hỏi") < page.index("Sửa câu hỏi") < page.index("Nhập từ tệp")
    page = organiser.see("/organiser/banks/mot/comparison?old=1&new=3")
    assert "<del>Ngày</del><ins>Tháng</ins> nào là <del>ngày</del><ins>tháng</ins> số?" in page
    assert "<del>Bỏ đi?</del>" in page
    assert "Hai bản giống hệt nhau" in organiser.see("/organiser/banks/mot/comparison?old=2&new=2")
    organiser.see("/organiser/banks/mot/comparison?old=9&new=1", status=404)


def test_markup_in_questions_stays_text_in_comparisons(organiser: Browser) -> None:
    bank_of("mot", a="'<b>Một</b>?'")
    bank_of("mot", a="'<script>x</script>?'")
    page = organiser.see("/organiser/banks/mot/comparison")
    assert "<script>x" not in page
    assert "<b>" not in page


def test_duplicates_stand_side_by_side_in_one_bank_or_across_banks(organiser: Browser) -> None:
    bank_of("mot", a="Chữ ký số là gì?", b="Chữ kí SỐ là gì vậy?", c="CHỮ KÝ SỐ LÀ GÌ")
    bank_of("hai", d="Chữ ký số là gì?", e="Hoàn toàn khác hẳn?")
    inside = organiser.see("/organiser/banks/mot/duplicates")
    assert "Giống nguyên văn" in inside
    assert "/banks/mot/questions/c" in inside
    across = organiser.see("/organiser/banks/-/duplicates")
    assert "/banks/hai/questions/d" in across
    assert "/banks/mot/questions/b" not in across or "/banks/hai/questions/d" in across
    assert "Không có câu nào giống nhau" in organiser.see("/organiser/banks/hai/duplicates")
    for path in ("mot", "-"):
        answer = organiser.client.get(f"/organiser/banks/{path}/duplicates.xlsx")
        assert answer.data[:2] == b"PK"


def test_usage_names_rounds_and_counts_draws_and_right_answers(
    organiser: Browser, app: Flask
) -> None:
    a_contest(attempts_allowed=None)
    assert "Từng câu hỏi" not in organiser.see("/organiser/banks/bank/usage")
    who = a_person()
    for right in (3, 0):
        a_finished_attempt(who, right=right)
    app.extensions.pop("thiso_caches")  # a minute later
    page = organiser.see("/organiser/banks/bank/usage?sort=hard")
    assert "/organiser/contests/cuoc-thi" in page
    assert "Tính từ 2 lượt thi đã đóng" in page
    assert organiser.client.get("/organiser/banks/bank/usage.xlsx").data[:2] == b"PK"


def upload(organiser: Browser, *files: tuple[str, bytes]) -> tuple[int, str]:
    token = organiser.form("/organiser/banks/-/images", having="csrf_token")["csrf_token"]
    sent = [FileStorage(io.BytesIO(data), filename=name) for name, data in files]
    data = {"csrf_token": token, "files": sent}
    answer = organiser.client.post("/organiser/banks/-/images", data=data)
    end_reading()
    return answer.status_code, answer.text


def test_images_are_uploaded_shown_served_for_long_and_deleted_while_unused(
    organiser: Browser,
) -> None:
    status, _ = upload(organiser, ("Sơ đồ.png", as_file(a_drawing(), "PNG")))
    assert status == 303
    assert "images/so-do.png" in organiser.see("/organiser/banks/-/images")
    served = organiser.client.get("/images/so-do.png")
    assert served.mimetype == "image/png"
    assert served.headers["X-Content-Type-Options"] == "nosniff"
    assert "immutable" in served.headers["Cache-Control"]
    assert "Set-Cookie" not in served.headers
    etag = served.headers["ETag"]
    again = organiser.client.get("/images/so-do.png", headers={"If-None-Match": etag})
    assert again.status_code == 304
    organiser.send("/organiser/banks/-/images/so-do.png/delete")
    organiser.see("/images/so-do.png", status=404)


def test_bad_images_are_named_with_their_fault_and_the_good_ones_stay(organiser: Browser) -> None:
    good = as_file(a_drawing(), "PNG")
    status, page = upload(
        organiser,
        ("a.png", good),
        ("b.svg", b"<svg/>"),
        ("c.png", b"x"),
        ("d.png", good + b"<script"),
    )
    assert status == 400
    assert page.count("có lẫn thứ không phải hình") == 2
    assert "c.png: không đọc được" in page
    assert "images/a.png" in page
    assert upload(organiser)[0] == 400


def test_an_image_in_use_is_not_deleted(organiser: Browser) -> None:
    upload(organiser, ("a.png", as_file(a_drawing(), "PNG")))
    text = HEAD.format("mot", "mot") + LINE.format("a", "Gì?, image: {file: images/a.png, alt: A}")
    banks.import_bank(text.encode(), file_name="m", account_id=None, now=NOW)
    answer = organiser.send("/organiser/banks/-/images/a.png/delete")
    page = organiser.see(answer.location)
    assert "Hình đang có trong ngân hàng “Ngân hàng mot”" in page
    assert "Có trong: Ngân hàng mot" in page

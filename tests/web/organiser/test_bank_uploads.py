from __future__ import annotations

import re
import time
from collections.abc import Callable

import pytest
from werkzeug.datastructures import MultiDict
from werkzeug.test import TestResponse

from app.domain.legacy_tables import TCVN3
from app.formats import bank_templates
from app.services import bank_uploads, banks
from app.services.transactions import end_reading
from app.tasks.worker import work_once
from app.web.organiser import bank_uploads as views
from tests.web.organiser.conftest import QUESTIONS, Browser

FAULTS = QUESTIONS.parent / "tests" / "formats" / "data" / "fifteen_faults.yaml"
UPLOAD = "/organiser/banks/upload"
HEAD = "format: 1\nbank: thu\ntitle: Thử\nlanguage: vi\nquestions:\n"
CSV = "Câu hỏi,A,B,C,D,Đáp án\nTrường học số cần gì?,Mạng,Thầy cô,Học liệu,Cả ba,D\n"
GIFT = "::c1::Một? {=x ~y#sai rồi}\n\nHãy viết một đoạn {}\n"


def send(organiser: Browser, data: bytes, name: str, **values: str) -> TestResponse:
    return organiser.send(UPLOAD, MultiDict({"format": "", **values}), file=(data, name))


def preview(organiser: Browser, data: bytes, name: str) -> tuple[str, str]:
    """The address of the preview of a file, and the page."""
    answer = send(organiser, data, name)
    assert answer.status_code == 303, answer.text
    return answer.location, organiser.see(answer.location)


def confirm(organiser: Browser, address: str, **changed: str) -> TestResponse:
    values = organiser.form(address, "slug")
    for name, value in changed.items():
        values.setlist(name, [value])
    return organiser.send(f"{address}/confirmation", values)


def places_shown(page: str) -> list[str]:
    return re.findall(r'problem-place"><strong>([^<]+)</strong>', page)


@pytest.mark.parametrize(
    ("data", "name", "shown"),
    [
        (bank_templates.excel(), "Mẫu tuần 1.xlsx", "Ngày Chuyển đổi số quốc gia là ngày nào?"),
        (bank_templates.word(), "Mẫu tuần 1.docx", "Ngày Chuyển đổi số quốc gia là ngày nào?"),
        (GIFT.encode(), "Mẫu tuần 1.gift", "Một?"),
        (CSV.encode("utf-16"), "Mẫu tuần 1.csv", "Trường học số cần gì?"),
    ],
)
def test_a_file_is_shown_and_becomes_a_bank_when_it_is_confirmed(
    organiser: Browser, acts: Callable[[], list[str]], data: bytes, name: str, shown: str
) -> None:
    address, page = preview(organiser, data, name)
    assert shown in page
    assert "Đáp án đúng:" in page
    assert (banks.list_banks(), acts()) == ([], [])
    answer = confirm(organiser, address, slug="tuan-1", title="Tuần 1")
    assert (answer.status_code, answer.location) == (303, "/organiser/banks/tuan-1")
    assert banks.get_bank("tuan-1").title == "Tuần 1"
    assert acts() == ["bank.import"]
    assert "Tệp này đã được nhập" in organiser.see(address)


def test_the_names_of_a_new_bank_come_from_the_file(organiser: Browser) -> None:
    address, _ = preview(organiser, CSV.encode(), "Đề tuần 2.csv")
    form = organiser.form(address, "slug")
    assert (form["bank"], form["slug"], form["title"]) == ("", "de-tuan-2", "Đề tuần 2")


def test_a_corrected_file_becomes_the_next_version_of_the_bank_that_is_chosen(
    organiser: Browser, bank: str
) -> None:
    address, page = preview(organiser, CSV.encode(), "sua.csv")
    assert "Tìm hiểu về chuyển đổi số (thành bản 2)" in page
    assert confirm(organiser, address, bank=bank).location == f"/organiser/banks/{bank}"
    assert (banks.get_bank(bank).latest.number, banks.get_bank(bank).latest.question_count) == (
        2,
        1,
    )


def test_a_new_bank_cannot_take_the_slug_of_another(organiser: Browser, bank: str) -> None:
    address, _ = preview(organiser, CSV.encode(), "sua.csv")
    answer = confirm(organiser, address, slug=bank)
    assert answer.status_code == 400
    assert "Mã này đã có" in answer.text
    assert len(banks.get_bank(bank).versions) == 1


@pytest.mark.parametrize(
    ("changed", "said"),
    [({"slug": "Tuần 1"}, "Mã chỉ gồm"), ({"title": " "}, "Hãy đặt tên"), ({"bank": "x"}, "")],
)
def test_names_that_cannot_be_are_said_beside_their_field(
    organiser: Browser, changed: dict[str, str], said: str
) -> None:
    address, _ = preview(organiser, CSV.encode(), "a.csv")
    answer = confirm(organiser, address, **changed)
    assert answer.status_code == 400
    assert said in answer.text
    assert banks.list_banks() == []


def test_a_yaml_file_names_its_bank_itself(organiser: Browser) -> None:
    data = (QUESTIONS / "ky-nang-so.yaml").read_bytes()
    address, page = preview(organiser, data, "x.yaml")
    assert "Kỹ năng số cho mọi người" in page
    assert "sẽ thành bản 1" in page
    assert "Mang theo được tất cả" in page
    answer = organiser.send(f"{address}/confirmation")
    assert answer.location == "/organiser/banks/ky-nang-so"
    said = organiser.see("/organiser/banks")
    assert "Đã nhập “Kỹ năng số cho mọi người”, bản 1, 20 câu hỏi." in said


def test_the_same_content_again_makes_no_new_version(organiser: Browser, bank: str) -> None:
    data = (QUESTIONS / "chuyen-doi-so.yaml").read_bytes()
    address, _ = preview(organiser, data, "again.yaml")
    organiser.send(f"{address}/confirmation")
    assert "đã có sẵn đúng nội dung này" in organiser.see("/organiser/banks")
    assert len(banks.get_bank(bank).versions) == 1


def test_warnings_do_not_block_and_are_shown_in_plain_words(organiser: Browser) -> None:
    text = HEAD + "  - {id: a, type: boolean, text: Một?, answer: true}\n"
    _, page = preview(organiser, text.encode(), "a.yaml")
    assert places_shown(page) == ["dòng 6", "dòng 6"]
    assert "Hãy thêm source." in page
    _, page = preview(organiser, CSV.encode(), "a.csv")
    assert places_shown(page) == ["ô A2", "ô A2"]
    assert "Nên thêm nguồn hoặc căn cứ." in page
    assert "explanation." not in re.sub(r'<p class="small muted">[^<]*</p>', "", page)


def test_what_cannot_be_carried_over_is_listed_before_the_confirmation(organiser: Browser) -> None:
    _, page = preview(organiser, GIFT.encode(), "a.gift")
    assert "2 thứ không mang theo được" in page
    assert "<strong>dòng 3</strong>: Câu tự luận" in page
    assert "<strong>dòng 1</strong>: Lời nhắn riêng" in page


def test_all_fifteen_faults_are_shown_with_lines_columns_and_their_source(
    organiser: Browser, acts: Callable[[], list[str]]
) -> None:
    answer = send(organiser, FAULTS.read_bytes(), "fifteen_faults.yaml")
    assert answer.status_code == 400
    page = answer.text
    lines = [7, 14, 20, 24, 27, 30, 35, 37, 47, 53, 58, 63, 65, 68, 71]
    assert places_shown(page)[:15] == [f"dòng {line}" for line in lines]
    assert "Tệp có 15 lỗi" in page
    assert "Không có trường “dificulty” ở đây." in page
    assert "    <mark>d</mark>ificulty: 3" in page
    assert "field.unknown" in page
    assert (banks.list_banks(), acts()) == ([], [])


@pytest.mark.parametrize(
    ("text", "name", "place", "said"),
    [
        ("Câu hỏi,A,B,Đáp án\nMột?,x,y,E\n", "a.csv", "ô D2", "Đáp án “E” không có"),
        ("Một? {=a ~b\n", "a.gift", "dòng 1", "Dấu ngoặc"),
        ("Một?\nA. x\nB. y\nANSWER: D\n", "a.txt", "dòng 4", "Đáp án “D”"),
        ("<quiz><question type='truefalse'></quiz>", "a.xml", "dòng 1", "XML"),
    ],
)
def test_a_refused_file_names_the_place_and_offers_templates(
    organiser: Browser, text: str, name: str, place: str, said: str
) -> None:
    answer = send(organiser, text.encode(), name)
    assert answer.status_code == 400
    assert place in places_shown(answer.text)
    assert said in answer.text
    assert "/organiser/banks/templates/xlsx" in answer.text
    assert "Xác nhận nhập" not in answer.text


def test_an_old_font_is_recognised_converted_and_imported(organiser: Browser) -> None:
    codes = {letter: code for code, letter in TCVN3.items()}
    data = "".join(codes.get(char, char) for char in CSV).encode("cp1252")
    answer = send(organiser, data, "cu.csv")
    assert answer.status_code == 400
    assert "TCVN3" in answer.text
    address = re.findall(r'action="([^"]+)/reading"', answer.text)[0]
    form = organiser.form(address, "legacy")
    assert form["legacy"] == "TCVN3"
    again = organiser.send(f"{address}/reading", form)
    assert again.status_code == 303
    assert "Trường học số cần gì?" in organiser.see(again.location)
    confirm(organiser, again.location)
    assert banks.get_bank("cu").latest.question_count == 1


def test_a_file_that_was_taken_for_another_format_is_read_again(organiser: Browser) -> None:
    answer = send(organiser, GIFT.encode(), "a.csv")
    assert answer.status_code == 400
    address = re.findall(r'action="([^"]+)/reading"', answer.text)[0]
    again = organiser.send(f"{address}/reading", MultiDict({"format": "gift", "legacy": ""}))
    assert "Một?" in organiser.see(again.location)
    organiser.see(address, status=404)
    assert (
        organiser.send(f"{again.location}/reading", MultiDict({"format": "x"})).status_code == 400
    )


def test_a_discarded_file_is_gone(organiser: Browser) -> None:
    address, _ = preview(organiser, CSV.encode(), "a.csv")
    assert organiser.send(f"{address}/discarding").location == UPLOAD
    organiser.see(address, status=404)


def test_long_files_are_paged(organiser: Browser) -> None:
    data = (QUESTIONS / "chuyen-doi-so.yaml").read_bytes()
    address, first = preview(organiser, data, "a.yaml")
    second = organiser.see(f"{address}?offset=25")
    assert first.count("question-card") == second.count("question-card") == views.PAGE
    assert "Câu 26</strong>" in second


def test_without_a_file_the_form_says_so(organiser: Browser) -> None:
    answer = organiser.send(UPLOAD)
    assert answer.status_code == 400
    assert "Hãy chọn tệp" in answer.text


def test_a_large_file_is_read_in_the_background(
    organiser: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bank_uploads, "AT_ONCE_BYTES", 10)
    monkeypatch.setattr(bank_uploads, "AT_ONCE_QUESTIONS", 0)
    job = send(organiser, CSV.encode(), "a.csv").location
    assert job.startswith("/organiser/jobs/")
    token = job.rpartition("/")[2]
    organiser.see(f"/organiser/banks/uploads/{token}", status=404)
    assert "Đang chờ" in organiser.see(job)
    work_once("w")
    end_reading()
    assert f"/organiser/banks/uploads/{token}" in organiser.see(job)
    storing = confirm(organiser, f"/organiser/banks/uploads/{token}").location
    work_once("w")
    end_reading()
    assert "/organiser/banks/a" in organiser.see(storing)
    assert banks.get_bank("a").latest.number == 1


@pytest.mark.parametrize(
    ("data", "name", "code"),
    [
        (b"a: " + b"[" * 200_000, "bank.yaml", "yaml"),
        (b"a: &a [x,x]\nb: &b [*a,*a]\nc: [*b,*b]\n", "bank.yaml", "yaml.alias"),
        (b"<script>alert(1)</script>: x\n", "bank.yaml", "field"),
        ("tên: \x00".encode("utf-16"), "bank.yaml", "yaml.encoding"),
        (bytes(range(256)) * 4_000, "bank.yaml", "yaml"),
        (b"x" * 17_000_000, "bank.yaml", "yaml.too_large"),
        (b"x" * 17_000_000, "bank.csv", "file.too_large"),
        (b"PK\x03\x04" + b"\0" * 5000, "bank.xlsx", "zip.damaged"),
        (b"\xd0\xcf\x11\xe0" + b"\0" * 500, "bank.doc", "file.old_office"),
        (b"", "bank.docx", "file.unknown_format"),
        (b"<!DOCTYPE x [<!ENTITY a 'b'>]><quiz>&a;</quiz>", "bank.xml", "xml.forbidden"),
        (b"\xff\xfe\0\0\0", "bank.gift", "file"),
        (bytes(range(256)) * 40, "<script>alert(1)</script>.bin", "file"),
    ],
)
def test_hostile_files_are_answered_quickly_and_shown_harmlessly(
    organiser: Browser, data: bytes, name: str, code: str
) -> None:
    begun = time.perf_counter()
    answer = send(organiser, data, name)
    assert time.perf_counter() - begun < 3
    assert answer.status_code == 400
    assert code in answer.text
    assert "<script>alert" not in answer.text
    assert banks.list_banks() == []


def test_a_file_larger_than_any_request_may_be_is_refused(organiser: Browser) -> None:
    answer = organiser.send(UPLOAD, file=(b"x" * 21_000_000, "big.yaml"))
    assert answer.status_code == 413


def test_participants_and_other_organisers_see_nothing_of_an_upload(
    organiser: Browser, participant: Browser
) -> None:
    address, _ = preview(organiser, CSV.encode(), "a.csv")
    participant.see(address, status=403)

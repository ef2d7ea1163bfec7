from __future__ import annotations

import re
import time
from collections.abc import Callable

import pytest

from app.services import banks
from tests.conftest import NOW
from tests.web.organiser.conftest import QUESTIONS, Browser

FAULTS = QUESTIONS.parent / "tests" / "formats" / "data" / "fifteen_faults.yaml"
UPLOAD = "/organiser/banks/upload"
HEAD = "format: 1\nbank: thu\ntitle: Thử\nlanguage: vi\nquestions:\n"
REASON = ", explanation: Vì thế., source: NQ}\n"
EVERY_TYPE = HEAD + REASON.join(
    (
        "  - {id: so, type: number, text: Bao nhiêu?, answer: 124, tolerance: 2",
        "  - {id: chu, type: text, text: Tên ứng dụng?, answers: [VNeID]",
        "  - {id: dung, type: boolean, text: Đúng không?, answer: true",
        "  - {id: xep, type: order, text: Xếp thứ tự?, items: [Một, Hai, Ba]",
        "  - {id: ghep, type: match, text: Ghép?, "
        "pairs: [{left: Hà Giang, right: Bắc}, {left: Cà Mau, right: Nam}]",
        "",
    )
)


def upload(organiser: Browser, data: bytes, name: str = "bank.yaml") -> str:
    answer = organiser.send(UPLOAD, file=(data, name))
    assert answer.status_code in (200, 303, 400), answer.text
    return answer.text


def lines_shown(page: str) -> list[int]:
    return [int(line) for line in re.findall(r'problem-place"><strong>(\d+)</strong>', page)]


def test_all_fifteen_faults_are_shown_with_lines_columns_and_their_source(
    organiser: Browser, acts: Callable[[], list[str]]
) -> None:
    answer = organiser.send(UPLOAD, file=(FAULTS.read_bytes(), "fifteen_faults.yaml"))
    assert answer.status_code == 400
    page = answer.text
    assert lines_shown(page) == [7, 14, 20, 24, 27, 30, 35, 37, 47, 53, 58, 63, 65, 68, 71]
    assert "Tệp có 15 lỗi" in page
    assert "Không có trường “dificulty” ở đây." in page
    assert "    <mark>d</mark>ificulty: 3" in page
    assert "field.unknown" in page
    assert banks.list_banks() == []
    assert acts() == []


def test_a_good_bank_comes_in_and_its_questions_are_shown(
    organiser: Browser, acts: Callable[[], list[str]]
) -> None:
    data = (QUESTIONS / "ky-nang-so.yaml").read_bytes()
    answer = organiser.send(UPLOAD, file=(data, "ky-nang-so.yaml"))
    assert answer.status_code == 303
    assert answer.location == "/organiser/banks/ky-nang-so"
    page = organiser.see(answer.location)
    assert "Đã nhập “Kỹ năng số cho mọi người”, bản 1, 20 câu hỏi." in page
    assert "Trình duyệt web như Chrome" in page
    assert "RFC 9110" in page
    assert acts() == ["bank.import"]


def test_warnings_do_not_block_and_are_shown_after_the_import(organiser: Browser) -> None:
    text = HEAD + "  - {id: a, type: boolean, text: Một?, answer: true}\n"
    page = upload(organiser, text.encode())
    assert "Đã nhập “Thử”" in page
    assert "source.missing" in page
    assert lines_shown(page) == [6, 6]
    assert banks.get_bank("thu").latest.number == 1


def test_the_same_content_again_makes_no_new_version(organiser: Browser, bank: str) -> None:
    data = (QUESTIONS / "chuyen-doi-so.yaml").read_bytes()
    answer = organiser.send(UPLOAD, file=(data, "again.yaml"))
    assert "đã có sẵn đúng nội dung này" in organiser.see(answer.location)
    assert len(banks.get_bank(bank).versions) == 1


def test_without_a_file_the_form_says_so(organiser: Browser) -> None:
    answer = organiser.send(UPLOAD)
    assert answer.status_code == 400
    assert "Hãy chọn tệp" in answer.text


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"a: " + b"[" * 200_000, "yaml"),
        (b"a: &a [x,x]\nb: &b [*a,*a]\nc: [*b,*b]\n", "yaml.alias"),
        (b"<script>alert(1)</script>: x\n", "field"),
        ("tên: \x00".encode("utf-16"), "yaml.encoding"),
        (bytes(range(256)) * 50_000, "yaml"),
        (b"x" * 17_000_000, "yaml.too_large"),
    ],
)
def test_hostile_files_are_answered_quickly_and_shown_harmlessly(
    organiser: Browser, data: bytes, code: str
) -> None:
    begun = time.perf_counter()
    page = upload(organiser, data)
    assert time.perf_counter() - begun < 2
    assert code in page
    assert "<script>alert" not in page
    assert banks.list_banks() == []


def test_a_file_larger_than_any_request_may_be_is_refused(organiser: Browser) -> None:
    answer = organiser.send(UPLOAD, file=(b"x" * 21_000_000, "big.yaml"))
    assert answer.status_code == 413


def test_every_kind_of_question_is_shown_with_its_answer(organiser: Browser) -> None:
    upload(organiser, EVERY_TYPE.encode())
    page = organiser.see("/organiser/banks/thu")
    for shown in (
        "124 ± 2",
        "VNeID",
        "<dd>Đúng</dd>",
        "<ol><li>Một</li><li>Hai</li><li>Ba</li></ol>",
    ):
        assert shown in re.sub(r">\s+", ">", re.sub(r"\s+<", "<", page)), shown
    assert "Hà Giang → Bắc" in page


def test_the_counts_by_topic_and_difficulty_lead_to_just_those_questions(
    organiser: Browser, bank: str
) -> None:
    content = banks.compiled(banks.get_bank(bank).latest.id)
    wanted = content.counts()["an-toan", 2]
    page = organiser.see(f"/organiser/banks/{bank}?topic=an-toan&difficulty=2")
    assert f'<span class="muted">({wanted})</span>' in page
    assert page.count("question-card") == min(wanted, 25)
    assert "Thể chế và chiến lược</span>" not in page


def test_long_banks_are_paged(organiser: Browser, bank: str) -> None:
    first = organiser.see(f"/organiser/banks/{bank}")
    second = organiser.see(f"/organiser/banks/{bank}?offset=25")
    assert first.count("question-card") == second.count("question-card") == 25
    assert "Câu 26</strong>" in second
    assert "offset=50" in second


def test_older_versions_stay_readable_and_unknown_ones_are_not_found(organiser: Browser) -> None:
    old = HEAD + "  - {id: a, type: boolean, text: Bản cũ?, answer: true}\n"
    for text in (old, old.replace("Bản cũ", "Bản mới")):
        banks.import_bank(text.encode(), file_name="t.yaml", account_id=None, now=NOW)
    assert "Bản mới?" in organiser.see("/organiser/banks/thu")
    assert "Bản cũ?" in organiser.see("/organiser/banks/thu?version=1")
    organiser.see("/organiser/banks/thu?version=3", status=404)
    organiser.see("/organiser/banks/khong-co", status=404)


def test_the_list_of_banks_names_version_and_size(organiser: Browser, bank: str) -> None:
    page = organiser.see("/organiser/banks")
    assert "Tìm hiểu về chuyển đổi số" in page
    assert str(banks.get_bank(bank).latest.question_count) in page

from __future__ import annotations

import re

from app.services import banks
from tests.conftest import NOW
from tests.web.organiser.conftest import Browser

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


def test_every_kind_of_question_is_shown_with_its_answer(organiser: Browser) -> None:
    banks.import_bank(EVERY_TYPE.encode(), file_name="t.yaml", account_id=None, now=NOW)
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

"""From a file to a bank: read, looked at, confirmed once; large files by a worker."""

from __future__ import annotations

import threading
import time
from datetime import datetime
from typing import Any

import pytest
from flask import Flask

from app.domain.errors import InvalidRequest, NotFound
from app.domain.legacy_tables import TCVN3, VNI
from app.formats.registry import FORMATS
from app.formats.sheets import Sheet, write
from app.services import bank_exports, bank_uploads, banks, jobs
from app.services.bank_uploads import Begun, ReadFile
from app.services.banks import list_banks
from app.services.transactions import end_reading
from app.storage import audit
from app.tasks.worker import work_once
from tests.answering import save
from tests.bank_strategies import canary_bank
from tests.factories import a_person, an_organiser
from tests.factories_contests import a_contest, a_started_attempt

CSV = "Câu hỏi,A,B,C,D,Đáp án,Nguồn\nTrường học số cần những gì?,Mạng,Thầy cô,Học liệu,Cả ba,D,Bộ\n"
BAD = "Câu hỏi,A,B,C,D,Đáp án\nMột cộng một?,1,2,3,4,E\n"


@pytest.fixture
def account(app: Flask) -> int:
    return an_organiser().account_id


def begin(data: bytes, name: str, account: int, now: datetime, **given: Any) -> Begun:
    return bank_uploads.begin(
        data, file_name=name, language="vi", account_id=account, now=now, **given
    )


def confirm(token: str, account: int, now: datetime, slug: str = "thu", title: str = "Thử") -> Any:
    return bank_uploads.confirm(
        token, slug=slug, title=title, language="vi", account_id=account, now=now
    )


def read(data: bytes, name: str, account: int, now: datetime, **given: Any) -> ReadFile:
    begun = begin(data, name, account, now, **given)
    assert begun.ended
    return bank_uploads.get_read_file(begun.token, account)


def acts() -> list[str]:
    return [entry.act for entry in audit.list_entries() if entry.act.startswith("bank.")]


def typed_in(table: dict[str, str], text: str) -> bytes:
    """A text as it was typed in an old font."""
    codes = {letter: code for code, letter in table.items()}
    return "".join(codes.get(char, char) for char in text).encode("cp1252")


def a_large_sheet(count: int) -> bytes:
    """A workbook of questions in a layout of its own."""
    headings = ["STT", "Câu hỏi", "A", "B", "C", "D", "Đáp án", "Chủ đề"]
    rows = (
        [
            n,
            f"Câu hỏi số {n} về xã nào?",
            f"Xã {n}",
            "Xã Đồng Văn",
            "Xã Sơn Dương",
            "Khác",
            "A",
            "x",
        ]
        for n in range(1, count + 1)
    )
    return write([Sheet("Đề", headings, rows)])


@pytest.mark.parametrize("format", bank_exports.OFFERED)
def test_a_file_of_every_format_becomes_a_bank_once_it_is_confirmed(
    account: int, now: datetime, format: str
) -> None:
    done = FORMATS[format].write(canary_bank())
    found = read(done.data, f"đề{FORMATS[format].ending}", account, now)
    assert not found.refused, found.errors
    shown, _ = bank_uploads.list_questions(found.token, account, offset=0, limit=100)
    assert len(shown) == found.count
    assert (list_banks(), acts()) == ([], [])
    imported = confirm(found.token, account, now).imported
    assert (imported.slug, imported.title, imported.number) == ("thu", "Thử", 1)
    assert banks.get_bank("thu").latest.question_count == found.count
    assert [q.text for q in banks.compiled(banks.get_bank("thu").latest.id).questions] == [
        question.text for question, _ in shown
    ]
    assert acts() == ["bank.import"]


def test_confirming_twice_makes_one_version_and_lets_go_of_the_file(
    account: int, now: datetime
) -> None:
    found = read(CSV.encode(), "a.csv", account, now)
    confirm(found.token, account, now)
    again = confirm(found.token, account, now, title="Khác").imported
    assert (again.already_there, again.number, again.title) == (True, 1, "Thử")
    assert len(banks.get_bank("thu").versions) == 1
    assert bank_uploads.get_read_file(found.token, account).stored == ("thu", 1)
    for gone in (jobs.get_input, jobs.get_output):
        with pytest.raises(NotFound):
            gone(found.token, account)


def test_other_content_becomes_the_next_version_of_the_bank_that_is_chosen(
    account: int, now: datetime
) -> None:
    confirm(read(CSV.encode(), "a.csv", account, now).token, account, now)
    other = read(CSV.replace("Mạng", "Điện").encode(), "b.csv", account, now)
    assert confirm(other.token, account, now).imported.number == 2


@pytest.mark.parametrize(
    ("slug", "title", "wrong"),
    [
        ("Đề 1", "Thử", [("slug", "format")]),
        ("thu", "  ", [("title", "missing")]),
        ("thu", "x" * 501, [("title", "too_long")]),
        ("", "\x07", [("slug", "format"), ("title", "missing")]),
    ],
)
def test_names_are_checked_by_the_rules_of_all_banks(
    account: int, now: datetime, slug: str, title: str, wrong: list[tuple[str, str]]
) -> None:
    found = read(CSV.encode(), "a.csv", account, now)
    with pytest.raises(InvalidRequest) as refusal:
        confirm(found.token, account, now, slug, title)
    assert list(refusal.value.errors) == wrong
    assert list_banks() == []


def test_a_file_that_names_its_bank_says_so(account: int, now: datetime) -> None:
    yaml = FORMATS["yaml"].write(canary_bank()).data
    assert read(yaml, "b.yaml", account, now).named
    found = read(CSV.encode(), "Đề tuần 1.csv", account, now)
    assert (found.named, found.slug, found.title) == (False, "de-tuan-1", "Đề tuần 1")


def test_a_refused_file_shows_its_problems_with_their_place_and_cannot_be_confirmed(
    account: int, now: datetime
) -> None:
    found = read(BAD.encode(), "a.csv", account, now)
    assert (found.refused, found.unit) == (True, "cell")
    assert found.errors["total"] == 1
    (row,) = found.errors["rows"]
    assert (row["code"], row["line"], row["column"]) == ("key.unknown", 2, 6)
    with pytest.raises(NotFound):
        confirm(found.token, account, now)
    assert list_banks() == []


@pytest.mark.parametrize(("font", "table"), [("TCVN3", TCVN3), ("VNI", VNI)])
def test_text_in_an_old_font_is_recognised_and_converted_when_asked(
    account: int, now: datetime, font: str, table: dict[str, str]
) -> None:
    found = read(typed_in(table, CSV), "cu.csv", account, now)
    assert found.old_font == font
    begun = bank_uploads.read_again(
        found.token, format="csv", legacy=font, language="vi", account_id=account, now=now
    )
    after = bank_uploads.get_read_file(begun.token, account)
    assert (after.refused, after.old_font) == (False, "")
    ((question, _),), _ = bank_uploads.list_questions(begun.token, account, offset=0, limit=9)
    assert question.text == "Trường học số cần những gì?"
    assert [option.text for option in question.options] == ["Mạng", "Thầy cô", "Học liệu", "Cả ba"]
    with pytest.raises(NotFound):  # The first reading has made room for the second.
        bank_uploads.get_read_file(found.token, account)


def test_yaml_in_an_old_font_is_recognised_and_converted_too(account: int, now: datetime) -> None:
    yaml = FORMATS["yaml"].write(canary_bank()).data.decode()
    data = typed_in(TCVN3, yaml.replace("title: B", "title: Trường học số của tỉnh"))
    found = read(data, "b.yaml", account, now)
    assert (found.refused, found.old_font) == (True, "TCVN3")
    again = read(data, "b.yaml", account, now, legacy="TCVN3")
    assert (again.refused, again.title) == (False, "Trường học số của tỉnh")


def test_an_upload_belongs_to_whoever_sent_it(account: int, now: datetime) -> None:
    found = read(CSV.encode(), "a.csv", account, now)
    other = an_organiser().account_id
    with pytest.raises(NotFound):
        bank_uploads.get_read_file(found.token, other)
    with pytest.raises(NotFound):
        confirm(found.token, other, now)
    with pytest.raises(NotFound):
        bank_uploads.discard(found.token, account_id=other)


def test_a_discarded_upload_is_gone(account: int, now: datetime) -> None:
    found = read(CSV.encode(), "a.csv", account, now)
    bank_uploads.discard(found.token, account_id=account)
    with pytest.raises(NotFound):
        bank_uploads.get_read_file(found.token, account)
    assert jobs.list_for(account) == []


def test_no_other_job_can_be_taken_for_an_upload(account: int, now: datetime) -> None:
    token = jobs.add_ended(
        kind="bank.export", account_id=account, params={}, outcome=jobs.Outcome(), now=now
    )
    with pytest.raises(NotFound):
        bank_uploads.get_read_file(token, account)


def test_a_large_file_is_read_and_stored_by_a_worker(
    account: int, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bank_uploads, "AT_ONCE_BYTES", 10)
    monkeypatch.setattr(bank_uploads, "AT_ONCE_QUESTIONS", 0)
    begun = begin(CSV.encode(), "a.csv", account, now)
    assert not begun.ended
    with pytest.raises(NotFound):
        bank_uploads.get_read_file(begun.token, account)
    work_once("w")
    end_reading()
    done = confirm(begun.token, account, now)
    assert done.imported is None
    assert list_banks() == []
    # Whoever is impatient and confirms twice still makes one version.
    second = confirm(begun.token, account, now)
    while work_once("w"):
        end_reading()
    for job in (done.job, second.job):
        assert jobs.get_result(job, account) == {"slug": "thu", "number": 1}
    assert len(banks.get_bank("thu").versions) == 1
    assert acts() == ["bank.import"]


def test_ten_thousand_questions_come_in_with_progress_while_somebody_answers(
    app: Flask, account: int, now: datetime
) -> None:
    a_contest(minutes=60, attempts_allowed=None)
    who = a_person()
    attempt_id = a_started_attempt(who)
    begun = begin(a_large_sheet(10_000), "lon.xlsx", account, now)
    assert not begun.ended

    def work() -> None:
        with app.app_context():
            while work_once("worker"):
                pass

    def answer_while_working(token: str) -> list[int]:
        """Save answers as long as the job runs; returns the progress that was seen."""
        worker = threading.Thread(target=work)
        worker.start()
        seen: list[int] = []
        while worker.is_alive():
            seqs.append(len(seqs) + 1)
            begun_at = time.perf_counter()
            save(who, attempt_id, now, (seqs[-1], 0, "a"))
            slowest.append(time.perf_counter() - begun_at)
            end_reading()
            percent = jobs.get(token, account).percent
            seen += [percent] if percent else []
            time.sleep(0.05)
        worker.join()
        end_reading()
        return seen

    seqs: list[int] = []
    slowest: list[float] = []
    seen = answer_while_working(begun.token)
    assert any(0 < percent < 100 for percent in seen)
    assert seen == sorted(seen)
    found = bank_uploads.get_read_file(begun.token, account)
    assert (found.count, found.refused) == (10_000, False)
    done = confirm(begun.token, account, now, "lon", "Lớn")
    answer_while_working(done.job)
    end_reading()
    assert banks.get_bank("lon").latest.question_count == 10_000
    assert len(seqs) > 20
    # Both share one interpreter here, which real workers do not.
    assert sorted(slowest)[len(slowest) // 2] < 1

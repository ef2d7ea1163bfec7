"""The words of a report: an official paper in Vietnamese, whatever language is in force."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from flask import Flask
from flask_babel import force_locale

from app.domain.contest_rules import CHAIN_A, Draw, Prediction, Rules
from app.domain.report_documents import Document, Heading, Paragraph, Table
from app.domain.reports import (
    DayCount,
    GroupCount,
    HardQuestion,
    Report,
    ScoreBin,
    Section,
    Winner,
    WinnerList,
)
from app.domain.settings import ReportHeading
from app.domain.unit_boards import Figures, unit_rows
from app.domain.units import Unit
from app.wording.report_heads import official_head, place_and_day
from app.wording.reports import document, roman

AT = datetime(2026, 11, 24, 2, 30, 5, tzinfo=UTC)


def a_section(number: int | None = None, **given: Any) -> Section:
    rules = a_report_rules()
    units = [Unit("a", "Xã A", None, 10), Unit("b", "Xã B"), Unit("c", "Xã C")]
    rows = tuple(
        unit_rows(
            {"a": Figures(4, 5, 40_000, [12_000]), "b": Figures(1, 1, 9_500, [9_500])},
            units,
            formula=rules.unit_formula,
            top_n=rules.top_n,
            min_size=rules.min_unit_size,
        )
    )
    winner = Winner(1, "Nguyễn Thị Hạnh", "Xã A", "", "student", 12_500, 12, 485_123, AT, 2, 90)
    values: dict[str, Any] = {
        "round": number,
        "title": "Tuần một" if number else "",
        "opens_at": AT - timedelta(days=3),
        "closes_at": AT - timedelta(days=1),
        "people": 5,
        "attempts": 6,
        "mills": 49_500,
        "full": 1,
        "without_organisation": 2,
        "groups": (GroupCount("student", 5, 6, 49_500),),
        "days": (DayCount(AT.date(), 5, 6),),
        "scores": (ScoreBin(0, 999, 2), ScoreBin(1000, 2000, 3, True)),
        "communes": rows,
        "organisations": rows,
        "hardest": (HardQuestion("q1", "Câu\n hỏi?", 8, 3),),
        "least_shown": 1,
        "winners": (WinnerList(None, (winner,)),),
        "settled": None,
        "predicts": False,
        **given,
    }
    return Section(**values)


def a_report_rules(**given: Any) -> Rules:
    return Rules(**{"minutes": 10, "draws": (Draw(None, None, 20),), "min_unit_size": 2, **given})


def a_report(*sections: Section, **given: Any) -> Report:
    values: dict[str, Any] = {
        "slug": "thi",
        "contest": "Hội thi",
        "prizes": "",
        "rules": a_report_rules(),
        "final": False,
        "rounds": 1,
        "taken_at": AT,
        "listed": 20,
        "sections": sections or (a_section(),),
        "open_attempts": 0,
        "waiting": 0,
        "withheld": 0,
        "frozen_at": None,
        "rescoring": False,
        "audit_number": 7,
        "audit_digest": "abc123",
        **given,
    }
    return Report(**values)


def paper(report: Report) -> Document:
    return document(report, ReportHeading())


def table(made: Document, title: str) -> Table:
    return next(one for one in made.tables if one.title.endswith(title))


def words(made: Document) -> str:
    return "\n".join(one.text for one in made.blocks if not isinstance(one, Table))


@pytest.mark.parametrize(
    ("day", "month", "said"),
    [
        (5, 2, "ngày 05 tháng 02 năm 2026"),
        (5, 3, "ngày 05 tháng 3 năm 2026"),
        (24, 11, "ngày 24 tháng 11 năm 2026"),
    ],
)
def test_small_days_and_months_get_a_zero_as_official_papers_write_them(
    day: int, month: int, said: str
) -> None:
    assert place_and_day("Tuyên Quang", day, month, 2026) == f"Tuyên Quang, {said}"
    assert place_and_day("", day, month, 2026) == said


def test_the_day_of_the_head_is_that_of_vietnam() -> None:
    head = official_head(ReportHeading(), datetime(2026, 11, 23, 17, 30, tzinfo=UTC))
    assert head.place_and_day == "Tuyên Quang, ngày 24 tháng 11 năm 2026"
    assert head.number == "Số: …/BC-SKHCN"


def test_a_report_is_in_vietnamese_for_everybody(app: Flask) -> None:
    report = a_report()
    with force_locale("vi"):
        wanted = paper(report)
    with force_locale("en"):
        assert paper(report) == wanted
    assert table(wanted, "Theo nhóm đối tượng").rows[0][0] == "Học sinh, sinh viên"


def test_the_last_lines_name_the_moment_and_the_head_of_the_audit(app: Flask) -> None:
    moment, seal = paper(a_report()).last_lines
    assert "09:30:05 24/11/2026" in moment
    assert ("số 7" in seal, "abc123" in seal) == (True, True)


def test_collective_prizes_bear_formula_and_minimum_size(app: Flask) -> None:
    rules = a_report_rules(unit_formula="rate", min_unit_size=3)
    made = paper(a_report(rules=rules))
    prizes = table(made, "Danh sách xã, phường xếp hạng cao (giải tập thể)")
    assert prizes.columns[2].heading == "Tỉ lệ người dự thi trên tổng số người"
    assert any("ít nhất 3 người" in note for note in prizes.notes)
    assert any("tỉ lệ người dự thi" in note for note in prizes.notes)


@pytest.mark.parametrize(
    ("formula", "wanted"), [("mean", 10.0), ("participants", 4), ("entries", 5)]
)
def test_the_value_that_ranks_units_is_given(app: Flask, formula: str, wanted: float) -> None:
    rules = a_report_rules(unit_formula=formula)
    rows = tuple(
        unit_rows(
            {"a": Figures(4, 5, 40_000, [12_000])},
            [Unit("a", "Xã A")],
            formula=formula,
            top_n=10,
            min_size=1,
        )
    )
    made = paper(a_report(a_section(communes=rows), rules=rules))
    assert table(made, "xã, phường xếp hạng cao (giải tập thể)").rows[0][2] == wanted


def test_prize_lists_have_a_column_for_every_tie_break(app: Flask) -> None:
    rules = a_report_rules(chain=CHAIN_A, prediction=Prediction("?"))
    made = paper(a_report(a_section(predicts=True, settled=100), rules=rules))
    prizes = table(made, "Danh sách cá nhân xếp hạng cao (giải cá nhân)")
    found = dict(zip((one.heading for one in prizes.columns), prizes.rows[0], strict=True))
    assert found == {
        "Hạng": 1,
        "Họ và tên": "Nguyễn Thị Hạnh",
        "Xã, phường": "Xã A",
        "Đơn vị": "",
        "Nhóm": "Học sinh, sinh viên",
        "Điểm": 12.5,
        "Câu đúng": 12,
        "Dự đoán": 90,
        "Lệch dự đoán": 10,
        "Thời gian": "8:05,123",
        "Nộp bài lúc": "09:30:05 24/11/2026",
    }
    assert "Đáp số của câu dự đoán: 100." in prizes.notes


def test_over_several_rounds_predictions_have_no_column(app: Flask) -> None:
    rules = a_report_rules(chain=CHAIN_A, prediction=Prediction("?"))
    made = paper(a_report(rules=rules))
    prizes = table(made, "(giải cá nhân)")
    assert not any("dự đoán" in one.heading.casefold() for one in prizes.columns)


def test_a_person_who_deleted_the_account_is_listed_without_a_name(app: Flask) -> None:
    winner = replace(a_section().winners[0].rows[0], full_name="")
    made = paper(a_report(a_section(winners=(WinnerList(None, (winner,)),))))
    assert table(made, "(giải cá nhân)").rows[0][1] == "(người dự thi đã xóa thông tin)"


def test_units_with_nobody_are_named(app: Flask) -> None:
    said = words(paper(a_report()))
    assert "Có 1 xã, phường chưa có người dự thi: Xã C." in said
    everybody = replace(a_section(), communes=a_section().communes[:2])
    assert "Tất cả xã, phường đều có người dự thi." in words(paper(a_report(everybody)))


def test_what_still_runs_is_said_until_the_result_is_final(app: Flask) -> None:
    running = words(paper(a_report(open_attempts=1200, waiting=3)))
    assert "Còn 1.200 lượt thi đang làm" in running
    assert "Còn 3 lượt thi đã nộp" in running
    frozen = words(paper(a_report(frozen_at=AT, withheld=9, rescoring=True)))
    assert "tạm dừng công bố từ 09:30 ngày 24/11/2026: 9 lượt thi" in frozen
    assert "chấm lại" in frozen
    assert "Kết quả là chính thức." in words(paper(a_report(final=True)))


def test_parts_and_tables_are_numbered_and_rounds_have_sheets_of_their_own(app: Flask) -> None:
    made = paper(a_report(a_section(), a_section(1), rounds=2))
    heads = [one.text for one in made.blocks if isinstance(one, Heading) and one.level == 1]
    assert heads == [
        "I. THÔNG TIN CHUNG",
        "II. KẾT QUẢ: TOÀN CUỘC THI",
        "III. KẾT QUẢ: ĐỢT 1 – TUẦN MỘT",
    ]
    sheets = [one.sheet for one in made.tables]
    assert len(set(sheets)) == len(sheets)
    assert {"Ngày", "Đ1 Ngày"} <= set(sheets)
    assert [one.title[:2] for one in made.tables].count("1.") == 3


def test_prizes_are_told_without_marks(app: Flask) -> None:
    prizes = "**Giải nhất**: 5.000.000 đồng\n- *Giải nhì*: `2.000.000` đồng\n\n## Tập thể"
    found = [
        one.text for one in paper(a_report(prizes=prizes)).blocks if isinstance(one, Paragraph)
    ]
    start = found.index("Giải thưởng theo thể lệ:")
    assert found[start + 1 : start + 4] == [
        "Giải nhất: 5.000.000 đồng",
        "- Giải nhì: 2.000.000 đồng",
        "Tập thể",
    ]


def test_bins_of_scores_are_said_without_overlap(app: Flask) -> None:
    scores = table(paper(a_report()), "Phổ điểm")
    assert [row[0] for row in scores.rows] == ["Từ 0 đến dưới 1", "1–2"]
    assert scores.chart is not None
    assert scores.chart.labels == ("0–<1", "1–2")


@pytest.mark.parametrize(
    ("number", "said"), [(1, "I"), (4, "IV"), (9, "IX"), (14, "XIV"), (40, "XL"), (53, "LIII")]
)
def test_parts_have_roman_numbers(number: int, said: str) -> None:
    assert roman(number) == said

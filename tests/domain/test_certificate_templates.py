"""Templates of certificates: words filled in, faults named, Vietnamese numbers and days."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from app.domain.certificate_awards import awards_from_plain, awards_to_plain, clean_awards
from app.domain.certificate_templates import (
    Piece,
    Template,
    breakable,
    clean_template,
    day_text,
    fill,
    points,
    result_text,
    template_from_plain,
    values_of,
    visible,
    whole,
)
from app.domain.certificates import Awards, Facts, Kind, Prize, Since

NOW = datetime(2026, 11, 24, 2, 0, tzinfo=UTC)
PRIZE = Facts(
    Kind.PRIZE, 2, "Xã Đồng Văn", None, "Giải Nhất", rank=1, total=12_345, mills=18_500,
    max_mills=20_000,
)  # fmt: skip


def filled(body: str, facts: Facts = PRIZE) -> list[str]:
    values = values_of(
        facts, name="Ma Thị Sim", contest="Kỹ năng số", round_title="Đợt 2", issued_at=NOW
    )
    return ["".join(piece.words for piece in line) for line in fill(body, values)]


def test_placeholders_are_filled_and_what_counts_most_is_strong() -> None:
    values = {"ho_ten": "Sim", "ngay": "ngày 24"}
    assert fill("Tặng {ho_ten}, {ngay}.", values) == [
        [
            Piece("Tặng ", False),
            Piece("Sim", True),
            Piece(", ", False),
            Piece("ngày 24", False),
            Piece(".", False),
        ]
    ]


def test_every_placeholder_has_its_words() -> None:
    assert filled(
        "{ho_ten}|{cuoc_thi}|{ket_qua}|{diem}|{xep_hang}|{don_vi}|{xa_phuong}|{ngay}"
    ) == [
        "Ma Thị Sim|Kỹ năng số|Đạt Giải Nhất, Đợt 2|18,5/20|1/12.345|Xã Đồng Văn|Xã Đồng Văn"
        "|ngày 24 tháng 11 năm 2026"
    ]


def test_a_line_without_a_value_is_left_out() -> None:
    took_part = Facts(Kind.PARTICIPATION, 0, "Xã Đồng Văn", "Sở Y tế")
    assert filled("{don_vi}\nXếp hạng {xep_hang}\nHết", took_part) == ["Sở Y tế", "Hết"]


def test_what_was_filled_in_is_not_filled_in_again() -> None:
    assert fill("{ho_ten}", {"ho_ten": "{ngay}", "ngay": "x"}) == [[Piece("{ngay}", True)]]


def test_results_read_as_their_kind() -> None:
    reached = replace(PRIZE, kind=Kind.ACHIEVEMENT, scope=0, prize=None)
    assert result_text(reached, None) == "Đạt 18,5/20 điểm"
    assert result_text(replace(PRIZE, scope=0), "Đợt 2") == "Đạt Giải Nhất"
    assert result_text(Facts(Kind.PARTICIPATION, 0, None, None), None) == "Đã hoàn thành bài thi"


@pytest.mark.parametrize(
    ("mills", "text"), [(18_500, "18,5"), (20_000, "20"), (1_234_067, "1.234,067"), (-250, "-0,25")]
)
def test_points_are_written_as_in_vietnamese(mills: int, text: str) -> None:
    assert points(mills) == text
    assert whole(1_234_567) == "1.234.567"


@pytest.mark.parametrize(
    ("moment", "text"),
    [
        (datetime(2026, 2, 4, 17, 0, tzinfo=UTC), "ngày 05 tháng 02 năm 2026"),
        (datetime(2026, 3, 9, 16, 59, tzinfo=UTC), "ngày 09 tháng 3 năm 2026"),
        (datetime(2026, 12, 31, 17, 0, tzinfo=UTC), "ngày 01 tháng 01 năm 2027"),
    ],
)
def test_days_are_written_as_on_official_papers(moment: datetime, text: str) -> None:
    assert day_text(moment) == text


def test_signs_that_cannot_be_seen_are_dropped() -> None:
    assert visible("A\u202eB\u200b\tC\u0007") == "AB C"
    template, faults = clean_template(
        Template(title=" GIẤY \u202e KHEN ", issuer="A\r\n\r\n B  C ")
    )
    assert (template.title, template.issuer, faults) == ("GIẤY KHEN", "A\n\nB C", [])


def test_a_word_that_is_too_long_may_be_parted() -> None:
    assert breakable("a" * 70) == "a" * 30 + "\u200b" + "a" * 30 + "\u200b" + "a" * 10
    assert breakable("Nguyễn Thị Minh Hạnh " * 9) == "Nguyễn Thị Minh Hạnh " * 9


def test_all_faults_of_a_template_are_named() -> None:
    given = Template(
        title="", body="{ten}\n" * 12, place="x" * 61, accent="gold", frame="", orientation="round"
    )
    _, faults = clean_template(given)
    assert faults == [
        ("title", "empty"),
        ("body", "too_many_lines"),
        ("place", "too_long"),
        *[("body", "unknown:ten")] * 12,
        ("accent", "unknown"),
        ("frame", "unknown"),
        ("orientation", "unknown"),
    ]


def test_templates_and_awards_come_back_as_they_were_written() -> None:
    template = Template(title="GIẤY KHEN", accent="green")
    assert template_from_plain({**template.plain(), "of a later day": 1}) == template
    awards = Awards(Since.CLOSED, None, (Prize("Nhất", 1, 1, 2, "student"),), own=False)
    assert awards_from_plain(awards_to_plain(awards)) == awards


@pytest.mark.parametrize(
    ("prize", "faults"),
    [
        (Prize("Nhất", 1, 1), []),
        (Prize("x" * 101, 0, 1001), ["text too_long", "first range", "last range"]),
        (
            Prize(" \u200b ", 5, 4, 3, "nobody"),
            ["text empty", "last order", "scope unknown", "group unknown"],
        ),
    ],
)
def test_faults_of_a_prize_are_named_by_its_row(prize: Prize, faults: list[str]) -> None:
    _, found = clean_awards(Awards(prizes=(Prize("Nhì", 2, 2), prize)), [1, 2])
    assert found == [(f"prizes-1-{name}", code) for name, code in (one.split() for one in faults)]


def test_too_many_prizes_and_a_share_out_of_range_are_refused() -> None:
    awards = Awards(share=101, prizes=(Prize("Nhất", 1, 1),) * 31)
    assert clean_awards(awards, [1])[1] == [("share", "range"), ("prizes", "too_many")]

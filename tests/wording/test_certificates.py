"""Certificates in words: every code has some, results and reasons read as what they are."""

from __future__ import annotations

import pytest
from flask import Flask

from app.domain.certificate_templates import ACCENTS, FRAMES, ORIENTATIONS, PLACEHOLDERS
from app.domain.certificates import Facts, Kind, Since
from app.wording import certificates as words

REACHED = Facts(
    Kind.ACHIEVEMENT, 0, None, None, rank=12, total=12_345, mills=18_500, max_mills=20_000
)


def test_everything_that_can_be_chosen_has_a_name(app: Flask) -> None:
    assert tuple(words.ACCENTS) == tuple(ACCENTS)
    assert tuple(words.FRAMES) == FRAMES
    assert tuple(words.ORIENTATIONS) == ORIENTATIONS
    assert tuple(words.PLACEHOLDERS) == PLACEHOLDERS
    assert set(words.SINCE) == {since.value for since in Since}
    assert all(words.kind_text(kind) for kind in Kind)


@pytest.mark.parametrize(
    "code", ["empty", "too_long", "too_many_lines", "range", "order", "unknown", "too_many"]
)
def test_every_fault_has_its_sentence(app: Flask, code: str) -> None:
    assert words.fault_text(code).endswith(".")


def test_an_unknown_placeholder_is_named_with_its_braces(app: Flask) -> None:
    assert "{ten}" in words.fault_text("unknown:ten")


def test_results_and_ranks_read_with_the_numbers_of_the_language(app: Flask) -> None:
    assert words.result_text(REACHED) == "18,5 trên 20 điểm"
    assert words.rank_text(REACHED) == "hạng 12 trong 12.345 người"
    took_part = Facts(Kind.PARTICIPATION, 0, None, None)
    assert words.result_text(took_part) == "Đã hoàn thành bài thi"
    assert words.rank_text(took_part) is None


def test_a_withdrawal_gives_its_reason(app: Flask) -> None:
    assert words.withdrawal_text("act", "Thi hộ") == "Thi hộ"
    assert "điều chỉnh" in words.withdrawal_text("result", "")
    assert words.withdrawal_text(None, None) == ""

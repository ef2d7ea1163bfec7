"""Why one stands before another, in words with both values."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask

from app.domain.contest_rules import ChainStep
from app.domain.ranking import NO_GUESS, OVER
from app.services.neighbours import Neighbour
from app.wording.parting import neighbour_text, parting_text

SUBMITTED = int(datetime(2026, 11, 24, 1, 0, 5, tzinfo=UTC).timestamp() * 1000)


@pytest.mark.parametrize(
    ("step", "better", "worse", "said"),
    [
        ("points", -18_500, -18_000, "nhiều điểm hơn: 18,5 so với 18"),
        ("points", 250, 500, "nhiều điểm hơn: -0,25 so với -0,5"),
        ("correct", -20, -19, "đúng nhiều câu hơn: 20 so với 19"),
        ("time", 310_000, 342_000, "ít thời gian hơn: 5 phút 10 giây so với 5 phút 42 giây"),
        ("time", 9_100, 9_900, "ít thời gian hơn: 9,100 giây so với 9,900 giây"),
        ("attempts", 1, 3, "dùng ít lượt thi hơn: 1 so với 3"),
        ("prediction", 2, 30, "dự đoán gần đúng hơn: lệch 2, so với lệch 30"),
        ("prediction", 90, OVER + 1, "lệch 90, so với dự đoán quá đáp số 1"),
        ("prediction", 5, NO_GUESS, "lệch 5, so với không dự đoán"),
        ("draw", 7, 10**18, f"số {7:019d} so với {10**18:019d}"),
        (None, None, None, "bằng nhau ở mọi điều được so, nên cùng hạng"),
    ],
)
def test_each_step_is_said_with_both_values(
    app: Flask, step: str | None, better: int | None, worse: int | None, said: str
) -> None:
    with app.test_request_context():
        assert said in parting_text(step, better, worse)


def test_submissions_are_told_apart_on_vietnamese_clocks(app: Flask) -> None:
    later = SUBMITTED + int(timedelta(minutes=1).total_seconds() * 1000)
    with app.test_request_context():
        said = parting_text("submitted", SUBMITTED, later)
        close = parting_text("submitted", SUBMITTED + 20, SUBMITTED + 30)
    assert "08:00:05, 24/11/2026 so với 08:01:05" in said
    assert "08:00:05,020" in close and "08:00:05,030" in close


def test_the_reader_s_own_value_comes_second_where_another_is_ahead(app: Flask) -> None:
    beside = Neighbour(6, "Hà V. M.", ChainStep.CORRECT, own=-18, other=-19)
    with app.test_request_context():
        assert neighbour_text(beside, ahead=True).endswith("đúng nhiều câu hơn: 19 so với 18.")
        behind = Neighbour(8, "", ChainStep.CORRECT, own=-18, other=-17)
        assert "đã xoá dữ liệu" in neighbour_text(behind, ahead=False)
        assert "18 so với 17" in neighbour_text(behind, ahead=False)

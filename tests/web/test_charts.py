"""Charts as geometry: round ticks, columns that stand on the axis, labels that do not touch."""

from __future__ import annotations

import itertools

from flask import Flask
from hypothesis import given
from hypothesis import strategies as st

from app.web import charts
from app.web.charts import Chart, Series, Texts

TEXTS = Texts("key", "Tên", "Tóm tắt.", "Ngày")
values = st.lists(st.integers(0, 1_000_000), min_size=1, max_size=60)


def drawn(app: Flask, *series: list[int], draw: str = "columns") -> Chart:
    with app.test_request_context():
        labels = [f"{place + 1}/11" for place in range(len(series[0]))]
        named = [Series(f"s{number}", tuple(one)) for number, one in enumerate(series)]
        return getattr(charts, draw)(TEXTS, labels, named)


@given(st.integers(0, 10**9))
def test_ticks_are_round_reach_the_greatest_and_are_few(most: int) -> None:
    found = charts.ticks(most)
    steps = {after - before for before, after in itertools.pairwise(found)}
    assert found[0] == 0 and found[-1] >= most and 2 <= len(found) <= charts.MOST_TICKS + 1
    assert len(steps) == 1
    assert str(steps.pop()).rstrip("0") in ("1", "2", "5")


def test_a_column_is_as_high_as_its_share_of_the_axis(app: Flask) -> None:
    chart = drawn(app, [0, 50, 100])
    heights = [mark.height for mark in chart.drawn[0].marks]
    assert heights == [0, (chart.base - chart.top) / 2, chart.base - chart.top]
    assert all(mark.y + mark.height == chart.base for mark in chart.drawn[0].marks)
    assert [tick.text for tick in chart.y_ticks] == ["0", "20", "40", "60", "80", "100"]


def test_nothing_at_all_is_still_a_chart(app: Flask) -> None:
    chart = drawn(app, [0, 0])
    assert {mark.height for mark in chart.drawn[0].marks} == {0}
    assert [tick.text for tick in chart.y_ticks] == ["0", "1"]


def test_everything_stays_inside_and_columns_do_not_cover_each_other(app: Flask) -> None:
    @given(values, values)
    def check(first: list[int], second: list[int]) -> None:
        size = min(len(first), len(second))
        chart = drawn(app, first[:size], second[:size])
        marks = sorted((mark for one in chart.drawn for mark in one.marks), key=lambda one: one.x)
        for before, after in itertools.pairwise(marks):
            assert before.x + before.width <= after.x + 0.2
        assert chart.left <= marks[0].x and marks[-1].x + marks[-1].width <= chart.right
        assert all(chart.top <= mark.y <= chart.base for mark in marks)

    check()


def test_labels_of_many_days_are_thinned_out_so_that_they_do_not_touch(app: Flask) -> None:
    chart = drawn(app, [1] * 92)
    ticks = chart.x_ticks
    apart = min(after.at - before.at for before, after in itertools.pairwise(ticks))
    assert len(ticks) < 92
    assert apart > 5 * charts.SIGN
    assert len(chart.labels) == 92


def test_a_line_goes_through_its_points(app: Flask) -> None:
    chart = drawn(app, [3, 1], [2, 2], draw="lines")
    for one in chart.drawn:
        assert one.points == " ".join(f"{mark.x},{mark.y}" for mark in one.marks)
    assert chart.drawn[0].marks[0].text == "1/11 · s0: 3"


def test_bars_of_little_can_be_seen_and_bars_of_much_end_at_the_end() -> None:
    assert charts.part_of(0, 100) == 0
    assert charts.part_of(1, 100_000) == 1
    assert charts.part_of(50, 100) == 50
    assert charts.part_of(500, 100) == 100
    assert charts.part_of(5, 0) == 0

"""Weekly rounds from one line of the form, by a plain button."""

from __future__ import annotations

import pytest

from app.services.contests import RoundView
from tests.web.organiser.conftest import Browser
from tests.web.organiser.test_contest_form import NEW, Form, fresh, made, press


def plan(form: Form, **given: str) -> Form:
    for name, value in given.items():
        form[f"plan_{name}"] = value
    return form


def clocks(rounds: tuple[RoundView, ...]) -> list[tuple[str, str, str]]:
    return [
        (one.title, f"{one.opens_at:%d/%m %H:%M}", f"{one.closes_at:%d/%m %H:%M}") for one in rounds
    ]


def test_weeks_are_written_as_rows_and_saved(organiser: Browser, bank: str) -> None:
    form = plan(fresh(organiser), first="2026-12-07", count="3")
    form = press(organiser, NEW, form, "rows", "plan_rounds")
    assert form["rounds-2-title"] == "Tuần 3"
    assert form["rounds-0-opens_at"] == "2026-12-07T08:00"
    assert form["rounds-0-closes_at"] == "2026-12-13T22:00"
    assert "rounds-3-title" not in form
    assert clocks(made(organiser, form).rounds) == [
        ("Tuần 1", "07/12 01:00", "13/12 15:00"),
        ("Tuần 2", "14/12 01:00", "20/12 15:00"),
        ("Tuần 3", "21/12 01:00", "27/12 15:00"),
    ]


def test_the_line_begins_on_the_monday_after_the_first_opening(
    organiser: Browser, bank: str
) -> None:
    form = fresh(organiser)  # opens on Wednesday 25 November 2026
    assert (form["plan_first"], form["plan_days"], form["plan_count"]) == ("2026-11-30", "7", "4")


def test_rounds_longer_than_a_week_are_not_called_weeks(organiser: Browser, bank: str) -> None:
    form = plan(fresh(organiser), days="14", count="2")
    form = press(organiser, NEW, form, "rows", "plan_rounds")
    assert (form["rounds-0-title"], form["rounds-1-title"]) == ("Đợt 1", "Đợt 2")
    assert form["rounds-1-opens_at"] == "2026-12-14T08:00"


def test_a_last_day_ends_the_rounds(organiser: Browser, bank: str) -> None:
    form = plan(fresh(organiser), count="", last="2026-12-31")
    form = press(organiser, NEW, form, "rows", "plan_rounds")
    assert form["rounds-3-closes_at"] == "2026-12-27T22:00"
    assert "rounds-4-title" not in form


@pytest.mark.parametrize(
    ("given", "place", "words"),
    [
        ({"first": ""}, "plan_first", "Hãy điền"),
        ({"first": "mai"}, "plan_first", "Hãy chọn một ngày"),
        ({"first": "0001-01-01"}, "plan_first", "Hãy xem lại năm"),
        ({"opens": "25:00"}, "plan_opens", "Hãy chọn giờ và phút"),
        ({"days": "0"}, "plan_days", "từ 1 đến 92"),
        ({"count": "61"}, "plan_count", "từ 1 đến 60"),
        ({"count": ""}, "plan_count", "số đợt, hoặc ngày cuối"),
        ({"last": "2026-12-01"}, "plan_last", "chưa xong được đợt nào"),
        ({"count": "", "last": "2099-01-01"}, "plan_last", "Nhiều đợt quá"),
        ({"days": "1", "closes": "07:00"}, "plan_closes", "phải sau giờ mở"),
    ],
)
def test_a_plan_that_cannot_be_is_said_at_its_field_and_the_rows_stay(
    organiser: Browser, bank: str, given: dict[str, str], place: str, words: str
) -> None:
    form = plan(fresh(organiser), **given)
    answer = organiser.send(NEW, Form([*form.items(multi=True), ("rows", "plan_rounds")]))
    assert answer.status_code == 200
    shown = answer.text.partition(f'id="{place}-error"')[2][:200]
    assert words in shown
    assert '<details class="details" id="plan" open>' in answer.text
    assert 'value="Đợt 1"' in answer.text


def test_a_bad_plan_never_stands_in_the_way_of_saving(organiser: Browser, bank: str) -> None:
    form = plan(fresh(organiser), first="", count="999", days="x")
    assert len(made(organiser, form).rounds) == 1


def test_nothing_of_the_line_stops_the_browser_from_saving(organiser: Browser, bank: str) -> None:
    page = organiser.see(NEW)
    line = page.partition('id="plan"')[2].partition("</details>")[0]
    assert 'name="plan_first"' in line
    assert "required" not in line
    assert "max=" not in line

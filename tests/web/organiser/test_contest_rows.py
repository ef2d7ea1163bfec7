from __future__ import annotations

from datetime import timedelta

from werkzeug.datastructures import MultiDict

from app.services import banks, contests
from tests.conftest import NOW
from tests.web.organiser.conftest import QUESTIONS, Browser
from tests.web.organiser.test_contest_form import NEW, fresh, made, press

TOPICS = 8


def topics(form: MultiDict[str, str]) -> list[str]:
    rows = [form.get(f"draws-{place}-topic") for place in range(100)]
    return [topic for topic in rows if topic is not None]


def counts(form: MultiDict[str, str]) -> list[str]:
    return [form[f"draws-{place}-count"] for place in range(len(topics(form)))]


def test_a_round_is_added_right_behind_the_last_and_as_long(organiser: Browser, bank: str) -> None:
    form = press(organiser, NEW, fresh(organiser), "rows", "add_round")
    contest = made(organiser, form)
    first, second = contest.rounds
    assert second.title == "Đợt 2"
    assert second.opens_at == first.closes_at
    assert second.closes_at - second.opens_at == first.closes_at - first.opens_at


def test_a_removed_row_goes_and_the_others_stay(organiser: Browser, bank: str) -> None:
    form = fresh(organiser)
    for place, title in enumerate(("Một", "Hai", "Ba")):
        form[f"rounds-{place}-title"] = title
        if place < 2:
            form = press(organiser, NEW, form, "rows", "add_round")
    form = press(organiser, NEW, form, "remove", "rounds-1")
    assert [form["rounds-0-title"], form["rounds-1-title"]] == ["Một", "Ba"]
    assert "rounds-2-title" not in form
    assert form["title"] == "Tìm hiểu Đề án 06"


def test_the_last_row_cannot_be_removed(organiser: Browser, bank: str) -> None:
    form = press(organiser, NEW, fresh(organiser), "remove", "draws-0")
    assert form["draws-0-count"] == "20"


def test_listing_the_topics_spreads_the_questions_over_them(organiser: Browser, bank: str) -> None:
    form = press(organiser, NEW, fresh(organiser), "rows", "load_topics")
    assert len(topics(form)) == TOPICS
    assert counts(form) == ["3", "3", "3", "3", "2", "2", "2", "2"]
    assert made(organiser, form).rules.question_count == 20


def test_listing_the_topics_again_keeps_what_was_entered(organiser: Browser, bank: str) -> None:
    form = fresh(organiser)
    form["draws-0-topic"], form["draws-0-count"] = "an-toan", "7"
    form = press(organiser, NEW, form, "rows", "load_topics")
    assert form["draws-0-topic"] == "an-toan"
    assert len(topics(form)) == TOPICS
    assert counts(form) == ["7", *[""] * (TOPICS - 1)]


def test_rows_without_a_number_ask_for_nothing(organiser: Browser, bank: str) -> None:
    form = fresh(organiser)
    form["draws-0-topic"], form["draws-0-count"] = "an-toan", "7"
    form = press(organiser, NEW, form, "rows", "load_topics")
    assert len(made(organiser, form).rules.draws) == 1


def test_a_round_may_have_a_bank_of_its_own(organiser: Browser, bank: str) -> None:
    file = QUESTIONS / "ky-nang-so.yaml"
    banks.import_bank(file.read_bytes(), file_name="k", account_id=None, now=NOW)
    form = press(organiser, NEW, fresh(organiser), "rows", "add_round")
    form["bank"], form["rounds-1-bank"] = f"{bank}/1", "ky-nang-so/1"
    form["draws-0-count"] = "10"
    contest = made(organiser, form)
    slugs = [banks.compiled(one.bank_version_id).slug for one in contest.rounds]
    assert slugs == [bank, "ky-nang-so"]
    form = organiser.form(f"/organiser/contests/{contest.slug}/edit", "minutes")
    assert (form["bank"], form["rounds-0-bank"], form["rounds-1-bank"]) == (
        f"{bank}/1",
        "",
        "ky-nang-so/1",
    )


def test_a_contest_keeps_its_version_when_a_newer_one_comes_in(
    organiser: Browser, bank: str
) -> None:
    contest = made(organiser, fresh(organiser))
    file = QUESTIONS / "chuyen-doi-so.yaml"
    newer = file.read_text(encoding="utf-8").replace("CC BY 4.0", "CC0").replace("Ngày ", "Hôm ")
    banks.import_bank(
        newer.encode(), file_name="n", account_id=None, now=NOW + timedelta(minutes=1)
    )
    edit = f"/organiser/contests/{contest.slug}/edit"
    form = organiser.form(edit, "minutes")
    assert form["bank"] == f"{bank}/1"
    form["bank"] = f"{bank}/2"
    assert organiser.send(edit, form).status_code == 303
    (round_,) = contests.get_contest(contest.slug).rounds
    assert banks.compiled(round_.bank_version_id).number == 2

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest
from werkzeug.datastructures import MultiDict

from app.domain.contest_rules import CHAIN_A, CHAIN_B, ChainStep, Draw, Prediction, Rules
from app.domain.divisions import Division
from app.services import contests
from tests.web.organiser.conftest import Browser
from tests.web.organiser.html_forms import form_in

NEW = "/organiser/contests/new"
Form = MultiDict[str, str]
EVERYTHING = Rules(
    minutes=10,
    draws=(Draw("an-toan", 2, 3), Draw("the-che", None, 4), Draw(None, 1, 2), Draw(None, None, 1)),
    grace_seconds=0,
    attempts_allowed=3,
    attempts_per="day",
    counts="last",
    shuffle_questions=False,
    prediction=Prediction(
        "Bao nhiêu người?",
        {"en": "How many?", "ru": "Сколько?"},
        "participants",
        "nearest_not_over",
    ),
    chain=(
        ChainStep.POINTS,
        ChainStep.ATTEMPTS,
        ChainStep.PREDICTION,
        ChainStep.SUBMITTED,
        ChainStep.DRAW,
    ),
    result_policy="explanations",
    negative=Decimal("0.25"),
    groups=("cadre", "resident"),
    unit_formula="top_n_mean",
    top_n=15,
    min_unit_size=5,
    show_full_names=True,
    over_rounds="best_k",
    best_k=2,
    divisions=(
        Division("can-bo-cong-chuc", "Cán bộ, công chức", ("cadre", "civil_servant"), 10, 3),
        Division("nguoi-dan", "Người dân", ("student", "resident")),
    ),
    prizes_listed=20,
    round_prizes_listed=5,
    min_age=12,
    max_age=60,
    province_only=True,
    excluded_may_play=True,
    publish_participation_at="11:00",
)


def fresh(organiser: Browser) -> Form:
    form = organiser.form(NEW, "title")
    form["title"] = "Tìm hiểu Đề án 06"
    return form


def fill(form: Form, rules: Rules) -> None:
    """Enter rules as a person would."""
    for name in ("minutes", "grace_seconds", "attempts_per", "counts", "result_policy"):
        form[name] = str(getattr(rules, name))
    for name in ("unit_formula", "top_n", "min_unit_size"):
        form[name] = str(getattr(rules, name))
    check(form, "unlimited", rules.attempts_allowed is None)
    form["attempts_allowed"] = str(rules.attempts_allowed or "")
    check(form, "shuffle_questions", rules.shuffle_questions)
    check(form, "show_full_names", rules.show_full_names)
    form["negative"] = str(rules.negative).replace(".", ",")
    form.setlist("groups", list(rules.groups))
    presets = {CHAIN_A: "a", CHAIN_B: "b"}
    form["chain_choice"] = presets.get(rules.chain, "custom")
    for place in range(len(ChainStep)):
        form[f"chain-{place}"] = rules.chain[place] if place < len(rules.chain) else ""
    words = rules.prediction or Prediction("")
    form["prediction_text"] = words.text
    form["prediction_en"] = words.translations.get("en", "")
    form["prediction_ru"] = words.translations.get("ru", "")
    form["prediction_quantity"], form["prediction_rule"] = words.quantity, words.rule
    fill_more(form, rules)
    for place, draw in enumerate(rules.draws):
        form[f"draws-{place}-topic"] = draw.topic or ""
        form[f"draws-{place}-difficulty"] = str(draw.difficulty or "")
        form[f"draws-{place}-count"] = str(draw.count)


def fill_more(form: Form, rules: Rules) -> None:
    for name in ("min_age", "max_age", "publish_participation_at"):
        form[name] = str(getattr(rules, name) or "")
    for name in ("over_rounds", "best_k", "prizes_listed", "round_prizes_listed"):
        form[name] = str(getattr(rules, name))
    check(form, "province_only", rules.province_only)
    check(form, "excluded_may_play", rules.excluded_may_play)
    for place, one in enumerate(rules.divisions):
        form[f"divisions-{place}-name"] = one.name
        form.setlist(f"divisions-{place}-groups", list(one.groups))
        form[f"divisions-{place}-prizes_listed"] = str(one.prizes_listed or "")
        form[f"divisions-{place}-round_prizes_listed"] = str(one.round_prizes_listed or "")


def check(form: Form, name: str, on: bool) -> None:
    form.pop(name, None)
    if on:
        form[name] = "y"


def press(organiser: Browser, path: str, form: Form, name: str, value: str) -> Form:
    """Press a row button; the form as it comes back."""
    answer = organiser.send(path, MultiDict([*form.items(multi=True), (name, value)]))
    assert answer.status_code == 200
    return form_in(answer.text, having="title")


def made(organiser: Browser, form: Form) -> contests.ContestView:
    answer = organiser.send(NEW, form)
    assert answer.status_code == 303, answer.text
    return contests.get_contest(answer.location.rpartition("/")[2])


def test_a_title_is_enough_all_else_has_sensible_defaults(
    organiser: Browser, bank: str, acts: Callable[[], list[str]]
) -> None:
    contest = made(organiser, fresh(organiser))
    assert contest.slug == "tim-hieu-de-an-06"
    prediction = contest.rules.prediction
    assert contest.rules == Rules(
        minutes=15, draws=(Draw(None, None, 20),), chain=CHAIN_A, prediction=prediction
    )
    assert prediction is not None
    assert "bao nhiêu người" in prediction.text
    assert set(prediction.translations) == {"en", "ru"}
    (round_,) = contest.rounds
    assert round_.opens_at == datetime(2026, 11, 25, 1, 0, tzinfo=UTC)
    assert round_.closes_at == datetime(2026, 12, 2, 15, 0, tzinfo=UTC)
    assert contest.published_at is None
    assert acts() == ["bank.import", "contest.create"]


@pytest.mark.parametrize(
    "rules",
    [
        EVERYTHING,
        replace(EVERYTHING, attempts_allowed=None, chain=CHAIN_A, attempts_per="round"),
        replace(EVERYTHING, prediction=None, chain=CHAIN_B, counts="first", negative=Decimal(1)),
        *(replace(EVERYTHING, unit_formula=f) for f in ("mean", "participants", "entries", "rate")),
        *(replace(EVERYTHING, result_policy=p) for p in ("nothing", "score", "answers")),
    ],
)
def test_every_kind_of_rule_can_be_entered_and_comes_back_for_editing(
    organiser: Browser, bank: str, rules: Rules
) -> None:
    form = fresh(organiser)
    fill(form, rules)
    contest = made(organiser, form)
    assert contest.rules == rules
    edit = f"/organiser/contests/{contest.slug}/edit"
    assert organiser.send(edit, organiser.form(edit, "minutes")).status_code == 303
    again = contests.get_contest(contest.slug)
    assert again == contest


def test_times_are_entered_and_shown_on_vietnamese_clocks(organiser: Browser, bank: str) -> None:
    form = fresh(organiser)
    form["rounds-0-opens_at"], form["rounds-0-closes_at"] = "2027-01-01T00:00", "2027-01-31T23:59"
    contest = made(organiser, form)
    assert contest.opens_at == datetime(2026, 12, 31, 17, 0, tzinfo=UTC)
    assert "00:00, 01/01/2027" in organiser.see(f"/organiser/contests/{contest.slug}")


WRONG = [
    ("min_age", "0", "min_age", "từ 1 đến 150"),
    ("publish_participation_at", "25:00", "publish_participation_at", "giờ và phút"),
    ("best_k", "không", "best_k", "số nguyên"),
    ("divisions-0-name", "Bảng trống", "divisions-0-groups", "ít nhất một nhóm"),
    ("divisions-1-groups", "cadre", "divisions-1-name", "đặt tên"),
    ("prediction_quantity", "luck", "prediction_quantity", "các mục có sẵn"),
    ("title", "", "title", "Hãy điền"),
    ("title", "x" * 301, "title", "Dài nhất 300"),
    ("slug", "Có Dấu", "slug", "Chỉ dùng a–z"),
    ("slug", "new", "slug", "đã có cuộc thi khác dùng"),
    ("minutes", "mười", "minutes", "số nguyên"),
    ("minutes", "0", "minutes", "từ 1 đến 300"),
    ("attempts_allowed", "", "attempts_allowed", "Không giới hạn"),
    ("attempts_per", "year", "attempts_per", "các mục có sẵn"),
    ("negative", "hai", "negative", "từ 0 đến 1"),
    ("negative", "NaN", "negative", "từ 0 đến 1"),
    ("negative", "1,5", "negative", "từ 0 đến 1"),
    ("groups", "nobody", "groups", "các mục có sẵn"),
    ("rounds-0-opens_at", "mai", "rounds-0-opens_at", "đủ ngày và giờ"),
    ("rounds-0-opens_at", "0001-01-01T00:00", "rounds-0-opens_at", "xem lại năm"),
    ("rounds-0-closes_at", "2026-11-25T08:00", "rounds-0-closes_at", "sau giờ mở"),
    ("rounds-0-bank", "khong-co/1", "rounds-0-bank", "các mục có sẵn"),
    ("bank", "chuyen-doi-so/99", "bank", "các mục có sẵn"),
    ("draws-0-count", "", "draws", "ít nhất một dòng"),
    ("draws-0-count", "-3", "draws-0-count", "từ 0 đến 200"),
    ("draws-0-topic", "khong-co", "draws-0-topic", "không có chủ đề này"),
    ("draws-0-count", "200", None, None),
    ("chain_choice", "custom", "chain_choice", "ít nhất một điều"),
    ("prediction_text", "", "chain_choice", "điền câu hỏi dự đoán"),
    ("top_n", "", "top_n", "Hãy điền"),
    ("result_policy", "everything", "result_policy", "các mục có sẵn"),
]


@pytest.mark.parametrize(("name", "value", "place", "words"), WRONG)
def test_wrong_input_comes_back_at_its_field_with_all_else_kept(
    organiser: Browser, bank: str, name: str, value: str, place: str | None, words: str | None
) -> None:
    form = fresh(organiser)
    form["prizes"] = "Một điện thoại\n<b>Hai</b> máy tính"
    form[name] = value
    answer = organiser.send(NEW, form)
    if place is None or words is None:
        assert answer.status_code == 303
        return
    assert answer.status_code == 400
    assert f'href="#{place}"' in answer.text
    assert words in answer.text
    kept = form_in(answer.text, having="title")
    lost = {"csrf_token"}
    if words == "các mục có sẵn":
        lost.add(name)  # a select cannot hold what it does not offer
    for field in form.keys() - lost:
        assert kept.get(field) == form[field], field
    assert contests.list_contests(now=datetime(2026, 11, 24, tzinfo=UTC), drafts=True) == []


def test_a_taken_address_is_said_at_its_field(organiser: Browser, bank: str) -> None:
    made(organiser, fresh(organiser))
    answer = organiser.send(NEW, fresh(organiser))
    assert answer.status_code == 400
    assert '<a href="#slug">' in answer.text
    assert "đã có cuộc thi khác dùng" in answer.text


def test_a_shortage_of_questions_is_said_at_the_row_that_asks_for_them(
    organiser: Browser, bank: str
) -> None:
    form = press(organiser, NEW, fresh(organiser), "rows", "add_draw")
    form["draws-0-count"] = ""
    form["draws-1-topic"], form["draws-1-count"] = "an-toan", "200"
    answer = organiser.send(NEW, form)
    assert answer.status_code == 400
    assert '<a href="#draws-1-count">Dòng 2, Số câu</a>: Cần 200 câu' in answer.text


def test_overlapping_rounds_are_said_at_the_later_one(organiser: Browser, bank: str) -> None:
    form = press(organiser, NEW, fresh(organiser), "rows", "add_round")
    form["rounds-1-opens_at"] = form["rounds-0-opens_at"]
    answer = organiser.send(NEW, form)
    assert answer.status_code == 400
    assert "một đợt khác chưa đóng" in answer.text


def test_nothing_in_a_form_can_crash_it(organiser: Browser, bank: str) -> None:
    form = fresh(organiser)
    form["rounds-²-title"] = form["rounds-" + "9" * 5000 + "-title"] = "x"
    form["draws-999-count"] = "9" * 5000
    form["title"] = "a\x00b\u202e"
    form["draws-0-difficulty"] = "²"
    form["attempts_allowed"] = "٣"
    assert organiser.send(NEW, form).status_code == 400
    assert organiser.send(NEW, MultiDict({"rows": "add_round"})).status_code == 200
    assert organiser.send(NEW, MultiDict({"remove": "draws-7"})).status_code == 200
    assert organiser.send(NEW, MultiDict()).status_code == 400


def test_without_any_bank_the_page_says_what_comes_first(organiser: Browser) -> None:
    assert "Chưa có ngân hàng câu hỏi" in organiser.see(NEW)
    answer = organiser.send(NEW, fresh(organiser))
    assert answer.status_code == 400
    assert '<a href="#bank">' in answer.text


def test_a_clock_of_seconds_is_not_lost_by_editing(organiser: Browser, bank: str) -> None:
    contest = made(organiser, fresh(organiser))
    odd = contest.rounds[0].opens_at + timedelta(seconds=17, milliseconds=250)
    new = contests.NewRound("Đợt 1", odd, odd + timedelta(days=1), bank)
    who = organiser.who.account_id
    texts = {"title": "T", "summary": "", "description": "", "prizes": ""}
    contests.update_contest(
        contest.slug, account_id=who, rules=contest.rules, rounds=[new], now=odd, **texts
    )
    edit = f"/organiser/contests/{contest.slug}/edit"
    assert organiser.send(edit, organiser.form(edit, "minutes")).status_code == 303
    assert contests.get_contest(contest.slug).opens_at == odd

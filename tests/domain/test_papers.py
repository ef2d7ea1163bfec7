"""Papers are drawn by a seed, satisfy their draws, and never carry a key."""

from __future__ import annotations

import json
from collections import Counter

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from app.domain.contest_rules import Draw
from app.domain.errors import NotEnoughQuestions
from app.domain.papers import Chance, answers_hash, choose, lay_out, present
from app.domain.questions import Bank, Option, Question, QuestionType, QuestionWords
from tests.bank_strategies import banks, canary_bank

ANY = Draw(None, None, 1)


def ask(topic: str | None = None, difficulty: int | None = None, id: str = "q") -> Question:
    return Question(id, QuestionType.SINGLE, "?", topic=topic, difficulty=difficulty)


SEEDS = st.text(alphabet="0123456789abcdef", min_size=1, max_size=32)
TOPICS = st.sampled_from([None, "luật", "kỹ năng"])
LEVELS = st.sampled_from([None, 1, 2])
POOLS = st.lists(st.builds(ask, TOPICS, LEVELS), max_size=12)
DRAWS = st.lists(st.builds(Draw, TOPICS, LEVELS, st.integers(1, 3)), min_size=1, max_size=4)


def satisfiable(questions: list[Question], draws: list[Draw]) -> bool:
    """By Hall's theorem: every set of draws finds as many questions as it asks for."""
    for chosen in range(1, 1 << len(draws)):
        some = [draw for place, draw in enumerate(draws) if chosen >> place & 1]
        fitting = sum(any(draw.fits(question) for draw in some) for question in questions)
        if fitting < sum(draw.count for draw in some):
            return False
    return True


@given(POOLS, DRAWS, SEEDS, st.booleans())
def test_the_same_seed_gives_the_same_paper(
    pool: list[Question], draws: list[Draw], seed: str, shuffle: bool
) -> None:
    assume(satisfiable(pool, draws))
    assert choose(pool, draws, seed, shuffle) == choose(pool, draws, seed, shuffle)


@given(POOLS, DRAWS, SEEDS, st.booleans())
def test_a_paper_is_found_whenever_there_is_one(
    pool: list[Question], draws: list[Draw], seed: str, shuffle: bool
) -> None:
    if satisfiable(pool, draws):
        places = choose(pool, draws, seed, shuffle)
        assert len(set(places)) == len(places) == sum(draw.count for draw in draws)
        # The drawn questions alone satisfy all draws again, with none to spare.
        assert satisfiable([pool[place] for place in places], draws)
    else:
        with pytest.raises(NotEnoughQuestions):
            choose(pool, draws, seed, shuffle)


@pytest.mark.parametrize("seed", "0123456789")
def test_a_wide_draw_leaves_a_narrow_one_its_questions(seed: str) -> None:
    pool = [ask("luật", 1), ask("luật", 2), ask("khác", 1)]
    draws = [ANY, Draw("luật", 2, 1), Draw("khác", None, 1)]
    assert sorted(choose(pool, draws, seed, True)) == [0, 1, 2]


@pytest.mark.parametrize("seed", "0123456789")
def test_draws_of_equal_width_do_not_rob_each_other(seed: str) -> None:
    # Only the second question is of level 1 and only it may serve the second draw;
    # the first draw fits both and must content itself with the first question.
    pool = [ask("luật", 2), ask("luật", 1)]
    draws = [Draw("luật", None, 1), Draw(None, 1, 1)]
    assert sorted(choose(pool, draws, seed, True)) == [0, 1]


def test_a_bank_with_too_few_questions_names_the_draw() -> None:
    pool = [ask("luật"), ask("luật"), ask("khác")]
    with pytest.raises(NotEnoughQuestions) as refused:
        choose(pool, [ANY, Draw("luật", None, 3)], "seed", True)
    assert (refused.value.draw, refused.value.wanted, refused.value.available) == (1, 3, 2)


def test_without_shuffling_the_bank_keeps_its_order() -> None:
    pool = [ask() for _ in range(30)]
    places = choose(pool, [Draw(None, None, 12)], "seed", False)
    assert places == sorted(places)
    assert choose(pool, [Draw(None, None, 12)], "seed", True) != places


def test_a_seed_means_the_same_on_every_machine_for_ever() -> None:
    pool = [ask(id=str(number)) for number in range(10)]
    assert choose(pool, [Draw(None, None, 4)], "2026", True) == [2, 9, 4, 3]
    # The first 8 bytes of SHA-256("2026/0"), ("2026/1") … modulo 6, 5, 4, 3, 2 are
    # 2 3 0 2 1: f↔c, e↔d, e↔a, then f and b stay.
    assert Chance("2026").shuffled("abcdef") == list("ebfadc")


def test_over_many_seeds_every_question_is_drawn_about_as_often() -> None:
    pool = [ask() for _ in range(5)]
    drawn = Counter(
        place for n in range(2000) for place in choose(pool, [Draw(None, None, 2)], str(n), True)
    )
    # 2000 papers of 2 of 5 questions: 800 each; six standard deviations (21.9) either side.
    assert all(668 < drawn[place] < 932 for place in range(5))


@given(st.integers(1, 1000), SEEDS)
def test_chance_stays_below_its_limit(limit: int, seed: str) -> None:
    assert 0 <= Chance(seed).below(limit) < limit


@given(banks(), SEEDS)
def test_laying_out_only_moves_options(bank: Bank, seed: str) -> None:
    paper = lay_out(bank.questions, seed)
    assert paper == lay_out(bank.questions, seed)
    for before, after in zip(bank.questions, paper.questions, strict=True):
        assert before.id == after.id
        for side in ("options", "lefts", "rights"):
            assert set(getattr(before, side)) == set(getattr(after, side))
        if before.type in (QuestionType.SINGLE, QuestionType.MULTIPLE) and not before.shuffle:
            assert before.options == after.options


@given(SEEDS, st.sampled_from(["vi", "en", "ru"]))
def test_a_presented_paper_carries_nothing_of_the_key(seed: str, language: str) -> None:
    shown = json.dumps(present(lay_out(canary_bank().questions, seed), language))
    assert "canary" not in shown
    assert "31337" not in shown
    for secret in ("correct", "explanation", "source", "answer", "tolerance", "scoring", "pairs"):
        assert secret not in shown


@given(SEEDS)
def test_another_key_shows_the_very_same_paper(seed: str) -> None:
    one, other = (
        present(lay_out(canary_bank(right=right).questions, seed), "vi") for right in (True, False)
    )
    assert one == other


def test_a_paper_speaks_the_readers_language_where_it_can() -> None:
    words = QuestionWords("Which?", {"a": "One"})
    options = (Option("a", "Một"), Option("b", "Hai"))
    question = Question(
        "q", QuestionType.SINGLE, "Nào?", options=options, shuffle=False, translations={"en": words}
    )
    paper = lay_out([question], "seed")
    assert present(paper, "en")[0]["text"] == "Which?"
    assert [one["text"] for one in present(paper, "en")[0]["options"]] == ["One", "Hai"]
    assert present(paper, "ru")[0]["text"] == "Nào?"


def test_the_hash_of_answers_does_not_depend_on_their_order() -> None:
    assert answers_hash({"a": "1", "b": ["x"]}) == answers_hash({"b": ["x"], "a": "1"})
    assert answers_hash({"a": "1"}) != answers_hash({"a": "2"})
    # SHA-256 of the two letters {}
    assert answers_hash({}) == "44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a"

"""The JSON block and the scripts belong together: no phrase, module or address is missing."""

from __future__ import annotations

import json
import re

from flask import Flask

from app.config import ROOT
from app.services import banks
from app.web.bundles import QUIZ_MODULES, address
from app.web.play.words import quiz_words
from tests.web.play.conftest import Taking

SCRIPTS = ROOT / "app" / "static" / "js" / "quiz"
SAID = re.compile(r'say\(\s*"(\w+)"')
HOLES = re.compile(r"\{(\w+)\}")


def scripts() -> str:
    return "\n".join(path.read_text(encoding="utf-8") for path in SCRIPTS.glob("*.js"))


def block(page: str) -> dict[str, object]:
    found = re.search(r'id="quiz-data">(.*?)</script>', page, re.S)
    assert found is not None
    return dict(json.loads(found[1]))


def test_every_phrase_that_the_scripts_say_is_given_to_them(app: Flask) -> None:
    with app.test_request_context():
        words = quiz_words()
    said = set(SAID.findall(scripts()))
    assert said
    assert said <= set(words)


def test_every_phrase_that_is_given_is_said_somewhere(app: Flask) -> None:
    with app.test_request_context():
        words = quiz_words()
    source = scripts()
    built = ("map_", "time_", "saved_", "sign_in_", "question_")
    unsaid = [word for word in words if f'"{word}"' not in source and not word.startswith(built)]
    assert unsaid == []


def test_phrases_in_every_language_have_the_same_holes(app: Flask) -> None:
    with app.test_request_context():
        original = {name: sorted(HOLES.findall(text)) for name, text in quiz_words().items()}
    for language in ("en", "ru"):
        with app.test_request_context(headers={"Cookie": f"language={language}"}):
            translated = {n: sorted(HOLES.findall(text)) for n, text in quiz_words().items()}
        assert translated == original, language


def test_every_module_is_there_and_none_imports_another() -> None:
    on_disk = {path.stem for path in SCRIPTS.glob("*.js")} - {"main", "copy"}
    assert on_disk == set(QUIZ_MODULES)
    # An import by name would have an address without its version.
    assert re.search(r"^import ", scripts(), re.M) is None


def test_the_page_names_the_modules_by_their_content(app: Flask, taking: Taking) -> None:
    with app.test_request_context():
        modules = address("quiz.js")
    assert block(taking.page())["modules"] == modules
    assert taking.client.get(modules).status_code == 200


def test_the_block_holds_times_addresses_and_what_is_saved(taking: Taking) -> None:
    data = block(taking.page())
    assert data["attempt"] == taking.attempt_id
    assert data["last_seq"] == 0
    assert data["answers"] == {}
    deadline, now = data["deadline_at"], data["server_now"]
    assert isinstance(deadline, int)
    assert isinstance(now, int)
    assert 14 * 60_000 < deadline - now <= 15 * 60_000


def test_the_block_cannot_be_left_by_an_answer(taking: Taking) -> None:
    sitting = taking.sitting()
    question = next(one for one in sitting.questions if one.type.value == "text")
    evil = '</script><script src="//x">'
    taking.post("/answers", **{f"has-{question.id}": "1", f"q-{question.id}": evil})
    page = taking.page()
    assert evil not in page
    answers = block(page)["answers"]
    assert isinstance(answers, dict)
    assert answers[question.id] == evil


def test_the_block_holds_nothing_of_a_key(taking: Taking) -> None:
    sitting = taking.sitting()
    text = json.dumps(block(taking.page()), ensure_ascii=False)
    for key in banks.compiled_keys(sitting.facts.bank_version_id, 1).values():
        if key.explanation:
            assert key.explanation not in text

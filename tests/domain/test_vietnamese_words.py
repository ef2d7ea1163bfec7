from __future__ import annotations

import re
from pathlib import Path

import pytest

from app.domain.vietnamese_words import accented_share, is_syllable

QUESTIONS = Path(__file__).parents[2] / "questions" / "chuyen-doi-so.yaml"


@pytest.mark.parametrize(
    "word",
    [
        "nghiêng",
        "Trường",
        "giữa",
        "quốc",
        "khuỷu",
        "thuở",
        "ngoằn",
        "xoong",
        "ỷ",
        "yêu",
        "gì",
        "quy",
        "ÂU",
        "hươu",
        "nghệ",
    ],
)
def test_vietnamese_syllables_are_known(word: str) -> None:
    assert is_syllable(word)


@pytest.mark.parametrize("word", ["Tröôøng", "Tr­êng", "français", "Größe", "viÖt", "kỹthuật", "ạạ"])
def test_other_words_are_not(word: str) -> None:
    assert not is_syllable(word)


def test_nearly_every_word_of_a_vietnamese_text_is_one() -> None:
    lines = QUESTIONS.read_text(encoding="utf-8").split("\n")
    text = "\n".join(line for line in lines if re.search("[ăđơưạệ]", line))
    words, share = accented_share(text)
    assert words > 1000
    assert share > 0.97


def test_a_text_without_accents_has_no_share() -> None:
    assert accented_share("plain words") == (0, 0.0)

from __future__ import annotations

import re
from pathlib import Path

import pytest

from app.domain.bank_losses import Loss, PlaceUnit
from app.wording.file_problems import FILE_PROBLEMS
from app.wording.losses import codes, message, place, place_in
from app.wording.problems import codes as problem_codes

FORMATS = Path(__file__).parents[2] / "app" / "formats"
SOURCE = "\n".join(file.read_text(encoding="utf-8") for file in sorted(FORMATS.glob("*.py")))
SOURCE += (FORMATS.parent / "services" / "bank_conversion.py").read_text(encoding="utf-8")


def test_every_problem_of_a_file_has_words_and_every_word_a_problem() -> None:
    used = set(
        re.findall(
            r'"((?:file|gift|pair|xml|zip|package|list|key|table|csv|xlsx|docx)\.[a-z_]+)"', SOURCE
        )
    )
    used = {code for code in used if not code.endswith((".xml", ".py"))}
    assert used - problem_codes() <= set(FILE_PROBLEMS)
    assert set(FILE_PROBLEMS) - {"text.encoding_guessed"} <= used


def test_every_loss_has_words_and_every_word_a_loss() -> None:
    read = set(re.findall(r'\.lose\(\s*"([a-z_]+)"', SOURCE))
    read |= set(re.findall(r'lost\.append\(\("([a-z_]+)"', SOURCE))
    assert read <= codes()
    for code in codes():
        plain = code.removeprefix("bank.").removeprefix("question.")
        assert f'"{code}"' in SOURCE or f'"{plain}"' in SOURCE, code


@pytest.mark.parametrize(
    ("unit", "line", "column", "told"),
    [
        (PlaceUnit.LINE, 3, None, "dòng 3"),
        (PlaceUnit.CELL, 5, 3, "ô C5"),
        (PlaceUnit.CELL, 5, 28, "ô AB5"),
        (PlaceUnit.PARAGRAPH, 7, None, "đoạn 7"),
    ],
)
def test_places_are_told_as_people_find_them(
    unit: PlaceUnit, line: int, column: int | None, told: str
) -> None:
    assert place_in(unit, line, column) == told


def test_a_loss_is_told_with_its_detail_and_its_question_or_file() -> None:
    assert message(Loss("essay", "Viết đi")).endswith(": Viết đi")
    assert place(Loss("question.source", question="q1"), PlaceUnit.LINE) == "câu q1"
    assert place(Loss("essay", line=2, part="a.xml"), PlaceUnit.LINE) == "a.xml, dòng 2"
    assert place(Loss("bank.title"), PlaceUnit.LINE) == ""

"""Translations in the columns of a table, such as "Câu hỏi (en)" and "A (en)"."""

from __future__ import annotations

from typing import Any

from app.formats.draft_bank import DraftQuestion
from app.formats.table_headings import Columns
from app.formats.tables import Table

_CHOICES = ("single", "multiple")


def take_words(
    question: DraftQuestion,
    table: Table,
    columns: Columns,
    row: int,
    options: list[tuple[str, int, int]],
) -> None:
    """Set the translations of a question; a language whose cells are all empty is none."""
    found: dict[str, Any] = {}
    for language, places in columns.words.items():
        cells = {key: table.cell(row, column) for key, column in places.items()}
        if any(cells.values()):
            found[language] = _words(question, cells, len(options))
            first = next(iter(places.values()))
            question.places["translations", language] = table.place(row, first)
    if found:
        question.fields["translations"] = found


def _words(question: DraftQuestion, cells: dict[str | int, str], count: int) -> dict[str, Any]:
    words: dict[str, Any] = {"text": cells.get("text", "")}
    if cells.get("explanation"):
        words["explanation"] = cells["explanation"]
    texts = [cells.get(place, "") for place in range(count)]
    if question.type in _CHOICES:
        ids = [option["id"] for option in question.fields["options"]]
        words["options"] = dict(zip(ids, texts, strict=True))
    elif question.type == "order":
        words["items"] = texts
    elif question.type == "match":
        _match_words(words, texts)
    return words


def _match_words(words: dict[str, Any], texts: list[str]) -> None:
    cells = [*texts, ""] if len(texts) % 2 else texts
    sides = list(zip(cells[::2], cells[1::2], strict=True))
    words["pairs"] = [{"left": left, "right": right} for left, right in sides if left]
    extra = [right for left, right in sides if not left and right]
    if extra:
        words["extra_right"] = extra

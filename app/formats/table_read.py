"""Reads questions out of a table: our own template, or any layout with known headings."""

from __future__ import annotations

from typing import Any, Final

from app.domain.text import fold
from app.formats.bank_naming import is_id, letter, option_ids
from app.formats.draft_bank import DraftBank, DraftQuestion, difficulty_of
from app.formats.list_marks import HEAD, OPTION, TRUTHS, TYPES, YES, letters_of
from app.formats.table_headings import Columns, find_columns
from app.formats.table_words import take_words
from app.formats.tables import Table

_PLAIN: Final = ("explanation", "source", "scoring")
_NUMBERS: Final = ("points", "tolerance")
_FLAGS: Final = ("shuffle", "ignore_case", "ignore_accents")
_MARKS: Final = frozenset(("x", "*", "✓", "v", "1", "true", "dung", "✔", "co", "yes"))


def read_table(bank: DraftBank, table: Table) -> bool:
    """Put the questions of a table into the draft; False if it has no heading row."""
    columns = find_columns(table.rows)
    if columns is None:
        return False
    for index, heading in columns.unknown.items():
        if any(table.cell(row, index) for row in range(columns.row + 1, len(table.rows))):
            bank.lose("column", table.place(columns.row, index), heading)
    _Reader(bank, table, columns).read()
    return True


class _Reader:
    def __init__(self, bank: DraftBank, table: Table, columns: Columns) -> None:
        self.bank = bank
        self.table = table
        self.columns = columns
        self.topic = ""

    def read(self) -> None:
        long = len(self.columns.options) < 2 and "options" in self.columns.fields
        group: list[int] = []
        for row in range(self.columns.row + 1, len(self.table.rows)):
            if not any(cell.strip() for cell in self.table.rows[row]):
                continue
            if row in self.table.wide:
                self._take(group)
                group = []
                self.topic = next(c.strip() for c in self.table.rows[row] if c.strip())
            elif long and group and not self._cell(row, "text"):
                group.append(row)
            else:
                self._take(group)
                group = [row]
        self._take(group)

    def _take(self, group: list[int]) -> None:
        if not group:
            return
        row = group[0]
        text_column = self.columns.fields["text"]
        question = DraftQuestion(self.table.place(row, text_column))
        question.text = self._cell(row, "text")
        options = self._options(group)
        answer = self._answer(group, options)
        question.type = self._type(row, options, answer)
        if not question.text and not options and not answer:
            told = " ".join(cell.strip() for cell in self.table.rows[row] if cell.strip())
            self.bank.lose("outside_text", self.table.place(row), told)
            return
        if question.type == "essay":
            self.bank.lose("essay", question.place, question.text)
            return
        self._take_fields(question, row)
        self._take_answer(question, row, options, answer)
        take_words(question, self.table, self.columns, row, options)
        self.bank.add(question)

    def _options(self, group: list[int]) -> list[tuple[str, int, int]]:
        """Return text, row and column of each option, empty cells at the end left out."""
        fields, row = self.columns.fields, group[0]
        if len(self.columns.options) >= 2:
            cells = _without_letters([self.table.cell(row, c) for c in self.columns.options])
            found = [(t, row, c) for t, c in zip(cells, self.columns.options, strict=True)]
        elif "options" in fields:
            found = []
            for each in group:
                for line in self.table.cell(each, fields["options"]).split("\n"):
                    if line.strip():
                        mark = OPTION.match(line.strip())
                        body = line.strip()[mark.end() :] if mark else line.strip()
                        found.append((body, each, fields["options"]))
        else:
            return []
        while found and not found[-1][0]:
            found.pop()
        return found

    def _answer(self, group: list[int], options: list[tuple[str, int, int]]) -> str:
        """Return the answer; where each option has its own row, a mark beside it counts."""
        cells = [self._cell(row, "answer") for row in group]
        marked = [row for row, cell in zip(group, cells, strict=True) if fold(cell) in _MARKS]
        if len(group) > 1 and marked and all(not c or fold(c) in _MARKS for c in cells):
            right = [i for i, (_, row, _) in enumerate(options) if row in marked]
            return ", ".join(letter(index) for index in right)
        return next((cell for cell in cells if cell), "")

    def _type(self, row: int, options: list[tuple[str, int, int]], answer: str) -> str:
        named = self._cell(row, "type")
        if named:
            return TYPES.get(fold(named), named)
        if any(text for text, _, _ in options):
            return "multiple" if len(letters_of(answer)) > 1 else "single"
        if not answer:
            return "essay"
        if fold(answer) in TRUTHS:
            return "boolean"
        return "number" if _is_number(answer) else "text"

    def _take_fields(self, question: DraftQuestion, row: int) -> None:
        for name, column in self.columns.fields.items():
            value, place = self.table.shown(row, column), self.table.place(row, column)
            if not value:
                continue
            if name in _PLAIN:
                question.put(name, value, place)
            elif name in _NUMBERS:
                question.put(name, value.replace(",", "."), place)
            elif name in _FLAGS:
                question.put(name, YES.get(fold(value), value), place)
            elif name == "difficulty":
                question.put(name, difficulty_of(value), place)
        question.name = self._cell(row, "id")
        if question.name and not is_id(question.name):
            self.bank.lose("name", self._place(row, "id"), question.name)
        topic = self.table.shown(row, self.columns.fields.get("topic")) or self.topic
        if topic:
            question.put(
                "topic",
                self.bank.topic(topic, self._cell(row, "topic_id")),
                self._place(row, "topic"),
            )
        file = self._cell(row, "image")
        if file:
            question.fields["image"] = {"file": file, "alt": self._cell(row, "alt")}
            question.places[("image",)] = self._place(row, "image")

    def _take_answer(
        self, question: DraftQuestion, row: int, options: list[tuple[str, int, int]], answer: str
    ) -> None:
        place = self._place(row, "answer")
        match question.type:
            case "boolean":
                question.put("answer", TRUTHS.get(fold(answer), answer), place)
            case "number":
                question.put("answer", answer.replace(",", "."), place)
            case "text":
                question.fields["answers"] = [a for a in (t for t, _, _ in options) if a] or [
                    answer
                ]
                question.places[("answers",)] = place
            case "order":
                question.fields["items"] = self._ordered(options, answer, row)
            case "match":
                self._take_pairs(question, options)
            case _:
                self._take_choices(question, row, options, answer)

    def _take_choices(
        self, question: DraftQuestion, row: int, options: list[tuple[str, int, int]], answer: str
    ) -> None:
        right = self._right(row, options, answer)
        ids = [id.strip() for id in self._cell(row, "option_ids").split(",")]
        letters = option_ids()
        for index, (text, at, column) in enumerate(options):
            usual = next(letters, "")
            id = ids[index] if len(ids) == len(options) else usual
            correct = None if right is None else index in right
            question.add_option(text, correct=correct, id=id, place=self.table.place(at, column))
        question.fields.setdefault("options", [])

    def _right(self, row: int, options: list[tuple[str, int, int]], answer: str) -> set[int] | None:
        """Return the numbers of the right options: by letter, by number, or by their text.

        None if the answer is none of them, which is reported.
        """
        if not answer:
            return set()
        same = {i for i, (text, _, _) in enumerate(options) if fold(text) == fold(answer)}
        letters = letters_of(answer) or _long_letters(answer)
        numbers = {_letter_number(name) for name in letters}
        if not letters and same:
            return same
        if not letters and answer.isdigit() and 1 <= int(answer[:3]) <= len(options):
            return {int(answer) - 1}
        if not letters or not numbers <= set(range(len(options))):
            if same:
                return same
            self.bank.fault("key.unknown", self._place(row, "answer"), answer=answer[:40])
            return None
        return numbers

    def _ordered(self, options: list[tuple[str, int, int]], answer: str, row: int) -> list[Any]:
        texts = [text for text, _, _ in options]
        letters = letters_of(answer) or _long_letters(answer)
        numbers = [_letter_number(name) for name in letters]
        if not numbers:
            return texts
        if sorted(numbers) != list(range(len(texts))):
            self.bank.fault("key.unknown", self._place(row, "answer"), answer=answer[:40])
            return texts
        return [texts[number] for number in numbers]

    def _take_pairs(self, question: DraftQuestion, options: list[tuple[str, int, int]]) -> None:
        """Take two cells in turn as left and right; an empty left side is an extra right."""
        cells = [*options, ("", *options[-1][1:])] if len(options) % 2 else options
        for (left, row, column), (right, _, _) in zip(cells[::2], cells[1::2], strict=True):
            if left or right:
                question.add_pair(left, right, self.table.place(row, column))

    def _cell(self, row: int, name: str) -> str:
        return self.table.cell(row, self.columns.fields.get(name))

    def _place(self, row: int, name: str) -> Any:
        return self.table.place(row, self.columns.fields.get(name))


def _without_letters(cells: list[str]) -> list[str]:
    """Take off the letters before the options, where every cell has its own."""
    marks = [OPTION.match(cell[:HEAD]) for cell in cells]
    for index, (cell, mark) in enumerate(zip(cells, marks, strict=True)):
        if cell and not (mark and mark[2].upper() == letter(index)):
            return cells
    return [cell[mark.end() :] if mark else "" for cell, mark in zip(cells, marks, strict=True)]


def _is_number(text: str) -> bool:
    return text.replace(",", ".", 1).replace(".", "", 1).lstrip("+-").isdigit()


def _long_letters(answer: str) -> list[str]:
    """Return names such as AA, for more options than letters."""
    names = [name.strip() for name in answer.split(",")]
    fits = all(name.isascii() and name.isalpha() and len(name) <= 2 for name in names)
    return [name.upper() for name in names] if fits and len(names) > 1 else []


def _letter_number(name: str) -> int:
    number = 0
    for char in name:
        number = number * 26 + ord(char) - ord("A") + 1
    return number - 1

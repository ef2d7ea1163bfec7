"""Reads a typed list of questions, line by line: "Câu 1. …", "A. …", "Đáp án: B"."""

from __future__ import annotations

from collections.abc import Sequence

from app.domain.bank_fields import MOST_QUESTIONS
from app.formats.draft_bank import DraftBank, TooMuch
from app.formats.list_lines import Line, split_lines
from app.formats.list_marks import (
    ANSWER_ENTRY,
    ANSWER_ROW,
    ANSWER_TABLE_HEAD,
    FIELDS,
    HEAD,
    HEAD_FIELDS,
    HEADING,
    NUMBER,
    OPTION,
    QUESTION,
    field_of,
)
from app.formats.list_questions import ListOption, ListQuestion, add_question
from app.formats.read_bank import Place

_LONGEST = 20_000


def read_lines(bank: DraftBank, lines: Sequence[Line], *, loose: bool = False) -> None:
    """Put the questions of a list into the draft.

    A `loose` list has no numbers: a question begins after the answer of the
    one before, as in Aiken. A list where nothing is numbered is read so too.
    """
    parts = list(split_lines(lines))
    numbered = any(QUESTION.match(line.text[:HEAD].strip()) for line in parts)
    loose = loose and not numbered
    if not numbered and not any(NUMBER.match(line.text[:HEAD].strip()) for line in parts):
        loose = True
    reader = _Reader(bank, words_only=numbered, loose=loose)
    for line in parts:
        reader.take(line)
    reader.finish()


class _Reader:
    def __init__(self, bank: DraftBank, *, words_only: bool, loose: bool) -> None:
        self.bank = bank
        self.words_only = words_only
        self.loose = loose
        self.current: ListQuestion | None = None
        self.found: list[tuple[ListQuestion, str]] = []
        self.topic = ""
        self.field = "text"
        self.in_answers = False
        self.known: dict[int, str] = {}
        self.after_blank = False
        self.head = ""
        self.continued = 0
        self.sign = ""

    def take(self, line: Line) -> None:
        text = line.text.strip()
        if line.answers:
            self.known.update(line.answers)
        elif not text:
            self.after_blank = not line.joined
            if line.joined and self.current:
                self._continue("")
            elif line.joined and self.head:
                self.bank.head[self.head] += "\n"
        elif not (self._is_answers(text) or self._is_start(text, line)):
            self._take_inside(text, line)
        if text:
            self.after_blank = False

    def finish(self) -> None:
        for question, topic in self.found:
            add_question(self.bank, question, topic, self.known)

    def _is_answers(self, text: str) -> bool:
        complete = not self.current or self.current.complete
        if len(text) < HEAD and complete and ANSWER_TABLE_HEAD.match(text):
            self.in_answers = True
            return True
        row = " ".join(text.split())
        entries = ANSWER_ENTRY.findall(row) if row[-1:].isalpha() and ANSWER_ROW.match(row) else []
        if len(entries) < (1 if self.in_answers else 2) or not self.found:
            return False
        self.known.update({int(number): letter.upper() for number, letter in entries})
        return True

    def _is_start(self, text: str, line: Line) -> bool:
        started = QUESTION.match(text[:HEAD])
        points = started[2] if started else None
        if not started and not self.words_only and not self.loose:
            started = NUMBER.match(text[:HEAD])
            if started and not self._may_start(int(started[1]), started[2]):
                return False
        if started:
            self._start(line, int(started[1]), text[started.end() :])
            if points and self.current:
                self.current.fields["points"] = points
            return True
        heading = HEADING.match(text)
        if heading and not line.joined and (not self.current or self.current.complete):
            self.topic, self.current = heading[1].strip() or text, None
            self._begin("text")
            return True
        return False

    def _may_start(self, number: int, sign: str) -> bool:
        """Whether a plain number begins a question, rather than a statement inside one."""
        self.sign = self.sign or sign
        if sign != self.sign:
            return False
        return not self.current or self.current.complete or number == self.current.number + 1

    def _start(self, line: Line, number: int, text: str) -> None:
        if len(self.found) > MOST_QUESTIONS:
            raise TooMuch(self.bank.unit, Place(line.number, 1))
        self.current = ListQuestion(Place(line.number, 1), number, text)
        self.found.append((self.current, self.topic))
        self.in_answers = False
        self._begin("text")

    def _take_inside(self, text: str, line: Line) -> None:
        place = Place(line.number, 1)
        if self.current and self._is_option(text, line):
            return
        if self._is_field(text, place):
            return
        if self.loose and (not self.current or (self.current.complete and self._is_over(line))):
            self._start(line, 0, text)
        elif self.current and (line.joined or self.field != "answer"):
            self._continue(text)
        elif line.joined and self.head and not self.current:
            self.bank.head[self.head] += f"\n{text}"
        else:
            self.bank.lose("outside_text", place, text)

    def _is_over(self, line: Line) -> bool:
        """Whether a line that is no mark begins the next question of a loose list."""
        answered = self.current is not None and bool(self.current.answers)
        return (answered or self.after_blank) and not line.joined

    def _is_field(self, text: str, place: Place) -> bool:
        if self.current is None:
            head = field_of(text, HEAD_FIELDS)
            if not head or not self.bank.set_head(head[0], head[1].strip()):
                return False
            self.head = head[0]
            return True
        found = field_of(text, FIELDS)
        if not found:
            return False
        name, value = found
        current = self.current
        self.bank.count_entries(1, place)
        if name == "answer":
            current.answers.append(value.strip())
        else:
            current.fields[name] = value
        current.places.setdefault(name, place)
        self._begin(name)
        return True

    def _is_option(self, text: str, line: Line) -> bool:
        found = OPTION.match(text[:HEAD])
        current = self.current
        if not found or current is None:
            return False
        letter = found[2].upper()
        expected = chr(ord("A") + len(current.options))
        self.bank.count_entries(1, current.place)
        if letter != expected:
            if not current.options or ord(letter) > ord(expected) + 3:
                return False
            place = Place(line.number, 1)
            self.bank.fault("list.option_order", place, found=letter, expected=expected)
        lead = len(line.text) - len(line.text.lstrip())
        end = lead + found.end()
        marks = line.marked(lead, end) | line.marked(end, len(line.text))
        starred = bool(found[1] or found[3] or found[4])
        body = text[found.end() :]
        if body.endswith("(*)"):
            body, starred = body[:-3].rstrip(), True
        elif body.startswith("*") and body.count("*") == 1:
            body, starred = body[1:].lstrip(), True
        option = ListOption(letter, body, Place(line.number, 1), marks, starred)
        current.options.append(option)
        self._begin("option")
        return True

    def _begin(self, field: str) -> None:
        self.field, self.continued = field, 0

    def _continue(self, text: str) -> None:
        """Add a line to what the line before began."""
        current = self.current
        if current is None:
            return
        self.continued += len(text) + 1
        if self.continued > _LONGEST:
            # The text is refused for its length already; more of it would only cost time.
            return
        if self.field == "text":
            current.text = f"{current.text}\n{text}" if current.text else text
        elif self.field == "option":
            current.options[-1].text += f"\n{text}"
        elif self.field == "answer":
            current.answers[-1] += f"\n{text}"
        else:
            current.fields[self.field] += f"\n{text}"

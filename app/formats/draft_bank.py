"""Builds a draft question by question, remembering where each stood in the file."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import wraps
from typing import Any, Final

from app.domain.bank_drafts import REFUSED, Steps
from app.domain.bank_fields import MOST_QUESTIONS
from app.domain.bank_losses import Loss, PlaceUnit
from app.domain.bank_problems import Problem
from app.domain.bank_values import is_language
from app.formats.bank_naming import IdMaker, Naming, is_id, option_ids, slugify
from app.formats.bank_source import Source
from app.formats.read_bank import Place, ReadBank, finish, has_errors, in_order

MOST_FAULTS: Final = 2_000
MOST_LOSSES: Final = 20_000
MOST_ENTRIES: Final = 200
"""Options or answers of one question that are read at all; fewer are allowed."""
MOST_ENTRIES_TOGETHER: Final = 200_000
MOST_TAGS: Final = 400_000
_PLAIN_DIFFICULTY: Final = frozenset("12345")


class TooMuch(Exception):
    """A file holds more than any bank may; carries the answer to it."""

    def __init__(self, unit: PlaceUnit, place: Place) -> None:
        super().__init__()
        self.answer = refused("file.too_much", place, unit)


def bounded(read: Callable[[bytes, Source], ReadBank]) -> Callable[[bytes, Source], ReadBank]:
    """Let a reader give up at the first thing that is too much."""

    @wraps(read)
    def stopping(data: bytes, source: Source) -> ReadBank:
        try:
            return read(data, source)
        except TooMuch as error:
            return error.answer

    return stopping


@dataclass(slots=True)
class DraftQuestion:
    """One question as far as it is read; `places` are those inside it that differ from its own."""

    place: Place
    type: str = ""
    text: str = ""
    name: str = ""
    fields: dict[str, Any] = field(default_factory=dict)
    places: dict[Steps, Place] = field(default_factory=dict)

    def put(self, name: str, value: str | None, place: Place | None = None) -> None:
        """Set a field unless the value is empty."""
        if value:
            self.fields[name] = value
            if place:
                self.places[(name,)] = place

    def add_option(
        self, text: str, *, correct: bool | None, id: str = "", place: Place | None = None
    ) -> None:
        """Add an option to choose; without an id it gets the next letter.

        `correct` is None when it has been reported already that nobody can tell.
        """
        options = self.fields.setdefault("options", [])
        if place:
            self.places["options", len(options)] = place
        truth = REFUSED if correct is None else "true" if correct else "false"
        options.append({"id": id, "text": text, "correct": truth})

    def add_pair(self, left: str, right: str, place: Place | None = None) -> None:
        """Add a pair to match, or with an empty left side a right side that belongs to none."""
        name = "pairs" if left.strip() else "extra_right"
        entries = self.fields.setdefault(name, [])
        if place:
            self.places[name, len(entries)] = place
        entries.append({"left": left, "right": right} if left.strip() else right)

    def count_right(self) -> int:
        """Return how many of the options are correct."""
        return sum(option["correct"] == "true" for option in self.fields.get("options", []))


@dataclass(slots=True)
class DraftBank:
    """What a reader has gathered: questions, topics, losses and faults of the file itself.

    With `labels` the names of questions are labels that may repeat.
    """

    naming: Naming
    unit: PlaceUnit = PlaceUnit.LINE
    labels: bool = False
    head: dict[str, Any] = field(default_factory=dict)
    topics: dict[str, str] = field(default_factory=dict)
    questions: list[DraftQuestion] = field(default_factory=list)
    losses: list[Loss] = field(default_factory=list)
    faults: list[Problem] = field(default_factory=list)
    tags_left: int = MOST_TAGS
    entries_left: int = MOST_ENTRIES_TOGETHER
    named: dict[str, str] = field(default_factory=dict)

    def add(self, question: DraftQuestion) -> None:
        """Add a question. Raises TooMuch beyond what a bank can have."""
        if len(self.questions) >= MOST_QUESTIONS:
            raise TooMuch(self.unit, question.place)
        self.questions.append(question)

    def set_head(self, name: str, value: str) -> bool:
        """Set a field of the bank itself; False if the value cannot be meant for it."""
        fits = {"bank": is_id, "language": is_language}.get(name, bool)(value)
        if fits:
            self.head[name] = value
        return fits

    def count_entries(self, count: int, place: Place) -> None:
        """Raise TooMuch at too many options or answers, of one question or together."""
        self.entries_left -= count
        if count > MOST_ENTRIES or self.entries_left < 0:
            raise TooMuch(self.unit, place)

    def count_tags(self, text: str, place: Place) -> None:
        """Raise TooMuch when the texts of a file have more tags than all banks."""
        self.tags_left -= text.count("<") + text.count("&")
        if self.tags_left < 0:
            raise TooMuch(self.unit, place)

    def lose(self, code: str, place: Place, detail: str = "", question: str = "") -> None:
        """Note what cannot be carried over."""
        if len(self.losses) >= MOST_LOSSES:
            raise TooMuch(self.unit, place)
        at = place.column if self.unit is PlaceUnit.CELL else None
        self.losses.append(Loss(code, short(detail), place.line, at, place.part, question))

    def fault(self, code: str, place: Place, **args: str) -> None:
        """Note an error of the file itself."""
        if len(self.faults) >= MOST_FAULTS:
            raise TooMuch(self.unit, place)
        if place.part:
            args["part"] = place.part
        self.faults.append(problem_at(code, place, **args))

    def topic(self, name: str, id: str = "") -> str:
        """Return the id of the topic with this name or id, new if it has not been named before."""
        name = name.strip()
        if not id:
            if name in self.topics:
                return name
            id = self.named.get(name) or slugify(name) or "chu-de"
        self.topics.setdefault(id, name)
        self.named.setdefault(self.topics[id], id)
        return id

    def finish(self, image_exists: Callable[[str], int]) -> ReadBank:
        """Name what has no name, check by the rules of all formats and place the problems."""
        if not self.questions:
            if not has_errors(self.faults):
                self.fault("file.no_questions", Place(1, 1))
            return ReadBank(None, in_order(self.faults), 0, tuple(self.losses), self.unit)
        ids = IdMaker({q.name for q in self.questions if is_id(q.name)}, self.labels)
        rows = [self._row(number, q, ids) for number, q in enumerate(self.questions, start=1)]
        topics = [{"id": id, "title": title or id} for id, title in self.topics.items()]
        naming = self.naming
        draft = {
            "format": "1",
            "bank": naming.slug,
            "title": naming.title,
            "language": naming.language,
            **self.head,
            "topics": topics,
            "questions": rows,
        }
        read = finish(draft, self.faults, place_of=self._place, image_exists=image_exists)
        return ReadBank(
            read.bank, read.problems, read.question_count, tuple(self.losses), self.unit
        )

    def _row(self, number: int, question: DraftQuestion, ids: IdMaker) -> dict[str, Any]:
        fields = dict(question.fields)
        letters = option_ids()
        for option in fields.get("options", []):
            option["id"] = option["id"] or next(letters, "")
        name = ids.make(question.name, question.text, f"cau-{number}")
        return {"id": name, "type": question.type, "text": question.text, **fields}

    def _place(self, steps: Steps, at_key: bool) -> Place:
        if len(steps) < 2 or steps[0] != "questions" or not isinstance(steps[1], int):
            return Place(1, 1)
        question = self.questions[steps[1]]
        rest = steps[2:]
        for length in range(len(rest), 0, -1):
            if rest[:length] in question.places:
                return question.places[rest[:length]]
        return question.place


def problem_at(code: str, place: Place, **args: str) -> Problem:
    """Return an error of the file itself at a place."""
    return Problem((), code, args=args, line=place.line, column=place.column)


def refused(
    code: str, place: Place | None = None, unit: PlaceUnit = PlaceUnit.LINE, **args: str
) -> ReadBank:
    """Return the answer to a file of which nothing can be read."""
    return ReadBank(None, (problem_at(code, place or Place(1, 1), **args),), unit=unit)


def difficulty_of(text: str) -> str:
    """Return 1–5 for the words people use for difficulty; other text unchanged, to be reported."""
    plain = text.strip().casefold()
    return plain if plain in _PLAIN_DIFFICULTY else _DIFFICULTIES.get(plain, text.strip())


_DIFFICULTIES: Final = {
    word: level
    for level, words in {
        "1": ("rất dễ", "very easy", "nb", "nhận biết", "mức 1"),
        "2": ("dễ", "easy", "th", "thông hiểu", "mức 2"),
        "3": ("trung bình", "tb", "vừa", "medium", "vd", "vận dụng", "mức 3"),
        "4": ("khó", "hard", "difficult", "vdc", "vận dụng cao", "mức 4"),
        "5": ("rất khó", "very hard", "very difficult", "mức 5"),
    }.items()
    for word in words
}


def short(text: str) -> str:
    """Return a text fit to be shown in one line of a list."""
    return " ".join(text[:400].split())[:120]

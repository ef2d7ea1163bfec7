"""One question of a typed list: its lines gathered, then made a draft."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from app.domain.text import fold
from app.formats.bank_naming import is_id
from app.formats.draft_bank import DraftBank, DraftQuestion, difficulty_of
from app.formats.list_lines import MARKS
from app.formats.list_marks import TRUTHS, TYPES, YES, letters_of
from app.formats.read_bank import Place

_NUMBER: Final = re.compile(r"[+-]?[0-9]+(?:[.,][0-9]+)?$")
_PAIR: Final = re.compile(r"\s*(?:=>|⇒)\s*")
_FLAGS: Final = ("shuffle", "ignore_case", "ignore_accents")


@dataclass(slots=True)
class ListOption:
    """An option as typed, with the marks that its letter or most of its text has."""

    letter: str
    text: str
    place: Place
    marks: frozenset[str]
    starred: bool


@dataclass(slots=True)
class ListQuestion:
    """What the lines of one question say; `number` is the typed one, 0 if there is none."""

    place: Place
    number: int = 0
    text: str = ""
    options: list[ListOption] = field(default_factory=list)
    fields: dict[str, str] = field(default_factory=dict)
    answers: list[str] = field(default_factory=list)
    places: dict[str, Place] = field(default_factory=dict)

    @property
    def complete(self) -> bool:
        """Whether options or an answer have been seen."""
        return bool(self.options or self.answers)


def add_question(
    bank: DraftBank, found: ListQuestion, topic: str, known: Mapping[int, str]
) -> None:
    """Put a question into the draft; `known` are the answers of a table at the end."""
    if not found.answers and found.number in known:
        found.answers.append(known[found.number])
    question = DraftQuestion(found.place, text=found.text.strip())
    question.type = _type_of(found)
    if question.type == "essay":
        bank.lose("essay", found.place, question.text)
        return
    _take_fields(bank, question, found, topic)
    {
        "boolean": _take_truth,
        "number": _take_number,
        "text": _take_texts,
        "order": _take_order,
        "match": _take_pairs,
    }.get(question.type, _take_choices)(bank, question, found)
    bank.add(question)


def _type_of(found: ListQuestion) -> str:
    named = TYPES.get(fold(found.fields.get("type", "")))
    if named:
        return named
    answer = " ".join(found.answers).strip()
    if found.options:
        return "single"
    if not answer:
        return "essay"
    if fold(answer) in TRUTHS:
        return "boolean"
    if _NUMBER.match(answer):
        return "number"
    return "single" if letters_of(answer) else "text"


def _take_fields(bank: DraftBank, question: DraftQuestion, found: ListQuestion, topic: str) -> None:
    fields = {name: value.strip() for name, value in found.fields.items()}
    for name, value in fields.items():
        place = found.places.get(name, found.place)
        if name in ("explanation", "source", "scoring"):
            question.put(name, value, place)
        elif name == "difficulty":
            question.put(name, difficulty_of(value), place)
        elif name in ("points", "tolerance"):
            question.put(name, value.replace(",", "."), place)
        elif name in _FLAGS:
            question.put(name, YES.get(fold(value), value), place)
    question.name = fields.get("id", "")
    if question.name and not is_id(question.name):
        bank.lose("name", found.places.get("id", found.place), question.name)
    topic = fields.get("topic", topic)
    if topic:
        question.put("topic", bank.topic(" ".join(topic.split()), fields.get("topic_id", "")))
    if "image" in fields:
        question.fields["image"] = {"file": fields["image"], "alt": fields.get("alt", "")}


def _take_choices(bank: DraftBank, question: DraftQuestion, found: ListQuestion) -> None:
    right = _right_letters(bank, found)
    ids = [id.strip() for id in found.fields.get("option_ids", "").split(",")]
    for index, option in enumerate(found.options):
        id = ids[index] if len(ids) == len(found.options) else ""
        correct = None if right is None else option.letter in right
        question.add_option(option.text.strip(), correct=correct, id=id, place=option.place)
    question.fields.setdefault("options", [])
    if question.count_right() > 1 and "type" not in found.fields:
        question.type = "multiple"


def _right_letters(bank: DraftBank, found: ListQuestion) -> set[str] | None:
    """Return the letters of the right options: as written, else starred, else marked.

    None if the answer written is none of them, which is reported.
    """
    letters = {option.letter for option in found.options}
    answer = ", ".join(found.answers).strip()
    if answer:
        named = set(letters_of(answer))
        if named - letters or not named:
            same = {o.letter for o in found.options if fold(o.text) == fold(answer)}
            if not same:
                place = found.places.get("answer", found.place)
                bank.fault("key.unknown", place, answer=answer[:40])
            return same or None
        return named
    starred = {option.letter for option in found.options if option.starred}
    if starred:
        return starred
    for mark in MARKS:
        marked = {option.letter for option in found.options if mark in option.marks}
        if marked and marked != letters:
            return marked
    return set()


def _take_truth(bank: DraftBank, question: DraftQuestion, found: ListQuestion) -> None:
    answer = " ".join(found.answers).strip()
    question.put("answer", TRUTHS.get(fold(answer), answer), found.places.get("answer"))


def _take_number(bank: DraftBank, question: DraftQuestion, found: ListQuestion) -> None:
    answer = " ".join(found.answers).strip().replace(",", ".")
    question.put("answer", answer, found.places.get("answer"))


def _take_texts(bank: DraftBank, question: DraftQuestion, found: ListQuestion) -> None:
    question.fields["answers"] = [answer.strip() for answer in found.answers]


def _take_order(bank: DraftBank, question: DraftQuestion, found: ListQuestion) -> None:
    texts = {option.letter: option.text.strip() for option in found.options}
    letters = letters_of(", ".join(found.answers))
    if letters and sorted(letters) != sorted(texts):
        place = found.places.get("answer", found.place)
        bank.fault("key.unknown", place, answer=", ".join(letters)[:40])
    elif letters:
        texts = {letter: texts[letter] for letter in letters}
    question.fields["items"] = list(texts.values())


def _take_pairs(bank: DraftBank, question: DraftQuestion, found: ListQuestion) -> None:
    for option in found.options:
        parts = _PAIR.split(option.text, maxsplit=1)
        if len(parts) < 2:
            bank.fault("pair.unclear", option.place, text=option.text[:60])
            continue
        question.add_pair(parts[0].strip(), parts[1].strip(), option.place)

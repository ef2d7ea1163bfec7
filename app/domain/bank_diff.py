"""What changed between two versions of a bank, word by word where that helps."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum
from typing import Final

from app.domain.bank_values import plain_decimal
from app.domain.questions import Bank, Key, Option, Question, QuestionType

_PIECES: Final = re.compile(r"\s+|\w+|[^\w\s]")
_MOST_PIECES: Final = 3_000
"""Longer texts are shown whole, old and new: comparing takes time squared."""


class Kind(StrEnum):
    SAME = "same"
    ADDED = "added"
    REMOVED = "removed"


@dataclass(frozen=True, slots=True)
class Part:
    """A stretch of text that both have, or only the new or the old."""

    kind: Kind
    text: str


@dataclass(frozen=True, slots=True)
class Change:
    """One thing that differs: `name` says what, as "text" or "options"; `label` which, as "b".

    Where `is_code` is true, `parts` are words of the format (as "single"), not of people.
    """

    name: str
    label: str
    parts: tuple[Part, ...]
    is_code: bool = False


@dataclass(frozen=True, slots=True)
class Changed:
    """A question that is in both versions and not the same in them."""

    old: tuple[Question, Key]
    new: tuple[Question, Key]

    @property
    def id(self) -> str:
        """The id of the question."""
        return self.new[0].id

    def changes(self) -> tuple[Change, ...]:
        """Everything that differs, in the order in which a question is read."""
        return tuple(_changes(_features(*self.old), _features(*self.new)))


@dataclass(frozen=True, slots=True)
class BankDiff:
    """From an old to a new version; questions in the order of the bank that has them.

    `head` is what changed of the bank itself; `moved` whether questions that both have
    stand in another order.
    """

    head: tuple[Change, ...]
    added: tuple[Question, ...]
    removed: tuple[Question, ...]
    changed: tuple[Changed, ...]
    moved: bool

    @property
    def is_empty(self) -> bool:
        """Whether the two say the same."""
        return not (self.head or self.added or self.removed or self.changed or self.moved)


def compare_banks(old: Bank, new: Bank) -> BankDiff:
    """Compare two versions; questions are the same when their ids are."""
    before = {question.id: question for question in old.questions}
    after = {question.id: question for question in new.questions}
    pairs = [(before[id], after[id]) for id in after if id in before]
    return BankDiff(
        head=tuple(_changes(_head(old), _head(new))),
        added=tuple(question for id, question in after.items() if id not in before),
        removed=tuple(question for id, question in before.items() if id not in after),
        changed=tuple(
            Changed((one, old.keys[one.id]), (two, new.keys[two.id]))
            for one, two in pairs
            if one != two or old.keys[one.id] != new.keys[two.id]
        ),
        moved=[id for id in before if id in after] != [id for id in after if id in before],
    )


def compare_words(old: str, new: str) -> tuple[Part, ...]:
    """Return how one text became the other, in whole words; joined, the parts give both."""
    a, b = _PIECES.findall(old), _PIECES.findall(new)
    if len(a) + len(b) > _MOST_PIECES:
        whole = [Part(Kind.REMOVED, old), Part(Kind.ADDED, new)]
        return tuple(whole) if old != new else (Part(Kind.SAME, old),)
    found: list[Part] = []
    for tag, a0, a1, b0, b1 in SequenceMatcher(None, a, b, autojunk=False).get_opcodes():
        if tag == "equal":
            found.append(Part(Kind.SAME, "".join(a[a0:a1])))
            continue
        found.append(Part(Kind.REMOVED, "".join(a[a0:a1])))
        found.append(Part(Kind.ADDED, "".join(b[b0:b1])))
    return _smooth(part for part in found if part.text)


def _smooth(parts: Iterator[Part]) -> tuple[Part, ...]:
    """Join changes that only a blank keeps apart: three words changed are one change."""
    found: list[Part] = []
    removed = added = ""
    for part in parts:
        if part.kind is Kind.REMOVED:
            removed += part.text
        elif part.kind is Kind.ADDED:
            added += part.text
        elif part.text.isspace() and (removed or added):
            removed, added = removed + part.text, added + part.text
        else:
            found += _settled(removed, added)
            removed = added = ""
            found.append(part)
    return (*found, *_settled(removed, added))


def _settled(removed: str, added: str) -> list[Part]:
    """A removed and an added stretch, without the blanks that both end in."""
    blank = ""
    while removed and added and removed[-1] == added[-1] and removed[-1].isspace():
        blank, removed, added = removed[-1] + blank, removed[:-1], added[:-1]
    parts = (Part(Kind.REMOVED, removed), Part(Kind.ADDED, added), Part(Kind.SAME, blank))
    return [part for part in parts if part.text]


Features = Mapping[tuple[str, str], str]
_CODES: Final = frozenset({"type", "scoring", "shuffle", "truth", "ignore_case", "ignore_accents"})


def _changes(old: Features, new: Features) -> Iterator[Change]:
    names = [*new, *(name for name in old if name not in new)]
    for name, label in names:
        before, after = old.get((name, label), ""), new.get((name, label), "")
        if before == after:
            continue
        is_code = name in _CODES
        whole = (Part(Kind.REMOVED, before), Part(Kind.ADDED, after))
        parts = tuple(p for p in whole if p.text) if is_code else compare_words(before, after)
        yield Change(name, label, parts, is_code)


def _head(bank: Bank) -> Features:
    return {
        ("title", ""): bank.title,
        ("description", ""): bank.description or "",
        ("licence", ""): bank.licence or "",
        ("language", ""): bank.language,
        **{("topics", topic.id): topic.title for topic in bank.topics},
    }


def _features(question: Question, key: Key) -> Features:
    """Return all that there is to a question as texts, under name and label."""
    image = question.image
    found = {
        ("type", ""): question.type.value,
        ("text", ""): question.text,
        ("topic", ""): question.topic or "",
        ("difficulty", ""): str(question.difficulty or ""),
        ("points", ""): plain_decimal(question.points),
        ("image", ""): f"{image.file} ({image.alt})" if image else "",
        **_answers(question, key),
        ("explanation", ""): key.explanation or "",
        ("source", ""): key.source or "",
    }
    names = {option.id: option.text for option in _sides(question)}
    for language, words in question.translations.items():
        lines = [
            words.text,
            *(f"{names.get(id, id)}: {text}" for id, text in words.options.items()),
        ]
        lines.append(key.explanations.get(language, ""))
        found["translation", language] = "\n".join(line for line in lines if line)
    return found


def _answers(question: Question, key: Key) -> dict[tuple[str, str], str]:
    match question.type:
        case QuestionType.SINGLE | QuestionType.MULTIPLE:
            right = [option.id for option in question.options if option.id in key.options]
            found = {("options", option.id): option.text for option in question.options}
            found["key", ""] = ", ".join(right)
            found["scoring", ""] = key.scoring.value if question.type.value == "multiple" else ""
            found["order_of_options", ""] = " ".join(option.id for option in question.options)
            found["shuffle", ""] = str(question.shuffle).lower()
            return found
        case QuestionType.BOOLEAN:
            return {("truth", ""): str(key.truth).lower()}
        case QuestionType.NUMBER:
            number = "" if key.number is None else plain_decimal(key.number)
            return {("number", ""): number, ("tolerance", ""): plain_decimal(key.tolerance)}
        case QuestionType.TEXT:
            return {
                ("texts", ""): "\n".join(key.texts),
                ("ignore_case", ""): str(key.ignore_case).lower(),
                ("ignore_accents", ""): str(key.ignore_accents).lower(),
            }
        case _:
            return _arranged(question, key)


def _arranged(question: Question, key: Key) -> dict[tuple[str, str], str]:
    names = {option.id: option.text for option in _sides(question)}
    if question.type is QuestionType.ORDER:
        return {("order", ""): "\n".join(names[id] for id in key.order)}
    pairs = sorted(f"{names[left]} → {names[right]}" for left, right in key.pairs.items())
    used = set(key.pairs.values())
    extra = sorted(option.text for option in question.rights if option.id not in used)
    return {("pairs", ""): "\n".join(pairs), ("extra_right", ""): "\n".join(extra)}


def _sides(question: Question) -> tuple[Option, ...]:
    return (*question.options, *question.lefts, *question.rights)

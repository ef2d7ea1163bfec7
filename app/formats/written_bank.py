"""A bank written in some format, and what that format could not carry.

The losses are found by reading the written bytes again and comparing, so
that a writer cannot drop anything silently.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from app.domain.bank_losses import Loss
from app.domain.questions import Bank, Key, MultipleScoring, Question, QuestionType
from app.domain.text import collapse_spaces
from app.formats.bank_naming import Naming
from app.formats.bank_source import Source
from app.formats.draft_bank import short
from app.formats.read_bank import ReadBank

Reader = Callable[[bytes, Source], ReadBank]


@dataclass(frozen=True, slots=True)
class WrittenBank:
    """The bytes of a file and all that is in the bank but not in the file."""

    data: bytes
    losses: tuple[Loss, ...]


def written(bank: Bank, data: bytes, read: Reader, *, left_out: Sequence[Loss] = ()) -> WrittenBank:
    """Return the file with its losses; `left_out` names the questions that are not in it."""
    missing = {loss.question for loss in left_out}
    kept = [question for question in bank.questions if question.id not in missing]
    if not kept:
        return WrittenBank(data, (*left_out, *_head(bank, None)))
    back = read(data, Source(_other_naming(bank), image_exists=lambda file: True))
    if back.bank is None or len(back.bank.questions) != len(kept):
        detail = back.problems[0].code if back.problems else ""
        return WrittenBank(data, (*left_out, Loss("unreadable", detail)))
    found = [*_head(bank, back.bank), *_topics(bank, back.bank, kept)]
    for question, other in zip(kept, back.bank.questions, strict=True):
        found += _question(question, bank.keys[question.id], other, back.bank.keys[other.id])
    return WrittenBank(data, (*left_out, *found))


def leave_out(question: Question, code: str = "question.left_out") -> Loss:
    """Return the loss of a whole question that a format has no way to ask."""
    detail = question.type.value if code == "question.left_out" else short(question.text)
    return Loss(code, detail, question=question.id)


def _other_naming(bank: Bank) -> Naming:
    """Name the bank as it is not named, to see what the file itself says."""
    return Naming("a" if bank.slug != "a" else "b", "A" if bank.title != "A" else "B", "vi")


def _head(bank: Bank, back: Bank | None) -> Iterator[Loss]:
    for name in ("slug", "title", "language", "description", "licence"):
        value = getattr(bank, name)
        if (back is None and value) or (back is not None and getattr(back, name) != value):
            yield Loss(f"bank.{name}", short(str(value)))


def _topics(bank: Bank, back: Bank, kept: Sequence[Question]) -> Iterator[Loss]:
    known = {(topic.id, topic.title) for topic in back.topics}
    for topic in bank.topics:
        if (topic.id, topic.title) not in known:
            yield Loss("bank.topic", f"{topic.id}: {short(topic.title)}")


def _question(question: Question, key: Key, other: Question, back: Key) -> Iterator[Loss]:
    ours, theirs = _features(question, key), _features(other, back)
    for code, value in ours.items():
        if theirs[code] != value:
            yield Loss(f"question.{code}", _told(value), question=question.id)


def _told(value: Any) -> str:
    if isinstance(value, dict):
        return ", ".join(value)
    return short(", ".join(map(str, value)) if isinstance(value, tuple) else str(value))


def _features(question: Question, key: Key) -> dict[str, Any]:
    """Return what there is to carry of a question, under the code of its loss."""
    image = question.image
    return {
        "id": question.id,
        "type": question.type.value,
        "text": question.text,
        "topic": question.topic,
        "difficulty": question.difficulty,
        "points": question.points,
        "option_ids": _option_ids(question),
        "answers": _answers(question, key),
        "scoring": _scoring(question, key),
        "tolerance": key.tolerance,
        "ignore_case": key.ignore_case,
        "ignore_accents": key.ignore_accents,
        "shuffle": question.shuffle,
        "image": f"{image.file} ({image.alt})" if image else None,
        "explanation": key.explanation,
        "source": key.source,
        "translations": {
            language: (words.text, dict(words.options), key.explanations.get(language))
            for language, words in question.translations.items()
        },
    }


def _scoring(question: Question, key: Key) -> str:
    """Return the rule of scoring; with one right option, or none wrong, two rules are the same."""
    alike = len(key.options) == 1 or len(key.options) == len(question.options)
    if alike and key.scoring is MultipleScoring.RIGHT_MINUS_WRONG:
        return MultipleScoring.PARTIAL.value
    return key.scoring.value


def _option_ids(question: Question) -> tuple[str, ...]:
    chosen = question.type in (QuestionType.SINGLE, QuestionType.MULTIPLE)
    return tuple(option.id for option in question.options) if chosen else ()


def _answers(question: Question, key: Key) -> tuple[Any, ...]:
    """Return the options with what is right about them, ids aside."""
    texts = {o.id: o.text for o in (*question.options, *question.lefts, *question.rights)}
    match question.type:
        case QuestionType.SINGLE | QuestionType.MULTIPLE:
            return tuple(f"{'*' if o.id in key.options else ''}{o.text}" for o in question.options)
        case QuestionType.ORDER:
            return tuple(texts[id] for id in key.order)
        case QuestionType.MATCH:
            pairs = sorted(f"{texts[left]} → {texts[right]}" for left, right in key.pairs.items())
            return (*pairs, *sorted(option.text for option in question.rights))
        case _:
            return (key.truth, key.number, *key.texts)


def comparable(question: Question, key: Key) -> tuple[Any, ...]:
    """Return type, text and answers of a question, each run of blanks as one space."""
    features = _features(question, key)
    answers = tuple(
        collapse_spaces(part) if isinstance(part, str) else part for part in features["answers"]
    )
    return features["type"], collapse_spaces(question.text), answers

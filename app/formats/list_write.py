"""Writes questions as the lines of a typed list, and says which a list cannot tell apart."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace

from app.domain.bank_values import plain_decimal
from app.domain.questions import Bank, Key, MultipleScoring, Question, QuestionType
from app.domain.text import collapse_spaces
from app.formats.bank_naming import Naming, letter, option_ids, slugify
from app.formats.bank_source import Source
from app.formats.draft_bank import DraftBank
from app.formats.list_lines import Line
from app.formats.question_list import read_lines
from app.formats.written_bank import comparable

_TYPE_WORDS = {
    QuestionType.MULTIPLE: "nhiều lựa chọn",
    QuestionType.NUMBER: "điền số",
    QuestionType.TEXT: "điền chữ",
    QuestionType.ORDER: "sắp xếp",
    QuestionType.MATCH: "ghép cặp",
}


def lines_of(number: int, question: Question, key: Key, topics: dict[str, str]) -> Iterator[str]:
    """Give the paragraphs of a question; line breaks inside one stay inside."""
    yield f"Câu {number}. {question.text}"
    for index, text in enumerate(option_texts(question, key)):
        yield f"{letter(index)}. {text}"
    if question.type in _TYPE_WORDS:
        yield f"Loại: {_TYPE_WORDS[question.type]}"
    yield from (f"Đáp án: {text}" for text in answer_texts(question, key))
    for name, value in _fields(question, key, topics).items():
        if value:
            yield f"{name}: {value}"


def option_texts(question: Question, key: Key) -> list[str]:
    """Return what stands under the letters A, B, C … of a question."""
    texts = {o.id: o.text for o in (*question.options, *question.lefts, *question.rights)}
    if question.type is QuestionType.ORDER:
        return [texts[id] for id in key.order]
    if question.type is not QuestionType.MATCH:
        return [option.text for option in question.options]
    extra = [o.text for o in question.rights if o.id not in key.pairs.values()]
    pairs = [f"{o.text} => {texts[key.pairs[o.id]]}" for o in question.lefts]
    return pairs + [f"=> {text}" for text in extra]


def answer_texts(question: Question, key: Key) -> list[str]:
    """Return the answers of a question, one a line: letters, a truth, a number or words."""
    match question.type:
        case QuestionType.SINGLE | QuestionType.MULTIPLE:
            right = [letter(i) for i, o in enumerate(question.options) if o.id in key.options]
            return [", ".join(right)]
        case QuestionType.BOOLEAN:
            return ["Đúng" if key.truth else "Sai"]
        case QuestionType.NUMBER:
            return [plain_decimal(key.number)] if key.number is not None else []
        case QuestionType.TEXT:
            return list(key.texts)
        case QuestionType.ORDER:
            return [", ".join(letter(i) for i in range(len(key.order)))]
        case _:
            return []


def own_option_ids(question: Question) -> str:
    """Return the ids of the options where they are not simply a, b, c …; else an empty string."""
    ids = [option.id for option in question.options]
    if question.type not in (QuestionType.SINGLE, QuestionType.MULTIPLE):
        return ""
    usual = [id for id, _ in zip(option_ids(), ids, strict=False)]
    return "" if ids == usual else ", ".join(ids)


def own_topic_id(question: Question, topics: dict[str, str]) -> str:
    """Return the id of the topic where its title would make another one."""
    id = question.topic
    return id if id and slugify(topics[id]) != id else ""


def _fields(question: Question, key: Key, topics: dict[str, str]) -> dict[str, str | None]:
    image = question.image
    partial = key.scoring is not MultipleScoring.ALL_OR_NOTHING
    return {
        "Sai số": plain_decimal(key.tolerance) if key.tolerance else None,
        "Bỏ qua hoa thường": None if key.ignore_case else "không",
        "Bỏ qua dấu": "có" if key.ignore_accents else None,
        "Xáo trộn": None if question.shuffle else "không",
        "Cách chấm": key.scoring.value if partial else None,
        "Mã phương án": own_option_ids(question),
        "Mã": question.id,
        "Chủ đề": topics[question.topic] if question.topic else None,
        "Mã chủ đề": own_topic_id(question, topics),
        "Độ khó": str(question.difficulty) if question.difficulty else None,
        "Điểm": plain_decimal(question.points) if question.points != 1 else None,
        "Giải thích": key.explanation,
        "Nguồn": key.source,
        "Hình": image.file if image else None,
        "Mô tả hình": image.alt if image else None,
    }


def stands_alone(
    bank: Bank, question: Question, lines: Callable[[Question], list[str]], *, loose: bool
) -> bool:
    """Whether the lines of a question are read as that question, blanks aside."""
    draft = DraftBank(Naming("a", "A"))
    read_lines(draft, [Line(text, 1) for text in lines(question)], loose=loose)
    back = draft.finish(Source(draft.naming, image_exists=lambda file: True).image_exists)
    if back.bank is None or len(back.bank.questions) != 1 or draft.losses:
        return False
    # Items and sides have ids made of the question's, so that both are given the same.
    (other,) = back.bank.questions
    other_key = back.bank.keys[other.id]
    ours = comparable(question, bank.keys[question.id])
    return ours == comparable(replace(other, id=question.id), other_key)


def one_line(text: str) -> str:
    """Return a text for formats whose texts are single lines."""
    return collapse_spaces(text)

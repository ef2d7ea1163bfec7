"""Lays a bank out as a table: our template, which all spreadsheet formats share."""

from __future__ import annotations

from typing import Final

from app.domain.bank_values import plain_decimal
from app.domain.questions import Bank, Key, MultipleScoring, Question, QuestionType, QuestionWords
from app.formats.bank_naming import letter
from app.formats.list_write import answer_texts, own_option_ids, own_topic_id

FEWEST_OPTIONS: Final = 4
ALWAYS: Final = (
    "Mã", "Loại", "Chủ đề", "Độ khó", "Điểm", "Câu hỏi", "Đáp án", "Giải thích", "Nguồn",
)  # fmt: skip
_BEFORE_OPTIONS: Final = ALWAYS[:6]
_TYPE_WORDS: Final = {
    QuestionType.SINGLE: "một lựa chọn",
    QuestionType.MULTIPLE: "nhiều lựa chọn",
    QuestionType.BOOLEAN: "đúng sai",
    QuestionType.NUMBER: "điền số",
    QuestionType.TEXT: "điền chữ",
    QuestionType.ORDER: "sắp xếp",
    QuestionType.MATCH: "ghép cặp",
}

Row = dict[str, str]


def table_of(bank: Bank, *, topic_ids: bool) -> list[list[str]]:
    """Return the rows of the table, the headings first.

    `topic_ids` asks for a column of their own, where no sheet of topics goes with the table.
    """
    names = topic_names(bank)
    rows = [_row(question, bank.keys[question.id], names) for question in bank.questions]
    for question, row in zip(bank.questions if topic_ids else (), rows, strict=False):
        row["Mã chủ đề"] = own_topic_id(question, names)
    used = {name for row in rows for name, value in row.items() if value}
    headings = _headings(used, bank)
    return [headings, *([row.get(name, "") for name in headings] for row in rows)]


def topic_names(bank: Bank) -> dict[str, str]:
    """Return what to call each topic: by its title if that is clear, else by its id."""
    titles = [topic.title for topic in bank.topics]
    ids = {topic.id for topic in bank.topics}
    clear = len(set(titles)) == len(titles) and ids.isdisjoint(titles)
    return {topic.id: topic.title if clear else topic.id for topic in bank.topics}


def _headings(used: set[str], bank: Bank) -> list[str]:
    widest = max(
        (number for question in bank.questions for number in [_width(question, bank)]), default=0
    )
    letters = [letter(index) for index in range(max(widest, FEWEST_OPTIONS))]
    extra = [
        name
        for name in (
            "Hình", "Mô tả hình", "Xáo trộn", "Cách chấm", "Sai số",
            "Bỏ qua hoa thường", "Bỏ qua dấu", "Mã phương án", "Mã chủ đề",
        )
        if name in used
    ]  # fmt: skip
    languages = sorted({lang for question in bank.questions for lang in question.translations})
    words = [
        f"{name} ({language})"
        for language in languages
        for name in ("Câu hỏi", *letters, "Giải thích")
        if f"{name} ({language})" in used
    ]
    return [*_BEFORE_OPTIONS, *letters, *ALWAYS[6:], *extra, *words]


def _width(question: Question, bank: Bank) -> int:
    return len(_cells(question, bank.keys[question.id], None))


def _row(question: Question, key: Key, topics: dict[str, str]) -> Row:
    image = question.image
    partial = key.scoring is not MultipleScoring.ALL_OR_NOTHING
    in_cells = question.type in (QuestionType.TEXT, QuestionType.MATCH)
    return {
        "Mã": question.id,
        "Loại": _TYPE_WORDS[question.type],
        "Chủ đề": topics[question.topic] if question.topic else "",
        "Độ khó": str(question.difficulty or ""),
        "Điểm": plain_decimal(question.points),
        "Câu hỏi": question.text,
        **{letter(i): text for i, text in enumerate(_cells(question, key, None))},
        "Đáp án": "" if in_cells else answer_texts(question, key)[0],
        "Giải thích": key.explanation or "",
        "Nguồn": key.source or "",
        "Hình": image.file if image else "",
        "Mô tả hình": image.alt if image else "",
        "Xáo trộn": "" if question.shuffle else "không",
        "Cách chấm": key.scoring.value if partial else "",
        "Sai số": plain_decimal(key.tolerance) if key.tolerance else "",
        "Bỏ qua hoa thường": "" if key.ignore_case else "không",
        "Bỏ qua dấu": "có" if key.ignore_accents else "",
        "Mã phương án": own_option_ids(question),
        **_words(question, key),
    }


def _words(question: Question, key: Key) -> Row:
    row: Row = {}
    for language, words in question.translations.items():
        row[f"Câu hỏi ({language})"] = words.text
        row[f"Giải thích ({language})"] = key.explanations.get(language, "")
        if question.type is not QuestionType.TEXT:
            for index, text in enumerate(_cells(question, key, words)):
                row[f"{letter(index)} ({language})"] = text
    return row


def _cells(question: Question, key: Key, words: QuestionWords | None) -> list[str]:
    """Return what stands under the letters, in the words of one language."""
    texts = {o.id: o.text for o in (*question.options, *question.lefts, *question.rights)}
    if words is not None:
        texts = {id: words.options.get(id, "") for id in texts}
    match question.type:
        case QuestionType.TEXT:
            return list(key.texts)
        case QuestionType.ORDER:
            return [texts[id] for id in key.order]
        case QuestionType.MATCH:
            used = set(key.pairs.values())
            pairs = [(texts[o.id], texts[key.pairs[o.id]]) for o in question.lefts]
            pairs += [("", texts[o.id]) for o in question.rights if o.id not in used]
            return [text for pair in pairs for text in pair]
        case _:
            return [texts[option.id] for option in question.options]

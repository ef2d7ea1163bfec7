"""The words by which a typed list of questions says what a line is, in Vietnamese or English."""

from __future__ import annotations

import re
from typing import Final

from app.domain.text import fold

QUESTION: Final = re.compile(
    r"(?:câu|cau|question|bài)\s*(?:hỏi|hoi)?\s*(?:số\s*)?([0-9]{1,5})"
    r"(?:\s*[(\[]\s*([0-9]+(?:[.,][0-9]+)?)\s*(?:điểm|đ|points?|pts?)\s*[)\]])?"
    r"\s*(?:[.:)/–-]|(?=\s|$))\s*",
    re.IGNORECASE,
)
NUMBER: Final = re.compile(r"([0-9]{1,5})\s*([.)/])\s+")
OPTION: Final = re.compile(r"(\*\s*)?([A-Za-z])(\*?)\s*(?:[.)/]|:(?=\s))(\*?)\s*")
_NEXT_OPTION: Final = re.compile(r"(?<=\S)([ \t]++)(?=(?:\*\s*)?([A-Z])\*?\s*[.)/])")
HEAD: Final = 300
"""How many characters of a line are looked at for marks."""
HEADING: Final = re.compile(
    r"(?:phần|chương|chủ đề|chuyên đề|mục|part|chapter)\s+(?:[0-9]{1,3}|[IVXLC]{1,6})\s*[.:–-]?\s*"
    r"(.*)$",
    re.IGNORECASE,
)
ANSWER_TABLE_HEAD: Final = re.compile(
    r"\W*(?:bảng\s+|phần\s+)?(?:đáp\s*án|answer\s*key|answers)(?:\s+(?:đề|tham|môn|trắc).{0,60})?\W*$",
    re.IGNORECASE,
)
_ENTRY: Final = r"(?:câu\s*)?[0-9]{1,5}\s*[-.:)–=]?\s*[A-Z]"
ANSWER_ROW: Final = re.compile(rf"\s*{_ENTRY}(?:[\s,;|]+{_ENTRY})*[\s,;|.]*$", re.IGNORECASE)
ANSWER_ENTRY: Final = re.compile(r"([0-9]{1,5})\s*[-.:)–=]?\s*([A-Z])", re.IGNORECASE)

_BARE_ANSWER: Final = re.compile(
    r"(?:đáp\s*án|chọn(?:\s+đáp\s*án)?|answer)(?:\s+đúng)?(?:\s+là)?\s+([A-Z])\s*[.)]?$",
    re.IGNORECASE,
)
_FIELD: Final = re.compile(r"([^\W\d_][^:：.]{0,40}?)\s*[:：]\s*", re.UNICODE)
_WORDS: Final = {
    "answer": "dap an|dap an dung|da|answer|answers|key|correct answer|tra loi|tra loi dung"
    "|phuong an dung|cau tra loi dung|dap an la|ответ",
    "explanation": "giai thich|huong dan giai|huong dan|loi giai|explanation|ly giai",
    "source": "nguon|can cu|source|tham khao|can cu phap ly",
    "topic": "chu de|topic|linh vuc|chuyen de",
    "topic_id": "ma chu de|topic id",
    "difficulty": "do kho|muc do|difficulty|level|muc",
    "points": "diem|so diem|points|point|score",
    "id": "ma|ma cau|ma cau hoi|id",
    "type": "loai|loai cau hoi|type|dang",
    "tolerance": "sai so|tolerance",
    "shuffle": "xao tron|shuffle",
    "scoring": "cach cham|scoring",
    "ignore_case": "bo qua hoa thuong|ignore case",
    "ignore_accents": "bo qua dau|ignore accents",
    "image": "hinh|image|anh",
    "alt": "mo ta hinh|alt",
    "option_ids": "ma phuong an|option ids",
}
_HEAD_WORDS: Final = {
    "bank": "ngan hang|ma ngan hang|bank",
    "title": "ten ngan hang|title|tieu de",
    "language": "ngon ngu|language",
    "description": "mo ta|description",
    "licence": "giay phep|licence|license",
}
FIELDS: Final = {word: name for name, words in _WORDS.items() for word in words.split("|")}
HEAD_FIELDS: Final = {
    word: name for name, words in _HEAD_WORDS.items() for word in words.split("|")
}
TYPES: Final = {
    word: kind
    for kind, words in {
        "single": "single|mot lua chon|trac nghiem",
        "multiple": "multiple|nhieu lua chon",
        "boolean": "boolean|dung sai|dung/sai|true/false",
        "number": "number|so|dien so",
        "text": "text|dien chu|dien tu|tra loi ngan|short answer",
        "order": "order|sap xep|sap thu tu",
        "match": "match|matching|ghep|ghep cap|ghep doi",
        "essay": "essay|tu luan",
    }.items()
    for word in words.split("|")
}
TRUTHS: Final = {"dung": "true", "true": "true", "sai": "false", "false": "false"}
YES: Final = {"co": "true", "yes": "true", "khong": "false", "no": "false", **TRUTHS}
_LETTERS: Final = re.compile(r"[A-Za-z](?:(?:\s*[,;&+/]\s*|\s+(?:và\s+|and\s+)?)[A-Za-z])*\.?$")
_ANSWER_WORDS: Final = re.compile(
    r"^(?:phương án|đáp án|câu|chọn|ý|option|answer|choice)\s+(?=[A-Za-z]\b)", re.IGNORECASE
)
_TOGETHER: Final = re.compile(r"[A-Z]{2,10}\.?$")


def field_of(text: str, table: dict[str, str]) -> tuple[str, str] | None:
    """Return name and value of a line such as "Đáp án: B" whose words are in the table."""
    found = _FIELD.match(text[:HEAD])
    if not found:
        bare = _BARE_ANSWER.match(text[:HEAD]) if table is FIELDS else None
        return ("answer", bare[1]) if bare else None
    name = table.get(fold(found[1]).strip())
    return (name, text[found.end() :]) if name else None


def letters_of(text: str) -> list[str]:
    """Return the letters, in capitals, that an answer consists of; none if it says more."""
    text = _ANSWER_WORDS.sub("", text[: HEAD + 1].strip().strip("()[]"))
    if len(text) > HEAD:
        return []
    if _LETTERS.match(text) or _TOGETHER.match(text):
        plain = re.sub(r"\b(?:và|and)\b", " ", text)
        return [char.upper() for char in plain if char.isascii() and char.isalpha()]
    found = re.match(r"([A-Z])\s*[.):]\s+\S", text)
    return [found[1]] if found else []


def option_starts(text: str) -> list[int]:
    """Return where the options of one line begin: those after a tab or blanks, in order A, B, C.

    A single blank counts only in a line that runs from A to at least C, or after a tab.
    """
    first = OPTION.match(text[:HEAD])
    if not first:
        return []
    starts, expected = [0], ord(first[2].upper()) + 1
    loose = []
    for found in _NEXT_OPTION.finditer(text, first.end()):
        if ord(found[2]) == expected:
            starts.append(found.end())
            loose.append(found[1] == " ")
            expected += 1
    if any(loose) and len(starts) < 3:
        return [0]
    return starts

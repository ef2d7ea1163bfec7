"""Recognises the columns of a question table by their headings, in Vietnamese or English."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import zip_longest
from typing import Final

from app.domain.text import fold

SEARCHED_ROWS: Final = 30
_NAMES: Final = {
    "text": "cau hoi|noi dung cau hoi|noi dung|question|question text|de bai|cau dan|cau hoi (vi)",
    "answer": "dap an|dap an dung|answer|answers|key|correct|correct answer|tra loi|da|dap an chuan"
    "|phuong an dung|cau tra loi dung|dap an dung nhat|right answer|dung",
    "topic_id": "ma chu de|topic id",
    "topic": "chu de|topic|linh vuc|chuyen de|phan|category|mang kien thuc",
    "difficulty": "do kho|muc do|difficulty|level|muc do kho|muc do nhan thuc",
    "points": "diem|so diem|points|point|score|marks",
    "explanation": "giai thich|explanation|huong dan|loi giai|huong dan giai|giai thich dap an"
    "|ly giai",
    "source": "nguon|source|can cu|tham khao|can cu phap ly|nguon trich dan|can cu, nguon"
    "|reference|van ban tham chieu|trich dan",
    "id": "ma|ma cau|ma cau hoi|id|code|question id",
    "type": "loai|loai cau hoi|type|dang|question type|dang cau hoi",
    "option_ids": "ma phuong an|option ids",
    "tolerance": "sai so|tolerance",
    "shuffle": "xao tron|xao|shuffle",
    "scoring": "cach cham|scoring",
    "ignore_case": "bo qua hoa thuong|ignore case",
    "ignore_accents": "bo qua dau|ignore accents",
    "image": "hinh|hinh anh|anh|image|picture|file hinh",
    "alt": "mo ta hinh|alt|image description",
    "number": "stt|tt|no|no.|#|so tt|so thu tu|thu tu|cau|cau so",
    "options": "phuong an|cac phuong an|options|lua chon|cac lua chon|cau tra loi|phuong an tra loi"
    "|phuong an lua chon|choices|dap an lua chon",
}
_BY_NAME: Final = {word: name for name, words in _NAMES.items() for word in words.split("|")}
_OPTION: Final = re.compile(
    r"(?:phuong an(?: tra loi)?|dap an|lua chon|option|choice|answer|cau tra loi|tra loi|pa|y)?"
    r"\s*\(?([a-z]{1,2}|[0-9]{1,2})\)?[.)]?",
)
_LANGUAGE: Final = re.compile(r"(.*\S)\s*\(([a-z]{2,3}(?:-[a-z0-9]{2,8})?)\)")
_LANGUAGES: Final = frozenset(("en", "ru", "fr", "zh", "lo", "km", "de", "ja", "ko"))


@dataclass(slots=True)
class Columns:
    """Which column holds what, counted from 0; `options` in order.

    `words` are the columns of other languages: language -> (name or option number) -> column.
    """

    row: int
    fields: dict[str, int] = field(default_factory=dict)
    options: list[int] = field(default_factory=list)
    words: dict[str, dict[str | int, int]] = field(default_factory=dict)
    unknown: dict[int, str] = field(default_factory=dict)

    @property
    def fits(self) -> bool:
        """Whether this can be the head of a question table."""
        has_options = len(self.options) >= 2 or "options" in self.fields
        return "text" in self.fields and (has_options or "answer" in self.fields)


def find_columns(rows: Sequence[Sequence[str]]) -> Columns | None:
    """Return the columns by the first row that reads like a head, or None."""
    for number, row in enumerate(rows[:SEARCHED_ROWS]):
        columns = _columns(number, row)
        below = _below(columns, rows)
        if below.fits:
            return below
    return None


def _below(columns: Columns, rows: Sequence[Sequence[str]]) -> Columns:
    """Return the columns of two heading rows where the letters stand in the second one."""
    number = columns.row + 1
    if "text" not in columns.fields or len(columns.options) >= 2 or number >= len(rows):
        return columns
    under = _columns(number, rows[number])
    if len(under.options) < 2 or "text" in under.fields:
        return columns
    both = zip_longest(rows[columns.row], rows[number], fillvalue="")
    return _columns(number, [lower.strip() or upper for upper, lower in both])


def _columns(number: int, row: Sequence[str]) -> Columns:
    found = Columns(number)
    options: dict[int, int] = {}
    for index, heading in enumerate(row):
        plain = fold(heading[:200]).strip(" .:*").strip()
        if not plain:
            continue
        language = ""
        spoken = _LANGUAGE.fullmatch(plain)
        if spoken and (spoken[2].partition("-")[0] in _LANGUAGES):
            plain, language = spoken[1], heading.strip().rpartition("(")[2].rstrip(") ")
        name = _BY_NAME.get(plain)
        place = _option_number(plain)
        if language:
            key: str | int | None = name if name else place
            if key is not None:
                found.words.setdefault(language, {}).setdefault(key, index)
            continue
        if name and name not in found.fields:
            found.fields[name] = index
        elif place is not None and place not in options:
            options[place] = index
        else:
            found.unknown[index] = heading.strip()
    found.options = _in_order(options)
    for index in set(options.values()) - set(found.options):
        found.unknown[index] = row[index].strip()
    return found


def _option_number(plain: str) -> int | None:
    """Return the place of an option by a heading such as "Phương án A", "B" or "Option 3"."""
    found = _OPTION.fullmatch(plain)
    if not found:
        return None
    name = found[1]
    if name.isdigit():
        return int(name) - 1 if int(name) and plain != name else None
    number = 0
    for char in name:
        number = number * 26 + ord(char) - ord("a") + 1
    return number - 1


def _in_order(options: dict[int, int]) -> list[int]:
    """Return the columns of the options as far as they run on from the first."""
    run: list[int] = []
    while len(run) in options:
        run.append(options[len(run)])
    return run

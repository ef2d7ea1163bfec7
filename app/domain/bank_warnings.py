"""What is allowed in a bank but deserves a second look."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any, Final

from app.domain.bank_drafts import Steps
from app.domain.bank_options import Choice
from app.domain.bank_problems import Report
from app.domain.text import fold

_CHOICE: Final = "(?:phuong an|dap an|lua chon|cau tra loi|noi dung|truong hop|y|dieu|cau)"
_COUNT: Final = "(?:hai|ba|bon|nam|[2-5])"
_BETWEEN: Final = "(?: (?:o|neu|ke|phia|da|duoc|liet|deu|la|tra|loi|kien)){0,3}"
_AFTER: Final = "(?: (?:o|neu|tren|deu|la|dung|sai|ca|khong|phu|hop|chinh|xac)){0,4}"
_LETTERS: Final = r"[a-e](?:\s*(?:,|va|and|&|и)\s*[a-e])+"
_ALL_OF_THE_ABOVE: Final = re.compile(
    rf"(?:tat ca|ca {_COUNT}|toan bo|moi|khong|khong co|khong phai|cac)(?: (?:cac|nhung))?"
    rf" {_CHOICE}{_BETWEEN} (?:tren|dung|sai|nao){_AFTER}"
    rf"|(?:tat ca|ca {_COUNT})(?: deu)? (?:dung|sai|tren){_AFTER}|tat ca (?:o|neu|ke) tren{_AFTER}"
    rf"|(?:ca |gom |both )?{_LETTERS}(?: deu)?(?: dung| sai)?"
    r"|(?:all|none|any|both|neither) of (?:the )?(?:above|these|those|them)\b.*"
    r"|(?:все|ни один из|ничего из|любои из) (?:вышеперечисленн|перечисленн|указанн"
    r"|вышеуказанн|приведенн)\w*.*"
    r"|все (?:варианты|ответы)(?: \w+)? (?:верны|правильны|выше)\w*.*"
)
_FIRST_WORDS: Final = frozenset(
    (
        *("tat", "ca", "cac", "toan", "moi", "khong", "gom", "a", "b", "c", "d", "e"),
        *("all", "none", "any", "both", "neither", "все", "ни", "ничего", "любои"),
    )
)
_FAR_LONGER: Final = 1.8
_NOTICEABLE: Final = 20
"""How many characters longer than the longest wrong option catches the eye."""
HEAVY_IMAGE: Final = 150 * 1024
"""Bytes of an image that a phone in the mountains waits for."""


def warn_of_missing(report: Report, steps: Steps, values: Mapping[str, Any]) -> None:
    """Warn of a question without source or explanation."""
    for name in ("source", "explanation"):
        if name not in values:
            report.warn((*steps, name), f"{name}.missing")


def warn_of_weight(report: Report, steps: Steps, file: str, weight: int) -> None:
    """Warn of an image that takes long to load; `weight` in bytes."""
    if weight > HEAVY_IMAGE:
        size, most = str(-(-weight // 1024)), str(HEAVY_IMAGE // 1024)
        report.warn(steps, "image.heavy", file=file[:100], size=size, limit=most)


def warn_of_choices(
    report: Report, steps: Steps, choices: Sequence[Choice], *, shuffle: bool
) -> None:
    """Warn of options that speak of the others while shuffled, or that give the key away."""
    for index, choice in enumerate(choices if shuffle else ()):
        if is_all_of_the_above(choice.text):
            place = (*steps, "options", index, "text")
            report.warn(place, "options.all_of_the_above", text=choice.text[:60])
    _warn_of_length(report, steps, choices)


def is_all_of_the_above(text: str) -> bool:
    """Whether an option speaks of the other options, so that it must stay in its place."""
    words = text.split(maxsplit=1)
    if not words or fold(words[0].rstrip(",")) not in _FIRST_WORDS:
        return False
    return _ALL_OF_THE_ABOVE.fullmatch(fold(text).rstrip(".!;")) is not None


def _warn_of_length(report: Report, steps: Steps, choices: Sequence[Choice]) -> None:
    right = [len(choice.text) for choice in choices if choice.correct]
    wrong = [len(choice.text) for choice in choices if not choice.correct]
    if not right or not wrong:
        return
    shortest, longest = min(right), max(wrong)
    if shortest >= _FAR_LONGER * longest and shortest - longest >= _NOTICEABLE:
        index = next(index for index, choice in enumerate(choices) if choice.correct)
        report.warn((*steps, "options", index, "text"), "options.length_gives_away")


class Duplicates:
    """Remembers questions by text and image, to find those asked twice."""

    def __init__(self) -> None:
        self._seen: dict[tuple[str, str], int] = {}

    def warn(self, report: Report, steps: Steps, text: str, image: str) -> None:
        """Warn if the same was asked before: accents, case and spaces ignored, same image."""
        index = int(steps[-1])
        first = self._seen.setdefault((fold(text), image), index)
        if first != index:
            report.warn((*steps, "text"), "question.duplicate", first=str(first + 1))

"""Names for what a format leaves unnamed: banks, topics, questions and options."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import count, product
from string import ascii_lowercase
from typing import Final

from app.domain.bank_fields import ID_PATTERN
from app.domain.text import collapse_spaces, fold

_NOT_ID: Final = re.compile("[^a-z0-9]+")
_ID: Final = re.compile(ID_PATTERN)
_LONGEST: Final = 48
_LONGEST_TITLE: Final = 200


@dataclass(frozen=True, slots=True)
class Naming:
    """What to call a bank whose file does not say it."""

    slug: str
    title: str
    language: str = "vi"


def name_from_file(file_name: str) -> Naming:
    """Return names made from a file's name: "Đề thi số 1.docx" is de-thi-so-1, "Đề thi số 1"."""
    base = re.split(r"[/\\]", file_name)[-1]
    stem = base.rpartition(".")[0] or base
    title = collapse_spaces(stem.replace("_", " "))[:_LONGEST_TITLE]
    slug = slugify(stem) or "ngan-hang"
    return Naming(slug, title if title.isprintable() and title else slug)


def slugify(text: str) -> str:
    """Return the id that a text makes: a–z, 0–9 and dashes; empty if nothing is left of it."""
    slug = _NOT_ID.sub("-", fold(text[:400])).strip("-")
    if len(slug) <= _LONGEST:
        return slug
    return slug[:_LONGEST].rpartition("-")[0].strip("-") or slug[:_LONGEST]


def is_id(text: str) -> bool:
    """Whether a text can serve as an id as it is."""
    return _ID.fullmatch(text) is not None


@dataclass(slots=True)
class IdMaker:
    """Gives ids made from a name or, without one, from the text.

    Ids from the text stay the same when questions are put before or after.
    `reserved` are names that are ids already, which no other question gets.
    With `labels` names are mere labels: repeated ones are numbered instead
    of being left to be reported.
    """

    reserved: set[str]
    labels: bool = False
    used: set[str] = field(default_factory=set)
    counts: dict[str, int] = field(default_factory=dict)

    def make(self, name: str, text: str, fallback: str) -> str:
        """Return the id of the next question."""
        own = is_id(name) and not (self.labels and name in self.used)
        base = name if own else slugify(name) or slugify(text) or fallback
        if not own and (base in self.used or base in self.reserved):
            base = self._numbered(base)
        self.used.add(base)
        return base

    def _numbered(self, base: str) -> str:
        for number in count(self.counts.get(base, 2)):
            self.counts[base] = number + 1
            numbered = f"{base}-{number}"
            if numbered not in self.used and numbered not in self.reserved:
                return numbered
        raise AssertionError("unreachable")


def option_ids() -> Iterator[str]:
    """Give the ids of options without any: a, b … z, aa, ab …"""
    for length in (1, 2):
        yield from ("".join(letters) for letters in product(ascii_lowercase, repeat=length))


def letter(index: int) -> str:
    """Return the heading of a column or option counted from 0: A … Z, AA …"""
    high, low = divmod(index, 26)
    return (letter(high - 1) if high else "") + ascii_lowercase[low].upper()

"""Questions that stand twice, in one bank or in several."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from fractions import Fraction

from app.domain.bank_duplicates import Found, find_duplicates
from app.domain.questions import Key, Question
from app.formats.sheets import Sheet, write
from app.services import bank_views, banks
from app.services.bank_views import BankContent
from app.services.caches import Lru, lru

MOST_QUESTIONS = 40_000
"""Together, of all banks; beyond it only the first are compared."""
KEPT_SEARCHES = 4


@dataclass(frozen=True, slots=True)
class Side:
    """A question of a pair: where it stands, with its key."""

    slug: str
    bank_title: str
    version_number: int
    number: int
    question: Question
    key: Key


@dataclass(frozen=True, slots=True)
class Likeness:
    """Two questions that say the same, or nearly: `score` up to 1."""

    first: Side
    second: Side
    score: Fraction


@dataclass(frozen=True, slots=True)
class Likenesses:
    """What was found, most alike first; `complete` is False when the search was cut short."""

    pairs: tuple[Likeness, ...]
    complete: bool
    compared: int


def find(slug: str) -> Likenesses:
    """The pairs inside the newest version of one bank; raises `NotFound`."""
    return _find([bank_views.get_questions_with_keys(slug)], across=False)


def find_everywhere(*, held: Collection[str] = ()) -> Likenesses:
    """The pairs of questions that stand in two different banks, none of them `held`."""
    open_banks = (bank for bank in banks.list_banks() if bank.slug not in held)
    contents = [bank_views.get_questions_with_keys(bank.slug) for bank in open_banks]
    return _find(contents, across=True)


def _find(contents: Sequence[BankContent], *, across: bool) -> Likenesses:
    key = (across, *((content.version.id, content.key_number) for content in contents))
    kept: Lru[Likenesses] = lru("bank-duplicates", KEPT_SEARCHES)
    return kept.get(key, lambda: _compare(_sides(contents), across))


def _sides(contents: Sequence[BankContent]) -> list[Side]:
    return [
        Side(
            content.bank.slug,
            content.compiled.title,
            content.version.number,
            number,
            question,
            content.keys[question.id],
        )
        for content in contents
        for number, question in enumerate(content.compiled.questions, start=1)
    ]


def _compare(sides: list[Side], across: bool) -> Likenesses:
    compared = sides[:MOST_QUESTIONS]
    found: Found = find_duplicates([_text(side.question) for side in compared])
    pairs = (Likeness(compared[p.first], compared[p.second], p.score) for p in found.pairs)
    kept = tuple(one for one in pairs if not across or one.first.slug != one.second.slug)
    complete = found.complete and len(compared) == len(sides)
    return Likenesses(kept, complete, len(compared))


def _text(question: Question) -> str:
    # "What is this?" beside another picture is another question.
    return f"{question.text} {question.image.file}" if question.image else question.text


def likeness_sheet(found: Likenesses, *, title: str, headings: tuple[str, ...]) -> bytes:
    """The pairs as an Excel workbook; `headings` name its nine columns."""
    rows = [
        (round(float(one.score), 3), *_cells(one.first), *_cells(one.second)) for one in found.pairs
    ]
    return write([Sheet(title, headings, rows)])


def _cells(side: Side) -> tuple[str, int, str, str]:
    return (side.bank_title, side.number, side.question.id, side.question.text)

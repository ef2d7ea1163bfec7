"""What an organiser sends of a contest, checked whole: every problem is named at once."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from app.domain.contest_rules import ChainStep, Rules
from app.domain.errors import InvalidRequest
from app.domain.papers import choose
from app.domain.rules_codec import InvalidRules, from_plain, to_plain
from app.domain.text import clean_line, clean_text
from app.services import banks
from app.storage import banks as bank_storage

Problems = list[tuple[str, str]]
_SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_RESERVED = frozenset({"new"})  # an address of its own among the organiser's pages
_LONGEST = {"title": 300, "summary": 500, "description": 20_000, "prizes": 20_000}
MAX_SLUG = 64
MAX_ROUND_TITLE = 200
MAX_ROUNDS = 200


@dataclass(frozen=True, slots=True)
class NewRound:
    """A round as an organiser wants it; without `bank_version` the bank's newest."""

    title: str
    opens_at: datetime
    closes_at: datetime
    bank_slug: str
    bank_version: int | None = None


@dataclass(frozen=True, slots=True)
class Texts:
    """The words of a contest, in the form in which they are kept."""

    title: str
    summary: str
    description: str
    prizes: str


def clean_texts(*, title: str, summary: str, description: str, prizes: str) -> Texts:
    """Composed letters everywhere, no line breaks in title and summary."""
    return Texts(
        title=clean_line(title),
        summary=clean_line(summary),
        description=clean_text(description),
        prizes=clean_text(prizes),
    )


def check_contest(
    *,
    slug: str | None,
    texts: Texts,
    rules: Rules,
    rounds: Sequence[NewRound],
    held: Collection[str] = (),
) -> list[int]:
    """The bank versions of the rounds, once everything is right; `slug` None is not looked at.

    Banks that are `held` from whoever asks are unknown, as if they were not there.
    Raises `InvalidRequest` with pairs of path and code (missing, too_long,
    format, taken, unknown, timezone, order, overlap, and those of the rules'
    codec), then `NotEnoughQuestions`.
    """
    problems = [*_slug_problems(slug), *_text_problems(texts), *_rules_problems(rules)]
    problems += _round_problems(rounds)
    versions = [_version(number, one, held, problems) for number, one in enumerate(rounds)]
    if problems:
        raise InvalidRequest(tuple(problems))
    for version in set(versions):
        # Any seed tells: a paper is found whenever there is one.
        choose(banks.compiled(version).questions, rules.draws, "check", False)
    return versions


def _slug_problems(slug: str | None) -> Problems:
    if slug is None:
        return []
    if not _SLUG.fullmatch(slug) or len(slug) > MAX_SLUG:
        return [("slug", "format")]
    return [("slug", "taken")] if slug in _RESERVED else []


def _text_problems(texts: Texts) -> Problems:
    problems: Problems = [] if texts.title else [("title", "missing")]
    for path, longest in _LONGEST.items():
        if len(getattr(texts, path)) > longest:
            problems.append((path, "too_long"))
    return problems


def _rules_problems(rules: Rules) -> Problems:
    try:
        from_plain(to_plain(rules))
    except InvalidRules as invalid:
        return [(f"rules.{path}", code) for path, code in invalid.problems]
    if ChainStep.PREDICTION in rules.chain and rules.prediction is None:
        return [("rules.prediction", "missing")]
    return []


def _round_problems(rounds: Sequence[NewRound]) -> Problems:
    problems: Problems = [] if rounds else [("rounds", "missing")]
    if len(rounds) > MAX_ROUNDS:
        problems.append(("rounds", "range"))
    naive = False
    for number, one in enumerate(rounds):
        path = f"rounds[{number}]"
        if not one.title.strip():
            problems.append((f"{path}.title", "missing"))
        if len(one.title) > MAX_ROUND_TITLE:
            problems.append((f"{path}.title", "too_long"))
        for name in ("opens_at", "closes_at"):
            if getattr(one, name).tzinfo is None:
                problems.append((f"{path}.{name}", "timezone"))
                naive = True
    return problems if naive else problems + _order_problems(rounds)


def _order_problems(rounds: Sequence[NewRound]) -> Problems:
    problems: Problems = [
        (f"rounds[{number}].closes_at", "order")
        for number, one in enumerate(rounds)
        if one.closes_at <= one.opens_at
    ]
    by_opening = sorted(range(len(rounds)), key=lambda number: rounds[number].opens_at)
    for place, number in enumerate(by_opening):
        before = [rounds[earlier].closes_at for earlier in by_opening[:place]]
        if before and rounds[number].opens_at < max(before):
            problems.append((f"rounds[{number}].opens_at", "overlap"))
    return problems


def _version(number: int, one: NewRound, held: Collection[str], problems: Problems) -> int:
    is_held = one.bank_slug in held
    found = None if is_held else bank_storage.find_version(one.bank_slug, one.bank_version)
    if found is not None:
        return found.id
    newest = None if is_held else bank_storage.find_version(one.bank_slug)
    path = "bank_slug" if newest is None else "bank_version"
    problems.append((f"rounds[{number}].{path}", "unknown"))
    return 0

"""Banks by a grammar: valid ones with awkward words, and drafts of which one rule is broken."""

from __future__ import annotations

import random
import re
from collections.abc import Callable
from typing import Any

import yaml

from app.domain.bank_rules import check_draft
from app.domain.questions import Bank
from tests import naughty
from tests.bank_strategies import TRICKY

Plain = dict[str, Any]
KINDS = ("single", "multiple", "boolean", "number", "text", "order", "match")
_QUOTED = re.compile(r": '(true|false|-?[\d.]+)'$", re.M)
"""Drafts hold numbers and yes or no as words; in YAML they stand without quotes."""
_SYLLABLES = (
    "chuyển",
    "đổi",
    "số",
    "xã",
    "Phường",
    "dịch",
    "vụ",
    "công",
    "an",
    "toàn",
    "mã",
    "OTP",
)


def words(chance: random.Random) -> str:
    """A piece of text: plain, or something that is told apart badly."""
    if chance.random() < 0.5:
        return " ".join(chance.choices(_SYLLABLES, k=chance.randint(1, 9)))
    return chance.choice(chance.choice((TRICKY, naughty.ALL))) or "trống"


def draft(chance: random.Random) -> Plain:
    """A whole draft as a reader of a format would hand it to the check."""
    topics = [
        {"id": f"t{number}", "title": words(chance)} for number in range(chance.randint(0, 3))
    ]
    questions = [
        _question(chance, number, [topic["id"] for topic in topics])
        for number in range(chance.randint(1, 6))
    ]
    whole: Plain = {
        "format": "1", "bank": "thu-nghiem", "title": words(chance), "language": "vi",
        "questions": questions,
    }  # fmt: skip
    if topics:
        whole["topics"] = topics
    if chance.random() < 0.3:
        whole |= {"description": words(chance), "licence": "CC BY 4.0"}
    return whole


def bank(chance: random.Random) -> Bank:
    """A valid bank."""
    while True:
        checked = check_draft(draft(chance), image_exists=lambda file: True)
        if checked.bank is not None:
            return checked.bank


def nearly(chance: random.Random) -> bytes:
    """A bank in YAML of which a few places are not as they should be."""
    whole = draft(chance)
    for _ in range(chance.randint(0, 3)):
        place = chance.choice(_places(whole))
        chance.choice(_BREAKING)(chance, place)
    text: str = yaml.safe_dump(whole, allow_unicode=chance.random() < 0.8, sort_keys=False)
    return _QUOTED.sub(r": \1", text).encode("utf-8", "surrogatepass")


def _question(chance: random.Random, number: int, topics: list[str]) -> Plain:
    kind = chance.choice(KINDS)
    made: Plain = {"id": f"q{number}", "type": kind, "text": words(chance), **_body(chance, kind)}
    if topics and chance.random() < 0.5:
        made["topic"] = chance.choice(topics)
    for name, value in (
        ("explanation", words(chance)),
        ("source", words(chance)),
        ("points", chance.choice(("1", "0.5", "2.25", "100"))),
        ("difficulty", str(chance.randint(1, 5))),
        ("image", {"file": "images/a.png", "alt": words(chance)}),
        ("translations", {"en": {"text": words(chance)}}),
    ):
        if chance.random() < (0.1 if name == "translations" else 0.3):
            made[name] = value
    return made


def _body(chance: random.Random, kind: str) -> Plain:
    several = [f"{words(chance)} {mark}".strip() for mark in "abcde"[: chance.randint(2, 5)]]
    flag = chance.choice(("true", "false"))
    match kind:
        case "single" | "multiple":
            right = chance.randrange(len(several))
            options = [
                {"id": chr(97 + at), "text": text, "correct": "true" if at == right else "false"}
                for at, text in enumerate(several)
            ]
            return {"options": options, "shuffle": flag}
        case "boolean":
            return {"answer": flag}
        case "number":
            return {
                "answer": chance.choice(("0", "-1.5", "31337", "0.001", "1000000")),
                "tolerance": chance.choice(("0", "0.5")),
            }
        case "text":
            return {"answers": several, "ignore_case": flag}
        case "order":
            return {"items": several}
        case _:
            pairs = [{"left": f"L{at} {text}", "right": text} for at, text in enumerate(several)]
            return {"pairs": pairs, "extra_right": [f"thừa {words(chance)}"]}


Place = tuple[Any, Any]
"""A mapping or list, and the name or number of what is in it."""


def _places(node: Any) -> list[Place]:
    entries = node.items() if isinstance(node, dict) else enumerate(node)
    found: list[Place] = []
    for name, child in entries:
        found.append((node, name))
        if isinstance(child, dict | list):
            found += _places(child)
    return found


def _drop(chance: random.Random, place: Place) -> None:
    holder, name = place
    del holder[name]


def _replace(chance: random.Random, place: Place) -> None:
    holder, name = place
    holder[name] = chance.choice(
        (None, [], {}, "", [[]], {"a": {"b": []}}, 10**30, -1, True, 1e300, words(chance),
         "9" * 5_000, "x" * 20_000, ["a"] * 60, chance.choice(naughty.SURROGATES))
    )  # fmt: skip


def _double(chance: random.Random, place: Place) -> None:
    holder, name = place
    if isinstance(holder, list):
        holder.insert(name, holder[name])
    else:
        holder[f"{name}2"] = holder[name]


def _nest(chance: random.Random, place: Place) -> None:
    holder, name = place
    for _ in range(chance.choice((1, 3, 40))):
        holder[name] = [holder[name]]


_BREAKING: tuple[Callable[[random.Random, Place], None], ...] = (_drop, _replace, _double, _nest)

"""One bank under two keys: what is asked is the same, what is right is not."""

from __future__ import annotations

from typing import Any

from app.domain.bank_rules import check_draft
from app.domain.questions import Bank
from app.services.practice import BANK

MARK = "canary"
"""Whatever only a key tells bears this."""


def secret_bank(world: str) -> Bank:
    """Fourteen questions; whatever only a key tells bears the mark and the world's name."""
    one = world == "one"
    order = ["một", "hai", "ba"] if one else ["ba", "hai", "một"]
    pairs = [("A", "B"), ("C", "D")] if one else [("A", "D"), ("C", "B")]
    kinds: dict[str, dict[str, Any]] = {
        "single": {"options": _options("a" if one else "b")},
        "multiple": {"options": _options("ab" if one else "bc"), "scoring": "partial"},
        "boolean": {"answer": "true" if one else "false"},
        "number": {"answer": "31337" if one else "4711", "tolerance": "0.5" if one else "0.25"},
        "text": {"answers": ["xanh" if one else "đỏ", f"{MARK}-text-{world}"]},
        "order": {"items": order},
        "match": {"pairs": [{"left": left, "right": right} for left, right in pairs]},
    }
    questions = [
        {"id": f"{kind}-{copy}", "type": kind, "text": f"Câu {kind} {copy}?", **fields,
         "explanation": f"{MARK}-vi-{kind}-{copy}-{world}",
         "source": f"{MARK}-source-{kind}-{copy}-{world}",
         "translations": {
             "en": {"text": "?", "explanation": f"{MARK}-en-{kind}-{copy}-{world}"}
         } if kind in ("boolean", "number", "text") else {}}
        for kind, fields in kinds.items()
        for copy in (1, 2)
    ]  # fmt: skip
    draft = {"format": "1", "bank": BANK, "title": "Ngân hàng kín", "language": "vi"}
    checked = check_draft({**draft, "questions": questions}, image_exists=lambda _file: True)
    assert checked.bank is not None, checked.problems
    return checked.bank


def _options(right: str) -> list[dict[str, str]]:
    return [
        {"id": name, "text": f"Lựa chọn {name}", "correct": str(name in right).lower()}
        for name in "abc"
    ]


def answers_of_both() -> dict[str, Any]:
    """Of each kind one answer that is right in the first world, one in the second."""
    found: dict[str, Any] = {}
    for world, copy in (("one", 1), ("other", 2)):
        keys = secret_bank(world).keys
        for question in secret_bank(world).questions:
            key = keys[question.id]
            if question.id.endswith(str(copy)):
                found[question.id] = {
                    "single": lambda key=key: min(key.options),
                    "multiple": lambda key=key: sorted(key.options),
                    "boolean": lambda key=key: key.truth,
                    "number": lambda key=key: str(key.number + key.tolerance),
                    "text": lambda key=key: key.texts[0],
                    "order": lambda key=key: list(key.order),
                    "match": lambda key=key: dict(key.pairs),
                }[question.type.value]()
    return found

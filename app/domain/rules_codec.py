"""Rules to plain values and back; everything wrong is reported at once."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal, InvalidOperation
from typing import Any

from app.domain import contest_rules as known
from app.domain.contest_rules import ChainStep, Draw, Prediction, Rules
from app.domain.rules_readers import (
    MOST_AGE,
    MOST_PRIZES,
    Problems,
    Reader,
    as_flag,
    check_together,
    clock,
    divisions,
    one_of,
    whole,
)


class InvalidRules(ValueError):
    """Rules that cannot be; `problems` are pairs of path and code.

    Codes: missing, unknown, type, range, choice, duplicate, order, format, too_long.
    """

    def __init__(self, problems: Sequence[tuple[str, str]]) -> None:
        super().__init__("; ".join(f"{path}: {code}" for path, code in problems))
        self.problems = tuple(problems)


def to_plain(rules: Rules) -> dict[str, Any]:
    """The rules as values that JSON can hold; `from_plain` gives them back."""
    prediction = rules.prediction
    return {
        "minutes": rules.minutes,
        "grace_seconds": rules.grace_seconds,
        "attempts_allowed": rules.attempts_allowed,
        "attempts_per": rules.attempts_per,
        "counts": rules.counts,
        "draws": [
            {"topic": d.topic, "difficulty": d.difficulty, "count": d.count} for d in rules.draws
        ],
        "shuffle_questions": rules.shuffle_questions,
        "prediction": prediction
        and {
            "text": prediction.text,
            "translations": dict(prediction.translations),
            "quantity": prediction.quantity,
            "rule": prediction.rule,
        },
        "chain": [step.value for step in rules.chain],
        "result_policy": rules.result_policy,
        "negative": str(rules.negative),
        "groups": list(rules.groups),
        "unit_formula": rules.unit_formula,
        "top_n": rules.top_n,
        "min_unit_size": rules.min_unit_size,
        "show_full_names": rules.show_full_names,
        "over_rounds": rules.over_rounds,
        "best_k": rules.best_k,
        "divisions": [
            {
                "code": one.code,
                "name": one.name,
                "groups": list(one.groups),
                "prizes_listed": one.prizes_listed,
                "round_prizes_listed": one.round_prizes_listed,
            }
            for one in rules.divisions
        ],
        "prizes_listed": rules.prizes_listed,
        "round_prizes_listed": rules.round_prizes_listed,
        "min_age": rules.min_age,
        "max_age": rules.max_age,
        "province_only": rules.province_only,
        "excluded_may_play": rules.excluded_may_play,
        "publish_participation_at": rules.publish_participation_at,
    }


def from_plain(plain: Mapping[str, Any]) -> Rules:
    """Rules from plain values; raises `InvalidRules` naming every problem.

    What older rules do not name has its default.
    """
    problems: list[tuple[str, str]] = []
    values: dict[str, Any] = {}
    for name in plain:
        if name not in _READERS:
            problems.append((name, "unknown"))
    for name in ("minutes", "draws"):
        if name not in plain:
            problems.append((name, "missing"))
    for name, reader in _READERS.items():
        if name in plain:
            values[name] = reader(plain[name], name, problems)
    if not problems:
        check_together(values, problems)
    if problems:
        raise InvalidRules(problems)
    return Rules(**values)


def _several(choices: Sequence[str], *, least: int, make: Callable[[str], Any] = str) -> Reader:
    def read(value: Any, path: str, problems: Problems) -> Any:
        if not isinstance(value, (list, tuple)):
            problems.append((path, "type"))
            return ()
        if any(one not in choices for one in value):
            problems.append((path, "choice"))
            return ()
        if len(set(value)) != len(value):
            problems.append((path, "duplicate"))
        if len(value) < least:
            problems.append((path, "missing"))
        return tuple(make(one) for one in value)

    return read


def _negative(value: Any, path: str, problems: Problems) -> Any:
    try:
        share = Decimal(str(value))
    except InvalidOperation:
        problems.append((path, "type"))
        return Decimal(0)
    if not (share.is_finite() and 0 <= share <= 1):
        problems.append((path, "range"))
    return share


def _draws(value: Any, path: str, problems: Problems) -> Any:
    if not isinstance(value, (list, tuple)):
        problems.append((path, "type"))
        return ()
    if not value:
        problems.append((path, "missing"))
    return tuple(_draw(one, f"{path}[{number}]", problems) for number, one in enumerate(value))


def _draw(value: Any, path: str, problems: Problems) -> Draw:
    if not isinstance(value, Mapping) or set(value) - {"topic", "difficulty", "count"}:
        problems.append((path, "type"))
        return Draw(None, None, 1)
    topic = value.get("topic")
    if topic is not None and not isinstance(topic, str):
        problems.append((f"{path}.topic", "type"))
    difficulty = whole(1, 5, optional=True)(value.get("difficulty"), f"{path}.difficulty", problems)
    count = whole(1, 200)(value.get("count"), f"{path}.count", problems)
    return Draw(topic, difficulty, count)


def _prediction(value: Any, path: str, problems: Problems) -> Prediction | None:
    if value is None:
        return None
    if not isinstance(value, Mapping) or not isinstance(value.get("text"), str):
        problems.append((path, "type"))
        return None
    translations = value.get("translations", {})
    if not isinstance(translations, Mapping):
        problems.append((f"{path}.translations", "type"))
        return None
    if not value["text"].strip():
        problems.append((f"{path}.text", "missing"))
    quantity, rule = value.get("quantity", "announced"), value.get("rule", "nearest")
    one_of(known.QUANTITIES)(quantity, f"{path}.quantity", problems)
    one_of(known.NEARNESS)(rule, f"{path}.rule", problems)
    texts = {str(language): str(text) for language, text in translations.items()}
    return Prediction(value["text"], texts, quantity, rule)


_READERS: dict[str, Reader] = {
    "minutes": whole(1, 300),
    "grace_seconds": whole(0, 120),
    "attempts_allowed": whole(1, 1000, optional=True),
    "attempts_per": one_of(known.ATTEMPTS_PER),
    "counts": one_of(known.COUNTS),
    "draws": _draws,
    "shuffle_questions": as_flag,
    "prediction": _prediction,
    "chain": _several([step.value for step in ChainStep], least=1, make=ChainStep),
    "result_policy": one_of(known.POLICIES),
    "negative": _negative,
    "groups": _several(known.GROUPS, least=0),
    "unit_formula": one_of(known.UNIT_FORMULAS),
    "top_n": whole(1, 10_000),
    "min_unit_size": whole(1, 1_000_000),
    "show_full_names": as_flag,
    "over_rounds": one_of(known.OVER_ROUNDS),
    "best_k": whole(1, 200),
    "divisions": divisions(known.GROUPS),
    "prizes_listed": whole(0, MOST_PRIZES),
    "round_prizes_listed": whole(0, MOST_PRIZES),
    "min_age": whole(1, MOST_AGE, optional=True),
    "max_age": whole(1, MOST_AGE, optional=True),
    "province_only": as_flag,
    "excluded_may_play": as_flag,
    "publish_participation_at": clock,
}

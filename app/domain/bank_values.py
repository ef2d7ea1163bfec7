"""Typed values out of a draft's exact characters."""

from __future__ import annotations

import difflib
import re
import unicodedata
from collections.abc import Collection
from decimal import Decimal
from functools import lru_cache
from typing import Any, Final

from app.domain.bank_drafts import NullWord, Refused, Steps
from app.domain.bank_fields import ID_PATTERN, LANGUAGE_PATTERN, Field, Fields, Kind
from app.domain.bank_problems import Report
from app.domain.legacy_text import legacy_encoding
from app.domain.text import nfc

_ID: Final = re.compile(ID_PATTERN)
_LANGUAGE: Final = re.compile(LANGUAGE_PATTERN)
_INTEGER: Final = re.compile(r"[+-]?[0-9]+")
_DECIMAL: Final = re.compile(r"[+-]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][+-]?[0-9]{1,3})?")
_CONTROL: Final = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
_TRUTH: Final = {"true": True, "True": True, "TRUE": True}
_FALSEHOOD: Final = {"false": False, "False": False, "FALSE": False}
_BOOLEAN: Final = {**_TRUTH, **_FALSEHOOD}
_MOST_DIGITS: Final = 28
_LARGEST_EXPONENT: Final = 28


def is_absent(value: object, field: Field) -> bool:
    """Whether a value was written down as nothing at all."""
    if value is None:
        return True
    if isinstance(value, NullWord):
        return not (field.kind is Kind.TEXT and field.required)
    return isinstance(value, str) and not value.strip()


def read_fields(
    report: Report, steps: Steps, node: Any, fields: Fields, known: Collection[str] | None = None
) -> dict[str, Any] | None:
    """Return the good values of a mapping by field name, reporting all that is not good.

    Lists and mappings come back as they are in the draft; None if `node` is
    no mapping. Names in `known` (by default those of `fields`) pass unread.
    """
    if isinstance(node, Refused):
        report.count_error()
        return None
    if not isinstance(node, dict):
        code = "field.empty" if node is None else "field.type"
        report.error(steps, code, expected=Kind.MAPPING, field=_name(steps))
        return None
    known = fields if known is None else known
    for key in node:
        if key not in known:
            report_unknown(report, (*steps, key), key, known)
    found: dict[str, Any] = {}
    for name, field in fields.items():
        if name in node:
            value = read_value(report, (*steps, name), node[name], field)
            if value is not None:
                found[name] = value
        elif field.required:
            report.error((*steps, name), "field.missing", field=name)
    return found


def report_unknown(report: Report, steps: Steps, key: str, known: Collection[str]) -> None:
    """Report a field nobody knows, with the known one it resembles most."""
    name = key[:60]
    report.error(
        steps, "field.unknown", at_key=True, field=name, guess=closest(name, frozenset(known))
    )


@lru_cache(maxsize=4096)
def closest(name: str, known: frozenset[str]) -> str:
    """Return the known name that `name` is most likely a slip of, or an empty string."""
    return next(iter(difflib.get_close_matches(name, sorted(known), n=1)), "")


def read_value(report: Report, steps: Steps, value: Any, field: Field) -> Any:
    """Return one value by its field's kind, or None when absent or reported."""
    if type(value) is str and field.kind in _READERS and (text := value.strip()):
        return _READERS[field.kind](report, steps, text, field)
    if isinstance(value, Refused):
        report.count_error()
        return None
    if is_absent(value, field):
        if field.required:
            report.error(steps, "field.empty", field=_name(steps))
        return None
    if field.kind in (Kind.LIST, Kind.MAPPING):
        return _read_container(report, steps, value, field)
    if not isinstance(value, str):
        _wrong(report, steps, field)
        return None
    return _READERS[field.kind](report, steps, value.strip(), field)


def _read_container(report: Report, steps: Steps, value: Any, field: Field) -> Any:
    if not isinstance(value, list if field.kind is Kind.LIST else dict):
        _wrong(report, steps, field)
        return None
    if field.longest and len(value) > field.longest:
        report.error(steps, "field.range", field=_name(steps), most=str(field.longest))
        return None
    return value


def _read_text(report: Report, steps: Steps, value: str, field: Field) -> str | None:
    if len(value) > field.longest:
        report.error(steps, "field.range", field=_name(steps), longest=str(field.longest))
        return None
    if not value.isprintable() and _CONTROL.search(value):
        report.error(steps, field.wrong, field=_name(steps), expected="printable")
        return None
    if value.isascii():
        return value
    if not unicodedata.is_normalized("NFC", value):
        report.warn(steps, "text.not_nfc", field=_name(steps))
        value = nfc(value)
    encoding = legacy_encoding(value)
    if encoding:
        report.warn(steps, "text.legacy_encoding", encoding=encoding, sample=value[:40])
    return value


def _read_id(report: Report, steps: Steps, value: str, field: Field) -> str | None:
    if _ID.match(value) and not value.endswith("\n"):
        return value
    report.error(steps, "id.format", id=value[:70])
    return None


def _read_language(report: Report, steps: Steps, value: str, field: Field) -> str | None:
    if is_language(value):
        return value
    report.error(steps, "field.range", field=_name(steps), choices="vi, en, ru")
    return None


def is_language(value: str) -> bool:
    """Whether `value` looks like a language tag such as vi or zh-Hans."""
    return _LANGUAGE.fullmatch(value) is not None


def _read_choice(report: Report, steps: Steps, value: str, field: Field) -> str | None:
    if value in field.choices:
        return value
    guess = closest(value[:60], frozenset(field.choices))
    choices = ", ".join(field.choices)
    report.error(steps, "field.range", field=_name(steps), choices=choices, guess=guess)
    return None


def _read_boolean(report: Report, steps: Steps, value: str, field: Field) -> bool | None:
    truth = _BOOLEAN.get(value)
    if truth is None:
        _wrong(report, steps, field)
    return truth


def _read_integer(report: Report, steps: Steps, value: str, field: Field) -> int | None:
    if not _INTEGER.fullmatch(value):
        _wrong(report, steps, field)
        return None
    number = _in_range(report, steps, value, field)
    return None if number is None else int(number)


def _read_decimal(report: Report, steps: Steps, value: str, field: Field) -> Decimal | None:
    if not _DECIMAL.fullmatch(value):
        _wrong(report, steps, field)
        return None
    return _in_range(report, steps, value, field)


def _in_range(report: Report, steps: Steps, value: str, field: Field) -> Decimal | None:
    mantissa, _, exponent = value.lower().partition("e")
    fits = len(mantissa) <= _MOST_DIGITS and abs(int(exponent or 0)) <= _LARGEST_EXPONENT
    number = Decimal(plain_decimal(Decimal(value))) if fits else None
    if number is None or not _within(number, field):
        limits = _limits(field) or f"≥ -10^{_MOST_DIGITS}, ≤ 10^{_MOST_DIGITS}"
        report.error(steps, "field.range", field=_name(steps), limits=limits)
        return None
    return number


def _limits(field: Field) -> str:
    """Spell the bounds of a number as an interval, such as "> 0, ≤ 1000"."""
    low = "" if field.least is None else f"{'>' if field.above else '≥'} {field.least}"
    high = "" if field.most is None else f"≤ {field.most}"
    return ", ".join(part for part in (low, high) if part)


def _within(number: Decimal, field: Field) -> bool:
    if field.least is not None and (
        number < field.least or (field.above and number == field.least)
    ):
        return False
    return field.most is None or number <= field.most


def plain_decimal(number: Decimal) -> str:
    """Return the one plain spelling of a number: no exponent, no needless zeros, no "-0"."""
    text = format(number, "f")
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    return "0" if text in ("-0", "") else text


def _wrong(report: Report, steps: Steps, field: Field) -> None:
    report.error(steps, field.wrong, field=_name(steps), expected=field.kind.value)


def _name(steps: Steps) -> str:
    return next((step for step in reversed(steps) if isinstance(step, str)), "")


_READERS: Final = {
    Kind.TEXT: _read_text,
    Kind.ID: _read_id,
    Kind.LANGUAGE: _read_language,
    Kind.CHOICE: _read_choice,
    Kind.BOOLEAN: _read_boolean,
    Kind.INTEGER: _read_integer,
    Kind.DECIMAL: _read_decimal,
}

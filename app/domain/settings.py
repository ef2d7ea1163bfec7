"""What organisers set once for the whole site, as values with defaults; any may be added to.

Every field is text, a whole number, a yes or no, or a tuple of texts, so that a value
goes into JSON and comes back whatever was stored by an older version.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import MISSING, asdict, dataclass, fields
from typing import Any, TypeVar

from app.domain.errors import InvalidRequest
from app.domain.text import nfc, without_hidden

LONGEST = 300
"""Letters that one line of a setting may have."""
LONGEST_TEXT = 2000
"""Letters that a setting of several lines may have."""
MOST_LINES = 20


@dataclass(frozen=True, slots=True)
class SiteSettings:
    """What the site calls itself, and whom its visitors can ask."""

    name: str = "Thi Số"
    province_name: str = ""
    organiser_name: str = ""
    contact_phone: str = ""
    contact_email: str = ""
    set_up: bool = False
    """Whether the first set-up has been done."""


@dataclass(frozen=True, slots=True)
class ReportHeading:
    """What stands at the head and the foot of an official report.

    `number` is its pattern, in which "…" is left to be filled in by hand; each of
    `recipients` is a line of "Nơi nhận"; `signer_authority` is the line above the
    signer's title, as "TM. BAN TỔ CHỨC".
    """

    superior_body: str = "UBND TỈNH TUYÊN QUANG"
    issuing_body: str = "SỞ KHOA HỌC VÀ CÔNG NGHỆ"
    number: str = "…/BC-SKHCN"
    place: str = "Tuyên Quang"
    signer_authority: str = ""
    signer_title: str = "GIÁM ĐỐC"
    signer_name: str = ""
    recipients: tuple[str, ...] = ("Ủy ban nhân dân tỉnh (báo cáo);", "Lưu: VT.")


Value = TypeVar("Value")


def cleaned(value: Value) -> Value:
    """The same settings in NFC with single spaces and no empty lines.

    Raises `InvalidRequest` with "too_long" by field.
    """
    errors: list[tuple[str, str]] = []
    clean: dict[str, Any] = {}
    for name, given in to_plain(value).items():
        clean[name] = _clean(given)
        if _is_too_long(clean[name]):
            errors.append((name, "too_long"))
    if errors:
        raise InvalidRequest(errors)
    return from_plain(type(value), clean)


def to_plain(value: Any) -> dict[str, Any]:
    """The settings as JSON holds them."""
    return asdict(value)


def from_plain(kind: type[Value], plain: Mapping[str, Any]) -> Value:
    """The settings of a kind; what is missing or of another type than its default is that."""
    given: dict[str, Any] = {}
    for field in fields(kind):  # type: ignore[arg-type]
        default = field.default
        stored = plain.get(field.name, MISSING)
        if isinstance(default, tuple) and isinstance(stored, (list, tuple)):
            given[field.name] = tuple(str(one) for one in stored)
        elif type(stored) is type(default):
            given[field.name] = stored
    return kind(**given)


def _clean(given: Any) -> Any:
    if isinstance(given, str):
        lines = [" ".join(line.split()) for line in nfc(without_hidden(given)).splitlines()]
        return "\n".join(line for line in lines if line)
    if isinstance(given, (list, tuple)):
        return tuple(line for line in (_clean(one) for one in given) if line)
    return given


def _is_too_long(given: Any) -> bool:
    if isinstance(given, str):
        return len(given) > (LONGEST_TEXT if "\n" in given else LONGEST)
    return isinstance(given, tuple) and (
        len(given) > MOST_LINES or any(len(line) > LONGEST for line in given)
    )

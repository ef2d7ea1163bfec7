"""Vietnamese mobile numbers: one written form, and how they are shown."""

from __future__ import annotations

import re

from app.domain.errors import PhoneInvalid

_SEPARATORS = re.compile(r"[\s.\-()]+")
_MOBILE = re.compile(r"(?:\+?84|0)([35789][0-9]{8})")
_LONGEST = 40


def normalise(raw: str) -> str:
    """The number as "+84912345678"; blanks, dots, dashes and brackets do not matter.

    Raises `PhoneInvalid` unless it is a mobile number (03, 05, 07, 08, 09 and 8 digits).
    """
    found = _MOBILE.fullmatch(_SEPARATORS.sub("", raw)) if len(raw) <= _LONGEST else None
    if found is None:
        raise PhoneInvalid()
    return f"+84{found.group(1)}"


def local(phone: str) -> str:
    """A normalised number as it is dialled at home: "0912345678"."""
    return "0" + phone.removeprefix("+84")


def masked(phone: str) -> str:
    """A normalised number of which only the last three digits can be read: "•••• ••• 678"."""
    return f"•••• ••• {local(phone)[-3:]}"


def shown(phone: str) -> str:
    """A normalised number for reading: "0912 345 678"."""
    digits = local(phone)
    return f"{digits[:4]} {digits[4:7]} {digits[7:]}"

"""Names of people: one written form, and the mask under which boards show them."""

from __future__ import annotations

import unicodedata

from app.domain.errors import InvalidRequest

MAX_LENGTH = 120
# Controls, format characters (bidi, zero width), surrogates, private use, unassigned.
_REFUSED = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})


def clean_name(raw: str, *, path: str = "full_name") -> str:
    """A person's or unit's name in NFC with single spaces.

    Raises `InvalidRequest` for an empty or overlong name, for control, bidi and
    zero-width characters, and for a name without any letter.
    """
    name = " ".join(unicodedata.normalize("NFC", raw).split())
    if not name:
        raise InvalidRequest(((path, "empty"),))
    if len(name) > MAX_LENGTH:
        raise InvalidRequest(((path, "too_long"),))
    if any(unicodedata.category(letter) in _REFUSED for letter in raw.strip()):
        raise InvalidRequest(((path, "characters"),))
    if not any(letter.isalpha() for letter in name):
        raise InvalidRequest(((path, "characters"),))
    return name


def mask(full_name: str) -> str:
    """The family name and initials: "Nguyễn Thị Minh Hạnh" becomes "Nguyễn T. M. H.".

    Of a single word only its first letter is shown.
    """
    words = unicodedata.normalize("NFC", full_name).split()
    if not words:
        return ""
    family = words[:1] if len(words) > 1 else []
    return " ".join([*family, *(_initial(word) for word in words[len(family) :])])


def _initial(word: str) -> str:
    letters = word.lstrip("'’.-·") or word
    return f"{letters[0].upper()}."

"""Names of people: one written form, and the mask under which boards show them."""

from __future__ import annotations

import unicodedata

from app.domain.errors import InvalidRequest

MAX_LENGTH = 120
# Controls, format characters (bidi, zero width), surrogates, private use, unassigned.
_REFUSED = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})
# Letters and marks that show nothing: fillers, the grapheme joiner, selectors of variants.
_EMPTY = frozenset("\u034f\u115f\u1160\u17b4\u17b5\u2800\u3164\uffa0")
_MOST_MARKS = 2
"""Marks upon one letter that are not composed with it; Vietnamese needs none."""
_TOGETHER = (frozenset({"CJK", "HIRAGANA", "KATAKANA"}), frozenset({"CJK", "HANGUL"}))
_LOOKS_LIKE = str.maketrans(
    "асеһіјӏорԛѕԝхуԁαοινρτυχκϲϳ" + "01|ı",
    "acehijlopqswxydaoivptuxkcj" + "olll",
)
"""Letters of other scripts, and digits, that look like a small Latin one."""


def clean_name(raw: str, *, path: str = "full_name") -> str:
    """A person's or unit's name in NFC with single spaces.

    Raises `InvalidRequest` for an empty or overlong name, for control, bidi and
    zero-width characters, for letters that show nothing, that are another letter in
    disguise or that come from several scripts, for towers of marks, and for a name
    without any letter.
    """
    name = " ".join(unicodedata.normalize("NFC", raw).split())
    if not name:
        raise InvalidRequest(((path, "empty"),))
    if len(name) > MAX_LENGTH:
        raise InvalidRequest(((path, "too_long"),))
    if any(unicodedata.category(letter) in _REFUSED for letter in raw.strip()):
        raise InvalidRequest(((path, "characters"),))
    if not any(letter.isalpha() for letter in name) or _misleads(name):
        raise InvalidRequest(((path, "characters"),))
    return name


def _misleads(name: str) -> bool:
    """Whether a name shows something else than is written."""
    marks = 0
    for letter in name:
        if letter in _EMPTY or "VARIATION SELECTOR" in unicodedata.name(letter, ""):
            return True
        # Bold, wide or double letters stand for the plain ones.
        if letter.isalpha() and unicodedata.decomposition(letter).startswith("<"):
            return True
        marks = marks + 1 if unicodedata.category(letter)[0] == "M" else 0
        if marks > _MOST_MARKS:
            return True
    scripts = {_script(letter) for letter in name if letter.isalpha() and not _is_sign(letter)}
    return len(scripts) > 1 and not any(scripts <= several for several in _TOGETHER)


def _script(letter: str) -> str:
    """The first word of a letter's name says its script: LATIN, CYRILLIC, CJK …"""
    return unicodedata.name(letter, "?").split(" ")[0].removesuffix("-UNIFIED")


def _is_sign(letter: str) -> bool:
    """Whether it is written with letters of any script: ʼ and the like."""
    return unicodedata.category(letter) == "Lm"


def skeleton(name: str) -> str:
    """What is left of a name when all that looks alike is the same; accents count.

    After Unicode Technical Standard 39, for the letters that matter here.
    """
    small = unicodedata.normalize("NFC", name).casefold().translate(_LOOKS_LIKE)
    joined = small.replace("i", "l").replace("rn", "m").replace("vv", "w")
    return "".join(letter for letter in joined if letter.isalnum())


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

"""The letters of the old Vietnamese fonts: what each code shows.

TCVN3 (ABC) after TCVN 5712:1993, VN3: one Latin-1 character a letter. VNI for
Windows: a base letter, and for most letters a mark after it.
"""

from __future__ import annotations

from typing import Final

_TCVN3_CODES: Final = (
    "¡¢§£¤¥¦µ¸¶·¹¨»¾¼½Æ©ÇÊÈÉË®ÌÐÎÏÑªÒÕÓÔÖ×ÝØÜÞßãáâä«åèæçé¬êíëìîïóñòô\u00adõøö÷ùúýûüþ"
)
_TCVN3_LETTERS: Final = "ĂÂĐÊÔƠƯàáảãạăằắẳẵặâầấẩẫậđèéẻẽẹêềếểễệìíỉĩịòóỏõọôồốổỗộơờớởỡợùúủũụưừứửữựỳýỷỹỵ"
TCVN3: Final[dict[str, str]] = dict(zip(_TCVN3_CODES, _TCVN3_LETTERS, strict=True))

_TONE_CODES: Final = "ùøûõï"
_TONED: Final = {
    "a": "áàảãạ", "e": "éèẻẽẹ", "o": "óòỏõọ", "u": "úùủũụ",
    "ô": "ớờởỡợ", "ö": "ứừửữự",
}  # fmt: skip
_CIRCUMFLEX_CODES: Final = "âáàåãä"
_CIRCUMFLEXED: Final = {"a": "âấầẩẫậ", "e": "êếềểễệ", "o": "ôốồổỗộ"}
_BREVE_CODES: Final = "êéèúüë"
_BREVED: Final = {"a": "ăắằẳẵặ"}
_Y: Final = {"yù": "ý", "yø": "ỳ", "yû": "ỷ", "yõ": "ỹ"}
_SINGLE: Final = {
    "í": "í", "ì": "ì", "æ": "ỉ", "ó": "ĩ", "ò": "ị", "î": "ỵ", "ñ": "đ", "ô": "ơ", "ö": "ư",
}  # fmt: skip


def _both_cases(table: dict[str, str]) -> dict[str, str]:
    """Add the capitals; a capital base may stand before a small mark too."""
    found = dict(table)
    for code, letter in table.items():
        found[code.upper()] = letter.upper()
        found[code[0].upper() + code[1:]] = letter.upper()
    return found


def _pairs() -> dict[str, str]:
    table = dict(_Y)
    for codes, rows in (
        (_TONE_CODES, _TONED),
        (_CIRCUMFLEX_CODES, _CIRCUMFLEXED),
        (_BREVE_CODES, _BREVED),
    ):
        for base, letters in rows.items():
            table.update({base + c: letter for c, letter in zip(codes, letters, strict=True)})
    return table


VNI: Final[dict[str, str]] = _both_cases(_pairs() | _SINGLE)

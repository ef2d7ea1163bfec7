"""Tells Vietnamese typed in the old TCVN3 or VNI fonts from right text.

Such text is Latin-1 letters that only look Vietnamese in the old font:
"Tr­êng" (TCVN3) and "Tröôøng" (VNI) for "Trường". Also turns it into Unicode.
"""

from __future__ import annotations

import re
from typing import Final

from app.domain import legacy_tables

_UNICODE_ONLY: Final = re.compile("[ăđĩũơưĂĐĨŨƠƯ\u1ea0-\u1ef9\u0370-\u052f]")
"""Letters no old font produces: their presence shows a Unicode keyboard."""
_FOREIGN: Final = frozenset("¨©ª«¬\u00ad®µ¶·¸¹»¼½¾ÄÅÆÇËÎÏÐÑÖ×ØÛÜÞßäåæçëîïñö÷øûüþÿ")
"""What right Vietnamese does not need, and old fonts do."""
_PAIRS: Final = re.compile("[aeouôAEOUÔ][àáâãèéêõúÀÁÂÃÈÉÊÕÚ]|[a-z][ÈÉÊÌÒÓÔÕÝ][a-z]")
"""The signs below that right Vietnamese letters could make up alone."""
_SYMBOL: Final = "¨©ª¬µ¶¸¹»¼½¾"

_TCVN3_SURE: Final = re.compile(
    f"[a-zà-ÿ][{_SYMBOL}][a-zà-ÿ]"  # c¸c, l¹i
    "|®[\u00ad¨©ª«¬\u00b5-\u00ff]"  # ®Êt, ®­êng: đ before a vowel
    "|[a-zA-Z]\u00ad[à-ÿ]"  # tr­êng, n­íc: ươ
    "|[a-z][ÆÇËÎÏÐÑÖØÜÞ][a-zß-ÿ]"  # ViÖt, B¾c
    "|(?<![\\w])[a-zA-Z]{1,3}µ(?!\\w)"  # lµ, vµ
)
_TCVN3_LIKELY: Final = re.compile("®[a-z]|[a-z][¸¹¶¨ª¬¾¼½](?!\\w)|[a-z][ÈÉÊÌÒÓÔÕÝ][a-z]")
_VNI_SURE: Final = re.compile(
    "[öÖ][ôÔøùûõïØÙÛÕÏ]"  # öô: ươ
    "|[ôÔ][øùûõïØÙÛÕÏ]"  # ôø: ờ
    "|[aeoAEO][åäÅÄ]"  # eä: ệ
    "|[aeouAEOU][øØ]"  # aø: à
    "|[eo][âÂ]|a[âêÂÊ]|A[ÂÊ]"  # oâ: ô
    "|a[àáã]|A[ÀÁÃ]|e[ãõ]|E[ÃÕ]"
    "|[aou]õ"
)
_VNI_LIKELY: Final = re.compile(
    "ñ[aeiouyöô]|Ñ[aeiouyAEIOUYöôÖÔ]|[aoeuAOEU][ïùûÏÙÛ]|e[àá]|[ae]ë|a[éèúü]"
)


_TCVN3_TABLE: Final = str.maketrans(legacy_tables.TCVN3)
_VNI_CODES: Final = re.compile(
    "|".join(sorted(map(re.escape, legacy_tables.VNI), key=len, reverse=True))
)


def detect(text: str) -> str:
    """Return "TCVN3" or "VNI" when a text, short or whole file, looks typed so, else ""."""
    return legacy_encoding(text)


def to_unicode(text: str, encoding: str) -> str:
    """Return `text` typed in "TCVN3" or "VNI" as Unicode; text of no encoding ("") as it is.

    TCVN3 has no toned capitals: its capital fonts show small letters as
    capitals, which text alone cannot tell, so that they come out small.
    """
    if encoding == "TCVN3":
        return text.translate(_TCVN3_TABLE)
    if encoding == "VNI":
        return _VNI_CODES.sub(lambda code: legacy_tables.VNI[code[0]], text)
    return text


def legacy_encoding(text: str) -> str:
    """Return "TCVN3" or "VNI" when `text` looks typed in that font, else an empty string.

    One sure sign is enough; likely signs count from two kinds on, and only
    in text without a letter of today's keyboards.
    """
    if _FOREIGN.isdisjoint(text) and not _PAIRS.search(text):
        return ""
    if _VNI_SURE.search(text):
        return "VNI"
    if _TCVN3_SURE.search(text):
        return "TCVN3"
    if _UNICODE_ONLY.search(text):
        return ""
    if _has_several(_TCVN3_LIKELY, text):
        return "TCVN3"
    return "VNI" if _has_several(_VNI_LIKELY, text) else ""


def _has_several(signs: re.Pattern[str], text: str) -> bool:
    """Whether signs with different letters occur: one alone may be a foreign name."""
    letters = {char for sign in signs.findall(text) for char in sign if not char.isascii()}
    return len(letters) >= 2

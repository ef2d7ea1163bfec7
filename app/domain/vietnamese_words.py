"""How Vietnamese a text is: whether its words are built as Vietnamese syllables are."""

from __future__ import annotations

import re
import unicodedata
from typing import Final

_TONES: Final = re.compile("[\u0300\u0301\u0303\u0309\u0323]")
_ONSETS: Final = "ngh|ng|nh|gh|gi|kh|ph|th|tr|ch|qu|[bcdđghklmnpqrstvx]"
_VOWELS: Final = (
    "ươu|ươi|iêu|yêu|uây|uyu|uêu|oai|oay|oao|oeo|uôi|uyê|uya|iê|yê|uô|ươ|ia|ya|ua|ưa|oa|oă|oe|oo"
    "|uâ|uê|uy|uơ|ai|ay|ao|au|âu|ây|eo|êu|iu|oi|ôi|ơi|ui|ưi|ưu|[aăâeêioôơuưy]"
)
_SYLLABLE: Final = re.compile(f"(?:{_ONSETS})?(?:{_VOWELS})(?:ng|nh|ch|[cmnpt])?")
_WORD: Final = re.compile(r"[^\W\d_]+")
MOST_WORDS: Final = 20_000


def is_syllable(word: str) -> bool:
    """Whether a word could be a Vietnamese syllable, with at most one tone."""
    plain, tones = _TONES.subn("", unicodedata.normalize("NFD", word.lower()))
    return tones <= 1 and _SYLLABLE.fullmatch(unicodedata.normalize("NFC", plain)) is not None


def accented_share(text: str) -> tuple[int, float]:
    """Return how many words have accents, and what share of these are Vietnamese syllables."""
    found = [word for word in _WORD.findall(text)[:MOST_WORDS] if not word.isascii()]
    if not found:
        return 0, 0.0
    return len(found), sum(map(is_syllable, found)) / len(found)

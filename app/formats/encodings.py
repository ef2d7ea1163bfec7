"""Reads bytes as UTF-8, or says which encoding they look like instead."""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass
from typing import Final

from app.domain.legacy_text import to_unicode
from app.domain.text import nfc
from app.domain.vietnamese_words import accented_share

_MARKS: Final = (
    (codecs.BOM_UTF32_LE, "UTF-32"),
    (codecs.BOM_UTF32_BE, "UTF-32"),
    (codecs.BOM_UTF16_LE, "UTF-16"),
    (codecs.BOM_UTF16_BE, "UTF-16"),
)
_SAMPLE: Final = 100_000
_HIGH: Final = re.compile(rb"[\x80-\xff]+")
_CP1258_VOWEL: Final = rb"[aeiouyAEIOUY\xe2\xea\xf4\xf5\xfd\xe3\xc2\xca\xd4\xd5\xdd\xc3]"
_CP1258_TONE: Final = re.compile(_CP1258_VOWEL + rb"[\xcc\xd2\xde\xec\xf2]")
_TCVN3: Final = re.compile(rb"[\xa8-\xae\xb5-\xb9\xbb-\xbe]")
_MEAN_RUN_OF_CYRILLIC: Final = 2.5
_FEWEST_WORDS: Final = 3
_MOSTLY: Final = 0.8
"""So many of the words with accents are Vietnamese; the others are names."""


@dataclass(frozen=True, slots=True)
class WrongEncoding(Exception):
    """The bytes are not UTF-8. `looks_like` names an encoding or is "?"; places count from 1."""

    looks_like: str
    line: int
    column: int


def decode_utf8(data: bytes) -> str:
    """Return the text of UTF-8 bytes, without a byte order mark. Raises WrongEncoding."""
    wide = _wide_encoding(data)
    if wide:
        raise WrongEncoding(wide, 1, 1)
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        # utf-8-sig counts from after the mark; a strict second look gives the true place.
        start = error.start + (3 if data.startswith(codecs.BOM_UTF8) else 0)
        raise WrongEncoding(guess_encoding(data), *_place(data, start)) from None


def guess_encoding(data: bytes) -> str:
    """Return the name of the encoding that bytes which are not UTF-8 look like, or "?"."""
    sample = data[:_SAMPLE]
    runs = _HIGH.findall(sample)
    high = sum(map(len, runs))
    if not high:
        return _guess_late(data)
    if high / len(runs) >= _MEAN_RUN_OF_CYRILLIC:
        return "windows-1251"
    spoken = _by_words(sample)
    if spoken:
        return spoken
    if len(_TCVN3.findall(sample)) >= high * 0.3:
        return "TCVN3"
    return "cp1258" if _CP1258_TONE.search(sample) else "windows-1252"


def _by_words(sample: bytes) -> str:
    """Return the encoding under which most words are Vietnamese, or an empty string."""
    latin = sample.decode("cp1252", errors="replace")
    read = {
        "cp1258": nfc(sample.decode("cp1258", errors="replace")),
        "TCVN3": to_unicode(latin, "TCVN3"),
        "VNI": to_unicode(latin, "VNI"),
    }
    shares = {name: accented_share(text) for name, text in read.items()}
    name = max(shares, key=lambda name: shares[name][1])
    words, share = shares[name]
    return name if words >= _FEWEST_WORDS and share >= _MOSTLY else ""


def _guess_late(data: bytes) -> str:
    """Look where the first odd byte is, when a long beginning is plain ASCII."""
    first = _HIGH.search(data)
    return guess_encoding(data[first.start() :]) if first else "?"


def _wide_encoding(data: bytes) -> str:
    """Recognise UTF-16 and UTF-32 by their mark, or by the zero bytes between plain letters."""
    for mark, name in _MARKS:
        if data.startswith(mark):
            return name
    sample = data[: min(len(data), 4_000) // 4 * 4]
    zeros = [sample[phase::4].count(0) * 4 for phase in range(4)]
    mostly = [count > 0.4 * len(sample) for count in zeros]
    if mostly in ([False, False, True, True], [True, True, False, False]) or sum(mostly) == 3:
        return "UTF-32"
    if mostly in ([False, True, False, True], [True, False, True, False]):
        return "UTF-16"
    return ""


def _place(data: bytes, start: int) -> tuple[int, int]:
    line_start = data.rfind(b"\n", 0, start) + 1
    before = data[line_start:start].decode("utf-8-sig", errors="replace")
    return data.count(b"\n", 0, start) + 1, len(before) + 1

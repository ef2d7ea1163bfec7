"""Words as people type them: one form for storing, one for finding, one for sorting."""

from __future__ import annotations

import re
import unicodedata
from typing import Final

_LETTERS: Final = "aăâbcdđeêfghijklmnoôơpqrstuưvwxyz"
_LETTER_CODE: Final = {letter: f"{code:02d}" for code, letter in enumerate(_LETTERS, start=20)}
_DIGIT_CODE: Final = {str(digit): f"{digit + 10:02d}" for digit in range(10)}
_CODE: Final = {**_LETTER_CODE, **_DIGIT_CODE}
_MARKS: Final = re.compile("[\u0300-\u036f]+")
_TONE: Final = {"\u0300": 1, "\u0309": 2, "\u0303": 3, "\u0301": 4, "\u0323": 5}
_VIETNAMESE_MARKS: Final = frozenset("\u0302\u0306\u031b")
# Controls, surrogates, private use, unassigned, and what turns the direction of reading.
_HIDDEN: Final = frozenset({"Cc", "Cs", "Co", "Cn"})
_TURNING: Final = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


def nfc(text: str) -> str:
    """Return `text` with every letter and its accents composed (Unicode NFC)."""
    return unicodedata.normalize("NFC", text)


def without_hidden(text: str) -> str:
    """Return `text` without what nobody sees but what acts: controls, and turns of direction.

    Line breaks (as "\\n") and tabs stay, and so do the joiners inside emoji.
    """
    lines = text.replace("\r\n", "\n").replace("\r", "\n")
    if lines.isascii() and lines.isprintable():
        return lines
    return "".join(sign for sign in lines if sign in "\n\t" or _is_shown(sign))


def _is_shown(sign: str) -> bool:
    return unicodedata.category(sign) not in _HIDDEN and sign not in _TURNING


def collapse_spaces(text: str) -> str:
    """Return `text` without outer blanks and with each inner run of blanks as one space."""
    return " ".join(text.split())


def clean_line(text: str) -> str:
    """Return one line of words as it is kept: nothing hidden, composed, single spaces."""
    return nfc(collapse_spaces(without_hidden(text)))


def clean_text(text: str) -> str:
    """Return several lines of words as they are kept: nothing hidden, composed, no outer blanks."""
    return nfc(without_hidden(text)).strip()


def fold(text: str) -> str:
    """Return `text` without accents, case and needless spaces, for searching and comparing."""
    if text.isascii():
        return collapse_spaces(text.casefold())
    parts = unicodedata.normalize("NFD", text.casefold())
    return nfc(collapse_spaces(_MARKS.sub("", parts).replace("đ", "d")))


def vietnamese_sort_key(name: str) -> str:
    """Return a key of digits that sorts `name` as a Vietnamese class list does.

    The given name (the last word) counts first, then the other words in turn.
    Within a word the letters come first (a ă â b c d đ …), then the tone
    (level, grave, hook, tilde, acute, dot). Digits only, so that every
    database collation sorts it alike.
    """
    words = [key for key in map(_word_key, name.split()) if key]
    return "".join(words[-1:] + words[:-1])


def _word_key(word: str) -> str:
    """Code the letters with two digits each; a closing "0" and the tone end the word.

    No letter's code begins with 0, so a word sorts before every longer word
    that begins with it.
    """
    letters: list[str] = []
    tone = 0
    for char in unicodedata.normalize("NFD", word.casefold()):
        if char in _TONE:
            tone = tone or _TONE[char]
        elif char in _VIETNAMESE_MARKS and letters:
            letters[-1] = _with_mark(letters[-1], char)
        elif not unicodedata.combining(char):
            letters.append(char)
    codes = [_CODE[letter] for letter in letters if letter in _CODE]
    return "".join(codes) + f"0{tone}" if codes else ""


def _with_mark(letter: str, mark: str) -> str:
    marked = nfc(letter + mark)
    return marked if marked in _CODE else letter

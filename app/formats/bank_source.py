"""What a reader is told besides the bytes."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from app.domain.legacy_text import detect, to_unicode
from app.formats.bank_naming import Naming
from app.formats.read_bank import no_image

AUTO: Final = "auto"


def silent(done: int, total: int) -> None:
    """Tell nobody."""


@dataclass(frozen=True, slots=True)
class Source:
    """`naming` serves a file that does not name its bank; `image_exists` is asked for images.

    `legacy` says how text in old Vietnamese fonts is treated: "" leaves it,
    "TCVN3" or "VNI" converts all of it, "auto" what looks so. `progress` is told how
    much is read, of how much; not every reader tells.
    """

    naming: Naming
    image_exists: Callable[[str], int] = no_image
    legacy: str = ""
    progress: Callable[[int, int], None] = silent

    def words(self, text: str) -> str:
        """Return a piece of the file's text, turned into Unicode where asked for."""
        if not self.legacy or text.isascii():
            return text
        return to_unicode(text, detect(text) if self.legacy == AUTO else self.legacy)

"""Banks from and into every format an organiser has, without storing anything."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from app.domain.bank_losses import Loss, PlaceUnit
from app.domain.bank_problems import Problem
from app.domain.questions import Bank
from app.formats.bank_naming import name_from_file
from app.formats.bank_source import Source, silent
from app.formats.draft_bank import refused
from app.formats.read_bank import ReadBank, no_image
from app.formats.registry import FORMATS, ending_of, guess
from app.formats.text_decode import MOST_BYTES
from app.services.bank_checks import image_weight

__all__ = [
    "FORMATS",
    "Converted",
    "ReadBank",
    "check_file",
    "convert",
    "convert_file",
    "format_for",
    "format_names",
    "guess_format",
    "read_any",
]


@dataclass(frozen=True, slots=True)
class Converted:
    """A bank in its new format, or None with the problems that refuse it.

    `read_losses` could not be taken out of the old format, `write_losses`
    not put into the new one; `unit` is what places in the old one count.
    """

    data: bytes | None
    bank: Bank | None
    problems: tuple[Problem, ...]
    read_losses: tuple[Loss, ...] = ()
    write_losses: tuple[Loss, ...] = ()
    unit: PlaceUnit = PlaceUnit.LINE

    @property
    def losses(self) -> tuple[Loss, ...]:
        """Everything that was lost on the way."""
        return (*self.read_losses, *self.write_losses)


def format_names() -> tuple[str, ...]:
    """Return the names of all formats."""
    return tuple(FORMATS)


def guess_format(data: bytes, file_name: str) -> str:
    """Return the format that a file's name and bytes show, or an empty string."""
    found = guess(data, file_name)
    return found if found in FORMATS else ""


def format_for(file_name: str) -> str:
    """Return the format in which a file of this name would be written, or an empty string."""
    ending = ending_of(file_name)
    by_default = {".xml": "moodle-xml", ".yml": "yaml", ".txt": "aiken"}
    named = next((f.name for f in FORMATS.values() if f.ending == ending), "")
    return by_default.get(ending, named)


def read_any(
    data: bytes,
    file_name: str,
    format: str | None = None,
    *,
    image_exists: Callable[[str], int] = no_image,
    legacy: str = "",
    progress: Callable[[int, int], None] = silent,
) -> ReadBank:
    """Read and check a bank in the named format, or in the one that name and bytes show.

    `legacy` converts text in old fonts: "TCVN3", "VNI", or "auto" for what looks so.
    `progress` is told how much is read, of how much.
    """
    name = format or guess(data[: MOST_BYTES + 1], file_name)
    if name not in FORMATS:
        return refused("file.old_office" if name == "old-office" else "file.unknown_format")
    source = Source(name_from_file(file_name), image_exists, legacy, progress)
    return FORMATS[name].read(data, source)


def convert(
    data: bytes,
    from_format: str | None,
    to_format: str,
    *,
    file_name: str = "",
    image_exists: Callable[[str], int] = no_image,
    legacy: str = "",
) -> Converted:
    """Return a bank in another format, with all that was lost on the way."""
    read = read_any(data, file_name, from_format, image_exists=image_exists, legacy=legacy)
    if read.bank is None:
        return Converted(None, None, read.problems, read.losses, unit=read.unit)
    done = FORMATS[to_format].write(read.bank)
    return Converted(done.data, read.bank, read.problems, read.losses, done.losses, read.unit)


def check_file(
    path: Path,
    format: str | None = None,
    *,
    legacy: str = "",
    elsewhere: Callable[[str], int] = no_image,
) -> ReadBank:
    """Read and check the bank in a file; its images are looked for from the file's folder.

    Those that are not there are asked of `elsewhere`. Raises OSError if the file cannot be
    read.
    """
    return read_any(
        _read_bounded(path),
        path.name,
        format,
        image_exists=lambda name: image_weight(path.parent, name) or elsewhere(name),
        legacy=legacy,
    )


def convert_file(
    source: Path, target: Path, from_format: str | None, to_format: str, *, legacy: str = ""
) -> Converted:
    """Convert a file and write the result; nothing is written of a file that is refused.

    Images are looked for from the folder of the source. Raises OSError.
    """
    done = convert(
        _read_bounded(source),
        from_format,
        to_format,
        file_name=source.name,
        image_exists=lambda name: image_weight(source.parent, name),
        legacy=legacy,
    )
    if done.data is not None:
        target.write_bytes(done.data)
    return done


def _read_bounded(path: Path) -> bytes:
    with path.open("rb") as file:
        # One byte beyond the limit is enough for the reader to see that it is too large.
        return file.read(MOST_BYTES + 1)

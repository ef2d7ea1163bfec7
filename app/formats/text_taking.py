"""Takes the texts of other systems into a draft and notes what of them is lost."""

from __future__ import annotations

from app.formats.bank_source import Source
from app.formats.draft_bank import DraftBank, DraftQuestion
from app.formats.markup import Marked, from_html, looks_like_html
from app.formats.read_bank import Place

_LONGEST = 1_000_000
"""A text beyond this stays as it is: the check refuses it for its length anyway."""


def take_text(
    bank: DraftBank, source: Source, question: DraftQuestion, raw: str, kind: str, place: Place
) -> str:
    """Return a text as Markdown; `kind` is html, markdown, plain or moodle (which may be HTML)."""
    raw = source.words(raw)
    is_html = kind == "html" or (kind != "plain" and kind != "markdown" and looks_like_html(raw))
    if not is_html or len(raw) > _LONGEST:
        return raw.strip()
    bank.count_tags(raw, place)
    return take_marked(bank, source, question, from_html(raw), place)


def take_marked(
    bank: DraftBank, source: Source, question: DraftQuestion, marked: Marked, place: Place
) -> str:
    """Note the images and the lost tags of a text that is Markdown now, and return it."""
    for file, alt in marked.images:
        take_image(bank, source, question, file, alt, place)
    if marked.lost:
        bank.lose("formatting", place, ", ".join(marked.lost))
    return marked.text


def take_image(
    bank: DraftBank, source: Source, question: DraftQuestion, file: str, alt: str, place: Place
) -> None:
    """Keep the first image of a question if its file is there; any other is a loss."""
    if file.startswith(("images/", "./images/")) and "image" not in question.fields:
        clean = file.removeprefix("./")
        if source.image_exists(clean):
            question.fields["image"] = {"file": clean, "alt": alt or clean}
            question.places[("image",)] = place
            return
    bank.lose("image", place, file or alt)

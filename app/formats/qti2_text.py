"""The XHTML inside QTI 2 and 3 as Markdown; texts that we wrote come back as they were."""

from __future__ import annotations

from app.formats.bank_source import Source
from app.formats.draft_bank import DraftBank, DraftQuestion
from app.formats.markup import MarkdownMaker
from app.formats.read_bank import Place
from app.formats.text_taking import take_marked
from app.formats.xml_tree import Node

VERBATIM = "markdown"
"""Class of an element whose text is Markdown already."""
GAP = "_____"
_INLINE = ("textentryinteraction", "inlinechoiceinteraction")
_FEEDBACK = ("feedbackinline", "feedbackblock", "rubricblock", "templateinline", "templateblock")


def markdown_of(
    bank: DraftBank, source: Source, question: DraftQuestion, node: Node, place: Place
) -> str:
    """Return the text of a node, without interactions and feedback inside, and note losses."""
    node = node.first("contentbody") or node
    maker = MarkdownMaker()
    _walk(bank, source, maker, node, place)
    marked = maker.result()
    own = next((n for n in [node, *node.children] if n.get("class") == VERBATIM), None)
    text = take_marked(bank, source, question, marked, place)
    return source.words("".join(own.pieces()).strip()) if own is not None else text


def _walk(bank: DraftBank, source: Source, maker: MarkdownMaker, node: Node, place: Place) -> None:
    maker.data(source.words(node.text))
    for child in node.children:
        if child.tag in _FEEDBACK:
            code = "option_feedback" if child.tag.startswith("feedback") else "formatting"
            at = Place(child.line, 1, place.part)
            bank.lose(code, at, child.words() or child.tag)
        elif child.tag in _INLINE:
            maker.verbatim(GAP)
        elif child.tag.endswith("interaction"):
            for prompt in child.all("prompt"):
                maker.start("p", {})
                _walk(bank, source, maker, prompt, place)
                maker.end("p")
        elif child.tag == "object" and child.get("type").startswith("image/"):
            maker.images.append((child.get("data"), child.words()))
        else:
            maker.start(child.tag, child.attributes)
            _walk(bank, source, maker, child, place)
            maker.end(child.tag)
        maker.data(source.words(child.tail))

"""The manifest of a QTI package: which items there are, and what is known about them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from app.domain.questions import Bank, Question, Topic
from app.formats.bank_source import Source
from app.formats.draft_bank import DraftBank, DraftQuestion
from app.formats.qti2_item_write import Dialect
from app.formats.qti_ids import identifier, name_from
from app.formats.xml_tree import Node
from app.formats.xml_write import HEAD, tag, text

_LEVELS: Final = ("very easy", "easy", "medium", "difficult", "very difficult")
"""The vocabulary of LOM for difficulty, here 1 to 5."""
_LOM: Final = "http://ltsc.ieee.org/xsd/LOM"


def write_manifest(dialect: Dialect, bank: Bank, files: dict[str, str]) -> bytes:
    """Return the manifest; `files` maps question ids to paths."""
    titles = {topic.id: topic for topic in bank.topics}
    general = tag(
        "general",
        _string("title", bank.title, bank.language),
        tag("language", bank.language),
        _string("description", bank.description, bank.language),
    )
    rights = tag("rights", _string("description", bank.licence, bank.language))
    lom = tag(
        "lom",
        general,
        rights if bank.licence else "",
        *(_classification(topic) for topic in bank.topics),
        xmlns=_LOM,
    )
    schema = tag("schema", dialect.schema) + tag("schemaversion", dialect.schema_version)
    resources = [
        _resource(dialect, question, files[question.id], titles) for question in bank.questions
    ]
    manifest = tag(
        "manifest",
        tag("metadata", schema, lom),
        tag("organizations"),
        tag("resources", "\n", "\n".join(resources), "\n"),
        xmlns=dialect.manifest,
        identifier=identifier(bank.slug),
    )
    return (HEAD + manifest + "\n").encode()


def _resource(dialect: Dialect, question: Question, file: str, titles: dict[str, Topic]) -> str:
    parts = []
    if question.difficulty:
        level = tag("source", "LOMv1.0") + tag("value", _LEVELS[question.difficulty - 1])
        parts.append(tag("educational", tag("difficulty", level)))
    if question.topic:
        parts.append(_classification(titles[question.topic]))
    lom = tag("metadata", tag("lom", *parts, xmlns=_LOM)) if parts else ""
    return tag(
        "resource",
        lom,
        tag("file", href=file),
        identifier=f"r_{question.id}",
        type=dialect.resource,
        href=file,
    )


def _classification(topic: Topic) -> str:
    entry = tag("entry", tag("string", text(topic.title)))
    return tag("classification", tag("taxonPath", tag("taxon", tag("id", topic.id), entry)))


def _string(name: str, value: str | None, language: str) -> str:
    return tag(name, tag("string", text(value), language=language)) if value else ""


def take_head(bank: DraftBank, source: Source, manifest: Node) -> None:
    """Take what a manifest says about the whole bank."""
    slug = name_from(manifest.get("identifier"))
    lom = _lom(manifest)
    if lom is None:
        return
    words = {
        "title": lom.words("general", "title"),
        "language": lom.words("general", "language"),
        "description": lom.words("general", "description"),
        "licence": lom.words("rights", "description"),
    }
    for name, value in words.items():
        bank.set_head(name, source.words(value))
    if words["title"]:
        bank.set_head("bank", slug)
    for id, title in _taxons(lom):
        bank.topic(source.words(title), id)


def take_resource(bank: DraftBank, question: DraftQuestion, resource: Node) -> None:
    """Take what a manifest says about one item."""
    lom = _lom(resource)
    if lom is None:
        return
    level = lom.words("educational", "difficulty", "value")
    if level in _LEVELS:
        question.put("difficulty", str(_LEVELS.index(level) + 1))
    for id, title in _taxons(lom):
        if "topic" in question.fields:
            bank.lose("topic", question.place, title)
        else:
            question.put("topic", bank.topic(title or id, id))


def _lom(node: Node) -> Node | None:
    for holder in node.all("metadata"):
        return holder.first("lom")
    return None


def _taxons(lom: Node) -> Iterator[tuple[str, str]]:
    for taxon in lom.all("classification", "taxonPath", "taxon"):
        yield taxon.words("id"), taxon.words("entry")

"""Reads XML into plain nodes that know their line, within limits and without DTD or entities."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Final
from xml.etree.ElementTree import ParseError

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import DefusedXMLParser

from app.domain.bank_problems import Problem
from app.formats.draft_bank import problem_at
from app.formats.read_bank import Place
from app.formats.text_decode import too_large

MOST_BYTES: Final = 16 * 1024 * 1024
MOST_NODES: Final = 400_000
DEEPEST: Final = 60
_MOST_ATTRIBUTES: Final = 2_000
_LONG_TAG: Final = re.compile(rb"<[^<>]{20000,}")
_NOTHING: Final[Mapping[str, str]] = {}


class XmlRefused(Exception):
    """The XML cannot or must not be read; carries the problem."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem.code)
        self.problem = problem


@dataclass(slots=True)
class Node:
    """An element: names without their namespace, texts as in ElementTree."""

    tag: str
    attributes: Mapping[str, str]
    line: int
    text: str = ""
    tail: str = ""
    children: list[Node] = field(default_factory=list)

    def all(self, *path: str) -> list[Node]:
        """Return the nodes reached by child names, one a level."""
        nodes = [self]
        for tag in path:
            nodes = [child for node in nodes for child in node.children if child.tag == tag]
        return nodes

    def first(self, *path: str) -> Node | None:
        """Return the first node reached by child names, or None."""
        return next(iter(self.all(*path)), None)

    def below(self, *tags: str) -> Iterator[Node]:
        """Give all nodes with one of the tags at any depth, in the order of the file."""
        for child in self.children:
            if child.tag in tags:
                yield child
            yield from child.below(*tags)

    def get(self, name: str, default: str = "") -> str:
        """Return an attribute, stripped."""
        return self.attributes.get(name, default).strip()

    def words(self, *path: str) -> str:
        """Return the text inside the first node reached, stripped; empty if there is none."""
        node = self.first(*path) if path else self
        return "".join(node.pieces()).strip() if node else ""

    def pieces(self) -> Iterator[str]:
        """Give all text inside, tags left out."""
        yield self.text
        for child in self.children:
            yield from child.pieces()
            yield child.tail


@dataclass(slots=True)
class Budget:
    """How many elements may still be read of all files together."""

    left: int = MOST_NODES


def parse(data: bytes, part: str = "", budget: Budget | None = None) -> Node:
    """Return the root of an XML file; `part` names it inside a package. Raises XmlRefused."""
    if len(data) > MOST_BYTES:
        raise XmlRefused(too_large())
    if any(tag[0].count(b"=") > _MOST_ATTRIBUTES for tag in _LONG_TAG.finditer(data)):
        raise _refused_at("xml.too_much", Place(1, 1, part))
    builder = _Builder(budget or Budget())
    parser: Any = DefusedXMLParser(
        target=builder, forbid_dtd=True, forbid_entities=True, forbid_external=True
    )
    builder.parser = parser.parser
    try:
        parser.feed(data)
        root = parser.close()
    except DefusedXmlException:
        raise _refused("xml.forbidden", builder, part) from None
    except _TooMuch:
        raise _refused("xml.too_much", builder, part) from None
    except ParseError as error:
        line, column = error.position
        raise _refused_at("xml.syntax", Place(line, column + 1, part)) from None
    except (UnicodeError, LookupError, ValueError):
        raise _refused("xml.syntax", builder, part) from None
    return root


class _TooMuch(Exception):
    """Too many elements, or too deep."""


class _Builder:
    def __init__(self, budget: Budget) -> None:
        self.parser: Any = None
        self.root: Node | None = None
        self.budget = budget
        self._open: list[Node] = []
        self._last: Node | None = None
        self._data: list[str] = []

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        self.budget.left -= 1
        if self.budget.left < 0 or len(self._open) >= DEEPEST or len(attributes) > 100:
            raise _TooMuch
        self._flush()
        own = {_local(name): value for name, value in attributes.items()} or _NOTHING
        node = Node(_local(tag), own, self.parser.CurrentLineNumber)
        if self._open:
            self._open[-1].children.append(node)
        elif self.root is None:
            self.root = node
        self._open.append(node)
        self._last = None

    def end(self, tag: str) -> None:
        self._flush()
        self._last = self._open.pop()

    def data(self, text: str) -> None:
        self._data.append(text)

    def close(self) -> Node:
        return self.root or Node("", _NOTHING, 1)

    def _flush(self) -> None:
        if not self._data:
            return
        text = "".join(self._data)
        self._data = []
        if self._last is not None:
            self._last.tail = text
        elif self._open:
            self._open[-1].text = text


def _local(name: str) -> str:
    return name.rpartition("}")[2]


def _refused(code: str, builder: _Builder, part: str) -> XmlRefused:
    return _refused_at(code, Place(builder.parser.CurrentLineNumber, 1, part))


def _refused_at(code: str, place: Place) -> XmlRefused:
    args = {"part": place.part} if place.part else {}
    return XmlRefused(problem_at(code, place, **args))

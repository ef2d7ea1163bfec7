"""Builds a draft and its places from YAML events, within the limits of the guard."""

from __future__ import annotations

from array import array
from typing import Any, Final, NoReturn

import yaml
from yaml.events import (
    AliasEvent,
    DocumentStartEvent,
    MappingEndEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
    StreamEndEvent,
)

from app.domain.bank_drafts import REFUSED, NullWord, Step, Steps
from app.domain.bank_problems import Problem
from app.formats import bank_yaml_guard as guard
from app.formats.read_bank import Place

_NULL_WORDS: Final = frozenset({"null", "Null", "NULL", "~"})
_CORE_TAGS: Final = frozenset(
    {"!", *(f"tag:yaml.org,2002:{name}" for name in ("str", "int", "float", "bool", "map", "seq"))}
)
_NO_KEY: Final = object()
_DROPPED: Final = object()
"""Stands for a key whose value is read and thrown away."""


class PlacedDict(dict[str, Any]):
    """A mapping of a draft; `marks`: own line and column, then four numbers for each key."""

    __slots__ = ("marks",)

    def __init__(self, line: int, column: int) -> None:
        super().__init__()
        self.marks = array("I", (line, column))


class PlacedList(list[Any]):
    """A list of a draft; `marks`: own line and column, then two numbers for each entry."""

    __slots__ = ("marks",)

    def __init__(self, line: int, column: int) -> None:
        super().__init__()
        self.marks = array("I", (line, column))


class TreeBuilder:
    """Turns one document's events into a draft; `faults` is what the YAML itself did wrong."""

    def __init__(self) -> None:
        self.root: Any = None
        self.faults: list[Problem] = []
        self._open: list[tuple[Any, Any]] = []
        self._node: Any = None
        self._key: Any = _NO_KEY
        self._documents = 0

    def build(self, data: bytes) -> Any:
        """Return the draft of the first document. Raises Unreadable and yaml.YAMLError."""
        next_event = yaml.CSafeLoader(data).get_event
        for count in range(guard.MOST_EVENTS):
            event: Any = next_event()
            kind = type(event)
            if kind is ScalarEvent:
                self._scalar(event)
            elif kind is MappingStartEvent or kind is SequenceStartEvent:
                self._start(event, kind is MappingStartEvent)
            elif kind is MappingEndEvent or kind is SequenceEndEvent:
                self._node, self._key = self._open.pop()
            elif kind is AliasEvent:
                self._alias(event)
            elif kind is StreamEndEvent or (
                kind is DocumentStartEvent and self._is_second(event.start_mark)
            ):
                return self.root
            if count == guard.DENSE_EVENTS and _is_dense(event.start_mark.index, count):
                break
        mark = event.start_mark
        self._too_many("nodes", count, mark.line + 1, mark.column + 1)

    def _scalar(self, event: Any) -> None:
        mark = event.start_mark
        line, column = mark.line + 1, mark.column + 1
        value: Any = event.value
        if event.anchor is not None:
            self._fault("yaml.alias", line, column, name=event.anchor[:60])
        if self._key is _NO_KEY and type(self._node) is PlacedDict:
            self._take_key(value, line, column)
            return
        if len(value) > guard.LONGEST_SCALAR:
            limit = str(guard.LONGEST_SCALAR)
            self._fault("yaml.too_large", line, column, what="scalar", limit=limit)
            value = REFUSED
        elif event.tag is not None:
            value = self._tagged(value, event.tag, line, column)
        elif event.implicit[0]:
            value = _plain(value)
        self._attach(value, line, column)

    def _start(self, event: Any, is_mapping: bool) -> None:
        line, column = event.start_mark.line + 1, event.start_mark.column + 1
        if len(self._open) >= guard.DEEPEST:
            problem = guard.fault("yaml.too_deep", line, column, limit=str(guard.DEEPEST))
            raise guard.Unreadable(problem)
        node = (PlacedDict if is_mapping else PlacedList)(line, column)
        value: Any = node
        if event.anchor is not None:
            self._fault("yaml.alias", line, column, name=event.anchor[:60])
        if event.tag is not None:
            value = self._tagged(node, event.tag, line, column)
        if self._key is _NO_KEY and type(self._node) is PlacedDict:
            self._fault("field.type", line, column, field="", expected="key")
            self._key = _DROPPED
        else:
            self._attach(value, line, column)
        self._open.append((self._node, self._key))
        self._node, self._key = node, _NO_KEY

    def _alias(self, event: Any) -> None:
        line, column = event.start_mark.line + 1, event.start_mark.column + 1
        self._fault("yaml.alias", line, column, name=event.anchor[:60])
        if self._key is _NO_KEY and type(self._node) is PlacedDict:
            self._key = _DROPPED
        else:
            self._attach(REFUSED, line, column)

    def _take_key(self, key: str, line: int, column: int) -> None:
        node = self._node
        if len(key) > guard.LONGEST_KEY:
            limit = str(guard.LONGEST_KEY)
            self._fault("yaml.too_large", line, column, what="key", limit=limit)
            self._key = _DROPPED
        elif key in node:
            self._key = key
            self._fault("yaml.duplicate_key", line, column, key=key)
            self._key = _DROPPED
        else:
            if len(node) >= guard.MOST_KEYS:
                self._too_many("keys", guard.MOST_KEYS, line, column)
            self._key = key
            node.marks.extend((line, column))

    def _attach(self, value: Any, line: int, column: int) -> None:
        node = self._node
        if type(node) is PlacedDict:
            if self._key is not _DROPPED:
                node[self._key] = value
                node.marks.extend((line, column))
            self._key = _NO_KEY
        elif node is None:
            self.root = value
        else:
            node.append(value)
            node.marks.extend((line, column))
            if len(node) > guard.MOST_ENTRIES:
                self._too_many("entries", guard.MOST_ENTRIES, line, column)

    def _tagged(self, value: Any, tag: str, line: int, column: int) -> Any:
        """Report a tag; a core tag changes nothing here, under any other the value is unknown."""
        shown = tag.replace("tag:yaml.org,2002:", "!!")[:100]
        self._fault("yaml.tag", line, column, tag=shown)
        return value if tag in _CORE_TAGS else REFUSED

    def _is_second(self, mark: Any) -> bool:
        self._documents += 1
        if self._documents == 1:
            return False
        self._fault("yaml.multiple_documents", mark.line + 1, mark.column + 1)
        return True

    def _fault(self, code: str, line: int, column: int, **args: str) -> None:
        problem = Problem(self._steps(), code, args=args, line=line, column=column)
        if len(self.faults) >= guard.MOST_FAULTS:
            raise guard.Unreadable(problem)
        self.faults.append(problem)

    def _steps(self) -> Steps:
        """Return the steps to the node that is being read."""
        steps: list[Step] = []
        for node in [*(node for node, _ in self._open[1:]), self._node]:
            open_here = node is self._node
            if type(node) is PlacedDict:
                key = self._key if open_here else next(reversed(node), "")
                steps.append(key if isinstance(key, str) else "")
            elif type(node) is PlacedList:
                steps.append(len(node) - (not open_here))
        return tuple(step for step in steps if step != "")

    def _too_many(self, what: str, limit: int, line: int, column: int) -> NoReturn:
        args = {"what": what, "limit": str(limit)}
        raise guard.Unreadable(guard.fault("yaml.too_large", line, column, **args))


def _is_dense(characters: int, events: int) -> bool:
    return characters < events * guard.CHARACTERS_PER_EVENT


def _plain(value: str) -> Any:
    if not value:
        return None
    return NullWord(value) if value in _NULL_WORDS else value


def place_of(root: Any, steps: Steps, at_key: bool) -> Place:
    """Return the place of the node at `steps`, of its key, or of the nearest node around it."""
    node = root
    place = _own_place(root)
    for number, step in enumerate(steps):
        last = number == len(steps) - 1
        found = _step(node, step, at_key and last)
        if found is None:
            break
        place, node = found
    return place


def _own_place(node: Any) -> Place:
    marks = getattr(node, "marks", (1, 1))
    return Place(marks[0], marks[1])


def _step(node: Any, step: int | str, at_key: bool) -> tuple[Place, Any] | None:
    if isinstance(node, PlacedList) and isinstance(step, int) and step < len(node):
        at = 2 + 2 * step
        return Place(node.marks[at], node.marks[at + 1]), node[step]
    if isinstance(node, PlacedDict) and step in node:
        at = 2 + 4 * list(node).index(str(step)) + (0 if at_key else 2)
        return Place(node.marks[at], node.marks[at + 1]), node[str(step)]
    return None

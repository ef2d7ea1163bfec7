"""A site as it is asked: its people, an address for every route, and a way back to the start."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from flask import Flask
from werkzeug.routing import Rule

from app.storage.db import db
from tests.web.matrix.table import Who

ABSENT = {"int": 999_999_999, "text": "khong-co-o-day"}
Address = tuple[str, str]
"""A path that is there, and one of the same rule behind which there is nothing."""


@dataclass(slots=True)
class Scene:
    """The site, its people as cookies or tokens name them, and what each rule's words are."""

    app: Flask
    file: Path
    kept: Path
    cookies: dict[Who, str] = field(default_factory=dict)
    bearer: str = ""
    values: dict[str, dict[str, Any]] = field(default_factory=dict)
    queries: dict[str, str] = field(default_factory=dict)

    def keep(self) -> None:
        """Remember the database as it is now."""
        self._copy(self.file, self.kept)

    def restore(self) -> None:
        """Undo whatever was done since; whoever is connected to the database stays so."""
        self._copy(self.kept, self.file)

    def _copy(self, source: Path, target: Path) -> None:
        with self.app.app_context():
            db.session.remove()
        with closing(sqlite3.connect(source)) as read, closing(sqlite3.connect(target)) as written:
            written.execute("PRAGMA synchronous = OFF")
            read.backup(written)

    def rules(self) -> list[Rule]:
        """Every rule but that of static files."""
        return [one for one in self.app.url_map.iter_rules() if one.endpoint != "static"]

    def permission(self, rule: Rule) -> str:
        """What the view of a rule declares."""
        return str(getattr(self.app.view_functions[rule.endpoint], "permission", "none declared"))

    def address(self, rule: Rule) -> Address:
        """Where the rule's thing is, and where nothing is."""
        given = {**self.values.get("*", {}), **self.values.get(rule.endpoint, {})}
        unknown = rule.arguments - given.keys()
        assert not unknown, f"give tests/web/matrix/words.py {unknown} for {rule.endpoint}"
        there = {name: given[name] for name in rule.arguments}
        nothing = dict(there)
        for name in self._owners(rule):
            nothing[name] = ABSENT["int" if isinstance(there[name], int) else "text"]
        query = self.queries.get(rule.endpoint, "")
        absent = query.replace("phong-moi", str(ABSENT["text"]))
        return _path(rule, there) + query, _path(rule, nothing) + absent

    def _owners(self, rule: Rule) -> set[str]:
        """The first word of an address names what somebody owns."""
        names = [part for is_dynamic, part in rule._trace if is_dynamic]
        return set(names[:1])


def _path(rule: Rule, values: dict[str, Any]) -> str:
    built = rule.build(values)
    assert built is not None, (rule.rule, values)
    return str(built[1])

"""Every text that people wrote into the database begins as a formula does."""

from __future__ import annotations

import itertools
import json
from collections.abc import Sequence
from typing import Any

from flask import Flask
from sqlalchemy import String, Table, bindparam, select, update
from sqlalchemy.exc import DatabaseError

from app.storage.db import db
from tests.naughty import ELSEWHERE

STARTS = (
    "=1+1+", "+1+1 ", "-2+3 ", "@SUM(1,1) ", "=cmd|' /C calc'!A0 ", "\t=1+1 ", "\r=1+1 ",
    f'=HYPERLINK("https://{ELSEWHERE}","b") ', "＝1+1 ", "=", "@", "+", "-",
)  # fmt: skip
SIGNS = ("=", "+", "-", "@", "\t", "\r", "＝")
_LEFT_ALONE = {"code", "phone", "slug", "token", "sort_key", "search_name", "media_type"}


def poison(app: Flask, starts: Sequence[str] = STARTS) -> int:
    """Put one of `starts` before all that looks like words of people; returns how often.

    What begins so already stays as it is.
    """
    poisoner = _Poisoner(starts)
    with app.app_context():
        for table in db.metadata.sorted_tables:
            for column in table.columns:
                if isinstance(column.type, String) and column.name not in _LEFT_ALONE:
                    _poison_column(table, column.name, poisoner)
        db.session.remove()
    return poisoner.count


def _poison_column(table: Table, name: str, poisoner: _Poisoner) -> None:
    keys = list(table.primary_key.columns)
    column = table.columns[name]
    longest = getattr(column.type, "length", None)
    rows = db.session.execute(select(*keys, column).where(column.is_not(None))).all()
    for *key, old in rows:
        new = poisoner.whole(old)[:longest]
        if new == old:
            continue
        where = [one == bindparam(f"k{at}", key[at]) for at, one in enumerate(keys)]
        try:
            db.session.execute(update(table).where(*where).values({name: new}))
            db.session.commit()
        except DatabaseError:
            db.session.rollback()  # A rule of the database stands before it: good.


class _Poisoner:
    def __init__(self, starts: Sequence[str]) -> None:
        self._all, self._next = tuple(starts), itertools.cycle(starts)
        self.count = 0

    def whole(self, old: str) -> str:
        """The value of a column; of JSON the words inside."""
        if old[:1] in ("{", "["):
            try:
                return json.dumps(self._inside(json.loads(old)), ensure_ascii=False)
            except ValueError:
                return old
        return self._words(old)

    def _inside(self, value: Any) -> Any:
        if isinstance(value, dict):
            return {name: self._inside(one) for name, one in value.items()}
        if isinstance(value, list):
            return [self._inside(one) for one in value]
        return self._words(value) if isinstance(value, str) else value

    def _words(self, text: str) -> str:
        # Codes and keys are ASCII; words of Vietnamese people hardly ever are.
        if text.isascii() or text.startswith(self._all):
            return text
        self.count += 1
        return next(self._next) + text

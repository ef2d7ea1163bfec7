"""Boards as files in the instance folder, for when no application answers.

`boards/<contest>/<kind>/latest.html` and `.json`, `round-<number>.…` for each round, each
with a `.gz` and `.br` beside it. Only the background writes them: at the latest five
seconds after a change, only of scopes that changed; and all of them now and then, because
names may go and units be renamed. A file is replaced whole, never written in place; what a
power failure tears is written again by the first turn after the start.
"""

from __future__ import annotations

import gzip
import hashlib
import json
import secrets
import shutil
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, cast

import brotli
from flask import current_app

from app.domain.publishing import Course
from app.services import boards, contests, publishing
from app.services.board_values import person_values, unit_values
from app.services.board_views import Board, UnitBoard
from app.services.contest_views import ContestView
from app.services.published_content import ALL, INDIVIDUAL, KINDS, PEOPLE
from app.storage import published as storage
from app.storage.published import CourseFacts, State

FOLDER = "boards"
AT_MOST_EVERY = timedelta(seconds=5)
ANEW_AFTER = timedelta(minutes=10)
FINAL_ANEW_AFTER = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Page:
    """What a file shows; `digest` is the SHA-256 of the JSON file beside it."""

    contest: ContestView
    kind: str
    board: Board | UnitBoard
    written_at: datetime
    number: int | None
    digest: str
    frozen: bool
    final: bool


Render = Callable[[Page], str]
Scopes = dict[int, State]


@dataclass(slots=True)
class _Written:
    scopes: Scopes
    turn: tuple[object, ...]
    written_at: datetime
    whole_at: datetime


@dataclass(slots=True)
class _Memory:
    contests: dict[str, _Written] = field(default_factory=dict)
    known: set[str] | None = None


def write_due(now: datetime, render: Render) -> int:
    """Write the files of contests whose boards changed; returns how many. Part of the ticker.

    Of those that have not changed, one contest a turn is written anew when its time has come.
    """
    memory, states = _memory(), storage.list_states()
    courses = publishing.list_courses()
    _drop_unknown(memory, {facts.slug for facts, _ in courses})
    count, refreshed = 0, False
    for facts, course in courses:
        scopes = states.get(facts.contest_id, {})
        last = memory.contests.get(facts.slug)
        whole = last is None or _turn(facts) != last.turn or _is_old(last, course, now)
        if last is not None and whole and refreshed and scopes == last.scopes:
            continue
        if not whole and (last is None or not _is_due(last, scopes, now)):
            continue
        refreshed = refreshed or whole
        changed = None if whole or last is None else _changed(last.scopes, scopes)
        count += _write_contest(facts, now, render, changed)
        whole_at = now if whole or last is None else last.whole_at
        memory.contests[facts.slug] = _Written(scopes, _turn(facts), now, whole_at)
    return count


def folder() -> Path:
    """Where the files lie."""
    return Path(current_app.instance_path) / FOLDER


def _memory() -> _Memory:
    # Of this process only: whoever takes the duty over writes everything once.
    kept = current_app.extensions.setdefault("thiso_published_files", _Memory())
    return cast(_Memory, kept)


def _turn(facts: CourseFacts) -> tuple[object, ...]:
    return facts.freeze_at, facts.revealed_at, facts.finalised_at


def _is_old(last: _Written, course: Course, now: datetime) -> bool:
    wait = FINAL_ANEW_AFTER if course.finalised_at is not None else ANEW_AFTER
    return now - last.whole_at >= wait


def _is_due(last: _Written, scopes: Scopes, now: datetime) -> bool:
    return scopes != last.scopes and now - last.written_at >= AT_MOST_EVERY


def _changed(before: Scopes, after: Scopes) -> set[int]:
    return {scope for scope in after if before.get(scope) != after[scope]}


def _drop_unknown(memory: _Memory, slugs: set[str]) -> None:
    if memory.known == slugs:
        return
    memory.known = slugs
    if folder().is_dir():
        for one in folder().iterdir():
            if one.is_dir() and one.name not in slugs:
                shutil.rmtree(one, ignore_errors=True)
                memory.contests.pop(one.name, None)


def _write_contest(
    facts: CourseFacts, now: datetime, render: Render, changed: set[int] | None
) -> int:
    contest, count = contests.get_public_contest(facts.slug), 0
    scopes: list[tuple[int, int | None]] = [(0, None)]
    scopes += [(one.id, one.number) for one in contest.rounds]
    for scope, number in scopes:
        if changed is None or scope in changed:
            for kind in KINDS:
                _write_board(contest, facts, kind, number, now, render)
                count += 1
    return count


def _write_board(
    contest: ContestView,
    facts: CourseFacts,
    kind: str,
    round_number: int | None,
    now: datetime,
    render: Render,
) -> None:
    board: Board | UnitBoard
    if kind == INDIVIDUAL:
        board = boards.individual_board(contest.slug, round_number=round_number, limit=PEOPLE)
    else:
        board = boards.unit_board(contest.slug, kind, round_number=round_number, limit=ALL)
    data = _json(contest, kind, board, facts.number, now)
    page = Page(
        contest=contest,
        kind=kind,
        board=board,
        written_at=now,
        number=facts.number,
        digest=hashlib.sha256(data).hexdigest(),
        frozen=contest.freeze.is_on(now),
        final=contest.finalised_at is not None,
    )
    name = "latest" if round_number is None else f"round-{round_number}"
    place = folder() / contest.slug / kind
    place.mkdir(parents=True, exist_ok=True)
    _replace(place / f"{name}.json", data)
    _replace(place / f"{name}.html", render(page).encode())


def _json(
    contest: ContestView, kind: str, board: Board | UnitBoard, number: int | None, now: datetime
) -> bytes:
    if isinstance(board, Board):
        rows = [{**person_values(row), "ended_at": row.ended_at.isoformat()} for row in board.rows]
    else:
        rows = [unit_values(row) for row in board.rows]
    body: dict[str, Any] = {
        "contest": contest.slug,
        "kind": kind,
        "round": board.round,
        "as_of": board.as_of.isoformat() if board.as_of else None,
        "published_at": now.isoformat(),
        "published_number": number,
        "frozen": contest.freeze.is_on(now),
        "total": board.total,
        "rows": rows,
    }
    return json.dumps(body, ensure_ascii=False, separators=(",", ":")).encode()


def _replace(path: Path, data: bytes) -> None:
    """The file and its compressed siblings, each replaced in one step, the plain one last."""
    packed = ((".gz", gzip.compress(data, 6, mtime=0)), (".br", brotli.compress(data, quality=5)))
    for ending, content in (*packed, ("", data)):
        target = path.with_name(path.name + ending)
        # A name of its own: somebody who still believes to have the duty writes another, also on
        # another machine, where a process may have the same number.
        draft = target.with_name(f".{target.name}.{secrets.token_hex(4)}")
        draft.write_bytes(content)
        draft.replace(target)

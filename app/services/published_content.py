"""What is kept of a contest's boards: what they show, and what that follows from.

Names are not kept but looked up again when old boards are shown: somebody whose data
has been deleted is then gone from the old boards too, and the digest stays true.
"""

from __future__ import annotations

import hashlib
import json
import zlib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Any

from app.domain.bank_codec import canonical_json
from app.domain.contest_rules import Rules
from app.domain.errors import NotFound
from app.domain.unit_board_codec import rows_from_plain, rows_to_plain
from app.services import boards, contest_views, contests, unit_derivation
from app.services.board_views import Board, BoardRow, UnitBoard, shown_name
from app.services.contest_views import ContestView
from app.storage import boards as board_storage
from app.storage import contests as contest_storage
from app.storage import published as storage
from app.storage.snapshots import one_moment

PEOPLE = 200
"""So many rows of a board of people are kept."""
ALL = 1_000_000
INDIVIDUAL = "individual"
KINDS = (INDIVIDUAL, *unit_derivation.KINDS)
_SAME = (
    "rank",
    "group",
    "mills",
    "max_mills",
    "correct",
    "time_ms",
    "entries",
    "prize",
    "commune_name",
    "organisation_name",
)


@dataclass(frozen=True, slots=True)
class Taken:
    """The boards of one moment; `content` and `basis` are compressed JSON.

    `mixed` when results were being derived anew, or unit boards had fallen behind.
    """

    contest_id: int
    as_of: datetime | None
    change: int
    digest: str
    content: bytes
    basis: bytes
    mixed: bool


def take(slug: str, now: datetime) -> Taken:
    """The boards as they are now, all from one moment of the database.

    Unit boards that have fallen behind are derived first. Raises `NotFound`.
    """
    _catch_up(contests.get_public_contest(slug), now)
    with one_moment():
        contest = contest_views.get_view(contest_storage.find_contest(slug))
        states = storage.list_states(contest.id).get(contest.id, {})
        shown = [_shown(contest, *which) for which in _parts(contest)]
        mixed = storage.has_mixture(contest.id) or any(
            one.derived < one.change for one in states.values()
        )
        content: dict[str, Any] = {
            "contest": slug,
            "published_at": now.isoformat(),
            "frozen": contest.freeze.is_on(now),
            "final": contest.finalised_at is not None,
            "boards": [part for part, _ in shown],
        }
        basis = {**_basis(contest, now), "mixed": mixed, "people": [ids for _, ids in shown]}
    text = canonical_json(content).encode()
    return Taken(
        contest_id=contest.id,
        as_of=_moment(content["boards"][0]["as_of"]),
        change=sum(one.change for one in states.values()),
        digest=hashlib.sha256(text).hexdigest(),
        content=zlib.compress(text, 9),
        basis=zlib.compress(canonical_json(basis).encode(), 9),
        mixed=mixed,
    )


def text_of(packed: bytes) -> bytes:
    """The very text that was digested."""
    return zlib.decompress(packed)


def read(packed: bytes) -> dict[str, Any]:
    """The plain value in `content` or `basis`."""
    return dict(json.loads(text_of(packed)))


def board_of(
    contest: ContestView,
    content: dict[str, Any],
    basis: dict[str, Any],
    *,
    kind: str,
    round_number: int | None = None,
    division: str | None = None,
) -> Board | UnitBoard:
    """One of the boards that were kept, with names as they may be shown today.

    Raises `NotFound` for one that was not kept.
    """
    wanted = (kind, round_number, division)
    for part, people in zip(content["boards"], basis["people"], strict=True):
        if (part["kind"], part["round"], part["division"]) == wanted:
            rules = contest_views.rules_of(contest.id, basis["rules_number"])
            if kind == INDIVIDUAL:
                return _people_board(contest, rules, part, people)
            return _unit_board(contest, rules, part)
    raise NotFound()


def _catch_up(contest: ContestView, now: datetime) -> None:
    for stale in board_storage.list_stale():
        if stale.contest_id == contest.id:
            unit_derivation.derive(stale, now)


def _parts(contest: ContestView) -> list[tuple[str, int | None, str | None]]:
    rounds = [None, *(one.number for one in contest.rounds)]
    divisions = [None, *(one.code for one in contest.rules.divisions)]
    return [
        (kind, round_, division) for round_ in rounds for division in divisions for kind in KINDS
    ]


def _shown(
    contest: ContestView, kind: str, round_number: int | None, division: str | None
) -> tuple[dict[str, Any], list[str]]:
    asked: dict[str, Any] = {"round_number": round_number, "division": division}
    people: list[str] = []
    board: Board | UnitBoard
    if kind == INDIVIDUAL:
        board = boards.individual_board(contest.slug, limit=PEOPLE, **asked)
        rows: list[Any] = [_plain(row) for row in board.rows]
        people = [row.person_public_id for row in board.rows]
    else:
        board = boards.unit_board(contest.slug, kind, limit=ALL, **asked)
        rows = rows_to_plain(board.rows)
    part = {
        "kind": kind,
        "round": round_number,
        "division": division,
        "as_of": board.as_of.isoformat() if board.as_of else None,
        "total": board.total,
        "rows": rows,
    }
    return part, people


def _plain(row: BoardRow) -> dict[str, Any]:
    return {
        **{name: getattr(row, name) for name in _SAME},
        "ended_at": row.ended_at.isoformat(),
    }


def _basis(contest: ContestView, now: datetime) -> dict[str, Any]:
    freeze, draw = contest.freeze, contest.draw
    # Where clocks of several machines differ, something may have ended a little later than now.
    newest = storage.find_newest_end(contest.id)
    return {
        "rules_number": contest.rules_number,
        "keys": {str(one.id): one.scored_key_number for one in contest.rounds},
        "settled": {str(one.id): one.settled_prediction for one in contest.rounds},
        "freeze_at": None
        if freeze.freeze_at is None or freeze.revealed_at is not None
        else freeze.freeze_at.isoformat(),
        "draw": None if draw is None else [draw.seed, draw.phrase, draw.held_at.isoformat()],
        "through": max(now, newest or now).isoformat(),
        "left_out": storage.list_left_out(contest.id),
    }


def _people_board(
    contest: ContestView, rules: Rules, part: dict[str, Any], people: list[str]
) -> Board:
    named = storage.list_people(people)
    make: Callable[..., BoardRow] = partial(BoardRow, prediction=None)
    rows = [
        make(
            **{name: row[name] for name in _SAME},
            ended_at=datetime.fromisoformat(row["ended_at"]),
            name=shown_name(contest, named[who][1]) if who in named else "",
            person_public_id=who,
        )
        for row, who in zip(part["rows"], people, strict=True)
    ]
    return Board(
        contest=contest,
        kind=INDIVIDUAL,
        round=part["round"],
        group=None,
        as_of=_moment(part["as_of"]),
        total=part["total"],
        rows=rows,
        offset=0,
        limit=PEOPLE,
        query="",
        division=rules.division(part["division"] or ""),
    )


def _unit_board(contest: ContestView, rules: Rules, part: dict[str, Any]) -> UnitBoard:
    return UnitBoard(
        contest=contest,
        kind=part["kind"],
        round=part["round"],
        group=None,
        as_of=_moment(part["as_of"]),
        formula=rules.unit_formula,
        top_n=rules.top_n,
        min_size=rules.min_unit_size,
        total=part["total"],
        rows=rows_from_plain(part["rows"]),
        offset=0,
        limit=ALL,
        query="",
        division=rules.division(part["division"] or ""),
    )


def _moment(text: str | None) -> datetime | None:
    return None if text is None else datetime.fromisoformat(text)

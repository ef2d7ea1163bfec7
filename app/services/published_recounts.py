"""Published boards derived again from the journal alone, as of the moment they were kept.

Compared are: of every board of people the number of people, and of each kept row who it
is, rank, marks, right answers, time, attempts and the end; of every board of units each
row; which key counted; and the digest of what was kept. What has happened since counts for
nothing: later attempts, corrections, settlements and reveals are left out, for rules, keys
and what stood on no board then were kept with the boards. What no table remembers is taken
as it is now: somebody's commune, organisation and group, an attempt opened again, answers
that came by file; if such a thing was changed since, it is listed as a difference.
"""

from __future__ import annotations

import hashlib
from bisect import bisect_left
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from app.domain.corrections import State
from app.domain.divisions import board_key
from app.domain.errors import NotFound
from app.domain.freezing import Freeze
from app.domain.lots import HeldDraw
from app.services import contests, published_content
from app.services.board_refresh import standings_of
from app.services.contest_views import ContestView, rules_of
from app.services.published_content import INDIVIDUAL
from app.services.recount_sources import DatabaseSource
from app.services.recounting import (
    KeptPerson,
    OwnFigures,
    Recount,
    add_figures,
    derived_result,
    recount_board,
    scored_of,
)
from app.storage import corrections as correction_storage
from app.storage import published as storage
from app.storage.derivations import Scored
from app.storage.published import Facts, Stored
from app.storage.standing_rows import Row

Ranked = tuple[str, int, Row]
_COMPARED = ("mills", "correct", "time_ms", "entries")


@dataclass(frozen=True, slots=True)
class PublishedRecount:
    """What was derived again, of which published boards; `mixed` of boards kept in between.

    Such were kept while results were being derived anew, and cannot be derived again.
    """

    facts: Facts
    mixed: bool
    found: Recount


@dataclass(slots=True)
class _Derived:
    standings: dict[int, list[Ranked]]
    figures: OwnFigures


def recount_at(
    slug: str, moment: datetime, progress: Callable[[int], None] = lambda _: None
) -> PublishedRecount:
    """Derive the boards again that were in force at a moment.

    Raises `NotFound` without such a contest, or when nothing had been published by then.
    """
    contest = contests.get_public_contest(slug)
    stored = storage.find_in_force(contest.id, moment)
    if stored is None:
        raise NotFound()
    basis = published_content.read(stored.basis)
    source, found = DatabaseSource(contest), Recount()
    source.contest = _as_then(contest, basis)
    _check_kept(stored, found)
    _check_keys(contest, basis, stored.facts.published_at, found)
    derived = _derive(source, basis, found, progress)
    content = published_content.read(stored.content)
    for part, people in zip(content["boards"], basis["people"], strict=True):
        if part["kind"] == INDIVIDUAL:
            _compare_people(source.contest, part, people, derived, found)
        else:
            name = (_scope(contest, part["round"]), part["kind"], _group(part["division"]))
            recount_board(source, name, part["rows"], derived.figures, found)
    return PublishedRecount(stored.facts, bool(basis["mixed"]), found)


def _as_then(contest: ContestView, basis: Mapping[str, Any]) -> ContestView:
    """The contest with the rules, keys, settlements, draw and freeze that were in force."""
    draw = basis["draw"]
    return replace(
        contest,
        rules_number=basis["rules_number"],
        rules=rules_of(contest.id, basis["rules_number"]),
        rounds=tuple(
            replace(
                one,
                key_number=basis["keys"][str(one.id)],
                settled_prediction=basis["settled"][str(one.id)],
            )
            for one in contest.rounds
            if str(one.id) in basis["keys"]
        ),
        freeze=Freeze(_moment(basis["freeze_at"])),
        draw=None if draw is None else HeldDraw(draw[0], draw[1], datetime.fromisoformat(draw[2])),
    )


def _check_kept(stored: Stored, found: Recount) -> None:
    digest = hashlib.sha256(published_content.text_of(stored.content)).hexdigest()
    found.note("digest", f"number {stored.facts.number}", stored.facts.digest, digest)


def _check_keys(
    contest: ContestView, basis: Mapping[str, Any], then: datetime, found: Recount
) -> None:
    """The keys that were kept with the boards must be those that corrections had made count."""
    approved = [
        one
        for one in correction_storage.list_corrections(contest.id)
        if one.state == State.APPROVED and one.decided_at is not None
    ]
    for round_ in contest.rounds:
        own = [one for one in approved if one.bank_version_id == round_.bank_version_id]
        later = [one for one in own if one.decided_at is not None and one.decided_at > then]
        # Newest first: the last of the later ones is the first that came afterwards.
        number = later[-1].key_before if later else round_.key_number
        kept = basis["keys"].get(str(round_.id))
        found.note("key", f"round {round_.number}", kept, number)


def _derive(
    source: DatabaseSource,
    basis: Mapping[str, Any],
    found: Recount,
    progress: Callable[[int], None],
) -> _Derived:
    left_out, through = set(basis["left_out"]), datetime.fromisoformat(basis["through"])
    derived = _Derived({}, {})
    for person in source.people():
        scored = _scored(source, person, left_out, through)
        found.attempts += len(scored)
        progress(len(person.attempts))
        if not scored:
            continue
        found.people += 1
        for row in standings_of(source.contest, scored):
            derived.standings.setdefault(row.scope, []).append((row.rank_key, person.id, row))
            add_figures(derived.figures, row, source.contest.rules)
    for rows in derived.standings.values():
        rows.sort(key=lambda one: one[:2])
    return derived


def _scored(
    source: DatabaseSource, person: KeptPerson, left_out: set[int], through: datetime
) -> list[Scored]:
    freeze = source.contest.freeze
    return [
        scored_of(source, person, one, derived_result(source, one)[1])
        for one in person.attempts
        if one.closed_at <= through
        and one.id not in left_out
        and not freeze.withholds(one.closed_at)
    ]


def _compare_people(
    contest: ContestView,
    part: Mapping[str, Any],
    people: list[str],
    derived: _Derived,
    found: Recount,
) -> None:
    found.boards += 1
    ranked = derived.standings.get(_scope(contest, part["round"]), [])
    division = contest.rules.division(part["division"] or "")
    if division is not None:
        ranked = [one for one in ranked if one[2].group in division.groups]
    name = f"people, round {part['round'] or 'all'}, division {part['division'] or 'all'}"
    found.note("total", name, part["total"], len(ranked))
    keys = [one[0] for one in ranked]
    ids = storage.list_people(people)
    for place, (row, public_id) in enumerate(zip(part["rows"], people, strict=True)):
        kept = (ids.get(public_id, (None, ""))[0], row["rank"], _values(row))
        again = None
        if place < len(ranked):
            key, person_id, own = ranked[place]
            again = (person_id, bisect_left(keys, key) + 1, _values(_plain(own)))
        found.note("row", f"{name}, row {place + 1}", kept, again)


def _plain(row: Row) -> dict[str, Any]:
    return {**row._asdict(), "ended_at": row.ended_at.isoformat()}


def _values(row: Mapping[str, Any]) -> tuple[Any, ...]:
    return (*(row[name] for name in _COMPARED), row["ended_at"])


def _scope(contest: ContestView, round_number: int | None) -> int:
    return 0 if round_number is None else contest.round_by_number(round_number).id


def _group(division: str | None) -> str:
    return board_key(division) if division else ""


def _moment(text: str | None) -> datetime | None:
    return None if text is None else datetime.fromisoformat(text)

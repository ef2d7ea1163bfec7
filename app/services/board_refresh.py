"""Boards follow results: closed attempts become standings, standings become unit boards.

Nothing here is remembered outside the database: what waits is marked there in
the same transaction that made it wait, so a crash at any point loses nothing
and doing a thing twice gives the same boards.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from itertools import groupby

from sqlalchemy.orm import Session

from app.domain.ranking import Facts, chosen_rounds, counting, rank_key, total
from app.services import contest_views, unit_derivation
from app.services.contest_views import ContestView
from app.services.transactions import writing
from app.storage import boards, contests, derivations, standings
from app.storage.boards import Stale
from app.storage.derivations import Scored
from app.storage.standing_rows import Row

BATCH = 500
"""Results carried in one transaction: answers must not wait long for the database."""
TURN = 10_000
"""Results carried in one turn that is not eager."""
PEOPLE_A_SECOND = 10_000
"""Unit boards of a scope with so many people wait a second between two derivations."""
LONGEST_WAIT = timedelta(seconds=2)
"""But never longer: what a derivation costs hardly depends on how many people there are."""


def refresh(now: datetime, *, eager: bool = True) -> int:
    """Carry results to the boards; returns how many.

    With nothing to do it costs one query and writes nothing. `eager` does all that waits;
    otherwise a turn is kept short: some results stay for the next one, and the unit boards
    of large contests are derived only every few seconds. What it costs depends on what is
    new, not on how many people and results there are (see `replace_rows`).
    """
    waiting = derivations.what_waits()
    carried = _carry(now, None if eager else TURN) if waiting.results else 0
    if waiting.boards or carried:
        for stale in boards.list_stale():
            if eager or _is_due(stale, now):
                unit_derivation.derive(stale, now)
    return carried


def rederive(contest_id: int, now: datetime) -> int:
    """Derive all standings and unit boards of a contest again; returns how many results."""
    with writing() as session:
        derivations.hold_boards(session)
        derivations.recount(session, contest_id)
        derivations.reopen(session, contest_id)
    return refresh(now)


def _carry(now: datetime, most: int | None) -> int:
    carried = 0
    while most is None or carried < most:
        with writing() as session:
            count = _carry_batch(session, now)
        carried += count
        if count < BATCH:
            break
    return carried


def _carry_batch(session: Session, now: datetime) -> int:
    derivations.hold_boards(session)
    pending = derivations.take_pending(session, BATCH)
    touched = {(one.contest_id, one.person_id) for one in pending}
    views = _views({contest_id for contest_id, _ in touched})
    found = derivations.list_scored(session, pending) if pending else []
    withheld = [one for one in found if views[one.contest_id].freeze.withholds(one.ended_at)]
    hidden = {one.attempt_id for one in withheld}
    scored = [one for one in found if one.attempt_id not in hidden]
    competing = {one.attempt_id for one in found}
    outside = [one for one in pending if one.attempt_id not in competing]
    rows: list[Row] = []
    for pair, results in groupby(scored, key=lambda one: (one.contest_id, one.person_id)):
        if pair in touched:
            rows += standings_of(views[pair[0]], list(results))
    present = derivations.list_rows(session, pending) if pending else {}
    changed = [
        row for row in rows if present.get((row.contest_id, row.scope, row.person_id)) != row
    ]
    excluded = {(one.contest_id, one.person_id) for one in outside}
    # Who has another attempt that counts keeps what that one gives.
    derived = {(row.contest_id, row.scope, row.person_id) for row in rows}
    gone = [
        row for key, row in present.items() if (key[0], key[2]) in excluded and key not in derived
    ]
    before = [present[key] for row in changed if (key := row[:3]) in present]
    derivations.replace_rows(session, [*before, *gone], changed)
    for contest_id, scope in sorted({(row.contest_id, row.scope) for row in (*changed, *gone)}):
        boards.mark_stale(session, contest_id, scope, now)
    apart = hidden | {one.attempt_id for one in outside}
    carried = [one.attempt_id for one in pending if one.attempt_id not in apart]
    derivations.mark_carried(session, carried)
    derivations.mark_withheld(session, sorted(hidden))
    derivations.mark_outside(session, [one.attempt_id for one in outside])
    return len(pending)


def _views(contest_ids: set[int]) -> dict[int, ContestView]:
    return {one: contest_views.get_view(contests.find_contest_by_id(one)) for one in contest_ids}


def standings_of(contest: ContestView, results: Sequence[Scored]) -> list[Row]:
    """A person's standings in each round taken and, as scope 0, in the whole contest.

    `results` are all of the person's in the contest, by round, oldest first.
    """
    rows, parts = [], []
    for round_id, attempts in groupby(results, key=lambda one: one.round_id):
        best, facts = _counting(contest, round_id, list(attempts))
        parts.append((best, facts))
        rows.append(_row(contest, round_id, best, facts, best.max_mills))
    rules, by_round = contest.rules, [facts for _, facts in parts]
    places = chosen_rounds(by_round, rules.over_rounds, rules.best_k, rules.chain)
    whole = total([by_round[place] for place in places])
    if len(contest.rounds) > 1:
        whole = replace(whole, prediction=None)
    most = sum(parts[place][0].max_mills for place in places)
    row = _row(contest, 0, results[0], whole, most)
    # Taking part counts in every round, whichever of them count for the place.
    rows.append(row._replace(entries=sum(facts.attempts for facts in by_round)))
    return rows


def _counting(
    contest: ContestView, round_id: int, attempts: Sequence[Scored]
) -> tuple[Scored, Facts]:
    facts = [_facts(one, len(attempts)) for one in attempts]
    rules = contest.rules
    place = counting(facts, rules.counts, rules.chain, contest.truth(round_id))
    return attempts[place], facts[place]


def _facts(one: Scored, attempts: int) -> Facts:
    return Facts(
        mills=one.mills,
        correct=one.correct,
        time_ms=one.time_ms,
        ended_at=one.ended_at,
        attempts=attempts,
        prediction=one.prediction,
        ticket=one.attempt_id,
    )


def _row(contest: ContestView, scope: int, person: Scored, facts: Facts, max_mills: int) -> Row:
    return Row(
        contest_id=contest.id,
        scope=scope,
        person_id=person.person_id,
        group=person.group,
        commune_code=person.commune_code,
        organisation_id=person.organisation_id,
        rank_key=rank_key(contest.rules.chain, facts, contest.truth(scope)),
        mills=facts.mills,
        max_mills=max_mills,
        correct=facts.correct,
        time_ms=facts.time_ms,
        ended_at=facts.ended_at,
        entries=facts.attempts,
        prediction=facts.prediction,
    )


def _is_due(stale: Stale, now: datetime) -> bool:
    derived_at = boards.find_derived_at(stale.contest_id, stale.scope)
    people = standings.count(standings.Part(stale.contest_id, stale.scope))
    wait = min(LONGEST_WAIT, timedelta(seconds=people // PEOPLE_A_SECOND))
    return derived_at is None or now - derived_at >= wait

"""People who may have registered twice: shown side by side, decided by an arbiter.

A decision is only written down. Results are never put together by it: which attempt
counts is for the rules of the contest and those who judge by them.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import datetime

from app.domain.errors import InvalidRequest, NotFound
from app.domain.person_likeness import Pair, pairs_of
from app.services import audit
from app.services.identities import SignedIn
from app.services.people_search import Query, wanted_of
from app.services.transactions import writing
from app.services.unit_editing import clean_reason
from app.storage import people_search, person_records
from app.storage.people_search import PersonRow
from app.storage.person_records import NoteFacts
from app.storage.tables import PersonNote

COMPARED = 20_000
"""People compared at a time: answers must not wait for the processor."""
SAME, DIFFERENT = "same", "different"


@dataclass(frozen=True, slots=True)
class Likeness:
    """Two people, what they have in common, and what was decided on them, if anything."""

    first: PersonRow
    second: PersonRow
    pair: Pair
    both_took: tuple[str, ...]
    attempts: tuple[int, int]
    note: NoteFacts | None


@dataclass(frozen=True, slots=True)
class Found:
    """A page of pairs; `narrowed` when there were more people than are compared."""

    rows: list[Likeness]
    total: int
    narrowed: bool


def find(query: Query, *, offset: int, limit: int) -> Found:
    """Pairs among the people that `query` finds, the strongest evidence first."""
    people = people_search.list_registered(wanted_of(query), COMPARED + 1)
    pairs = pairs_of(people[:COMPARED])
    shown = pairs[max(0, offset) : max(0, offset) + limit]
    ids = {one for pair in shown for one in (pair.first, pair.second)}
    rows = people_search.list_rows(ids)
    notes = person_records.list_pair_notes(ids)
    contests = person_records.list_contests_of(ids)
    return Found(
        [_likeness(pair, rows, notes, contests) for pair in shown],
        len(pairs),
        len(people) > COMPARED,
    )


def decide(
    first: int, second: int, *, kind: str, reason: str, who: SignedIn, now: datetime
) -> None:
    """Write down whether two are the same person; the newest decision stands.

    Raises `NotFound`, `InvalidRequest`: reason, kind, pair (one and the same, or one's own).
    """
    reason = clean_reason(reason)
    if kind not in (SAME, DIFFERENT):
        raise InvalidRequest((("kind", "choice"),))
    if not reason:
        raise InvalidRequest((("reason", "missing"),))
    if first == second or who.person_id in (first, second):
        raise InvalidRequest((("pair", "own"),))
    low, high = sorted((first, second))
    with writing() as session:
        if len(people_search.list_rows({low, high})) != 2:
            raise NotFound()
        person_records.add_note(
            session,
            PersonNote(
                person_id=low,
                other_id=high,
                kind=kind,
                reason=reason,
                at=now,
                account_id=who.account_id,
            ),
        )
        audit.record(
            session,
            account_id=who.account_id,
            act=f"person.{kind}",
            subject=f"person/{low}",
            detail={"other": high},
            now=now,
        )


def _likeness(
    pair: Pair,
    rows: dict[int, PersonRow],
    notes: dict[tuple[int, int], NoteFacts],
    contests: dict[int, dict[str, int]],
) -> Likeness:
    one, two = contests.get(pair.first, {}), contests.get(pair.second, {})
    both = sorted(Counter(one.keys()) & Counter(two.keys()))
    return Likeness(
        first=rows[pair.first],
        second=rows[pair.second],
        pair=pair,
        both_took=tuple(both),
        attempts=(sum(one.values()), sum(two.values())),
        note=notes.get((pair.first, pair.second)),
    )

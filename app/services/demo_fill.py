"""Filling a contest with invented people: the rules of `starting` and `closing`, in bulk.

Papers are drawn by seed, every answer has its row in the journal, receipts seal what was
answered, results wait for the boards. Only the way into the database is another: many
attempts share one transaction, and rows are written without the tables' objects.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from app.domain.errors import ContestNotOpen, InvalidRequest
from app.services import audit, contests, demo_people, provinces, site, starting
from app.services.contests import ContestView, RoundView
from app.services.demo_keeping import Changed, Guest, Keeper
from app.services.demo_people import DemoPerson
from app.services.demo_sittings import Span, Table
from app.services.transactions import end_reading, writing
from app.services.units import list_organisations
from app.storage import filling as storage

BATCH = 500
"""Attempts in one transaction: whoever answers meanwhile must not wait long."""
MOST_ATTEMPTS = 40
"""So many attempts an invented person takes where the rules set no limit."""
Advance = Callable[[int], None]


@dataclass(frozen=True, slots=True)
class Filled:
    """How many people and attempts were added."""

    people: int
    attempts: int


def fill(
    slug: str,
    chance: random.Random,
    *,
    people: int,
    attempts: int,
    first: int,
    now: datetime,
    span: Span | None = None,
    advance: Advance = lambda _: None,
) -> Filled:
    """Invented people take the round that is open at the span's end; one attempt each at first.

    `first` numbers their phones; numbers that are taken are left out. Without a `span` they
    came since the round opened. `advance` is told how many attempts are durable. Results
    wait for the boards. Raises `NotFound`, `ContestNotOpen`, `InvalidRequest`.
    """
    contest = contests.get_contest(slug)
    round_ = starting.open_round(contest, span.until if span else now)
    if contest.finalised_at is not None:
        raise ContestNotOpen()
    span = span or Span(round_.opens_at, now)
    shares = _shares(chance, people, attempts, most(contest))
    guests = _invent(contest, round_, chance, first)
    with writing() as session:
        detail = {"people": people, "attempts": attempts}
        audit.record(
            session, account_id=None, act="demo.fill", subject=slug, detail=detail, now=now
        )
    made = 0
    for batch in _batches(shares):
        batch_people = [next(guests) for _ in batch]
        made += _keep_batch(
            slug, round_.number, chance, list(zip(batch_people, batch, strict=True)), span
        )
        advance(sum(batch))
    return Filled(people, made)


def most(contest: ContestView) -> int:
    """How many attempts one invented person may take; all of them could be on one day."""
    return min(contest.rules.attempts_allowed or MOST_ATTEMPTS, MOST_ATTEMPTS)


def _shares(chance: random.Random, people: int, attempts: int, most_each: int) -> bytearray:
    if not 0 <= attempts <= people * most_each:
        raise InvalidRequest((("attempts", f"from 0 to {people * most_each}"),))
    shares = bytearray(people)
    for place in range(min(people, attempts)):
        shares[place] = 1
    for _ in range(attempts - people):
        place = int(chance.random() * people)
        while shares[place] >= most_each:
            place = (place + 1) % people
        shares[place] += 1
    return shares


def _batches(shares: bytearray) -> Iterator[list[int]]:
    batch: list[int] = []
    for share in shares:
        batch.append(share)
        if sum(batch) >= BATCH or len(batch) >= BATCH:
            yield batch
            batch = []
    if batch:
        yield batch


def _invent(
    contest: ContestView, round_: RoundView, chance: random.Random, first: int
) -> Iterator[DemoPerson]:
    rules, home = contest.rules, site.facts(round_.opens_at).province_name
    communes = [
        code
        for code, province in storage.list_provinces().items()
        if not rules.province_only or provinces.name_of(province) == home
    ]
    units = [one.code for one in list_organisations()]
    chance.shuffle(communes)
    chance.shuffle(units)
    while True:
        numbers = range(first, first + BATCH)
        phones = {demo_people.phone_of(number): number for number in numbers}
        taken = storage.list_taken(contest.id, list(phones))
        end_reading()
        free = [number for phone, number in phones.items() if phone not in taken]
        yield from demo_people.invent(
            chance, numbers=free, communes=communes, units=units, rules=rules, at=round_.opens_at
        )
        first += BATCH


def _keep_batch(
    slug: str,
    round_number: int,
    chance: random.Random,
    people: Sequence[tuple[DemoPerson, int]],
    span: Span,
) -> int:
    for _ in range(starting.TRIES):
        contest = contests.get_contest(slug)
        round_ = contest.round_by_number(round_number)
        table = Table(contest, round_, chance, span)
        guests = [Guest(person, table.sit(person, share)) for person, share in people]
        try:
            with writing() as session:
                return Keeper(session, table).keep(guests)
        except Changed:
            continue
    raise ContestNotOpen()

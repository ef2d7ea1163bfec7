"""Contests, their rounds and the versions of their rules as rows."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import Select, bindparam, exists, func, select
from sqlalchemy.exc import NoResultFound
from sqlalchemy.orm import Session

from app.storage.db import db
from app.storage.links import Link
from app.storage.prepared import Prepared
from app.storage.tables import Attempt, Bank, BankVersion, Contest, ContestRules, Round


class ContestFacts(NamedTuple):
    """A contest with the text of its present rules, from one read."""

    id: int
    slug: str
    title: str
    summary: str
    description: str
    prizes: str
    rules_number: int
    created_at: datetime
    published_at: datetime | None
    finalised_at: datetime | None
    freeze_at: datetime | None
    reveal_at: datetime | None
    revealed_at: datetime | None
    draw_seed: str | None
    draw_phrase: str | None
    drawn_at: datetime | None
    rules: str


class RoundFacts(NamedTuple):
    """One round."""

    id: int
    contest_id: int
    number: int
    title: str
    opens_at: datetime
    closes_at: datetime
    bank_version_id: int
    settled_prediction: int | None
    key_number: int
    scored_key_number: int
    settled_quantity: str | None = None


class Participation(NamedTuple):
    """How many people and attempts a contest has had; `open_attempts` are not closed yet."""

    people: int
    attempts: int
    open_attempts: int


def find_contest(slug: str) -> ContestFacts | None:
    """The contest of this slug, drafts too."""
    return _one(_BY_SLUG, slug=slug)


def find_contest_by_id(contest_id: int) -> ContestFacts | None:
    """The contest of this id, drafts too."""
    return _one(_BY_ID, contest=contest_id)


def list_contests(*, drafts: bool) -> list[ContestFacts]:
    """All contests, those not published only when `drafts` are wanted."""
    query = _facts().order_by(Contest.id)
    if not drafts:
        query = query.where(Contest.published_at.is_not(None))
    return [ContestFacts._make(row) for row in db.session.execute(query)]


def list_rounds(contest_id: int | None = None) -> list[RoundFacts]:
    """The rounds of one contest or of all, by contest and number."""
    if contest_id is None:
        rows = db.session.execute(_rounds()).all()
        return [RoundFacts._make(row) for row in rows]
    found = _ROUNDS.all(Link.of(db.session()), {"contest": contest_id})
    return [RoundFacts._make(row) for row in found]


def _rounds() -> Select[*tuple[Any, ...]]:
    columns = (
        Round.id,
        Round.contest_id,
        Round.number,
        Round.title,
        Round.opens_at,
        Round.closes_at,
        Round.bank_version_id,
        Round.settled_prediction,
        Round.key_number,
        Round.scored_key_number,
        Round.settled_quantity,
    )
    return select(*columns).order_by(Round.contest_id, Round.number)


_ROUNDS = Prepared(lambda _kind: _rounds().where(Round.contest_id == bindparam("contest", 0)))


def find_rules(contest_id: int, number: int) -> str | None:
    """One version of a contest's rules, as JSON."""
    query = select(ContestRules.content).where(
        ContestRules.contest_id == contest_id, ContestRules.number == number
    )
    return db.session.scalar(query)


def list_freezes() -> list[tuple[str, tuple[datetime | None, datetime | None, None]]]:
    """Slug and freeze (freeze, planned reveal, None) of contests not yet revealed."""
    query = select(Contest.slug, Contest.freeze_at, Contest.reveal_at).where(
        Contest.freeze_at.is_not(None), Contest.revealed_at.is_(None)
    )
    return [(slug, (freeze, reveal, None)) for slug, freeze, reveal in db.session.execute(query)]


def is_bank_in_use(slug: str) -> bool:
    """Whether a round of a contest that is not final draws from any version of a bank."""
    query = (
        select(Round.id)
        .join(Contest, Contest.id == Round.contest_id)
        .join(BankVersion, BankVersion.id == Round.bank_version_id)
        .join(Bank, Bank.id == BankVersion.bank_id)
        .where(Bank.slug == slug, Contest.finalised_at.is_(None))
    )
    return bool(db.session.scalar(select(exists(query))))


def count_participation(contest_id: int) -> Participation:
    """People and attempts over all rounds of a contest."""
    query = (
        select(
            func.count(Attempt.person_id.distinct()),
            func.count(),
            func.count().filter(Attempt.closed_at.is_(None)),
        )
        .select_from(Attempt)
        .join(Round, Round.id == Attempt.round_id)
        .where(Round.contest_id == contest_id)
    )
    return Participation._make(db.session.execute(query).one())


def has_open_attempts(contest_id: int) -> bool:
    """Whether somebody's attempt in the contest has not been closed."""
    query = select(Attempt.id).join(Round, Round.id == Attempt.round_id)
    query = query.where(Round.contest_id == contest_id, Attempt.closed_at.is_(None))
    return bool(db.session.scalar(select(exists(query))))


def list_attempted_rounds(session: Session, contest_id: int) -> set[int]:
    """Ids of the rounds that have an attempt."""
    attempted = exists().where(Attempt.round_id == Round.id)
    query = select(Round.id).where(Round.contest_id == contest_id, attempted)
    return set(session.scalars(query))


def hold_contest(session: Session, slug: str) -> Contest | None:
    """The contest's row, which nobody else changes until the transaction ends.

    No attempt is added meanwhile either: see `hold_for_start`.
    """
    return session.scalar(select(Contest).where(Contest.slug == slug).with_for_update())


def hold_rounds(session: Session, contest_id: int) -> list[Round]:
    """The rows of a contest's rounds by number, held like the contest itself."""
    query = select(Round).where(Round.contest_id == contest_id).order_by(Round.number)
    return list(session.scalars(query.with_for_update()))


def hold_for_start(
    session: Session, *, round_id: int, bank_version_id: int, rules_number: int
) -> bool:
    """Whether a paper drawn from this bank version under these rules may still be handed out.

    If so, neither changes until the transaction ends.
    """
    link = Link.of(session)
    _HOLD.first(link, {"round": round_id})
    # Only now: what was waited for is seen by a query that begins afterwards.
    values = {"round": round_id, "bank": bank_version_id, "rules": rules_number}
    return _STANDS.first(link, values) is not None


_THE_ROUND = Round.id == bindparam("round", 0)
_HOLD = Prepared(
    lambda _kind: (
        select(Contest.id)
        .where(Contest.id == select(Round.contest_id).where(_THE_ROUND).scalar_subquery())
        .with_for_update(read=True, key_share=True)
    )
)
_STANDS = Prepared(
    lambda _kind: (
        select(Round.id)
        .join(Contest, Contest.id == Round.contest_id)
        .where(
            _THE_ROUND,
            Round.bank_version_id == bindparam("bank", 0),
            Contest.rules_number == bindparam("rules", 0),
            Contest.finalised_at.is_(None),
        )
    )
)


def hold_key_number(session: Session, round_id: int) -> int:
    """The key that counts in a round; it stays until the transaction ends."""
    row = _KEY.first(Link.of(session), {"round": round_id})
    if row is None:
        raise NoResultFound
    return int(row[0])


_KEY = Prepared(lambda _kind: select(Round.key_number).where(_THE_ROUND).with_for_update(read=True))


def add_contest(session: Session, contest: Contest, rules: str) -> Contest:
    """Add a contest with the first version of its rules; the slug is guarded by a constraint."""
    session.add(contest)
    session.flush()
    add_rules(session, contest, rules, contest.created_at)
    return contest


def add_rules(session: Session, contest: Contest, rules: str, now: datetime) -> None:
    """Add the version of the rules that the contest's row names."""
    session.add(
        ContestRules(
            contest_id=contest.id, number=contest.rules_number, content=rules, created_at=now
        )
    )
    session.flush()


def put_rounds(session: Session, keep: Sequence[Round], drop: Sequence[Round]) -> None:
    """Add or change rounds and remove others; attempts of a removed one refuse it."""
    for row in drop:
        session.delete(row)
    session.flush()
    session.add_all(keep)
    session.flush()


def _facts() -> Select[*tuple[Any, ...]]:
    return select(
        Contest.id,
        Contest.slug,
        Contest.title,
        Contest.summary,
        Contest.description,
        Contest.prizes,
        Contest.rules_number,
        Contest.created_at,
        Contest.published_at,
        Contest.finalised_at,
        Contest.freeze_at,
        Contest.reveal_at,
        Contest.revealed_at,
        Contest.draw_seed,
        Contest.draw_phrase,
        Contest.drawn_at,
        ContestRules.content,
    ).join(
        ContestRules,
        (ContestRules.contest_id == Contest.id) & (ContestRules.number == Contest.rules_number),
    )


_BY_SLUG = Prepared(lambda _kind: _facts().where(Contest.slug == bindparam("slug", "")))
_BY_ID = Prepared(lambda _kind: _facts().where(Contest.id == bindparam("contest", 0)))


def _one(query: Prepared, **values: Any) -> ContestFacts | None:
    row = query.first(Link.of(db.session()), values)
    return None if row is None else ContestFacts._make(row)

"""Attempts as rows: finding, counting, opening and closing them."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any, NamedTuple

from sqlalchemy import Select, bindparam, func, select, update
from sqlalchemy.orm import Session

from app.storage.db import Base, db
from app.storage.inserts import insert_of
from app.storage.links import Link
from app.storage.prepared import Prepared
from app.storage.tables import Account, Attempt, Round


class AttemptFacts(NamedTuple):
    """What every act on an attempt needs to know of it, from one read."""

    id: int
    person_id: int
    round_id: int
    contest_id: int
    number: int
    rules_number: int
    bank_version_id: int
    key_number: int
    seed: str
    paper: str
    started_at: datetime
    deadline_at: datetime
    closed_at: datetime | None
    closed_by: str | None
    prediction: int | None
    answers_hash: str | None
    receipt: str | None
    closes_at: datetime
    shown_at: datetime | None
    paused_ms: int

    @property
    def places(self) -> list[int]:
        """The drawn questions by their place in the bank version."""
        return [int(place) for place in self.paper.split(",")]


_FACTS = (
    Attempt.id,
    Attempt.person_id,
    Attempt.round_id,
    Round.contest_id,
    Attempt.number,
    Attempt.rules_number,
    Round.bank_version_id,
    Round.key_number,
    Attempt.seed,
    Attempt.paper,
    Attempt.started_at,
    Attempt.deadline_at,
    Attempt.closed_at,
    Attempt.closed_by,
    Attempt.prediction,
    Attempt.answers_hash,
    Attempt.receipt,
    Round.closes_at,
    Attempt.shown_at,
    Attempt.paused_ms,
)


BEGINNING = datetime(1970, 1, 1, tzinfo=UTC)


def facts_query() -> Select[*tuple[Any, ...]]:
    """The columns of `AttemptFacts`, of attempts that the caller narrows."""
    return select(*_FACTS).join(Round, Round.id == Attempt.round_id)


def of_account(query: Select[Any]) -> Select[Any]:
    """The attempt `:attempt`, if it belongs to `:account`, signed in with `:epoch`."""
    return (
        query.join(Account, Account.person_id == Attempt.person_id)
        .where(Attempt.id == bindparam("attempt", 0), Account.id == bindparam("account", 0))
        .where(Account.epoch == bindparam("epoch", 0), Account.disabled_at.is_(None))
    )


_FOR_ACCOUNT = Prepared(lambda _kind: of_account(facts_query()))


def find_for_account(attempt_id: int, account_id: int, epoch: int) -> AttemptFacts | None:
    """The attempt if it belongs to this account, signed in with this epoch."""
    values = {"attempt": attempt_id, "account": account_id, "epoch": epoch}
    row = _FOR_ACCOUNT.first(Link.of(db.session()), values)
    return None if row is None else AttemptFacts._make(row)


def find_attempt(attempt_id: int) -> AttemptFacts | None:
    """One attempt, whoever asks."""
    return _one(_ATTEMPT, attempt=attempt_id)


def find_for_update(attempt_id: int) -> AttemptFacts | None:
    """The attempt, its row held until the transaction ends: no save can slip in meanwhile."""
    return _one(_FOR_UPDATE, attempt=attempt_id)


def find_by_receipt(code: str) -> AttemptFacts | None:
    """The closed attempt that a receipt was given for."""
    return _one(_BY_RECEIPT, receipt=code)


def find_open(person_id: int, round_id: int) -> AttemptFacts | None:
    """The person's one open attempt in a round."""
    return _one(_OPEN, person=person_id, round=round_id)


def list_of_person(person_id: int, contest_id: int) -> list[AttemptFacts]:
    """All attempts of a person in a contest, oldest first."""
    query = (
        facts_query()
        .where(Attempt.person_id == person_id, Round.contest_id == contest_id)
        .order_by(Attempt.started_at, Attempt.id)
    )
    return [AttemptFacts._make(row) for row in db.session.execute(query)]


def count_attempts(person_id: int, round_id: int, since: datetime | None = None) -> int:
    """Attempts of a person in a round, started at `since` or later."""
    values = {"person": person_id, "round": round_id, "since": since or BEGINNING}
    row = _COUNT.first(Link.of(db.session()), values)
    return int(row[0]) if row else 0


_MINE = (Attempt.person_id == bindparam("person", 0), Attempt.round_id == bindparam("round", 0))
_OPEN = Prepared(lambda _kind: facts_query().where(*_MINE, Attempt.closed_at.is_(None)))
_COUNT = Prepared(
    lambda _kind: select(func.count()).where(
        *_MINE, Attempt.started_at >= bindparam("since", BEGINNING, Attempt.started_at.type)
    )
)
_THIS = Attempt.id == bindparam("attempt", 0)
_ATTEMPT = Prepared(lambda _kind: facts_query().where(_THIS))
_FOR_UPDATE = Prepared(lambda _kind: facts_query().where(_THIS).with_for_update(of=Attempt))
_BY_RECEIPT = Prepared(
    lambda _kind: facts_query().where(Attempt.receipt == bindparam("receipt", ""))
)


def hold_open(link: Link, attempt_id: int) -> bool:
    """Whether the attempt is open, and keep it from being closed until the transaction ends."""
    return _HOLD_OPEN.first(link, {"attempt": attempt_id}) is not None


_HOLD_OPEN = Prepared(
    lambda _kind: (
        select(Attempt.id)
        .where(Attempt.id == bindparam("attempt", 0), Attempt.closed_at.is_(None))
        .with_for_update(read=True, key_share=True)
    )
)


def add_attempt(
    session: Session,
    *,
    person_id: int,
    round_id: int,
    number: int,
    rules_number: int,
    seed: str,
    paper: str,
    started_at: datetime,
    deadline_at: datetime,
) -> int:
    """Add one and return its id; the one open attempt and its number are guarded by
    constraints."""
    values = {
        "person_id": person_id,
        "round_id": round_id,
        "number": number,
        "rules_number": rules_number,
        "seed": seed,
        "paper": paper,
        "started_at": started_at,
        "deadline_at": deadline_at,
        "paused_ms": 0,
    }
    row = _ADD.first(Link.of(session), values)
    assert row is not None  # noqa: S101 - it raises, or returns the id
    return int(row[0])


_ROWS = Base.metadata.tables[Attempt.__tablename__]
_ADD = Prepared(
    lambda kind: insert_of(kind, _ROWS).returning(_ROWS.c.id),
    *("person_id", "round_id", "number", "rules_number"),
    *("seed", "paper", "started_at", "deadline_at", "paused_ms"),
)


def move_start(
    session: Session,
    attempt_id: int,
    *,
    started_at: datetime,
    deadline_at: datetime,
    shown_at: datetime,
) -> None:
    """Let an attempt begin anew at the moment its paper was shown. The caller holds its row."""
    values = {"started_at": started_at, "deadline_at": deadline_at, "shown_at": shown_at}
    session.execute(update(Attempt).where(Attempt.id == attempt_id).values(**values))


def has_open(round_id: int) -> bool:
    """Whether an attempt of the round has not been closed."""
    query = select(Attempt.id).where(Attempt.round_id == round_id, Attempt.closed_at.is_(None))
    return db.session.scalar(query.limit(1)) is not None


def close(
    session: Session,
    attempt_id: int,
    *,
    closed_at: datetime,
    closed_by: str,
    prediction: int | None,
    answers_hash: str,
    receipt: str,
) -> bool:
    """Close an open attempt; False when somebody else closed it first."""
    values = {
        "attempt": attempt_id,
        "at": closed_at,
        "by": closed_by,
        "guess": prediction,
        "hash": answers_hash,
        "sealed": receipt,
    }
    return _CLOSE.first(Link.of(session), values) is not None


_CLOSE = Prepared(
    lambda _kind: (
        update(_ROWS)
        .where(_ROWS.c.id == bindparam("attempt", 0), _ROWS.c.closed_at.is_(None))
        .values(
            closed_at=bindparam("at", None, _ROWS.c.closed_at.type),
            closed_by=bindparam("by", ""),
            prediction=bindparam("guess", None, _ROWS.c.prediction.type),
            answers_hash=bindparam("hash", ""),
            receipt=bindparam("sealed", ""),
        )
        .returning(_ROWS.c.id)
    )
)


def reseal(session: Session, attempt_id: int, *, answers_hash: str, receipt: str) -> None:
    """Put a new receipt and hash on a closed attempt. The caller holds its row."""
    sealed = {"answers_hash": answers_hash, "receipt": receipt}
    session.execute(update(Attempt).where(Attempt.id == attempt_id).values(**sealed))


def list_overdue(before: datetime, limit: int) -> list[int]:
    """Ids of open attempts whose deadline passed before `before`, longest overdue first."""
    query = (
        select(Attempt.id)
        .where(Attempt.closed_at.is_(None), Attempt.deadline_at < before)
        .order_by(Attempt.deadline_at)
        .limit(limit)
    )
    return list(db.session.scalars(query))


def count_open() -> int:
    """Attempts that have not been closed."""
    return db.session.scalar(select(func.count()).where(Attempt.closed_at.is_(None))) or 0


def _one(query: Prepared, **values: Any) -> AttemptFacts | None:
    row = query.first(Link.of(db.session()), values)
    return None if row is None else AttemptFacts._make(row)

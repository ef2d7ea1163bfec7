"""Jobs as rows: taken by one worker at a time, and given back when it is gone."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, and_, delete, func, or_, select, update
from sqlalchemy.orm import Session

from app.storage.db import db
from app.storage.tables import Job

WAITING, RUNNING, DONE, FAILED = "waiting", "running", "done", "failed"


class JobFacts(NamedTuple):
    """A job without what it reads and makes; `params` is JSON."""

    id: int
    token: str
    kind: str
    account_id: int | None
    params: str
    state: str
    done: int
    total: int
    tries: int
    file_name: str | None
    media_type: str | None
    error: str | None
    created_at: datetime
    started_at: datetime | None
    finished_at: datetime | None


_FACTS: tuple[Any, ...] = tuple(getattr(Job, name) for name in JobFacts._fields)
_ENDED = Job.state.in_((DONE, FAILED))


def add_job(session: Session, job: Job) -> Job:
    """Add and flush; the token is guarded by a constraint."""
    session.add(job)
    session.flush()
    return job


def find_job(token: str, account_id: int | None) -> JobFacts | None:
    """A job of this account by its token."""
    query = select(*_FACTS).where(Job.token == token, Job.account_id == account_id)
    row = db.session.execute(query).first()
    return JobFacts._make(row) if row else None


def list_of_account(account_id: int, offset: int, limit: int) -> list[JobFacts]:
    """The jobs that somebody asked for, newest first."""
    query = select(*_FACTS).where(Job.account_id == account_id).order_by(Job.id.desc())
    rows = db.session.execute(query.offset(offset).limit(limit))
    return [JobFacts._make(row) for row in rows]


def count_of_account(account_id: int) -> int:
    """How many jobs of an account there are."""
    query = select(func.count()).select_from(Job).where(Job.account_id == account_id)
    return db.session.scalar(query) or 0


def count_unfinished(account_id: int | None) -> int:
    """How many jobs of an account wait or run."""
    query = select(func.count()).select_from(Job).where(Job.account_id == account_id)
    return db.session.scalar(query.where(Job.state.in_((WAITING, RUNNING)))) or 0


def has_unfinished(kind: str) -> bool:
    """Whether a job of a kind waits or runs, whoever asked for it."""
    query = select(Job.id).where(Job.kind == kind, Job.state.in_((WAITING, RUNNING)))
    return db.session.scalar(query.limit(1)) is not None


def get_input(job_id: int) -> bytes | None:
    """What a job reads."""
    return db.session.scalar(select(Job.input).where(Job.id == job_id))


def has_input(job_id: int) -> bool:
    """Whether what a job reads is kept."""
    query = select(Job.id).where(Job.id == job_id, Job.input.is_not(None))
    return db.session.scalar(query) is not None


def get_result(job_id: int) -> str | None:
    """What a job found, as JSON."""
    return db.session.scalar(select(Job.result).where(Job.id == job_id))


def get_output(job_id: int) -> bytes | None:
    """The file that a job made."""
    return db.session.scalar(select(Job.output).where(Job.id == job_id))


def list_free(now: datetime) -> list[int]:
    """The ids of jobs that may be taken, oldest first: waiting, or left by a killed worker."""
    return list(db.session.scalars(select(Job.id).where(_free(now)).order_by(Job.id).limit(20)))


def take(
    session: Session, job_id: int, *, holder: str, now: datetime, until: datetime
) -> JobFacts | None:
    """Take a free job; None when another worker was quicker."""
    taken = (
        update(Job)
        .where(Job.id == job_id, _free(now))
        .values(
            state=RUNNING, holder=holder, lease_until=until, started_at=now, tries=Job.tries + 1
        )
    )
    if not session.execute(taken).rowcount:  # type: ignore[attr-defined]
        return None
    row = session.execute(select(*_FACTS).where(Job.id == job_id)).one()
    return JobFacts._make(row)


def change_held(session: Session, job_id: int, holder: str, values: Mapping[str, Any]) -> bool:
    """Change a running job; False when it is no longer this holder's."""
    mine = (Job.id == job_id, Job.state == RUNNING, Job.holder == holder)
    done = session.execute(update(Job).where(*mine).values(**values))
    return bool(done.rowcount)  # type: ignore[attr-defined]


def change_ended(session: Session, job_id: int, values: Mapping[str, Any]) -> None:
    """Change a job that has ended."""
    session.execute(update(Job).where(Job.id == job_id, _ENDED).values(**values))


def delete_ended(session: Session, job_id: int) -> None:
    """Delete a job that has ended."""
    session.execute(delete(Job).where(Job.id == job_id, _ENDED))


def delete_old(session: Session, *, finished_before: datetime, created_before: datetime) -> int:
    """Delete jobs that ended long ago, and those of any state that are older still."""
    ended = and_(_ENDED, Job.finished_at < finished_before)
    old = delete(Job).where(or_(ended, Job.created_at < created_before))
    return int(session.execute(old).rowcount)  # type: ignore[attr-defined]


def _free(now: datetime) -> ColumnElement[bool]:
    left = and_(Job.state == RUNNING, Job.lease_until < now)
    return or_(Job.state == WAITING, left)

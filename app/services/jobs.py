"""Jobs: long work that goes on beside the web server, with progress and an answer kept.

To give work to the background:

1. A page calls `jobs.add(kind="reports.all", account_id=…, params={…}, data=None, now=…)`
   and sends its user to `organiser.show_job` with the token that it returns. `params` are
   plain JSON values; two names have a meaning for everybody: "title" is what people read
   beside the kind (a file's name, a contest's title) and "language" ("vi", "en" or "ru")
   is the language in force while the work is done. `data` is what is too large for them.
2. A handler in app/tasks/ does the work: `def run(work: Work) -> Outcome`. It is one call
   of a service; it says how far it is by `work.progress(done, total)`, as often as it likes
   and also inside a transaction (another thread writes it down, at most twice a second),
   and raises a `Refusal` when it cannot be done: that one is shown in words. Anything else
   that it raises is logged and told as a failure. A worker may be killed at any moment and
   the work then begins again from its beginning: a handler either stores everything in one
   transaction or nothing.
3. app/tasks/handlers.py lists the handler under its kind, app/wording/jobs.py names the
   kind, and app/web/organiser/jobs.py may say where a finished job of the kind leads to;
   a file that was made is offered for download by itself.

A finished job keeps its answer for `KEPT`, and what it read only if the handler asks for it.
"""

from __future__ import annotations

import json
import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from app.domain.errors import NotFound, TooManyRequests
from app.services.transactions import writing
from app.storage import jobs as storage
from app.storage.jobs import DONE, FAILED, RUNNING, WAITING, JobFacts
from app.storage.tables import Job

KEPT = timedelta(days=7)
MOST_UNFINISHED = 20
"""How many jobs one account may have waiting or running."""
LONGEST_FILE_NAME = 200
SECONDS_TO_WAIT = 30


@dataclass(frozen=True, slots=True)
class Work:
    """A job as its handler gets it; `now` is when it was begun."""

    token: str
    account_id: int | None
    params: Mapping[str, Any]
    data: bytes | None
    now: datetime
    progress: Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of a job: plain JSON values, or a file, or both.

    `keep_input` keeps what the job read as long as the job itself.
    """

    result: Mapping[str, Any] = field(default_factory=dict)
    output: bytes | None = None
    file_name: str | None = None
    media_type: str | None = None
    keep_input: bool = False


@dataclass(frozen=True, slots=True)
class JobView:
    """A job for those who watch it; `error` is the code of a refusal (see wording.refusals)."""

    token: str
    kind: str
    params: Mapping[str, Any]
    state: str
    done: int
    total: int
    file_name: str | None
    media_type: str | None
    error: str | None
    created_at: datetime
    started_at: datetime | None
    finished_at: datetime | None

    @property
    def title(self) -> str:
        """What it is about, in the words of whoever asked for it."""
        return str(self.params.get("title") or "")

    @property
    def ended(self) -> bool:
        """Whether nothing more will happen."""
        return self.state in (DONE, FAILED)

    @property
    def ended_well(self) -> bool:
        """Whether there is an answer."""
        return self.state == DONE

    @property
    def running(self) -> bool:
        """Whether a worker is at it."""
        return self.state == RUNNING

    @property
    def percent(self) -> int | None:
        """How far it is, from 0 to 100; None while that cannot be told."""
        if self.state == DONE:
            return 100
        return min(100, 100 * self.done // self.total) if self.total else None


def add(
    *,
    kind: str,
    account_id: int | None,
    params: Mapping[str, Any],
    data: bytes | None = None,
    now: datetime,
) -> str:
    """Give work to the background; returns the token of the job.

    Raises `TooManyRequests` when the account has `MOST_UNFINISHED` jobs already.
    """
    with writing() as session:
        if storage.count_unfinished(account_id) >= MOST_UNFINISHED:
            raise TooManyRequests(SECONDS_TO_WAIT)
        job = storage.add_job(session, _row(kind, account_id, params, data, now))
        return job.token


def is_unfinished(kind: str) -> bool:
    """Whether a job of this kind waits or runs, whoever asked for it."""
    return storage.has_unfinished(kind)


def add_ended(
    *,
    kind: str,
    account_id: int | None,
    params: Mapping[str, Any],
    data: bytes | None = None,
    outcome: Outcome,
    now: datetime,
) -> str:
    """Keep the answer of work that was done at once, as if a worker had done it."""
    row = _row(kind, account_id, params, data if outcome.keep_input else None, now)
    for name, value in ended_values(outcome, now).items():
        setattr(row, name, value)
    row.started_at = now
    with writing() as session:
        return storage.add_job(session, row).token


def ended_values(outcome: Outcome, now: datetime) -> dict[str, Any]:
    """The columns of a job that ended well."""
    return {
        "state": DONE,
        "result": json.dumps(dict(outcome.result), ensure_ascii=False),
        "output": outcome.output,
        "file_name": outcome.file_name and outcome.file_name[:LONGEST_FILE_NAME],
        "media_type": outcome.media_type,
        "finished_at": now,
        "holder": None,
        "lease_until": None,
    }


def get(token: str, account_id: int | None) -> JobView:
    """A job of this account; raises `NotFound`, also for another's."""
    return _view(_found(token, account_id))


def get_result(token: str, account_id: int | None) -> dict[str, Any]:
    """What a job found; {} until it has ended well. Raises `NotFound`."""
    raw = storage.get_result(_found(token, account_id).id)
    result: dict[str, Any] = json.loads(raw) if raw else {}
    return result


def get_output(token: str, account_id: int | None) -> bytes:
    """The file that a job made; raises `NotFound` when there is none."""
    output = storage.get_output(_found(token, account_id).id)
    if output is None:
        raise NotFound()
    return output


def get_input(token: str, account_id: int | None) -> bytes:
    """What a job reads; raises `NotFound` when it is not kept any more."""
    data = storage.get_input(_found(token, account_id).id)
    if data is None:
        raise NotFound()
    return data


def has_input(token: str, account_id: int | None) -> bool:
    """Whether what a job reads is still kept; raises `NotFound`."""
    return storage.has_input(_found(token, account_id).id)


def conclude(token: str, account_id: int | None, more: Mapping[str, Any]) -> None:
    """Add to the answer of an ended job and let go of its files. Raises `NotFound`."""
    result = {**get_result(token, account_id), **more}
    values = {"result": json.dumps(result, ensure_ascii=False), "input": None, "output": None}
    job_id = _found(token, account_id).id
    with writing() as session:
        storage.change_ended(session, job_id, values)


def discard(token: str, account_id: int | None) -> None:
    """Forget an ended job. Raises `NotFound`."""
    job_id = _found(token, account_id).id
    with writing() as session:
        storage.delete_ended(session, job_id)


def list_for(account_id: int, *, offset: int = 0, limit: int = 50) -> list[JobView]:
    """The jobs that somebody asked for, newest first."""
    return [_view(facts) for facts in storage.list_of_account(account_id, offset, limit)]


def count_for(account_id: int) -> int:
    """How many jobs somebody has asked for, of those that are kept."""
    return storage.count_of_account(account_id)


def _found(token: str, account_id: int | None) -> JobFacts:
    facts = storage.find_job(token, account_id)
    if facts is None:
        raise NotFound()
    return facts


def _row(
    kind: str,
    account_id: int | None,
    params: Mapping[str, Any],
    data: bytes | None,
    now: datetime,
) -> Job:
    return Job(
        token=secrets.token_urlsafe(18),
        kind=kind,
        account_id=account_id,
        params=json.dumps(dict(params), ensure_ascii=False),
        input=data,
        state=WAITING,
        done=0,
        total=0,
        tries=0,
        created_at=now,
    )


def _view(facts: JobFacts) -> JobView:
    names = JobView.__dataclass_fields__
    values = {name: value for name, value in facts._asdict().items() if name in names}
    return JobView(**{**values, "params": json.loads(facts.params)})

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from flask import Flask

from app.domain.errors import NotFound, TooManyRequests
from app.services import job_running, jobs
from app.services.job_running import ABANDONED, LEASE, MOST_TRIES
from app.services.jobs import KEPT, MOST_UNFINISHED, Outcome, Work
from app.services.transactions import end_reading
from app.tasks import worker
from app.tasks.worker import work_once
from tests.factories import an_organiser

KIND = "bank.read"
JSON = {"count": 3}


@pytest.fixture
def account(app: Flask) -> int:
    return an_organiser().account_id


def add(account: int, now: datetime, **given: Any) -> str:
    return jobs.add(
        **{
            "kind": KIND,
            "account_id": account,
            "params": {"title": "đề.xlsx"},
            "data": b"abc",
            "now": now,
            **given,
        }
    )


def done_by(handler: Callable[[Work], Outcome], holder: str = "w") -> bool:
    worked = work_once(holder, {KIND: handler})
    end_reading()
    return worked


def test_a_job_is_done_and_its_answer_kept(account: int, now: datetime) -> None:
    token = add(account, now)
    assert jobs.get(token, account).state == "waiting"
    seen: list[Work] = []

    def handler(work: Work) -> Outcome:
        seen.append(work)
        return Outcome(JSON, b"file", "báo cáo.xlsx", "text/plain")

    assert done_by(handler)
    assert (seen[0].data, seen[0].params["title"], seen[0].account_id) == (
        b"abc",
        "đề.xlsx",
        account,
    )
    job = jobs.get(token, account)
    assert (job.state, job.title, job.percent, job.file_name) == (
        "done",
        "đề.xlsx",
        100,
        "báo cáo.xlsx",
    )
    assert jobs.get_result(token, account) == JSON
    assert jobs.get_output(token, account) == b"file"
    assert not done_by(handler)


def test_what_a_job_read_is_let_go_unless_the_handler_keeps_it(account: int, now: datetime) -> None:
    token = add(account, now)
    done_by(lambda work: Outcome())
    with pytest.raises(NotFound):
        jobs.get_input(token, account)
    token = add(account, now)
    done_by(lambda work: Outcome(keep_input=True))
    assert jobs.get_input(token, account) == b"abc"


def test_jobs_are_done_in_the_order_of_asking(account: int, now: datetime) -> None:
    tokens = [add(account, now) for _ in range(3)]
    done: list[str] = []
    while done_by(lambda work: done.append(work.token) or Outcome()):  # type: ignore[func-returns-value]
        pass
    assert done == tokens
    assert [job.token for job in jobs.list_for(account)] == tokens[::-1]


def test_a_job_is_claimed_by_one_of_many_workers(app: Flask, account: int, now: datetime) -> None:
    for _ in range(3):
        add(account, now)
    claimed: list[int] = []
    start = threading.Barrier(4)

    def claim(holder: str) -> None:
        with app.app_context():
            start.wait()
            while (job := job_running.claim(holder=holder, now=now)) is not None:
                claimed.append(job.id)

    threads = [threading.Thread(target=claim, args=(f"w{n}",)) for n in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(claimed) == len(set(claimed)) == 3


def test_the_job_of_a_killed_worker_is_taken_again(account: int, now: datetime) -> None:
    token = add(account, now)
    first = job_running.claim(holder="killed", now=now)
    assert first is not None
    assert job_running.claim(holder="other", now=now + LEASE) is None
    second = job_running.claim(holder="other", now=now + LEASE + timedelta(seconds=1))
    assert second is not None
    assert (second.id, second.data) == (first.id, b"abc")
    # The first was only slow: it is too late for it to say anything.
    assert not job_running.finish(first.id, holder="killed", outcome=Outcome(JSON), now=now)
    assert not job_running.report(first.id, holder="killed", done=1, total=2, now=now)
    assert job_running.finish(first.id, holder="other", outcome=Outcome({"by": "other"}), now=now)
    assert jobs.get_result(token, account) == {"by": "other"}


def test_a_living_worker_keeps_its_job(account: int, now: datetime) -> None:
    add(account, now)
    job = job_running.claim(holder="slow", now=now)
    assert job is not None
    later = now + LEASE - timedelta(seconds=1)
    assert job_running.report(job.id, holder="slow", done=1, total=4, now=later)
    assert job_running.claim(holder="other", now=now + LEASE + timedelta(seconds=1)) is None


def test_work_that_ends_every_worker_is_given_up(account: int, now: datetime) -> None:
    token = add(account, now)
    for attempt in range(MOST_TRIES):
        at = now + attempt * 2 * LEASE
        assert job_running.claim(holder=f"w{attempt}", now=at) is not None
    assert job_running.claim(holder="last", now=now + MOST_TRIES * 2 * LEASE) is None
    end_reading()
    job = jobs.get(token, account)
    assert (job.state, job.error) == ("failed", ABANDONED)


def test_progress_is_written_while_the_work_goes_on(account: int, now: datetime) -> None:
    token = add(account, now)
    seen: list[int | None] = []

    def handler(work: Work) -> Outcome:
        work.progress(30, 120)
        for _ in range(60):
            end_reading()
            seen.append(jobs.get(work.token, account).percent)
            if seen[-1]:
                break
            threading.Event().wait(0.05)
        return Outcome()

    done_by(handler)
    assert seen[-1] == 25
    assert jobs.get(token, account).percent == 100


@pytest.mark.parametrize(
    ("error", "code"), [(NotFound(), "not_found"), (ZeroDivisionError(), "failed")]
)
def test_a_failure_is_kept_with_the_code_of_its_words(
    account: int, now: datetime, error: Exception, code: str
) -> None:
    token = add(account, now)

    def handler(work: Work) -> Outcome:
        raise error

    assert done_by(handler)
    job = jobs.get(token, account)
    assert (job.state, job.error, job.ended_well) == ("failed", code, False)
    assert jobs.get_result(token, account) == {}
    with pytest.raises(NotFound):
        jobs.get_input(token, account)


def test_a_kind_that_nobody_knows_fails(account: int, now: datetime) -> None:
    token = add(account, now, kind="tarot")
    assert done_by(lambda work: Outcome())
    assert jobs.get(token, account).error == "failed"


def test_another_account_sees_nothing_of_a_job(account: int, now: datetime) -> None:
    token = add(account, now)
    done_by(lambda work: Outcome(JSON, b"secret"))
    other = an_organiser().account_id
    for read in (jobs.get, jobs.get_result, jobs.get_output, jobs.get_input):
        with pytest.raises(NotFound):
            read(token, other)
    assert jobs.list_for(other) == []


def test_nobody_fills_the_queue_alone(account: int, now: datetime) -> None:
    for _ in range(MOST_UNFINISHED):
        add(account, now)
    with pytest.raises(TooManyRequests):
        add(account, now)
    assert add(an_organiser().account_id, now)


def test_answers_are_forgotten_after_their_time_and_waiting_jobs_are_not(
    account: int, now: datetime
) -> None:
    ended = jobs.add_ended(kind=KIND, account_id=account, params={}, outcome=Outcome(JSON), now=now)
    waiting = add(account, now)
    assert job_running.forget_old(now + KEPT) == 0
    assert job_running.forget_old(now + KEPT + timedelta(minutes=1)) == 1
    with pytest.raises(NotFound):
        jobs.get(ended, account)
    assert jobs.get(waiting, account).state == "waiting"


def test_every_kind_has_words_and_a_handler() -> None:
    from app.wording import jobs as words

    assert set(worker.HANDLERS) == set(words._KINDS)

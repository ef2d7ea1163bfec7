from __future__ import annotations

from datetime import datetime, timedelta

from app.services import job_running, jobs
from app.services.jobs import Outcome
from app.services.transactions import end_reading
from tests.factories import an_organiser
from tests.web.organiser.conftest import Browser


def add(organiser: Browser, now: datetime, kind: str = "reports.all") -> str:
    return jobs.add(
        kind=kind, account_id=organiser.who.account_id, params={"title": "Tuần 1"}, now=now
    )


def claim(now: datetime) -> int:
    job = job_running.claim(holder="w", now=now)
    assert job is not None
    return job.id


def test_without_jobs_the_list_says_what_will_be_here(organiser: Browser) -> None:
    assert "Chưa có việc nào" in organiser.see("/organiser/jobs")


def test_a_job_is_followed_from_waiting_to_its_file(organiser: Browser, now: datetime) -> None:
    token = add(organiser, now)
    address = f"/organiser/jobs/{token}"
    waiting = organiser.see(address)
    assert "Đang chờ" in waiting
    assert 'http-equiv="refresh"' in waiting
    job_id = claim(now)
    job_running.report(job_id, holder="w", done=3, total=4, now=now)
    assert 'value="75"' in organiser.see(address)
    progress = organiser.client.get(f"{address}/progress")
    assert progress.get_json() == {
        "state": "running",
        "state_text": "Đang làm",
        "ended": False,
        "done": 3,
        "total": 4,
        "percent": 75,
    }
    assert progress.headers["Cache-Control"] == "no-store"
    organiser.see(f"{address}/file", status=404)
    made = Outcome(output=b"file", file_name="Báo cáo.txt", media_type="text/plain")
    job_running.finish(job_id, holder="w", outcome=made, now=now)
    end_reading()
    ended = organiser.see(address)
    assert "Báo cáo.txt" in ended
    assert "refresh" not in ended
    answer = organiser.client.get(f"{address}/file")
    assert answer.data == b"file"
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert "Tuần 1" in organiser.see("/organiser/jobs")


def test_progress_that_cannot_be_told_is_shown_without_a_number(
    organiser: Browser, now: datetime
) -> None:
    token = add(organiser, now)
    claim(now)
    assert 'max="100"></progress>' in organiser.see(f"/organiser/jobs/{token}")


def test_a_failed_job_says_why_in_words(organiser: Browser, now: datetime) -> None:
    for code, said in (("failed", "Hệ thống gặp lỗi"), ("not_found", "Không tìm thấy")):
        token = add(organiser, now)
        job_running.fail(claim(now), holder="w", error=code, now=now)
        end_reading()
        assert said in organiser.see(f"/organiser/jobs/{token}")


def test_a_job_that_waits_long_says_why(organiser: Browser, now: datetime) -> None:
    token = add(organiser, now - timedelta(minutes=2))
    assert "đang có việc khác chạy trước" in organiser.see(f"/organiser/jobs/{token}")


def test_what_was_read_inside_a_job_is_no_file_to_download(
    organiser: Browser, now: datetime
) -> None:
    token = add(organiser, now)
    job_running.finish(claim(now), holder="w", outcome=Outcome(output=b"keys"), now=now)
    end_reading()
    organiser.see(f"/organiser/jobs/{token}/file", status=404)


def test_jobs_are_seen_by_whoever_asked_for_them_alone(
    organiser: Browser, participant: Browser, now: datetime
) -> None:
    other = jobs.add(kind="reports.all", account_id=an_organiser().account_id, params={}, now=now)
    for path in ("", "/progress", "/file"):
        organiser.see(f"/organiser/jobs/{other}{path}", status=404)
        participant.see(f"/organiser/jobs/{other}{path}", status=403)
    assert other not in organiser.see("/organiser/jobs")

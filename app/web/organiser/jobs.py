"""Jobs that the signed-in person asked for: how far they are, and what came of them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from io import BytesIO
from typing import Any

from flask import Response, jsonify, render_template, request, send_file, url_for
from werkzeug.wrappers import Response as AnyResponse

from app.domain.bank_losses import PlaceUnit
from app.domain.errors import NotFound
from app.services import contest_jobs, jobs
from app.services.jobs import JobView
from app.web.access import person, reach, requires
from app.web.clock import now
from app.web.organiser import bp
from app.web.organiser.problem_rows import Rows, loss_rows
from app.web.small_numbers import small_int
from app.wording import refusals
from app.wording.jobs import kind_text, state_text

PAGE = 25
_BADGES = {"waiting": "scheduled", "running": "open", "done": "good", "failed": "bad"}


def _to_preview(job: JobView) -> str:
    return url_for("organiser.preview_import", token=job.token)


def _to_bank(job: JobView) -> str:
    slug = jobs.get_result(job.token, person().account_id)["slug"]
    return url_for("organiser.show_bank", slug=slug)


def _to_certificates(job: JobView) -> str:
    return url_for("organiser.show_certificates", slug=job.params["slug"])


def _to_evidence(job: JobView) -> str:
    return url_for("organiser.list_evidence", slug=job.params["slug"])


def _to_statistics(job: JobView) -> str:
    return url_for("organiser.show_statistics", slug=job.params["slug"])


def _to_correction(job: JobView) -> str:
    return url_for(
        "organiser.show_correction",
        slug=job.params["slug"],
        correction_id=job.params["correction"],
        job=job.token,
    )


def _to_backups(_job: JobView) -> str:
    return url_for("organiser.list_backups")


AFTER: Mapping[str, Callable[[JobView], str]] = {
    "backup.make": _to_backups,
    "backup.rehearse": _to_backups,
    "bank.read": _to_preview,
    "bank.store": _to_bank,
    "certificates.issue": _to_certificates,
    "correction.try": _to_correction,
    "evidence.look": _to_evidence,
    "statistics.derive": _to_statistics,
}
"""Where a finished job of a kind leads to, unless what it made is just a file to download."""


@bp.get("/jobs")
@requires("organise")
def list_jobs() -> str:
    """What runs and has run for this person."""
    account_id = person().account_id
    offset = max(0, request.args.get("offset", 0, type=small_int))
    return render_template(
        "organiser/jobs.html",
        rows=[_row(job) for job in jobs.list_for(account_id, offset=offset, limit=PAGE)],
        offset=offset,
        limit=PAGE,
        total=jobs.count_for(account_id),
        kept_days=jobs.KEPT.days,
    )


@bp.get("/jobs/<token>")
@requires("organise")
def show_job(token: str) -> str:
    """How far a job is; the page looks again by itself until it has ended."""
    job = _own(token)
    return render_template(
        "organiser/job.html", kept_days=jobs.KEPT.days, lost=_lost(job), **_row(job)
    )


@bp.get("/jobs/<token>/progress")
@requires("organise")
def watch_job(token: str) -> Response:
    """The same for the page's script."""
    job = _own(token)
    answer = jsonify(
        state=job.state,
        state_text=state_text(job.state),
        ended=job.ended,
        done=job.done,
        total=job.total,
        percent=job.percent,
    )
    answer.headers["Cache-Control"] = "no-store"
    return answer


@bp.get("/jobs/<token>/file")
@requires("organise")
def download_job(token: str) -> AnyResponse:
    """The file that a job made."""
    job = _own(token)
    if not job.file_name:
        raise NotFound()
    return send_file(
        BytesIO(jobs.get_output(token, person().account_id)),
        mimetype=job.media_type or "application/octet-stream",
        as_attachment=True,
        download_name=job.file_name,
    )


def _own(token: str) -> JobView:
    """A job of whoever asks, about a contest only while it is in reach; raises `NotFound`."""
    job = jobs.get(token, person().account_id)
    asked = contest_jobs.permissions_of(job.kind)
    if asked and not any(job.params["slug"] in reach(one) for one in asked):
        raise NotFound()
    return job


def _lost(job: JobView) -> Rows | None:
    """What the file that a job made does not hold."""
    if not (job.ended_well and job.file_name):
        return None
    kept = jobs.get_result(job.token, person().account_id).get("losses")
    return loss_rows(kept, PlaceUnit.LINE) if kept and kept["total"] else None


def _row(job: JobView) -> dict[str, Any]:
    after = AFTER.get(job.kind) if job.ended_well else None
    return {
        "job": job,
        "kind": kind_text(job.kind),
        "state": state_text(job.state),
        "badge": _BADGES[job.state],
        "words": refusals.words(job.error) if job.error else None,
        "after": after(job) if after else None,
        "file": job.ended_well and job.file_name,
        "seconds": int((now() - job.created_at).total_seconds()),
    }

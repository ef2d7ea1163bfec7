"""The evidence bundle of a contest that is over, written in the background."""

from __future__ import annotations

from flask import flash, redirect, url_for
from werkzeug.wrappers import Response

from app.domain.errors import ContestNotClosed
from app.services import contests, evidence_files, jobs
from app.web.access import person, requires
from app.web.clock import now
from app.web.organiser import bp
from app.wording import refusals


@bp.post("/contests/<slug>/evidence-bundle")
@requires("organise")
def download_evidence(slug: str) -> Response:
    """Have the bundle written; the job's page offers it for download."""
    contest = contests.get_contest(slug)
    if not evidence_files.may_write(contest, now()):
        words = refusals.message(ContestNotClosed())
        flash(f"{words.message} {words.hint}", "error")
        return redirect(url_for("organiser.show_contest", slug=slug), 303)
    token = jobs.add(
        kind=evidence_files.JOB,
        account_id=person().account_id,
        params={"title": contest.title, "slug": slug},
        now=now(),
    )
    return redirect(url_for("organiser.show_job", token=token), 303)

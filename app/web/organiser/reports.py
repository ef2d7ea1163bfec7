"""The report page of a contest: files to download, and the heading that they bear."""

from __future__ import annotations

from io import BytesIO

from flask import flash, redirect, render_template, send_file, url_for
from flask_babel import force_locale
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from app.domain.contests import State
from app.domain.errors import InvalidRequest
from app.services import contests, jobs, report_files, settings
from app.services.contests import ContestView
from app.services.settings import ReportHeading
from app.web.access import person, requires
from app.web.clock import now
from app.web.organiser import bp, field_errors
from app.web.organiser.report_forms import HeadingForm, ReportForm
from app.wording.report_heads import MOTTO, official_head

Answer = Response | str | tuple[str, int]


@bp.get("/contests/<slug>/reports")
@requires("organise")
def show_reports(slug: str) -> str:
    """Which files there are, and what stands at their head."""
    contest = contests.get_contest(slug)
    return _page(contest, ReportForm(formdata=None), _kept_heading())


@bp.post("/contests/<slug>/reports/heading")
@requires("organise")
def save_report_heading(slug: str) -> Answer:
    """Remember the heading for every report from now on."""
    contest, form = contests.get_contest(slug), HeadingForm()
    if not form.validate():
        return _page(contest, ReportForm(formdata=None), form), 400
    heading = form.heading(settings.get(ReportHeading))
    try:
        settings.put(heading, account_id=person().account_id, now=now())
    except InvalidRequest as refusal:
        field_errors.put(form, refusal)
        return _page(contest, ReportForm(formdata=None), form), 400
    flash(_("Đã nhớ tiêu đề và phần ký của báo cáo."), "success")
    return redirect(url_for("organiser.show_reports", slug=slug), 303)


@bp.post("/contests/<slug>/reports/file")
@requires("organise")
def download_report(slug: str) -> Answer:
    """Make a file and hand it out; that of a large contest is made in the background."""
    contest = contests.get_contest(slug)
    form = ReportForm().offer(contest)
    if not form.validate():
        return _page(contest, form, _kept_heading()), 400
    if report_files.is_long(contest.id):
        token = _in_background(contest, form)
        return redirect(url_for("organiser.show_job", token=token), 303)
    made = report_files.create(
        slug,
        form.format.data,
        account_id=person().account_id,
        now=now(),
        round_number=form.round_number(),
        listed=form.listed.data,
    )
    return send_file(
        BytesIO(made.data), mimetype=made.media_type, as_attachment=True, download_name=made.name
    )


def _in_background(contest: ContestView, form: ReportForm) -> str:
    return jobs.add(
        kind="report.create",
        account_id=person().account_id,
        params={
            "title": f"{contest.title} ({form.format.data})",
            "language": "vi",
            "slug": contest.slug,
            "format": form.format.data,
            "round": form.round_number(),
            "listed": form.listed.data,
        },
        now=now(),
    )


def _kept_heading() -> HeadingForm:
    return HeadingForm(formdata=None).fill(settings.get(ReportHeading))


def _page(contest: ContestView, form: ReportForm, heading: HeadingForm) -> str:
    # The report itself is always in Vietnamese, whatever language the page is in.
    with force_locale("vi"):
        head = official_head(settings.get(ReportHeading), now())
    return render_template(
        "organiser/reports.html",
        contest=contest,
        form=form.offer(contest),
        heading=heading,
        head=head,
        motto=MOTTO,
        is_draft=contest.state(now()) is State.DRAFT,
        is_final=contest.finalised_at is not None,
        is_long=report_files.is_long(contest.id),
    )

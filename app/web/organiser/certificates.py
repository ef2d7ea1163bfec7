"""The certificates of a contest: who gets which, giving out, printing, taking back."""

from __future__ import annotations

from typing import Any

from flask import Response, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response as AnyResponse

from app.domain.certificates import Kind
from app.domain.errors import ContestNotClosed, InvalidRequest
from app.services import certificate_batches, certificate_lists, certificates, contests, jobs
from app.services.certificate_batches import MOST_IN_FILE
from app.services.certificates import Certificate
from app.services.contests import ContestView
from app.web import downloads
from app.web.access import person, requires
from app.web.clock import now
from app.web.filters import day_time
from app.web.i18n import language
from app.web.organiser import bp
from app.web.small_numbers import small_int
from app.wording import certificates as words
from app.wording.labels import group_label

PAGE = 50
LONGEST_QUERY = 100
SAMPLE = "0"


@bp.get("/contests/<slug>/certificates")
@requires("organise")
def show_certificates(slug: str) -> str:
    """How far the certificates are, in the order in which they are made, and their list."""
    contest = contests.get_contest(slug)
    query = request.args.get("q", "").strip()[:LONGEST_QUERY]
    offset = max(0, request.args.get("offset", 0, type=small_int))
    found, total = certificates.list_certificates(slug, query=query, offset=offset, limit=PAGE)
    outlook = certificate_batches.outlook(contest, now())
    return render_template(
        "organiser/certificates.html",
        contest=contest,
        outlook=outlook,
        kinds=[
            (words.kind_text(kind), outlook.earned.get(kind, 0), outlook.given.get(kind, 0))
            for kind in Kind
        ],
        kind_choices=[(kind.value, words.kind_text(kind)) for kind in Kind],
        parts=-(-outlook.to_print // MOST_IN_FILE),
        most=MOST_IN_FILE,
        rows=[_row(one) for one in found],
        total=total,
        query=query,
        offset=offset,
        limit=PAGE,
    )


@bp.post("/contests/<slug>/certificates/issue")
@requires("organise")
def issue_certificates(slug: str) -> AnyResponse:
    """Give everybody what has been earned, in the background."""
    contest = contests.get_contest(slug)
    outlook = certificate_batches.outlook(contest, now())
    if outlook.settings.saved_at is None or not outlook.may_issue:
        raise ContestNotClosed()
    return _to_job("certificates.issue", contest, {})


@bp.post("/contests/<slug>/certificates/print")
@requires("organise")
def print_certificates(slug: str) -> AnyResponse:
    """Make one file of those that stand, in the background."""
    contest = contests.get_contest(slug)
    kind = request.form.get("kind", "")
    page = url_for("public.show_certificate", code=SAMPLE, _external=True)
    more = {
        "form": "zip" if request.form.get("form") == "zip" else "pdf",
        "kind": kind if kind in list(Kind) else "",
        "part": max(1, request.form.get("part", 1, type=small_int)),
        "where": url_for("public.find_receipt", _external=True),
        "check": page.removesuffix(SAMPLE),
    }
    return _to_job("certificates.print", contest, more)


@bp.post("/contests/<slug>/certificates/<code>/withdraw")
@requires("organise")
def withdraw_certificate(slug: str, code: str) -> AnyResponse:
    """Take a certificate back, with a reason that its check page shows."""
    account_id, reason = person().account_id, request.form.get("reason", "")
    try:
        certificates.withdraw(slug, code, reason=reason, account_id=account_id, now=now())
        flash(_("Đã thu hồi giấy chứng nhận %(code)s.", code=code), "success")
    except InvalidRequest as refusal:
        fault = words.fault_text(refusal.errors[0][1])
        flash(_("Chưa thu hồi. Lý do: %(fault)s", fault=fault), "error")
    return _back(slug)


@bp.post("/contests/<slug>/certificates/<code>/restore")
@requires("organise")
def restore_certificate(slug: str, code: str) -> AnyResponse:
    """Let a certificate stand again that was taken back by mistake."""
    try:
        certificates.restore(slug, code, account_id=person().account_id, now=now())
        flash(_("Giấy chứng nhận %(code)s có hiệu lực trở lại.", code=code), "success")
    except InvalidRequest as refusal:
        flash(words.fault_text(refusal.errors[0][1]), "error")
    return _back(slug)


@bp.get("/contests/<slug>/certificates.xlsx")
@requires("organise")
def export_certificates(slug: str) -> Response:
    """All certificates of the contest as an Excel list."""
    contest = contests.get_contest(slug)
    title = _("Giấy chứng nhận")
    book = certificate_lists.write_list(
        slug,
        title=title,
        preface=(contest.title, _("Lúc %(time)s", time=day_time(now()))),
        headings=_headings(),
        cells=_cells,
    )
    return downloads.excel(book, f"giay-chung-nhan-{contest.slug}", now())


def _to_job(kind: str, contest: ContestView, more: dict[str, Any]) -> AnyResponse:
    params = {"slug": contest.slug, "title": contest.title, "language": language(), **more}
    token = jobs.add(kind=kind, account_id=person().account_id, params=params, now=now())
    return redirect(url_for("organiser.show_job", token=token), 303)


def _back(slug: str) -> AnyResponse:
    query = request.form.get("q", "")[:LONGEST_QUERY]
    address = url_for("organiser.show_certificates", slug=slug, q=query or None, _anchor="list")
    return redirect(address, 303)


def _row(one: Certificate) -> dict[str, Any]:
    return {
        "certificate": one,
        "kind": words.kind_text(one.facts.kind),
        "result": words.result_text(one.facts),
        "rank": words.rank_text(one.facts),
        "reason": words.withdrawal_text(one.withdrawal, one.reason),
    }


def _headings() -> list[str]:
    return [
        _("Mã"),
        _("Họ và tên"),
        _("Loại"),
        _("Kết quả"),
        _("Đợt"),
        _("Nhóm"),
        _("Hạng"),
        _("Đơn vị"),
        _("Xã, phường"),
        _("Ngày cấp"),
        _("Thu hồi lúc"),
        _("Lý do"),
    ]


def _cells(one: Certificate) -> list[str | int | None]:
    facts = one.facts
    return [
        one.code,
        one.name,
        words.kind_text(facts.kind),
        words.result_text(facts),
        one.round_title or _("Toàn cuộc thi"),
        group_label(facts.group) if facts.group else None,
        facts.rank,
        facts.organisation,
        facts.commune,
        day_time(one.issued_at),
        day_time(one.withdrawn_at) if one.withdrawn_at else None,
        words.withdrawal_text(one.withdrawal, one.reason) if one.withdrawn_at else None,
    ]

"""Invitations on paper with a QR code that brings the unit along."""

from __future__ import annotations

from collections.abc import Sequence
from io import BytesIO

from flask import render_template, request, send_file, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from werkzeug.wrappers import Response

from app.domain.contests import State
from app.domain.errors import NotFound
from app.services import contests, posters, site
from app.services.contests import ContestView
from app.services.posters import MOST_PAGES, Invited, Poster
from app.services.unit_contacts import COMMUNE, ORGANISATION
from app.web import filters
from app.web.access import requires
from app.web.clock import now
from app.web.i18n import language
from app.web.organiser import bp


@bp.get("/contests/<slug>/posters")
@requires("organise")
def list_posters(slug: str) -> str:
    """The units with their posters, one by one or all in one file."""
    kind = ORGANISATION if request.args.get("kind") == ORGANISATION else COMMUNE
    query = request.args.get("q", "").strip()
    contest = contests.get_contest(slug)
    every = posters.list_units(kind)
    return render_template(
        "organiser/posters.html",
        contest=contest,
        draft=contest.state(now()) is State.DRAFT,
        kind=kind,
        query=query,
        rows=posters.list_units(kind, query),
        total=len(every),
        parts=[
            (part + 1, part * MOST_PAGES + 1, min(len(every), (part + 1) * MOST_PAGES))
            for part in range(-(-len(every) // MOST_PAGES))
        ],
        example=_link(contest, every[0]) if every else "",
    )


@bp.get("/contests/<slug>/posters/<kind>/all-<int:part>.pdf")
@requires("organise")
def download_posters(slug: str, kind: str, part: int) -> Response:
    """The posters of all units of a kind, or of a part of them, in one file."""
    units = posters.pages(posters.list_units(kind), part)
    return _pdf(contests.get_contest(slug), units, f"giay-moi-{kind}-{part}.pdf")


@bp.get("/contests/<slug>/posters/<kind>/<code>.pdf")
@requires("organise")
def download_poster(slug: str, kind: str, code: str) -> Response:
    """The poster of one unit."""
    unit = posters.get_unit(kind, code)
    return _pdf(contests.get_contest(slug), [unit], f"giay-moi-{kind}-{code}.pdf")


def _pdf(contest: ContestView, units: Sequence[Invited], name: str) -> Response:
    if contest.published_at is None:
        raise NotFound()  # Its address would lead nowhere.
    pages = [_poster(contest, unit) for unit in units]
    data = BytesIO(posters.draw(pages, lang=language()))
    return send_file(data, mimetype="application/pdf", as_attachment=True, download_name=name)


def _poster(contest: ContestView, unit: Invited) -> Poster:
    rules, facts = contest.rules, site.facts(now())
    address = url_for("public.show_contest", slug=contest.slug, _external=True)
    invitation = (
        _("Kính mời cán bộ và nhân dân")
        if unit.kind == COMMUNE
        else _("Kính mời cán bộ, người lao động và hội viên")
    )
    questions = ngettext("%(num)s câu hỏi", "%(num)s câu hỏi", rules.question_count)
    return Poster(
        heading=facts.organiser_name or facts.province_name,
        title=contest.title,
        invitation=invitation,
        unit=unit.name,
        times=_(
            "Thi từ %(start)s đến %(end)s",
            start=filters.day_time(contest.opens_at),
            end=filters.day_time(contest.closes_at),
        ),
        steps=(
            _("Mở máy ảnh của điện thoại, đưa vào mã ở trên rồi bấm vào dòng chữ hiện ra."),
            _("Đăng ký một lần, chưa đến một phút: tên đơn vị đã được điền sẵn."),
            _(
                "Bấm “Bắt đầu làm bài”: %(questions)s trong %(minutes)s phút.",
                questions=questions,
                minutes=rules.minutes,
            ),
        ),
        hint=_("Không quét được mã? Mở trang"),
        address=address.partition("://")[2],
        link=_link(contest, unit),
    )


def _link(contest: ContestView, unit: Invited) -> str:
    # From url_for, so that the address printed is the one that people reach this site by.
    return url_for(
        "public.show_contest", slug=contest.slug, _external=True, **{unit.kind: unit.code}
    )

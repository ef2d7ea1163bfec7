"""Signs of unfairness: a list for the arbiter, each with its evidence and the decisions."""

from __future__ import annotations

from enum import StrEnum
from typing import Any, TypeVar

from flask import Response, flash, redirect, render_template, request, url_for
from flask_babel import format_decimal
from flask_babel import gettext as _
from werkzeug.wrappers import Response as AnyResponse

from app.domain.errors import InvalidRequest, NotFound
from app.domain.permissions import allows
from app.services import contests, evidence, evidence_details, jobs, lists
from app.services.evidence import Concerned, Kind, SignView, State
from app.web import charts, downloads
from app.web.access import person, requires
from app.web.clock import now
from app.web.filters import day_time
from app.web.organiser import bp
from app.web.organiser.evidence_forms import ChangeForm, DecisionForm, put_errors
from app.web.papers import response_words
from app.web.small_numbers import small_int
from app.wording import evidence as words

Answer = AnyResponse | str | tuple[str, int]
Chosen = TypeVar("Chosen", bound=StrEnum)


@bp.get("/contests/<slug>/evidence")
@requires("watch_evidence")
def list_evidence(slug: str) -> str:
    """The signs of a contest, the open and least likely ones first."""
    contest = contests.get_contest(slug)
    kind, state = _chosen("kind", Kind), _chosen("state", State)
    offset = max(0, request.args.get("offset", 0, type=small_int))
    found = evidence.list_signs(slug, kind=kind, state=state, offset=offset)
    return render_template(
        "organiser/evidence.html",
        contest=contest,
        rows=[_row(one) for one in found.signs],
        found=found,
        kind=kind,
        state=state,
        kinds=[(one.value, words.kind_text(one)) for one in Kind],
        states=[(one.value, words.state_text(one)) for one in State],
        offset=offset,
        limit=evidence.PAGE,
    )


@bp.post("/contests/<slug>/evidence/look")
@requires("watch_evidence")
def look_for_evidence(slug: str) -> AnyResponse:
    """Look for signs now, in the background."""
    contest = contests.get_contest(slug)
    jobs.add(
        kind=evidence.JOB,
        account_id=person().account_id,
        params={"title": contest.title, "slug": slug},
        now=now(),
    )
    flash(_("Đang tìm ở chế độ nền. Tải lại trang này sau ít phút."), "success")
    return redirect(url_for("organiser.list_evidence", slug=slug), 303)


@bp.get("/contests/<slug>/evidence.xlsx")
@requires("watch_evidence")
def export_evidence(slug: str) -> Response:
    """Every sign with its facts and decisions."""
    found = evidence.list_signs(
        slug,
        kind=_chosen("kind", Kind),
        state=_chosen("state", State),
        limit=evidence.MOST_EXPORTED,
    )
    headings = [
        _("Số"),
        _("Dấu hiệu"),
        _("Tình trạng"),
        _("Người dự thi"),
        _("Mã biên nhận"),
        _("Thấy gì"),
        _("Khả năng do ngẫu nhiên"),
        _("Thấy lần đầu lúc"),
        _("Lượt thi ban đêm"),
        _("Lượt thi không tính"),
        _("Quyết định"),
    ]
    rows: list[lists.Row] = [
        [
            one.id,
            words.kind_text(one.kind),
            words.state_text(one.state),
            "; ".join(_name(each) for each in one.attempts),
            "; ".join(each.receipt or "" for each in one.attempts),
            " ".join(words.facts_text(one.kind, one.facts)),
            words.chance_text(one.chance),
            day_time(one.first_seen_at),
            one.at_night,
            len(one.voided),
            "; ".join(_decision_line(each) for each in one.decisions),
        ]
        for one in found.signs
    ]
    preface = [_("Dấu hiệu không phải là kết luận: chỉ giám sát mới quyết định, có lý do.")]
    data = lists.workbook(_("Dấu hiệu bất thường"), headings, rows, preface)
    return downloads.excel(data, "dau-hieu-bat-thuong", now())


@bp.get("/contests/<slug>/evidence/<int:sign_id>")
@requires("watch_evidence")
def show_evidence(slug: str, sign_id: int) -> Answer:
    """One sign: what was found, the evidence, and what was decided."""
    sign = evidence.get_sign(slug, sign_id)
    return _page(sign, DecisionForm(formdata=None).offer(is_open=sign.state is State.OPEN))


@bp.post("/contests/<slug>/evidence/<int:sign_id>/decide")
@requires("arbitrate")
def decide_evidence(slug: str, sign_id: int) -> Answer:
    """Note, dismiss, uphold or open again."""
    sign = evidence.get_sign(slug, sign_id)
    form = DecisionForm().offer(is_open=sign.state is State.OPEN)
    if not form.validate():
        return _page(sign, form)
    try:
        evidence.decide(
            slug,
            sign_id,
            evidence.Act(form.act.data),
            reason=form.reason.data,
            who=person(),
            now=now(),
        )
    except InvalidRequest as refusal:
        put_errors(form, refusal.errors, words.refusal_text)
        return _page(sign, form)
    flash(_("Đã ghi quyết định."), "success")
    return _to(slug, sign_id)


@bp.route(
    "/contests/<slug>/evidence/<int:sign_id>/attempts/<int:attempt_id>", methods=["GET", "POST"]
)
@requires("arbitrate")
def change_evidence_attempt(slug: str, sign_id: int, attempt_id: int) -> Answer:
    """The second look before an attempt counts no more, or counts again."""
    sign = evidence.get_sign(slug, sign_id)
    one = next((each for each in sign.attempts if each.id == attempt_id), None)
    if one is None:
        raise NotFound()
    voided = attempt_id in sign.voided
    form = ChangeForm(formdata=request.form if request.method == "POST" else None)
    if request.method == "GET" or not form.validate():
        return _change_page(sign, one, form, voided=voided)
    act = evidence.restore_attempt if voided else evidence.void_attempt
    try:
        act(slug, sign_id, attempt_id, reason=form.reason.data, who=person(), now=now())
    except InvalidRequest as refusal:
        put_errors(form, refusal.errors, words.refusal_text)
        return _change_page(sign, one, form, voided=voided)
    flash(
        _("Lượt thi này được tính lại.")
        if voided
        else _("Lượt thi này không còn được tính. Nhật ký và biên nhận vẫn giữ nguyên."),
        "success",
    )
    return _to(slug, sign_id)


def _chosen(name: str, kinds: type[Chosen]) -> Chosen | None:
    given = request.args.get(name, "")
    return kinds(given) if given in [one.value for one in kinds] else None


def _name(one: Concerned) -> str:
    return one.full_name or _("Người dự thi đã xoá dữ liệu")


def _decision_line(one: evidence.DecisionFacts) -> str:
    return f"{day_time(one.decided_at)}: {words.act_text(one.act)} ({one.reason})"


def _row(one: SignView) -> dict[str, Any]:
    return {
        "one": one,
        "kind": words.kind_text(one.kind),
        "state": words.state_text(one.state),
        "facts": words.facts_text(one.kind, one.facts),
        "chance": words.chance_text(one.chance),
        "names": [_name(each) for each in one.attempts],
    }


def _page(sign: SignView, form: DecisionForm) -> Answer:
    likeness = sign.kind is Kind.LIKENESS
    page = render_template(
        "organiser/evidence_sign.html",
        contest=contests.get_contest(sign.contest_slug),
        form=form,
        meaning=words.meaning(sign.kind),
        innocent=words.innocent(sign.kind),
        may_decide=allows("arbitrate", person().roles),
        sides=_sides(sign) if likeness else [],
        moments=_moments(sign.attempts[0]) if sign.kind is Kind.SPEED else [],
        others=[
            (one.id, words.kind_text(one.kind), words.state_text(one.state))
            for one in evidence.list_others(sign)
        ],
        act_text=words.act_text,
        **_row(sign),
    )
    return (page, 400) if form.errors or form.form_errors else page


def _moments(attempt: Concerned) -> list[dict[str, Any]]:
    moments = evidence_details.timeline(attempt)
    longest = max((one.seconds for one in moments), default=0)
    return [
        {
            "seconds": format_decimal(one.seconds, format="0.0"),
            "questions": one.questions,
            "part": charts.part_of(one.seconds, longest),
        }
        for one in moments
    ]


def _sides(sign: SignView) -> list[dict[str, Any]]:
    return [
        {
            "text": one.question.text,
            "first": response_words(one.question, one.first.response),
            "second": response_words(one.question, one.second.response),
            "first_wrong": one.first.wrong,
            "second_wrong": one.second.wrong,
            "alike": one.alike,
        }
        for one in evidence_details.side_by_side(sign)
    ]


def _change_page(sign: SignView, one: Concerned, form: ChangeForm, *, voided: bool) -> Answer:
    page = render_template(
        "organiser/evidence_change.html",
        contest=contests.get_contest(sign.contest_slug),
        form=form,
        attempt=one,
        name=_name(one),
        voided=voided,
        innocent=words.innocent(sign.kind),
        **_row(sign),
    )
    return (page, 400) if form.errors or form.form_errors else page


def _to(slug: str, sign_id: int) -> AnyResponse:
    return redirect(url_for("organiser.show_evidence", slug=slug, sign_id=sign_id), 303)

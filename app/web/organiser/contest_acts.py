"""The acts that a contest goes through once: published, its predictions settled, made final."""

from __future__ import annotations

import secrets
from collections.abc import Callable

from flask import flash, redirect, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from app.domain.errors import InvalidRequest, NotFound, Refusal
from app.services import contests, draws
from app.web.access import person, requires
from app.web.clock import now
from app.web.organiser import bp, field_errors
from app.wording import refusals


@bp.post("/contests/<slug>/publish")
@requires("organise")
def publish_contest(slug: str) -> Response:
    """Let everybody see the contest."""
    return _act(
        slug,
        lambda: contests.publish_contest(slug, account_id=person().account_id, now=now()),
        _("Đã công bố cuộc thi."),
    )


@bp.post("/contests/<slug>/finalise")
@requires("organise")
def finalise_contest(slug: str) -> Response:
    """Declare the boards final."""
    return _act(
        slug,
        lambda: contests.finalise(slug, account_id=person().account_id, now=now()),
        _("Kết quả bây giờ là chính thức."),
    )


@bp.post("/contests/<slug>/rounds/<int:number>/settle")
@requires("organise")
def settle_round(slug: str, number: int) -> Response:
    """Settle a round's prediction: by the number typed, or by the one counted and shown."""
    entered = "".join(request.form.get("value", "").split())
    value = int(entered) if entered.isdecimal() and len(entered) <= 10 else -1
    return _act(
        slug,
        lambda: contests.settle_prediction(
            slug,
            round_number=number,
            value=value,
            account_id=person().account_id,
            now=now(),
        ),
        _("Đã ghi đáp số của câu dự đoán; bảng xếp hạng được tính lại."),
    )


@bp.post("/contests/<slug>/draw")
@requires("organise")
def hold_draw(slug: str) -> Response:
    """Draw lots among equal people, once and for good."""
    return _act(
        slug,
        lambda: draws.hold_draw(
            slug,
            seed=secrets.token_hex(32),
            phrase=request.form.get("phrase", ""),
            account_id=person().account_id,
            now=now(),
        ),
        _("Đã bốc thăm; những người bằng nhau được xếp theo số thăm."),
    )


def _act(slug: str, act: Callable[[], object], done: str) -> Response:
    try:
        act()
    except NotFound:
        raise
    except InvalidRequest as refusal:
        flash(" ".join(field_errors.words(code) for _path, code in refusal.errors), "error")
    except Refusal as refusal:
        said = refusals.message(refusal)
        flash(f"{said.message} {said.hint}", "error")
    else:
        flash(done, "success")
    return redirect(url_for("organiser.show_contest", slug=slug), 303)

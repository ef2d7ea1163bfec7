"""A hall's big screen, and the door by which its people come in."""

from __future__ import annotations

from flask import Response, jsonify, redirect, render_template, request, session, url_for
from werkzeug.wrappers import Response as BaseResponse

from app.domain.errors import NotFound
from app.services import halls
from app.services.halls import COUNTED_EVERY, HallFacts, UnitCount
from app.web.access import requires, visitor
from app.web.clock import now
from app.web.known_browsers import HALL
from app.web.public import bp
from app.web.qr import qr_svg

LONGEST_CODE = 20
NOT_FOUND = 404
RELOAD_SECONDS = 20


@bp.get("/j/<code>")
@requires("view_public")
def join_hall(code: str) -> BaseResponse | tuple[str, int]:
    """From the code on the screen straight to the contest; strangers register on the way."""
    try:
        hall = halls.get_hall(code, now=now())
    except NotFound:
        # A picture of yesterday's screen, or a code misread: here it can be typed again.
        return render_template("public/join.html", typed=code[:LONGEST_CODE]), NOT_FOUND
    contest = url_for("public.show_contest", slug=hall.contest_slug)
    if visitor():
        return redirect(contest, 303)
    # Whoever came by a hall's code has a part of what may register and sign in at once.
    session[HALL] = hall.code
    # url_for leaves out what is None.
    register = url_for(
        "accounts.register", next=contest, commune=hall.commune, organisation=hall.organisation
    )
    return redirect(register, 303)


@bp.get("/join")
@requires("view_public")
def find_hall() -> BaseResponse | str:
    """A field for the code, for phones that cannot scan."""
    typed = request.args.get("code", "").strip()[:LONGEST_CODE]
    if typed:
        try:
            hall = halls.get_hall(typed, now=now())
        except NotFound:
            return render_template("public/join.html", typed=typed)
        return redirect(url_for("public.join_hall", code=hall.code), 303)
    return render_template("public/join.html", typed="")


@bp.get("/halls/<code>")
@requires("view_public")
def show_hall(code: str) -> Response:
    """The big screen: the way in, and who has come, for a projector."""
    moment = now()
    hall = halls.get_hall(code, now=moment)
    page = render_template(
        "public/hall.html",
        hall=hall,
        live=halls.watch(hall, now=moment),
        reload_seconds=RELOAD_SECONDS,
        address=url_for("public.join_hall", code=hall.code, _external=True),
        short_address=_short(),
    )
    response = Response(page, mimetype="text/html")
    response.headers["Cache-Control"] = "no-store"
    return response


@bp.get("/halls/<code>/live.json")
@requires("view_public")
def show_hall_live(code: str) -> BaseResponse:
    """The screen's figures, the same for every viewer."""
    moment = now()
    live = halls.watch(halls.get_hall(code, now=moment), now=moment)
    response = jsonify(
        people=live.people,
        attempts=live.attempts,
        communes=[_count(one) for one in live.communes],
        organisations=[_count(one) for one in live.organisations],
        frozen=live.frozen,
    )
    response.headers["Cache-Control"] = f"public, max-age={COUNTED_EVERY}"
    response.add_etag()
    return response.make_conditional(request)


@bp.get("/halls/<code>/qr.svg")
@requires("view_public")
def show_hall_qr(code: str) -> Response:
    """The way in as a QR code."""
    hall: HallFacts = halls.get_hall(code, now=now())
    return qr_svg(url_for("public.join_hall", code=hall.code, _external=True))


def _count(one: UnitCount) -> dict[str, str | int]:
    return {"name": one.name, "people": one.people, "attempts": one.attempts}


def _short() -> str:
    return request.host + url_for("public.find_hall")

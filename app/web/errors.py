"""One handler turns a refusal into a page, or into problem+json for the API (RFC 9457)."""

from __future__ import annotations

import json
from collections.abc import Sequence

from flask import Flask, Response, current_app, redirect, render_template, request, url_for
from flask_wtf.csrf import CSRFError
from werkzeug.exceptions import HTTPException, SecurityError

from app.domain.errors import Busy, InvalidRequest, Refusal, SignInRequired, TooManyRequests
from app.services import availability
from app.web.request_log import note_refusal
from app.wording import refusals

STATUS = {
    "invalid_request": 400,
    "consent_required": 400,
    "phone_invalid": 400,
    "password_too_weak": 400,
    "bank_refused": 400,
    "image_refused": 400,
    "not_enough_questions": 400,
    "sign_in_required": 401,
    "sign_in_failed": 401,
    "not_permitted": 403,
    "not_eligible": 403,
    "not_found": 404,
    "too_many_requests": 429,
    "busy": 503,
}
CONFLICT = 409
_HTTP_CODES = {
    400: "invalid_request",
    403: "not_permitted",
    404: "not_found",
    405: "method_not_allowed",
    413: "too_large",
    415: "invalid_request",
    431: "headers_too_large",
}


def init_app(app: Flask) -> None:
    """Answer every refusal and every failure in one way."""
    app.register_error_handler(Refusal, _refuse)
    app.register_error_handler(CSRFError, _refuse_forgery)
    app.register_error_handler(HTTPException, _answer_http)
    app.register_error_handler(Exception, _answer_crash)


def _refuse(refusal: Refusal) -> Response:
    if isinstance(refusal, SignInRequired) and not speaks_json():
        target = request.full_path.rstrip("?") if request.method == "GET" else None
        return redirect(url_for("accounts.sign_in", next=target), 303)  # type: ignore[return-value]
    status = STATUS.get(refusal.code, CONFLICT)
    errors = refusal.errors if isinstance(refusal, InvalidRequest) else ()
    response = _answer(status, refusal.code, refusals.message(refusal), errors)
    if isinstance(refusal, TooManyRequests | Busy):
        response.headers["Retry-After"] = str(refusal.retry_after)
    if status == 401:
        response.headers["WWW-Authenticate"] = "Bearer"
    return response


def _refuse_forgery(_error: CSRFError) -> Response:
    return _answer(400, "csrf_failed", refusals.words("csrf_failed"))


def _answer_http(error: HTTPException) -> Response:
    if error.code is not None and error.code < 400:
        return error.get_response()  # type: ignore[return-value]
    status = error.code or 500
    code = _HTTP_CODES.get(status, "failed")
    response = _answer(status, code, refusals.words(code))
    if error.get_response().headers.get("Allow"):
        response.headers["Allow"] = error.get_response().headers["Allow"]
    return response


def _answer_crash(error: Exception) -> Response:
    current_app.logger.exception("unexpected failure", exc_info=error)
    if availability.is_out_of_reach(error):
        response = _answer(503, "unavailable", refusals.words("unavailable"))
        response.headers["Retry-After"] = str(availability.RETRY_SECONDS)
        return response
    return _answer(500, "failed", refusals.words("failed"))


def _answer(
    status: int, code: str, words: refusals.Words, errors: Sequence[tuple[str, str]] = ()
) -> Response:
    note_refusal(code)
    if isinstance(request.routing_exception, SecurityError):
        # Asked under a name that is not ours: no page can be made, for no address can be.
        return Response(f"{words.title}. {words.message}\n", status, mimetype="text/plain")
    if not speaks_json():
        page = render_template("errors/error.html", code=code, status=status, **words.parts())
        return Response(page, status, mimetype="text/html")
    problem: dict[str, object] = {
        "type": f"urn:thiso:problem:{code}",
        "title": words.title,
        "status": status,
        "detail": words.message,
        "code": code,
    }
    if errors:
        problem["errors"] = [{"path": path, "message": message} for path, message in errors]
    body = json.dumps(problem, ensure_ascii=False)
    return Response(body, status, mimetype="application/problem+json")


def speaks_json() -> bool:
    """Whether this request is answered in JSON: the API, and scripts that ask for it."""
    return request.path.startswith("/api/") or request.headers.get("Accept") == "application/json"

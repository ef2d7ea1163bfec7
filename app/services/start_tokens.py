"""Signed proof that an attempt was started, which a phone can keep while it is away."""

from __future__ import annotations

from dataclasses import dataclass

from flask import current_app
from itsdangerous import BadSignature, URLSafeSerializer

from app.storage.attempts import AttemptFacts

_SALT = "start-token"


@dataclass(frozen=True, slots=True)
class StartToken:
    """What a token vouches for: this server started this attempt for this person."""

    attempt_id: int
    person_id: int


def sign(facts: AttemptFacts) -> str:
    """The token of an attempt."""
    return str(_serializer().dumps([facts.id, facts.person_id]))


def read(token: object) -> StartToken | None:
    """What a token says; None unless this server signed it."""
    try:
        attempt_id, person_id = _serializer().loads(str(token))
    except (BadSignature, TypeError, ValueError):
        return None
    return StartToken(int(attempt_id), int(person_id))


def _serializer() -> URLSafeSerializer:
    return URLSafeSerializer(current_app.config["SECRET_KEY"], salt=_SALT)

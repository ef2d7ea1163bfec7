"""What the profile shows, out of the export, so that neither tells more than the other."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from app.domain.phones import shown
from app.services import contests


def profile_page(held: Mapping[str, Any], now: datetime) -> dict[str, Any]:
    """The context of accounts/show_profile.html."""
    titles = {one.slug: one.title for one in contests.list_contests(now=now)}
    person = held["person"]
    return {
        "person": {
            **person,
            "phone": shown(person["phone"]) if person["phone"] else None,
            "created_at": _moment(person["created_at"]),
        },
        "roles": held["roles"][1:],
        "contact_of": held["contact_of"],
        "brought_by": held["list"],
        "consents": [_consent(one) for one in held["consents"]],
        "attempts": [_attempt(one, titles) for one in reversed(held["attempts"])],
    }


def _consent(consent: Mapping[str, Any]) -> dict[str, Any]:
    return {
        **consent,
        "given_at": _moment(consent["given_at"]),
        "withdrawn_at": _moment(consent["withdrawn_at"]),
    }


def _attempt(attempt: Mapping[str, Any], titles: Mapping[str, str]) -> dict[str, Any]:
    newest = {one["question"]: one["response"] for one in attempt["answers"]}
    return {
        **attempt,
        "title": titles.get(attempt["contest"], attempt["contest"]),
        "started_at": _moment(attempt["started_at"]),
        "closed_at": _moment(attempt["closed_at"]),
        "answered": sum(response is not None for response in newest.values()),
        "total": len(attempt["questions"]),
    }


def _moment(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None

"""Signs of unfairness: two who are quick beyond reading, and six people on one browser."""

from __future__ import annotations

import secrets
from datetime import UTC, datetime, timedelta

from app.services import (
    attempts,
    banks,
    boards,
    contests,
    evidence,
    evidence_refresh,
    roles,
    starting,
)
from app.services.accounts import Identity, SignedIn
from app.services.attempts import RawAnswer
from app.services.evidence import Act, Kind
from app.services.transactions import end_reading
from tests.journeys.furnishing import Furnishing

NO_PAGES = {"organiser.export_evidence"}
NAMES = ("Vừ Mí Lử", "Đặng Thị Sáu", "Hoàng Văn Páo", "Lò Thị Mai", "Ma Văn Tài", "Nông Thị Én")


def pages(furnishing: Furnishing) -> dict[str, str]:
    """One sign of each of the two kinds, one decided, one attempt voided; and an empty list."""
    site, now = furnishing.site, datetime.now(UTC)
    slug = site.contest(result_policy="score")
    browser = secrets.token_urlsafe(12)
    for number, name in enumerate(NAMES):
        begun = now - timedelta(minutes=50 - 8 * number)
        _take_part(site.participant(name).who, slug, begun, minutes=6, device=browser)
    own = _take_part(furnishing.organiser.who, slug, now - timedelta(minutes=1), minutes=0.05)
    boards.refresh(now)
    evidence_refresh.look_now(slug, now)
    crowd = evidence.list_signs(slug, kind=Kind.DEVICE).signs[0]
    quick = evidence.list_signs(slug, kind=Kind.SPEED).signs[0]
    who = site.organiser
    evidence.decide(slug, crowd.id, Act.NOTE, reason="Đã gọi hỏi xã.", who=who, now=now)
    evidence.void_attempt(slug, quick.id, own, reason="Đáp án bị lộ.", who=who, now=now)
    roles.grant_role(
        account_id=furnishing.organiser.who.account_id, role="arbiter", by=None, now=now
    )
    desk = f"/organiser/contests/{slug}/evidence"
    return {
        "organiser.list_evidence": desk,
        "organiser.list_evidence none": f"/organiser/contests/{furnishing.slug}/evidence",
        "organiser.show_evidence": f"{desk}/{crowd.id}",
        "organiser.show_evidence quick": f"{desk}/{quick.id}",
        "organiser.change_evidence_attempt": (f"{desk}/{crowd.id}/attempts/{crowd.attempts[0].id}"),
        "organiser.change_evidence_attempt voided": f"{desk}/{quick.id}/attempts/{own}",
        "play.show_result voided": f"/attempts/{own}/result",
    }


def _take_part(
    who: SignedIn, slug: str, begun: datetime, *, minutes: float, device: str | None = None
) -> int:
    """Answer all single-choice questions rightly within so many minutes."""
    end_reading()  # The contest and its people were made by others.
    identity, end = Identity(who.account_id, who.epoch), begun + timedelta(minutes=minutes)
    started = starting.start(
        slug=slug, who=who, now=begun, seed=secrets.token_hex(16), device=device
    )
    sitting = attempts.get_sitting(attempt_id=started.attempt_id, identity=identity, now=begun)
    keys = _keys(slug)
    answers = [
        RawAnswer(number, one.id, keys[one.id])
        for number, one in enumerate(sitting.questions, start=1)
        if one.id in keys
    ]
    attempts.save_answers(
        attempt_id=started.attempt_id, identity=identity, answers=answers, now=end
    )
    attempts.submit(attempt_id=started.attempt_id, identity=identity, prediction=None, now=end)
    return started.attempt_id


def _keys(slug: str) -> dict[str, str]:
    """The right option of every single-choice question."""
    round_ = contests.get_contest(slug).rounds[0]
    found = {}
    for one in banks.compiled(round_.bank_version_id).questions:
        key = banks.compiled_keys(round_.bank_version_id, round_.key_number)[one.id]
        if one.type == "single":
            found[one.id] = next(iter(key.options))
    return found

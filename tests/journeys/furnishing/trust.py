"""Trust: figures of questions, a correction that waits, one that counts, an appeal, a freeze."""

from __future__ import annotations

import secrets
from datetime import UTC, datetime, timedelta

from app.domain.corrections import Kind
from app.services import (
    appeals,
    attempts,
    banks,
    boards,
    ceremonies,
    contests,
    corrections,
    freezing,
    starting,
    statistics,
    transactions,
)
from app.services.accounts import Identity, SignedIn
from app.services.attempts import RawAnswer
from tests.journeys.furnishing import Furnishing

NO_PAGES = {
    "organiser.export_appeals",
    "organiser.export_corrections",
    "organiser.export_statistics",
    "public.show_ceremony_live",
}


def pages(furnishing: Furnishing) -> dict[str, str]:
    """A contest with two results, and another that is frozen with one place revealed."""
    site, now = furnishing.site, datetime.now(UTC)
    account_id, second = furnishing.organiser.who.account_id, site.organiser.account_id
    slug, other_person = site.contest(result_policy="explanations"), site.participant("Vừ Mí Lử")
    transactions.end_reading()  # The site writes in a context of its own.
    who = furnishing.organiser.who
    attempt_id = _take_part(who, slug, now)
    _take_part(other_person.who, slug, now)
    boards.refresh(now)
    statistics.derive_now(slug, now)
    sitting = attempts.get_sitting(
        attempt_id=attempt_id, identity=Identity(who.account_id, who.epoch), now=now
    )
    version = sitting.facts.bank_version_id
    keys = banks.compiled_keys(version, sitting.facts.key_number)
    first, other, *_ = [one.id for one in sitting.questions if not keys[one.id].voided]
    appeals.appeal(
        attempt_id,
        identity=Identity(who.account_id, who.epoch),
        question=first,
        text="Theo tôi đáp án B cũng đúng.",
        now=now,
    )
    made = [
        corrections.propose(
            slug,
            bank_version_id=version,
            question=question,
            kind=Kind.VOID,
            reason="Câu hỏi không rõ",
            public_note="Bỏ một câu hỏi không rõ.",
            account_id=account_id,
            now=now,
        )
        for question in (first, other)
    ]
    corrections.approve(made[1], account_id=second, now=now)
    desk, at = f"/organiser/contests/{slug}", f"version={version}&question={first}"
    frozen = _frozen(furnishing, now)
    return {
        "organiser.show_statistics": f"{desk}/statistics",
        "organiser.show_statistics none": f"/organiser/contests/{frozen}/statistics",
        "organiser.list_appeals": f"{desk}/appeals",
        "organiser.list_appeals none": f"/organiser/contests/{frozen}/appeals",
        "organiser.list_corrections": f"{desk}/corrections",
        "organiser.list_open_corrections": "/organiser/corrections",
        "organiser.propose_correction": f"{desk}/corrections/new?{at}",
        "organiser.propose_correction choose": f"{desk}/corrections/new",
        "organiser.show_correction": f"{desk}/corrections/{made[0]}",
        "organiser.show_correction approved": f"{desk}/corrections/{made[1]}",
        "organiser.reverse_correction": f"{desk}/corrections/{made[1]}/reverse",
        "organiser.list_audit": "/organiser/audit",
        "organiser.plan_freeze": f"/organiser/contests/{frozen}/freeze",
        "organiser.plan_freeze not yet": f"{desk}/freeze",
        "organiser.run_ceremony": f"/organiser/contests/{frozen}/ceremony",
        "organiser.run_ceremony not frozen": f"{desk}/ceremony",
        "play.show_result appealed": f"/attempts/{attempt_id}/result",
        "public.check_result": f"/contests/{slug}/check",
        "public.show_ceremony": f"/contests/{frozen}/ceremony",
        "public.show_ceremony none": f"/contests/{slug}/ceremony",
        "public.show_contest frozen": f"/contests/{frozen}",
        "public.show_contest corrected": f"/contests/{slug}",
        "public.show_board frozen": f"/contests/{frozen}/boards/individual",
    }


def _take_part(who: SignedIn, slug: str, now: datetime) -> int:
    identity = Identity(who.account_id, who.epoch)
    begun = now - timedelta(minutes=5)
    started = starting.start(slug=slug, who=who, now=begun, seed=secrets.token_hex(16))
    sitting = attempts.get_sitting(attempt_id=started.attempt_id, identity=identity, now=begun)
    answers = [
        RawAnswer(number, one.id, one.options[0].id)
        for number, one in enumerate(sitting.questions, start=1)
        if one.type == "single"
    ]
    attempts.save_answers(
        attempt_id=started.attempt_id, identity=identity, answers=answers, now=now
    )
    attempts.submit(attempt_id=started.attempt_id, identity=identity, prediction=1, now=now)
    return started.attempt_id


def _frozen(furnishing: Furnishing, now: datetime) -> str:
    slug = furnishing.site.contest()
    people = [furnishing.site.participant(name) for name in ("Vừ Mí Lử", "Đặng Thị Sáu")]
    transactions.end_reading()
    freezing.plan_freeze(slug, freeze_at=now, reveal_at=None, account_id=None, now=now)
    for one in people:
        _take_part(one.who, slug, now + timedelta(seconds=2))
    ceremonies.prepare(slug, places=2, account_id=None, now=now)
    ceremonies.advance(slug, step=1, account_id=None, now=now)
    return contests.get_contest(slug).slug

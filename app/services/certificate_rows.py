"""Certificates between their rows and those who use them: made, read, judged, sealed."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask import current_app

from app.domain.bank_codec import canonical_json
from app.domain.certificates import Facts, digest_of, facts_from_plain, new_code, stands
from app.services.certificate_results import Judged
from app.services.certificate_templates import round_title
from app.services.contests import ContestView
from app.storage.certificates import CertificateFacts

ACT, RESULT = "act", "result"


@dataclass(frozen=True, slots=True)
class Certificate:
    """A certificate with what it states; `name` is in full, "" of a deleted person.

    `withdrawal` is "act" when an organiser withdrew it for `reason`, "result" when the
    result that it states has changed.
    """

    code: str
    contest: ContestView
    round_title: str | None
    name: str
    facts: Facts
    issued_at: datetime
    withdrawn_at: datetime | None
    withdrawal: str | None
    reason: str | None


def fallen(
    contest: ContestView, judged: Judged | None, kept: Iterable[CertificateFacts]
) -> list[int]:
    """The ids of those certificates that stand but do not say the truth any more.

    Boards that are not final judge nothing.
    """
    wrong: list[int] = []
    if contest.finalised_at is None:
        return wrong
    for one in kept:
        given = facts_of(one)
        won = judged.won.get(given.scope) if judged else None
        on_board = judged.on_board if judged else None
        if one.withdrawn_at is None and not stands(given, on_board, won):
            wrong.append(one.id)
    return wrong


def missing(judged: Judged, kept: Sequence[CertificateFacts]) -> list[Facts]:
    """What has been earned and not been given; what an organiser withdrew is not given again."""
    had = {(one.kind, one.scope) for one in kept if one.withdrawal != RESULT}
    return [facts for facts in judged.earned if (facts.kind.value, facts.scope) not in had]


def row_of(
    contest_id: int,
    person_id: int,
    facts: Facts,
    *,
    now: datetime,
    below: Callable[[int], int],
) -> dict[str, Any]:
    """A new certificate as a row; `below` gives the chance numbers of its code."""
    code = new_code(below)
    return {
        "code": code,
        "contest_id": contest_id,
        "person_id": person_id,
        "kind": facts.kind.value,
        "scope": facts.scope,
        "facts": canonical_json(facts.plain()),
        "digest": _seal(code, contest_id, person_id, facts, now),
        "issued_at": now,
    }


def view(one: CertificateFacts, contest: ContestView) -> Certificate:
    """A certificate as services hand it out."""
    facts = facts_of(one)
    return Certificate(
        code=one.code,
        contest=contest,
        round_title=round_title(contest, facts.scope),
        name=one.full_name,
        facts=facts,
        issued_at=one.issued_at,
        withdrawn_at=one.withdrawn_at,
        withdrawal=one.withdrawal,
        reason=one.reason,
    )


def facts_of(one: CertificateFacts) -> Facts:
    """What a certificate states."""
    return facts_from_plain(json.loads(one.facts))


def is_genuine(one: CertificateFacts) -> bool:
    """Whether a row is as it was sealed; one that was changed in the database is not."""
    sealed = _seal(one.code, one.contest_id, one.person_id, facts_of(one), one.issued_at)
    return one.digest == sealed


def _seal(code: str, contest_id: int, person_id: int, facts: Facts, issued_at: datetime) -> str:
    return digest_of(
        current_app.config["SECRET_KEY"],
        code=code,
        contest_id=contest_id,
        person_id=person_id,
        facts=facts,
        issued_at=issued_at,
    )

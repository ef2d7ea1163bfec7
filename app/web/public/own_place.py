"""What the page of a contest says to one person: whether they may start, and why they rank so."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from app.domain.contests import State
from app.domain.errors import Refusal
from app.services import own_results, starting
from app.services.accounts import SignedIn
from app.services.contests import ContestView
from app.services.own_results import OwnAttempt
from app.web.clock import now
from app.wording import refusals
from app.wording.parting import neighbour_text


def find_refusal(contest: ContestView, who: SignedIn | None) -> Refusal | None:
    """Why somebody who is signed in may not start in an open contest, if so."""
    if who is None or contest.state(now()) is not State.OPEN:
        return None
    return starting.find_refusal(contest, who.person_id, now())


def own_values(
    contest: ContestView,
    attempts: Sequence[OwnAttempt],
    who: SignedIn | None,
    refusal: Refusal | None,
) -> dict[str, Any]:
    """What templates show: the refusal in words, competition or not, the rank and its reasons."""
    shown: dict[str, Any] = {
        "refused": refusals.message(refusal).message if refusal else None,
        "outside": who is not None and starting.role_in(contest, who.person_id) is not None,
        "own_part": None,
        "why": [],
    }
    if who is None or not any(one.closed_at for one in attempts):
        return shown
    part = own_results.get_own_part(contest.slug, person_id=who.person_id, now=now())
    if part.rank is not None:
        beside = ((part.ahead, True), (part.behind, False))
        shown["own_part"] = part
        shown["why"] = [neighbour_text(one, ahead=ahead) for one, ahead in beside if one]
    return shown

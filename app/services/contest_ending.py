"""The end of a contest: settling predictions and declaring the boards final."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from app.domain.contest_rules import Rules
from app.domain.errors import ContestFrozen, ContestNotClosed, InvalidRequest, NotFound
from app.domain.freezing import Freeze
from app.services import audit, board_refresh, contest_views, settlements
from app.services.transactions import writing
from app.storage import attempts, derivations
from app.storage import contests as storage
from app.storage.tables import Contest, Round

MAX_PREDICTION = 1_000_000_000


def settle_prediction(
    slug: str,
    *,
    round_number: int,
    value: int | None = None,
    account_id: int | None,
    now: datetime,
) -> None:
    """Settle a round's prediction by its true number; boards follow.

    `value` is what the organiser announces; where the rules say what is counted it is
    counted here, and a `value` that was shown before must still be the same. Possible
    once the round has closed and nobody answers in it any more, and again until the
    contest is final.
    Raises `NotFound`, `InvalidRequest` (value: missing, range, changed, rescoring,
    no_prediction, final), `ContestNotClosed`.
    """
    with writing() as session:
        contest = _hold(session, slug)
        round_ = _round(storage.hold_rounds(session, contest.id), round_number)
        if value is not None and not 0 <= value <= MAX_PREDICTION:
            raise InvalidRequest((("value", "range"),))
        rules = contest_views.rules_of(contest.id, contest.rules_number)
        if rules.prediction is None:
            raise InvalidRequest((("value", "no_prediction"),))
        if contest.finalised_at is not None:
            raise InvalidRequest((("value", "final"),))
        if not _is_over(round_, rules, now) or attempts.has_open(round_.id):
            raise ContestNotClosed()
        value = _true_number(slug, round_number, value)
        round_.settled_prediction, round_.settled_at = value, now
        round_.settled_quantity = rules.prediction.quantity
        derivations.reopen(session, contest.id)
        audit.record(
            session,
            account_id=account_id,
            act="round.settle",
            subject=f"contest/{slug}/{round_number}",
            detail={"value": value, "quantity": rules.prediction.quantity},
            now=now,
        )
    board_refresh.refresh(now)


def _true_number(slug: str, round_number: int, value: int | None) -> int:
    contest = contest_views.get_view(storage.find_contest(slug))
    round_ = contest.round_by_number(round_number)
    counted = settlements.count_quantity(contest, round_)
    if counted is None:
        if value is None:
            raise InvalidRequest((("value", "missing"),))
        return value
    if round_.key_number != round_.scored_key_number:
        raise InvalidRequest((("value", "rescoring"),))
    if value is not None and value != counted:
        raise InvalidRequest((("value", "changed"),))
    return counted


def finalise(slug: str, *, account_id: int | None, now: datetime) -> None:
    """Declare the boards final; declared again, nothing happens.

    Raises `NotFound`, and `ContestNotClosed` while a round can still take answers,
    an attempt is open, or a result has not reached the boards; `ContestFrozen`.
    """
    with writing() as session:
        contest = _hold(session, slug)
        if contest.finalised_at is not None:
            return
        rules = contest_views.rules_of(contest.id, contest.rules_number)
        rounds = storage.hold_rounds(session, contest.id)
        if contest.published_at is None or not all(_is_over(one, rules, now) for one in rounds):
            raise ContestNotClosed()
        if Freeze(contest.freeze_at, contest.reveal_at, contest.revealed_at).is_on(now):
            raise ContestFrozen()
        if storage.has_open_attempts(contest.id) or derivations.is_waiting(contest.id):
            raise ContestNotClosed()
        contest.finalised_at = now
        audit.record(
            session,
            account_id=account_id,
            act="contest.finalise",
            subject=f"contest/{slug}",
            detail={},
            now=now,
        )


def _hold(session: Session, slug: str) -> Contest:
    contest = storage.hold_contest(session, slug)
    if contest is None:
        raise NotFound()
    return contest


def _round(rounds: list[Round], number: int) -> Round:
    for round_ in rounds:
        if round_.number == number:
            return round_
    raise NotFound()


def _is_over(round_: Round, rules: Rules, now: datetime) -> bool:
    return now > round_.closes_at + timedelta(seconds=rules.grace_seconds)

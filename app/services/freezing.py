"""Freezing boards and revealing the results: planned ahead, at once, or when the time has come."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from app.domain.errors import InvalidRequest, NotFound
from app.domain.freezing import Freeze
from app.services import audit, board_refresh, contest_views
from app.services.transactions import writing
from app.storage import ceremonies, derivations
from app.storage import contests as storage
from app.storage.tables import Contest


def plan_freeze(
    slug: str,
    *,
    freeze_at: datetime | None,
    reveal_at: datetime | None,
    account_id: int | None,
    now: datetime,
) -> None:
    """Say from when boards stand still and when they are revealed; None takes a plan back.

    The freeze can only be planned ahead (or for now): what has been shown cannot be
    hidden. Raises `NotFound`, and `InvalidRequest` naming what cannot be.
    """
    with writing() as session:
        contest = _hold(session, slug)
        _check(contest, freeze_at, reveal_at, now)
        contest.freeze_at, contest.reveal_at, contest.revealed_at = freeze_at, reveal_at, None
        audit.record(
            session,
            account_id=account_id,
            act="contest.freeze",
            subject=f"contest/{slug}",
            detail={"freeze_at": _text(freeze_at), "reveal_at": _text(reveal_at)},
            now=now,
        )


def reveal(slug: str, *, account_id: int | None, now: datetime) -> None:
    """Carry to the boards what the freeze kept; once revealed, nothing happens.

    Raises `NotFound`, and `InvalidRequest` when nothing is frozen.
    """
    with writing() as session:
        contest = _hold(session, slug)
        if contest.revealed_at is not None:
            return
        if not _freeze(contest).is_on(now):
            raise InvalidRequest((("freeze", "not_frozen"),))
        contest.revealed_at = now
        derivations.release(session, contest.id)
        ceremonies.finish(session, contest.id)
        audit.record(
            session,
            account_id=account_id,
            act="contest.reveal",
            subject=f"contest/{slug}",
            detail={},
            now=now,
        )
    board_refresh.refresh(now, eager=False)


def reveal_due(now: datetime) -> int:
    """Reveal contests whose planned moment has come; returns how many. Part of the ticker."""
    due = [slug for slug, freeze in storage.list_freezes() if Freeze(*freeze).is_due(now)]
    for slug in due:
        reveal(slug, account_id=None, now=now)
    return len(due)


def count_withheld(slug: str) -> int:
    """How many results the freeze keeps from the boards; raises `NotFound`."""
    return derivations.count_withheld(contest_views.get_view(storage.find_contest(slug)).id)


def _hold(session: Session, slug: str) -> Contest:
    # The boards first, as their refresh does: it asks for the contest afterwards.
    derivations.hold_boards(session)
    contest = storage.hold_contest(session, slug)
    if contest is None:
        raise NotFound()
    return contest


def _check(
    contest: Contest, freeze_at: datetime | None, reveal_at: datetime | None, now: datetime
) -> None:
    wrong: list[tuple[str, str]] = []
    # Once revealed, the old moment cannot come again: everybody has seen what came after.
    kept = contest.freeze_at if contest.revealed_at is None else None
    if contest.finalised_at is not None:
        wrong.append(("freeze_at", "final"))
    if _freeze(contest).is_on(now) and freeze_at != contest.freeze_at:
        wrong.append(("freeze_at", "frozen"))
    elif freeze_at is not None and freeze_at < now and freeze_at != kept:
        wrong.append(("freeze_at", "past"))
    if reveal_at is not None and (freeze_at is None or reveal_at <= freeze_at):
        wrong.append(("reveal_at", "before_freeze"))
    if wrong:
        raise InvalidRequest(tuple(wrong))


def _freeze(contest: Contest) -> Freeze:
    return Freeze(contest.freeze_at, contest.reveal_at, contest.revealed_at)


def _text(moment: datetime | None) -> str | None:
    return None if moment is None else moment.isoformat()

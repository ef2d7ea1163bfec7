"""Refusals: one class each; its docstring is its definition, its code its name everywhere."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any


class Refusal(Exception):
    """Something that may not be done now, by this person, or in this way."""

    code = "refused"


class ContestNotOpen(Refusal):
    """No round of the contest is open at this moment."""

    code = "contest_not_open"


class AttemptClosed(Refusal):
    """The attempt's time, with its grace, is over."""

    code = "attempt_closed"


class AlreadySubmitted(Refusal):
    """The attempt was ended by its owner."""

    code = "already_submitted"


class AttemptLimitReached(Refusal):
    """The person has used all attempts that the rules allow."""

    code = "attempt_limit_reached"


class ContestRunning(Refusal):
    """What attempts rely on already may not change: rules, bank, times that have begun.

    `why` says what it was: rules, bank, opened, closes_earlier, closed, begun_round, final.
    """

    code = "contest_running"

    def __init__(self, why: str = "rules") -> None:
        super().__init__(why)
        self.why = why


class ReasonRequired(Refusal):
    """People have begun already: a change that touches them needs a reason that is kept.

    `dangers` are the changes (see app.domain.contest_dangers).
    """

    code = "reason_required"

    def __init__(self, dangers: Sequence[Any] = ()) -> None:
        super().__init__(f"{len(dangers)} changes touch people who have begun")
        self.dangers = tuple(dangers)


class ContestNotClosed(Refusal):
    """A round can still take answers, or not everything has reached the boards."""

    code = "contest_not_closed"


class ActivityClosed(Refusal):
    """The report was accepted, or its deadline has passed: its unit changes it no more."""

    code = "activity_closed"


class NotEligible(Refusal):
    """The rules do not let this person take part.

    `why` is one of group, province, too_young, too_old, excluded.
    """

    code = "not_eligible"

    def __init__(self, why: str = "group") -> None:
        super().__init__(why)
        self.why = why


class BirthYearRequired(Refusal):
    """The rules ask for an age, and the person's year of birth is not known yet."""

    code = "birth_year_required"


class NotFound(Refusal):
    """There is no such thing, or it belongs to somebody else: nobody is told which."""

    code = "not_found"


class ConsentRequired(Refusal):
    """Personal data may not be kept before its owner has agreed."""

    code = "consent_required"


class SignInRequired(Refusal):
    """Nobody is signed in, or the sign-in has been ended."""

    code = "sign_in_required"


class SignInFailed(Refusal):
    """Phone and password do not belong together; which of them is wrong is not said."""

    code = "sign_in_failed"


class ContestFrozen(Refusal):
    """Boards stand still; the results must be revealed first."""

    code = "contest_frozen"


class SecondPersonRequired(Refusal):
    """What one person has proposed, another must approve."""

    code = "second_person_required"


class NotPermitted(Refusal):
    """The roles of this account do not allow it."""

    code = "not_permitted"


class PhoneInvalid(Refusal):
    """Not a Vietnamese mobile number."""

    code = "phone_invalid"


class NotEnoughQuestions(Refusal):
    """The bank has fewer questions than a draw asks for.

    `draw` is the draw's number from 0, `wanted` and `available` are counts.
    """

    code = "not_enough_questions"

    def __init__(self, draw: int = 0, wanted: int = 0, available: int = 0) -> None:
        super().__init__(f"draw {draw}: {wanted} wanted, {available} available")
        self.draw = draw
        self.wanted = wanted
        self.available = available


class PasswordTooWeak(Refusal):
    """A password that is short, common, or made of what others know; `reason` says which."""

    code = "password_too_weak"

    def __init__(self, reason: str = "short") -> None:
        super().__init__(reason)
        self.reason = reason


class TooManyRequests(Refusal):
    """Asked too often; `retry_after` is in seconds.

    `why` is one of sign_in, registrations, files, busy; "" where the general words do.
    """

    code = "too_many_requests"

    def __init__(self, retry_after: int = 1, why: str = "") -> None:
        super().__init__(f"retry after {retry_after} s")
        self.retry_after = retry_after
        self.why = why


class Busy(Refusal):
    """The server keeps its strength for those who answer; `retry_after` is in seconds."""

    code = "busy"

    def __init__(self, retry_after: int) -> None:
        super().__init__(f"retry after {retry_after} s")
        self.retry_after = retry_after


class InvalidRequest(Refusal):
    """What was sent cannot be used; `errors` are pairs of path and message."""

    code = "invalid_request"

    def __init__(self, errors: Sequence[tuple[str, str]] = ()) -> None:
        super().__init__("; ".join(f"{path}: {message}" for path, message in errors))
        self.errors = tuple(errors)


class BankRefused(Refusal):
    """A bank with errors, of which nothing was kept; `problems` are all of them."""

    code = "bank_refused"

    def __init__(self, problems: Sequence[Any] = ()) -> None:
        super().__init__(f"{len(problems)} problems")
        self.problems = tuple(problems)


class BankChanged(Refusal):
    """Somebody has kept a newer version of the bank since this one was opened; its `number`."""

    code = "bank_changed"

    def __init__(self, number: int = 0) -> None:
        super().__init__(f"version {number} is newer")
        self.number = number


class ImageRefused(Refusal):
    """An image that is not kept; `reason` says why, `detail` what it concerns."""

    code = "image_refused"

    def __init__(self, reason: str = "unreadable", detail: str = "") -> None:
        super().__init__(f"{reason} {detail}".strip())
        self.reason = reason
        self.detail = detail


class BackupFailed(Refusal):
    """A backup could not be made or tried; the reason stands on the page of backups."""

    code = "backup_failed"

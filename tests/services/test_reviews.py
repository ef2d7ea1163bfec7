"""What the owner may see of a closed attempt: by policy and time, and never a key too early."""

from __future__ import annotations

from datetime import datetime, timedelta
from decimal import Decimal

import pytest
from flask import Flask

from app.domain.contest_rules import Draw
from app.services import attempts, contests, reviews, starting
from app.services.reviews import Review
from tests.bank_strategies import canary_bank
from tests.factories import a_person
from tests.factories_contests import (
    DAY,
    a_bank,
    a_contest,
    a_draft,
    a_finished_attempt,
    a_round,
    identity_of,
    import_canaries,
)

GRACE = timedelta(seconds=10)
TICK = timedelta(microseconds=1)


def review(policy: str, now: datetime, *, at: datetime, negative: str = "0") -> Review:
    a_contest(result_policy=policy, negative=Decimal(negative))
    who = a_person()
    facts = a_finished_attempt(who, right=2, at=now)
    sitting = attempts.get_sitting(attempt_id=facts.id, identity=identity_of(who), now=at)
    return reviews.review(sitting, contests.get_contest("cuoc-thi"), at)


@pytest.mark.parametrize("policy", ["nothing", "score", "answers", "explanations"])
@pytest.mark.parametrize("when", ["open", "at closing", "in the grace"])
def test_before_the_end_no_policy_shows_a_key_or_a_mark(
    app: Flask, now: datetime, policy: str, when: str
) -> None:
    moments = {"open": now + timedelta(hours=1), "at closing": now + DAY}
    seen = review(policy, now, at=moments.get(when, now + DAY + GRACE))
    assert not seen.explained
    assert seen.explained_later == (policy == "explanations")
    if policy in ("nothing", "score"):
        assert seen.answers is None
    else:
        assert seen.answers is not None
        assert [one.response for one in seen.answers] == ["a", "a", "b"]
        assert {(one.mark, one.key) for one in seen.answers} == {(None, None)}
    assert (seen.receipt.result is None) == (policy == "nothing")


@pytest.mark.parametrize("policy", ["nothing", "score", "answers"])
def test_after_the_end_only_the_policy_of_explanations_shows_keys(
    app: Flask, now: datetime, policy: str
) -> None:
    seen = review(policy, now, at=now + 30 * DAY)
    assert (seen.explained, seen.explained_later) == (False, False)
    for one in seen.answers or ():
        assert (one.mark, one.key) == (None, None)
    assert (seen.answers is None) == (policy != "answers")
    assert (seen.receipt.result is None) == (policy == "nothing")


def test_explanations_are_shown_once_no_attempt_can_be_open(app: Flask, now: datetime) -> None:
    seen = review("explanations", now, at=now + DAY + GRACE + TICK, negative="0.5")
    assert (seen.explained, seen.explained_later) == (True, False)
    assert seen.answers is not None
    marks = [one.mark for one in seen.answers]
    assert [mark.mills for mark in marks if mark] == [1000, 1000, -500]
    keys = [one.key for one in seen.answers]
    assert all(key and key.options == {"a"} and key.explanation for key in keys)


def explained(now: datetime, second_bank: str, *, at: datetime) -> list[bool]:
    """Whether the keys of two rounds are shown at a moment, the second two days after the first."""
    a_bank()
    later = a_round(second_bank, opens_at=now + 2 * DAY, closes_at=now + 3 * DAY)
    contest = a_contest(result_policy="explanations", rounds=[a_round(), later])
    who = a_person()
    found = []
    for facts in (a_finished_attempt(who), a_finished_attempt(who, at=now + 2 * DAY)):
        sitting = attempts.get_sitting(attempt_id=facts.id, identity=identity_of(who), now=at)
        found.append(reviews.review(sitting, contest, at).explained)
    return found


def test_each_round_keeps_its_keys_until_its_own_end(app: Flask, now: datetime) -> None:
    a_bank("other")
    assert explained(now, "other", at=now + 2 * DAY) == [True, False]


def test_no_round_tells_keys_while_another_may_ask_the_same(app: Flask, now: datetime) -> None:
    assert explained(now, "bank", at=now + 2 * DAY) == [False, False]


def test_once_all_rounds_of_a_bank_are_over_each_tells_its_keys(app: Flask, now: datetime) -> None:
    assert explained(now, "bank", at=now + 3 * DAY + GRACE + TICK) == [True, True]


def test_the_contest_of_somebody_else_counts_too_once_it_is_published(
    app: Flask, now: datetime
) -> None:
    contest, who = a_contest(result_policy="explanations"), a_person()
    facts, at = a_finished_attempt(who), now + 2 * DAY
    sitting = attempts.get_sitting(attempt_id=facts.id, identity=identity_of(who), now=at)
    a_draft("sau", rounds=[a_round(opens_at=now + 5 * DAY, closes_at=now + 6 * DAY)])
    assert reviews.review(sitting, contest, at).explained
    contests.publish_contest("sau", account_id=None, now=at)
    assert not reviews.review(sitting, contest, at).explained


def test_nothing_secret_is_in_a_review_before_its_time(app: Flask, now: datetime) -> None:
    slug = import_canaries(canary_bank())
    contest = a_contest(
        result_policy="explanations", draws=(Draw(None, None, 6),), rounds=[a_round(slug)]
    )
    who = a_person()
    started = starting.start(slug=contest.slug, who=who, now=now, seed="s")
    identity = identity_of(who)
    attempts.submit(attempt_id=started.attempt_id, identity=identity, prediction=None, now=now)
    sitting = attempts.get_sitting(attempt_id=started.attempt_id, identity=identity, now=now)
    early = repr(reviews.review(sitting, contest, now))
    late = repr(reviews.review(sitting, contest, now + 2 * DAY))
    for canary in ("canary-explanation", "canary-source", "canary-text", "31337"):
        assert canary not in early
        assert canary in late

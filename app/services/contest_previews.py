"""A contest as it were at another moment, for anybody: drawn and marked, and nothing kept."""

from __future__ import annotations

import random
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from app.domain.contest_moments import Moment, moment_of
from app.domain.contest_rules import Rules
from app.domain.contests import Span, State, deadline, elapsed_ms, may_explain
from app.domain.papers import Paper, choose, lay_out
from app.domain.questions import Key
from app.domain.scoring import Mark, mark
from app.domain.waiting import OFFERED_BEFORE
from app.services import banks
from app.services.contests import ContestView, RoundView
from app.services.demo_play import any_answer, right_answer
from app.services.receipts import SHOWS_ANSWERS, SHOWS_SCORE, Earned
from app.services.reviews import ReviewedAnswer

SKILL = 0.7
"""The share of questions that the invented participant knows."""
_PACE = 0.6


@dataclass(frozen=True, slots=True)
class Preview:
    """The contest as if it were published and `at` the present; `round` is the one looked at."""

    contest: ContestView
    round: RoundView
    at: datetime

    @property
    def state(self) -> State:
        """The contest's state at that moment."""
        return self.contest.state(self.at)

    @property
    def coming(self) -> RoundView | None:
        """The round that people are waiting for, if they are."""
        if self.state is not State.SCHEDULED:
            return None
        later = (one for one in self.contest.rounds if one.opens_at > self.at)
        return min(later, key=lambda one: one.opens_at, default=None)

    def way_in(self, group: str | None) -> str:
        """Which way in somebody of a group is offered; None is not signed in.

        One of closed, wait, sign_in, start, none_left.
        """
        coming = self.coming
        if coming is not None:
            return "wait" if coming.opens_at <= self.at + OFFERED_BEFORE else "closed"
        if self.state is not State.OPEN:
            return "closed"
        if group is None:
            return "sign_in"
        return "start" if may_take_part(self.contest.rules, group) else "none_left"


@dataclass(frozen=True, slots=True)
class PreviewedPaper:
    """A paper as this seed draws it, with the times that an attempt would have."""

    paper: Paper
    started_at: datetime
    deadline_at: datetime


@dataclass(frozen=True, slots=True)
class PreviewedResult:
    """What an invented participant would see; score and answers only where the policy does."""

    started_at: datetime
    ended_at: datetime
    answered: int
    total: int
    earned: Earned | None
    answers: tuple[ReviewedAnswer, ...] | None
    explained: bool


def as_if(contest: ContestView, round_: RoundView, moment: Moment) -> Preview:
    """The contest at a moment of one of its rounds; drafts as if they had been published.

    It is final only at that moment, which is counted from the last closing.
    """
    span, final = round_.span, moment is Moment.FINAL
    if final:
        span = Span(contest.opens_at, contest.closes_at)
    at = moment_of(moment, span, contest.rules.grace_seconds)
    published = contest.published_at or contest.created_at
    seen = replace(contest, published_at=published, finalised_at=at if final else None)
    return Preview(seen, round_, at)


def may_take_part(rules: Rules, group: str) -> bool:
    """Whether the rules let a group take part."""
    return not rules.groups or group in rules.groups


def draw_paper(preview: Preview, seed: str) -> PreviewedPaper:
    """The paper of a seed, begun at the moment or, while the round is not open, at its opening.

    Raises `NotEnoughQuestions`.
    """
    round_, rules = preview.round, preview.contest.rules
    is_open = round_.state(preview.at) is State.OPEN
    started = preview.at if is_open else round_.opens_at
    bank = banks.compiled(round_.bank_version_id)
    places = choose(bank.questions, rules.draws, seed, rules.shuffle_questions)
    paper = lay_out([bank.questions[place] for place in places], seed)
    return PreviewedPaper(paper, started, deadline(started, rules.minutes, round_.closes_at))


def invent_result(preview: Preview, seed: str) -> PreviewedResult | None:
    """The end of an invented attempt with this seed's paper; None before the round has opened."""
    round_, rules = preview.round, preview.contest.rules
    if preview.at < round_.opens_at:
        return None
    paper = draw_paper(preview, seed).paper
    version = round_.bank_version_id
    keys = banks.compiled_keys(version, banks.latest_key_number(version))
    answers = _answers(paper, keys, seed)
    marks = {
        one.id: mark(one, keys[one.id], answers[one.id], negative=rules.negative)
        for one in paper.questions
    }
    explained = may_explain(rules.result_policy, round_.closes_at, rules.grace_seconds, preview.at)
    started, ended = _times(preview)
    seen = tuple(
        ReviewedAnswer(
            question,
            answers[question.id],
            marks[question.id] if explained else None,
            keys[question.id] if explained else None,
        )
        for question in paper.questions
    )
    end = deadline(started, rules.minutes, round_.closes_at)
    earned = _earned(marks, elapsed_ms(started, ended, end))
    return PreviewedResult(
        started_at=started,
        ended_at=ended,
        answered=sum(response is not None for response in answers.values()),
        total=len(paper.questions),
        earned=earned if rules.result_policy in SHOWS_SCORE else None,
        answers=seen if rules.result_policy in SHOWS_ANSWERS else None,
        explained=explained,
    )


def _answers(paper: Paper, keys: Mapping[str, Key], seed: str) -> dict[str, Any]:
    # Only an example: it need not be the same on every machine, as papers must.
    chance = random.Random(seed)  # noqa: S311 - invented people, no secrets
    return {
        question.id: right_answer(keys[question.id])
        if chance.random() < SKILL
        else any_answer(chance, question)
        for question in paper.questions
    }


def _times(preview: Preview) -> tuple[datetime, datetime]:
    """When the invented attempt began and ended: just now, or halfway through a closed round."""
    round_, length = preview.round, timedelta(minutes=preview.contest.rules.minutes)
    ended = preview.at
    if round_.state(preview.at) is not State.OPEN:
        ended = round_.opens_at + (round_.closes_at - round_.opens_at) / 2
    return max(round_.opens_at, ended - _PACE * length), ended


def _earned(marks: Mapping[str, Mark], time_ms: int) -> Earned:
    return Earned(
        mills=sum(one.mills for one in marks.values()),
        max_mills=sum(one.max_mills for one in marks.values()),
        correct=sum(one.correct for one in marks.values()),
        total=len(marks),
        time_ms=time_ms,
    )

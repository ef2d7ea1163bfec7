"""Reports: all figures of a contest from one moment, and the files made of them.

Names in a report are those that prizes are given to: only the prize lists hold people
at all, and these hold full names whatever mask the boards wear, because the authority
that awards a prize must know to whom. So a report is for organisers alone, is never
published from here, and its making is an entry ("report.create") in the audit, with
the digest of the file. Everything else in it is counts.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from app.domain.contest_rules import GROUPS
from app.domain.ranking import ranks
from app.domain.reports import (
    DEFAULT_LISTED,
    MOST_LISTED,
    DayCount,
    GroupCount,
    Report,
    Section,
    Winner,
    WinnerList,
    day_of,
    hardest,
    score_bins,
    up_to_rank,
    without_gaps,
)
from app.domain.unit_boards import UnitRow
from app.services import board_refresh, contests, report_questions, unit_derivation
from app.services.contest_views import ContestView, RoundView
from app.services.report_questions import Progress, Tally
from app.storage import boards, standings
from app.storage import reports as storage
from app.storage.snapshots import one_moment
from app.storage.standings import BoardFacts, Part
from app.storage.tallies import COMMUNE, ORGANISATION

Tallies = dict[int, Tally]


def quietly(_done: int, _total: int) -> None:
    """Tell nobody how far the work is."""


def report(
    slug: str,
    *,
    now: datetime,
    round_number: int | None = None,
    listed: int = DEFAULT_LISTED,
    progress: Progress = quietly,
) -> Report:
    """The report of a contest, whole and by round, or of one round only.

    What was handed in is carried to the boards first; then everything is read from one
    moment of the database. `listed` (1 to `MOST_LISTED`) rows at least stand in each
    prize list. `progress` is told attempts looked through. Raises `NotFound`.
    """
    listed = max(1, min(listed, MOST_LISTED))
    board_refresh.refresh(now)
    with one_moment():
        contest = contests.get_contest(slug)
        rounds = contest.rounds
        if round_number is not None:
            rounds = (contest.round_by_number(round_number),)
        return _report(contest, rounds, round_number, now, listed, progress)


def count_attempts(contest_id: int) -> int:
    """How many attempts a report of the whole contest would look through."""
    return storage.count_attempts(contest_id)


def _report(
    contest: ContestView,
    rounds: Sequence[RoundView],
    only: int | None,
    now: datetime,
    listed: int,
    progress: Progress,
) -> Report:
    ids = [one.id for one in rounds]
    tallies = {one.id: report_questions.tally(one, progress) for one in rounds}
    scopes: list[RoundView | None] = [] if only is not None else [None]
    if only is not None or len(rounds) > 1:
        scopes += rounds
    results, freeze = storage.count_results(ids), contest.freeze
    number, digest = storage.find_audit_head()
    return Report(
        slug=contest.slug,
        contest=contest.title,
        prizes=contest.prizes,
        rules=contest.rules,
        final=contest.finalised_at is not None,
        rounds=len(contest.rounds),
        taken_at=now,
        listed=listed,
        sections=tuple(_section(contest, one, tallies, listed) for one in scopes),
        open_attempts=storage.count_open(ids),
        waiting=results.waiting,
        withheld=results.withheld,
        frozen_at=freeze.freeze_at if freeze.is_on(now) else None,
        rescoring=any(one.key_number != one.scored_key_number for one in rounds),
        audit_number=number,
        audit_digest=digest,
    )


def _section(
    contest: ContestView, round_: RoundView | None, tallies: Tallies, listed: int
) -> Section:
    part = Part(contest.id, 0 if round_ is None else round_.id)
    rounds = contest.rounds if round_ is None else (round_,)
    totals = storage.sum_up(part)
    groups = _groups(part)
    questions = report_questions.questions_of(
        (one.bank_version_id, tallies[one.id]) for one in rounds
    )
    hard, least_shown = hardest(questions)
    return Section(
        round=None if round_ is None else round_.number,
        title="" if round_ is None else round_.title,
        opens_at=min(one.opens_at for one in rounds),
        closes_at=max(one.closes_at for one in rounds),
        people=totals.people,
        attempts=totals.attempts,
        mills=totals.mills,
        full=totals.full,
        without_organisation=totals.without_organisation,
        groups=groups,
        days=_days([one.id for one in rounds]),
        scores=score_bins(storage.list_scores(part), totals.most),
        communes=_units(contest, part, COMMUNE),
        organisations=_units(contest, part, ORGANISATION),
        hardest=hard,
        least_shown=least_shown,
        winners=_winners(contest, part, [one.group for one in groups], listed),
        settled=contest.settled(part.scope),
        predicts=contest.rules.prediction is not None and len(rounds) == 1,
    )


def _groups(part: Part) -> tuple[GroupCount, ...]:
    order = {group: place for place, group in enumerate(GROUPS)}
    found = [GroupCount(*one) for one in storage.list_groups(part)]
    found.sort(key=lambda one: (order.get(one.group, len(order)), one.group))
    return tuple(found)


def _days(round_ids: Sequence[int]) -> tuple[DayCount, ...]:
    counted = storage.list_days(round_ids)
    return without_gaps(DayCount(day_of(one.day), one.people, one.attempts) for one in counted)


def _units(contest: ContestView, part: Part, kind: str) -> tuple[UnitRow, ...]:
    # From the same standings as everything else, not from the boards' kept snapshots,
    # which may be some seconds older.
    units = boards.list_units(kind)
    rules = contest.rules
    figures = unit_derivation.figures_of(part.contest_id, part.scope, kind, units, rules.top_n)
    return tuple(unit_derivation.rows_of(units, figures[""], rules))


def _winners(
    contest: ContestView, part: Part, groups: Sequence[str], listed: int
) -> tuple[WinnerList, ...]:
    """Everybody's, then those of the divisions, or where there are none of the groups."""
    divisions = contest.rules.divisions
    if divisions:
        return (
            WinnerList(None, _first(part, listed)),
            *(
                WinnerList(None, _first(replace(part, groups=one.groups), listed), one.name)
                for one in divisions
            ),
        )
    wanted: list[str | None] = [None]
    if len(groups) > 1:
        wanted += groups
    return tuple(
        WinnerList(group, _first(Part(part.contest_id, part.scope, group), listed))
        for group in wanted
    )


def _first(part: Part, listed: int) -> tuple[Winner, ...]:
    found = standings.list_page(part, None, offset=0, limit=listed + MOST_LISTED)
    places = ranks([one.rank_key for one in found])
    kept = up_to_rank(places, listed)
    return tuple(
        _winner(facts, rank) for facts, rank in zip(found[:kept], places[:kept], strict=True)
    )


def _winner(facts: BoardFacts, rank: int) -> Winner:
    return Winner(
        rank=rank,
        full_name=facts.full_name,
        commune=facts.commune_name or "",
        organisation=facts.organisation_name or "",
        group=facts.group,
        mills=facts.mills,
        correct=facts.correct,
        time_ms=facts.time_ms,
        ended_at=facts.ended_at,
        attempts=facts.entries,
        prediction=facts.prediction,
    )

"""The ways on which something may come too late, each tried around its last moment."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

from app.domain.answer_files import Verdict
from app.domain.attempts import SHOWING_BOUND, SWEEP_MARGIN
from app.domain.errors import ContestNotOpen, InvalidRequest
from app.services import answer_file_keys, answer_files, closing, outages, start_tokens
from tests.sealing import seal

if TYPE_CHECKING:
    from tests.faults.deadline_probe import Attempt, Probe

OFFSETS = tuple(timedelta(milliseconds=one) for one in (-2000, -10, 0, 10, 2000))
GRACE = timedelta(seconds=10)
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
Send = Callable[["Attempt", datetime, Any], bool]


def _moments(end: datetime) -> Iterator[tuple[datetime, bool, str]]:
    """Around the deadline, where all counts, and around the end of its grace."""
    for offset in OFFSETS:
        yield end + offset, True, f"{offset / timedelta(milliseconds=1):+.0f} ms of the deadline"
        late = offset > timedelta(0)
        yield (
            end + GRACE + offset,
            not late,
            f"{offset / timedelta(milliseconds=1):+.0f} ms of grace",
        )


def _saves(name: str, send: Send) -> Callable[[Probe, datetime], None]:
    """A channel that saves: what came in time is in the journal, and nothing else is."""

    def channel(probe: Probe, at: datetime) -> None:
        for moment, in_time, where in _moments(at + timedelta(minutes=10)):
            attempt = probe.begin(at)
            told = send(attempt, moment, attempt.questions())
            kept = attempt.entries() > 0
            probe.check(kept is in_time, f"{name}, {where}: kept is {kept}")
            probe.check(told is in_time, f"{name}, {where}: told {told}")

    return channel


def _api(attempt: Attempt, at: datetime, questions: Any, count: int = 1) -> bool:
    answers = [
        {"seq": seq, "question": question, "response": options[0]}
        for seq, (question, options) in enumerate(questions[:count], 1)
    ]
    path = f"/api/v1/attempts/{attempt.id}/answers"
    reply = attempt.ask("PUT", path, at, json={"answers": answers})
    return bool(reply.status_code == 200)


def _outbox(attempt: Attempt, at: datetime, questions: Any) -> bool:
    return _api(attempt, at, questions, 5)


def _page(attempt: Attempt, at: datetime, questions: Any) -> bool:
    question, options = questions[0]
    form = {f"has-{question}": "1", f"q-{question}": options[0]}
    reply = attempt.ask("POST", f"/attempts/{attempt.id}/answers", at, data=form)
    return reply.status_code == 303 and not reply.location.endswith("/result")


def _after_looking(attempt: Attempt, at: datetime, questions: Any) -> bool:
    """The page is opened again just before: that neither gives time nor takes it."""
    attempt.ask("GET", f"/api/v1/attempts/{attempt.id}", at)
    return _api(attempt, at, questions)


def _submits(name: str, path: str) -> Callable[[Probe, datetime], None]:
    def channel(probe: Probe, at: datetime) -> None:
        end = at + timedelta(minutes=10)
        for moment, in_time, where in _moments(end):
            attempt = probe.begin(at)
            _api(attempt, at, attempt.questions())
            given = {"json": {}} if path.startswith("/api") else {"data": {}}
            attempt.ask("POST", path.format(attempt.id), moment, **given)
            facts = attempt.facts()
            by = "submission" if in_time else "deadline"
            probe.check(facts.closed_by == by, f"{name}, {where}: closed by {facts.closed_by}")
            probe.check(
                facts.closed_at == min(moment, end), f"{name}, {where}: ended {facts.closed_at}"
            )

    return channel


def _shown(probe: Probe, at: datetime) -> None:
    """The paper was seen later than it was started: the time moves once, within the bound."""
    for offset in OFFSETS:
        seen = at + SHOWING_BOUND + offset
        moved = seen - at if offset <= timedelta(0) else timedelta(0)
        end = at + timedelta(minutes=10) + moved
        for late in (timedelta(milliseconds=-10), timedelta(0), timedelta(milliseconds=10)):
            attempt = probe.begin(at)
            attempt.ask("POST", f"/api/v1/attempts/{attempt.id}/shown", seen)
            _api(attempt, end + GRACE + late, attempt.questions())
            kept, right = attempt.entries() > 0, late <= timedelta(0)
            probe.check(kept is right, f"shown {offset} of the bound, {late} of grace: {kept}")


def _outage(probe: Probe, at: datetime) -> None:
    """What an outage took is given back, to the millisecond and not more."""
    lost = timedelta(minutes=3, milliseconds=250)
    begun = at + timedelta(minutes=2)
    end = at + timedelta(minutes=10) + lost
    offsets = [GRACE + offset for offset in OFFSETS]
    people = [probe.begin(at) for _ in offsets]
    outages.record_outage(
        "toi-phut-chot", from_at=begun, until_at=begun + lost, reason="mất điện", account_id=None,
        now=begun + lost,
    )  # fmt: skip
    for attempt, offset in zip(people, offsets, strict=True):
        _api(attempt, end + offset, attempt.questions())
        kept, right = attempt.entries() > 0, offset <= GRACE
        probe.check(kept is right, f"after an outage, {offset - GRACE} of grace: kept is {kept}")


def _starts(probe: Probe, _at: datetime) -> None:
    """A start until just before the closing, with no more time than is left."""
    for offset in OFFSETS:
        moment = probe.closes + offset
        try:
            attempt = probe.begin(moment)
        except ContestNotOpen:
            probe.check(offset >= timedelta(0), f"start {offset} of the closing: refused")
            continue
        probe.check(offset < timedelta(0), f"start {offset} of the closing: let in")
        end = attempt.facts().deadline_at
        probe.check(end == probe.closes, f"start {offset} of the closing: until {end}")


def _sweeps(probe: Probe, at: datetime) -> None:
    """Whoever closes what is overdue waits for the grace and the margin, and then closes."""
    end = at + timedelta(minutes=10) + GRACE + SWEEP_MARGIN
    for offset in OFFSETS:
        attempt = probe.begin(at)
        closing.close_overdue(end + offset, limit=100_000)
        closed = attempt.facts().closed_at
        late = offset > timedelta(0)
        probe.check((closed is not None) is late, f"sweep {offset} of its margin: {closed}")
        if closed is not None:
            probe.check(closed == at + timedelta(minutes=10), f"sweep: ended at {closed}")


def _files(probe: Probe, at: datetime) -> None:
    """What a phone kept counts by the moment at which it was made; a file waits for the end."""
    end = at + timedelta(minutes=10)
    attempt = probe.begin(at)
    questions = attempt.questions()
    entries = [
        {"seq": place + 1, "question": questions[place][0], "response": questions[place][1][0],
         "made_at": (end + offset - EPOCH) // timedelta(milliseconds=1)}
        for place, offset in enumerate(OFFSETS)
    ]  # fmt: skip
    content = {"token": start_tokens.sign(attempt.facts()), "entries": entries}
    data = seal(content, answer_file_keys.public_key())
    for offset in OFFSETS:
        moment = end + GRACE + SWEEP_MARGIN + offset
        try:
            file = answer_files.receive(data, who=attempt.who, for_others=False, now=moment)
        except InvalidRequest as refused:
            open_ = refused.errors == (("file", "open"),)
            right = open_ if offset <= timedelta(0) else refused.errors == (("file", "known"),)
            probe.check(right, f"file {offset} of the end: {refused.errors}")
            continue
        probe.check(offset > timedelta(0), f"file {offset} of the end: taken")
        for offset_, one in zip(OFFSETS, answer_files.get_file(file).judged, strict=True):
            wanted = Verdict.IN_TIME if offset_ <= timedelta(0) else Verdict.LATE
            probe.check(one.verdict is wanted, f"made {offset_} of the end: {one.verdict}")


CHANNELS: dict[str, Callable[[Probe, datetime], None]] = {
    "save": _saves("save", _api),
    "outbox": _saves("outbox", _outbox),
    "save after looking": _saves("save after looking", _after_looking),
    "page": _saves("page", _page),
    "submission": _submits("submission", "/api/v1/attempts/{}/submission"),
    "page's submission": _submits("page's submission", "/attempts/{}/submit"),
    "shown": _shown,
    "outage": _outage,
    "start": _starts,
    "sweep": _sweeps,
    "answer file": _files,
}

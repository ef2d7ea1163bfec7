"""Answer files: kept for an arbiter with their evidence, refused clearly otherwise."""

from __future__ import annotations

import json
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from flask import Flask

from app.domain.answer_files import ClockNote, Verdict
from app.domain.errors import InvalidRequest, NotFound
from app.formats.answer_file import new_private_key, public_key
from app.services import answer_file_keys, answer_files, arbitration, people, start_tokens
from tests.answering import save, submit
from tests.factories import a_person, an_organiser
from tests.factories_contests import DAY, RIGHT, WRONG, a_started_attempt, identity_of
from tests.late import MINUTE, Late
from tests.lengthening import facts_of
from tests.sealing import seal


@pytest.fixture
def late(app: Flask, now: Any) -> Late:
    return Late(now)


def verdicts(file_id: int) -> list[Verdict]:
    return [one.verdict for one in answer_files.get_file(file_id).judged]


def test_every_entry_of_a_file_is_judged(late: Late) -> None:
    late.close()
    data = late.file(
        late.entry(1, 0, minutes=1), late.entry(2, 1, minutes=2), late.entry(3, 2, minutes=10.1)
    )
    file_id = late.send(data)
    assert verdicts(file_id) == [Verdict.SAVED, Verdict.IN_TIME, Verdict.LATE]
    assert answer_files.get_file(file_id).countable == 1


def test_nothing_counts_that_was_answered_after_the_own_submission(late: Late) -> None:
    submit(late.who, late.attempt_id, late.start + 3 * MINUTE)
    file_id = late.send(late.file(late.entry(2, minutes=2.5), late.entry(3, minutes=5)))
    assert verdicts(file_id) == [Verdict.IN_TIME, Verdict.LATE]


def test_a_number_that_another_phone_has_used_hides_no_answer(late: Late) -> None:
    save(late.who, late.attempt_id, late.start + 2 * MINUTE, (2, 2, RIGHT))
    late.close()
    assert verdicts(late.send(late.file(late.entry(2, 1)))) == [Verdict.IN_TIME]


def test_the_evidence_tells_what_the_server_had_and_which_numbers_nobody_has(late: Late) -> None:
    late.close()
    view = answer_files.get_file(late.send(late.file(late.entry(4), late.entry(7, minutes=3))))
    assert (view.saved, view.last_saved_at) == (1, late.start + MINUTE)
    assert view.missing == ((2, 3), (5, 6))
    assert not view.keys_shown


@pytest.mark.parametrize(("after", "shown"), [(DAY, False), (DAY + MINUTE, True)])
def test_the_evidence_warns_when_the_keys_were_out(
    app: Flask, now: Any, after: timedelta, shown: bool
) -> None:
    late = Late(now, result_policy="explanations", grace_seconds=10)
    late.close()
    late.end = now + after - MINUTE
    assert answer_files.get_file(late.send(late.file())).keys_shown is shown


@pytest.mark.parametrize(
    ("said", "kept"),
    [
        ({"spread": 350, "guessed": False}, ClockNote(350, guessed=False)),
        ({"spread": 0, "guessed": True}, ClockNote(0, guessed=True)),
        (None, None),
        ({"spread": -1}, None),
        ({"spread": True}, None),
        ({"spread": "1"}, None),
        ([], None),
    ],
)
def test_what_the_phone_says_of_its_clock_is_kept(
    late: Late, said: Any, kept: ClockNote | None
) -> None:
    late.close()
    assert answer_files.get_file(late.send(late.file(clock=said))).clock == kept


def test_a_second_copy_is_refused_though_it_was_sealed_anew(late: Late) -> None:
    late.close()
    first = late.send(late.file(late.entry(2, response=WRONG)))
    with pytest.raises(InvalidRequest, match="known"):
        late.send(late.file(late.entry(2, response=WRONG), clock={"spread": 9}))
    rows, total = answer_files.list_files()
    assert ([one.id for one in rows], total) == ([first], 1)


def test_an_organiser_may_hand_in_the_file_of_somebody_else(late: Late) -> None:
    late.close()
    with pytest.raises(InvalidRequest, match="foreign"):
        late.send(late.file(), a_person())
    assert late.send(late.file(), an_organiser(), for_others=True)


def test_while_the_attempt_takes_answers_no_file_is_needed(late: Late) -> None:
    late.end = late.start + 9 * MINUTE
    with pytest.raises(InvalidRequest, match="open"):
        late.send(late.file())


def test_an_attempt_left_open_past_its_time_is_closed_by_its_file(late: Late) -> None:
    file_id = late.send(late.file())
    assert late.facts().closed_by == "deadline"
    assert verdicts(file_id) == [Verdict.IN_TIME]


def test_nobody_can_bury_the_arbiters_in_files(late: Late) -> None:
    late.close()
    for seq in range(2, 2 + answer_files.MOST_FILES):
        late.send(late.file(late.entry(seq)))
    with pytest.raises(InvalidRequest, match="many"):
        late.send(late.file(late.entry(99)))
    assert answer_files.list_files()[1] == answer_files.MOST_FILES
    assert late.send(late.file(late.entry(99)), an_organiser(), for_others=True)


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"token": "forged"}, "token"),
        ({"token": None}, "token"),
        ({"token": ["x"]}, "token"),
        ({"entries": []}, "content"),
        ({"entries": "x"}, "content"),
        ({"entries": [{"seq": 1}]}, "content"),
        ({"entries": [["seq", 1]]}, "content"),
        ({"entries": [{"seq": 0, "question": "q1", "response": "a", "made_at": 0}]}, "content"),
        ({"entries": [{"seq": 2**31, "question": "q1", "response": "a", "made_at": 0}]}, "content"),
        ({"entries": [{"seq": 1, "question": [], "response": "a", "made_at": 0}]}, "content"),
        ({"entries": [{"seq": 1, "question": "q1", "response": 7, "made_at": 0}]}, "content"),
        ({"entries": [{"seq": 1, "question": "q1", "response": "a", "made_at": 1e300}]}, "content"),
        ({"entries": [{"seq": 1, "question": "q1", "response": "a", "made_at": None}]}, "content"),
    ],
)
def test_a_content_that_cannot_be_is_refused(
    late: Late, changed: dict[str, Any], code: str
) -> None:
    late.close()
    with pytest.raises(InvalidRequest, match=code):
        late.send(late.file(**changed))
    assert answer_files.list_files() == ([], 0)


def test_one_number_twice_is_refused(late: Late) -> None:
    late.close()
    with pytest.raises(InvalidRequest, match="content"):
        late.send(late.file(late.entry(2, 1), late.entry(2, 2)))


def test_a_token_is_good_for_its_own_attempt_and_person(late: Late) -> None:
    late.close()
    other = a_person()
    another = a_started_attempt(other, at=late.start)
    with pytest.raises(InvalidRequest, match="foreign"):
        late.send(late.file(), other)
    paper = late.file(token=start_tokens.sign(facts_of(other, another)))
    with pytest.raises(InvalidRequest, match="foreign"):
        late.send(paper)


def test_files_that_are_damaged_foreign_or_huge_are_unreadable(late: Late) -> None:
    late.close()
    good = late.file()
    outer = json.loads(good)
    damaged = json.dumps({**outer, "data": outer["data"][:-8] + "AAAAAAA="}).encode()
    for_another = seal({"token": late.token, "entries": []}, public_key(new_private_key()))
    for data in (b"", b"x", b"[" * 100_000, b"{}", damaged, for_another, b" " * 50_000_000):
        with pytest.raises(InvalidRequest, match="unreadable"):
            late.send(data)


def test_an_unknown_file_is_not_found(app: Flask) -> None:
    with pytest.raises(NotFound):
        answer_files.get_file(1)


def test_lists_begin_with_what_is_to_be_decided_and_have_pages(late: Late) -> None:
    late.close()
    ids = [late.send(late.file(late.entry(seq))) for seq in (2, 3, 4)]
    arbitration.reject(ids[0], reason="x", who=a_person(role="arbiter"), now=late.end)
    assert [one.id for one in answer_files.list_files()[0]] == [ids[1], ids[2], ids[0]]
    assert [one.id for one in answer_files.list_files(offset=1, limit=1)[0]] == [ids[2]]


def test_the_key_is_made_once_and_readable_by_its_owner_alone(app: Flask) -> None:
    assert answer_file_keys.public_key() == answer_file_keys.public_key()
    path = Path(app.instance_path) / answer_file_keys.NAME
    assert path.stat().st_mode & 0o077 == 0
    assert public_key(path.read_bytes()) == answer_file_keys.public_key()


def test_the_person_gets_the_files_with_all_that_is_held(late: Late) -> None:
    late.close()
    late.send(late.file(clock={"spread": 20, "guessed": False}))
    held = people.export_own(identity=identity_of(late.who), now=late.end)
    (file,) = held["attempts"][0]["answer_files"]
    assert (file["state"], file["reason"]) == ("pending", None)
    assert file["clock"] == {"spread_ms": 20, "guessed": False}
    assert file["entries"] == [late.entry(2)]

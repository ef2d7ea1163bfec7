"""Races of answers and submissions."""

from __future__ import annotations

import json
from typing import Any

from sqlalchemy import func, select

from app.domain.papers import answers_hash
from app.storage.tables import AnswerEntry, Attempt, Result
from tests.faults.bursts import Reply
from tests.faults.race_scene import AT_ONCE, Scene, choices, save_request, submit_request


def double_submit(scene: Scene) -> str:
    """One end, one receipt, told to everybody who asked; it stands for the journal."""
    token = scene.somebody()
    paper = scene.start(token)
    question, options = choices(paper)[0]
    scene.ask(save_request(token, paper["id"], 1, question, options[0]))
    replies = scene.burst([submit_request(token, paper["id"])] * AT_ONCE)
    if any(one.status != 200 for one in replies):
        return f"statuses {[one.status for one in replies]}"
    if len({json.dumps(one.body, sort_keys=True) for one in replies}) != 1:
        return "different receipts"
    results = scene.read(
        lambda session: session.scalar(
            select(func.count()).select_from(Result).where(Result.attempt_id == paper["id"])
        )
    )
    return seal_problem(scene, paper["id"], replies) or (
        "" if results == 1 else f"{results} results"
    )


def save_against_submit(scene: Scene) -> str:
    """What was acknowledged is in the journal and under the receipt; what was refused is not."""
    token = scene.somebody()
    paper = scene.start(token)
    asked = [
        (seq, question, options[seq % len(options)])
        for seq, (question, options) in enumerate(choices(paper)[:6], 1)
    ]
    saves = [save_request(token, paper["id"], *one) for one in asked]
    end = submit_request(token, paper["id"])
    replies = scene.burst([*saves[:3], end, *saves[3:], end])
    told = [*replies[:3], *replies[4:-1]]
    ends = [replies[3], replies[-1]]
    held = {(seq, response) for seq, _place, response in journal(scene, paper["id"])}
    for one, reply in zip(asked, told, strict=True):
        there = (one[0], one[2]) in held
        if reply.status not in (200, 409) or there != (reply.status == 200):
            return f"a save was told {reply.status} and is {'there' if there else 'not there'}"
    return seal_problem(scene, paper["id"], ends)


def two_devices(scene: Scene) -> str:
    """Of two answers under one number one counts, and nobody is told that the other does."""
    token = scene.somebody()
    paper = scene.start(token)
    question, options = choices(paper)[0]
    given = [options[number % 2] for number in range(AT_ONCE)]
    replies = scene.burst([save_request(token, paper["id"], 1, question, one) for one in given])
    if any(one.status != 200 for one in replies):
        return f"statuses {[one.status for one in replies]}"
    held = journal(scene, paper["id"])
    if len(held) != 1:
        return f"{len(held)} entries under one number"
    for response, reply in zip(given, replies, strict=True):
        corrected = reply.body.get("superseded", {}).get(question)
        if response != held[0][2] and corrected != held[0][2]:
            return "an answer that does not count was acknowledged as if it did"
    return seal_problem(scene, paper["id"], [scene.submit(token, paper["id"])])


def journal(scene: Scene, attempt: int) -> list[tuple[int, int, Any]]:
    """Seq, place and response of what is held of an attempt, by seq."""
    columns = (AnswerEntry.seq, AnswerEntry.question, AnswerEntry.response)
    rows = scene.rows(*columns, attempt_id=attempt)
    return sorted((seq, place, json.loads(response)) for seq, place, response in rows)


def seal_problem(scene: Scene, attempt: int, replies: list[Reply]) -> str:
    """What is wrong with receipts that were given, set against the journal; "" when nothing is."""
    from app.services import attempts
    from app.storage import attempts as storage

    if any(one.status != 200 for one in replies):
        return f"a submission was told {[one.status for one in replies]}"
    facts = scene.read(lambda _session: storage.find_attempt(attempt))
    ids = scene.read(lambda _session: attempts.question_ids(facts))
    newest = {place: response for _seq, place, response in journal(scene, attempt)}
    digest = answers_hash({ids[p]: one for p, one in sorted(newest.items()) if one is not None})
    kept = scene.rows(Attempt.receipt, Attempt.answers_hash, id=attempt)[0]
    told = {(one.body["receipt"], one.body["answers_hash"]) for one in replies}
    return "" if told == {kept} and kept[1] == digest else "a receipt is not the truth"

"""Races of starts and registrations."""

from __future__ import annotations

import json

from sqlalchemy import func, select

from app.storage.tables import Account, Attempt, Consent, Person
from tests.bench.load import request
from tests.faults.bursts import Reply
from tests.faults.race_scene import AT_ONCE, CAP, CAPPED, Scene, start_request, submit_request

FINE = (200, 201)


def start_twice(scene: Scene) -> str:
    """Many taps open one attempt, and all lead to it."""
    token = scene.somebody()
    replies = scene.burst([start_request(token)] * AT_ONCE)
    opened = {one.body.get("id") for one in replies if one.status in FINE}
    if any(one.status not in FINE for one in replies) or len(opened) != 1:
        return f"statuses {[one.status for one in replies]}, attempts {opened}"
    if sum(one.status == 201 for one in replies) != 1:
        return "more than one of them was told that it opened the attempt"
    numbers = _numbers(scene, next(iter(opened)))
    return "" if numbers == [1] else f"attempts numbered {numbers}"


def start_over_the_cap(scene: Scene) -> str:
    """Starts at once never give more attempts than the rules allow, however they are ended."""
    token = scene.somebody()
    known = 0
    for _ in range(CAP + 2):
        replies = scene.burst([start_request(token, CAPPED)] * AT_ONCE)
        opened = {one.body["id"] for one in replies if one.status in FINE}
        for attempt in opened:
            known = attempt
            scene.submit(token, attempt)
    numbers = _numbers(scene, known)
    return "" if numbers == [1, 2] else f"attempts numbered {numbers} with {CAP} allowed"


def start_against_submit(scene: Scene) -> str:
    """The last submission and the next starts at once: never two open, never too many."""
    token = scene.somebody()
    first = scene.start(token, CAPPED)["id"]
    replies = scene.burst(
        [submit_request(token, first), *[start_request(token, CAPPED)] * (AT_ONCE - 1)]
    )
    if replies[0].status != 200 or any(one.status not in FINE for one in replies[1:]):
        return f"statuses {[one.status for one in replies]}"
    for one in replies[1:]:
        scene.submit(token, one.body["id"])
    last: list[Reply] = scene.burst([start_request(token, CAPPED)] * AT_ONCE)
    for one in last:
        if one.status in FINE:
            scene.submit(token, one.body["id"])
    numbers = _numbers(scene, first)
    return "" if numbers == [1, 2] else f"attempts numbered {numbers} with {CAP} allowed"


def register_twice(scene: Scene) -> str:
    """One phone, one account, one consent, whoever was first; nobody is told of another."""
    number = next(scene.numbers)
    phone = f"0987{number:06d}"
    body = {
        "phone": phone, "password": "một-mật-khẩu-dài-4711", "full_name": f"Người Đua {number}",
        "commune": scene.stage.communes[0], "group": "resident", "consent": True,
    }  # fmt: skip
    text = request("POST", "/api/v1/accounts", body=json.dumps(body).encode())
    replies = scene.burst([text] * 4)
    statuses = [one.status for one in replies]
    people = scene.read(
        lambda session: session.scalar(
            select(func.count()).select_from(Person).where(Person.full_name == body["full_name"])
        )
    )
    consents = scene.read(
        lambda session: session.scalar(
            select(func.count())
            .select_from(Consent)
            .join(Person, Person.id == Consent.person_id)
            .where(Person.full_name == body["full_name"])
        )
    )
    accounts = scene.read(
        lambda session: session.scalar(
            select(func.count())
            .select_from(Account)
            .join(Person, Person.id == Account.person_id)
            .where(Person.full_name == body["full_name"])
        )
    )
    if statuses != [201] * 4 or (people, accounts, consents) != (1, 1, 1):
        return f"statuses {statuses}: {people} people, {accounts} accounts, {consents} consents"
    return ""


def _numbers(scene: Scene, attempt: int) -> list[int]:
    """The numbers of all attempts of the person whose attempt this is, in its round."""
    person, round_ = scene.rows(Attempt.person_id, Attempt.round_id, id=attempt)[0]
    rows = scene.rows(Attempt.number, person_id=person, round_id=round_)
    return sorted(number for (number,) in rows)

"""A whole contest over JSON: register, sign in, start, save, submit, find oneself."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import Flask

from app.services import banks
from app.services.contests import ContestView
from app.services.demo_play import right_answer
from tests.web.api.conftest import SLUG, Api


def key_answers(contest: ContestView, paper: dict[str, Any]) -> list[dict[str, Any]]:
    """The right answer of each question of a paper, as numbered entries."""
    keys = banks.compiled_keys(contest.rounds[0].bank_version_id, 1)
    return [
        {"seq": seq, "question": question["id"], "response": right_answer(keys[question["id"]])}
        for seq, question in enumerate(paper["questions"], start=1)
    ]


def start(api: Api) -> dict[str, Any]:
    answer = api("POST", f"/contests/{SLUG}/attempts")
    assert answer.status_code == 201, answer.json
    return dict(answer.json)


def test_a_whole_contest_over_the_api(
    signed_in: Api, contest: ContestView, refresh_boards: Callable[[], None]
) -> None:
    paper = start(signed_in)
    assert len(paper["questions"]) == 5
    saved = signed_in(
        "PUT", f"/attempts/{paper['id']}/answers", {"answers": key_answers(contest, paper)}
    )
    assert (saved.status_code, saved.json["last_seq"], saved.json["saved"]) == (200, 5, 5)
    receipt = signed_in("POST", f"/attempts/{paper['id']}/submission", {"prediction": 120})
    assert receipt.status_code == 200
    assert receipt.json["counted"] == 5
    assert receipt.json["result"]["correct"] == 5
    refresh_boards()
    mine = signed_in("GET", f"/contests/{SLUG}/me").json
    assert (mine["rank"], mine["total"], mine["ahead"], mine["behind"]) == (1, 1, None, None)
    assert mine["attempts"][0]["receipt"] == receipt.json["receipt"]
    people = signed_in("GET", f"/contests/{SLUG}/boards/individual").json
    assert [(row["rank"], row["name"]) for row in people["rows"]] == [(1, "Nguyễn T. H.")]
    for kind in ("organisation", "commune"):
        first = signed_in("GET", f"/contests/{SLUG}/boards/{kind}").json["rows"][0]
        assert (first["rank"], first["participants"], first["entries"]) == (1, 1, 1)
    proof = signed_in("GET", f"/receipts/{receipt.json['receipt']}").json
    assert proof["valid"] and proof["answers_hash"] == receipt.json["answers_hash"]


def test_starting_twice_gives_the_attempt_that_is_open(signed_in: Api) -> None:
    first = start(signed_in)
    again = signed_in("POST", f"/contests/{SLUG}/attempts")
    assert again.status_code == 200
    assert again.json["id"] == first["id"]
    assert again.json["questions"] == first["questions"]


def test_an_attempt_is_resumed_with_what_was_saved(signed_in: Api) -> None:
    paper = start(signed_in)
    question = next(one for one in paper["questions"] if one["type"] == "single")
    entry = {"seq": 3, "question": question["id"], "response": question["options"][1]["id"]}
    signed_in("PUT", f"/attempts/{paper['id']}/answers", {"answers": [entry]})
    resumed = signed_in("GET", f"/attempts/{paper['id']}").json
    assert resumed["answers"] == {question["id"]: entry["response"]}
    assert resumed["last_seq"] == 3


def test_an_old_entry_never_overwrites_a_newer_one(signed_in: Api) -> None:
    paper = start(signed_in)
    question = next(one for one in paper["questions"] if one["type"] == "single")
    first, second = (option["id"] for option in question["options"][:2])
    for seq, response in ((9, first), (4, second), (9, second)):
        body = {"answers": [{"seq": seq, "question": question["id"], "response": response}]}
        answer = signed_in("PUT", f"/attempts/{paper['id']}/answers", body)
        assert answer.status_code == 200
        assert answer.json["last_seq"] == 9
    assert answer.json["superseded"] == {question["id"]: first}
    assert signed_in("GET", f"/attempts/{paper['id']}").json["answers"] == {question["id"]: first}


def test_submitting_again_gives_the_same_receipt(signed_in: Api) -> None:
    paper = start(signed_in)
    first = signed_in("POST", f"/attempts/{paper['id']}/submission")
    second = signed_in("POST", f"/attempts/{paper['id']}/submission", {"prediction": 7})
    assert first.status_code == second.status_code == 200
    assert first.json == second.json


def test_saving_after_submitting_is_refused(signed_in: Api) -> None:
    paper = start(signed_in)
    signed_in("POST", f"/attempts/{paper['id']}/submission")
    late = signed_in("PUT", f"/attempts/{paper['id']}/answers", {"answers": []})
    assert (late.status_code, late.json["code"]) == (409, "already_submitted")


def test_the_paper_holds_nothing_of_the_key(signed_in: Api) -> None:
    paper = start(signed_in)
    allowed = {"id", "type", "text", "points", "options", "lefts", "rights", "image"}
    for question in paper["questions"]:
        assert set(question) <= allowed
        for side in ("options", "lefts", "rights"):
            assert all(set(option) == {"id", "text"} for option in question.get(side, ()))


def test_the_attempt_of_somebody_else_does_not_exist(app: Flask, signed_in: Api) -> None:
    paper = start(signed_in)
    other = Api(app.test_client())
    other.register(phone="0987 654 321", full_name="Lý A Páo")
    other.sign_in("0987654321")
    answers = [
        other("GET", f"/attempts/{paper['id']}"),
        other("PUT", f"/attempts/{paper['id']}/answers", {"answers": []}),
        other("POST", f"/attempts/{paper['id']}/submission"),
        other("GET", "/attempts/999999"),
    ]
    assert {answer.status_code for answer in answers} == {404}
    assert len({answer.data for answer in answers}) == 1


def test_faults_of_a_save_are_named_and_nothing_of_it_is_kept(signed_in: Api) -> None:
    paper = start(signed_in)
    good = paper["questions"][0]["id"]
    body = {
        "answers": [
            {"seq": 1, "question": good, "response": None},
            {"seq": 0, "question": good, "response": None},
            {"seq": 2, "question": "no-such-question", "response": None},
        ]
    }
    answer = signed_in("PUT", f"/attempts/{paper['id']}/answers", body)
    assert (answer.status_code, answer.json["code"]) == (400, "invalid_request")
    assert [one["path"] for one in answer.json["errors"]] == [
        "answers[1].seq",
        "answers[2].question",
    ]
    assert signed_in("GET", f"/attempts/{paper['id']}").json["last_seq"] == 0


def test_nobody_signed_in_is_told_so(api: Api) -> None:
    for method, path in (
        ("POST", f"/contests/{SLUG}/attempts"),
        ("GET", f"/contests/{SLUG}/me"),
        ("GET", "/attempts/1"),
    ):
        answer = api(method, path, headers={"Authorization": "Bearer nonsense"})
        assert (answer.status_code, answer.json["code"]) == (401, "sign_in_required")

"""The share card belongs to its owner, shows no more than the policy, and names nobody."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from flask import Flask

from tests.factories import a_person
from tests.web.play.conftest import begin, make_contest, sign_in
from tests.web.play.test_results import answer_and_submit


def test_the_owner_gets_a_picture_of_the_score(app: Flask) -> None:
    make_contest(result_policy="score")
    taking = begin(app)
    assert taking.client.get(f"{taking.address}/card.png").status_code == 404
    answer_and_submit(taking, at=datetime.now(UTC))
    assert "card.png" in taking.page("/result")
    answer = taking.client.get(f"{taking.address}/card.png")
    assert (answer.status_code, answer.mimetype) == (200, "image/png")
    assert "no-store" in answer.headers["Cache-Control"]
    other = sign_in(app, a_person())
    assert other.get(f"{taking.address}/card.png").status_code == 404


def test_where_scores_are_kept_back_there_is_no_card(app: Flask) -> None:
    make_contest(result_policy="nothing")
    taking = begin(app)
    answer_and_submit(taking, at=datetime.now(UTC))
    assert "card.png" not in taking.page("/result")
    assert taking.client.get(f"{taking.address}/card.png").status_code == 404


def test_two_people_with_one_score_have_the_same_card(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    make_contest(result_policy="score")
    pictures = set()
    for _ in range(2):
        taking = begin(app)
        answer_and_submit(taking, at=datetime.now(UTC))
        pictures.add(taking.client.get(f"{taking.address}/card.png").data)
    assert len(pictures) == 1

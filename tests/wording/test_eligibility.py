"""Who may take part, what rounds add up to, and which places get a prize, in words."""

from __future__ import annotations

from dataclasses import replace

import pytest
from flask import Flask

from app.domain.contest_rules import (
    CHAIN_B,
    NEARNESS,
    OVER_ROUNDS,
    QUANTITIES,
    ChainStep,
    Draw,
    Prediction,
    Rules,
)
from app.domain.divisions import Division
from app.domain.eligibility import EXCLUSION_ROLES
from app.wording.eligibility import exclusion_role_label
from app.wording.rules import rules_sentences

RULES = Rules(minutes=15, draws=(Draw(None, None, 20),))


def said(app: Flask, rounds: int = 1, **changed: object) -> str:
    with app.test_request_context():
        return "\n".join(rules_sentences(replace(RULES, **changed), "vi", rounds))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"min_age": 12}, "Tuổi dự thi: từ 12 tuổi trở lên"),
        ({"max_age": 60}, "đến hết 60 tuổi"),
        ({"min_age": 15, "max_age": 60}, "từ 15 đến 60 tuổi"),
        ({"province_only": True}, "trong tỉnh mới được dự thi"),
        ({}, "thư ký của cuộc thi thì không dự thi."),
        ({"excluded_may_play": True}, "chỉ thi ngoài giải"),
        ({"chain": (*CHAIN_B, ChainStep.DRAW)}, "ban tổ chức bốc thăm"),
        ({"prizes_listed": 3}, "Bảng chung: 3 hạng đầu của cả cuộc thi có giải."),
        ({"round_prizes_listed": 2}, "Bảng chung: 2 hạng đầu của mỗi đợt có giải."),
        (
            {"divisions": (Division("1", "Bảng 1", ("cadre", "civil_servant"), 5),)},
            "Bảng 1 có bảng xếp hạng riêng, gồm: cán bộ, công chức.\nBảng 1: 5 hạng đầu",
        ),
        ({"publish_participation_at": "11:00"}, "công bố hằng ngày lúc 11:00."),
    ],
)
def test_every_setting_is_said(app: Flask, changed: dict[str, object], words: str) -> None:
    assert words in said(app, **changed)


def test_every_way_of_adding_up_rounds_is_said_where_there_are_several(app: Flask) -> None:
    several = {said(app, 3, over_rounds=one, best_k=2) for one in OVER_ROUNDS}
    assert len(several) == len(OVER_ROUNDS)
    assert len({said(app, 1, over_rounds=one) for one in OVER_ROUNDS}) == 1


def test_every_settlement_and_nearness_is_said_differently(app: Flask) -> None:
    texts = {
        said(app, prediction=Prediction("Bao nhiêu?", {}, quantity, rule))
        for quantity in QUANTITIES
        for rule in NEARNESS
    }
    assert len(texts) == len(QUANTITIES) * len(NEARNESS)


def test_every_role_of_the_list_has_a_name(app: Flask) -> None:
    with app.test_request_context():
        assert len({exclusion_role_label(role) for role in EXCLUSION_ROLES}) == 4

"""The demonstration: real banks and communes, invented people, made through the services."""

from __future__ import annotations

import random
import secrets
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from flask import current_app

from app.domain.contest_rules import CHAIN_A, CHAIN_B, Draw, Prediction, Rules
from app.services import (
    accounts,
    banks,
    boards,
    contests,
    demo_campaign,
    demo_fill,
    roles,
    units,
)
from app.services.contests import NewRound
from app.services.demo_sittings import Span

CLOSED_SLUG = "khoi-dong-chuyen-doi-so"
OPEN_SLUG = "tim-hieu-chuyen-doi-so"
ORGANISER_PHONE = "+84912000001"
CLOSED_PEOPLE = 320
OPEN_PEOPLE = 40
SEED = 20261010
HALF_A_DAY = timedelta(hours=12)
BANKS = ("chuyen-doi-so.yaml", "ky-nang-so.yaml")
Say = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Demo:
    """How to sign in to the demonstration as its organiser."""

    phone: str
    password: str


def make_demo(*, now: datetime, say: Say) -> Demo:
    """Banks, organisations, an organiser, one closed and one open contest with results."""
    chance = random.Random(SEED)  # noqa: S311 - invented people, no secret
    say("banks")
    password = _readable_password()
    organiser = accounts.add_user(
        phone=ORGANISER_PHONE,
        password=password,
        full_name="Ban Tổ chức (mẫu)",
        role="organiser",
        group="civil_servant",
        commune=units.list_communes()[0].code,
        now=now,
    )
    for name in BANKS:
        path = Path(current_app.config["QUESTIONS_FOLDER"]) / name
        banks.import_bank(
            path.read_bytes(), file_name=name, account_id=organiser.account_id, now=now
        )
    say("organisations")
    units.load_demo_organisations()
    _closed_contest(organiser.account_id, now)
    _open_contest(organiser.account_id, now)
    say("campaign")
    roles.grant_role(account_id=organiser.account_id, role="administrator", by=None, now=now)
    demo_campaign.make(contest=OPEN_SLUG, account_id=organiser.account_id, seed=SEED, now=now)
    say("people")
    _fill(CLOSED_SLUG, chance, CLOSED_PEOPLE, 1, now - timedelta(days=9))
    _fill(OPEN_SLUG, chance, OPEN_PEOPLE, 5000, now - timedelta(days=1))
    say("boards")
    boards.refresh(now)
    contests.finalise(CLOSED_SLUG, account_id=organiser.account_id, now=now)
    return Demo(ORGANISER_PHONE, password)


def _fill(slug: str, chance: random.Random, people: int, first: int, at: datetime) -> None:
    """People take a contest within half a day from `at`: two attempts every fourth of them."""
    span = Span(at, at + HALF_A_DAY)
    attempts = people * 5 // 4
    demo_fill.fill(
        slug, chance, people=people, attempts=attempts, first=first, now=span.until, span=span
    )


def _readable_password() -> str:
    words = ("nui", "song", "cheo", "tre", "lua", "suong", "mua", "thac", "nang", "rung")
    return "-".join(secrets.choice(words) for _ in range(3)) + f"-{secrets.randbelow(900) + 100}"


def _closed_contest(account_id: int, now: datetime) -> None:
    rules = Rules(
        minutes=15,
        attempts_allowed=2,
        counts="best",
        draws=(Draw(topic=None, difficulty=None, count=20),),
        chain=CHAIN_B,
        result_policy="explanations",
        unit_formula="top_n_mean",
        top_n=10,
        min_unit_size=3,
    )
    contests.create_contest(
        account_id=account_id,
        slug=CLOSED_SLUG,
        title="Khởi động cùng chuyển đổi số",
        summary="Đợt thi thử đã kết thúc: xem bảng xếp hạng.",
        description="Cuộc thi mẫu với kết quả của những người không có thật.",
        prizes="",
        rules=rules,
        rounds=[
            NewRound(
                title="Đợt 1",
                opens_at=now - timedelta(days=10),
                closes_at=now - timedelta(days=3),
                bank_slug="chuyen-doi-so",
            )
        ],
        now=now - timedelta(days=11),
    )
    contests.publish_contest(CLOSED_SLUG, account_id=account_id, now=now - timedelta(days=11))


def _open_contest(account_id: int, now: datetime) -> None:
    draws = (
        Draw(topic="the-che", difficulty=None, count=3),
        Draw(topic="chinh-quyen-so", difficulty=None, count=3),
        Draw(topic="de-an-06", difficulty=None, count=3),
        Draw(topic="kinh-te-so", difficulty=None, count=3),
        Draw(topic="xa-hoi-so", difficulty=None, count=2),
        Draw(topic="an-toan", difficulty=None, count=2),
        Draw(topic="cong-nghe", difficulty=None, count=2),
        Draw(topic="phap-luat", difficulty=None, count=2),
    )
    question = "Theo bạn, có bao nhiêu người tham gia đợt thi này?"
    rules = Rules(
        minutes=15,
        attempts_allowed=5,
        counts="best",
        draws=draws,
        chain=CHAIN_A,
        prediction=Prediction(
            text=question,
            translations={
                "en": "How many people do you think will take part in this round?",
                "ru": "Сколько человек, по-вашему, примет участие в этом туре?",
            },
        ),
        result_policy="explanations",
        unit_formula="participants",
        top_n=10,
        min_unit_size=1,
    )
    contests.create_contest(
        account_id=account_id,
        slug=OPEN_SLUG,
        title="Tìm hiểu chuyển đổi số quốc gia",
        summary="20 câu hỏi, 15 phút, mở cho tất cả mọi người trong tỉnh.",
        description="Tìm hiểu thể chế, chính quyền số, kinh tế số, xã hội số và an toàn trên mạng.",
        prizes="",
        rules=rules,
        rounds=[
            NewRound(
                title="Đợt 1",
                opens_at=now - timedelta(days=2),
                closes_at=now + timedelta(days=26),
                bank_slug="chuyen-doi-so",
            )
        ],
        now=now - timedelta(days=3),
    )
    contests.publish_contest(OPEN_SLUG, account_id=account_id, now=now - timedelta(days=3))

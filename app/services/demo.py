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
    demo_people,
    demo_play,
    roles,
    units,
)
from app.services.contests import NewRound

CLOSED_SLUG = "khoi-dong-chuyen-doi-so"
OPEN_SLUG = "tim-hieu-chuyen-doi-so"
ORGANISER_PHONE = "+84912000001"
CLOSED_PEOPLE = 320
OPEN_PEOPLE = 40
SEED = 20261010
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
    fill(CLOSED_SLUG, chance, count=CLOSED_PEOPLE, first=1, at=now - timedelta(days=9))
    fill(OPEN_SLUG, chance, count=OPEN_PEOPLE, first=5000, at=now - timedelta(days=1))
    say("boards")
    boards.refresh(now)
    contests.finalise(CLOSED_SLUG, account_id=organiser.account_id, now=now)
    return Demo(ORGANISER_PHONE, password)


def fill(
    slug: str,
    chance: random.Random,
    *,
    count: int,
    first: int,
    at: datetime,
    on_person: Callable[[], None] = lambda: None,
) -> int:
    """`count` new people take the contest about the moment `at`; returns the attempts made."""
    contest = contests.get_contest(slug)
    round_ = next(one for one in contest.rounds if one.opens_at <= at < one.closes_at)
    communes = [commune.code for commune in units.list_communes()]
    organisations = [one.code for one in units.list_organisations()]
    chance.shuffle(communes)
    chance.shuffle(organisations)
    made = 0
    people = demo_people.invent(
        chance, count=count, first=first, communes=communes, units=organisations
    )
    for person in people:
        who = accounts.add_user(
            phone=person.phone,
            password=None,
            full_name=person.full_name,
            role=None,
            group=person.group,
            commune=person.commune,
            organisation=person.organisation,
            now=at,
        )
        moment = at + timedelta(seconds=chance.uniform(0, 12 * 3600))
        for _ in range(chance.choices((1, 2), (3, 1))[0]):
            made += demo_play.play(chance, contest, round_, who, person.skill, at=moment)
            moment += timedelta(minutes=40)
        on_person()
    return made


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
        summary="Đợt thi thử đã kết thúc: xem bảng xếp hạng và lời giải.",
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

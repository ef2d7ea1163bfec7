"""Throttling: strangers wait, owners come in, and nobody learns which phones are known."""

from __future__ import annotations

import threading
from collections import Counter
from datetime import datetime, timedelta
from typing import Any

import pytest
from flask import Flask

from app.domain import limits as rules
from app.domain.errors import SignInFailed, SignInRequired, TooManyRequests
from app.domain.limits import Limit
from app.services import accounts, halls, known_browsers, limits, passwords, people
from app.services.limits import STRANGER, Asker
from app.services.transactions import end_reading
from tests.factories import PASSWORD, a_person, some_communes
from tests.factories_contests import a_contest
from tests.queries import counted_queries
from tests.registering import register

PHONE, UNKNOWN = "0912345678", "0987654321"
NUMBER = "A" * 16


@pytest.fixture
def owner(app: Flask) -> accounts.SignedIn:
    return a_person(phone=PHONE, password=PASSWORD)


def known(phone: str = PHONE) -> Asker:
    return Asker(known=known_browsers.remember(None, phone, number=NUMBER))


def sign_in(now: datetime, phone: str = PHONE, password: str = "x", asker: Asker = STRANGER) -> str:
    """ "in", "wrong", or how many seconds to wait."""
    end_reading()
    try:
        accounts.sign_in(phone=phone, password=password, now=now, asker=asker)
    except SignInFailed:
        return "wrong"
    except TooManyRequests as refusal:
        return str(refusal.retry_after)
    return "in"


@pytest.mark.parametrize("phone", [PHONE, UNKNOWN])
def test_wrong_passwords_of_strangers_wait_longer_and_longer(
    owner: Any, now: datetime, phone: str
) -> None:
    said = [sign_in(now, phone) for _ in range(7)]
    assert said == ["wrong"] * 5 + ["30", "30"]
    assert sign_in(now + timedelta(seconds=30), phone) == "wrong"
    assert sign_in(now + timedelta(seconds=31), phone) == "59"


def test_one_phone_written_in_many_ways_is_one(owner: Any, now: datetime) -> None:
    ways = ["0912345678", "+84912345678", "84912345678", "0912 345 678", "0912.345.678"]
    assert [sign_in(now, one) for one in ways] == ["wrong"] * 5
    assert sign_in(now) == "30"


def test_a_right_password_forgets_the_wrong_ones(owner: Any, now: datetime) -> None:
    for _ in range(3):
        assert [sign_in(now) for _ in range(4)] == ["wrong"] * 4
        assert sign_in(now, password=PASSWORD) == "in"


def test_while_strangers_are_kept_out_so_is_the_right_password_from_them(
    owner: Any, now: datetime
) -> None:
    for _ in range(5):
        sign_in(now)
    assert sign_in(now, password=PASSWORD) == "30"


def test_the_owners_browser_is_not_locked_out_by_strangers(owner: Any, now: datetime) -> None:
    for _ in range(8):
        sign_in(now)
    assert sign_in(now, asker=known()) == "wrong"
    assert sign_in(now, password=PASSWORD, asker=known()) == "in"
    # And what happens there frees no stranger.
    assert sign_in(now, password=PASSWORD) == "30"


def test_a_known_browser_has_its_own_generous_end(owner: Any, now: datetime) -> None:
    said = [sign_in(now, asker=known()) for _ in range(11)]
    assert said == ["wrong"] * 10 + ["15"]


@pytest.mark.parametrize(
    "cookie",
    ["", "x", "A" * 16, f"{'A' * 16}.{'0' * 32}", f"{'A' * 16}." + "0" * 31, "…" * 49],
)
def test_a_made_up_cookie_makes_no_known_browser(owner: Any, now: datetime, cookie: str) -> None:
    said = [sign_in(now, asker=Asker(known=cookie)) for _ in range(6)]
    assert said == ["wrong"] * 5 + ["30"]


def test_a_cookie_of_one_phone_or_number_says_nothing_of_another(owner: Any, now: datetime) -> None:
    other = known(UNKNOWN)
    moved = Asker(known=(known().known or "").replace(NUMBER, "B" * 16))
    for asker in (other, moved):
        read = known_browsers.KnownBrowser.read(asker.known)
        assert read is not None
        assert not read.knows(PHONE)


def test_a_browser_remembers_a_few_phones_the_newest_longest(app: Flask) -> None:
    cookie: str | None = None
    phones = [f"09123456{number:02d}" for number in range(known_browsers.MOST + 2)]
    for phone in phones:
        cookie = known_browsers.remember(cookie, phone, number=NUMBER)
    read = known_browsers.KnownBrowser.read(cookie)
    assert read is not None
    assert [read.knows(phone) for phone in phones] == [False] * 2 + [True] * known_browsers.MOST


def test_the_pretended_cookie_looks_like_a_real_one(app: Flask) -> None:
    real = known_browsers.remember(None, PHONE, number=NUMBER)
    likeness = known_browsers.pretend(None, number=NUMBER, chance="1")
    assert len(real) == len(likeness)
    read = known_browsers.KnownBrowser.read(likeness)
    assert read is not None
    assert not read.knows(PHONE)


def test_all_failures_together_have_an_end_and_known_browsers_come_in(
    owner: Any, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rules, "FAILURES", Limit("failures", 4, 60))
    said = [sign_in(now, f"09000000{number:02d}") for number in range(6)]
    assert said == ["wrong"] * 4 + ["60"] * 2
    assert sign_in(now, password=PASSWORD) == "60"
    assert sign_in(now, password=PASSWORD, asker=known()) == "in"
    assert sign_in(now + timedelta(seconds=60), password=PASSWORD) == "in"


def test_who_signs_in_takes_nothing_of_the_budget_of_failures(
    owner: Any, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rules, "FAILURES", Limit("failures", 2, 60))
    assert [sign_in(now, password=PASSWORD) for _ in range(5)] == ["in"] * 5


def test_what_nobody_had_time_to_look_at_is_not_counted(
    app: Flask, owner: Any, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patched:
        patched.setattr(passwords._turns(), "_places", threading.BoundedSemaphore(1))
        held = threading.Event()
        ended = threading.Event()

        def hold() -> None:
            with app.app_context(), passwords.place():
                held.set()
                ended.wait()

        holder = threading.Thread(target=hold)
        holder.start()
        held.wait()
        assert [sign_in(now) for _ in range(20)] == ["3"] * 20
        ended.set()
        holder.join()
    assert [sign_in(now) for _ in range(6)] == ["wrong"] * 5 + ["30"]


def test_a_hall_has_a_part_of_its_own_that_strangers_do_not_use_up(
    app: Flask, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    some_communes()
    a_contest()
    hall = halls.open_hall(
        "cuoc-thi", title="Hội trường", commune=None, organisation=None, account_id=None, now=now,
        below=lambda n: n - 1,
    )  # fmt: skip
    monkeypatch.setattr(rules, "REGISTRATIONS", Limit("registrations", 2, 60))
    monkeypatch.setattr(rules, "FAILURES", Limit("failures", 1, 60))
    for _ in range(2):
        limits.begin_registration(STRANGER, now)
    with pytest.raises(TooManyRequests) as stranger:
        register(now)
    assert (stranger.value.retry_after, stranger.value.why) == (60, "registrations")
    with pytest.raises(TooManyRequests):
        register(now, asker=Asker(hall="222222"))  # Nobody's hall.
    register(now, asker=Asker(hall=hall.code))
    assert sign_in(now, UNKNOWN) == "wrong"
    assert sign_in(now, password=PASSWORD) == "60"
    assert sign_in(now, password=PASSWORD, asker=Asker(hall=hall.code)) == "in"
    halls.close_hall("cuoc-thi", hall.code, account_id=None, now=now)
    end_reading()
    with pytest.raises(TooManyRequests):
        register(now, asker=Asker(hall=hall.code))


def test_a_stolen_session_does_not_guess_the_password(owner: Any, now: datetime) -> None:
    said = []
    for _ in range(7):
        end_reading()
        try:
            people.delete_own(identity=owner.identity, password="x", now=now)
        except (SignInFailed, TooManyRequests) as refusal:
            said.append(refusal.code)
    assert Counter(said) == {"sign_in_failed": 5, "too_many_requests": 2}
    with pytest.raises(TooManyRequests):
        accounts.change_password(
            identity=owner.identity, current=PASSWORD, new="cay-tre-ben-suoi-9", now=now
        )


def test_never_more_than_allowed_get_through_to_the_password_check(
    app: Flask, owner: Any, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    looked = []
    monkeypatch.setattr(passwords, "verify", lambda *_given: looked.append(1) and False)
    ready = threading.Barrier(16)

    def guess() -> None:
        with app.app_context():
            ready.wait()
            for _ in range(2):
                while sign_in(now) == "3":  # No place just now.
                    pass

    threads = [threading.Thread(target=guess) for _ in range(16)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(looked) == rules.STRANGER.free


@pytest.mark.parametrize(
    ("what", "hashes"),
    [
        ("sign in, right", 1),
        ("sign in, wrong", 1),
        ("sign in, unknown", 1),
        ("sign in, no phone", 1),
        ("sign in, no password kept", 1),
        ("register, new", 1),
        ("register, known", 1),
    ],
)
def test_each_case_costs_exactly_one_hash(
    owner: Any, now: datetime, monkeypatch: pytest.MonkeyPatch, what: str, hashes: int
) -> None:
    some_communes()
    a_person(phone="0911111111")  # From a list: nobody can sign in.
    turns = passwords._turns()
    real, run = [], turns.run
    monkeypatch.setattr(type(turns), "run", lambda _self, work: real.append(1) or run(work))
    acts = {
        "sign in, right": lambda: sign_in(now, password=PASSWORD),
        "sign in, wrong": lambda: sign_in(now),
        "sign in, unknown": lambda: sign_in(now, UNKNOWN),
        "sign in, no phone": lambda: sign_in(now, "không phải số"),
        "sign in, no password kept": lambda: sign_in(now, "0911111111"),
        "register, new": lambda: register(now, phone=UNKNOWN),
        "register, known": lambda: register(now, phone=PHONE),
    }
    acts[what]()
    assert len(real) == hashes


def test_a_known_and_an_unknown_phone_cost_the_same_work(
    app: Flask, owner: Any, now: datetime
) -> None:

    found = []
    for phone in (PHONE, UNKNOWN):
        end_reading()
        with counted_queries() as queries:
            sign_in(now, phone)
        found.append(len(queries))
    assert found[0] == found[1]


def test_a_new_password_ends_other_sessions_and_tokens(owner: Any, now: datetime) -> None:
    accounts.change_password(
        identity=owner.identity, current=PASSWORD, new="cay-tre-ben-suoi-9", now=now
    )
    with pytest.raises(SignInRequired):
        accounts.get_account(owner.identity)

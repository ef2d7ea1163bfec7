"""Passwords: easy ones are refused, hashes are strong, and nobody learns from the time."""

from __future__ import annotations

import threading
import time
import unicodedata

import pytest
from flask import Flask

from app.domain.errors import PasswordTooWeak, TooManyRequests
from app.services import passwords
from app.services.hashing import PLACES
from app.services.passwords import NEVER, hash_password, needs_rehash, refuse_weak, verify

GOOD = "suong-mai-tren-nui-7"


def judge(password: str) -> str | None:
    try:
        refuse_weak(password, phone="+84983190427", full_name="Trần Quốc Dũng")
    except PasswordTooWeak as refusal:
        return refusal.reason
    return None


@pytest.mark.parametrize(
    "password",
    [
        "12345678",
        "password",
        "PassWord",
        "iloveyou1",
        "qwertyuiop",
        "aaaaaaaa",
        "abcd1234",
        "11111111111111111111",
        "matkhau123",
        "chuyendoiso",
        "tuyenquang2026",
        "anhyeuem123",
    ],
)
def test_a_common_password_is_refused(password: str) -> None:
    assert judge(password) == "common"


@pytest.mark.parametrize(("password", "why"), [("ngan", "short"), ("quocdung88", "own")])
def test_the_reason_is_given(password: str, why: str) -> None:
    assert judge(password) == why


@pytest.mark.parametrize(
    "password",
    [GOOD, "mật khẩu của tôi", "rung-tre-lua-345", "Kh0ng-d3-doan", "9" * 4 + "xoài chín"],
)
def test_a_password_that_is_hard_to_guess_is_taken(password: str) -> None:
    assert judge(password) is None


def test_a_hostile_password_is_judged_quickly() -> None:
    start = time.perf_counter()
    judge("4@8({[<369&#!1/|0$5+7%2zx" * 5)
    assert time.perf_counter() - start < 1


def test_a_hash_verifies_its_password_and_no_other(app: Flask) -> None:
    kept = hash_password(GOOD)
    assert kept.startswith("$argon2id$")
    assert GOOD not in kept
    assert verify(kept, GOOD)
    assert not verify(kept, GOOD + " ")


def test_two_hashes_of_one_password_differ(app: Flask) -> None:
    assert hash_password(GOOD) != hash_password(GOOD)


def test_accents_may_come_composed_or_apart(app: Flask) -> None:
    kept = hash_password(unicodedata.normalize("NFC", "mật khẩu của tôi"))
    assert verify(kept, unicodedata.normalize("NFD", "mật khẩu của tôi"))


@pytest.mark.parametrize("kept", [None, NEVER, "", "$argon2id$broken"])
def test_what_is_no_hash_never_verifies(app: Flask, kept: str | None) -> None:
    for password in (GOOD, "", "!", NEVER):
        assert not verify(kept, password)


@pytest.mark.parametrize("password", ["x" * 5000, "\x00" * 9, "\ud800" * 9])
def test_odd_passwords_are_hashed_like_others(app: Flask, password: str) -> None:
    assert verify(hash_password(password), password)


def test_real_parameters_are_those_recommended_and_old_ones_are_noticed(app: Flask) -> None:
    tiny = hash_password(GOOD)
    assert not needs_rehash(tiny)
    app.config["ARGON2_FAST"] = False
    assert "m=19456,t=2,p=1" in hash_password(GOOD)
    assert needs_rehash(tiny)
    assert verify(tiny, GOOD)


def test_an_unknown_account_takes_as_long_as_a_known_one(app: Flask) -> None:
    app.config["ARGON2_FAST"] = False
    kept = hash_password(GOOD)
    verify(None, GOOD)

    def best(stored: str | None) -> float:
        times = []
        for _ in range(5):
            start = time.perf_counter()
            verify(stored, "something else")
            times.append(time.perf_counter() - start)
        return min(times)

    known, unknown, never = best(kept), best(None), best(NEVER)
    assert 0.5 < unknown / known < 2
    assert 0.5 < never / known < 2


def test_one_hash_runs_at_a_time_and_too_many_are_asked_to_come_again(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    running, most = 0, 0
    guard = threading.Lock()

    class Slow:
        def hash(self, _password: bytes) -> str:
            nonlocal running, most
            with guard:
                running += 1
                most = max(most, running)
            time.sleep(0.1)
            with guard:
                running -= 1
            return "x"

    monkeypatch.setattr(passwords, "_hasher", lambda _fast: Slow())

    refused = []

    def work() -> None:
        with app.app_context():
            try:
                hash_password(GOOD)
            except TooManyRequests as refusal:
                refused.append(refusal)

    threads = [threading.Thread(target=work) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert most == 1
    assert len(refused) == 8 - PLACES
    assert {(one.retry_after, one.why) for one in refused} == {(3, "busy")}
    hash_password(GOOD)  # Who comes later gets a turn.

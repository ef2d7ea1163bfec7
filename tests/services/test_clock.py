"""Setting the machine's clock neither gives time to people who answer nor takes it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from flask.testing import FlaskClient

from app.services import clock, readiness
from app.services.clock import EvenClock

START = datetime(2026, 11, 24, 2, 0, tzinfo=UTC)


class Machine:
    """A clock that can be set, and one that cannot."""

    def __init__(self) -> None:
        self.passed, self.set_by = 0.0, 0.0

    def machine(self) -> float:
        return START.timestamp() + self.passed + self.set_by

    def even(self) -> float:
        return 1000.0 + self.passed


@pytest.fixture
def machine() -> Machine:
    return Machine()


@pytest.fixture
def even(machine: Machine) -> EvenClock:
    return EvenClock(machine=machine.machine, even=machine.even)


@pytest.mark.parametrize("seconds", [7200, -7200, 1, -1.5])
def test_a_step_is_not_followed_but_reported(
    machine: Machine, even: EvenClock, seconds: float
) -> None:
    machine.passed, machine.set_by = 60, seconds
    assert even.now() == START + timedelta(seconds=60)
    machine.passed = 90
    assert even.now() == START + timedelta(seconds=90)
    assert even.step() == pytest.approx(seconds)


def test_small_corrections_are_followed(machine: Machine, even: EvenClock) -> None:
    for _ in range(5):
        machine.set_by += 0.5
        assert even.now() == START + timedelta(seconds=machine.set_by)
    assert even.step() == 0


def test_a_clock_that_is_set_right_again_is_followed_again(
    machine: Machine, even: EvenClock
) -> None:
    machine.set_by = 3600
    even.now()
    machine.set_by, machine.passed = 0.3, 10
    assert even.now() == START + timedelta(seconds=10.3)
    assert even.step() == 0


def test_processes_that_start_later_take_over_the_time_of_the_server(machine: Machine) -> None:
    handed_on = machine.machine() - machine.even()
    machine.passed, machine.set_by = 60, -3600
    later = EvenClock(handed_on, machine.machine, machine.even)
    assert later.now() == START + timedelta(seconds=60)


def test_readiness_says_that_the_clock_was_set(
    client: FlaskClient, machine: Machine, even: EvenClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(clock, "CLOCK", even)
    assert readiness._clock().note == "runs evenly"
    machine.set_by = -3600
    found = client.get("/readyz").get_json()["checks"]["clock"]
    assert found["ok"]  # It may serve: time runs on as before.
    assert "-3600 s" in found["note"]

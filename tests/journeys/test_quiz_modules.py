"""The quiz's modules on their own, in the browser that runs them."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import BrowserContext, Page

from tests.journeys.site import Site


@pytest.fixture
def page(site: Site, phone: BrowserContext) -> Page:
    opened = phone.new_page()
    opened.goto("/privacy")
    return opened


def run(page: Page, module: str, body: str) -> Any:
    """The value of a function's body that is given the module as `m`."""
    return page.evaluate(
        f"async () => {{ const m = await import('/static/js/quiz/{module}.js'); {body} }}"
    )


def test_every_exchange_narrows_what_the_server_time_can_be(page: Page) -> None:
    at = run(
        page,
        "clock",
        """
        let counter = 0;
        const clock = m.makeClock(() => counter);
        clock.learn(0, 4000, 1002000);       // somewhere between 998000 and 1002000 at 0
        clock.learn(5000, 5200, 1006100);    // between 1000900 and 1001100 at 0
        clock.learn(6000, 9000, 1008000);    // says less than is known
        counter = 10000;
        return clock.now();
        """,
    )
    assert at == 1011000


def test_after_a_sleep_only_the_newest_exchange_is_believed(page: Page) -> None:
    at = run(
        page,
        "clock",
        """
        let counter = 0;
        const clock = m.makeClock(() => counter);
        clock.learn(0, 100, 1000050);
        clock.learn(200, 300, 1300250);      // the counter stood still for five minutes
        counter = 1000;
        return clock.now();
        """,
    )
    assert at == 1301000


TIMER = """
  const root = document.createElement("div");
  root.innerHTML = "<p data-timer><b data-timer-label></b><i data-timer-value></i></p>";
  let now = 0;
  const said = [], warned = [];
  let overs = 0;
  const timer = m.startTimer({
    root,
    clock: { now: () => now },
    deadline: START,
    say: (word, values = {}) => [word, ...Object.values(values)].join(" "),
    announce: (text) => said.push(text),
    warn: (text) => warned.push(text),
    over: () => { overs += 1; },
  });
  const to = (left) => { now = START - left * 1000; timer.tick(); };
  const shown = () => root.textContent;
"""


def timed(page: Page, start: int, body: str) -> Any:
    return run(page, "timer", f"const START = {start * 1000}; {TIMER} {body}")


def test_the_countdown_speaks_each_minute_and_warns_at_five_and_at_one(page: Page) -> None:
    said, warned = timed(
        page,
        400,
        """
        for (let left = 400; left > 55; left -= 1) to(left);
        return [said, warned];
        """,
    )
    assert said == ["minutes_left 6", "minutes_left 4", "minutes_left 3", "minutes_left 2"]
    assert warned == ["warn_five", "warn_one"]


def test_in_the_last_minute_it_speaks_each_ten_seconds(page: Page) -> None:
    said, overs, shown = timed(
        page,
        59,
        """
        for (let left = 59; left >= 0; left -= 1) to(left);
        return [said, overs, shown()];
        """,
    )
    assert said == [f"seconds_left {left}" for left in (50, 40, 30, 20, 10)]
    assert overs == 1
    assert shown == "time_over0:00"


def test_after_a_long_sleep_only_the_present_is_spoken_of(page: Page) -> None:
    said, warned, shown = timed(page, 800, "to(800); to(45); return [said, warned, shown()];")
    assert said == []
    assert warned == ["warn_one"]
    assert shown == "time_last0:45"


def test_a_disk_that_fails_in_the_middle_is_left_for_memory(page: Page) -> None:
    kept, durable, sent = run(
        page,
        "outbox",
        """
        const { memoryStore } = await import("/static/js/quiz/store.js");
        const disk = { ...memoryStore(), durable: true };
        const sent = [];
        const transport = { save: async (batch) => {
          sent.push(batch.map((entry) => entry.seq));
          return { kind: "saved", lastSeq: batch.at(-1)?.seq || 0, saved: 1, superseded: {} };
        } };
        const on = new Proxy({}, { get: () => () => {} });
        const outbox = m.makeOutbox({
          store: disk, spill: memoryStore, transport, lastSeq: 4, saved: 0, on, now: () => 0,
        });
        await outbox.add("one", "a");
        disk.add = async () => { throw new Error("full"); };
        await outbox.add("two", "b");
        const done = await outbox.flush();
        return [done, outbox.state.durable, sent.flat()];
        """,
    )
    assert kept is True
    assert durable is False
    assert sent == [5, 6]


def test_an_entry_that_the_server_refuses_does_not_hold_up_the_others(page: Page) -> None:
    refused, sent, waiting = run(
        page,
        "outbox",
        """
        const { memoryStore } = await import("/static/js/quiz/store.js");
        const sent = [], refused = [];
        const transport = { save: async (batch) => {
          const bad = batch.findIndex((entry) => entry.response === "bad");
          if (bad >= 0) return { kind: "refused", wrong: [bad] };
          sent.push(...batch.map((entry) => entry.response));
          return { kind: "saved", lastSeq: 3, saved: sent.length, superseded: {} };
        } };
        const on = new Proxy({}, { get: (_, name) =>
          name === "refused" ? (id) => refused.push(id) : () => {} });
        const outbox = m.makeOutbox({
          store: memoryStore(), spill: memoryStore, transport, lastSeq: 0, saved: 0, on,
          now: () => 0,
        });
        await Promise.all([
          outbox.add("one", "good"), outbox.add("two", "bad"), outbox.add("three", "fine"),
        ]);
        await outbox.flush();
        return [refused, sent, outbox.waitingQuestions().size];
        """,
    )
    assert refused == ["two"]
    assert sent == ["good", "fine"]
    assert waiting == 0


def test_taps_are_never_noted_earlier_than_the_tap_before(page: Page) -> None:
    noted, kept = run(
        page,
        "outbox",
        """
        const { memoryStore } = await import("/static/js/quiz/store.js");
        const store = memoryStore();
        const times = [5000.4, 4200, 9000];
        const on = new Proxy({}, { get: () => () => {} });
        const outbox = m.makeOutbox({
          store, spill: memoryStore, lastSeq: 0, saved: 0, on, now: () => times.shift(),
          transport: { save: async () => ({ kind: "closed" }) },
        });
        for (const question of ["one", "two", "three"]) await outbox.add(question, "a");
        const made = (entries) => entries.map((entry) => entry.made_at);
        return [made(outbox.unsent()), made(await store.list())];
        """,
    )
    assert noted == [5000, 5000, 9000]
    assert kept == noted


def test_the_clock_tells_how_far_it_may_be_off(page: Page) -> None:
    first, second = run(
        page,
        "clock",
        """
        const clock = m.makeClock(() => 0);
        clock.learn(0, 800, 10_000);
        const first = clock.doubt();
        clock.learn(900, 1000, 10_300);
        return [first, clock.doubt()];
        """,
    )
    assert first == {"spread": 400, "exchanges": 1}
    assert second == {"spread": 50, "exchanges": 2}

"""Writers of one SQLite file wait their turn, over threads and processes."""

from __future__ import annotations

import multiprocessing
import threading
import time
from multiprocessing.synchronize import Event
from pathlib import Path

from app.storage.writer_lock import WriterLock

FORK = multiprocessing.get_context("fork")


def test_one_thread_at_a_time_holds_the_lock(tmp_path: Path) -> None:
    lock = WriterLock(tmp_path / "db")
    inside, most = 0, 0
    guard = threading.Lock()

    def work() -> None:
        nonlocal inside, most
        for _ in range(20):
            with lock.held():
                with guard:
                    inside += 1
                    most = max(most, inside)
                time.sleep(0.0005)
                with guard:
                    inside -= 1

    threads = [threading.Thread(target=work) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert most == 1


def hold_until(path: Path, held: Event, release: Event) -> None:
    with WriterLock(path).held():
        held.set()
        release.wait(10)


def test_another_process_waits_until_the_lock_is_free(tmp_path: Path) -> None:
    held, release = FORK.Event(), FORK.Event()
    other = FORK.Process(target=hold_until, args=(tmp_path / "db", held, release))
    other.start()
    assert held.wait(10)
    got = threading.Event()

    def wait_for_it() -> None:
        with WriterLock(tmp_path / "db").held():
            got.set()

    waiter = threading.Thread(target=wait_for_it)
    waiter.start()
    assert not got.wait(0.2)
    release.set()
    assert got.wait(10)
    waiter.join()
    other.join()


def test_a_killed_process_frees_the_lock(tmp_path: Path) -> None:
    held, release = FORK.Event(), FORK.Event()
    other = FORK.Process(target=hold_until, args=(tmp_path / "db", held, release))
    other.start()
    assert held.wait(10)
    other.kill()
    other.join()
    with WriterLock(tmp_path / "db").held():
        pass


def test_nobody_overtakes_a_waiting_writer_twice(tmp_path: Path) -> None:
    lock = WriterLock(tmp_path / "db")
    turns: list[str] = []
    stop = threading.Event()

    def greedy() -> None:
        while not stop.is_set():
            with lock.held():
                turns.append("greedy")
                time.sleep(0.002)

    thread = threading.Thread(target=greedy)
    thread.start()
    waits = []
    for _ in range(10):
        before = len(turns)
        with lock.held():
            waits.append(len(turns) - before)
        time.sleep(0.001)
    stop.set()
    thread.join()
    # While we wait behind the turnstile, only the present holder can still finish,
    # and at most one more may have passed the turnstile before us.
    assert max(waits) <= 2, waits

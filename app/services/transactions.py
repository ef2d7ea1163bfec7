"""One use case, one transaction: begun for writing, committed once, at its end."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any, TypeVar

from flask import current_app
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from app.storage.db import db
from app.storage.links import Link
from app.storage.transactions import begin_writing, begin_writing_plainly
from app.storage.transactions import end_reading as stop_reading

T = TypeVar("T")


@contextmanager
def writing() -> Iterator[Session]:
    """A write that is durable when the block has ended, and undone when it raises."""
    with begin_writing() as session:
        yield session
        session.commit()


@contextmanager
def writing_plainly() -> Iterator[Link]:
    """As `writing`, with the driver's connection: for the answering path alone."""
    with begin_writing_plainly() as link:
        yield link
        link.commit()


def end_reading() -> None:
    """Let go of what this thread has read, so that the next read sees what is new.

    Requests do this by themselves; loops outside requests must.
    """
    db.session.remove()


def write_together(act: Callable[[Link], T]) -> T:
    """What a small write gives, durable when this returns; writes that wait share one commit.

    Only for acts that check before they write and use nothing but the link given
    to them: on SQLite another thread of this process may run them, one after the
    other with others, in one transaction. Raises what the act raises.
    """
    if db.engine.dialect.name != "sqlite":
        with writing_plainly() as link:
            return act(link)
    stop_reading()
    together: _Together = current_app.extensions.get(
        "thiso_together"
    ) or current_app.extensions.setdefault("thiso_together", _Together())
    found: T = together.write(act)
    return found


@dataclass(slots=True)
class _Waiting:
    """A write that waits for its turn; `leads` when its thread is to do what waits."""

    act: Callable[[Link], Any]
    woken: threading.Event = field(default_factory=threading.Event)
    leads: bool = False
    result: Any = None
    error: BaseException | None = None


class _Together:
    """Writes of one process: one thread at a time leads, takes all that waits, commits once."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._waiting: list[_Waiting] = []
        self._is_led = False

    def write(self, act: Callable[[Link], Any]) -> Any:
        """Do it, or wait until another thread has."""
        mine = _Waiting(act)
        with self._lock:
            self._waiting.append(mine)
            mine.leads, self._is_led = not self._is_led, True
        if not mine.leads:
            mine.woken.wait()
        if mine.leads:
            self._lead(mine)
        if mine.error is not None:
            raise mine.error
        return mine.result

    def _lead(self, mine: _Waiting) -> None:
        batch: list[_Waiting] = []
        try:
            with writing_plainly() as link:
                batch = self._take()  # After the wait for the database: as many as came.
                _do_each(link, batch)
        except SQLAlchemyError:
            for one in batch or self._take():
                _do_alone(one)
        except BaseException as error:
            for one in batch or self._take():
                one.error = error
            raise
        finally:
            self._hand_over(mine, batch)

    def _take(self) -> list[_Waiting]:
        with self._lock:
            taken, self._waiting = self._waiting, []
        return taken

    def _hand_over(self, mine: _Waiting, done: list[_Waiting]) -> None:
        with self._lock:
            following = next(iter(self._waiting), None)
            self._is_led = following is not None
        for one in done:
            if one is not mine:
                one.woken.set()
        if following is not None:
            following.leads = True
            following.woken.set()


def _do_each(link: Link, batch: list[_Waiting]) -> None:
    for one in batch:
        try:
            one.result = one.act(link)
        except SQLAlchemyError:
            raise
        except Exception as error:
            # It has only looked so far: the others need not suffer from its refusal.
            one.error = error


def _do_alone(one: _Waiting) -> None:
    one.result = one.error = None
    try:
        with writing_plainly() as link:
            one.result = one.act(link)
    except Exception as error:
        one.error = error

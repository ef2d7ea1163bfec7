"""Making an instance ready: migrations, communes, and the demonstration if wanted."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from flask_migrate import upgrade

from app.config import Settings
from app.services import demo, first_run, people, units


@dataclass(frozen=True, slots=True)
class Prepared:
    """What was done; `demo` only when the demonstration was made just now.

    `setup_code` as long as nobody looks after the instance: it opens the page /setup.
    """

    demo: demo.Demo | None
    setup_code: str | None = None


def prepare(
    settings: Settings,
    *,
    now: datetime,
    say: Callable[[str], None],
    below: Callable[[int], int],
) -> Prepared:
    """Migrate; on an instance without people also load communes and, if set, the demo.

    Does nothing twice: a second start only checks. `below` gives the chance numbers of
    the code by which an empty instance is set up.
    """
    upgrade()
    if units.count_communes() == 0:
        say("communes")
        units.load_communes(settings.province_code)
    if not settings.demo or people.count_people() > 0:
        return Prepared(demo=None, setup_code=first_run.open_door(below))
    return Prepared(demo=demo.make_demo(now=now, say=say))

"""When backups are made, and which of them are kept: some days, some weeks, some months."""

from __future__ import annotations

from collections.abc import Callable, Collection, Hashable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, timezone

LOCAL = timezone(timedelta(hours=7))
RETRY_AFTER = timedelta(hours=1)
OLD_AFTER = timedelta(hours=36)
"""A nightly backup that is older has been missed once."""
_PREFIX, _SUFFIX, _STAMP = "thiso-", ".backup.zip", "%Y%m%dT%H%M%SZ"


@dataclass(frozen=True, slots=True)
class Keep:
    """How many are kept: one for each of the last so many days, weeks and months that have any."""

    days: int = 7
    weeks: int = 5
    months: int = 12


def file_name(created_at: datetime) -> str:
    """The name of a backup that the schedule makes; `created_at` is aware."""
    return f"{_PREFIX}{created_at.astimezone(UTC):{_STAMP}}{_SUFFIX}"


def created_at(name: str) -> datetime | None:
    """When a backup of this name was made; None for files that the schedule did not make."""
    if not (name.startswith(_PREFIX) and name.endswith(_SUFFIX)):
        return None
    stamp = name.removeprefix(_PREFIX).removesuffix(_SUFFIX)
    try:
        moment = datetime.strptime(stamp, _STAMP)
    except ValueError:
        return None
    moment = moment.replace(tzinfo=UTC)
    return moment if file_name(moment) == name else None


def superfluous(names: Collection[str], keep: Keep) -> list[str]:
    """The names to remove, oldest first. Other files, and always the newest backup, stay.

    Of each Vietnamese day, week (from Monday) and month that is kept, the newest stays.
    """
    dated = sorted(((at, name) for name in names if (at := created_at(name))), reverse=True)
    kept = {name for _, name in dated[:1]}
    kept |= _newest_of(dated, lambda at: at.date(), keep.days)
    kept |= _newest_of(dated, lambda at: at.isocalendar()[:2], keep.weeks)
    kept |= _newest_of(dated, lambda at: (at.year, at.month), keep.months)
    return [name for _, name in reversed(dated) if name not in kept]


def is_due(last: datetime | None, failed: datetime | None, hour: int, now: datetime) -> bool:
    """Whether the nightly backup is to be made: its hour (Vietnamese time) has passed since `last`.

    `failed` is when it was last tried in vain; then it is tried again an hour later.
    """
    if failed is not None and now < failed + RETRY_AFTER:
        return False
    local = now.astimezone(LOCAL)
    turn = local.replace(hour=hour, minute=0, second=0, microsecond=0)
    if turn > local:
        turn -= timedelta(days=1)
    return last is None or last < turn


def _newest_of(
    dated: list[tuple[datetime, str]], period: Callable[[datetime], Hashable], count: int
) -> set[str]:
    seen: dict[Hashable, str] = {}
    for at, name in dated:
        key = period(at.astimezone(LOCAL))
        if key not in seen and len(seen) >= count:
            break
        seen.setdefault(key, name)
    return set(seen.values())

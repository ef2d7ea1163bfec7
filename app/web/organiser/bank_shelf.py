"""The banks that an organiser may choose from, each in one exact version."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import dataclass

from flask_babel import gettext as _

from app.domain.contest_rules import Draw
from app.domain.questions import Topic
from app.services import banks
from app.services.banks import BankView, Cell, CompiledBank, VersionView
from app.web.access import held_banks


@dataclass(frozen=True, slots=True)
class Shelved:
    """A bank in one version."""

    bank: BankView
    version: VersionView

    @property
    def value(self) -> str:
        """How a form names it: slug and version."""
        return f"{self.bank.slug}/{self.version.number}"

    @property
    def label(self) -> str:
        """How people read it."""
        return _(
            "%(title)s (bản %(number)s, %(count)s câu)",
            title=self.bank.title,
            number=self.version.number,
            count=self.version.question_count,
        )


class Shelf:
    """Every bank that is not held, newest version, and the versions that a contest uses already."""

    def __init__(self, used: Collection[int] = ()) -> None:
        self._by_value = {
            shelved.value: shelved
            for bank in banks.list_banks()
            for version in bank.versions
            if version.id in used or (version == bank.latest and bank.slug not in held_banks())
            for shelved in [Shelved(bank, version)]
        }

    def choices(self) -> list[tuple[str, str]]:
        """Values and labels for a select."""
        return [(value, shelved.label) for value, shelved in self._by_value.items()]

    def find(self, value: str | None) -> Shelved | None:
        """The bank of a form's value."""
        return self._by_value.get(value or "")

    def value_of(self, version_id: int) -> str | None:
        """How a form names this version."""
        found = (s.value for s in self._by_value.values() if s.version.id == version_id)
        return next(found, None)

    def newest(self, besides: str | None = None) -> Shelved | None:
        """What was imported last; the bank `besides` only where there is no other."""
        return max(
            self._by_value.values(),
            key=lambda s: (s.bank.slug != besides, s.version.created_at),
            default=None,
        )

    def read(self, values: Iterable[str | None]) -> list[CompiledBank]:
        """The chosen banks, each once, ready for counting."""
        found = {value: self.find(value) for value in values}
        return [banks.compiled(shelved.version.id) for shelved in found.values() if shelved]


def topics_of(chosen: Iterable[CompiledBank]) -> list[Topic]:
    """The topics of the banks, each once, in their order."""
    return list({topic.id: topic for bank in chosen for topic in bank.topics}.values())


def available(stock: Iterable[Counter[Cell]], draw: Draw) -> int:
    """How many questions fit a draw, in the bank that has fewest of them."""
    return min((_fitting(counts, draw) for counts in stock), default=0)


def _fitting(counts: Counter[Cell], draw: Draw) -> int:
    return sum(
        count
        for (topic, level), count in counts.items()
        if draw.topic in (None, topic) and draw.difficulty in (None, level)
    )

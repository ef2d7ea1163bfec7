"""Plausible people for demonstrations: names of the province, units, skill; all invented."""

from __future__ import annotations

import random
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from app.domain.contest_rules import Rules
from app.domain.eligibility import year_of

_FAMILY = (
    "Nguyễn", "Trần", "Lê", "Phạm", "Hoàng", "Vũ", "Đặng", "Bùi", "Đỗ", "Nông", "Ma", "Lý",
    "Hà", "La", "Quan", "Chẩu", "Giàng", "Vàng", "Sùng", "Thào", "Lò", "Triệu", "Bàn", "Đinh",
)  # fmt: skip
_MIDDLE_WOMEN = ("Thị", "Thị Minh", "Thị Thu", "Thị Bích", "Thuỳ", "Thị Ngọc", "Thị Hồng", "Mai")
_MIDDLE_MEN = ("Văn", "Đức", "Quốc", "Minh", "Xuân", "Hữu", "Trọng", "Văn", "Quang", "Thanh")
_GIVEN_WOMEN = (
    "Hạnh", "Hoa", "Lan", "Hương", "Thảo", "Trang", "Nga", "Yến", "Huyền", "Oanh", "Dung",
    "Phượng", "Thuý", "Ngân", "Liên", "Mỷ", "Dín", "Sim", "Ánh", "Xuân",
)  # fmt: skip
_GIVEN_MEN = (
    "Hùng", "Dũng", "Sơn", "Tuấn", "Long", "Nam", "Thắng", "Hải", "Toàn", "Kiên", "Đạt",
    "Sính", "Páo", "Chứ", "Khánh", "Phong", "Tùng", "Vinh", "Quân", "Bình",
)  # fmt: skip
_GROUPS = (
    ("cadre", 5),
    ("civil_servant", 18),
    ("public_employee", 22),
    ("union_member", 18),
    ("association_member", 12),
    ("student", 15),
    ("resident", 10),
)
_RESIDENTS_WITHOUT_ORGANISATION = 0.8
_AGES = (18, 65)


@dataclass(frozen=True, slots=True)
class DemoPerson:
    """An invented person; `skill` is the chance of a right answer."""

    phone: str
    full_name: str
    group: str
    commune: str
    organisation: str | None
    skill: float
    birth_year: int | None = None


def phone_of(number: int) -> str:
    """The phone of the invented person of this number."""
    return f"+8498{number:07d}"


def invent(
    chance: random.Random,
    *,
    numbers: Iterable[int],
    communes: Sequence[str],
    units: Sequence[str],
    rules: Rules,
    at: datetime,
) -> Iterator[DemoPerson]:
    """People with these numbers, who may take part under the rules at the moment `at`.

    Communes and units are met unevenly, as in life: the first of a shuffled list most.
    """
    known = [one for one in _GROUPS if not rules.groups or one[0] in rules.groups]
    groups, shares = zip(*(known or [(one, 1) for one in rules.groups]), strict=True)
    for number in numbers:
        group = chance.choices(groups, shares)[0]
        alone = group == "resident" and chance.random() < _RESIDENTS_WITHOUT_ORGANISATION
        yield DemoPerson(
            phone=phone_of(number),
            full_name=_name(chance),
            group=group,
            commune=_uneven(chance, communes),
            organisation=None if alone or not units else _uneven(chance, units),
            skill=min(0.97, max(0.3, chance.gauss(0.72, 0.14))),
            birth_year=_birth_year(chance, rules, at),
        )


def _birth_year(chance: random.Random, rules: Rules, at: datetime) -> int | None:
    if not rules.asks_birth_year:
        return None
    youngest, oldest = _AGES
    low = youngest if rules.min_age is None else rules.min_age
    high = oldest if rules.max_age is None else rules.max_age
    return year_of(at) - chance.randint(min(low, high), max(low, high))


def _name(chance: random.Random) -> str:
    woman = chance.random() < 0.5
    middle = chance.choice(_MIDDLE_WOMEN if woman else _MIDDLE_MEN)
    given = chance.choice(_GIVEN_WOMEN if woman else _GIVEN_MEN)
    return f"{chance.choice(_FAMILY)} {middle} {given}"


def _uneven(chance: random.Random, things: Sequence[str]) -> str:
    return things[int(len(things) * chance.random() ** 1.6)]

"""Plausible people for demonstrations: names of the province, units, skill; all invented."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

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


@dataclass(frozen=True, slots=True)
class DemoPerson:
    """An invented person; `skill` is the chance of a right answer."""

    phone: str
    full_name: str
    group: str
    commune: str
    organisation: str | None
    skill: float


def invent(
    chance: random.Random, *, count: int, first: int, communes: Sequence[str], units: Sequence[str]
) -> Iterator[DemoPerson]:
    """`count` people, numbered from `first` so that phones never repeat.

    Communes and units are met unevenly, as in life: the first of a shuffled list most.
    """
    groups, shares = zip(*_GROUPS, strict=True)
    for number in range(first, first + count):
        group = chance.choices(groups, shares)[0]
        alone = group == "resident" and chance.random() < _RESIDENTS_WITHOUT_ORGANISATION
        yield DemoPerson(
            phone=f"+8498{number:07d}",
            full_name=_name(chance),
            group=group,
            commune=_uneven(chance, communes),
            organisation=None if alone or not units else _uneven(chance, units),
            skill=min(0.97, max(0.3, chance.gauss(0.72, 0.14))),
        )


def _name(chance: random.Random) -> str:
    woman = chance.random() < 0.5
    middle = chance.choice(_MIDDLE_WOMEN if woman else _MIDDLE_MEN)
    given = chance.choice(_GIVEN_WOMEN if woman else _GIVEN_MEN)
    return f"{chance.choice(_FAMILY)} {middle} {given}"


def _uneven(chance: random.Random, things: Sequence[str]) -> str:
    return things[int(len(things) * chance.random() ** 1.6)]

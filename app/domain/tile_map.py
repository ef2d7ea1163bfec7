"""The communes of Tuyên Quang as tiles, each in the block of its former district.

Since July 2025 there are no districts, but people know where they lay, and the official
code of a commune is that of an older one whose district is known (release 0.6.0 of
vietnam-provinces lists them all). So much is certain and so much is shown: which commune
belongs to which former district. Where in its block a tile stands follows its code and
says nothing; how the blocks stand to each other is a matter of looks (tile-map.css).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

STEPS = 5


@dataclass(frozen=True, slots=True)
class Block:
    """A former district: a key for style sheets, its name, and its communes' codes.

    The name is None of a block of communes whose district is not known.
    """

    key: str
    name: str | None
    codes: tuple[str, ...]


def _block(key: str, name: str, codes: str) -> Block:
    return Block(key, name, tuple(codes.split()))


# From the north to the south, and there from the west to the east.
BLOCKS: tuple[Block, ...] = (
    _block("quan-ba", "Quản Bạ", "00874 00883 00889 00892 00901"),
    _block("yen-minh", "Yên Minh", "00820 00829 00832 00847 00859 00865 00871"),
    _block("dong-van", "Đồng Văn", "00715 00721 00733 00745 00763"),
    _block("meo-vac", "Mèo Vạc", "00769 00778 00787 00802 00808 00817"),
    _block(
        "vi-xuyen",
        "Vị Xuyên",
        "00706 00913 00919 00922 00925 00928 00937 00952 00958 00967 00970 00976",
    ),
    _block("ha-giang", "TP. Hà Giang", "00691 00694 00700"),
    _block("bac-me", "Bắc Mê", "00982 00985 00991 00994 01006 01012"),
    _block("xin-man", "Xín Mần", "01096 01108 01117 01141 01144 01147"),
    _block("hoang-su-phi", "Hoàng Su Phì", "01021 01024 01033 01051 01057 01075 01084 01090"),
    _block("quang-binh", "Quang Bình", "01225 01234 01237 01243 01246 01255 01261"),
    _block("bac-quang", "Bắc Quang", "01153 01156 01165 01171 01180 01192 01201 01216"),
    _block("lam-binh", "Lâm Bình", "02266 02269 02296 02302"),
    _block("na-hang", "Na Hang", "02221 02239 02245 02248 02260"),
    _block("ham-yen", "Hàm Yên", "02374 02380 02392 02398 02404 02407 02419 02425"),
    _block(
        "chiem-hoa",
        "Chiêm Hoá",
        "02287 02305 02308 02317 02320 02332 02350 02353 02359 02365",
    ),
    _block("yen-son", "Yên Sơn", "02434 02437 02449 02455 02458 02470 02473 02494 02530"),
    _block("tuyen-quang", "TP. Tuyên Quang", "02212 02215 02509 02512 02524"),
    _block(
        "son-duong",
        "Sơn Dương",
        "02536 02545 02548 02554 02572 02578 02608 02611 02620 02623",
    ),
)
REST = "rest"


def arrange(codes: Iterable[str]) -> list[Block]:
    """The blocks that communes with these codes fill, north first; unknown ones come last."""
    wanted = set(codes)
    found = [
        Block(block.key, block.name, tuple(code for code in block.codes if code in wanted))
        for block in BLOCKS
    ]
    known = {code for block in BLOCKS for code in block.codes}
    rest = tuple(sorted(wanted - known))
    return [block for block in (*found, Block(REST, None, rest)) if block.codes]


def breaks(values: Iterable[int]) -> tuple[int, ...]:
    """Round numbers that part values above 0 into at most five steps of about equally many.

    A value belongs to the step of the greatest break that it reaches; the first break
    is 1, so that 0 is below all steps. Fewer steps where values are few or alike.
    """
    known = sorted(value for value in values if value > 0)
    if not known:
        return ()
    found = [1]
    for step in range(1, STEPS):
        bound = round_down(known[len(known) * step // STEPS])
        if bound > found[-1]:
            found.append(bound)
    return tuple(found)


def round_down(value: int) -> int:
    """The greatest round number not above a positive value: 1 to 10, 15, 20 … 95, 100, 150 …"""
    if value < 10:
        return value
    step = 5 * 10 ** (len(str(value)) - 2)
    return value // step * step


def step_of(value: int, parts: Sequence[int]) -> int:
    """Which step a value belongs to, from 1; 0 when it is below all."""
    return sum(value >= part for part in parts)


def spread(step: int, count: int) -> int:
    """The shade of a step, 1 to 5, where there are only `count` steps: the last is always 5."""
    if step == 0 or count <= 1:
        return STEPS if step else 0
    return 1 + (step - 1) * (STEPS - 1) // (count - 1)

"""The communes as tiles: every one has its place, and shades part them evenly."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from vietnam_provinces import ProvinceCode, Ward

from app.domain import tile_map

OFFICIAL = {f"{int(ward.code):05d}": ward.name for ward in Ward.iter_by_province(ProvinceCode.P_08)}
counts = st.lists(st.integers(0, 100_000), max_size=200)


def test_every_commune_of_the_province_has_one_tile_and_nothing_else_has() -> None:
    placed = [code for block in tile_map.BLOCKS for code in block.codes]
    assert len(placed) == len(set(placed)) == 124
    assert set(placed) == set(OFFICIAL)


@pytest.mark.parametrize(
    ("commune", "district"),
    [
        ("Xã Đồng Văn", "Đồng Văn"),
        ("Xã Hoàng Su Phì", "Hoàng Su Phì"),
        ("Phường Hà Giang 1", "TP. Hà Giang"),
        ("Phường Minh Xuân", "TP. Tuyên Quang"),
        ("Xã Tân Trào", "Sơn Dương"),
        ("Xã Nà Hang", "Na Hang"),
        ("Xã Lâm Bình", "Lâm Bình"),
    ],
)
def test_well_known_communes_lie_in_their_former_district(commune: str, district: str) -> None:
    code = next(code for code, name in OFFICIAL.items() if name == commune)
    block = next(block for block in tile_map.BLOCKS if code in block.codes)
    assert block.name == district


def test_a_block_has_its_own_place_in_the_style_sheet() -> None:
    from app.config import ROOT

    style = (ROOT / "app/static/css/tile-map.css").read_text(encoding="utf-8")
    for block in tile_map.BLOCKS:
        assert f".tile-block-{block.key} {{ grid-area:" in style


def test_communes_of_elsewhere_come_in_one_block_without_a_name() -> None:
    blocks = tile_map.arrange(["00004", "00721", "00070"])
    assert [(block.name, block.codes) for block in blocks] == [
        ("Đồng Văn", ("00721",)),
        (None, ("00004", "00070")),
    ]
    assert tile_map.arrange([]) == []


@given(counts)
def test_breaks_begin_at_one_rise_and_are_at_most_five(values: list[int]) -> None:
    parts = tile_map.breaks(values)
    assert len(parts) <= tile_map.STEPS
    assert list(parts) == sorted(set(parts))
    assert (parts[:1] == (1,)) is any(values)


@given(counts)
def test_more_people_never_have_a_paler_shade(values: list[int]) -> None:
    parts = tile_map.breaks(values)
    shades = [
        tile_map.spread(tile_map.step_of(value, parts), len(parts)) for value in sorted(values)
    ]
    assert shades == sorted(shades)
    assert all(
        (shade == 0) is (value == 0) for value, shade in zip(sorted(values), shades, strict=True)
    )
    assert not shades or max(shades) in (0, tile_map.STEPS)


def test_many_different_values_have_five_shades_of_equally_many() -> None:
    parts = tile_map.breaks(range(1, 101))
    assert parts == (1, 20, 40, 60, 80)
    assert [tile_map.step_of(value, parts) for value in (0, 1, 19, 20, 80, 999)] == [
        0,
        1,
        1,
        2,
        5,
        5,
    ]


@pytest.mark.parametrize(
    ("value", "rounded"),
    [(1, 1), (9, 9), (10, 10), (14, 10), (15, 15), (99, 95), (123, 100), (1999, 1500)],
)
def test_breaks_are_round_numbers(value: int, rounded: int) -> None:
    assert tile_map.round_down(value) == rounded

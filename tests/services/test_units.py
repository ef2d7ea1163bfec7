"""Communes and organisations: loaded, found without accents, listed in one read."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask import Flask
from sqlalchemy import event, update

from app.services import units
from app.services.demo_organisations import ORGANISATIONS
from app.services.transactions import writing
from app.storage.db import db
from app.storage.tables import Commune, Organisation
from tests.factories import DONG_VAN, an_organisation, some_communes


def count_selects(run: Callable[[], object]) -> int:
    db.session.remove()
    statements: list[str] = []
    event.listen(db.engine, "before_cursor_execute", lambda *a: statements.append(a[2]))
    run()
    return sum(one.lstrip().upper().startswith("SELECT") for one in statements)


def test_tuyen_quang_has_124_communes_of_which_7_are_wards(app: Flask) -> None:
    assert units.load_communes(8) == units.count_communes() == 124
    communes = units.list_communes()
    assert len(communes) == 124
    assert sum(commune.name.startswith("Phường ") for commune in communes) == 7
    assert sum(commune.name.startswith("Xã ") for commune in communes) == 117
    assert all(len(one.code) == 5 and one.code.isdigit() for one in communes)
    assert units.find_commune("02269") is not None
    assert [one.name for one in communes[:3]] == [
        "Phường An Tường",
        "Phường Bình Thuận",
        "Phường Hà Giang 1",
    ]


def test_loading_communes_again_keeps_their_headcounts(app: Flask) -> None:
    units.load_communes(8)
    with writing() as session:
        session.execute(update(Commune).where(Commune.code == DONG_VAN).values(headcount=7))
    assert units.load_communes(8) == 124
    found = units.find_commune(DONG_VAN)
    assert found is not None
    assert found.headcount == 7


def test_an_unknown_province_has_no_communes(app: Flask) -> None:
    with pytest.raises(ValueError, match="100"):
        units.load_communes(100)


@pytest.mark.parametrize("query", ["đồng văn", "DONG VAN", "van dong", " 00721 "])
def test_a_commune_is_found_however_it_is_typed(app: Flask, query: str) -> None:
    some_communes()
    assert [one.code for one in units.list_communes(query)] == [DONG_VAN]


@pytest.mark.parametrize("query", ["Hà Nội", "%", "_", "'; --", "\x00", "\ud800"])
def test_what_is_not_there_is_not_found(app: Flask, query: str) -> None:
    some_communes()
    an_organisation()
    assert units.list_communes(query) == []
    assert units.list_organisations(query) == []
    assert units.find_commune(query) is None
    assert units.find_organisation(query) is None


def test_lists_cost_one_query(app: Flask) -> None:
    units.load_communes(8)
    units.load_demo_organisations()
    assert count_selects(lambda: units.list_communes("xã")) == 1
    assert count_selects(lambda: units.list_organisations("sở")) == 1


def test_an_organisation_knows_its_way_from_the_root(app: Flask) -> None:
    an_organisation("ldld", "Liên đoàn Lao động tỉnh", kind="union")
    an_organisation("cd-gd", "Công đoàn ngành Giáo dục", kind="union", parent="ldld")
    an_organisation("cdcs", "Công đoàn cơ sở Trường Tân Trào", kind="union", parent="cd-gd")
    found = units.find_organisation("cdcs")
    assert found is not None
    assert found.parent_code == "cd-gd"
    assert found.path == (
        "Liên đoàn Lao động tỉnh",
        "Công đoàn ngành Giáo dục",
        "Công đoàn cơ sở Trường Tân Trào",
    )
    root = units.find_organisation("ldld")
    assert root is not None
    assert (root.parent_code, root.path) == (None, ("Liên đoàn Lao động tỉnh",))


def test_a_merged_organisation_is_listed_no_more(app: Flask) -> None:
    an_organisation("old", "Sở Thông tin và Truyền thông")
    an_organisation("new", "Sở Khoa học và Công nghệ")
    new = units.find_organisation("new")
    assert new is not None
    with writing() as session:
        session.execute(
            update(Organisation).where(Organisation.code == "old").values(merged_into_id=new.id)
        )
    assert [one.code for one in units.list_organisations()] == ["new"]
    assert units.find_organisation("old") is None


def test_the_demo_organisations_form_a_tree_with_headcounts(app: Flask) -> None:
    assert units.load_demo_organisations() == units.load_demo_organisations() == len(ORGANISATIONS)
    loaded = units.list_organisations()
    assert 55 <= len(loaded) <= 70
    assert {one.kind for one in loaded} == {
        "agency", "association", "department", "enterprise", "school", "union",
    }  # fmt: skip
    headcounts = {one.code: one.headcount or 0 for one in loaded}
    for one in loaded:
        below = sum(headcounts[child.code] for child in loaded if child.parent_code == one.code)
        assert headcounts[one.code] > below, one.code
    assert max(len(one.path) for one in loaded) == 3


def test_demo_offices_of_communes_bear_the_names_of_their_communes(app: Flask) -> None:
    units.load_communes(8)
    units.load_demo_organisations()
    names = {one.code: one.name for one in units.list_communes()}
    offices = [one for one in units.list_organisations() if one.code.startswith("ubnd-")]
    assert len(offices) == 12
    for office in offices:
        name = names[office.code.removeprefix("ubnd-")]
        assert office.name == f"Uỷ ban nhân dân {name[0].lower()}{name[1:]}"

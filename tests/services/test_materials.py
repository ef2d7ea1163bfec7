"""Study materials: links and files, in order, and no file left behind."""

from __future__ import annotations

import hashlib
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from flask import Flask

from app.domain.errors import InvalidRequest, NotFound
from app.services import audit, materials
from app.services.materials import NewFile

PDF = b"%PDF-1.7\nSo tay"
OTHER = b"%PDF-1.7\nBan moi"
LINK = "https://vanban.chinhphu.vn"


@pytest.fixture(autouse=True)
def _database(app: Flask) -> None:
    """Every test here needs one."""


@pytest.fixture
def folder(app: Flask) -> Path:
    return Path(app.config["SETTINGS"].instance) / "uploads"


def add(now: datetime, title: str = "Sổ tay", **given: Any) -> int:
    values: dict[str, Any] = {"topic": "Sổ tay", "summary": "", "link": LINK, "file": None, **given}
    return materials.add_material(title=title, **values, account_id=None, now=now)


def edit(now: datetime, material_id: int, **given: Any) -> None:
    values: dict[str, Any] = {
        "topic": "Sổ tay",
        "title": "Sổ tay",
        "summary": "",
        "link": "",
        "file": None,
        "remove_file": False,
        **given,
    }
    materials.edit_material(material_id, **values, account_id=None, now=now)


def titles() -> list[tuple[str, list[str]]]:
    return [(topic, [one.title for one in found]) for topic, found in materials.list_materials()]


def test_materials_stand_by_topic_and_can_be_moved(now: datetime) -> None:
    first = add(now, "một", topic="A")
    add(now, "hai", topic="B")
    third = add(now, "ba", topic="A")
    assert titles() == [("A", ["một", "ba"]), ("B", ["hai"])]
    materials.move_material(third, up=True, account_id=None, now=now)
    assert titles() == [("A", ["ba", "một"]), ("B", ["hai"])]
    materials.move_material(first, up=False, account_id=None, now=now)
    assert titles() == [("A", ["ba", "một"]), ("B", ["hai"])]
    assert audit.find_broken_link() is None


def test_a_file_comes_back_as_it_was_under_its_true_type(now: datetime, folder: Path) -> None:
    one = add(now, link="", file=NewFile("Sổ tay.exe", PDF))
    served = materials.get_file(one)
    assert (served.name, served.media_type) == ("Sổ tay.exe.pdf", "application/pdf")
    assert served.path.read_bytes() == PDF
    assert [path.name for path in folder.iterdir()] == [hashlib.sha256(PDF).hexdigest()]


def test_the_same_file_is_kept_once_and_gone_with_its_last_material(
    now: datetime, folder: Path
) -> None:
    one = add(now, file=NewFile("a.pdf", PDF))
    two = add(now, file=NewFile("b.pdf", PDF))
    assert len(list(folder.iterdir())) == 1
    materials.delete_material(one, account_id=None, now=now)
    assert materials.get_file(two).path.exists()
    materials.delete_material(two, account_id=None, now=now)
    assert list(folder.iterdir()) == []


def test_a_file_stays_until_it_is_replaced_or_taken_away(now: datetime, folder: Path) -> None:
    one = add(now, file=NewFile("a.pdf", PDF))
    edit(now, one, title="Tên khác")
    assert materials.get_material(one).title == "Tên khác"
    assert materials.get_file(one).name == "a.pdf"
    edit(now, one, file=NewFile("b.pdf", OTHER))
    assert materials.get_file(one).path.read_bytes() == OTHER
    assert len(list(folder.iterdir())) == 1
    with pytest.raises(InvalidRequest, match="link_or_file"):
        edit(now, one, remove_file=True)
    edit(now, one, link=LINK, remove_file=True)
    with pytest.raises(NotFound):
        materials.get_file(one)
    assert list(folder.iterdir()) == []


def test_all_that_is_wrong_is_said_at_once_and_nothing_is_kept(now: datetime) -> None:
    with pytest.raises(InvalidRequest) as refused:
        add(now, " ", topic="", link="http://a.vn", file=NewFile("x.pdf", b"MZ"))
    assert dict(refused.value.errors) == {
        "topic": "missing",
        "title": "missing",
        "link": "link",
        "file": "kind",
    }
    with pytest.raises(InvalidRequest, match="link_or_file"):
        add(now, link="")
    assert not materials.any_material()


def test_a_failed_transaction_leaves_nothing_half_written(
    now: datetime, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_args: object, **_keywords: object) -> None:
        raise RuntimeError

    monkeypatch.setattr("app.storage.materials.add_material", fail)
    with pytest.raises(RuntimeError):
        add(now, file=NewFile("a.pdf", PDF))
    assert [path for path in folder.iterdir() if path.name.startswith(".")] == []
    assert not materials.any_material()


def test_what_is_not_there_is_not_found(now: datetime) -> None:
    for act in (
        lambda: materials.get_material(1),
        lambda: materials.get_file(1),
        lambda: materials.delete_material(1, account_id=None, now=now),
        lambda: materials.move_material(1, up=True, account_id=None, now=now),
        lambda: edit(now, 1, link=LINK),
    ):
        with pytest.raises(NotFound):
            act()

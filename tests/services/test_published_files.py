"""Boards as files: whole, fresh, small, and gone when nobody may see them."""

from __future__ import annotations

import gzip
import hashlib
import json
from datetime import datetime, timedelta
from pathlib import Path

import brotli
import pytest
from flask import Flask
from sqlalchemy import update

from app.services import boards, freezing, published_files
from app.services.published_files import Page
from app.services.transactions import writing
from app.storage.db import db
from app.storage.tables import Contest, Person
from tests.factories import a_person, an_organisation
from tests.factories_contests import a_bank, a_contest, a_finished_attempt, a_round

SLUG = "cuoc-thi"
SECOND, MINUTE, DAY = timedelta(seconds=1), timedelta(minutes=1), timedelta(days=1)


def plainly(page: Page) -> str:
    return f"{page.kind} {page.board.round} {page.board.total} {page.digest}"


def write(now: datetime) -> int:
    db.session.remove()
    return published_files.write_due(now, plainly)


def play(name: str, at: datetime, round_number: int = 1) -> None:
    a_finished_attempt(a_person(full_name=name, organisation="a"), SLUG, right=2, at=at)
    boards.refresh(at + MINUTE)


@pytest.fixture
def folder(app: Flask, now: datetime) -> Path:
    """The files of a contest of two rounds with one person on its boards."""
    a_bank()
    an_organisation("a", "Sở A")
    later = now + DAY
    a_contest(
        SLUG,
        attempts_allowed=None,
        rounds=[a_round(closes_at=later), a_round(opens_at=later, closes_at=later + DAY)],
    )
    play("Lò Văn Sớm", now)
    assert write(now + 2 * MINUTE) == 9  # The whole and two rounds, three kinds each.
    return published_files.folder() / SLUG


def rows(folder: Path, name: str = "individual/latest") -> list[dict[str, object]]:
    found: list[dict[str, object]] = json.loads((folder / f"{name}.json").read_bytes())["rows"]
    return found


def test_each_kind_and_round_has_its_files_with_compressed_ones_beside(folder: Path) -> None:
    names = {str(one.relative_to(folder)) for one in folder.rglob("*") if one.is_file()}
    assert names == {
        f"{kind}/{part}.{ending}{packed}"
        for kind in ("individual", "organisation", "commune")
        for part in ("latest", "round-1", "round-2")
        for ending in ("html", "json")
        for packed in ("", ".gz", ".br")
    }
    data = (folder / "individual/latest.json").read_bytes()
    assert gzip.decompress((folder / "individual/latest.json.gz").read_bytes()) == data
    assert brotli.decompress((folder / "individual/latest.json.br").read_bytes()) == data
    page = (folder / "individual/latest.html").read_text()
    assert page == f"individual None 1 {hashlib.sha256(data).hexdigest()}"


def test_names_are_masked_as_on_boards(folder: Path) -> None:
    assert [row["name"] for row in rows(folder)] == ["Lò V. S."]
    assert "name" in rows(folder, "commune/latest")[0]


def test_only_what_changed_is_written_and_not_more_often_than_every_five_seconds(
    folder: Path, now: datetime
) -> None:
    then = now + 2 * MINUTE
    assert write(then + SECOND) == 0
    play("Hà Thị Muộn", then - MINUTE)
    assert write(then + 4 * SECOND) == 0
    assert write(then + 5 * SECOND) == 6  # The whole and the first round.
    assert len(rows(folder)) == 2
    assert rows(folder, "individual/round-2") == []


def test_a_deleted_name_leaves_the_files_within_ten_minutes(folder: Path, now: datetime) -> None:
    with writing() as session:
        session.execute(update(Person).values(full_name=""))
    assert write(now + 11 * MINUTE) == 0
    assert write(now + 12 * MINUTE) == 9
    assert [row["name"] for row in rows(folder)] == [""]


def test_while_frozen_files_show_what_boards_show(folder: Path, now: datetime) -> None:
    then = now + 3 * MINUTE
    freezing.plan_freeze(SLUG, freeze_at=then, reveal_at=None, account_id=None, now=then)
    play("Hà Thị Muộn", then + MINUTE)
    write(then + 20 * MINUTE)
    assert len(rows(folder)) == 1
    assert json.loads((folder / "individual/latest.json").read_bytes())["frozen"]


def test_another_process_that_takes_over_writes_everything_once(
    folder: Path, app: Flask, now: datetime
) -> None:
    del app.extensions["thiso_published_files"]
    assert write(now + 3 * MINUTE) == 9
    assert write(now + 3 * MINUTE) == 0


def test_the_files_of_a_contest_that_is_public_no_more_go(folder: Path, now: datetime) -> None:
    with writing() as session:
        session.execute(update(Contest).values(published_at=None))
    write(now + 3 * MINUTE)
    assert not folder.exists()


def test_what_a_reader_gets_is_never_half_a_file(
    folder: Path, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = (folder / "individual/latest.json").read_bytes()
    half = Path.write_bytes

    def full_disk(path: Path, data: bytes) -> int:
        half(path, data[: len(data) // 2])
        raise OSError("no space left on device")

    monkeypatch.setattr(Path, "write_bytes", full_disk)
    play("Hà Thị Muộn", now + 2 * MINUTE)
    with pytest.raises(OSError, match="no space"):
        write(now + 5 * MINUTE)
    assert (folder / "individual/latest.json").read_bytes() == before
    monkeypatch.undo()
    assert write(now + 6 * MINUTE) > 0
    assert len(rows(folder)) == 2

"""The page of backups: for administrators, with what is missing said plainly."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from flask import Flask

from app.domain.backups import BackupRefused
from app.services import backup_shelf, jobs
from app.services.transactions import end_reading
from app.tasks import worker
from tests.factories import a_person
from tests.web.organiser.conftest import Browser

PATH = "/organiser/backups"
OLD = "Đã lâu chưa có bản sao lưu mới"


@pytest.fixture
def administrator(app: Flask, clock: Any) -> Browser:
    return Browser(app.test_client(), a_person(role="administrator"))


@pytest.fixture
def folder(app: Flask, tmp_path: Path) -> Path:
    folder = tmp_path / "backups"
    folder.mkdir()
    app.config["SETTINGS"] = replace(app.config["SETTINGS"], backup_dir=folder)
    return folder


def test_without_a_folder_it_says_what_to_set(administrator: Any) -> None:
    page = administrator.see(PATH)
    assert "Chưa có sao lưu tự động" in page
    assert "BACKUP_DIR" in page
    answer = administrator.send(PATH)
    assert answer.status_code == 303
    assert "hãy đặt BACKUP_DIR trước" in administrator.see(PATH)


def test_one_is_made_tried_out_and_shown_with_its_age(
    administrator: Any, folder: Path, clock: Any, now: datetime
) -> None:
    assert OLD in administrator.see(PATH)
    answer = administrator.send(PATH)
    assert "/organiser/jobs/" in answer.location
    assert "đang được tạo" in administrator.see(PATH)
    assert worker.work_once("one")
    [path] = folder.iterdir()
    page = administrator.see(PATH)
    assert path.name in page
    assert OLD not in page
    assert "chưa lần nào" in page
    answer = administrator.send(f"{PATH}/{path.name}/rehearsal")
    assert worker.work_once("one")
    assert "Mọi thứ khớp" in administrator.see(PATH)
    assert jobs.count_for(administrator.who.account_id) == 2
    clock.now = datetime.now(now.tzinfo) + timedelta(days=2, hours=1)
    page = administrator.see(PATH)
    assert OLD in page
    assert "2 ngày" in page


def test_why_the_last_one_failed_is_shown_until_one_is_made(
    administrator: Any, folder: Path, now: datetime
) -> None:
    backup_shelf.note_failure(BackupRefused("no <room>"), account_id=None, now=now)
    end_reading()
    page = administrator.see(PATH)
    assert "Lần sao lưu gần nhất không thành" in page
    assert "no &lt;room&gt;" in page
    backup_shelf.make(now=now, account_id=None)
    end_reading()
    assert "không thành" not in administrator.see(PATH)


@pytest.mark.parametrize("name", ["..%2Fx", "x.zip", "thiso-20261124T190000Z.backup.zip"])
def test_what_is_not_there_cannot_be_tried_out(administrator: Any, folder: Path, name: str) -> None:
    assert administrator.send(f"{PATH}/{name}/rehearsal").status_code == 404


def test_organisers_neither_see_nor_make_backups(organiser: Any, folder: Path) -> None:
    assert PATH not in organiser.see("/organiser/")
    organiser.see(PATH, 403)
    assert organiser.send(PATH).status_code == 403
    assert list(folder.iterdir()) == []

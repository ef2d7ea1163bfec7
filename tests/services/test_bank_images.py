from __future__ import annotations

from datetime import datetime
from pathlib import Path

import pytest
from flask import Flask

from app.domain.errors import BankRefused, ImageRefused, NotFound
from app.services import bank_images, banks
from app.services.bank_images import AddedImage
from app.storage import audit
from tests.factories import an_organiser
from tests.formats.test_images import a_drawing, a_photo, as_file

HEAD = "format: 1\nbank: thu\ntitle: Thử\nlanguage: vi\nquestions:\n"


def add(name: str = "Sơ đồ mạng.png", width: int = 300) -> AddedImage:
    data = as_file(a_drawing(width), "PNG")
    return bank_images.add_image(data, file_name=name, account_id=None, now=NOW)


NOW = datetime.fromisoformat("2026-11-24T02:00:00+00:00")


def a_bank_showing(file: str) -> None:
    question = (
        f"  - {{id: a, type: boolean, text: Gì?, answer: true, image: {{file: {file}, alt: A}}}}"
    )
    banks.import_bank((HEAD + question).encode(), file_name="b", account_id=None, now=NOW)


def test_an_image_gets_a_plain_name_and_stands_in_the_audit(app: Flask) -> None:
    added = add()
    assert added.file == "images/so-do-mang.png"
    assert not added.already_there
    entry = list(audit.list_entries())[-1]
    assert (entry.act, entry.subject) == ("bank.image.add", "image/so-do-mang.png")


def test_the_same_image_is_kept_once_and_another_of_the_name_gets_a_number(app: Flask) -> None:
    add()
    again = add("ten-khac.png")
    assert (again.file, again.already_there) == ("images/so-do-mang.png", True)
    assert add(width=301).file == "images/so-do-mang-2.png"
    assert len(bank_images.list_images()) == 2


def test_an_image_lying_in_the_folder_keeps_its_name(app: Flask, tmp_path: Path) -> None:
    app.config["QUESTIONS_FOLDER"] = tmp_path
    (tmp_path / "images").mkdir()
    (tmp_path / "images" / "a.png").write_bytes(as_file(a_drawing(), "PNG"))
    assert add("a.png").file == "images/a-2.png"
    assert bank_images.list_files() == ["images/a-2.png", "images/a.png"]


def test_banks_may_show_uploaded_images_and_no_others(app: Flask) -> None:
    with pytest.raises(BankRefused):
        a_bank_showing("images/so-do-mang.png")
    add()
    a_bank_showing("images/so-do-mang.png")
    assert bank_images.list_images()[0].used_in == ("Thử",)


def test_an_image_that_any_version_shows_stays(app: Flask) -> None:
    account_id = an_organiser().account_id
    add()
    add("khac.png", 301)
    a_bank_showing("images/so-do-mang.png")
    a_bank_showing("images/khac.png")
    with pytest.raises(ImageRefused) as refused:
        bank_images.delete_image("so-do-mang.png", account_id=account_id, now=NOW)
    assert (refused.value.reason, refused.value.detail) == ("in_use", "Thử")


def test_an_unused_image_goes_and_its_name_means_the_next_one(app: Flask) -> None:
    account_id = an_organiser().account_id
    add()
    first = bank_images.get_served("so-do-mang.png")
    bank_images.delete_image("so-do-mang.png", account_id=account_id, now=NOW)
    with pytest.raises(NotFound):
        bank_images.get_served("so-do-mang.png")
    with pytest.raises(NotFound):
        bank_images.delete_image("so-do-mang.png", account_id=account_id, now=NOW)
    add(width=301)
    assert bank_images.get_served("so-do-mang.png").digest != first.digest
    assert list(audit.list_entries())[-2].act == "bank.image.delete"


def test_a_heavy_image_of_the_folder_is_served_light(app: Flask, tmp_path: Path) -> None:
    app.config["QUESTIONS_FOLDER"] = tmp_path
    (tmp_path / "images").mkdir()
    data = as_file(a_photo(900, 600), "PNG")
    (tmp_path / "images" / "a.png").write_bytes(data)
    served = bank_images.get_served("a.png")
    assert len(data) > 150 * 1024 > len(served.content)
    assert served.media_type == "image/jpeg"
    assert bank_images.weights()("images/a.png") == len(data)


@pytest.mark.parametrize("name", ["../secret.png", "a.txt", "x.svg", "no.png", "a\x00.png", ""])
def test_nothing_but_images_is_served(app: Flask, tmp_path: Path, name: str) -> None:
    app.config["QUESTIONS_FOLDER"] = tmp_path / "questions"
    (tmp_path / "questions" / "images").mkdir(parents=True)
    for file in ("secret.png", "questions/images/a.txt", "questions/images/x.svg"):
        (tmp_path / file).write_bytes(b"x")
    with pytest.raises(NotFound):
        bank_images.get_served(name)

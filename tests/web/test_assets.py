"""Static files: named by their content, kept for a year; and colours that can be read."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from app.web.assets import asset

BASE = Path(__file__).parents[2] / "app/static/css/base.css"
READ_ON = ("ground", "surface", "tint")
PAIRS = [
    *((text, ground) for text in ("ink", "muted", "accent-text") for ground in READ_ON),
    ("on-accent", "accent"),
    ("on-accent", "accent-hover"),
    *((f"{kind}", f"{kind}-soft") for kind in ("good", "warn", "bad", "info")),
    *(("ink", f"{kind}-soft") for kind in ("good", "warn", "bad", "info", "accent")),
    ("accent-text", "accent-soft"),
    ("ink", "tint-strong"),
    *((f"{metal}-ink", metal) for metal in ("gold", "silver", "bronze")),
]


def tokens(dark: bool) -> dict[str, str]:
    """The colours of base.css in one of the two modes."""
    light_part, dark_part = BASE.read_text(encoding="utf-8").split("prefers-color-scheme: dark", 1)
    found = re.findall(r"--([\w-]+): (#[0-9a-f]{6})", light_part)
    if dark:
        found += re.findall(r"--([\w-]+): (#[0-9a-f]{6})", dark_part)
    return dict(found)


def luminance(colour: str) -> float:
    """Relative luminance as WCAG 2.2 defines it."""
    parts = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
@pytest.mark.parametrize(("text", "ground"), PAIRS)
def test_text_can_be_read_on_its_ground(dark: bool, text: str, ground: str) -> None:
    colours = tokens(dark)
    one, other = sorted((luminance(colours[text]), luminance(colours[ground])))
    assert (other + 0.05) / (one + 0.05) >= 4.5


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
@pytest.mark.parametrize("ground", READ_ON)
def test_borders_of_fields_can_be_seen(dark: bool, ground: str) -> None:
    colours = tokens(dark)
    one, other = sorted((luminance(colours["line-strong"]), luminance(colours[ground])))
    assert (other + 0.05) / (one + 0.05) >= 3


def test_the_address_of_a_file_changes_with_its_content(
    app: Flask, client: FlaskClient, tmp_path: Path
) -> None:
    app.static_folder = str(tmp_path)
    versions = []
    for number, content in enumerate((b"one", b"two")):
        (tmp_path / f"{number}.css").write_bytes(content)
        with app.test_request_context():
            versions.append(asset(f"{number}.css").partition("?v=")[2])
    assert len(set(versions)) == 2
    assert all(re.fullmatch("[0-9a-f]{12}", version) for version in versions)


def test_a_versioned_file_is_kept_for_a_year(app: Flask, client: FlaskClient) -> None:
    with app.test_request_context():
        address = asset("css/base.css")
    answer = client.get(address)
    assert answer.status_code == 200
    assert "max-age=31536000" in answer.headers["Cache-Control"]
    assert "immutable" in answer.headers["Cache-Control"]
    assert "Set-Cookie" not in answer.headers


def test_a_file_without_version_is_kept_for_an_hour(client: FlaskClient) -> None:
    answer = client.get("/static/img/brocade.svg")
    assert "max-age=3600" in answer.headers["Cache-Control"]
    assert "immutable" not in answer.headers["Cache-Control"]

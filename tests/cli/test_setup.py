"""`flask setup` on an empty instance says how to set it up, until somebody has."""

from __future__ import annotations

import re
from pathlib import Path

from flask import Flask

from app.services.transactions import end_reading
from tests.factories import a_person

CODE = re.compile(r"^    ([2-9A-Z]{4}-[2-9A-Z]{4}-[2-9A-Z]{4})$", re.MULTILINE)


def set_up(app: Flask) -> str:
    result = app.test_cli_runner().invoke(args=["setup"])
    assert result.exit_code == 0, result.output
    end_reading()
    return result.output


def test_the_address_and_the_code_are_printed_until_somebody_looks_after_it(app: Flask) -> None:
    first = set_up(app)
    found = CODE.search(first)
    assert found is not None
    assert "http://127.0.0.1:8000/setup" in first
    path = Path(app.config["SETTINGS"].instance) / "setup-code"
    assert path.read_text().strip() == found[1]
    assert CODE.findall(set_up(app)) == [found[1]]
    a_person(role="administrator", commune="02215")
    assert "/setup" not in set_up(app)
    assert not path.exists()

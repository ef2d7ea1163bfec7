"""`flask bank stats` prints Moodle's figures, as a table or as CSV."""

from __future__ import annotations

import csv
import io
from typing import Any

import pytest
from flask import Flask

from tests.factories import a_person
from tests.factories_contests import a_bank, a_contest, a_finished_attempt


@pytest.fixture
def runner(app: Flask) -> Any:
    a_bank(count=3)
    a_contest(shuffle_questions=False)
    for right in (3, 2, 1, 1):
        a_finished_attempt(a_person(), right=right)
    return app.test_cli_runner()


def test_the_table_has_a_line_for_each_question(runner: Any) -> None:
    done = runner.invoke(args=["bank", "stats", "cuoc-thi"])
    assert done.exit_code == 0, done.output
    assert "Cuộc thi: 4 results" in done.output
    [line] = [one for one in done.output.splitlines() if one.startswith("q3")]
    assert "25.0%" in line


def test_csv_has_plain_shares_and_empty_cells_for_none(runner: Any) -> None:
    done = runner.invoke(args=["bank", "stats", "cuoc-thi", "--round", "1", "--csv"])
    rows = list(csv.DictReader(io.StringIO(done.output)))
    assert [row["question"] for row in rows] == ["q1", "q2", "q3"]
    assert [row["facility"] for row in rows] == ["1.000000", "0.500000", "0.250000"]
    assert rows[0]["discrimination"] == ""  # Everybody was right.
    assert rows[2]["count"] == "4"


@pytest.mark.parametrize("arguments", [["no-such"], ["cuoc-thi", "--round", "7"]])
def test_what_is_not_there_is_said(runner: Any, arguments: list[str]) -> None:
    done = runner.invoke(args=["bank", "stats", *arguments])
    assert done.exit_code == 1
    assert "not_found" in done.output

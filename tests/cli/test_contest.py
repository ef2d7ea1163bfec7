"""`flask contest`: contests and boards on the terminal, safe for spreadsheets."""

from __future__ import annotations

import csv
import io
import json
from datetime import datetime

import pytest
from click.testing import Result
from flask import Flask

from app.cli.contest import as_csv
from app.services import boards
from tests.factories import a_person, an_organisation
from tests.factories_contests import a_contest, a_draft, a_result

SLUG = "cuoc-thi"


def run(app: Flask, *arguments: str) -> Result:
    return app.test_cli_runner().invoke(args=["contest", *arguments])


@pytest.fixture
def played(app: Flask, now: datetime) -> None:
    contest = a_contest()
    an_organisation("a", "=HYPERLINK(1)", headcount=4)
    for mills, group in ((1000, "student"), (3000, "resident"), (2000, "student")):
        who = a_person(organisation="a", group=group, full_name="Lê Thị Hoa")
        a_result(who.person_id, contest.rounds[0].id, mills=mills, correct=mills // 1000)
    boards.refresh(now)


def test_contests_are_listed_with_drafts(app: Flask) -> None:
    a_contest()
    a_draft("nhap")
    result = run(app, "list")
    assert result.exit_code == 0
    lines = [line.split("\t") for line in result.output.splitlines()]
    assert {line[0] for line in lines} == {SLUG, "nhap"}
    assert ("nhap", "draft") in {(line[0], line[1]) for line in lines}


def test_a_board_of_people_comes_as_json(app: Flask, played: None, now: datetime) -> None:
    result = run(app, "board", SLUG, "--by", "individual")
    assert result.exit_code == 0
    board = json.loads(result.output)
    assert (board["contest"], board["by"], board["total"]) == (SLUG, "individual", 3)
    assert board["as_of"] == now.isoformat()
    assert [(row["rank"], row["points"], row["name"]) for row in board["rows"]] == [
        (1, 3.0, "Lê T. H."),
        (2, 2.0, "Lê T. H."),
        (3, 1.0, "Lê T. H."),
    ]


def test_round_group_and_limit_are_heeded(app: Flask, played: None) -> None:
    options = ("--round", "1", "--group", "student", "--limit", "1")
    board = json.loads(run(app, "board", SLUG, "--by", "individual", *options).output)
    assert (board["round"], board["group"], board["total"]) == (1, "student", 2)
    assert [(row["rank"], row["points"]) for row in board["rows"]] == [(1, 2.0)]


def test_without_a_limit_all_rows_are_read_page_by_page(
    app: Flask, played: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("app.cli.board_rows.PAGE", 2)
    board = json.loads(run(app, "board", SLUG, "--by", "individual").output)
    assert [row["rank"] for row in board["rows"]] == [1, 2, 3]


def test_boards_of_units_have_all_units(app: Flask, played: None) -> None:
    communes = json.loads(run(app, "board", SLUG, "--by", "commune").output)
    assert (communes["total"], len(communes["rows"])) == (3, 3)
    row = json.loads(run(app, "board", SLUG, "--by", "organisation").output)["rows"][0]
    assert (row["code"], row["participants"], row["mean"], row["rate"]) == ("a", 3, 2.0, 0.75)


def test_csv_opens_in_a_spreadsheet_without_running_anything(app: Flask, played: None) -> None:
    result = run(app, "board", SLUG, "--by", "organisation", "--format", "csv")
    assert result.stdout_bytes.startswith(b"\xef\xbb\xbf")
    rows = list(csv.DictReader(io.StringIO(result.stdout_bytes.decode("utf-8-sig"))))
    assert rows[0]["name"] == "'=HYPERLINK(1)"


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r"])
def test_no_cell_is_a_formula(start: str) -> None:
    table = as_csv([{"name": f"{start}1", "points": -1.5, "rank": None}])
    cells = list(csv.reader(io.StringIO(table.decode("utf-8-sig"), newline="")))[1]
    assert cells == [f"'{start}1", "-1.5", ""]


def test_an_empty_board_is_an_empty_table(app: Flask) -> None:
    a_contest()
    result = run(app, "board", SLUG, "--by", "individual", "--format", "csv")
    assert (result.exit_code, result.stdout_bytes) == (0, b"\xef\xbb\xbf")


@pytest.mark.parametrize("arguments", [("khong-co",), (SLUG, "--round", "9")])
def test_what_is_not_there_is_said_plainly(app: Flask, arguments: tuple[str, ...]) -> None:
    a_contest()
    result = run(app, "board", *arguments, "--by", "commune")
    assert result.exit_code == 1
    assert "not_found" in result.output

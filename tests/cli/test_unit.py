"""`flask unit communes` and `flask unit organisations` list units for scripts."""

from __future__ import annotations

from flask import Flask

from tests.factories import an_organisation, some_communes


def run(app: Flask, *args: str) -> list[str]:
    result = app.test_cli_runner().invoke(args=["unit", *args])
    assert result.exit_code == 0
    return result.output.splitlines()


def test_communes_are_listed_with_code_name_and_headcount(app: Flask) -> None:
    some_communes()
    assert run(app, "communes") == [
        "02215\tPhường Minh Xuân\t1000",
        "00721\tXã Đồng Văn\t1000",
        "02536\tXã Sơn Dương\t1000",
    ]


def test_a_query_needs_no_accents(app: Flask) -> None:
    some_communes()
    assert run(app, "communes", "--query", "dong van") == ["00721\tXã Đồng Văn\t1000"]
    assert run(app, "communes", "--query", "nowhere") == []


def test_an_unknown_headcount_is_left_empty(app: Flask) -> None:
    an_organisation("so-khcn", "Sở Khoa học và Công nghệ", headcount=None)
    an_organisation("so-y-te", "Sở Y tế", headcount=2140)
    assert run(app, "organisations") == [
        "so-khcn\tSở Khoa học và Công nghệ\t",
        "so-y-te\tSở Y tế\t2140",
    ]
    assert run(app, "organisations", "--query", "y te") == ["so-y-te\tSở Y tế\t2140"]

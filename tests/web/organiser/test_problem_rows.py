from __future__ import annotations

from app.domain.bank_problems import Problem, Severity
from app.web.organiser.problem_rows import MOST_ROWS, Row, errors_of, warnings_of


def row_at(text: str, line: int, column: int, code: str = "key.missing") -> Row:
    problem = Problem((), code, line=line, column=column)
    (row,) = errors_of([problem], text.encode()).rows
    return row


def test_the_excerpt_is_split_at_the_column() -> None:
    row = row_at("một\r\nhai ba\r\n", 2, 5)
    assert (row.before, row.at, row.after) == ("hai ", "b", "a")


def test_a_byte_order_mark_does_not_move_the_column() -> None:
    row = row_at("\ufeffabc", 1, 1)
    assert (row.before, row.at, row.after) == ("", "a", "bc")


def test_a_column_behind_the_line_marks_its_end() -> None:
    row = row_at("abc", 1, 9)
    assert (row.before, row.at, row.after) == ("abc", "", "")


def test_of_long_lines_only_the_neighbourhood_is_shown() -> None:
    row = row_at("x" * 5_000_000, 1, 2_000_000)
    assert row.before == "…" + "x" * 40
    assert row.after == "x" * 80 + "…"


def test_a_line_that_is_not_there_has_no_excerpt() -> None:
    assert row_at("abc", 7, 1).at == ""


def test_bytes_in_another_encoding_are_not_shown() -> None:
    assert row_at("abc", 1, 1, code="key.missing").at == "a"
    problem = Problem((), "yaml.encoding", args={"encoding": "UTF-16"}, line=1, column=1)
    (row,) = errors_of([problem], "abc".encode("utf-16")).rows
    assert (row.before, row.at, row.after) == ("", "", "")


def test_signs_that_hide_or_turn_text_are_made_visible() -> None:
    assert row_at("ab\u202ecd\x07", 1, 1).after == "b\ufffdcd\ufffd"


def test_errors_and_warnings_are_told_apart_and_counted_beyond_what_is_shown() -> None:
    error = Problem((), "key.missing", line=1, column=1)
    warning = Problem((), "source.missing", Severity.WARNING, line=1, column=1)
    problems = [error] * (MOST_ROWS + 3) + [warning]
    wrong, doubtful = errors_of(problems, b"x"), warnings_of(problems, b"x")
    assert (len(wrong.rows), wrong.total, wrong.hidden) == (MOST_ROWS, MOST_ROWS + 3, 3)
    assert (doubtful.total, doubtful.hidden) == (1, 0)

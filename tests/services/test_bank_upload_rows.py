from __future__ import annotations

from typing import Any

from app.domain.bank_losses import Loss, PlaceUnit
from app.domain.bank_problems import Problem, Severity
from app.formats.bank_naming import Naming
from app.formats.bank_source import Source
from app.formats.read_bank import ReadBank
from app.services.bank_upload_rows import MOST_ROWS, found_in, loss_from_plain, problem_from_plain

SOURCE = Source(Naming("a", "A"))


def found(*problems: Problem, data: bytes = b"", **given: Any) -> dict[str, Any]:
    read = ReadBank(None, problems, **given)
    return found_in(read, data, SOURCE, is_yaml=True)


def excerpt(text: str, line: int, column: int, code: str = "key.missing") -> list[str]:
    problem = Problem((), code, line=line, column=column)
    (row,) = found(problem, data=text.encode())["errors"]["rows"]
    return list(row["excerpt"])


def test_the_excerpt_is_split_at_the_column() -> None:
    assert excerpt("một\r\nhai ba\r\n", 2, 5) == ["hai ", "b", "a"]


def test_a_byte_order_mark_does_not_move_the_column() -> None:
    assert excerpt("\ufeffabc", 1, 1) == ["", "a", "bc"]


def test_a_column_behind_the_line_marks_its_end() -> None:
    assert excerpt("abc", 1, 9) == ["abc", "", ""]


def test_of_long_lines_only_the_neighbourhood_is_kept() -> None:
    before, _, after = excerpt("x" * 5_000_000, 1, 2_000_000)
    assert before == "…" + "x" * 40
    assert after == "x" * 80 + "…"


def test_a_line_that_is_not_there_has_no_excerpt() -> None:
    assert excerpt("abc", 7, 1) == []


def test_bytes_in_another_encoding_are_not_shown() -> None:
    assert excerpt("abc", 1, 1) == ["", "a", "bc"]
    problem = Problem((), "yaml.encoding", args={"encoding": "UTF-16"}, line=1, column=1)
    (row,) = found(problem, data="abc".encode("utf-16"))["errors"]["rows"]
    assert row["excerpt"] == []


def test_cells_and_packages_have_no_lines_to_show() -> None:
    problem = Problem((), "key.missing", line=1, column=1)
    for given in ({"unit": PlaceUnit.CELL}, {"unit": PlaceUnit.PARAGRAPH}):
        (row,) = found(problem, data=b"abc", **given)["errors"]["rows"]
        assert row["excerpt"] == []
    (row,) = found(problem, data=b"PK\x03\x04abc")["errors"]["rows"]
    assert row["excerpt"] == []


def test_signs_that_hide_or_turn_text_are_made_visible() -> None:
    assert excerpt("ab\u202ecd\x07", 1, 1)[2] == "b\ufffdcd\ufffd"


def test_errors_and_warnings_are_told_apart_and_counted_beyond_what_is_kept() -> None:
    error = Problem((), "key.missing", line=1, column=1)
    warning = Problem((), "source.missing", Severity.WARNING, line=1, column=1)
    kept = found(*[error] * (MOST_ROWS + 3), warning, data=b"x")
    assert (len(kept["errors"]["rows"]), kept["errors"]["total"]) == (MOST_ROWS, MOST_ROWS + 3)
    assert (len(kept["warnings"]["rows"]), kept["warnings"]["total"]) == (1, 1)


def test_what_was_kept_comes_back() -> None:
    problem = Problem((), "field.missing", args={"field": "text"}, line=3, column=4)
    loss = Loss("image", "a.png", 2, 5, "Đề")
    kept = found(problem, losses=(loss,))
    assert problem_from_plain(kept["errors"]["rows"][0]) == problem
    assert loss_from_plain(kept["losses"]["rows"][0]) == loss

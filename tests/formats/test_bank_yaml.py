from __future__ import annotations

from pathlib import Path

import pytest
import yaml
from hypothesis import given, settings

from app.domain.bank_problems import Severity
from app.domain.questions import Bank
from app.formats import bank_yaml
from app.wording.problems import codes as worded_codes
from app.wording.problems import message
from tests.bank_strategies import banks

DATA = Path(__file__).parent / "data"

HEAD = """\
format: 1
bank: thu
title: Thử
language: vi
topics: [{id: t, title: T}]
questions:
"""
"""Six lines; the question of each snippet begins on line 7."""
GOOD = "  - {id: a, type: boolean, text: Một?, answer: true, explanation: x, source: y}\n"
SINGLE = """\
  - id: a
    type: single
    text: Một?
    explanation: x
    source: y
    options:
"""
"""Six lines; the first option stands on line 13."""
AB = "      - {id: a, text: Một, correct: true}\n      - {id: b, text: Hai}\n"

FAULTS = [
    # code, the file, line, column
    ("yaml.syntax", HEAD + "  - text: a: b\n", 7, 12),
    ("yaml.syntax", HEAD + '  - {id: a, text: "Một?\n', 7, 19),
    ("yaml.syntax", HEAD + "  - id: a\n\ttype: single\n", 8, 1),
    ("yaml.syntax", HEAD + "  - text: a\x07b\n", 7, 12),
    ("yaml.duplicate_key", HEAD + GOOD.replace("answer", "id: b, answer"), 7, 40),
    ("yaml.alias", HEAD + GOOD.replace("Một?", "&x Một?"), 7, 34),
    ("yaml.alias", HEAD + GOOD.replace("Một?", "*x"), 7, 34),
    ("yaml.too_deep", HEAD + "  - " + "[" * 12 + "]" * 12, 7, 15),
    ("yaml.too_large", HEAD + GOOD.replace("Một?", "x" * 20_001), 7, 34),
    ("yaml.too_large", HEAD + GOOD.replace("answer", "k" * 201 + ": 1, answer"), 7, 40),
    ("yaml.tag", HEAD + GOOD.replace("true", "!!bool true"), 7, 48),
    ("yaml.tag", HEAD + GOOD.replace("Một?", "!!python/object:os.x {}"), 7, 34),
    ("yaml.tag", "%TAG ! tag:x,2000:\n---\n" + HEAD + GOOD, 1, 1),
    ("yaml.multiple_documents", HEAD + GOOD + "---\na: 1\n", 8, 1),
    (
        "field.missing",
        HEAD + "  - {id: a, type: boolean, text: M, explanation: x, source: y}",
        7,
        5,
    ),
    ("field.missing", HEAD.replace("title: Thử\n", "") + GOOD, 1, 1),
    ("field.unknown", HEAD + GOOD.replace("answer", "pionts: 1, answer"), 7, 40),
    ("field.unknown", HEAD + GOOD.replace("answer", "<<: {}, answer"), 7, 40),
    ("field.type", HEAD.replace("[{id: t, title: T}]", "t") + GOOD, 5, 9),
    ("field.type", HEAD + GOOD + "  - chữ\n", 8, 5),
    ("field.type", HEAD + GOOD.replace("Một?", "Một?, {a: b}: c"), 7, 40),
    ("field.empty", HEAD + GOOD.replace("Một?", "''"), 7, 34),
    ("field.empty", HEAD + SINGLE.replace(" Một?", "") + AB, 9, 10),
    ("field.empty", "", 1, 1),
    ("field.range", HEAD + GOOD.replace("answer", "difficulty: 6, answer"), 7, 52),
    ("id.duplicate", HEAD + GOOD + GOOD.replace("Một", "Hai"), 8, 10),
    ("id.duplicate", HEAD + SINGLE + AB.replace("id: b", "id: a"), 14, 14),
    ("id.format", HEAD + GOOD.replace("id: a", "id: Câu 1"), 7, 10),
    ("topic.unknown", HEAD + GOOD.replace("answer", "topic: u, answer"), 7, 47),
    ("options.too_few", HEAD + SINGLE + AB.splitlines()[0], 13, 7),
    ("options.duplicate", HEAD + SINGLE + AB.replace("Hai", "Một"), 14, 23),
    ("key.missing", HEAD + SINGLE + AB.replace(", correct: true", ""), 13, 7),
    ("key.too_many", HEAD + SINGLE + AB.replace("Hai", "Hai, correct: true"), 14, 37),
    ("answer.type", HEAD + GOOD.replace("true", "đúng"), 7, 48),
    (
        "translation.mismatch",
        HEAD + SINGLE + AB + "    translations:\n      en:\n        text: x\n"
        "        options: {a: x, b: y, c: z}\n",
        18,
        31,
    ),
    (
        "translation.mismatch",
        HEAD + SINGLE + AB + "    translations: {en: {text: x, options: {a: x}}}\n",
        15,
        43,
    ),
    ("image.missing", HEAD + GOOD.replace("answer", "image: {file: x.png, alt: X}, answer"), 7, 54),
    ("format.version", HEAD.replace("format: 1", "format: 2") + GOOD, 1, 9),
]

WARNINGS = [
    ("text.not_nfc", HEAD + GOOD.replace("Một?", "Mo\u0302\u0323t?"), 7, 34),
    ("text.legacy_encoding", HEAD + GOOD.replace("Một?", "Tr\u00ad\u00eang?"), 7, 34),
    ("text.legacy_encoding", HEAD + GOOD.replace("Một?", "Tröôøng?"), 7, 34),
    ("question.duplicate", HEAD + GOOD + GOOD.replace("id: a", "id: b"), 8, 34),
    ("options.all_of_the_above", HEAD + SINGLE + AB.replace("Hai", "Tất cả đều đúng"), 14, 23),
    ("options.length_gives_away", HEAD + SINGLE + AB.replace("Một", "Một " * 9), 13, 23),
    ("source.missing", HEAD + GOOD.replace(", source: y", ""), 7, 5),
    ("explanation.missing", HEAD + GOOD.replace(" explanation: x,", ""), 7, 5),
]


@pytest.mark.parametrize(("code", "text", "line", "column"), FAULTS)
def test_each_fault_is_reported_alone_at_its_place(
    code: str, text: str, line: int, column: int
) -> None:
    read = bank_yaml.read(text.encode())
    assert read.bank is None
    errors = [p for p in read.problems if p.severity is Severity.ERROR]
    assert [(p.code, p.line, p.column) for p in errors] == [(code, line, column)]


@pytest.mark.parametrize(("code", "text", "line", "column"), WARNINGS)
def test_each_warning_is_given_alone_at_its_place_and_blocks_nothing(
    code: str, text: str, line: int, column: int
) -> None:
    read = bank_yaml.read(text.encode())
    assert read.bank is not None
    assert [(p.code, p.line, p.column) for p in read.problems] == [(code, line, column)]


def test_a_heavy_image_is_a_warning_at_its_file_name() -> None:
    text = HEAD + GOOD.replace("answer:", "image: {file: images/a.png, alt: A}, answer:")
    for weight, expected in ((True, []), (153_600, []), (153_601, ["image.heavy"])):
        read = bank_yaml.read(text.encode(), image_exists=lambda file, weight=weight: weight)
        assert read.bank is not None
        assert [problem.code for problem in read.problems] == expected
    assert read.problems[0].path == "questions[0].image.file"
    assert "151 KB" in message(read.problems[0])


def test_every_code_has_an_example_and_words() -> None:
    shown = {code for code, *_ in FAULTS + WARNINGS} | {"yaml.encoding", "image.heavy"}
    assert shown == worded_codes()


@pytest.mark.parametrize("text", [text for _, text, *_ in FAULTS + WARNINGS])
def test_every_message_is_whole(text: str) -> None:
    for problem in bank_yaml.read(text.encode()).problems:
        assert "%(" not in message(problem)
        assert message(problem).endswith((".", "?"))


def test_fifteen_planted_faults_are_all_found_on_their_lines() -> None:
    read = bank_yaml.read((DATA / "fifteen_faults.yaml").read_bytes())
    assert [(p.line, p.code) for p in read.problems] == [
        (7, "id.format"),
        (14, "key.missing"),
        (20, "topic.unknown"),
        (24, "key.too_many"),
        (27, "id.duplicate"),
        (30, "answer.type"),
        (35, "field.unknown"),
        (37, "field.range"),
        (47, "options.duplicate"),
        (53, "translation.mismatch"),
        (58, "options.too_few"),
        (63, "field.empty"),
        (65, "image.missing"),
        (68, "field.missing"),
        (71, "yaml.duplicate_key"),
    ]
    assert read.question_count == 8


@pytest.mark.parametrize("prefix", [b"", b"\xef\xbb\xbf", b"# ghi ch\xc3\xba\n---\n"])
def test_a_byte_order_mark_and_a_document_start_are_welcome(prefix: bytes) -> None:
    assert bank_yaml.read(prefix + (HEAD + GOOD).encode()).problems == ()


@pytest.mark.parametrize("end", ["\r\n", "\r"])
def test_lines_may_end_as_on_windows_or_an_old_mac(end: str) -> None:
    text = (HEAD + GOOD.replace("true", "maybe")).replace("\n", end)
    assert [(p.line, p.code) for p in bank_yaml.read(text.encode()).problems] == [
        (7, "answer.type")
    ]


@pytest.mark.parametrize(
    "text",
    ["No", "yes", "10/10", "12:30", "012", "2024-13-45", "2024-01-01", "1e3", "0x1F", "1_000",
     ".5", "null", "~", "true", "=", "+84"],
)  # fmt: skip
def test_bare_strings_stay_exactly_their_characters(text: str) -> None:
    read = bank_yaml.read((HEAD + SINGLE + AB.replace("Hai", text)).encode())
    assert read.problems == ()
    assert read.bank is not None
    assert read.bank.questions[0].options[1].text == text


@settings(max_examples=150, deadline=None)
@given(banks())
def test_a_written_bank_reads_back_equal(bank: Bank) -> None:
    written = bank_yaml.write(bank)
    read = bank_yaml.read(written, image_exists=lambda file: True)
    assert read.bank == bank
    assert bank_yaml.write(read.bank) == written


def test_written_text_means_the_same_to_other_yaml_tools() -> None:
    read = bank_yaml.read(
        (HEAD + SINGLE + AB.replace("Hai", "'No'").replace("Một", "012")).encode()
    )
    assert read.bank is not None
    plain = yaml.safe_load(bank_yaml.write(read.bank))
    assert [option["text"] for option in plain["questions"][0]["options"]] == ["012", "No"]
    assert plain["questions"][0]["options"][0]["correct"] is True


@pytest.mark.parametrize(
    ("text", "path"),
    [
        (HEAD + GOOD + GOOD.replace("answer", "id: b, answer"), "questions[1].id"),
        (HEAD + GOOD.replace("Một?", "*x"), "questions[0].text"),
        (HEAD + SINGLE + AB.replace("Hai", "!x Hai"), "questions[0].options[1].text"),
        ("topics: [*a]", "topics[0]"),
        ("&a {}", ""),
    ],
)
def test_a_fault_of_the_yaml_itself_has_a_path_too(text: str, path: str) -> None:
    first = next(p for p in bank_yaml.read(text.encode()).problems if p.code.startswith("yaml."))
    assert first.path == path

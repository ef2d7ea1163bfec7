"""The table of docs/asvs.md is whole and names what there is; and a few of its claims on code."""

from __future__ import annotations

import ast
import re
from collections import Counter
from pathlib import Path

import pytest

from app.config import ROOT

TABLE = ROOT / "docs" / "asvs.md"
ROW = re.compile(r"^\| (\d+\.\d+\.\d+) \| ([12]) \| ([^|]+) \| (yes|part|no|n/a) \| (.+) \|$")
NAMED = re.compile(
    r"`((?:tests|app|deploy|docs|questions)/[^`:]+|[A-Za-z]+\.(?:md|txt))(?:::(\w+))?`"
)
# ASVS 5.0.0, how many requirements of levels 1 and 2 each section has, in their order:
# 70 of level 1 and 183 of level 2. A section that is left out has only level 3.
SECTIONS = {
    "1.1": 2, "1.2": 9, "1.3": 11, "1.4": 3, "1.5": 2, "2.1": 3, "2.2": 3, "2.3": 4, "2.4": 1,
    "3.2": 2, "3.3": 4, "3.4": 6, "3.5": 5, "3.7": 2, "4.1": 3, "4.2": 1, "4.3": 2, "4.4": 4,
    "5.1": 1, "5.2": 3, "5.3": 2, "5.4": 3, "6.1": 3, "6.2": 12, "6.3": 4, "6.4": 4, "6.5": 5,
    "6.6": 3, "6.8": 4, "7.1": 3, "7.2": 4, "7.3": 2, "7.4": 5, "7.5": 2, "7.6": 2, "8.1": 2,
    "8.2": 3, "8.3": 1, "8.4": 1, "9.1": 3, "9.2": 4, "10.1": 2, "10.2": 2, "10.3": 4,
    "10.4": 11, "10.5": 5, "10.6": 2, "10.7": 3, "11.1": 2, "11.2": 3, "11.3": 3, "11.4": 4,
    "11.5": 1, "11.6": 1, "12.1": 3, "12.2": 2, "12.3": 4, "13.1": 1, "13.2": 5, "13.3": 2,
    "13.4": 5, "14.1": 2, "14.2": 4, "14.3": 3, "15.1": 3, "15.2": 3, "15.3": 7, "16.1": 1,
    "16.2": 5, "16.3": 4, "16.4": 3, "16.5": 3, "17.1": 1, "17.2": 4, "17.3": 2,
}  # fmt: skip
SOURCES = sorted((ROOT / "app").rglob("*.py"))


def rows() -> list[tuple[str, ...]]:
    lines = TABLE.read_text(encoding="utf-8").splitlines()
    numbered = [line for line in lines if re.match(r"\| \d", line)]
    found = [match.groups() for line in numbered if (match := ROW.match(line))]
    assert len(found) == len(numbered), "a row has another form than the others"
    return found


def test_every_requirement_of_both_levels_stands_there_once() -> None:
    numbers = [row[0] for row in rows()]
    assert [number for number, count in Counter(numbers).items() if count > 1] == []
    assert Counter(number.rpartition(".")[0] for number in numbers) == Counter(SECTIONS)
    assert Counter(row[1] for row in rows()) == {"1": 70, "2": 183}


def test_the_sum_at_the_top_is_that_of_the_rows() -> None:
    counts = Counter(row[3] for row in rows())
    said = re.search(
        r"(\d+) requirements: (\d+) yes, (\d+) in part, (\d+) no, (\d+) not", TABLE.read_text()
    )
    assert said is not None
    assert [int(one) for one in said.groups()] == [
        sum(counts.values()), counts["yes"], counts["part"], counts["no"], counts["n/a"],
    ]  # fmt: skip


@pytest.mark.parametrize("document", ["docs/asvs.md", "SECURITY.md"])
def test_every_test_and_place_that_is_named_is_there(document: str) -> None:
    text = (ROOT / document).read_text(encoding="utf-8")
    named = NAMED.findall(text)
    assert len(named) > 5
    gone = [
        f"{path}::{test}" for path, test in named
        if not (ROOT / path).exists()
        or (test and f"def {test}(" not in (ROOT / path).read_text(encoding="utf-8"))
    ]  # fmt: skip
    assert gone == []


def test_what_is_held_names_a_test_or_a_place_and_what_is_not_a_reason() -> None:
    for number, _, _, state, why in rows():
        assert len(why) > 8 or state == "n/a", number
        if state in ("no", "part"):
            assert re.sub(r"`[^`]+`", "", why).strip(" ,:;."), number


def _calls(path: Path) -> set[str]:
    """Names that a module calls, as written: "eval", "os.system"."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    return {ast.unparse(one.func) for one in ast.walk(tree) if isinstance(one, ast.Call)}


def _imports(path: Path) -> set[str]:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    found: set[str] = set()
    for one in ast.walk(tree):
        if isinstance(one, ast.Import):
            found |= {name.name for name in one.names}
        elif isinstance(one, ast.ImportFrom) and one.module:
            found.add(one.module)
    return found


def test_the_application_runs_no_commands_and_no_text() -> None:
    forbidden = re.compile(
        r"^(eval|exec|compile|os\.(system|popen|exec\w*|spawn\w*)|pickle\.\w+|marshal\.\w+"
        r"|render_template_string|yaml\.(load|unsafe_load|full_load)|__import__)$"
    )
    for path in SOURCES:
        calls = {one for one in _calls(path) if forbidden.match(one)}
        assert not calls, (path.name, calls)
        started = _imports(path) & {"subprocess", "pickle", "marshal", "shelve"}
        assert not started, (path.name, started)
        patterns = re.findall(r"\bre\.\w+\(\s*f[\"'](.*)", path.read_text(encoding="utf-8"))
        built = [one for one in patterns if re.search(r"\{[a-z]", one)]  # Constants are ours.
        assert not built, (path.name, built)


def test_the_application_asks_no_other_server() -> None:
    clients = {"urllib.request", "http.client", "requests", "httpx", "aiohttp", "smtplib", "ftplib"}
    for path in SOURCES:
        found = _imports(path) & clients
        assert not found, (path.name, found)


def test_plain_chance_is_used_only_where_nothing_hangs_on_it() -> None:
    harmless = {
        "contest_previews.py",  # An invented person's answers.
        "request_log.py",  # A request's name.
    }
    users = {path.name for path in SOURCES if "random" in _imports(path)}
    users = {name for name in users if not name.startswith("demo")}  # Invented people.
    assert users <= harmless, users - harmless

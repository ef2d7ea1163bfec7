"""A backup is read only when it is exactly what was written; whatever else comes is refused."""

from __future__ import annotations

import hashlib
import io
import json
import zipfile
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from itertools import islice
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.domain.backups import BackupRefused, Manifest, from_plain, to_plain
from app.formats import backup_read, backup_write
from app.formats.backup_read import Archive
from app.formats.backup_write import Fetch, Writer

COLUMNS = (("id", "int"), ("text", "text"), ("blob", "bytes"))
ROWS = [(number, f"dòng\n{number}", None if number % 2 else "00ff") for number in range(1, 5001)]
Content = dict[str, bytes]


def fetching(rows: Sequence[Any]) -> Fetch:
    left = iter(rows)
    return lambda count: list(islice(left, count))


def written(path: Path, rows: Sequence[Any] = ROWS) -> Manifest:
    with path.open("wb") as file:
        writer = Writer(file)
        table = writer.put_table("people", COLUMNS, fetching(rows), lambda _: None)
        key = writer.put_file("secret_key", io.BytesIO(b"a secret of many letters"))
        manifest = Manifest(
            datetime(2026, 11, 24, tzinfo=UTC), "0018", "sqlite", None, (table,), (key,)
        )
        writer.finish(manifest)
    return manifest


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "a.zip"


def read(path: Path) -> list[list[Any]]:
    with Archive(path) as archive:
        archive.check()
        [table] = archive.manifest.tables
        return [row for rows in archive.rows(table) for row in rows]


def test_what_was_written_is_read(path: Path) -> None:
    manifest = written(path)
    assert read(path) == [list(row) for row in ROWS]
    with Archive(path) as archive:
        assert archive.manifest == manifest
        assert archive.content("secret_key") == b"a secret of many letters"
        assert archive.content("setup-code") is None


values = st.one_of(
    st.none(), st.integers(-(2**63), 2**63 - 1), st.text(), st.floats(allow_nan=False)
)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(rows=st.lists(st.tuples(values, values, values), max_size=200))
def test_any_values_come_back(path: Path, rows: list[tuple[Any, ...]]) -> None:
    written(path, rows)
    assert read(path) == [list(row) for row in rows]


def test_the_same_rows_weigh_the_same_however_they_are_fetched(path: Path) -> None:
    [table] = written(path).tables
    lines = backup_write.lines_of(fetching([list(row) for row in ROWS]))
    assert backup_write.weigh("people", COLUMNS, lines) == table


def test_memory_does_not_grow_with_a_table() -> None:
    asked: list[int] = []
    rows = fetching([("x" * 200_000,)] * 300)

    def fetch(count: int) -> Sequence[Any]:
        asked.append(count)
        return rows(count)

    longest = max(len(line) for _, line in backup_write.lines_of(fetch))
    assert longest < 16 * 201_000
    assert max(asked[1:]) <= 6


def cut_short(data: bytes) -> bytes:
    return data[: len(data) // 2]


def cut_at_the_end(data: bytes) -> bytes:
    return data[:-30]


def empty(data: bytes) -> bytes:
    return b""


@pytest.mark.parametrize("damage", [cut_short, cut_at_the_end, empty])
def test_a_file_that_was_cut_short_is_refused(path: Path, damage: Callable[[bytes], bytes]) -> None:
    written(path)
    path.write_bytes(damage(path.read_bytes()))
    with pytest.raises(BackupRefused, match="not a backup, or cut short"):
        read(path)


def test_whatever_byte_was_changed_nothing_wrong_is_ever_read(path: Path) -> None:
    manifest = written(path, ROWS[:40])
    whole, refused = path.read_bytes(), 0
    for place in range(len(whole)):
        path.write_bytes(whole[:place] + bytes([whole[place] ^ 0x55]) + whole[place + 1 :])
        try:
            with Archive(path) as archive:
                assert archive.manifest == manifest
            assert read(path) == [list(row) for row in ROWS[:40]]
        except BackupRefused:
            refused += 1
    # What is left are dates in the zip's own headers, and bits that pad a byte.
    assert refused > len(whole) * 0.7


def rewritten(path: Path, change: Callable[[Content], None]) -> None:
    """The same zip with other content, and checksums of the zip that are right."""
    with zipfile.ZipFile(path) as archive:
        content = {name: archive.read(name) for name in archive.namelist()}
    change(content)
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in content.items():
            archive.writestr(name, data)


def listed(content: Content, change: Callable[[Any], None]) -> None:
    plain = json.loads(content["manifest.json"])
    change(plain)
    content["manifest.json"] = json.dumps(plain).encode()


def alter_a_row(content: Content) -> None:
    data = content["tables/people.jsonl"]
    content["tables/people.jsonl"] = data.replace(b"[1,", b"[9,", 1)


def alter_the_secret(content: Content) -> None:
    content["files/secret_key"] = b"A secret of many letters"


def leave_out_a_table(content: Content) -> None:
    del content["tables/people.jsonl"]


def leave_out_the_list(content: Content) -> None:
    del content["manifest.json"]


def add_a_file(content: Content) -> None:
    content["files/../../etc/cron.d/x"] = b"* * * * * root true"


def list_a_file_outside(content: Content) -> None:
    content["files/../x"] = b"x"
    facts = {"path": "../x", "size": 1, "sha256": hashlib.sha256(b"x").hexdigest()}
    listed(content, lambda plain: plain["files"].append(facts))


def list_a_table_that_is_a_statement(content: Content) -> None:
    listed(content, lambda plain: plain["tables"][0].update(name='x"; DROP TABLE people; --'))


def list_a_column_twice_as_wide(content: Content) -> None:
    listed(content, lambda plain: plain["tables"][0]["columns"].append(["more", "int"]))


def another_form(content: Content) -> None:
    listed(content, lambda plain: plain.update(format="thiso-backup-2"))


def fewer_rows_listed(content: Content) -> None:
    listed(content, lambda plain: plain["tables"][0].update(rows=1))


def a_bomb(content: Content) -> None:
    content["tables/people.jsonl"] = b"[" * 50_000_000


def a_deep_list(content: Content) -> None:
    content["manifest.json"] = b"[" * 1_000_000


@pytest.mark.parametrize(
    ("change", "why"),
    [
        (alter_a_row, "table people was altered"),
        (alter_the_secret, "file secret_key was altered"),
        (leave_out_a_table, "not what its list"),
        (leave_out_the_list, "no list of contents"),
        (add_a_file, "not what its list"),
        (list_a_file_outside, "list of contents is damaged"),
        (list_a_table_that_is_a_statement, "list of contents is damaged"),
        (list_a_column_twice_as_wide, "wrong width"),
        (another_form, "form that is not known"),
        (fewer_rows_listed, "5000 rows where 1 are listed"),
        (a_bomb, "longer than listed"),
        (a_deep_list, "list of contents is damaged"),
    ],
)
def test_what_was_altered_by_somebody_who_knows_zip_files_is_refused(
    path: Path, change: Callable[[Content], None], why: str
) -> None:
    written(path)
    rewritten(path, change)
    with pytest.raises(BackupRefused, match=why):
        read(path)


def test_a_long_line_of_brackets_is_refused_before_it_is_parsed(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    line = b"[" + b"[]," * 2_000_000 + b"[]]\n"

    def bomb(content: Content) -> None:
        content["tables/people.jsonl"] = line
        facts = {"size": len(line), "sha256": hashlib.sha256(line).hexdigest()}
        listed(content, lambda plain: plain["tables"][0].update(facts))

    written(path)
    rewritten(path, bomb)
    monkeypatch.setattr(backup_read.json, "loads", _only_small(backup_read.json.loads))
    with pytest.raises(BackupRefused, match="no list of rows"):
        read(path)


def _only_small(loads: Callable[[bytes], Any]) -> Callable[[bytes], Any]:
    def load(data: bytes) -> Any:
        assert len(data) < 1_000_000
        return loads(data)

    return load


def test_a_list_of_contents_comes_back_as_it_was(path: Path) -> None:
    manifest = written(path)
    assert from_plain(json.loads(json.dumps(to_plain(manifest)))) == manifest


@pytest.mark.parametrize("plain", [None, [], {}, "x", {"format": "thiso-backup-1"}])
def test_a_list_of_contents_that_is_none_is_refused(plain: Any) -> None:
    with pytest.raises(BackupRefused):
        from_plain(plain)

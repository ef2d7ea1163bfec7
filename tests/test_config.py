"""Settings are read from the environment and refused with a clear word when wrong."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from app.config import BadSettings, made_once, read_settings


def test_an_empty_environment_is_enough(tmp_path: Path) -> None:
    settings = read_settings({}, root=tmp_path)
    assert settings.database_url == f"sqlite:///{tmp_path}/instance/thiso.sqlite3"
    assert (settings.port, settings.province_code, settings.demo) == (8000, 8, True)


def test_the_secret_is_made_once_and_kept(tmp_path: Path) -> None:
    first = read_settings({}, root=tmp_path).secret_key
    assert len(first) >= 32
    assert read_settings({}, root=tmp_path).secret_key == first
    assert (tmp_path / "instance" / "secret_key").stat().st_mode & 0o077 == 0


def test_several_machines_are_given_one_folder_and_so_one_secret(tmp_path: Path) -> None:
    shared = {"INSTANCE_FOLDER": str(tmp_path / "shared")}
    one, two = (read_settings(shared, root=tmp_path / name) for name in ("one", "two"))
    assert one == two
    assert (one.instance, one.secret_key) == (tmp_path / "shared", two.secret_key)
    assert not (tmp_path / "one").exists()


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("DATABASE_URL", "mysql://x"),
        ("REDIS_URL", "localhost:6379"),
        ("SECRET_KEY", "short"),
        ("PORT", "0"),
        ("PORT", "http"),
        ("WEB_CONCURRENCY", "-1"),
        ("TRUSTED_HOSTS", "https://a.vn/"),
        ("PROXY_HOPS", "many"),
        ("PROVINCE_CODE", "3"),
        ("DEMO", "maybe"),
        ("BACKUP_DIR", "backups"),
        ("BACKUP_HOUR", "24"),
        ("BACKUP_KEEP", "7,5"),
        ("BACKUP_KEEP", "7,5,many"),
        ("INSTANCE_FOLDER", "instance"),
        ("REPLICA_URL", "sqlite:///copy.sqlite3"),
    ],
)
def test_a_bad_value_is_named(tmp_path: Path, name: str, value: str) -> None:
    with pytest.raises(BadSettings, match=name):
        read_settings({name: value}, root=tmp_path)


def test_all_bad_values_are_named_at_once(tmp_path: Path) -> None:
    with pytest.raises(BadSettings) as refused:
        read_settings({"PORT": "x", "DEMO": "y", "PROXY_HOPS": "z"}, root=tmp_path)
    assert all(name in str(refused.value) for name in ("PORT", "DEMO", "PROXY_HOPS"))


def test_of_many_that_make_a_file_at_once_all_read_that_of_the_first(tmp_path: Path) -> None:
    meet = threading.Barrier(8)

    def make(number: int) -> bytes:
        def slowly() -> bytes:
            meet.wait(10)
            return b"%d" % number * 1000

        return made_once(tmp_path / "kept", slowly)

    with ThreadPoolExecutor(8) as pool:
        found = set(pool.map(make, range(8)))
    assert found == {(tmp_path / "kept").read_bytes()}
    assert [one.name for one in tmp_path.iterdir()] == ["kept"]


@pytest.mark.parametrize("scheme", ["postgres", "postgresql", "postgresql+psycopg"])
def test_postgresql_addresses_lead_to_its_driver(tmp_path: Path, scheme: str) -> None:
    settings = read_settings({"DATABASE_URL": f"{scheme}://u:p@h/d"}, root=tmp_path)
    assert settings.database_url == "postgresql+psycopg://u:p@h/d"


def test_a_folder_for_backups_that_is_gone_does_not_keep_the_site_from_starting(
    tmp_path: Path,
) -> None:
    settings = read_settings(
        {"BACKUP_DIR": str(tmp_path / "gone"), "BACKUP_KEEP": "3, 2,0"}, root=tmp_path
    )
    assert (settings.backup_dir, settings.backup_keep) == (tmp_path / "gone", (3, 2, 0))

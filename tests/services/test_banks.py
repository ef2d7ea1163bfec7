"""Banks in the store: immutable versions, keys apart, and values ready for use."""

from __future__ import annotations

import json
import threading
from collections import Counter
from datetime import datetime

import pytest
from flask import Flask
from sqlalchemy import select

from app.domain.bank_codec import keys_from_plain, questions_from_plain
from app.domain.errors import BankRefused, NotFound
from app.domain.questions import Bank, Topic
from app.formats import bank_yaml_write
from app.services import audit, banks
from app.storage.db import db
from app.storage.tables import AuditEntry, BankKey, BankVersion
from tests.bank_strategies import canary_bank
from tests.factories import an_organiser
from tests.factories_contests import a_bank, import_canaries
from tests.queries import counted_queries

BROKEN = b"format: 1\nbank: b\ntitle: B\nlanguage: vi\nquestions: []\n"


def test_an_imported_bank_is_listed_with_its_versions(app: Flask, now: datetime) -> None:
    a_bank("b", count=3)
    a_bank("b", count=4)
    a_bank("a")
    assert [(one.slug, one.title, one.latest.number) for one in banks.list_banks()] == [
        ("a", "Bank a", 1),
        ("b", "Bank b", 2),
    ]
    versions = banks.get_bank("b").versions
    assert [(one.number, one.question_count) for one in versions] == [(2, 4), (1, 3)]
    with pytest.raises(NotFound):
        banks.get_bank("c")


def test_the_same_content_is_one_version(app: Flask, now: datetime) -> None:
    a_bank("b")
    again = banks.import_bank(_yaml_of("b"), file_name="x.yaml", account_id=None, now=now)
    assert (again.number, again.already_there) == (1, True)
    assert len(banks.get_bank("b").versions) == 1


def _yaml_of(slug: str) -> bytes:
    version = db.session.scalars(select(BankVersion)).one()
    key = db.session.scalars(select(BankKey)).one()
    plain = json.loads(version.questions)
    bank = Bank(
        slug=slug,
        title=plain["title"],
        language=plain["language"],
        questions=questions_from_plain(plain),
        keys=keys_from_plain(json.loads(key.keys)),
        topics=tuple(Topic(one["id"], one["title"]) for one in plain["topics"]),
    )
    return bank_yaml_write.write(bank)


def test_a_bank_with_an_error_is_refused_and_nothing_kept(app: Flask, now: datetime) -> None:
    with pytest.raises(BankRefused) as refused:
        banks.import_bank(BROKEN, file_name="b.yaml", account_id=None, now=now)
    assert refused.value.problems
    assert banks.list_banks() == []
    assert db.session.scalars(select(AuditEntry)).all() == []


def test_an_import_is_an_act_of_its_organiser(app: Flask, now: datetime) -> None:
    organiser = an_organiser().account_id
    a_bank("b")
    banks.import_bank(
        _yaml_of("b").replace(b"Bank b", b"Bank B"),
        file_name="b.yaml",
        account_id=organiser,
        now=now,
    )
    query = select(AuditEntry.account_id, AuditEntry.subject).where(AuditEntry.act == "bank.import")
    assert [tuple(row) for row in db.session.execute(query)] == [
        (None, "bank/b/1"),
        (organiser, "bank/b/2"),
    ]
    assert audit.find_broken_link() is None


def test_keys_are_kept_apart_from_what_is_shown(app: Flask) -> None:
    import_canaries(canary_bank())
    version = db.session.scalars(select(BankVersion)).one()
    for canary in ("canary", "31337", "correct"):
        assert canary not in version.questions
    compiled = banks.compiled(version.id)
    assert "canary" not in repr(compiled)
    keys = banks.compiled_keys(version.id, banks.latest_key_number(version.id))
    assert keys["single"].explanation == "canary-explanation"
    assert set(keys) == set(compiled.by_id)


def test_a_compiled_bank_costs_no_query_once_read(app: Flask) -> None:
    a_bank(topics=("x", "y"))
    version = banks.get_bank("bank").latest.id
    compiled, keys = banks.compiled(version), banks.compiled_keys(version, 1)
    with counted_queries() as sent:
        assert banks.compiled(version) is compiled
        assert banks.compiled_keys(version, 1) is keys
    assert sent == []
    assert compiled.counts() == Counter({("x", None): 3, ("y", None): 3})
    assert (compiled.slug, compiled.number, compiled.language) == ("bank", 1, "vi")


def test_unknown_versions_are_not_found(app: Flask) -> None:
    for look in (banks.compiled, banks.latest_key_number, lambda one: banks.compiled_keys(one, 1)):
        with pytest.raises(NotFound):
            look(99)


def test_imports_at_once_each_become_a_version(app: Flask, now: datetime) -> None:
    failed: list[Exception] = []

    def import_one(count: int) -> None:
        try:
            with app.app_context():
                a_bank("b", count=count)
        except Exception as error:
            failed.append(error)

    threads = [threading.Thread(target=import_one, args=(count,)) for count in range(3, 8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failed == []
    versions = banks.get_bank("b").versions
    assert [one.number for one in versions] == [5, 4, 3, 2, 1]
    assert {one.question_count for one in versions} == {3, 4, 5, 6, 7}

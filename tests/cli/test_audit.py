"""`flask audit verify` follows the chain and names the first broken link."""

from __future__ import annotations

from flask import Flask
from sqlalchemy import text

from app.services import audit_heads
from app.services.transactions import writing
from tests.factories import an_organiser


def three_entries() -> None:
    for phone in ("+84912345671", "+84912345672", "+84912345673"):
        an_organiser(phone=phone)


def test_a_chain_that_holds_and_one_that_was_altered(app: Flask) -> None:
    three_entries()
    runner = app.test_cli_runner()
    fine = runner.invoke(args=["audit", "verify"])
    assert fine.exit_code == 0
    assert fine.output.startswith("the chain holds\nhead 3:")
    with writing() as session:
        session.execute(text("DROP TRIGGER audit_entries_no_update"))
        session.execute(text("UPDATE audit_entries SET subject = 'x' WHERE number = 2"))
    altered = runner.invoke(args=["audit", "verify"])
    assert altered.exit_code == 1
    assert altered.output.startswith("broken at entry 2\naltered: ")


def test_a_head_that_was_noted_down_shows_a_chain_cut_off(app: Flask) -> None:
    three_entries()
    head = audit_heads.get_head()
    assert head is not None
    runner = app.test_cli_runner()
    fine = runner.invoke(args=["audit", "verify", "--head", head.short])
    assert fine.output.endswith("1 published heads agree\n")
    with writing() as session:
        session.execute(text("DROP TRIGGER audit_entries_no_delete"))
        session.execute(text("DELETE FROM audit_entries WHERE number = 3"))
    cut = runner.invoke(args=["audit", "verify", "--head", head.short])
    assert cut.exit_code == 1
    assert cut.output.startswith("broken at entry 3\ntruncated: ")
    assert head.short in cut.output


def test_what_is_no_head_is_refused(app: Flask) -> None:
    refused = app.test_cli_runner().invoke(args=["audit", "verify", "--head", "abc"])
    assert refused.exit_code == 2
    assert "NUMBER:DIGEST" in refused.output

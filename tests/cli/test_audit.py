"""`flask audit verify` follows the chain and names the first broken link."""

from __future__ import annotations

from flask import Flask
from sqlalchemy import text

from app.services.transactions import writing
from tests.factories import an_organiser


def test_a_chain_that_holds_and_one_that_was_altered(app: Flask) -> None:
    for phone in ("+84912345671", "+84912345672", "+84912345673"):
        an_organiser(phone=phone)
    runner = app.test_cli_runner()
    fine = runner.invoke(args=["audit", "verify"])
    assert (fine.exit_code, fine.output) == (0, "the chain holds\n")
    with writing() as session:
        session.execute(text("DROP TRIGGER audit_entries_no_update"))
        session.execute(text("UPDATE audit_entries SET subject = 'x' WHERE number = 2"))
    altered = runner.invoke(args=["audit", "verify"])
    assert (altered.exit_code, altered.output) == (1, "broken at entry 2\n")

from __future__ import annotations

from datetime import datetime

import pytest
from flask import Flask

from app.domain.errors import NotFound
from app.services import bank_exports, jobs
from app.services.bank_conversion import read_any
from app.services.transactions import end_reading
from app.tasks.worker import work_once
from tests.bank_strategies import canary_bank
from tests.factories import an_organiser
from tests.factories_contests import a_bank, import_canaries


@pytest.mark.parametrize("format", bank_exports.OFFERED)
def test_a_bank_in_every_format_reads_back_and_names_what_it_lost(app: Flask, format: str) -> None:
    slug = import_canaries(canary_bank())
    done = bank_exports.write(slug, 1, format)
    assert done.file_name.startswith(f"{slug}-1.")
    back = read_any(done.data, done.file_name)
    assert back.bank is not None, back.problems
    left_out = [loss for loss in done.losses if loss.code.startswith("question.left_out")]
    assert len(back.bank.questions) + len(left_out) == len(canary_bank().questions)
    assert ("canary-explanation" in str(back.bank.keys)) == (format != "aiken")


def test_yaml_and_excel_carry_everything(app: Flask) -> None:
    slug = a_bank()
    assert bank_exports.write(slug, None, "yaml").losses == ()
    assert bank_exports.write(slug, None, "xlsx").losses == ()


@pytest.mark.parametrize(
    ("slug", "number", "format"), [("none", None, "yaml"), ("bank", 9, "yaml"), ("bank", 1, "pdf")]
)
def test_what_is_not_there_is_not_found(app: Flask, slug: str, number: int, format: str) -> None:
    a_bank()
    with pytest.raises(NotFound):
        bank_exports.write(slug, number, format)
    with pytest.raises(NotFound):
        bank_exports.begin(
            slug, number, format, language="vi", account_id=1, now=datetime(2026, 1, 1)
        )


def test_a_large_bank_is_written_by_a_worker(
    app: Flask, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    slug, account = a_bank(), an_organiser().account_id
    assert not bank_exports.is_large(slug, None)
    monkeypatch.setattr(bank_exports, "AT_ONCE_QUESTIONS", 5)
    assert bank_exports.is_large(slug, None)
    token = bank_exports.begin(slug, None, "aiken", language="vi", account_id=account, now=now)
    work_once("w")
    end_reading()
    job = jobs.get(token, account)
    assert (job.state, job.file_name, job.title) == ("done", "bank-1.txt", "Bank bank")
    assert jobs.get_output(token, account) == bank_exports.write(slug, None, "aiken").data
    assert jobs.get_result(token, account)["losses"]["total"] > 0


@pytest.mark.parametrize("kind", ["xlsx", "docx"])
def test_a_template_reads_back_without_a_single_remark(app: Flask, kind: str) -> None:
    made = bank_exports.template(kind)
    read = read_any(made.data, made.file_name)
    assert read.bank is not None
    assert (len(read.bank.questions), read.problems, read.losses) == (3, (), ())


def test_there_are_no_other_templates(app: Flask) -> None:
    with pytest.raises(NotFound):
        bank_exports.template("exe")

"""`flask bank …`: question banks from the command line."""

from __future__ import annotations

import json
from collections.abc import Collection
from datetime import UTC, datetime
from pathlib import Path

import click
from flask.cli import AppGroup
from flask_babel import force_locale, ngettext
from flask_babel import gettext as _

from app.cli.bank_convert import convert
from app.cli.bank_stats import stats
from app.domain.bank_losses import PlaceUnit
from app.domain.bank_problems import Problem, Severity
from app.services import bank_conversion, bank_images, bank_imports
from app.services.bank_conversion import ReadBank
from app.services.bank_imports import Imported
from app.wording import losses as loss_words
from app.wording.problems import message

bank = AppGroup("bank", help="Question banks.")
FILE = click.Path(exists=True, dir_okay=False, path_type=Path)
LANGUAGE = click.option(
    "--lang", type=click.Choice(["vi", "en", "ru"]), default="vi", show_default=True
)
FORMAT = click.option(
    "--format",
    "kind",
    type=click.Choice(bank_conversion.format_names()),
    help="Format of the file, else recognised by its name and content.",
)


@bank.command("check")
@click.argument("files", nargs=-1, required=True, type=FILE)
@click.option("--json", "as_json", is_flag=True, help="One JSON object per file and line.")
@FORMAT
@LANGUAGE
def check(files: tuple[Path, ...], as_json: bool, kind: str | None, lang: str) -> None:
    """Check bank FILES and print every problem; exit 1 if any file has an error."""
    show = _show_json if as_json else _show_text
    with force_locale(lang):
        results = [show(file, bank_conversion.check_file(file, kind)) for file in files]
    raise SystemExit(0 if all(results) else 1)


@bank.command("import")
@click.argument("file", type=FILE)
@FORMAT
@click.option(
    "--legacy",
    type=click.Choice(["auto", "TCVN3", "VNI"]),
    default=None,
    help="Convert text typed in old Vietnamese fonts.",
)
@LANGUAGE
def import_(file: Path, kind: str | None, legacy: str | None, lang: str) -> None:
    """Store the bank in FILE as a new version; exit 1 with all problems when it has an error.

    Its images are looked for from the file's folder, then among those uploaded. What the
    file says and a bank cannot is listed.
    """
    with force_locale(lang):
        uploaded = bank_images.weights()
        read = bank_conversion.check_file(file, kind, legacy=legacy or "", elsewhere=uploaded)
        _say_problems(file, read)
        _say_losses(file, read)
        if read.bank is None:
            click.echo(f"{file}: {_('chưa nhập gì')}, {_count(read.problems)}")
            raise SystemExit(1)
        imported = bank_imports.store_bank(
            read.bank, read.problems, file_name=file.name, account_id=None, now=datetime.now(UTC)
        )
        _say_imported(imported)


def _say_imported(imported: Imported) -> None:
    count = _questions(imported.question_count)
    version = _("bản %(number)s", number=imported.number)
    known = " " + _("(đã có sẵn đúng nội dung này)") if imported.already_there else ""
    click.echo(f"{imported.slug}: {imported.title}, {version}, {count}{known}")


def _show_json(file: Path, result: ReadBank) -> bool:
    problems = [_plain(problem, result.unit) for problem in result.problems]
    report = {
        "file": str(file),
        "ok": result.ok,
        "questions": result.question_count,
        "problems": problems,
    }
    click.echo(json.dumps(report, ensure_ascii=False))
    return result.ok


def _plain(problem: Problem, unit: PlaceUnit) -> dict[str, str | int | None]:
    return {
        "line": problem.line,
        "column": problem.column,
        "path": problem.path,
        "code": problem.code,
        "severity": problem.severity.value,
        "message": message(problem, unit),
    }


def _show_text(file: Path, result: ReadBank) -> bool:
    _say_problems(file, result)
    _say_losses(file, result)
    click.echo(f"{file}: {_questions(result.question_count)}, {_count(result.problems)}")
    return result.ok


def _say_problems(file: Path, read: ReadBank) -> None:
    for problem in read.problems:
        place = _place(problem, read.unit)
        said = message(problem, read.unit)
        click.echo(f"{file}:{place}: {_severity(problem)} {problem.code} {said}")


def _say_losses(file: Path, read: ReadBank) -> None:
    for loss in read.losses:
        where = loss_words.place(loss, read.unit)
        told = f"{where}: {loss_words.message(loss)}" if where else loss_words.message(loss)
        click.echo(f"{file}: {_('Không mang theo được: %(told)s', told=told)}")


def _place(problem: Problem, unit: PlaceUnit) -> str:
    """As editors understand it for lines, else as people find it: 3:14, cell C5, paragraph 7."""
    if unit is PlaceUnit.LINE:
        return f"{problem.line}:{problem.column}"
    return f" {loss_words.problem_place(problem, unit)}"


def _questions(count: int) -> str:
    return str(ngettext("%(num)d câu hỏi", "%(num)d câu hỏi", count))


def _count(problems: Collection[Problem]) -> str:
    errors = sum(problem.severity is Severity.ERROR for problem in problems)
    warnings = len(problems) - errors
    return ", ".join(
        (
            ngettext("%(num)d lỗi", "%(num)d lỗi", errors),
            ngettext("%(num)d cảnh báo", "%(num)d cảnh báo", warnings),
        )
    )


def _severity(problem: Problem) -> str:
    return _("lỗi") if problem.severity is Severity.ERROR else _("cảnh báo")


bank.add_command(convert)
bank.add_command(stats)

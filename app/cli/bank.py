"""`flask bank …`: question banks from the command line."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable
from datetime import UTC, datetime
from pathlib import Path

import click
from flask.cli import AppGroup
from flask_babel import force_locale, ngettext
from flask_babel import gettext as _

from app.cli.bank_convert import convert
from app.domain.bank_problems import Problem, Severity
from app.domain.errors import BankRefused
from app.services import bank_checks, banks
from app.wording.problems import message

bank = AppGroup("bank", help="Question banks.")


@bank.command("check")
@click.argument(
    "files", nargs=-1, required=True, type=click.Path(exists=True, dir_okay=False, path_type=Path)
)
@click.option("--json", "as_json", is_flag=True, help="One JSON object per file and line.")
@click.option("--lang", type=click.Choice(["vi", "en", "ru"]), default="vi", show_default=True)
def check(files: tuple[Path, ...], as_json: bool, lang: str) -> None:
    """Check bank FILES and print every problem; exit 1 if any file has an error."""
    show = _show_json if as_json else _show_text
    with force_locale(lang):
        results = [show(file) for file in files]
    raise SystemExit(0 if all(results) else 1)


@bank.command("import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--format", "kind", type=click.Choice(["yaml"]), default="yaml", show_default=True)
@click.option("--lang", type=click.Choice(["vi", "en", "ru"]), default="vi", show_default=True)
def import_(file: Path, kind: str, lang: str) -> None:
    """Store the bank in FILE as a new version; exit 1 with all problems when it has an error.

    Its images are looked for from the file's folder.
    """
    with force_locale(lang):
        try:
            imported = banks.import_bank(
                file.read_bytes(),
                file_name=file.name,
                account_id=None,
                now=datetime.now(UTC),
                image_exists=lambda name: bank_checks.is_image(file.parent, name),
            )
        except BankRefused as refused:
            _say_problems(file, refused.problems)
            click.echo(f"{file}: {_('chưa nhập gì')}, {_count(refused.problems)}")
            raise SystemExit(1) from None
        _say_problems(file, imported.problems)
        _say_imported(imported)


def _say_imported(imported: banks.Imported) -> None:
    count = _questions(imported.question_count)
    version = _("bản %(number)s", number=imported.number)
    known = " " + _("(đã có sẵn đúng nội dung này)") if imported.already_there else ""
    click.echo(f"{imported.slug}: {imported.title}, {version}, {count}{known}")


def _show_json(file: Path) -> bool:
    result = bank_checks.check_file(file)
    problems = [_plain(problem) for problem in result.problems]
    report = {
        "file": str(file),
        "ok": result.ok,
        "questions": result.question_count,
        "problems": problems,
    }
    click.echo(json.dumps(report, ensure_ascii=False))
    return result.ok


def _plain(problem: Problem) -> dict[str, str | int | None]:
    return {
        "line": problem.line,
        "column": problem.column,
        "path": problem.path,
        "code": problem.code,
        "severity": problem.severity.value,
        "message": message(problem),
    }


def _show_text(file: Path) -> bool:
    result = bank_checks.check_file(file)
    _say_problems(file, result.problems)
    click.echo(f"{file}: {_questions(result.question_count)}, {_count(result.problems)}")
    return result.ok


def _say_problems(file: Path, problems: Iterable[Problem]) -> None:
    for problem in problems:
        place = f"{file}:{problem.line}:{problem.column}"
        click.echo(f"{place}: {_severity(problem)} {problem.code} {message(problem)}")


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

"""`flask bank …`: question banks from the command line."""

from __future__ import annotations

import json
from pathlib import Path

import click
from flask.cli import AppGroup
from flask_babel import force_locale, ngettext
from flask_babel import gettext as _

from app.domain.bank_problems import Problem, Severity
from app.services import bank_checks
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
    for problem in result.problems:
        place = f"{file}:{problem.line}:{problem.column}"
        click.echo(f"{place}: {_severity(problem)} {problem.code} {message(problem)}")
    errors = sum(problem.severity is Severity.ERROR for problem in result.problems)
    counts = ", ".join(
        (
            ngettext("%(num)d câu hỏi", "%(num)d câu hỏi", result.question_count),
            ngettext("%(num)d lỗi", "%(num)d lỗi", errors),
            ngettext("%(num)d cảnh báo", "%(num)d cảnh báo", len(result.problems) - errors),
        )
    )
    click.echo(f"{file}: {counts}")
    return result.ok


def _severity(problem: Problem) -> str:
    return _("lỗi") if problem.severity is Severity.ERROR else _("cảnh báo")

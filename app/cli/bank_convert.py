"""`flask bank convert`: a bank from one format into another."""

from __future__ import annotations

from pathlib import Path

import click
from flask_babel import force_locale, ngettext
from flask_babel import gettext as _

from app.domain.bank_problems import Problem, Severity
from app.services import bank_conversion
from app.services.bank_conversion import Converted
from app.wording import losses as loss_words
from app.wording import problems as problem_words

LOST = 3
"""Exit code when the file was written but does not hold everything."""
_FORMAT = click.Choice(bank_conversion.format_names())


@click.command("convert")
@click.argument("source", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.argument("target", type=click.Path(dir_okay=False, writable=True, path_type=Path))
@click.option("--from", "from_format", type=_FORMAT, help="Format of SOURCE, else guessed.")
@click.option("--to", "to_format", type=_FORMAT, help="Format of TARGET, else by its ending.")
@click.option(
    "--legacy",
    type=click.Choice(["auto", "TCVN3", "VNI"]),
    default=None,
    help="Convert text typed in old Vietnamese fonts.",
)
@click.option("--lang", type=click.Choice(["vi", "en", "ru"]), default="vi", show_default=True)
def convert(
    source: Path,
    target: Path,
    from_format: str | None,
    to_format: str | None,
    legacy: str | None,
    lang: str,
) -> None:
    """Convert the bank in SOURCE and write TARGET; exit 1 if refused, 3 if something was lost."""
    to_format = to_format or bank_conversion.format_for(target.name)
    if not to_format:
        raise click.UsageError(f"--to: {', '.join(bank_conversion.format_names())}")
    done = bank_conversion.convert_file(source, target, from_format, to_format, legacy=legacy or "")
    with force_locale(lang):
        _show(source, target, done)
    if done.data is None:
        raise SystemExit(1)
    raise SystemExit(LOST if done.losses else 0)


def _show(source: Path, target: Path, done: Converted) -> None:
    errors = [p for p in done.problems if p.severity is Severity.ERROR]
    for problem in errors or done.problems:
        if problem.severity is Severity.ERROR or problem.code in _TOLD:
            click.echo(f"{source}: {_place(problem, done)}: {problem_words.message(problem)}")
    for loss in done.losses:
        where = loss_words.place(loss, done.unit)
        told = f"{where}: {loss_words.message(loss)}" if where else loss_words.message(loss)
        click.echo(_("Không mang theo được: %(told)s", told=told))
    if done.bank is None:
        click.echo(_("%(file)s: không chuyển được, hãy sửa các lỗi trên.", file=source))
        return
    gone = {loss.question for loss in done.write_losses if loss.code in _LEFT_OUT}
    count = len(done.bank.questions) - len(gone)
    click.echo(f"{target}: {ngettext('%(num)d câu hỏi', '%(num)d câu hỏi', count)}")


_LEFT_OUT = frozenset(("question.left_out", "question.ambiguous"))
_TOLD = frozenset(("text.legacy_encoding", "text.encoding_guessed"))
"""Warnings that concern the conversion itself; the others are told by `bank check`."""


def _place(problem: Problem, done: Converted) -> str:
    return loss_words.place_in(done.unit, problem.line or 1, problem.column)

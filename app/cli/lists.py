"""Lists from Excel on the command line: read, told about, taken over."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import click
from flask_babel import force_locale

from app.domain.errors import InvalidRequest, Refusal
from app.domain.rosters import Problem, Table
from app.wording.refusals import message
from app.wording.rosters import column_label, file_problem, problem_text


def read_file(path: str) -> tuple[bytes, str]:
    """The content and name of a file that click has found."""
    file = Path(path)
    return file.read_bytes(), file.name


def explain(refusal: Refusal) -> str:
    """A refusal in words, each fault on a line of its own."""
    with force_locale("vi"):
        words = message(refusal)
        lines = [f"{refusal.code}: {words.message} {words.hint}"]
        if isinstance(refusal, InvalidRequest):
            for path, code in refusal.errors:
                lines.append(f"  {path}: {file_problem(code) if path == 'file' else code}")
    return "\n".join(lines)


def tell_problems(problems: Iterable[Problem], table: Table) -> int:
    """Write every problem with its cell to the error stream; returns how many."""
    count = 0
    with force_locale("vi"):
        for one in problems:
            where = f"{table.letters.get(one.column, '')}{one.row}"
            click.echo(f"{where}: {column_label(one.column)}: {problem_text(one)}", err=True)
            count += 1
    return count

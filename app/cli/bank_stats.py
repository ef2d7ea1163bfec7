"""`flask bank stats`: item statistics of a contest, as a table or as CSV."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

import click
from flask_babel import force_locale

from app.domain.errors import Refusal
from app.domain.formula_guard import guarded
from app.services import statistics, statistics_views
from app.services.statistics_views import FIGURES, Line, StatisticsView
from app.wording.refusals import message

HEAD = ("question", "count", *FIGURES, "appeals", "alarm_chance", "text")


@click.command("stats")
@click.argument("slug")
@click.option("--round", "number", type=click.IntRange(1), help="One round; else all together.")
@click.option("--csv", "as_csv", is_flag=True, help="CSV; shares are of 1, none is empty.")
def stats(slug: str, number: int | None, as_csv: bool) -> None:
    """Derive the statistics of the contest SLUG now and print them, question by question.

    The figures are those of Moodle's quiz report, over everybody's first attempt.
    """
    try:
        statistics.derive_now(slug, datetime.now(UTC))
        # A contest of one round keeps the whole contest's statistics alone.
        shown = statistics_views.show(slug, round_number=number)
        if number == 1 and shown.as_of is None:
            shown = statistics_views.show(slug)
    except Refusal as refusal:
        with force_locale("vi"):
            words = message(refusal).message
        raise click.ClickException(f"{refusal.code}: {words}") from None
    click.echo(_csv(shown) if as_csv else _text(shown), nl=False)


def _csv(shown: StatisticsView) -> str:
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(HEAD)
    for line in shown.lines:
        writer.writerow([guarded(value) for value in _values(line)])
    return out.getvalue()


def _values(line: Line) -> Sequence[Any]:
    item = line.item
    shares = [getattr(item, name) for name in FIGURES]
    return [
        item.question,
        item.count,
        *("" if one is None else f"{one:.6f}" for one in shares),
        line.appeals,
        "" if line.alarm is None else f"{line.alarm.chance:.3g}",
        line.question.text,
    ]


def _text(shown: StatisticsView) -> str:
    lines = [f"{shown.contest.title}: {shown.results} results"]
    for title, paper in shown.papers:
        lines.append(
            f"{title}: {paper.count} papers, mean {_plain(paper.mean)}, median "
            f"{_plain(paper.median)}, SD {_plain(paper.deviation)}, skewness "
            f"{_plain(paper.skewness)}, kurtosis {_plain(paper.kurtosis)}, CIC "
            f"{_share(paper.consistency)}, error ratio {_share(paper.error_ratio)}, SE "
            f"{_plain(paper.standard_error)}"
        )
    lines.append(f"{'question':<16} {'n':>6} {'facil':>7} {'SD':>7} {'discr':>7} {'effic':>7}"
                 f" {'eff.w':>7} {'int.w':>7}")  # fmt: skip
    for line in shown.lines:
        shares = " ".join(f"{_share(getattr(line.item, name)):>7}" for name in FIGURES)
        alarm = f"  key looks wrong (p = {line.alarm.chance:.2g})" if line.alarm else ""
        lines.append(f"{line.item.question:<16} {line.item.count:>6} {shares}{alarm}")
    return "\n".join(lines) + "\n"


def _share(value: float | None) -> str:
    return "-" if value is None else f"{100 * value:.1f}%"


def _plain(value: float | None) -> str:
    return "-" if value is None else f"{value:.2f}"

"""Counts beside the standings: figures of units, and how many stand on stretches of a board."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None

_UNITS = {"commune": "commune_code", "organisation": "organisation_id"}


def upgrade() -> None:
    tallies = op.create_table(
        "unit_tallies",
        sa.Column("contest_id", sa.Integer(), nullable=False),
        sa.Column("scope", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("unit", sa.String(length=16), nullable=False),
        sa.Column("group_code", sa.String(length=32), nullable=False),
        sa.Column("participants", sa.Integer(), nullable=False),
        sa.Column("entries", sa.Integer(), nullable=False),
        sa.Column("mills", sa.BigInteger(), nullable=False),
        sa.Column("scores", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["contest_id"], ["contests.id"], name="fk_unit_tallies_contest_id"),
        sa.PrimaryKeyConstraint(
            "contest_id", "scope", "kind", "unit", "group_code", name="pk_unit_tallies"
        ),
    )
    op.create_table(
        "board_stretches",
        sa.Column("contest_id", sa.Integer(), nullable=False),
        sa.Column("scope", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("group_code", sa.String(length=32), nullable=False),
        sa.Column("low", sa.String(length=200), nullable=False),
        sa.Column("people", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["contest_id"], ["contests.id"], name="fk_board_stretches_contest_id"
        ),
        sa.PrimaryKeyConstraint(
            "contest_id", "scope", "group_code", "low", name="pk_board_stretches"
        ),
    )
    op.create_index(
        "ix_board_stretches_long",
        "board_stretches",
        ["contest_id"],
        sqlite_where=sa.text("people > 1024"),
        postgresql_where=sa.text("people > 1024"),
    )
    op.create_index(
        "ix_results_outside",
        "results",
        ["attempt_id"],
        sqlite_where=sa.text("on_board = 3"),
        postgresql_where=sa.text("on_board = 3"),
    )
    _count_people()
    for kind, column in _UNITS.items():
        rows = _tallies(kind, column)
        if rows:
            op.bulk_insert(tallies, rows)


def downgrade() -> None:
    op.drop_index("ix_results_outside", "results")
    op.drop_index("ix_board_stretches_long", "board_stretches")
    op.drop_table("board_stretches")
    op.drop_table("unit_tallies")


def _count_people() -> None:
    # Stretches too long are cut when results are carried to the boards again.
    op.execute(
        "INSERT INTO board_stretches (contest_id, scope, group_code, low, people)"
        " SELECT contest_id, scope, '', '', count(*) FROM standings GROUP BY contest_id, scope"
        " UNION ALL SELECT contest_id, scope, group_code, '', count(*) FROM standings"
        " GROUP BY contest_id, scope, group_code"
    )


def _tallies(kind: str, column: str) -> list[dict[str, Any]]:
    found = op.get_bind().execute(
        sa.text(
            f"SELECT contest_id, scope, {column}, group_code, mills, count(*), sum(entries)"
            f" FROM standings WHERE {column} IS NOT NULL"
            f" GROUP BY contest_id, scope, {column}, group_code, mills"
        )
    )
    parts: dict[tuple[Any, ...], dict[int, int]] = defaultdict(dict)
    entries: dict[tuple[Any, ...], int] = defaultdict(int)
    for contest_id, scope, unit, group, mills, people, count in found:
        key = (contest_id, scope, str(unit), group)
        parts[key][mills] = people
        entries[key] += int(count)
    return [
        {
            "contest_id": key[0],
            "scope": key[1],
            "kind": kind,
            "unit": key[2],
            "group_code": key[3],
            "participants": sum(scores.values()),
            "entries": entries[key],
            "mills": sum(mills * people for mills, people in scores.items()),
            "scores": ",".join(
                f"{mills}:{people}" for mills, people in sorted(scores.items(), reverse=True)
            ),
        }
        for key, scores in parts.items()
    ]

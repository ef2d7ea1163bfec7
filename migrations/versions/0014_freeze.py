"""Freezing of boards, and the ceremony that reveals them."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("contests") as batch:
        batch.add_column(sa.Column("freeze_at", sa.BigInteger(), nullable=True))
        batch.add_column(sa.Column("reveal_at", sa.BigInteger(), nullable=True))
        batch.add_column(sa.Column("revealed_at", sa.BigInteger(), nullable=True))
        batch.create_check_constraint(
            op.f("ck_contests_revealed_was_frozen"), "revealed_at IS NULL OR freeze_at IS NOT NULL"
        )
        batch.create_check_constraint(
            op.f("ck_contests_reveal_after_freeze"), "reveal_at IS NULL OR reveal_at > freeze_at"
        )
    with op.batch_alter_table("results") as batch:
        batch.drop_constraint(op.f("ck_results_ck_results_on_board_flag"), type_="check")
        batch.create_check_constraint(op.f("ck_results_on_board_flag"), "on_board IN (0, 1, 2)")
    op.create_table(
        "ceremonies",
        sa.Column("contest_id", sa.Integer(), nullable=False),
        sa.Column("rows", sa.Text(), nullable=False),
        sa.Column("total", sa.Integer(), nullable=False),
        sa.Column("step", sa.Integer(), nullable=False),
        sa.Column("prepared_at", sa.BigInteger(), nullable=False),
        sa.CheckConstraint("step >= 0 AND step <= total", name="ck_ceremonies_step_in_range"),
        sa.ForeignKeyConstraint(["contest_id"], ["contests.id"], name="fk_ceremonies_contest_id"),
        sa.PrimaryKeyConstraint("contest_id", name="pk_ceremonies"),
    )


def downgrade() -> None:
    op.drop_table("ceremonies")
    op.execute("UPDATE results SET on_board = 0 WHERE on_board = 2")
    with op.batch_alter_table("results") as batch:
        batch.drop_constraint(op.f("ck_results_on_board_flag"), type_="check")
        batch.create_check_constraint(
            op.f("ck_results_ck_results_on_board_flag"), "on_board IN (0, 1)"
        )
    with op.batch_alter_table("contests") as batch:
        batch.drop_constraint(op.f("ck_contests_reveal_after_freeze"), type_="check")
        batch.drop_constraint(op.f("ck_contests_revealed_was_frozen"), type_="check")
        batch.drop_column("revealed_at")
        batch.drop_column("reveal_at")
        batch.drop_column("freeze_at")

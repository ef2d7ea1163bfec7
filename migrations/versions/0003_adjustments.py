"""When a paper was shown, time given back, and the receipts that reopening replaces."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

APPEND_ONLY = ("adjustments", "adjustment_grants")


def guard(table: str) -> None:
    """Let rows of `table` only ever be added; PostgreSQL's function comes from 0002."""
    if op.get_bind().dialect.name == "sqlite":
        for act in ("UPDATE", "DELETE"):
            op.execute(
                f"CREATE TRIGGER {table}_no_{act.lower()} BEFORE {act} ON {table}"
                f" BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
            )
        return
    op.execute(
        f"CREATE TRIGGER {table}_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON {table}"
        " FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()"
    )


def upgrade() -> None:
    op.add_column("attempts", sa.Column("shown_at", sa.BigInteger(), nullable=True))
    op.add_column(
        "attempts",
        sa.Column("paused_ms", sa.BigInteger(), server_default=sa.text("0"), nullable=False),
    )
    op.create_table(
        "adjustments",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("contest_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=12), nullable=False),
        sa.Column("from_at", sa.BigInteger(), nullable=True),
        sa.Column("until_at", sa.BigInteger(), nullable=True),
        sa.Column("seconds", sa.Integer(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=True),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.CheckConstraint(
            "kind IN ('outage', 'extra', 'reopening')", name="ck_adjustments_known_kind"
        ),
        sa.CheckConstraint("until_at >= from_at", name="ck_adjustments_until_not_before_from"),
        sa.CheckConstraint(
            "(kind = 'extra') = (from_at IS NULL) AND (from_at IS NULL) = (until_at IS NULL) AND (kind = 'outage') = (seconds IS NULL)",
            name="ck_adjustments_kind_is_whole",
        ),
        sa.CheckConstraint("seconds >= 0", name="ck_adjustments_seconds_not_negative"),
        sa.ForeignKeyConstraint(["account_id"], ["accounts.id"], name="fk_adjustments_account_id"),
        sa.ForeignKeyConstraint(["contest_id"], ["contests.id"], name="fk_adjustments_contest_id"),
        sa.PrimaryKeyConstraint("id", name="pk_adjustments"),
    )
    op.create_index("ix_adjustments_contest_id", "adjustments", ["contest_id"])
    op.create_table(
        "adjustment_grants",
        sa.Column("adjustment_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("attempt_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("granted_at", sa.BigInteger(), nullable=False),
        sa.Column("deadline_before", sa.BigInteger(), nullable=False),
        sa.Column("deadline_after", sa.BigInteger(), nullable=False),
        sa.Column("receipt", sa.String(length=24), nullable=True),
        sa.Column("answers_hash", sa.String(length=64), nullable=True),
        sa.Column("closed_at", sa.BigInteger(), nullable=True),
        sa.Column("closed_by", sa.String(length=12), nullable=True),
        sa.Column("prediction", sa.BigInteger(), nullable=True),
        sa.Column("counted", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "deadline_after >= deadline_before", name="ck_adjustment_grants_never_shortens"
        ),
        sa.CheckConstraint(
            "(receipt IS NULL) = (closed_at IS NULL) AND (receipt IS NULL) = (closed_by IS NULL) AND (receipt IS NULL) = (answers_hash IS NULL) AND (receipt IS NULL) = (counted IS NULL)",
            name="ck_adjustment_grants_earlier_end_is_whole",
        ),
        sa.ForeignKeyConstraint(
            ["adjustment_id"], ["adjustments.id"], name="fk_adjustment_grants_adjustment_id"
        ),
        sa.ForeignKeyConstraint(
            ["attempt_id"], ["attempts.id"], name="fk_adjustment_grants_attempt_id"
        ),
        sa.PrimaryKeyConstraint("adjustment_id", "attempt_id", name="pk_adjustment_grants"),
    )
    op.create_index("ix_adjustment_grants_attempt_id", "adjustment_grants", ["attempt_id"])
    op.create_index("ix_adjustment_grants_receipt", "adjustment_grants", ["receipt"])
    for table in APPEND_ONLY:
        guard(table)


def downgrade() -> None:
    # Dropping a table takes its triggers along.
    op.drop_table("adjustment_grants")
    op.drop_table("adjustments")
    op.drop_column("attempts", "paused_ms")
    op.drop_column("attempts", "shown_at")

"""Corrections of keys, appeals, and kept statistics."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("rounds") as batch:
        for name in ("key_number", "scored_key_number"):
            batch.add_column(
                sa.Column(name, sa.Integer(), nullable=False, server_default=sa.text("1"))
            )
        batch.create_check_constraint(op.f("ck_rounds_key_from_one"), "key_number >= 1")
    op.create_table(
        "corrections",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("contest_id", sa.Integer(), nullable=False),
        sa.Column("bank_version_id", sa.Integer(), nullable=False),
        sa.Column("question", sa.String(length=64), nullable=False),
        sa.Column("kind", sa.String(length=8), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("reverses_id", sa.Integer(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("public_note", sa.Text(), nullable=False),
        sa.Column("state", sa.String(length=8), nullable=False),
        sa.Column("proposed_at", sa.BigInteger(), nullable=False),
        sa.Column("proposed_by", sa.Integer(), nullable=False),
        sa.Column("decided_at", sa.BigInteger(), nullable=True),
        sa.Column("decided_by", sa.Integer(), nullable=True),
        sa.Column("key_before", sa.Integer(), nullable=True),
        sa.Column("key_after", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "kind IN ('replace', 'accept', 'void', 'reverse')", name="ck_corrections_known_kind"
        ),
        sa.CheckConstraint(
            "state IN ('proposed', 'approved', 'rejected')", name="ck_corrections_known_state"
        ),
        sa.CheckConstraint(
            "(state = 'proposed') = (decided_at IS NULL)", name="ck_corrections_decided_is_whole"
        ),
        sa.CheckConstraint(
            "(state = 'approved') = (key_after IS NOT NULL)",
            name="ck_corrections_approved_has_a_key",
        ),
        sa.CheckConstraint(
            "decided_by IS NULL OR decided_by <> proposed_by", name="ck_corrections_two_persons"
        ),
        sa.CheckConstraint(
            "(kind = 'reverse') = (reverses_id IS NOT NULL)", name="ck_corrections_reverses_one"
        ),
        sa.ForeignKeyConstraint(["contest_id"], ["contests.id"], name="fk_corrections_contest_id"),
        sa.ForeignKeyConstraint(
            ["bank_version_id"], ["bank_versions.id"], name="fk_corrections_bank_version_id"
        ),
        sa.ForeignKeyConstraint(
            ["reverses_id"], ["corrections.id"], name="fk_corrections_reverses_id"
        ),
        sa.ForeignKeyConstraint(
            ["proposed_by"], ["accounts.id"], name="fk_corrections_proposed_by"
        ),
        sa.ForeignKeyConstraint(["decided_by"], ["accounts.id"], name="fk_corrections_decided_by"),
        sa.PrimaryKeyConstraint("id", name="pk_corrections"),
    )
    op.create_index("ix_corrections_contest_id", "corrections", ["contest_id"])
    op.create_table(
        "appeals",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("contest_id", sa.Integer(), nullable=False),
        sa.Column("attempt_id", sa.BigInteger(), nullable=False),
        sa.Column("question", sa.String(length=64), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.Column("answer", sa.Text(), nullable=True),
        sa.Column("answered_at", sa.BigInteger(), nullable=True),
        sa.Column("answered_by", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "(answer IS NULL) = (answered_at IS NULL)", name="ck_appeals_answered_is_whole"
        ),
        sa.ForeignKeyConstraint(["contest_id"], ["contests.id"], name="fk_appeals_contest_id"),
        sa.ForeignKeyConstraint(["attempt_id"], ["attempts.id"], name="fk_appeals_attempt_id"),
        sa.ForeignKeyConstraint(["answered_by"], ["accounts.id"], name="fk_appeals_answered_by"),
        sa.PrimaryKeyConstraint("id", name="pk_appeals"),
        sa.UniqueConstraint("attempt_id", "question", name="uq_appeals_attempt_id_question"),
    )
    op.create_index("ix_appeals_contest_id", "appeals", ["contest_id", "question"])
    op.create_table(
        "statistic_snapshots",
        sa.Column("contest_id", sa.Integer(), nullable=False),
        sa.Column("scope", sa.Integer(), nullable=False),
        sa.Column("content", sa.Text(), nullable=False),
        sa.Column("keys", sa.Text(), nullable=False),
        sa.Column("results", sa.Integer(), nullable=False),
        sa.Column("as_of", sa.BigInteger(), nullable=False),
        sa.Column("cost_ms", sa.BigInteger(), nullable=False),
        sa.CheckConstraint("results >= 0", name="ck_statistic_snapshots_results_not_negative"),
        sa.ForeignKeyConstraint(
            ["contest_id"], ["contests.id"], name="fk_statistic_snapshots_contest_id"
        ),
        sa.PrimaryKeyConstraint("contest_id", "scope", name="pk_statistic_snapshots"),
    )


def downgrade() -> None:
    op.drop_table("statistic_snapshots")
    op.drop_table("appeals")
    op.drop_table("corrections")
    with op.batch_alter_table("rounds") as batch:
        batch.drop_constraint(op.f("ck_rounds_key_from_one"), type_="check")
        batch.drop_column("scored_key_number")
        batch.drop_column("key_number")

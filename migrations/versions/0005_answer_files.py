"""Answer files that came after the end of an attempt."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "answer_files",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("attempt_id", sa.BigInteger(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("content", sa.Text(), nullable=False),
        sa.Column("received_at", sa.BigInteger(), nullable=False),
        sa.Column("received_by", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("decided_at", sa.BigInteger(), nullable=True),
        sa.Column("decided_by", sa.Integer(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("receipt", sa.String(length=24), nullable=True),
        sa.Column("answers_hash", sa.String(length=64), nullable=True),
        sa.Column("closed_at", sa.BigInteger(), nullable=True),
        sa.Column("closed_by", sa.String(length=12), nullable=True),
        sa.Column("prediction", sa.BigInteger(), nullable=True),
        sa.Column("counted", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "state IN ('pending', 'accepted', 'rejected')", name="ck_answer_files_known_state"
        ),
        sa.CheckConstraint(
            "(state = 'pending') = (decided_at IS NULL) AND (decided_at IS NULL) = (reason IS NULL)",
            name="ck_answer_files_decided_is_whole",
        ),
        sa.CheckConstraint(
            "(state = 'accepted') = (receipt IS NOT NULL)",
            name="ck_answer_files_earlier_end_is_kept",
        ),
        sa.ForeignKeyConstraint(["attempt_id"], ["attempts.id"], name="fk_answer_files_attempt_id"),
        sa.ForeignKeyConstraint(["decided_by"], ["accounts.id"], name="fk_answer_files_decided_by"),
        sa.ForeignKeyConstraint(
            ["received_by"], ["accounts.id"], name="fk_answer_files_received_by"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_answer_files"),
        sa.UniqueConstraint("sha256", name="uq_answer_files_sha256"),
    )
    op.create_index("ix_answer_files_attempt_id", "answer_files", ["attempt_id"])
    op.create_index("ix_answer_files_receipt", "answer_files", ["receipt"])


def downgrade() -> None:
    op.drop_table("answer_files")

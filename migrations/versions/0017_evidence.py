"""Signs that an arbiter should look at, and what was decided."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0015"
branch_labels = None
depends_on = None


def upgrade() -> None:
    _signs()
    op.create_table(
        "evidence_looks",
        sa.Column("contest_id", sa.Integer(), nullable=False),
        sa.Column("keys", sa.Text(), nullable=False),
        sa.Column("results", sa.Integer(), nullable=False),
        sa.Column("as_of", sa.BigInteger(), nullable=False),
        sa.Column("cost_ms", sa.BigInteger(), nullable=False),
        sa.Column("pairs", sa.BigInteger(), nullable=False),
        sa.Column("cut_units", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["contest_id"], ["contests.id"], name="fk_evidence_looks_contest_id"
        ),
        sa.PrimaryKeyConstraint("contest_id", name="pk_evidence_looks"),
    )
    op.create_table(
        "attempt_voids",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("attempt_id", sa.BigInteger(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("voided_by", sa.Integer(), nullable=True),
        sa.Column("voided_at", sa.BigInteger(), nullable=False),
        sa.Column("lifted_at", sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(
            ["attempt_id"], ["attempts.id"], name="fk_attempt_voids_attempt_id"
        ),
        sa.ForeignKeyConstraint(["voided_by"], ["accounts.id"], name="fk_attempt_voids_voided_by"),
        sa.PrimaryKeyConstraint("id", name="pk_attempt_voids"),
    )
    op.create_index(
        "uq_attempt_voids_in_force",
        "attempt_voids",
        ["attempt_id"],
        unique=True,
        sqlite_where=sa.text("lifted_at IS NULL"),
        postgresql_where=sa.text("lifted_at IS NULL"),
    )
    op.create_table(
        "attempt_devices",
        sa.Column("attempt_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("mark", sa.String(length=32), nullable=False),
        sa.ForeignKeyConstraint(
            ["attempt_id"], ["attempts.id"], name="fk_attempt_devices_attempt_id"
        ),
        sa.PrimaryKeyConstraint("attempt_id", name="pk_attempt_devices"),
    )
    op.create_index("ix_attempt_devices_mark", "attempt_devices", ["mark"])


def _signs() -> None:
    op.create_table(
        "evidence_signs",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("contest_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=12), nullable=False),
        sa.Column("subject", sa.String(length=64), nullable=False),
        sa.Column("facts", sa.Text(), nullable=False),
        sa.Column("chance", sa.Float(precision=53), nullable=True),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("first_seen_at", sa.BigInteger(), nullable=False),
        sa.Column("seen_at", sa.BigInteger(), nullable=False),
        sa.CheckConstraint(
            "kind IN ('speed', 'likeness', 'device')", name="ck_evidence_signs_known_kind"
        ),
        sa.CheckConstraint(
            "state IN ('open', 'dismissed', 'upheld')", name="ck_evidence_signs_known_state"
        ),
        sa.CheckConstraint(
            "chance IS NULL OR chance BETWEEN 0 AND 1", name="ck_evidence_signs_chance_is_one"
        ),
        sa.ForeignKeyConstraint(
            ["contest_id"], ["contests.id"], name="fk_evidence_signs_contest_id"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_evidence_signs"),
        sa.UniqueConstraint(
            "contest_id", "kind", "subject", name="uq_evidence_signs_contest_id_kind_subject"
        ),
    )
    op.create_table(
        "evidence_attempts",
        sa.Column("sign_id", sa.Integer(), nullable=False),
        sa.Column("attempt_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.ForeignKeyConstraint(
            ["sign_id"], ["evidence_signs.id"], name="fk_evidence_attempts_sign_id"
        ),
        sa.ForeignKeyConstraint(
            ["attempt_id"], ["attempts.id"], name="fk_evidence_attempts_attempt_id"
        ),
        sa.PrimaryKeyConstraint("sign_id", "attempt_id", name="pk_evidence_attempts"),
    )
    op.create_index("ix_evidence_attempts_attempt_id", "evidence_attempts", ["attempt_id"])
    op.create_table(
        "evidence_decisions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("sign_id", sa.Integer(), nullable=False),
        sa.Column("act", sa.String(length=8), nullable=False),
        sa.Column("attempt_id", sa.BigInteger(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=True),
        sa.Column("decided_at", sa.BigInteger(), nullable=False),
        sa.CheckConstraint(
            "act IN ('note', 'dismiss', 'uphold', 'reopen', 'void', 'restore')",
            name="ck_evidence_decisions_known_act",
        ),
        sa.CheckConstraint(
            "(act IN ('void', 'restore')) = (attempt_id IS NOT NULL)",
            name="ck_evidence_decisions_of_an_attempt",
        ),
        sa.ForeignKeyConstraint(
            ["sign_id"], ["evidence_signs.id"], name="fk_evidence_decisions_sign_id"
        ),
        sa.ForeignKeyConstraint(
            ["attempt_id"], ["attempts.id"], name="fk_evidence_decisions_attempt_id"
        ),
        sa.ForeignKeyConstraint(
            ["account_id"], ["accounts.id"], name="fk_evidence_decisions_account_id"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_evidence_decisions"),
    )
    op.create_index("ix_evidence_decisions_sign_id", "evidence_decisions", ["sign_id"])


def downgrade() -> None:
    for table in (
        "attempt_devices",
        "attempt_voids",
        "evidence_looks",
        "evidence_decisions",
        "evidence_attempts",
        "evidence_signs",
    ):
        op.drop_table(table)

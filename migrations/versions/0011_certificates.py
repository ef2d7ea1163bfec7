"""Certificates and their templates."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "certificates",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=12), nullable=False),
        sa.Column("contest_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("scope", sa.Integer(), nullable=False),
        sa.Column("facts", sa.Text(), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("issued_at", sa.BigInteger(), nullable=False),
        sa.Column("withdrawn_at", sa.BigInteger(), nullable=True),
        sa.Column("withdrawal", sa.String(length=8), nullable=True),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.CheckConstraint(
            "kind IN ('participation', 'achievement', 'prize')", name="ck_certificates_known_kind"
        ),
        sa.CheckConstraint("scope >= 0", name="ck_certificates_scope_not_negative"),
        sa.CheckConstraint(
            "withdrawal IN ('act', 'result')", name="ck_certificates_known_withdrawal"
        ),
        sa.CheckConstraint(
            "(withdrawn_at IS NULL) = (withdrawal IS NULL) AND (withdrawn_at IS NULL) = (reason IS NULL)",
            name="ck_certificates_withdrawn_is_whole",
        ),
        sa.ForeignKeyConstraint(["contest_id"], ["contests.id"], name="fk_certificates_contest_id"),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name="fk_certificates_person_id"),
        sa.PrimaryKeyConstraint("id", name="pk_certificates"),
        sa.UniqueConstraint("code", name="uq_certificates_code"),
    )
    op.create_index(
        "uq_certificates_one_stands",
        "certificates",
        ["contest_id", "person_id", "kind", "scope"],
        unique=True,
        sqlite_where=sa.text("withdrawn_at IS NULL"),
        postgresql_where=sa.text("withdrawn_at IS NULL"),
    )
    op.create_index("ix_certificates_contest", "certificates", ["contest_id", "kind", "scope"])
    op.create_index("ix_certificates_person_id", "certificates", ["person_id"])
    op.create_table(
        "certificate_templates",
        sa.Column("contest_id", sa.Integer(), nullable=False),
        sa.Column("content", sa.Text(), nullable=False),
        sa.Column("updated_at", sa.BigInteger(), nullable=False),
        sa.Column("updated_by", sa.Integer(), nullable=True),
        sa.Column("reviewed_at", sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(
            ["contest_id"], ["contests.id"], name="fk_certificate_templates_contest_id"
        ),
        sa.ForeignKeyConstraint(
            ["updated_by"], ["accounts.id"], name="fk_certificate_templates_updated_by"
        ),
        sa.PrimaryKeyConstraint("contest_id", name="pk_certificate_templates"),
    )


def downgrade() -> None:
    op.drop_table("certificate_templates")
    op.drop_table("certificates")

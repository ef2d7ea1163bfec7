"""Hall sessions: join codes and big screens."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "halls",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("contest_id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=6), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("commune_code", sa.String(length=5), nullable=True),
        sa.Column("organisation_id", sa.Integer(), nullable=True),
        sa.Column("after_attempt_id", sa.BigInteger(), nullable=False),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.Column("created_by", sa.Integer(), nullable=True),
        sa.Column("closed_at", sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(["commune_code"], ["communes.code"], name="fk_halls_commune_code"),
        sa.ForeignKeyConstraint(["contest_id"], ["contests.id"], name="fk_halls_contest_id"),
        sa.ForeignKeyConstraint(["created_by"], ["accounts.id"], name="fk_halls_created_by"),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisations.id"], name="fk_halls_organisation_id"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_halls"),
        sa.UniqueConstraint("code", name="uq_halls_code"),
    )
    op.create_index("ix_halls_contest_id", "halls", ["contest_id"])


def downgrade() -> None:
    op.drop_table("halls")

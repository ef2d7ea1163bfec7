"""Images of questions."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "question_images",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("media_type", sa.String(length=16), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("width", sa.Integer(), nullable=False),
        sa.Column("height", sa.Integer(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.Column("created_by", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "media_type IN ('image/png', 'image/jpeg')", name="ck_question_images_known_type"
        ),
        sa.CheckConstraint(
            "width >= 1 AND height >= 1 AND size >= 1", name="ck_question_images_not_empty"
        ),
        sa.ForeignKeyConstraint(
            ["created_by"], ["accounts.id"], name="fk_question_images_created_by"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_question_images"),
        sa.UniqueConstraint("name", name="uq_question_images_name"),
        sa.UniqueConstraint("sha256", name="uq_question_images_sha256"),
    )


def downgrade() -> None:
    op.drop_table("question_images")

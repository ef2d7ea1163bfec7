"""Published boards, numbered."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "published_boards",
        sa.Column("contest_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("published_at", sa.BigInteger(), nullable=False),
        sa.Column("as_of", sa.BigInteger(), nullable=True),
        sa.Column("reason", sa.String(length=8), nullable=False),
        sa.Column("change", sa.BigInteger(), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.Column("basis", sa.LargeBinary(), nullable=False),
        sa.CheckConstraint("number >= 1", name="ck_published_boards_number_from_one"),
        sa.CheckConstraint(
            "reason IN ('change', 'daily', 'freeze', 'reveal', 'final', 'report')",
            name="ck_published_boards_known_reason",
        ),
        sa.ForeignKeyConstraint(
            ["contest_id"], ["contests.id"], name="fk_published_boards_contest_id"
        ),
        sa.PrimaryKeyConstraint("contest_id", "number", name="pk_published_boards"),
    )
    op.create_index(
        "ix_published_boards_moment", "published_boards", ["contest_id", "published_at"]
    )


def downgrade() -> None:
    op.drop_index("ix_published_boards_moment", "published_boards")
    op.drop_table("published_boards")

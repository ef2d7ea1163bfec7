"""Who may take a contest, and who plays out of competition; draws, settlements, daily figures."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None

_WHOLE_DRAW = (
    "(draw_seed IS NULL) = (drawn_at IS NULL) AND (draw_seed IS NULL) = (draw_phrase IS NULL)"
)


def upgrade() -> None:
    with op.batch_alter_table("people") as batch:
        batch.add_column(sa.Column("birth_year", sa.SmallInteger(), nullable=True))
        batch.create_check_constraint(
            op.f("ck_people_birth_year_likely"),
            "birth_year IS NULL OR birth_year BETWEEN 1900 AND 2100",
        )
    with op.batch_alter_table("contests") as batch:
        batch.add_column(sa.Column("draw_seed", sa.String(length=64), nullable=True))
        batch.add_column(sa.Column("draw_phrase", sa.String(length=200), nullable=True))
        batch.add_column(sa.Column("drawn_at", sa.BigInteger(), nullable=True))
        batch.create_check_constraint(op.f("ck_contests_draw_is_whole"), _WHOLE_DRAW)
    with op.batch_alter_table("rounds") as batch:
        batch.add_column(sa.Column("settled_quantity", sa.String(length=16), nullable=True))
        batch.add_column(sa.Column("settled_at", sa.BigInteger(), nullable=True))
    with op.batch_alter_table("results") as batch:
        batch.drop_constraint(op.f("ck_results_on_board_flag"), type_="check")
        batch.create_check_constraint(op.f("ck_results_on_board_flag"), "on_board IN (0, 1, 2, 3)")
    op.create_table(
        "contest_exclusions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("contest_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("phone", sa.String(length=16), nullable=True),
        sa.Column("role", sa.String(length=16), nullable=False),
        sa.Column("added_at", sa.BigInteger(), nullable=False),
        sa.CheckConstraint(
            "(person_id IS NULL) <> (phone IS NULL)", name="ck_contest_exclusions_person_or_phone"
        ),
        sa.CheckConstraint(
            "role IN ('committee', 'question_writer', 'examiner', 'secretary')",
            name="ck_contest_exclusions_known_role",
        ),
        sa.ForeignKeyConstraint(
            ["contest_id"], ["contests.id"], name="fk_contest_exclusions_contest_id"
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["people.id"], name="fk_contest_exclusions_person_id"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_contest_exclusions"),
        sa.UniqueConstraint(
            "contest_id", "person_id", name="uq_contest_exclusions_contest_id_person_id"
        ),
        sa.UniqueConstraint("contest_id", "phone", name="uq_contest_exclusions_contest_id_phone"),
    )
    op.create_table(
        "participation_days",
        sa.Column("contest_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("published_at", sa.BigInteger(), nullable=False),
        sa.Column("content", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["contest_id"], ["contests.id"], name="fk_participation_days_contest_id"
        ),
        sa.PrimaryKeyConstraint("contest_id", "number", name="pk_participation_days"),
        sa.UniqueConstraint("contest_id", "day", name="uq_participation_days_contest_id_day"),
    )


def downgrade() -> None:
    op.drop_table("participation_days")
    op.drop_table("contest_exclusions")
    op.execute("UPDATE results SET on_board = 0 WHERE on_board = 3")
    with op.batch_alter_table("results") as batch:
        batch.drop_constraint(op.f("ck_results_on_board_flag"), type_="check")
        batch.create_check_constraint(op.f("ck_results_on_board_flag"), "on_board IN (0, 1, 2)")
    with op.batch_alter_table("rounds") as batch:
        batch.drop_column("settled_at")
        batch.drop_column("settled_quantity")
    with op.batch_alter_table("contests") as batch:
        batch.drop_constraint(op.f("ck_contests_draw_is_whole"), type_="check")
        batch.drop_column("drawn_at")
        batch.drop_column("draw_phrase")
        batch.drop_column("draw_seed")
    with op.batch_alter_table("people") as batch:
        batch.drop_constraint(op.f("ck_people_birth_year_likely"), type_="check")
        batch.drop_column("birth_year")

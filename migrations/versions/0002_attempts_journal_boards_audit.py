"""Attempts, the answer journal, what is derived from it, and the audit chain."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

APPEND_ONLY = ("answer_entries", "bank_versions", "bank_keys", "contest_rules", "audit_entries")


def guard(table: str) -> None:
    """Let rows of `table` only ever be added."""
    if op.get_bind().dialect.name == "sqlite":
        for act in ("UPDATE", "DELETE"):
            op.execute(
                f"CREATE TRIGGER {table}_no_{act.lower()} BEFORE {act} ON {table}"
                f" BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
            )
        return
    op.execute(
        "CREATE OR REPLACE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS"
        " $$ BEGIN RAISE EXCEPTION '% is append-only', TG_TABLE_NAME; END $$"
    )
    op.execute(
        f"CREATE TRIGGER {table}_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON {table}"
        " FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()"
    )


def unguard(table: str) -> None:
    """Take the guard of `table` away."""
    if op.get_bind().dialect.name == "sqlite":
        for act in ("update", "delete"):
            op.execute(f"DROP TRIGGER {table}_no_{act}")
        return
    op.execute(f"DROP TRIGGER {table}_append_only ON {table}")


def upgrade() -> None:
    op.create_table(
        "leases",
        sa.Column("duty", sa.String(length=32), nullable=False),
        sa.Column("holder", sa.String(length=64), nullable=False),
        sa.Column("until", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("duty", name="pk_leases"),
    )
    op.create_table(
        "board_snapshots",
        sa.Column("contest_id", sa.Integer(), nullable=False),
        sa.Column("scope", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("group_code", sa.String(length=32), nullable=False),
        sa.Column("rows", sa.Text(), nullable=False),
        sa.Column("as_of", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["contest_id"], ["contests.id"], name="fk_board_snapshots_contest_id"
        ),
        sa.PrimaryKeyConstraint(
            "contest_id", "scope", "kind", "group_code", name="pk_board_snapshots"
        ),
    )
    op.create_table(
        "board_states",
        sa.Column("contest_id", sa.Integer(), nullable=False),
        sa.Column("scope", sa.Integer(), nullable=False),
        sa.Column("change", sa.Integer(), nullable=False),
        sa.Column("derived", sa.Integer(), nullable=False),
        sa.Column("changed_at", sa.BigInteger(), nullable=False),
        sa.Column("derived_at", sa.BigInteger(), nullable=True),
        sa.CheckConstraint("derived <= change", name="ck_board_states_derived_from_the_past"),
        sa.ForeignKeyConstraint(["contest_id"], ["contests.id"], name="fk_board_states_contest_id"),
        sa.PrimaryKeyConstraint("contest_id", "scope", name="pk_board_states"),
    )
    op.create_index(
        "ix_board_states_stale",
        "board_states",
        ["contest_id"],
        sqlite_where=sa.text("derived < change"),
        postgresql_where=sa.text("derived < change"),
    )
    op.create_table(
        "standings",
        sa.Column("contest_id", sa.Integer(), nullable=False),
        sa.Column("scope", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("group_code", sa.String(length=32), nullable=False),
        sa.Column("commune_code", sa.String(length=5), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=True),
        sa.Column("rank_key", sa.String(length=200), nullable=False),
        sa.Column("mills", sa.Integer(), nullable=False),
        sa.Column("max_mills", sa.Integer(), nullable=False),
        sa.Column("correct", sa.Integer(), nullable=False),
        sa.Column("time_ms", sa.BigInteger(), nullable=False),
        sa.Column("ended_at", sa.BigInteger(), nullable=False),
        sa.Column("entries", sa.Integer(), nullable=False),
        sa.Column("prediction", sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(["contest_id"], ["contests.id"], name="fk_standings_contest_id"),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name="fk_standings_person_id"),
        sa.PrimaryKeyConstraint("contest_id", "scope", "person_id", name="pk_standings"),
    )
    op.create_index(
        "ix_standings_group", "standings", ["contest_id", "scope", "group_code", "rank_key"]
    )
    op.create_index(
        "ix_standings_commune", "standings", ["contest_id", "scope", "commune_code", "rank_key"]
    )
    op.create_index(
        "ix_standings_organisation",
        "standings",
        ["contest_id", "scope", "organisation_id", "rank_key"],
    )
    op.create_index("ix_standings_rank", "standings", ["contest_id", "scope", "rank_key"])
    op.create_table(
        "audit_entries",
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=True),
        sa.Column("act", sa.String(length=64), nullable=False),
        sa.Column("subject", sa.String(length=128), nullable=False),
        sa.Column("detail", sa.Text(), nullable=False),
        sa.Column("previous", sa.String(length=64), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"], ["accounts.id"], name="fk_audit_entries_account_id"
        ),
        sa.PrimaryKeyConstraint("number", name="pk_audit_entries"),
        sa.UniqueConstraint("digest", name="uq_audit_entries_digest"),
    )
    op.create_table(
        "attempts",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("round_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.SmallInteger(), nullable=False),
        sa.Column("rules_number", sa.Integer(), nullable=False),
        sa.Column("seed", sa.String(length=32), nullable=False),
        sa.Column("paper", sa.Text(), nullable=False),
        sa.Column("started_at", sa.BigInteger(), nullable=False),
        sa.Column("deadline_at", sa.BigInteger(), nullable=False),
        sa.Column("closed_at", sa.BigInteger(), nullable=True),
        sa.Column("closed_by", sa.String(length=12), nullable=True),
        sa.Column("prediction", sa.BigInteger(), nullable=True),
        sa.Column("answers_hash", sa.String(length=64), nullable=True),
        sa.Column("receipt", sa.String(length=24), nullable=True),
        sa.CheckConstraint(
            "closed_by IN ('submission', 'deadline')", name="ck_attempts_known_closing"
        ),
        sa.CheckConstraint(
            "(closed_at IS NULL) = (closed_by IS NULL) AND (closed_at IS NULL) = (receipt IS NULL) AND (closed_at IS NULL) = (answers_hash IS NULL)",
            name="ck_attempts_closed_is_whole",
        ),
        sa.CheckConstraint("deadline_at >= started_at", name="ck_attempts_deadline_after_start"),
        sa.CheckConstraint("number >= 1", name="ck_attempts_number_from_one"),
        sa.CheckConstraint(
            "prediction IS NULL OR prediction >= 0", name="ck_attempts_prediction_not_negative"
        ),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name="fk_attempts_person_id"),
        sa.ForeignKeyConstraint(["round_id"], ["rounds.id"], name="fk_attempts_round_id"),
        sa.PrimaryKeyConstraint("id", name="pk_attempts"),
        sa.UniqueConstraint(
            "person_id", "round_id", "number", name="uq_attempts_person_id_round_id_number"
        ),
        sa.UniqueConstraint("receipt", name="uq_attempts_receipt"),
    )
    op.create_index(
        "ix_attempts_open_deadline",
        "attempts",
        ["deadline_at"],
        sqlite_where=sa.text("closed_at IS NULL"),
        postgresql_where=sa.text("closed_at IS NULL"),
    )
    op.create_index("ix_attempts_round_id", "attempts", ["round_id"])
    op.create_index(
        "uq_attempts_one_open",
        "attempts",
        ["person_id", "round_id"],
        unique=True,
        sqlite_where=sa.text("closed_at IS NULL"),
        postgresql_where=sa.text("closed_at IS NULL"),
    )
    op.create_table(
        "answer_entries",
        sa.Column("attempt_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("seq", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("question", sa.SmallInteger(), autoincrement=False, nullable=False),
        sa.Column("response", sa.Text(), nullable=False),
        sa.Column("saved_at", sa.BigInteger(), nullable=False),
        sa.CheckConstraint("seq >= 1", name="ck_answer_entries_seq_from_one"),
        sa.ForeignKeyConstraint(
            ["attempt_id"], ["attempts.id"], name="fk_answer_entries_attempt_id"
        ),
        sa.PrimaryKeyConstraint("attempt_id", "seq", "question", name="pk_answer_entries"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "results",
        sa.Column("attempt_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("round_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("key_number", sa.Integer(), nullable=False),
        sa.Column("mills", sa.Integer(), nullable=False),
        sa.Column("max_mills", sa.Integer(), nullable=False),
        sa.Column("correct", sa.SmallInteger(), nullable=False),
        sa.Column("time_ms", sa.Integer(), nullable=False),
        sa.Column("ended_at", sa.BigInteger(), nullable=False),
        sa.Column("on_board", sa.SmallInteger(), nullable=False),
        sa.CheckConstraint("on_board IN (0, 1)", name="ck_results_on_board_flag"),
        sa.ForeignKeyConstraint(["attempt_id"], ["attempts.id"], name="fk_results_attempt_id"),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name="fk_results_person_id"),
        sa.ForeignKeyConstraint(["round_id"], ["rounds.id"], name="fk_results_round_id"),
        sa.PrimaryKeyConstraint("attempt_id", name="pk_results"),
    )
    op.create_index(
        "ix_results_pending",
        "results",
        ["attempt_id"],
        sqlite_where=sa.text("on_board = 0"),
        postgresql_where=sa.text("on_board = 0"),
    )
    op.create_index("ix_results_round_person", "results", ["round_id", "person_id"])
    for table in APPEND_ONLY:
        guard(table)


def downgrade() -> None:
    for table in APPEND_ONLY:
        unguard(table)
    op.drop_table("results")
    op.drop_table("answer_entries")
    op.drop_table("attempts")
    op.drop_table("audit_entries")
    op.drop_table("standings")
    op.drop_table("board_states")
    op.drop_table("board_snapshots")
    op.drop_table("leases")
    if op.get_bind().dialect.name == "postgresql":
        op.execute("DROP FUNCTION refuse_change()")

"""History of units, contacts of units, imports of rosters, one-time codes, notes on people."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0007"
branch_labels = None
depends_on = None

TABLES = (
    "roster_people",
    "unit_contacts",
    "unit_changes",
    "rosters",
    "roster_drafts",
    "person_notes",
    "activations",
)


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
    op.create_table(
        "activations",
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("code_hash", sa.String(length=64), nullable=False),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.Column("created_by", sa.Integer(), nullable=True),
        sa.Column("expires_at", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["accounts.id"], name="fk_activations_account_id"),
        sa.ForeignKeyConstraint(["created_by"], ["accounts.id"], name="fk_activations_created_by"),
        sa.PrimaryKeyConstraint("account_id", name="pk_activations"),
    )
    op.create_table(
        "person_notes",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("other_id", sa.Integer(), nullable=True),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "(kind IN ('same', 'different')) = (other_id IS NOT NULL)",
            name="ck_person_notes_pairs_have_two",
        ),
        sa.CheckConstraint(
            "kind IN ('same', 'different', 'disable', 'enable', 'reset')",
            name="ck_person_notes_known_kind",
        ),
        sa.CheckConstraint(
            "other_id IS NULL OR person_id < other_id", name="ck_person_notes_pairs_in_order"
        ),
        sa.ForeignKeyConstraint(["account_id"], ["accounts.id"], name="fk_person_notes_account_id"),
        sa.ForeignKeyConstraint(["other_id"], ["people.id"], name="fk_person_notes_other_id"),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name="fk_person_notes_person_id"),
        sa.PrimaryKeyConstraint("id", name="pk_person_notes"),
    )
    op.create_index("ix_person_notes_other_id", "person_notes", ["other_id"])
    op.create_index("ix_person_notes_person_id", "person_notes", ["person_id"])
    op.create_table(
        "roster_drafts",
        sa.Column("token", sa.String(length=32), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("file_name", sa.String(length=200), nullable=False),
        sa.Column("content", sa.Text(), nullable=False),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.Column("created_by", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "kind IN ('organisations', 'communes', 'people')", name="ck_roster_drafts_known_kind"
        ),
        sa.ForeignKeyConstraint(
            ["created_by"], ["accounts.id"], name="fk_roster_drafts_created_by"
        ),
        sa.PrimaryKeyConstraint("token", name="pk_roster_drafts"),
    )
    op.create_index("ix_roster_drafts_created_at", "roster_drafts", ["created_at"])
    op.create_table(
        "rosters",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("purpose", sa.Text(), nullable=False),
        sa.Column("imported_at", sa.BigInteger(), nullable=False),
        sa.Column("imported_by", sa.Integer(), nullable=True),
        sa.Column("expires_at", sa.BigInteger(), nullable=False),
        sa.Column("deleted_at", sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(["imported_by"], ["accounts.id"], name="fk_rosters_imported_by"),
        sa.PrimaryKeyConstraint("id", name="pk_rosters"),
    )
    op.create_index("ix_rosters_expires_at", "rosters", ["expires_at"])
    op.create_table(
        "unit_changes",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("commune_code", sa.String(length=5), nullable=True),
        sa.Column("organisation_id", sa.Integer(), nullable=True),
        sa.Column("change", sa.String(length=12), nullable=False),
        sa.Column("before", sa.Text(), nullable=True),
        sa.Column("after", sa.Text(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "change IN ('add', 'name', 'code', 'kind', 'parent', 'headcount', 'merge', 'absorb')",
            name="ck_unit_changes_known_change",
        ),
        sa.CheckConstraint(
            "(commune_code IS NULL) <> (organisation_id IS NULL)", name="ck_unit_changes_one_unit"
        ),
        sa.ForeignKeyConstraint(["account_id"], ["accounts.id"], name="fk_unit_changes_account_id"),
        sa.ForeignKeyConstraint(
            ["commune_code"], ["communes.code"], name="fk_unit_changes_commune_code"
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisations.id"], name="fk_unit_changes_organisation_id"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_unit_changes"),
    )
    op.create_index("ix_unit_changes_commune_code", "unit_changes", ["commune_code"])
    op.create_index("ix_unit_changes_organisation_id", "unit_changes", ["organisation_id"])
    op.create_table(
        "unit_contacts",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("commune_code", sa.String(length=5), nullable=True),
        sa.Column("organisation_id", sa.Integer(), nullable=True),
        sa.Column("appointed_at", sa.BigInteger(), nullable=False),
        sa.Column("appointed_by", sa.Integer(), nullable=True),
        sa.Column("ended_at", sa.BigInteger(), nullable=True),
        sa.Column("ended_by", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "(commune_code IS NULL) <> (organisation_id IS NULL)", name="ck_unit_contacts_one_unit"
        ),
        sa.ForeignKeyConstraint(
            ["account_id"], ["accounts.id"], name="fk_unit_contacts_account_id"
        ),
        sa.ForeignKeyConstraint(
            ["appointed_by"], ["accounts.id"], name="fk_unit_contacts_appointed_by"
        ),
        sa.ForeignKeyConstraint(
            ["commune_code"], ["communes.code"], name="fk_unit_contacts_commune_code"
        ),
        sa.ForeignKeyConstraint(["ended_by"], ["accounts.id"], name="fk_unit_contacts_ended_by"),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisations.id"], name="fk_unit_contacts_organisation_id"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_unit_contacts"),
    )
    op.create_index("ix_unit_contacts_account_id", "unit_contacts", ["account_id"])
    op.create_index("ix_unit_contacts_commune_code", "unit_contacts", ["commune_code"])
    op.create_index("ix_unit_contacts_organisation_id", "unit_contacts", ["organisation_id"])
    op.create_index(
        "uq_unit_contacts_commune",
        "unit_contacts",
        ["account_id", "commune_code"],
        unique=True,
        sqlite_where=sa.text("ended_at IS NULL"),
        postgresql_where=sa.text("ended_at IS NULL"),
    )
    op.create_index(
        "uq_unit_contacts_organisation",
        "unit_contacts",
        ["account_id", "organisation_id"],
        unique=True,
        sqlite_where=sa.text("ended_at IS NULL"),
        postgresql_where=sa.text("ended_at IS NULL"),
    )
    op.create_table(
        "roster_people",
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("roster_id", sa.Integer(), nullable=False),
        sa.Column("activated_at", sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name="fk_roster_people_person_id"),
        sa.ForeignKeyConstraint(["roster_id"], ["rosters.id"], name="fk_roster_people_roster_id"),
        sa.PrimaryKeyConstraint("person_id", name="pk_roster_people"),
    )
    op.create_index("ix_roster_people_roster_id", "roster_people", ["roster_id"])
    guard("unit_changes")


def downgrade() -> None:
    for table in TABLES:
        op.drop_table(table)

"""Announcements, study materials, what units did, and the first run."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "uploaded_files",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("media_type", sa.String(length=100), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.CheckConstraint("size >= 1", name="ck_uploaded_files_not_empty"),
        sa.PrimaryKeyConstraint("id", name="pk_uploaded_files"),
        sa.UniqueConstraint("sha256", name="uq_uploaded_files_sha256"),
    )
    op.create_table(
        "announcements",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("contest_id", sa.Integer(), nullable=True),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("pinned", sa.Boolean(), nullable=False),
        sa.Column("published_at", sa.BigInteger(), nullable=True),
        sa.Column("until", sa.BigInteger(), nullable=True),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.Column("updated_at", sa.BigInteger(), nullable=False),
        sa.Column("created_by", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "published_at IS NULL OR until IS NULL OR until > published_at",
            name="ck_announcements_ends_after_its_beginning",
        ),
        sa.ForeignKeyConstraint(
            ["contest_id"], ["contests.id"], name="fk_announcements_contest_id"
        ),
        sa.ForeignKeyConstraint(
            ["created_by"], ["accounts.id"], name="fk_announcements_created_by"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_announcements"),
    )
    op.create_index("ix_announcements_contest_id", "announcements", ["contest_id"])
    op.create_index("ix_announcements_published_at", "announcements", ["published_at"])
    op.create_table(
        "materials",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("topic", sa.String(length=120), nullable=False),
        sa.Column("title", sa.String(length=300), nullable=False),
        sa.Column("summary", sa.String(length=500), nullable=False),
        sa.Column("link", sa.String(length=500), nullable=True),
        sa.Column("file_id", sa.Integer(), nullable=True),
        sa.Column("file_name", sa.String(length=200), nullable=True),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.Column("updated_at", sa.BigInteger(), nullable=False),
        sa.Column("created_by", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "link IS NOT NULL OR file_id IS NOT NULL", name="ck_materials_leads_somewhere"
        ),
        sa.CheckConstraint(
            "(file_id IS NULL) = (file_name IS NULL)", name="ck_materials_file_has_a_name"
        ),
        sa.ForeignKeyConstraint(["created_by"], ["accounts.id"], name="fk_materials_created_by"),
        sa.ForeignKeyConstraint(["file_id"], ["uploaded_files.id"], name="fk_materials_file_id"),
        sa.PrimaryKeyConstraint("id", name="pk_materials"),
    )
    op.create_index("ix_materials_file_id", "materials", ["file_id"])
    _create_activities()
    op.create_table(
        "first_runs",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("done_at", sa.BigInteger(), nullable=False),
        sa.CheckConstraint("id = 1", name="ck_first_runs_happens_once"),
        sa.ForeignKeyConstraint(["account_id"], ["accounts.id"], name="fk_first_runs_account_id"),
        sa.PrimaryKeyConstraint("id", name="pk_first_runs"),
    )


def _create_activities() -> None:
    op.create_table(
        "activity_calls",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(length=300), nullable=False),
        sa.Column("guidance", sa.Text(), nullable=False),
        sa.Column("deadline_at", sa.BigInteger(), nullable=False),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.Column("updated_at", sa.BigInteger(), nullable=False),
        sa.Column("created_by", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["created_by"], ["accounts.id"], name="fk_activity_calls_created_by"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_activity_calls"),
    )
    op.create_table(
        "activity_units",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("call_id", sa.Integer(), nullable=False),
        sa.Column("commune_code", sa.String(length=5), nullable=True),
        sa.Column("organisation_id", sa.Integer(), nullable=True),
        sa.Column("token", sa.String(length=43), nullable=True),
        sa.CheckConstraint(
            "(commune_code IS NULL) <> (organisation_id IS NULL)",
            name="ck_activity_units_is_of_one_kind",
        ),
        sa.ForeignKeyConstraint(
            ["call_id"], ["activity_calls.id"], name="fk_activity_units_call_id"
        ),
        sa.ForeignKeyConstraint(
            ["commune_code"], ["communes.code"], name="fk_activity_units_commune_code"
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisations.id"], name="fk_activity_units_organisation_id"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_activity_units"),
        sa.UniqueConstraint(
            "call_id", "commune_code", name="uq_activity_units_call_id_commune_code"
        ),
        sa.UniqueConstraint(
            "call_id", "organisation_id", name="uq_activity_units_call_id_organisation_id"
        ),
        sa.UniqueConstraint("token", name="uq_activity_units_token"),
    )
    op.create_index("ix_activity_units_commune_code", "activity_units", ["commune_code"])
    op.create_index("ix_activity_units_organisation_id", "activity_units", ["organisation_id"])
    op.create_table(
        "activity_reports",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(length=300), nullable=False),
        sa.Column("held_on", sa.Date(), nullable=False),
        sa.Column("place", sa.String(length=300), nullable=False),
        sa.Column("people", sa.Integer(), nullable=False),
        sa.Column("description", sa.Text(), nullable=False),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.Column("updated_at", sa.BigInteger(), nullable=False),
        sa.Column("sent_at", sa.BigInteger(), nullable=True),
        sa.Column("decided_at", sa.BigInteger(), nullable=True),
        sa.Column("decided_by", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "state IN ('draft', 'sent', 'returned', 'accepted')",
            name="ck_activity_reports_known_state",
        ),
        sa.CheckConstraint(
            "(state = 'draft') = (sent_at IS NULL)", name="ck_activity_reports_sent_has_a_time"
        ),
        sa.CheckConstraint("people >= 0", name="ck_activity_reports_people_not_negative"),
        sa.ForeignKeyConstraint(
            ["decided_by"], ["accounts.id"], name="fk_activity_reports_decided_by"
        ),
        sa.ForeignKeyConstraint(
            ["unit_id"], ["activity_units.id"], name="fk_activity_reports_unit_id"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_activity_reports"),
    )
    op.create_index("ix_activity_reports_unit_id", "activity_reports", ["unit_id"])
    op.create_table(
        "activity_photos",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("report_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("file_id", sa.Integer(), nullable=False),
        sa.CheckConstraint("position BETWEEN 1 AND 3", name="ck_activity_photos_three_at_most"),
        sa.ForeignKeyConstraint(
            ["file_id"], ["uploaded_files.id"], name="fk_activity_photos_file_id"
        ),
        sa.ForeignKeyConstraint(
            ["report_id"], ["activity_reports.id"], name="fk_activity_photos_report_id"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_activity_photos"),
        sa.UniqueConstraint("report_id", "position", name="uq_activity_photos_report_id_position"),
    )
    op.create_index("ix_activity_photos_file_id", "activity_photos", ["file_id"])


def downgrade() -> None:
    for table in (
        "first_runs",
        "activity_photos",
        "activity_reports",
        "activity_units",
        "activity_calls",
        "materials",
        "announcements",
        "uploaded_files",
    ):
        op.drop_table(table)

"""People, units, banks and contests."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "banks",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("slug", sa.String(length=64), nullable=False),
        sa.Column("title", sa.String(length=300), nullable=False),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_banks"),
        sa.UniqueConstraint("slug", name="uq_banks_slug"),
    )
    op.create_table(
        "communes",
        sa.Column("code", sa.String(length=5), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("province_code", sa.Integer(), nullable=False),
        sa.Column("search_name", sa.String(length=120), nullable=False),
        sa.Column("sort_key", sa.String(length=500), nullable=False),
        sa.Column("headcount", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "headcount IS NULL OR headcount >= 0", name="ck_communes_headcount_not_negative"
        ),
        sa.CheckConstraint("length(code) = 5", name="ck_communes_code_has_five_digits"),
        sa.PrimaryKeyConstraint("code", name="pk_communes"),
    )
    op.create_index("ix_communes_province_code", "communes", ["province_code"])
    op.create_table(
        "contests",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("slug", sa.String(length=64), nullable=False),
        sa.Column("title", sa.String(length=300), nullable=False),
        sa.Column("summary", sa.String(length=500), nullable=False),
        sa.Column("description", sa.Text(), nullable=False),
        sa.Column("prizes", sa.Text(), nullable=False),
        sa.Column("rules_number", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.Column("published_at", sa.BigInteger(), nullable=True),
        sa.Column("finalised_at", sa.BigInteger(), nullable=True),
        sa.CheckConstraint(
            "finalised_at IS NULL OR published_at IS NOT NULL",
            name="ck_contests_final_was_published",
        ),
        sa.PrimaryKeyConstraint("id", name="pk_contests"),
        sa.UniqueConstraint("slug", name="uq_contests_slug"),
    )
    op.create_table(
        "organisations",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=64), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("kind", sa.String(length=32), nullable=False),
        sa.Column("parent_id", sa.Integer(), nullable=True),
        sa.Column("merged_into_id", sa.Integer(), nullable=True),
        sa.Column("headcount", sa.Integer(), nullable=True),
        sa.Column("search_name", sa.String(length=200), nullable=False),
        sa.Column("sort_key", sa.String(length=900), nullable=False),
        sa.CheckConstraint(
            "headcount IS NULL OR headcount >= 0", name="ck_organisations_headcount_not_negative"
        ),
        sa.CheckConstraint(
            "parent_id IS NULL OR parent_id <> id", name="ck_organisations_not_its_own_parent"
        ),
        sa.ForeignKeyConstraint(
            ["merged_into_id"], ["organisations.id"], name="fk_organisations_merged_into_id"
        ),
        sa.ForeignKeyConstraint(
            ["parent_id"], ["organisations.id"], name="fk_organisations_parent_id"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_organisations"),
        sa.UniqueConstraint("code", name="uq_organisations_code"),
    )
    op.create_index("ix_organisations_parent_id", "organisations", ["parent_id"])
    op.create_index("ix_organisations_sort_key", "organisations", ["sort_key"])
    op.create_table(
        "contest_rules",
        sa.Column("contest_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("content", sa.Text(), nullable=False),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["contest_id"], ["contests.id"], name="fk_contest_rules_contest_id"
        ),
        sa.PrimaryKeyConstraint("contest_id", "number", name="pk_contest_rules"),
    )
    op.create_table(
        "people",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=22), nullable=False),
        sa.Column("full_name", sa.String(length=120), nullable=False),
        sa.Column("search_name", sa.String(length=120), nullable=False),
        sa.Column("sort_key", sa.String(length=600), nullable=False),
        sa.Column("group_code", sa.String(length=32), nullable=False),
        sa.Column("commune_code", sa.String(length=5), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=True),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.Column("deleted_at", sa.BigInteger(), nullable=True),
        sa.CheckConstraint(
            "deleted_at IS NULL OR full_name = ''", name="ck_people_deleted_is_nameless"
        ),
        sa.ForeignKeyConstraint(["commune_code"], ["communes.code"], name="fk_people_commune_code"),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisations.id"], name="fk_people_organisation_id"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_people"),
        sa.UniqueConstraint("public_id", name="uq_people_public_id"),
    )
    op.create_index("ix_people_commune_code", "people", ["commune_code"])
    op.create_index("ix_people_organisation_id", "people", ["organisation_id"])
    op.create_index("ix_people_search_name", "people", ["search_name"])
    op.create_table(
        "accounts",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("phone", sa.String(length=16), nullable=True),
        sa.Column("password_hash", sa.String(length=200), nullable=False),
        sa.Column("epoch", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.Column("disabled_at", sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name="fk_accounts_person_id"),
        sa.PrimaryKeyConstraint("id", name="pk_accounts"),
        sa.UniqueConstraint("person_id", name="uq_accounts_person_id"),
        sa.UniqueConstraint("phone", name="uq_accounts_phone"),
    )
    op.create_table(
        "consents",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("version", sa.String(length=32), nullable=False),
        sa.Column("purpose", sa.String(length=64), nullable=False),
        sa.Column("given_at", sa.BigInteger(), nullable=False),
        sa.Column("withdrawn_at", sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name="fk_consents_person_id"),
        sa.PrimaryKeyConstraint("id", name="pk_consents"),
    )
    op.create_index("ix_consents_person_id", "consents", ["person_id"])
    op.create_table(
        "bank_versions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("bank_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("question_count", sa.Integer(), nullable=False),
        sa.Column("questions", sa.Text(), nullable=False),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.Column("created_by", sa.Integer(), nullable=True),
        sa.CheckConstraint("number >= 1", name="ck_bank_versions_number_from_one"),
        sa.ForeignKeyConstraint(["bank_id"], ["banks.id"], name="fk_bank_versions_bank_id"),
        sa.ForeignKeyConstraint(
            ["created_by"], ["accounts.id"], name="fk_bank_versions_created_by"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_bank_versions"),
        sa.UniqueConstraint("bank_id", "digest", name="uq_bank_versions_bank_id_digest"),
        sa.UniqueConstraint("bank_id", "number", name="uq_bank_versions_bank_id_number"),
    )
    op.create_table(
        "contest_staff",
        sa.Column("contest_id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("added_at", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"], ["accounts.id"], name="fk_contest_staff_account_id"
        ),
        sa.ForeignKeyConstraint(
            ["contest_id"], ["contests.id"], name="fk_contest_staff_contest_id"
        ),
        sa.PrimaryKeyConstraint("contest_id", "account_id", name="pk_contest_staff"),
    )
    op.create_table(
        "role_grants",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("role", sa.String(length=16), nullable=False),
        sa.Column("granted_at", sa.BigInteger(), nullable=False),
        sa.CheckConstraint(
            "role IN ('organiser', 'arbiter', 'administrator')", name="ck_role_grants_known_role"
        ),
        sa.ForeignKeyConstraint(["account_id"], ["accounts.id"], name="fk_role_grants_account_id"),
        sa.PrimaryKeyConstraint("id", name="pk_role_grants"),
        sa.UniqueConstraint("account_id", "role", name="uq_role_grants_account_id_role"),
    )
    op.create_table(
        "bank_keys",
        sa.Column("bank_version_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("keys", sa.Text(), nullable=False),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["bank_version_id"], ["bank_versions.id"], name="fk_bank_keys_bank_version_id"
        ),
        sa.PrimaryKeyConstraint("bank_version_id", "number", name="pk_bank_keys"),
    )
    op.create_table(
        "rounds",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("contest_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("opens_at", sa.BigInteger(), nullable=False),
        sa.Column("closes_at", sa.BigInteger(), nullable=False),
        sa.Column("bank_version_id", sa.Integer(), nullable=False),
        sa.Column("settled_prediction", sa.Integer(), nullable=True),
        sa.CheckConstraint("closes_at > opens_at", name="ck_rounds_closes_after_opening"),
        sa.ForeignKeyConstraint(
            ["bank_version_id"], ["bank_versions.id"], name="fk_rounds_bank_version_id"
        ),
        sa.ForeignKeyConstraint(["contest_id"], ["contests.id"], name="fk_rounds_contest_id"),
        sa.PrimaryKeyConstraint("id", name="pk_rounds"),
        sa.UniqueConstraint("contest_id", "number", name="uq_rounds_contest_id_number"),
    )
    op.create_index("ix_rounds_closes_at", "rounds", ["closes_at"])


def downgrade() -> None:
    op.drop_table("rounds")
    op.drop_table("bank_keys")
    op.drop_table("role_grants")
    op.drop_table("contest_staff")
    op.drop_table("bank_versions")
    op.drop_table("consents")
    op.drop_table("accounts")
    op.drop_table("people")
    op.drop_table("contest_rules")
    op.drop_table("organisations")
    op.drop_table("contests")
    op.drop_table("communes")
    op.drop_table("banks")

"""Who runs which contest, for contests that were made before it mattered.

From now on an organiser runs only the contests where he or she is on the staff
(administrators run all). Who made a contest is read from the audit log (acts
"contest.create" and "contest.copy"); an account that is disabled or no longer
an organiser does not count. Where nobody is found that way, all organisers of
today are put on the staff, so that nobody loses access silently. Staff that is
there already stays. Taking the migration back leaves the rows: they do no harm.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None

_MAKERS = """
INSERT INTO contest_staff (contest_id, account_id, added_at)
SELECT DISTINCT c.id, a.id, c.created_at
FROM contests c
JOIN audit_entries e ON e.subject = 'contest/' || c.slug
    AND e.act IN ('contest.create', 'contest.copy')
JOIN accounts a ON a.id = e.account_id AND a.disabled_at IS NULL
JOIN role_grants g ON g.account_id = a.id AND g.role = 'organiser'
WHERE NOT EXISTS (SELECT 1 FROM contest_staff s WHERE s.contest_id = c.id)
"""
_EVERYBODY = """
INSERT INTO contest_staff (contest_id, account_id, added_at)
SELECT c.id, a.id, c.created_at
FROM contests c
JOIN accounts a ON a.disabled_at IS NULL
JOIN role_grants g ON g.account_id = a.id AND g.role = 'organiser'
WHERE NOT EXISTS (SELECT 1 FROM contest_staff s WHERE s.contest_id = c.id)
"""


def upgrade() -> None:
    op.execute(sa.text(_MAKERS))
    op.execute(sa.text(_EVERYBODY))
    op.create_index("ix_contest_staff_account_id", "contest_staff", ["account_id"])


def downgrade() -> None:
    op.drop_index("ix_contest_staff_account_id", "contest_staff")

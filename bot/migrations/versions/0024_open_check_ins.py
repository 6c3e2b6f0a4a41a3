"""the check-ins that are open are found without those of all the years."""

from alembic import op
from sqlalchemy import text

revision = "0024"
down_revision = "0023"
branch_labels = None
depends_on = None

OPEN = text("state = 'open'")


def upgrade() -> None:
    op.create_index("ix_check_in_open", "check_in", ["opened_at"], sqlite_where=OPEN, postgresql_where=OPEN)


def downgrade() -> None:
    op.drop_index("ix_check_in_open", table_name="check_in")

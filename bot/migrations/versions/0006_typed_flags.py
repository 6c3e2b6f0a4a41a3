"""Which lexicon found an incident in typed words, and whether it contradicts what was tapped."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("incident") as table:
        table.add_column(sa.Column("lexicon_version", sa.String(), nullable=True))
        table.add_column(sa.Column("contradictory", sa.Boolean(), nullable=False, server_default=sa.false()))


def downgrade() -> None:
    with op.batch_alter_table("incident") as table:
        table.drop_column("contradictory")
        table.drop_column("lexicon_version")

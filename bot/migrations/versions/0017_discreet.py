"""what a lock screen may show, when a patient was last asked whose phone it is, a therapist's weeks of numbness."""

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("patient", schema=None) as batch_op:
        batch_op.add_column(sa.Column("identity_asked_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column("discreet", sa.Boolean(), nullable=False, server_default=sa.false()))
    with op.batch_alter_table("threshold", schema=None) as batch_op:
        batch_op.add_column(sa.Column("weeks", sa.Integer(), nullable=False, server_default="0"))


def downgrade() -> None:
    with op.batch_alter_table("threshold", schema=None) as batch_op:
        batch_op.drop_column("weeks")
    with op.batch_alter_table("patient", schema=None) as batch_op:
        batch_op.drop_column("discreet")
        batch_op.drop_column("identity_asked_at")

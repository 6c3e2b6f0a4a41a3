"""a patient's newest check-in, looked up from the end."""

from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("check_in", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_check_in_patient_id"))
        batch_op.create_index("ix_check_in_patient", ["patient_id", "id"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("check_in", schema=None) as batch_op:
        batch_op.drop_index("ix_check_in_patient")
        batch_op.create_index(batch_op.f("ix_check_in_patient_id"), ["patient_id"], unique=False)

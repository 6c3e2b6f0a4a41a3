"""thresholds and digests of therapists, and a patient's occurrences by day."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "threshold",
        sa.Column("patient_id", sa.Integer(), nullable=False),
        sa.Column("pain", sa.Integer(), nullable=False),
        sa.Column("silent_days", sa.Integer(), nullable=False),
        sa.Column("adherence", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["patient_id"], ["patient.person_id"]),
        sa.PrimaryKeyConstraint("patient_id"),
    )
    op.create_table(
        "digest",
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.String(), nullable=False),
        sa.Column("last_on", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"]),
        sa.PrimaryKeyConstraint("person_id"),
    )
    with op.batch_alter_table("occurrence") as batch_op:
        batch_op.create_index("ix_occurrence_patient_day", ["patient_id", "local_date"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("occurrence") as batch_op:
        batch_op.drop_index("ix_occurrence_patient_day")
    op.drop_table("digest")
    op.drop_table("threshold")

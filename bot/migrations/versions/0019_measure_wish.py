"""which of the optional measures a therapist wants of a patient: the chair stand, as before, or another."""

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "measure_wish",
        sa.Column("patient_id", sa.Integer(), nullable=False),
        sa.Column("measure", sa.String(), nullable=False),
        sa.Column("therapist_id", sa.Integer(), nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["patient_id"], ["patient.person_id"]),
        sa.ForeignKeyConstraint(["therapist_id"], ["person.id"]),
        sa.PrimaryKeyConstraint("patient_id", "measure"),
    )
    op.execute(
        "INSERT INTO measure_wish (patient_id, measure, therapist_id, since) "
        "SELECT patient_id, 'chair', therapist_id, since FROM chair_wish"
    )
    op.drop_table("chair_wish")


def downgrade() -> None:
    op.create_table(
        "chair_wish",
        sa.Column("patient_id", sa.Integer(), nullable=False),
        sa.Column("therapist_id", sa.Integer(), nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["patient_id"], ["patient.person_id"]),
        sa.ForeignKeyConstraint(["therapist_id"], ["person.id"]),
        sa.PrimaryKeyConstraint("patient_id"),
    )
    op.execute(
        "INSERT INTO chair_wish (patient_id, therapist_id, since) "
        "SELECT patient_id, therapist_id, since FROM measure_wish WHERE measure = 'chair'"
    )
    op.drop_table("measure_wish")

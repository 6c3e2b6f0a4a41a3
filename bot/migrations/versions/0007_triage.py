"""profile, known problems, area maps, trend findings, judgements, and the list asked one by one."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("check_in", schema=None) as batch_op:
        batch_op.add_column(sa.Column("full", sa.Boolean(), nullable=False, server_default=sa.false()))

    op.create_table(
        "profile_fact",
        sa.Column("patient_id", sa.Integer(), nullable=False),
        sa.Column("fact", sa.String(), nullable=False),
        sa.Column("said", sa.String(), nullable=False),
        sa.Column("set_by", sa.Integer(), nullable=False),
        sa.Column("set_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["patient_id"], ["patient.person_id"]),
        sa.ForeignKeyConstraint(["set_by"], ["person.id"]),
        sa.PrimaryKeyConstraint("patient_id", "fact"),
    )
    op.create_table(
        "known_problem",
        sa.Column("patient_id", sa.Integer(), nullable=False),
        sa.Column("flag", sa.String(), nullable=False),
        sa.Column("note", sa.String(), nullable=False),
        sa.Column("set_by", sa.Integer(), nullable=False),
        sa.Column("set_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("until", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["patient_id"], ["patient.person_id"]),
        sa.ForeignKeyConstraint(["set_by"], ["person.id"]),
        sa.PrimaryKeyConstraint("patient_id", "flag"),
    )
    op.create_table(
        "area_map",
        sa.Column("patient_id", sa.Integer(), nullable=False),
        sa.Column("local_date", sa.Date(), nullable=False),
        sa.Column("areas", sa.JSON(none_as_null=True), nullable=False),
        sa.Column("marked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("skipped", sa.Boolean(), nullable=False),
        sa.Column("done_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["patient_id"], ["patient.person_id"]),
        sa.PrimaryKeyConstraint("patient_id", "local_date"),
    )
    with op.batch_alter_table("area_map", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_area_map_done_at"), ["done_at"], unique=False)

    op.create_table(
        "trend_finding",
        sa.Column("patient_id", sa.Integer(), nullable=False),
        sa.Column("rule", sa.String(), nullable=False),
        sa.Column("local_date", sa.Date(), nullable=False),
        sa.Column("tier", sa.String(), nullable=False),
        sa.Column("evidence", sa.JSON(none_as_null=True), nullable=False),
        sa.Column("found_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["patient_id"], ["patient.person_id"]),
        sa.PrimaryKeyConstraint("patient_id", "rule", "local_date"),
    )
    op.create_table(
        "judgement",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("patient_id", sa.Integer(), nullable=False),
        sa.Column("incident_id", sa.Integer(), nullable=True),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("flags", sa.JSON(none_as_null=True), nullable=False),
        sa.Column("together", sa.JSON(none_as_null=True), nullable=False),
        sa.Column("profile", sa.JSON(none_as_null=True), nullable=False),
        sa.Column("denied", sa.JSON(none_as_null=True), nullable=False),
        sa.Column("tier", sa.String(), nullable=False),
        sa.Column("rules", sa.JSON(none_as_null=True), nullable=False),
        sa.Column("priority", sa.String(), nullable=True),
        sa.Column("ack_minutes", sa.Integer(), nullable=True),
        sa.Column("labels", sa.JSON(none_as_null=True), nullable=False),
        sa.Column("rules_version", sa.String(), nullable=False),
        sa.Column("judged_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["incident_id"], ["incident.id"]),
        sa.ForeignKeyConstraint(["patient_id"], ["patient.person_id"]),
        sa.PrimaryKeyConstraint("id"),
    )
    with op.batch_alter_table("judgement", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_judgement_incident_id"), ["incident_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_judgement_judged_at"), ["judged_at"], unique=False)
        batch_op.create_index(batch_op.f("ix_judgement_patient_id"), ["patient_id"], unique=False)


def downgrade() -> None:
    for table in ("judgement", "trend_finding", "area_map", "known_problem", "profile_fact"):
        op.drop_table(table)
    with op.batch_alter_table("check_in", schema=None) as batch_op:
        batch_op.drop_column("full")

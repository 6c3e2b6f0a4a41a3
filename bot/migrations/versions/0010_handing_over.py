"""Spoken codes of invites, tries at them, and care that passes between therapists."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("invite", schema=None) as batch_op:
        batch_op.add_column(sa.Column("code_scrypt", sa.String(), nullable=True))
        batch_op.create_unique_constraint("uq_invite_code_scrypt", ["code_scrypt"])
    op.create_table(
        "code_try",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("tried_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"]),
        sa.PrimaryKeyConstraint("id"),
    )
    with op.batch_alter_table("code_try", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_code_try_person_id"), ["person_id"], unique=False)
    op.create_table(
        "handover",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("patient_id", sa.Integer(), nullable=True),
        sa.Column("giver_id", sa.Integer(), nullable=False),
        sa.Column("receiver_id", sa.Integer(), nullable=False),
        sa.Column("offered_by", sa.Integer(), nullable=False),
        *(sa.Column(name, sa.DateTime(timezone=True), nullable=False) for name in ("offered_at", "answer_by")),
        *(
            sa.Column(name, sa.DateTime(timezone=True), nullable=True)
            for name in ("starts_at", "ends_at", "answered_at", "begun_at", "ended_at")
        ),
        sa.ForeignKeyConstraint(["patient_id"], ["patient.person_id"]),
        sa.ForeignKeyConstraint(["giver_id"], ["person.id"]),
        sa.ForeignKeyConstraint(["receiver_id"], ["person.id"]),
        sa.ForeignKeyConstraint(["offered_by"], ["person.id"]),
        sa.PrimaryKeyConstraint("id"),
    )
    with op.batch_alter_table("handover", schema=None) as batch_op:
        for name in ("patient_id", "giver_id", "receiver_id"):
            batch_op.create_index(batch_op.f(f"ix_handover_{name}"), [name], unique=False)


def downgrade() -> None:
    op.drop_table("handover")
    op.drop_table("code_try")
    with op.batch_alter_table("invite", schema=None) as batch_op:
        batch_op.drop_constraint("uq_invite_code_scrypt", type_="unique")
        batch_op.drop_column("code_scrypt")

"""reminders are put into words when they leave; lines of a plan outlive its versions; zones have a history."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

WAITING = sa.text("state IN ('due', 'snoozed')")
OPEN = sa.text("state IN ('queued', 'sent')")


def upgrade() -> None:
    with op.batch_alter_table("occurrence", schema=None) as batch_op:
        batch_op.drop_index("ix_occurrence_waiting")
        batch_op.drop_index(batch_op.f("ix_occurrence_patient_id"))
    with op.batch_alter_table(
        "occurrence", schema=None, naming_convention={"fk": "%(table_name)s_%(column_0_name)s_fkey"}
    ) as batch_op:
        batch_op.drop_constraint("occurrence_outbox_id_fkey", type_="foreignkey")
        batch_op.drop_column("outbox_id")
        batch_op.add_column(sa.Column("tip", sa.String(), nullable=True))
        batch_op.add_column(sa.Column("expires_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column("changed_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column("snoozes", sa.Integer(), nullable=False, server_default="0"))
        batch_op.add_column(sa.Column("followed_up_at", sa.DateTime(timezone=True), nullable=True))
    with op.batch_alter_table("occurrence", schema=None) as batch_op:
        batch_op.create_index("ix_occurrence_due", ["due_at", "id"], sqlite_where=WAITING, postgresql_where=WAITING)
        batch_op.create_index("ix_occurrence_open", ["due_at", "id"], sqlite_where=OPEN, postgresql_where=OPEN)

    with op.batch_alter_table("outbox", schema=None) as batch_op:
        batch_op.add_column(sa.Column("occurrence_id", sa.Integer(), nullable=True))
        batch_op.create_foreign_key("outbox_occurrence_id_fkey", "occurrence", ["occurrence_id"], ["id"])
        batch_op.create_index(batch_op.f("ix_outbox_occurrence_id"), ["occurrence_id"], unique=False)

    with op.batch_alter_table("plan_item", schema=None) as batch_op:
        batch_op.add_column(sa.Column("note", sa.String(), nullable=True))
        batch_op.add_column(sa.Column("dose", sa.JSON(none_as_null=True), nullable=False, server_default="{}"))
        batch_op.add_column(sa.Column("ended_by", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("replaces_id", sa.Integer(), nullable=True))
        batch_op.create_foreign_key("plan_item_ended_by_fkey", "plan", ["ended_by"], ["id"])
        batch_op.create_foreign_key("plan_item_replaces_id_fkey", "plan_item", ["replaces_id"], ["id"])
    op.execute(
        "UPDATE plan_item SET ended_by = (SELECT MIN(later.id) FROM plan AS later JOIN plan AS mine"
        " ON mine.patient_id = later.patient_id WHERE mine.id = plan_item.plan_id AND later.id > mine.id)"
    )

    with op.batch_alter_table("patient", schema=None) as batch_op:
        batch_op.add_column(sa.Column("home_zone", sa.String(), nullable=True))
        batch_op.add_column(sa.Column("moved_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column("silence_asked_at", sa.DateTime(timezone=True), nullable=True))

    op.create_table(
        "zone_change",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("patient_id", sa.Integer(), nullable=False),
        sa.Column("zone", sa.String(), nullable=False),
        sa.Column("home_zone", sa.String(), nullable=True),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["patient_id"], ["patient.person_id"]),
        sa.PrimaryKeyConstraint("id"),
    )
    with op.batch_alter_table("zone_change", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_zone_change_patient_id"), ["patient_id"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("zone_change", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_zone_change_patient_id"))
    op.drop_table("zone_change")

    with op.batch_alter_table("patient", schema=None) as batch_op:
        for name in ("silence_asked_at", "moved_at", "home_zone"):
            batch_op.drop_column(name)

    with op.batch_alter_table("plan_item", schema=None) as batch_op:
        batch_op.drop_constraint("plan_item_replaces_id_fkey", type_="foreignkey")
        batch_op.drop_constraint("plan_item_ended_by_fkey", type_="foreignkey")
        for name in ("replaces_id", "ended_by", "dose", "note"):
            batch_op.drop_column(name)

    with op.batch_alter_table("outbox", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_outbox_occurrence_id"))
        batch_op.drop_constraint("outbox_occurrence_id_fkey", type_="foreignkey")
        batch_op.drop_column("occurrence_id")

    with op.batch_alter_table("occurrence", schema=None) as batch_op:
        for name in ("ix_occurrence_open", "ix_occurrence_due"):
            batch_op.drop_index(name)
    with op.batch_alter_table("occurrence", schema=None) as batch_op:
        for name in ("followed_up_at", "snoozes", "changed_at", "expires_at", "tip"):
            batch_op.drop_column(name)
        batch_op.add_column(sa.Column("outbox_id", sa.Integer(), nullable=True))
        batch_op.create_foreign_key("occurrence_outbox_id_fkey", "outbox", ["outbox_id"], ["id"])
    with op.batch_alter_table("occurrence", schema=None) as batch_op:
        batch_op.create_index("ix_occurrence_waiting", ["state", "due_at"], unique=False)
        batch_op.create_index(batch_op.f("ix_occurrence_patient_id"), ["patient_id"], unique=False)

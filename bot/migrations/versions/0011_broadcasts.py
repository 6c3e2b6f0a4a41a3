"""Broadcasts with a ledger row a recipient; what was sent as a tip to everybody becomes one."""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

TAKEN = sa.text("taken_at IS NOT NULL")
INSTANT = sa.DateTime(timezone=True)

RUNS = """
INSERT INTO broadcast (id, state, tip, advice, buttons, audience, timing, starts_at, paid, created_by, created_at,
  scheduled_by, scheduled_at, size, needs_approval, filled_to, filled_at, canary_passed_at, version, sent, failed,
  unwelcome, forgiven, rewriting, finished_at, request)
SELECT id, CASE WHEN finished_at IS NULL THEN 'running' ELSE 'finished' END, tip, {true}, '[]', '{{}}', 'now',
  started_at, {false}, sent_by, started_at, sent_by, started_at, 0, {false}, 0, started_at, started_at, 1,
  (SELECT count(*) FROM outbox WHERE tip_run_id = tip_run.id AND state = 'sent'),
  (SELECT count(*) FROM outbox WHERE tip_run_id = tip_run.id AND state = 'failed'), 0, 0, {false}, finished_at, request
FROM tip_run ORDER BY id
"""
RECIPIENTS = """
INSERT INTO broadcast_recipient (broadcast_id, person_id, state, reason, due_at, until, taken_at, sent_at, version)
SELECT tip_run_id, patient_id,
  CASE state WHEN 'sending' THEN 'queued' WHEN 'unknown' THEN 'unsure' WHEN 'cancelled' THEN 'left_out' ELSE state END,
  reason, not_before, COALESCE(expires_at, not_before), CASE WHEN state <> 'cancelled' THEN queued_at END, sent_at, 1
FROM outbox WHERE tip_run_id IS NOT NULL AND patient_id IS NOT NULL
"""
LINKS = """
UPDATE outbox SET recipient_id = (SELECT r.id FROM broadcast_recipient r WHERE r.broadcast_id = outbox.tip_run_id
  AND r.person_id = outbox.patient_id) WHERE tip_run_id IS NOT NULL
"""


def upgrade() -> None:
    _series()
    _broadcast()
    _parts()
    with op.batch_alter_table("outbox", schema=None) as batch_op:
        batch_op.add_column(sa.Column("recipient_id", sa.Integer(), nullable=True))
        batch_op.create_foreign_key("outbox_recipient_id_fkey", "broadcast_recipient", ["recipient_id"], ["id"])
        batch_op.create_index(batch_op.f("ix_outbox_recipient_id"), ["recipient_id"], unique=False)
    booleans = (
        {"true": "1", "false": "0"} if op.get_bind().dialect.name == "sqlite" else {"true": "true", "false": "false"}
    )
    op.execute(RUNS.format(**booleans))
    if op.get_bind().dialect.name == "postgresql":
        op.execute("SELECT setval('broadcast_id_seq', COALESCE((SELECT max(id) FROM broadcast), 1))")
    op.execute(RECIPIENTS)
    op.execute(LINKS)
    with op.batch_alter_table("outbox", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_outbox_tip_run_id"))
    with op.batch_alter_table(
        "outbox", schema=None, naming_convention={"fk": "%(table_name)s_%(column_0_name)s_fkey"}
    ) as batch_op:
        batch_op.drop_constraint("outbox_tip_run_id_fkey", type_="foreignkey")
        batch_op.drop_column("tip_run_id")
    op.drop_table("tip_run")


def _series() -> None:
    op.create_table(
        "broadcast_series",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("tips", sa.JSON(none_as_null=True), nullable=False),
        sa.Column("next_index", sa.Integer(), nullable=False),
        sa.Column("next_on", sa.Date(), nullable=False),
        sa.Column("at", sa.String(), nullable=False),
        sa.Column("audience", sa.JSON(none_as_null=True), nullable=False),
        sa.Column("created_by", sa.Integer(), nullable=False),
        sa.Column("created_at", INSTANT, nullable=False),
        sa.Column("approved_by", sa.Integer(), nullable=True),
        sa.Column("ended_at", INSTANT, nullable=True),
        sa.ForeignKeyConstraint(["created_by"], ["person.id"]),
        sa.ForeignKeyConstraint(["approved_by"], ["person.id"]),
        sa.PrimaryKeyConstraint("id"),
    )


def _broadcast() -> None:
    op.create_table(
        "broadcast",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("reason", sa.String(), nullable=True),
        sa.Column("tip", sa.String(), nullable=True),
        sa.Column("advice", sa.Boolean(), nullable=False),
        sa.Column("photo", sa.String(), nullable=True),
        sa.Column("buttons", sa.JSON(none_as_null=True), nullable=False),
        sa.Column("page", sa.String(), nullable=True),
        sa.Column("audience", sa.JSON(none_as_null=True), nullable=False),
        sa.Column("timing", sa.String(), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=True),
        sa.Column("local_at", sa.String(), nullable=True),
        sa.Column("starts_at", INSTANT, nullable=True),
        sa.Column("paid", sa.Boolean(), nullable=False),
        sa.Column("created_by", sa.Integer(), nullable=False),
        sa.Column("created_at", INSTANT, nullable=False),
        sa.Column("scheduled_by", sa.Integer(), nullable=True),
        sa.Column("scheduled_at", INSTANT, nullable=True),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("needs_approval", sa.Boolean(), nullable=False),
        sa.Column("approved_by", sa.Integer(), nullable=True),
        sa.Column("approved_at", INSTANT, nullable=True),
        sa.Column("filled_to", sa.Integer(), nullable=False),
        sa.Column("filled_at", INSTANT, nullable=True),
        sa.Column("canary_passed_at", INSTANT, nullable=True),
        sa.Column("until", INSTANT, nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("sent", sa.Integer(), nullable=False),
        sa.Column("failed", sa.Integer(), nullable=False),
        sa.Column("unwelcome", sa.Integer(), nullable=False),
        sa.Column("forgiven", sa.Integer(), nullable=False),
        sa.Column("rewriting", sa.Boolean(), nullable=False),
        sa.Column("recalled_at", INSTANT, nullable=True),
        sa.Column("finished_at", INSTANT, nullable=True),
        sa.Column("series_id", sa.Integer(), nullable=True),
        sa.Column("request", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(["created_by"], ["person.id"]),
        sa.ForeignKeyConstraint(["scheduled_by"], ["person.id"]),
        sa.ForeignKeyConstraint(["approved_by"], ["person.id"]),
        sa.ForeignKeyConstraint(["series_id"], ["broadcast_series.id"]),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("request"),
    )
    with op.batch_alter_table("broadcast", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_broadcast_state"), ["state"], unique=False)
        batch_op.create_index(batch_op.f("ix_broadcast_series_id"), ["series_id"], unique=False)


def _parts() -> None:
    op.create_table(
        "broadcast_text",
        sa.Column("broadcast_id", sa.Integer(), nullable=False),
        sa.Column("language", sa.String(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["broadcast_id"], ["broadcast.id"]),
        sa.PrimaryKeyConstraint("broadcast_id", "language"),
    )
    op.create_table(
        "broadcast_slot",
        sa.Column("broadcast_id", sa.Integer(), nullable=False),
        sa.Column("zone", sa.String(), nullable=False),
        sa.Column("quiet_from", sa.String(), nullable=False),
        sa.Column("quiet_until", sa.String(), nullable=False),
        sa.Column("due_at", INSTANT, nullable=False),
        sa.Column("until", INSTANT, nullable=False),
        sa.ForeignKeyConstraint(["broadcast_id"], ["broadcast.id"]),
        sa.PrimaryKeyConstraint("broadcast_id", "zone", "quiet_from", "quiet_until"),
    )
    op.create_table(
        "broadcast_recipient",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("broadcast_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("reason", sa.String(), nullable=True),
        sa.Column("due_at", INSTANT, nullable=False),
        sa.Column("until", INSTANT, nullable=False),
        sa.Column("taken_at", INSTANT, nullable=True),
        sa.Column("sent_at", INSTANT, nullable=True),
        sa.Column("language", sa.String(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("answer", sa.String(), nullable=True),
        sa.Column("answered_at", INSTANT, nullable=True),
        sa.Column("recall", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(["broadcast_id"], ["broadcast.id"]),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"]),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("broadcast_id", "person_id"),
    )
    with op.batch_alter_table("broadcast_recipient", schema=None) as batch_op:
        batch_op.create_index("ix_broadcast_recipient_waiting", ["broadcast_id", "state", "due_at", "id"], unique=False)
        batch_op.create_index(
            "ix_broadcast_recipient_taken", ["person_id", "taken_at"], sqlite_where=TAKEN, postgresql_where=TAKEN
        )


def downgrade() -> None:
    op.create_table(
        "tip_run",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("tip", sa.String(), nullable=False),
        sa.Column("request", sa.String(), nullable=False),
        sa.Column("sent_by", sa.Integer(), nullable=False),
        sa.Column("started_at", INSTANT, nullable=False),
        sa.Column("finished_at", INSTANT, nullable=True),
        sa.Column("left_out", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["sent_by"], ["person.id"]),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("request"),
    )
    with op.batch_alter_table("outbox", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_outbox_recipient_id"))
        batch_op.drop_constraint("outbox_recipient_id_fkey", type_="foreignkey")
        batch_op.drop_column("recipient_id")
        batch_op.add_column(sa.Column("tip_run_id", sa.Integer(), nullable=True))
        batch_op.create_foreign_key("outbox_tip_run_id_fkey", "tip_run", ["tip_run_id"], ["id"])
        batch_op.create_index(batch_op.f("ix_outbox_tip_run_id"), ["tip_run_id"], unique=False)
    for table in ("broadcast_recipient", "broadcast_slot", "broadcast_text", "broadcast", "broadcast_series"):
        op.drop_table(table)

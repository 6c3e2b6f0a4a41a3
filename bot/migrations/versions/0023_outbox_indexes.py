"""fewer index entries for each message: most rows are in two of five indexes less."""

from alembic import op
from sqlalchemy import text

revision = "0023"
down_revision = "0022"
branch_labels = None
depends_on = None

SOME = {
    "ix_outbox_safety": (["chat_id", "sent_at"], text("kind = 'safety'")),
    "ix_outbox_occurrence_id": (["occurrence_id"], text("occurrence_id IS NOT NULL")),
    "ix_outbox_recipient_id": (["recipient_id"], text("recipient_id IS NOT NULL")),
}


def upgrade() -> None:
    for name in ("ix_outbox_chat_id", "ix_outbox_occurrence_id", "ix_outbox_recipient_id"):
        op.drop_index(name, table_name="outbox")
    for name, (columns, where) in SOME.items():
        op.create_index(name, "outbox", columns, sqlite_where=where, postgresql_where=where)


def downgrade() -> None:
    for name in SOME:
        op.drop_index(name, table_name="outbox")
    for column in ("chat_id", "occurrence_id", "recipient_id"):
        op.create_index(f"ix_outbox_{column}", "outbox", [column])

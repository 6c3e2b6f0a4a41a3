"""doses that a therapist kept as they are when a step was offered."""

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "step_kept",
        sa.Column("item_id", sa.Integer(), nullable=False),
        sa.Column("way", sa.String(), nullable=False),
        sa.Column("kept_by", sa.Integer(), nullable=False),
        sa.Column("kept_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["item_id"], ["plan_item.id"]),
        sa.ForeignKeyConstraint(["kept_by"], ["person.id"]),
        sa.PrimaryKeyConstraint("item_id", "way"),
    )


def downgrade() -> None:
    op.drop_table("step_kept")

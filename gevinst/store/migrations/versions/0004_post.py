"""Post: who sent how much, whether each got an answer, and where a mailbox stands."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "senders",
        sa.Column("item_id", _ID, autoincrement=False, nullable=False),
        sa.Column("sender_hash", sa.Text(), nullable=True),
        sa.Column("day", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["item_id"], ["items.id"], name=op.f("fk_senders_item_id")),
        sa.PrimaryKeyConstraint("item_id", name=op.f("pk_senders")),
    )
    op.create_index("ix_senders_day", "senders", ["day"])
    op.create_table(
        "replies",
        sa.Column("item_id", _ID, autoincrement=False, nullable=False),
        sa.Column("code", sa.Text(), nullable=True),
        sa.Column("for_new_case", sa.Boolean(), nullable=False),
        sa.Column("sender_hash", sa.Text(), nullable=True),
        sa.Column("day", sa.Text(), nullable=False),
        sa.Column("decided_at", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["item_id"], ["items.id"], name=op.f("fk_replies_item_id")),
        sa.PrimaryKeyConstraint("item_id", name=op.f("pk_replies")),
    )
    op.create_index("ix_replies_day", "replies", ["day"])
    op.create_table(
        "intakes",
        sa.Column("queue", sa.Text(), nullable=False),
        sa.Column("mailbox", sa.Text(), nullable=False),
        sa.Column("over_queue", sa.Integer(), nullable=False),
        sa.Column("over_sender", sa.Integer(), nullable=False),
        sa.Column("looked_at", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["queue"], ["queues.name"], name=op.f("fk_intakes_queue")),
        sa.PrimaryKeyConstraint("queue", "mailbox", name=op.f("pk_intakes")),
    )
    op.create_table(
        "watches",
        sa.Column("mailbox", sa.Text(), nullable=False),
        sa.Column("token", sa.Text(), nullable=False),
        sa.Column("started_at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("mailbox", name=op.f("pk_watches")),
    )

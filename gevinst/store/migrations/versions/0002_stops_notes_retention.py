"""What people stop, notes on items, retention per queue, and closed months that stay closed."""

import sqlalchemy as sa
from alembic import op

from gevinst.store import append_only

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_HAS_PARENT = sa.text("parent_id IS NOT NULL")


def upgrade() -> None:
    op.add_column("queues", sa.Column("retention_days", sa.Integer(), nullable=True))
    op.add_column("queues", sa.Column("journalising_act", sa.Text(), nullable=True))
    op.create_table(
        "stops",
        sa.Column("scope", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("staff_id", _ID, nullable=False),
        sa.Column("stopped_at", sa.BigInteger(), nullable=False),
        sa.CheckConstraint("scope IN ('everything', 'system', 'queue')", name=op.f("ck_stops_scope")),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.id"], name=op.f("fk_stops_staff_id")),
        sa.PrimaryKeyConstraint("scope", "name", name=op.f("pk_stops")),
    )
    op.create_table(
        "item_notes",
        sa.Column("id", _ID, autoincrement=True, nullable=False),
        sa.Column("item_id", _ID, nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("staff_id", _ID, nullable=False),
        sa.Column("recorded_at", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["item_id"], ["items.id"], name=op.f("fk_item_notes_item_id")),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.id"], name=op.f("fk_item_notes_staff_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_item_notes")),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_item_notes_item_id", "item_notes", ["item_id"])
    op.create_index("ix_items_parent", "items", ["parent_id"], sqlite_where=_HAS_PARENT, postgresql_where=_HAS_PARENT)
    for statement in append_only.closed_month_statements(op.get_bind().dialect.name):
        op.execute(statement)

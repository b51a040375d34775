"""An index the claim walks on both databases, and a check of new entries that doesn't read the ledger on SQLite."""

import sqlalchemy as sa
from alembic import op

from gevinst.store import append_only

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.drop_index("ix_items_claim", table_name="items")
    order = ("priority DESC", "(due_at IS NULL)", "due_at", "id")
    op.create_index("ix_items_claim", "items", ["queue", "state", *map(sa.literal_column, order)])
    if op.get_bind().dialect.name == "sqlite":
        op.execute("DROP TRIGGER ledger_entries_insert_once")
        op.execute(append_only.holds_once_statement(append_only.LEDGER))

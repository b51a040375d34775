"""The figures over a large ledger without sorting it: indexes by cell and by item. Views of what the figures rest on."""

from alembic import op

from gevinst.store import append_only, views

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index(
        "ix_ledger_entries_cell",
        "ledger_entries",
        [
            *("period", "potential_id", "unit", "kind", "baseline_id"),
            *("occurred_at", "source", "seconds", "amount_ore", "robot_ms"),
        ],
    )
    op.create_index(
        "ix_ledger_entries_item", "ledger_entries", ["item_id", "potential_id", "unit", "period", "kind", "role"]
    )
    op.drop_index("ix_ledger_entries_period", "ledger_entries")
    if op.get_bind().dialect.name == "sqlite":  # a database of before had a weaker one
        op.execute("DROP TRIGGER harvests_insert_once")
        op.execute(append_only.holds_once_statement("harvests"))
    for statement in views.later_statements(op.get_bind().dialect.name):
        op.execute(statement)

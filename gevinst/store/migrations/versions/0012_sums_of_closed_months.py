"""The sums of closed months, and an index by which the open ones are summed just as finely."""

import sqlalchemy as sa
from alembic import op

from gevinst.store import append_only

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None

_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "closed_sums",
        sa.Column("id", _ID, nullable=False),
        *(sa.Column(name, sa.Text(), nullable=False) for name in ("period", "potential_id", "unit", "kind")),
        sa.Column("baseline_id", _ID, nullable=True),
        *(sa.Column(name, sa.Text(), nullable=False) for name in ("activity", "occurred_month")),
        *(sa.Column(name, sa.BigInteger(), nullable=False) for name in ("seconds", "estimated_seconds", "amount_ore")),
        sa.ForeignKeyConstraint(["period"], ["periods.period"], name=op.f("fk_closed_sums_period")),
        sa.ForeignKeyConstraint(["potential_id"], ["potentials.id"], name=op.f("fk_closed_sums_potential_id")),
        sa.ForeignKeyConstraint(["baseline_id"], ["baselines.id"], name=op.f("fk_closed_sums_baseline_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_closed_sums")),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_closed_sums_period", "closed_sums", ["period"])
    op.create_table(
        "closed_cases",
        sa.Column("id", _ID, nullable=False),
        *(sa.Column(name, sa.Text(), nullable=False) for name in ("closed_with", "potential_id", "unit", "period")),
        sa.Column("cases", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["closed_with"], ["periods.period"], name=op.f("fk_closed_cases_closed_with")),
        sa.ForeignKeyConstraint(["potential_id"], ["potentials.id"], name=op.f("fk_closed_cases_potential_id")),
        sa.ForeignKeyConstraint(["period"], ["periods.period"], name=op.f("fk_closed_cases_period")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_closed_cases")),
        sqlite_autoincrement=True,
    )
    for table in ("closed_sums", "closed_cases"):
        for statement in append_only.table_statements(table, op.get_bind().dialect.name):
            op.execute(statement)
    op.drop_index("ix_ledger_entries_cell", "ledger_entries")
    op.create_index(
        "ix_ledger_entries_cell",
        "ledger_entries",
        [
            *("period", "potential_id", "unit", "kind", "baseline_id", "activity"),
            *("occurred_at", "source", "seconds", "amount_ore"),
        ],
    )

"""What was taken home in a budget: recorded by people, never derived from what was logged."""

import sqlalchemy as sa
from alembic import op

from gevinst.store import append_only

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_STANDS = sa.text("reverses IS NULL")


def upgrade() -> None:
    op.create_table(
        "harvests",
        sa.Column("id", _ID, autoincrement=True, nullable=False),
        sa.Column("source_key", sa.Text(), nullable=False),
        sa.Column("potential_id", sa.Text(), nullable=False),
        sa.Column("unit", sa.Text(), nullable=False),
        sa.Column("harvested_on", sa.Date(), nullable=False),
        sa.Column("permanence", sa.Text(), nullable=False),
        sa.Column("hundredths_of_fte", sa.Integer(), nullable=False),
        sa.Column("amount_dkk", sa.BigInteger(), nullable=False),
        sa.Column("budget_reference", sa.Text(), nullable=False),
        sa.Column("staff_id", _ID, nullable=False),
        sa.Column("recorded_at", sa.BigInteger(), nullable=False),
        sa.Column("reverses", _ID, nullable=True),
        sa.CheckConstraint("permanence IN ('lasting', 'one-off')", name=op.f("ck_harvests_permanence")),
        sa.ForeignKeyConstraint(["potential_id"], ["potentials.id"], name=op.f("fk_harvests_potential_id")),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.id"], name=op.f("fk_harvests_staff_id")),
        sa.ForeignKeyConstraint(["reverses"], ["harvests.id"], name=op.f("fk_harvests_reverses")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_harvests")),
        sa.UniqueConstraint("reverses", name=op.f("uq_harvests_reverses")),
        sqlite_autoincrement=True,
    )
    op.create_index(
        "uq_harvests_source_key",
        "harvests",
        ["source_key"],
        unique=True,
        sqlite_where=_STANDS,
        postgresql_where=_STANDS,
    )
    for statement in append_only.table_statements("harvests", op.get_bind().dialect.name):
        op.execute(statement)

"""Links and the ESDH case of a potential; the yearly reviews of baselines."""

import sqlalchemy as sa
from alembic import op

from gevinst.store import append_only

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.add_column("potentials", sa.Column("links", sa.Text(), nullable=True))
    op.add_column("potentials", sa.Column("case_reference", sa.Text(), nullable=True))
    op.create_table(
        "baseline_reviews",
        sa.Column("id", _ID, autoincrement=True, nullable=False),
        sa.Column("baseline_id", _ID, nullable=False),
        sa.Column("reviewed_on", sa.Date(), nullable=False),
        sa.Column("staff_id", _ID, nullable=False),
        sa.Column("recorded_at", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["baseline_id"], ["baselines.id"], name=op.f("fk_baseline_reviews_baseline_id")),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.id"], name=op.f("fk_baseline_reviews_staff_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_baseline_reviews")),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_baseline_reviews_baseline_id", "baseline_reviews", ["baseline_id"])
    for statement in append_only.table_statements("baseline_reviews", op.get_bind().dialect.name):
        op.execute(statement)

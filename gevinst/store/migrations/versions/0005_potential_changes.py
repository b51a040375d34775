"""Who changed what in the register of potentials, and when."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "potential_changes",
        sa.Column("id", _ID, nullable=False),
        sa.Column("potential_id", sa.Text(), nullable=False),
        sa.Column("field", sa.Text(), nullable=False),
        sa.Column("before", sa.Text(), nullable=True),
        sa.Column("after", sa.Text(), nullable=True),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("staff_id", _ID, nullable=False),
        sa.Column("changed_at", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["potential_id"], ["potentials.id"], name=op.f("fk_potential_changes_potential_id")),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.id"], name=op.f("fk_potential_changes_staff_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_potential_changes")),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_potential_changes_potential_id", "potential_changes", ["potential_id"])

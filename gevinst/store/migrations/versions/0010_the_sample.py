"""The sample of what the robot completed, and what people found in it."""

import sqlalchemy as sa
from alembic import op

from gevinst.store import append_only

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_BY_ROBOT = sa.text("outcome = 'by robot'")


def upgrade() -> None:
    op.create_table(
        "samples",
        sa.Column("item_id", _ID, autoincrement=False, nullable=False),
        sa.Column("why", sa.Text(), nullable=False),
        sa.Column("one_in", sa.Integer(), nullable=False),
        sa.Column("drawn_at", sa.BigInteger(), nullable=False),
        sa.CheckConstraint("why IN ('chance', 'one a month')", name=op.f("ck_samples_why")),
        sa.ForeignKeyConstraint(["item_id"], ["items.id"], name=op.f("fk_samples_item_id")),
        sa.PrimaryKeyConstraint("item_id", name=op.f("pk_samples")),
    )
    op.create_table(
        "sample_checks",
        sa.Column("item_id", _ID, autoincrement=False, nullable=False),
        sa.Column("question_id", _ID, nullable=True),
        sa.Column("result", sa.Text(), nullable=False),
        sa.Column("error", sa.Text(), nullable=False),
        sa.Column("time_band", sa.Text(), nullable=False),
        sa.Column("staff_id", _ID, nullable=True),
        sa.Column("checked_at", sa.BigInteger(), nullable=False),
        sa.CheckConstraint(
            "(result = 'bortfaldet') = (staff_id IS NULL) AND (staff_id IS NULL) = (question_id IS NULL)",
            name=op.f("ck_sample_checks_person"),
        ),
        sa.CheckConstraint(
            "(result IN ('fejl rettet', 'fejl, ikke rettet')) = (error <> 'ingen fejl')",
            name=op.f("ck_sample_checks_error"),
        ),
        sa.ForeignKeyConstraint(["item_id"], ["samples.item_id"], name=op.f("fk_sample_checks_item_id")),
        sa.ForeignKeyConstraint(["question_id"], ["questions.id"], name=op.f("fk_sample_checks_question_id")),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.id"], name=op.f("fk_sample_checks_staff_id")),
        sa.PrimaryKeyConstraint("item_id", name=op.f("pk_sample_checks")),
        sa.UniqueConstraint("question_id", name=op.f("uq_sample_checks_question_id")),
    )
    op.create_table(
        "sample_months",
        sa.Column("month", sa.Text(), nullable=False),
        sa.Column("one_in", sa.Integer(), nullable=False),
        sa.Column("settled_at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("month", name=op.f("pk_sample_months")),
    )
    op.create_index(
        "ix_items_by_robot",
        "items",
        ["finished_at", "queue", "potential_id"],
        sqlite_where=_BY_ROBOT,
        postgresql_where=_BY_ROBOT,
    )
    for table in ("samples", "sample_checks"):
        for statement in append_only.table_statements(table, op.get_bind().dialect.name):
            op.execute(statement)

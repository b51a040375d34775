"""Ideas for potentials with their answers, and where a colleague's mail goes."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.add_column("staff", sa.Column("address", sa.Text(), nullable=True))
    op.create_table(
        "ideas",
        sa.Column("potential_id", sa.Text(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("in_words", sa.Text(), nullable=False),
        sa.Column("staff_id", _ID, nullable=False),
        sa.Column("proposed_at", sa.BigInteger(), nullable=False),
        sa.Column("answer_by", sa.Date(), nullable=False),
        sa.Column("flow_run", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["potential_id"], ["potentials.id"], name=op.f("fk_ideas_potential_id")),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.id"], name=op.f("fk_ideas_staff_id")),
        sa.PrimaryKeyConstraint("potential_id", name=op.f("pk_ideas")),
        sa.UniqueConstraint("flow_run", name=op.f("uq_ideas_flow_run")),
    )
    op.create_table(
        "idea_answers",
        sa.Column("id", _ID, autoincrement=True, nullable=False),
        sa.Column("potential_id", sa.Text(), nullable=False),
        sa.Column("verdict", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("staff_id", _ID, nullable=False),
        sa.Column("answered_at", sa.BigInteger(), nullable=False),
        sa.CheckConstraint("verdict IN ('approved', 'rejected')", name=op.f("ck_idea_answers_verdict")),
        sa.ForeignKeyConstraint(["potential_id"], ["ideas.potential_id"], name=op.f("fk_idea_answers_potential_id")),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.id"], name=op.f("fk_idea_answers_staff_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_idea_answers")),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_idea_answers_potential_id", "idea_answers", ["potential_id"])

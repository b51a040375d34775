"""Sign-in, what each did, what was read and corrected, and whom an item is about."""

import sqlalchemy as sa
from alembic import op

from gevinst.store import append_only

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None

_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.add_column("queues", sa.Column("two_people", sa.JSON(none_as_null=True), nullable=True))
    op.create_table(
        "sessions",
        sa.Column("token_hash", sa.Text(), nullable=False),
        sa.Column("staff_id", _ID, nullable=False),
        sa.Column("roles", sa.JSON(), nullable=False),
        sa.Column("units", sa.JSON(), nullable=False),
        sa.Column("csrf", sa.Text(), nullable=False),
        sa.Column("began_at", sa.BigInteger(), nullable=False),
        sa.Column("used_at", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.id"], name=op.f("fk_sessions_staff_id")),
        sa.PrimaryKeyConstraint("token_hash", name=op.f("pk_sessions")),
    )
    op.create_table(
        "audit",
        sa.Column("id", _ID, nullable=False),
        sa.Column("recorded_at", sa.BigInteger(), nullable=False),
        sa.Column("staff_id", _ID, nullable=True),
        sa.Column("role", sa.Text(), nullable=False),
        sa.Column("route", sa.Text(), nullable=False),
        sa.Column("deployment", sa.Text(), nullable=True),
        sa.Column("flow_run", sa.Text(), nullable=True),
        sa.Column("item_id", _ID, nullable=True),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.id"], name=op.f("fk_audit_staff_id")),
        sa.ForeignKeyConstraint(["item_id"], ["items.id"], name=op.f("fk_audit_item_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_audit")),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_audit_item_id", "audit", ["item_id"])
    op.create_index("ix_audit_recorded_at", "audit", ["recorded_at"])
    op.create_table(
        "audit_outcomes",
        sa.Column("audit_id", _ID, autoincrement=False, nullable=False),
        sa.Column("status", sa.Integer(), nullable=False),
        sa.Column("flow_run", sa.Text(), nullable=True),
        sa.Column("recorded_at", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["audit_id"], ["audit.id"], name=op.f("fk_audit_outcomes_audit_id")),
        sa.PrimaryKeyConstraint("audit_id", name=op.f("pk_audit_outcomes")),
    )
    for table in ("audit", "audit_outcomes"):
        for statement in append_only.table_statements(table, op.get_bind().dialect.name):
            op.execute(statement)
    op.create_index("ix_audit_outcomes_flow_run", "audit_outcomes", ["flow_run"])
    op.create_table(
        "run_opinions",
        sa.Column("flow_run", sa.Text(), nullable=False),
        sa.Column("potential_id", sa.Text(), nullable=False),
        sa.Column("score", sa.Integer(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("month", sa.Text(), nullable=False),
        sa.CheckConstraint("score BETWEEN 1 AND 5", name=op.f("ck_run_opinions_score")),
        sa.ForeignKeyConstraint(["potential_id"], ["potentials.id"], name=op.f("fk_run_opinions_potential_id")),
        sa.PrimaryKeyConstraint("flow_run", name=op.f("pk_run_opinions")),
    )
    op.create_table(
        "readings",
        sa.Column("item_id", _ID, autoincrement=False, nullable=False),
        sa.Column("sha256", sa.Text(), nullable=False),
        sa.Column("template", sa.Text(), nullable=False),
        sa.Column("result", sa.JSON(), nullable=True),
        sa.Column("claim_no", sa.Integer(), nullable=False),
        sa.Column("read_at", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["item_id"], ["items.id"], name=op.f("fk_readings_item_id")),
        sa.PrimaryKeyConstraint("item_id", "sha256", name=op.f("pk_readings")),
    )
    op.create_table(
        "corrections",
        sa.Column("question_id", _ID, autoincrement=False, nullable=False),
        sa.Column("sha256", sa.Text(), nullable=False),
        sa.Column("field", sa.Text(), nullable=False),
        sa.Column("value", sa.JSON(), nullable=True),
        sa.ForeignKeyConstraint(["question_id"], ["questions.id"], name=op.f("fk_corrections_question_id")),
        sa.PrimaryKeyConstraint("question_id", "sha256", "field", name=op.f("pk_corrections")),
    )
    op.create_table(
        "proposed_answers",
        sa.Column("question_id", _ID, autoincrement=False, nullable=False),
        sa.Column("given", sa.JSON(), nullable=True),
        sa.Column("staff_id", _ID, nullable=False),
        sa.Column("proposed_at", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["question_id"], ["questions.id"], name=op.f("fk_proposed_answers_question_id")),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.id"], name=op.f("fk_proposed_answers_staff_id")),
        sa.PrimaryKeyConstraint("question_id", name=op.f("pk_proposed_answers")),
    )
    op.create_table(
        "item_persons",
        sa.Column("item_id", _ID, autoincrement=False, nullable=False),
        sa.Column("cpr_hash", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["item_id"], ["items.id"], name=op.f("fk_item_persons_item_id")),
        sa.PrimaryKeyConstraint("item_id", "cpr_hash", name=op.f("pk_item_persons")),
    )
    op.create_index("ix_item_persons_cpr_hash", "item_persons", ["cpr_hash"])
    op.create_table(
        "restrictions",
        sa.Column("id", _ID, nullable=False),
        sa.Column("cpr_hash", sa.Text(), nullable=False),
        sa.Column("restricted_at", sa.BigInteger(), nullable=False),
        sa.Column("restricted_by", _ID, nullable=False),
        sa.Column("lifted_at", sa.BigInteger(), nullable=True),
        sa.Column("lifted_by", _ID, nullable=True),
        sa.ForeignKeyConstraint(["restricted_by"], ["staff.id"], name=op.f("fk_restrictions_restricted_by")),
        sa.ForeignKeyConstraint(["lifted_by"], ["staff.id"], name=op.f("fk_restrictions_lifted_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_restrictions")),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_restrictions_cpr_hash", "restrictions", ["cpr_hash"])
    op.create_index("ix_attempts_flow_run", "attempts", ["flow_run"])

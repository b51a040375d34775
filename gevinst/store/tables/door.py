"""The door: who is signed in, what each did, the runs they started with it, and whether a run helped. Audit is only added to."""

from sqlalchemy import JSON, CheckConstraint, Column, ForeignKey, Index, Integer, Table, Text

from gevinst.store.tables.base import Id, Instant, key, metadata

sessions = Table(
    "sessions",
    metadata,
    Column("token_hash", Text, primary_key=True),
    Column("staff_id", Id, ForeignKey("staff.id"), nullable=False),
    Column("roles", JSON, nullable=False),
    Column("units", JSON, nullable=False),
    Column("csrf", Text, nullable=False),
    Column("began_at", Instant, nullable=False),
    Column("used_at", Instant, nullable=False),
)

audit = Table(
    "audit",
    metadata,
    key(),
    Column("recorded_at", Instant, nullable=False),
    Column("staff_id", Id, ForeignKey("staff.id")),
    Column("role", Text, nullable=False),
    Column("route", Text, nullable=False),
    Column("deployment", Text),
    Column("flow_run", Text),
    Column("item_id", Id, ForeignKey("items.id")),
    sqlite_autoincrement=True,
)
Index("ix_audit_item_id", audit.c.item_id)
Index("ix_audit_recorded_at", audit.c.recorded_at)

audit_outcomes = Table(
    "audit_outcomes",
    metadata,
    Column("audit_id", Id, ForeignKey("audit.id"), primary_key=True, autoincrement=False),
    Column("status", Integer, nullable=False),
    Column("flow_run", Text),
    Column("recorded_at", Instant, nullable=False),
)
Index("ix_audit_outcomes_flow_run", audit_outcomes.c.flow_run)

run_opinions = Table(
    "run_opinions",
    metadata,
    Column("flow_run", Text, primary_key=True),
    Column("potential_id", Text, ForeignKey("potentials.id"), nullable=False),
    Column("score", Integer, nullable=False),
    Column("words", Text, nullable=False),
    Column("month", Text, nullable=False),
    CheckConstraint("score BETWEEN 1 AND 5", name="score"),
)

"""Queues, what stops them, work items, and what belongs to one item."""

from sqlalchemy import (
    JSON,
    BigInteger,
    Boolean,
    CheckConstraint,
    Column,
    ForeignKey,
    Index,
    Integer,
    Table,
    Text,
    UniqueConstraint,
    literal_column,
    text,
)

from gevinst.store.tables.base import Id, Instant, key, metadata

_HAS_PARENT = text("parent_id IS NOT NULL")

queues = Table(
    "queues",
    metadata,
    Column("name", Text, primary_key=True),
    Column("potential_id", Text),
    Column("paused_until", Instant),
    Column("pause_code", Text),
    Column("pause_detail", Text),
    Column("retention_days", Integer),
    Column("journalising_act", Text),
    Column("two_people", JSON(none_as_null=True)),
)

stops = Table(
    "stops",
    metadata,
    Column("scope", Text, primary_key=True),
    Column("name", Text, primary_key=True),
    Column("staff_id", Id, ForeignKey("staff.id"), nullable=False),
    Column("stopped_at", Instant, nullable=False),
    CheckConstraint("scope IN ('everything', 'system', 'queue')", name="scope"),
)

queue_systems = Table(
    "queue_systems",
    metadata,
    Column("queue", Text, ForeignKey("queues.name"), primary_key=True),
    Column("system", Text, primary_key=True),
)

items = Table(
    "items",
    metadata,
    key(),
    Column("queue", Text, ForeignKey("queues.name"), nullable=False),
    Column("reference", Text, nullable=False),
    Column("content_hash", Text, nullable=False),
    Column("payload", JSON, nullable=False),
    Column("state", Text, nullable=False),
    Column("code", Text),
    Column("outcome", Text),
    Column("priority", Integer, nullable=False, server_default=text("0")),
    Column("defer_until", Instant),
    Column("due_at", Instant),
    Column("claim_no", Integer, nullable=False, server_default=text("0")),
    Column("attempts_used", Integer, nullable=False, server_default=text("0")),
    Column("lease_token", Text),
    Column("lease_until", Instant),
    Column("parent_id", Id, ForeignKey("items.id")),
    Column("potential_id", Text),
    Column("flow_run", Text),
    Column("code_version", Text),
    Column("created_at", Instant, nullable=False),
    Column("updated_at", Instant, nullable=False),
    Column("finished_at", Instant),
    Column("neutralised_at", Instant),
    UniqueConstraint("queue", "reference"),
    CheckConstraint("state IN ('new', 'in progress', 'completed', 'failed', 'pending user action')", name="state"),
    CheckConstraint(
        "(state = 'completed') = (outcome IS NOT NULL) AND (outcome IS NULL OR outcome IN "
        "('by robot', 'by person', 'set aside', 'duplicate', 'rejected'))",
        name="outcome",
    ),
    CheckConstraint("outcome IS NULL OR outcome = 'by robot' OR code IS NOT NULL", name="outcome_reason"),
    CheckConstraint(
        "(state = 'in progress') = (lease_token IS NOT NULL) AND (lease_token IS NULL) = (lease_until IS NULL)",
        name="lease",
    ),
    CheckConstraint("claim_no >= 0 AND attempts_used >= 0", name="counts"),
    sqlite_autoincrement=True,
)
Index("ix_items_parent", items.c.parent_id, sqlite_where=_HAS_PARENT, postgresql_where=_HAS_PARENT)
CLAIM_ORDER = (items.c.priority.desc(), items.c.due_at.is_(None), items.c.due_at, items.c.id)
"""Which item is next: by priority, due date (none last), age. Written so that both databases walk the index."""
Index("ix_items_claim", items.c.queue, items.c.state, *CLAIM_ORDER)
CLAIMED = items.c.state == literal_column("'in progress'")
"""In somebody's hands. The word stands in the statement: only so can a plan made for any state use the index of these."""
_CLAIMED = text("state = 'in progress'")
Index("ix_items_lease", items.c.lease_until, sqlite_where=_CLAIMED, postgresql_where=_CLAIMED)

attempts = Table(
    "attempts",
    metadata,
    key(),
    Column("item_id", Id, ForeignKey("items.id"), nullable=False),
    Column("claim_no", Integer, nullable=False),
    Column("worker", Text, nullable=False),
    Column("flow_run", Text),
    Column("code_version", Text, nullable=False),
    Column("started_at", Instant, nullable=False),
    Column("ended_at", Instant),
    Column("result", Text),
    Column("code", Text),
    Column("evidence", Text),
    UniqueConstraint("item_id", "claim_no"),
    sqlite_autoincrement=True,
)

Index("ix_attempts_flow_run", attempts.c.flow_run)

item_notes = Table(
    "item_notes",
    metadata,
    key(),
    Column("item_id", Id, ForeignKey("items.id"), nullable=False),
    Column("note", Text, nullable=False),
    Column("staff_id", Id, ForeignKey("staff.id"), nullable=False),
    Column("recorded_at", Instant, nullable=False),
    sqlite_autoincrement=True,
)
Index("ix_item_notes_item_id", item_notes.c.item_id)

files = Table(
    "files",
    metadata,
    Column("sha256", Text, primary_key=True),
    Column("size_bytes", BigInteger, nullable=False),
    Column("stored_at", Instant, nullable=False),
)

item_files = Table(
    "item_files",
    metadata,
    Column("item_id", Id, ForeignKey("items.id"), primary_key=True),
    Column("role", Text, primary_key=True),
    Column("position", Integer, primary_key=True),
    Column("sha256", Text, ForeignKey("files.sha256"), nullable=False),
    Column("file_name", Text, nullable=False),
    Column("media_type", Text, nullable=False),
    CheckConstraint("role IN ('original', 'attachment', 'letter')", name="role"),
)
Index("ix_item_files_sha256", item_files.c.sha256)

checkpoints = Table(
    "checkpoints",
    metadata,
    Column("item_id", Id, ForeignKey("items.id"), primary_key=True),
    Column("step", Text, primary_key=True),
    Column("result", JSON, nullable=False),
    Column("claim_no", Integer, nullable=False),
    Column("saved_at", Instant, nullable=False),
)

readings = Table(
    "readings",
    metadata,
    Column("item_id", Id, ForeignKey("items.id"), primary_key=True, autoincrement=False),
    Column("sha256", Text, primary_key=True),
    Column("template", Text, nullable=False),
    Column("result", JSON),
    Column("claim_no", Integer, nullable=False),
    Column("read_at", Instant, nullable=False),
)

credits_ = Table(
    "credits",
    metadata,
    Column("item_id", Id, ForeignKey("items.id"), primary_key=True),
    Column("activity", Text, primary_key=True),
    Column("units", Integer, nullable=False),
    Column("robot_ms", BigInteger, nullable=False),
    Column("counts_by_person", Boolean, nullable=False),
    Column("occurred_at", Instant, nullable=False),
    CheckConstraint("units > 0", name="units"),
)

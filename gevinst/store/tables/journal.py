"""The insert-only journal of guarded writes; receipts' data is case data and lies beside it."""

from sqlalchemy import JSON, Boolean, CheckConstraint, Column, ForeignKey, Index, Integer, Table, Text, text

from gevinst.store.tables.base import Id, Instant, key, metadata

journal = Table(
    "journal",
    metadata,
    key(),
    Column("item_id", Id, ForeignKey("items.id"), nullable=False),
    Column("act", Text, nullable=False),
    Column("act_key", Text, nullable=False),
    Column("round", Integer, nullable=False),
    Column("claim_no", Integer, nullable=False),
    Column("kind", Text, nullable=False),
    Column("late", Boolean, nullable=False, server_default=text("false")),
    Column("written_by", Text, nullable=False),
    Column("act_over_at", Instant),
    Column("recorded_at", Instant, nullable=False),
    CheckConstraint("kind IN ('intent', 'receipt', 'round')", name="kind"),
    CheckConstraint("written_by IN ('robot', 'person')", name="written_by"),
    CheckConstraint("(kind = 'intent') = (act_over_at IS NOT NULL)", name="act_over_at"),
    sqlite_autoincrement=True,
)
Index("ix_journal_item_id", journal.c.item_id)
Index(
    "uq_journal_intent",
    journal.c.item_id,
    journal.c.act,
    journal.c.act_key,
    journal.c.round,
    journal.c.claim_no,
    unique=True,
    sqlite_where=text("kind = 'intent'"),
    postgresql_where=text("kind = 'intent'"),
)
Index(
    "uq_journal_receipt",
    journal.c.item_id,
    journal.c.act,
    journal.c.act_key,
    journal.c.round,
    unique=True,
    sqlite_where=text("kind = 'receipt' AND NOT late"),
    postgresql_where=text("kind = 'receipt' AND NOT late"),
)
Index(
    "uq_journal_round",
    journal.c.item_id,
    journal.c.act,
    journal.c.act_key,
    journal.c.round,
    unique=True,
    sqlite_where=text("kind = 'round'"),
    postgresql_where=text("kind = 'round'"),
)

receipts = Table(
    "receipts",
    metadata,
    Column("journal_id", Id, ForeignKey("journal.id"), primary_key=True, autoincrement=False),
    Column("data", JSON, nullable=False),
)

"""Post: who sent how much, whether each got an answer, and where a mailbox stands. Senders by keyed hash only.

A hash goes with retention; it is needed for a day.
"""

from sqlalchemy import Boolean, Column, ForeignKey, Index, Integer, Table, Text

from gevinst.store.tables.base import Id, Instant, metadata

senders = Table(
    "senders",
    metadata,
    Column("item_id", Id, ForeignKey("items.id"), primary_key=True, autoincrement=False),
    Column("sender_hash", Text),
    Column("day", Text, nullable=False),
)
Index("ix_senders_day", senders.c.day)

replies = Table(
    "replies",
    metadata,
    Column("item_id", Id, ForeignKey("items.id"), primary_key=True, autoincrement=False),
    Column("code", Text),
    Column("for_new_case", Boolean, nullable=False),
    Column("sender_hash", Text),
    Column("day", Text, nullable=False),
    Column("decided_at", Instant, nullable=False),
)
Index("ix_replies_day", replies.c.day)

intakes = Table(
    "intakes",
    metadata,
    Column("queue", Text, ForeignKey("queues.name"), primary_key=True),
    Column("mailbox", Text, primary_key=True),
    Column("over_queue", Integer, nullable=False),
    Column("over_sender", Integer, nullable=False),
    Column("looked_at", Instant, nullable=False),
)

watches = Table(
    "watches",
    metadata,
    Column("mailbox", Text, primary_key=True),
    Column("token", Text, nullable=False),
    Column("started_at", Instant, nullable=False),
)

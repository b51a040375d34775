"""Citizens: which items are about whom, by keyed hash, and whose data may only be kept. The hash goes with retention."""

from sqlalchemy import Column, ForeignKey, Index, Table, Text

from gevinst.store.tables.base import Id, Instant, key, metadata

item_persons = Table(
    "item_persons",
    metadata,
    Column("item_id", Id, ForeignKey("items.id"), primary_key=True, autoincrement=False),
    Column("cpr_hash", Text, primary_key=True),
)
Index("ix_item_persons_cpr_hash", item_persons.c.cpr_hash)

restrictions = Table(
    "restrictions",
    metadata,
    key(),
    Column("cpr_hash", Text, nullable=False, index=True),
    Column("restricted_at", Instant, nullable=False),
    Column("restricted_by", Id, ForeignKey("staff.id"), nullable=False),
    Column("lifted_at", Instant),
    Column("lifted_by", Id, ForeignKey("staff.id")),
    sqlite_autoincrement=True,
)

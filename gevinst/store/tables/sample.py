"""The sample of what the robot completed: which items were drawn, what people found, and the months that were settled."""

from sqlalchemy import CheckConstraint, Column, ForeignKey, Index, Integer, Table, Text, text

from gevinst.store.tables.base import Id, Instant, metadata
from gevinst.store.tables.items import items

samples = Table(
    "samples",
    metadata,
    Column("item_id", Id, ForeignKey("items.id"), primary_key=True, autoincrement=False),
    Column("why", Text, nullable=False),
    Column("one_in", Integer, nullable=False),
    Column("drawn_at", Instant, nullable=False),
    CheckConstraint("why IN ('chance', 'one a month')", name="why"),
)

sample_checks = Table(
    "sample_checks",
    metadata,
    Column("item_id", Id, ForeignKey("samples.item_id"), primary_key=True, autoincrement=False),
    Column("question_id", Id, ForeignKey("questions.id"), unique=True),
    Column("result", Text, nullable=False),
    Column("error", Text, nullable=False),
    Column("time_band", Text, nullable=False),
    Column("staff_id", Id, ForeignKey("staff.id")),
    Column("checked_at", Instant, nullable=False),
    CheckConstraint(
        "(result = 'bortfaldet') = (staff_id IS NULL) AND (staff_id IS NULL) = (question_id IS NULL)", name="person"
    ),
    CheckConstraint("(result IN ('fejl rettet', 'fejl, ikke rettet')) = (error <> 'ingen fejl')", name="error"),
)

sample_months = Table(
    "sample_months",
    metadata,
    Column("month", Text, primary_key=True),
    Column("one_in", Integer, nullable=False),
    Column("settled_at", Instant, nullable=False),
)

_BY_ROBOT = text("outcome = 'by robot'")
Index(
    "ix_items_by_robot",
    items.c.finished_at,
    items.c.queue,
    items.c.potential_id,
    sqlite_where=_BY_ROBOT,
    postgresql_where=_BY_ROBOT,
)

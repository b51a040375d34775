"""Ideas for potentials: who proposed one and until when an answer was promised, and each answer. Only added to."""

from sqlalchemy import CheckConstraint, Column, Date, ForeignKey, Table, Text

from gevinst.store.tables.base import Id, Instant, key, metadata

ideas = Table(
    "ideas",
    metadata,
    Column("potential_id", Text, ForeignKey("potentials.id"), primary_key=True),
    Column("title", Text, nullable=False),
    Column("in_words", Text, nullable=False),
    Column("staff_id", Id, ForeignKey("staff.id"), nullable=False),
    Column("proposed_at", Instant, nullable=False),
    Column("answer_by", Date, nullable=False),
    Column("flow_run", Text, unique=True),
)

idea_answers = Table(
    "idea_answers",
    metadata,
    key(),
    Column("potential_id", Text, ForeignKey("ideas.potential_id"), nullable=False, index=True),
    Column("verdict", Text, nullable=False),
    Column("reason", Text, nullable=False),
    Column("staff_id", Id, ForeignKey("staff.id"), nullable=False),
    Column("answered_at", Instant, nullable=False),
    CheckConstraint("verdict IN ('approved', 'rejected')", name="verdict"),
    sqlite_autoincrement=True,
)

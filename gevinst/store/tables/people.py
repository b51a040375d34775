"""People: staff by a key, the numbered questions, their answers with what was corrected, and who looked a citizen up."""

from sqlalchemy import JSON, Column, ForeignKey, Integer, Table, Text, UniqueConstraint

from gevinst.store.tables.base import Id, Instant, key, metadata

staff = Table(
    "staff",
    metadata,
    key(),
    Column("initials", Text, unique=True),
    Column("neutralised_at", Instant),
    Column("address", Text),
    sqlite_autoincrement=True,
)

questions = Table(
    "questions",
    metadata,
    key(),
    Column("item_id", Id, ForeignKey("items.id"), nullable=False),
    Column("number", Integer, nullable=False),
    Column("code", Text, nullable=False),
    Column("act", Text),
    Column("act_key", Text),
    Column("candidates", JSON, nullable=False),
    Column("asked_at", Instant, nullable=False),
    UniqueConstraint("item_id", "number"),
    sqlite_autoincrement=True,
)

answers = Table(
    "answers",
    metadata,
    Column("question_id", Id, ForeignKey("questions.id"), primary_key=True, autoincrement=False),
    Column("choice", Text, nullable=False),
    Column("candidate", Text),
    Column("case_number", Text),
    Column("time_band", Text, nullable=False),
    Column("staff_id", Id, ForeignKey("staff.id"), nullable=False),
    Column("answered_at", Instant, nullable=False),
)

corrections = Table(
    "corrections",
    metadata,
    Column("question_id", Id, ForeignKey("questions.id"), primary_key=True, autoincrement=False),
    Column("sha256", Text, primary_key=True),
    Column("field", Text, primary_key=True),
    Column("value", JSON),
)

proposed_answers = Table(
    "proposed_answers",
    metadata,
    Column("question_id", Id, ForeignKey("questions.id"), primary_key=True, autoincrement=False),
    Column("given", JSON),
    Column("staff_id", Id, ForeignKey("staff.id"), nullable=False),
    Column("proposed_at", Instant, nullable=False),
)

access_log = Table(
    "access_log",
    metadata,
    key(),
    Column("recorded_at", Instant, nullable=False),
    Column("account", Text, nullable=False),
    Column("cpr_hash", Text, nullable=False),
    Column("system", Text, nullable=False),
    Column("purpose", Text, nullable=False),
    Column("item_id", Id, ForeignKey("items.id")),
    sqlite_autoincrement=True,
)

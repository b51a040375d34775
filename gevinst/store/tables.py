"""Every table of ours, for both databases. Times are UTC in integer microseconds (`*_at`, `*_until`); dates are dates.

The tables of the ledger and the journal can only be added to; `gevinst/store/append_only.py` has the triggers that hold
it in the database itself. Case data that retention neutralises lies only in these columns: item payload, question
candidates, answers, checkpoint results and receipt data.
"""

from sqlalchemy import (
    JSON,
    BigInteger,
    Boolean,
    CheckConstraint,
    Column,
    Date,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    Numeric,
    Table,
    Text,
    UniqueConstraint,
    text,
)

metadata = MetaData(
    naming_convention={
        "pk": "pk_%(table_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "ix": "ix_%(column_0_N_label)s",
    }
)

Id = BigInteger().with_variant(Integer, "sqlite")
"""A row number. SQLite counts only in plain INTEGER; with AUTOINCREMENT a number is never given out twice."""
Instant = BigInteger
"""Microseconds since 1970-01-01T00:00Z."""


def _key() -> Column[int]:
    return Column("id", Id, primary_key=True, autoincrement=True)


# --- queues and items ---------------------------------------------------------------------------------------------

queues = Table(
    "queues",
    metadata,
    Column("name", Text, primary_key=True),
    Column("potential_id", Text),
    Column("paused_until", Instant),
    Column("pause_code", Text),
    Column("pause_detail", Text),
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
    _key(),
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
Index("ix_items_claim", items.c.queue, items.c.state, items.c.priority.desc(), items.c.due_at, items.c.id)
Index(
    "ix_items_lease",
    items.c.lease_until,
    sqlite_where=text("state = 'in progress'"),
    postgresql_where=text("state = 'in progress'"),
)

attempts = Table(
    "attempts",
    metadata,
    _key(),
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

# --- the journal of guarded writes ----------------------------------------------------------------------------------

journal = Table(
    "journal",
    metadata,
    _key(),
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

# --- people and questions -------------------------------------------------------------------------------------------

staff = Table(
    "staff",
    metadata,
    _key(),
    Column("initials", Text, unique=True),
    Column("neutralised_at", Instant),
    sqlite_autoincrement=True,
)

questions = Table(
    "questions",
    metadata,
    _key(),
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

access_log = Table(
    "access_log",
    metadata,
    _key(),
    Column("recorded_at", Instant, nullable=False),
    Column("account", Text, nullable=False),
    Column("cpr_hash", Text, nullable=False),
    Column("system", Text, nullable=False),
    Column("purpose", Text, nullable=False),
    Column("item_id", Id, ForeignKey("items.id")),
    sqlite_autoincrement=True,
)

# --- the register of potentials -------------------------------------------------------------------------------------

potentials = Table(
    "potentials",
    metadata,
    Column("id", Text, primary_key=True),
    Column("title", Text, nullable=False),
    Column("unit", Text, nullable=False),
    Column("owner", Text, nullable=False),
    Column("digital_agent", Text, nullable=False),
    Column("kind", Text, nullable=False),
    Column("volume_per_year", Integer),
    Column("expected_share_percent", Numeric(5, 2)),
    Column("expected_seconds_per_case", Integer),
    Column("kle_subject", Text),
    Column("kle_facet", Text),
    Column("illustrative", Boolean, nullable=False, server_default=text("false")),
    Column("updated_at", Instant, nullable=False),
)

potential_phases = Table(
    "potential_phases",
    metadata,
    Column("potential_id", Text, ForeignKey("potentials.id"), primary_key=True),
    Column("valid_from", Date, primary_key=True),
    Column("phase", Text, nullable=False),
)

baselines = Table(
    "baselines",
    metadata,
    _key(),
    Column("potential_id", Text, ForeignKey("potentials.id"), nullable=False),
    Column("activity", Text, nullable=False),
    Column("version", Integer, nullable=False),
    Column("seconds_per_case", Integer, nullable=False),
    Column("method", Text, nullable=False),
    Column("sample_size", Integer),
    Column("measured_by", Text, nullable=False),
    Column("valid_from", Date, nullable=False),
    Column("valid_to", Date),
    Column("recorded_at", Instant, nullable=False),
    UniqueConstraint("potential_id", "activity", "version"),
    CheckConstraint("seconds_per_case > 0 AND seconds_per_case <= 28800", name="seconds_per_case"),
    CheckConstraint("method IN ('stopwatch', 'sample', 'estimate')", name="method"),
    CheckConstraint("valid_to IS NULL OR valid_to >= valid_from", name="validity"),
    sqlite_autoincrement=True,
)

baseline_approvals = Table(
    "baseline_approvals",
    metadata,
    Column("baseline_id", Id, ForeignKey("baselines.id"), primary_key=True, autoincrement=False),
    Column("role", Text, primary_key=True),
    Column("approved_by", Text, nullable=False),
    Column("approved_at", Instant, nullable=False),
    UniqueConstraint("baseline_id", "approved_by"),
    CheckConstraint("role IN ('unit leader', 'project office')", name="role"),
)

parameters = Table(
    "parameters",
    metadata,
    Column("name", Text, primary_key=True),
    Column("valid_from", Date, primary_key=True),
    Column("value", Numeric(18, 4), nullable=False),
    Column("source", Text, nullable=False),
)

# --- the ledger -----------------------------------------------------------------------------------------------------

periods = Table(
    "periods",
    metadata,
    Column("period", Text, primary_key=True),
    Column("closed_at", Instant),
    Column("closed_by", Id, ForeignKey("staff.id")),
    Column("entry_count", Integer),
    Column("seconds", BigInteger),
    Column("hash", Text),
    Column("previous_hash", Text),
    CheckConstraint("(closed_at IS NULL) = (hash IS NULL)", name="closed"),
)

ledger_entries = Table(
    "ledger_entries",
    metadata,
    _key(),
    Column("kind", Text, nullable=False),
    Column("role", Text, nullable=False),
    Column("potential_id", Text, ForeignKey("potentials.id"), nullable=False),
    Column("item_id", Id, ForeignKey("items.id")),
    Column("question_id", Id, ForeignKey("questions.id")),
    Column("source", Text),
    Column("source_key", Text),
    Column("activity", Text, nullable=False),
    Column("units", Integer, nullable=False),
    Column("seconds", BigInteger, nullable=False),
    Column("amount_ore", BigInteger),
    Column("robot_ms", BigInteger, nullable=False, server_default=text("0")),
    Column("baseline_id", Id, ForeignKey("baselines.id")),
    Column("unit", Text, nullable=False),
    Column("potential_kind", Text, nullable=False),
    Column("occurred_at", Instant, nullable=False),
    Column("recorded_at", Instant, nullable=False),
    Column("period", Text, ForeignKey("periods.period"), nullable=False),
    Column("flow_run", Text),
    Column("reverses", Id, ForeignKey("ledger_entries.id")),
    Column("replaces", Id, ForeignKey("ledger_entries.id")),
    CheckConstraint("kind IN ('saving', 'human time', 'cost')", name="kind"),
    CheckConstraint("role IN ('original', 'reversal', 'replacement')", name="role"),
    CheckConstraint("(role = 'reversal') = (reverses IS NOT NULL)", name="reverses"),
    CheckConstraint("(role = 'replacement') = (replaces IS NOT NULL)", name="replaces"),
    CheckConstraint("role = 'reversal' OR seconds >= 0", name="seconds"),
    CheckConstraint("item_id IS NOT NULL OR (source IS NOT NULL AND source_key IS NOT NULL)", name="origin"),
    CheckConstraint("kind <> 'human time' OR question_id IS NOT NULL", name="human_time"),
    sqlite_autoincrement=True,
)
Index("ix_ledger_entries_period", ledger_entries.c.period, ledger_entries.c.potential_id)
for _name, _columns, _where in (
    ("saving", ("item_id", "activity"), "kind = 'saving' AND role = 'original' AND item_id IS NOT NULL"),
    ("human_time", ("item_id", "question_id"), "kind = 'human time' AND role = 'original'"),
    ("reverses", ("reverses",), "reverses IS NOT NULL"),
    ("replaces", ("replaces",), "replaces IS NOT NULL"),
    ("source", ("source", "source_key"), "item_id IS NULL AND role = 'original'"),
):
    Index(
        f"uq_ledger_entries_{_name}",
        *(ledger_entries.c[column] for column in _columns),
        unique=True,
        sqlite_where=text(_where),
        postgresql_where=text(_where),
    )

ledger_notes = Table(
    "ledger_notes",
    metadata,
    Column("entry_id", Id, ForeignKey("ledger_entries.id"), primary_key=True, autoincrement=False),
    Column("reason", Text, nullable=False),
    Column("staff_id", Id, ForeignKey("staff.id")),
)

ledger_exceptions = Table(
    "ledger_exceptions",
    metadata,
    _key(),
    Column("item_id", Id, ForeignKey("items.id"), nullable=False),
    Column("activity", Text, nullable=False),
    Column("units", Integer, nullable=False),
    Column("robot_ms", BigInteger, nullable=False),
    Column("potential_id", Text),
    Column("reason", Text, nullable=False),
    Column("occurred_at", Instant, nullable=False),
    Column("recorded_at", Instant, nullable=False),
    Column("settled_by", Id, ForeignKey("ledger_entries.id")),
    UniqueConstraint("item_id", "activity"),
    CheckConstraint("reason IN ('no potential', 'not in operation', 'no baseline')", name="reason"),
    sqlite_autoincrement=True,
)

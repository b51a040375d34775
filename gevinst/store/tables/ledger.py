"""The ledger: months, entries, the notes outside the hash, and what could not be posted."""

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    Column,
    Date,
    ForeignKey,
    Index,
    Integer,
    Table,
    Text,
    UniqueConstraint,
    text,
)

from gevinst.store.tables.base import Id, Instant, key, metadata

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
    key(),
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
for _name, _columns in (
    # What the figures sum, in the order they group it by, so that neither database sorts the ledger or reads the table.
    ("cell", "period potential_id unit kind baseline_id activity occurred_at source seconds amount_ore"),
    ("item", "item_id potential_id unit period kind role"),
):
    Index(f"ix_ledger_entries_{_name}", *(ledger_entries.c[column] for column in _columns.split()))
for _name, _keys, _where in (
    ("saving", ("item_id", "activity"), "kind = 'saving' AND role = 'original' AND item_id IS NOT NULL"),
    ("human_time", ("item_id", "question_id"), "kind = 'human time' AND role = 'original'"),
    ("reverses", ("reverses",), "reverses IS NOT NULL"),
    ("replaces", ("replaces",), "replaces IS NOT NULL"),
    ("source", ("source", "source_key"), "item_id IS NULL AND role = 'original'"),
):
    Index(
        f"uq_ledger_entries_{_name}",
        *(ledger_entries.c[column] for column in _keys),
        unique=True,
        sqlite_where=text(_where),
        postgresql_where=text(_where),
    )

closed_sums = Table(
    "closed_sums",
    metadata,
    key(),
    Column("period", Text, ForeignKey("periods.period"), nullable=False),
    Column("potential_id", Text, ForeignKey("potentials.id"), nullable=False),
    Column("unit", Text, nullable=False),
    Column("kind", Text, nullable=False),
    Column("baseline_id", Id, ForeignKey("baselines.id")),
    Column("activity", Text, nullable=False),
    Column("occurred_month", Text, nullable=False),
    Column("seconds", BigInteger, nullable=False),
    Column("estimated_seconds", BigInteger, nullable=False),
    Column("amount_ore", BigInteger, nullable=False),
    sqlite_autoincrement=True,
)
"""What the entries of each closed month come to, by all that a figure asks of an entry."""
Index("ix_closed_sums_period", closed_sums.c.period)

closed_cases = Table(
    "closed_cases",
    metadata,
    key(),
    Column("closed_with", Text, ForeignKey("periods.period"), nullable=False),
    Column("potential_id", Text, ForeignKey("potentials.id"), nullable=False),
    Column("unit", Text, nullable=False),
    Column("period", Text, ForeignKey("periods.period"), nullable=False),
    Column("cases", BigInteger, nullable=False),
    sqlite_autoincrement=True,
)
"""How many cases each closing added to a month; below zero where a case got one more entry in a later one."""

harvests = Table(
    "harvests",
    metadata,
    key(),
    Column("source_key", Text, nullable=False),
    Column("potential_id", Text, ForeignKey("potentials.id"), nullable=False),
    Column("unit", Text, nullable=False),
    Column("harvested_on", Date, nullable=False),
    Column("permanence", Text, nullable=False),
    Column("hundredths_of_fte", Integer, nullable=False),
    Column("amount_dkk", BigInteger, nullable=False),
    Column("budget_reference", Text, nullable=False),
    Column("staff_id", Id, ForeignKey("staff.id"), nullable=False),
    Column("recorded_at", Instant, nullable=False),
    Column("reverses", Id, ForeignKey("harvests.id"), unique=True),
    CheckConstraint("permanence IN ('lasting', 'one-off')", name="permanence"),
    sqlite_autoincrement=True,
)
Index(
    "uq_harvests_source_key",
    harvests.c.source_key,
    unique=True,
    sqlite_where=text("reverses IS NULL"),
    postgresql_where=text("reverses IS NULL"),
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
    key(),
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

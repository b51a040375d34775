"""The register of potentials: phases, baselines with approvals, and the parameters figures rest on."""

from sqlalchemy import (
    Boolean,
    CheckConstraint,
    Column,
    Date,
    ForeignKey,
    Integer,
    Numeric,
    Table,
    Text,
    UniqueConstraint,
    text,
)

from gevinst.store.tables.base import Id, Instant, key, metadata

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
    Column("links", Text),
    Column("case_reference", Text),
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

potential_changes = Table(
    "potential_changes",
    metadata,
    key(),
    Column("potential_id", Text, ForeignKey("potentials.id"), nullable=False, index=True),
    Column("field", Text, nullable=False),
    Column("before", Text),
    Column("after", Text),
    Column("source", Text, nullable=False),
    Column("staff_id", Id, ForeignKey("staff.id"), nullable=False),
    Column("changed_at", Instant, nullable=False),
    sqlite_autoincrement=True,
)

baselines = Table(
    "baselines",
    metadata,
    key(),
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

baseline_reviews = Table(
    "baseline_reviews",
    metadata,
    key(),
    Column("baseline_id", Id, ForeignKey("baselines.id"), nullable=False, index=True),
    Column("reviewed_on", Date, nullable=False),
    Column("staff_id", Id, ForeignKey("staff.id"), nullable=False),
    Column("recorded_at", Instant, nullable=False),
    sqlite_autoincrement=True,
)

parameters = Table(
    "parameters",
    metadata,
    Column("name", Text, primary_key=True),
    Column("valid_from", Date, primary_key=True),
    Column("value", Numeric(18, 4), nullable=False),
    Column("source", Text, nullable=False),
)

"""The first tables."""

import sqlalchemy as sa
from alembic import op

from gevinst.store import append_only

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "files",
        sa.Column("sha256", sa.Text(), nullable=False),
        sa.Column("size_bytes", sa.BigInteger(), nullable=False),
        sa.Column("stored_at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("sha256", name=op.f("pk_files")),
    )
    op.create_table(
        "parameters",
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("value", sa.Numeric(precision=18, scale=4), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("name", "valid_from", name=op.f("pk_parameters")),
    )
    op.create_table(
        "potentials",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("unit", sa.Text(), nullable=False),
        sa.Column("owner", sa.Text(), nullable=False),
        sa.Column("digital_agent", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("volume_per_year", sa.Integer(), nullable=True),
        sa.Column("expected_share_percent", sa.Numeric(precision=5, scale=2), nullable=True),
        sa.Column("expected_seconds_per_case", sa.Integer(), nullable=True),
        sa.Column("kle_subject", sa.Text(), nullable=True),
        sa.Column("kle_facet", sa.Text(), nullable=True),
        sa.Column("illustrative", sa.Boolean(), server_default=sa.text("(false)"), nullable=False),
        sa.Column("updated_at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_potentials")),
    )
    op.create_table(
        "queues",
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("potential_id", sa.Text(), nullable=True),
        sa.Column("paused_until", sa.BigInteger(), nullable=True),
        sa.Column("pause_code", sa.Text(), nullable=True),
        sa.Column("pause_detail", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_queues")),
    )
    op.create_table(
        "staff",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=True, nullable=False),
        sa.Column("initials", sa.Text(), nullable=True),
        sa.Column("neutralised_at", sa.BigInteger(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_staff")),
        sa.UniqueConstraint("initials", name=op.f("uq_staff_initials")),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "baselines",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=True, nullable=False),
        sa.Column("potential_id", sa.Text(), nullable=False),
        sa.Column("activity", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("seconds_per_case", sa.Integer(), nullable=False),
        sa.Column("method", sa.Text(), nullable=False),
        sa.Column("sample_size", sa.Integer(), nullable=True),
        sa.Column("measured_by", sa.Text(), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_to", sa.Date(), nullable=True),
        sa.Column("recorded_at", sa.BigInteger(), nullable=False),
        sa.CheckConstraint("method IN ('stopwatch', 'sample', 'estimate')", name=op.f("ck_baselines_method")),
        sa.CheckConstraint(
            "seconds_per_case > 0 AND seconds_per_case <= 28800", name=op.f("ck_baselines_seconds_per_case")
        ),
        sa.CheckConstraint("valid_to IS NULL OR valid_to >= valid_from", name=op.f("ck_baselines_validity")),
        sa.ForeignKeyConstraint(["potential_id"], ["potentials.id"], name=op.f("fk_baselines_potential_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_baselines")),
        sa.UniqueConstraint(
            "potential_id", "activity", "version", name=op.f("uq_baselines_potential_id_activity_version")
        ),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "items",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=True, nullable=False),
        sa.Column("queue", sa.Text(), nullable=False),
        sa.Column("reference", sa.Text(), nullable=False),
        sa.Column("content_hash", sa.Text(), nullable=False),
        sa.Column("payload", sa.JSON(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("code", sa.Text(), nullable=True),
        sa.Column("outcome", sa.Text(), nullable=True),
        sa.Column("priority", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("defer_until", sa.BigInteger(), nullable=True),
        sa.Column("due_at", sa.BigInteger(), nullable=True),
        sa.Column("claim_no", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("attempts_used", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("lease_token", sa.Text(), nullable=True),
        sa.Column("lease_until", sa.BigInteger(), nullable=True),
        sa.Column("parent_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("potential_id", sa.Text(), nullable=True),
        sa.Column("flow_run", sa.Text(), nullable=True),
        sa.Column("code_version", sa.Text(), nullable=True),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.Column("updated_at", sa.BigInteger(), nullable=False),
        sa.Column("finished_at", sa.BigInteger(), nullable=True),
        sa.Column("neutralised_at", sa.BigInteger(), nullable=True),
        sa.CheckConstraint(
            "(state = 'completed') = (outcome IS NOT NULL) AND (outcome IS NULL OR outcome IN "
            "('by robot', 'by person', 'set aside', 'duplicate', 'rejected'))",
            name=op.f("ck_items_outcome"),
        ),
        sa.CheckConstraint(
            "(state = 'in progress') = (lease_token IS NOT NULL) AND (lease_token IS NULL) = (lease_until IS NULL)",
            name=op.f("ck_items_lease"),
        ),
        sa.CheckConstraint(
            "outcome IS NULL OR outcome = 'by robot' OR code IS NOT NULL",
            name=op.f("ck_items_outcome_reason"),
        ),
        sa.CheckConstraint(
            "state IN ('new', 'in progress', 'completed', 'failed', 'pending user action')",
            name=op.f("ck_items_state"),
        ),
        sa.CheckConstraint("claim_no >= 0 AND attempts_used >= 0", name=op.f("ck_items_counts")),
        sa.ForeignKeyConstraint(["parent_id"], ["items.id"], name=op.f("fk_items_parent_id")),
        sa.ForeignKeyConstraint(["queue"], ["queues.name"], name=op.f("fk_items_queue")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_items")),
        sa.UniqueConstraint("queue", "reference", name=op.f("uq_items_queue_reference")),
        sqlite_autoincrement=True,
    )
    op.create_index(
        "ix_items_claim",
        "items",
        ["queue", "state", sa.literal_column("priority DESC"), "due_at", "id"],
        unique=False,
    )
    op.create_index(
        "ix_items_lease",
        "items",
        ["lease_until"],
        unique=False,
        sqlite_where=sa.text("state = 'in progress'"),
        postgresql_where=sa.text("state = 'in progress'"),
    )
    op.create_table(
        "periods",
        sa.Column("period", sa.Text(), nullable=False),
        sa.Column("closed_at", sa.BigInteger(), nullable=True),
        sa.Column("closed_by", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("entry_count", sa.Integer(), nullable=True),
        sa.Column("seconds", sa.BigInteger(), nullable=True),
        sa.Column("hash", sa.Text(), nullable=True),
        sa.Column("previous_hash", sa.Text(), nullable=True),
        sa.CheckConstraint("(closed_at IS NULL) = (hash IS NULL)", name=op.f("ck_periods_closed")),
        sa.ForeignKeyConstraint(["closed_by"], ["staff.id"], name=op.f("fk_periods_closed_by")),
        sa.PrimaryKeyConstraint("period", name=op.f("pk_periods")),
    )
    op.create_table(
        "potential_phases",
        sa.Column("potential_id", sa.Text(), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("phase", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["potential_id"], ["potentials.id"], name=op.f("fk_potential_phases_potential_id")),
        sa.PrimaryKeyConstraint("potential_id", "valid_from", name=op.f("pk_potential_phases")),
    )
    op.create_table(
        "queue_systems",
        sa.Column("queue", sa.Text(), nullable=False),
        sa.Column("system", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["queue"], ["queues.name"], name=op.f("fk_queue_systems_queue")),
        sa.PrimaryKeyConstraint("queue", "system", name=op.f("pk_queue_systems")),
    )
    op.create_table(
        "access_log",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=True, nullable=False),
        sa.Column("recorded_at", sa.BigInteger(), nullable=False),
        sa.Column("account", sa.Text(), nullable=False),
        sa.Column("cpr_hash", sa.Text(), nullable=False),
        sa.Column("system", sa.Text(), nullable=False),
        sa.Column("purpose", sa.Text(), nullable=False),
        sa.Column("item_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.ForeignKeyConstraint(["item_id"], ["items.id"], name=op.f("fk_access_log_item_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_access_log")),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "attempts",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=True, nullable=False),
        sa.Column("item_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("claim_no", sa.Integer(), nullable=False),
        sa.Column("worker", sa.Text(), nullable=False),
        sa.Column("flow_run", sa.Text(), nullable=True),
        sa.Column("code_version", sa.Text(), nullable=False),
        sa.Column("started_at", sa.BigInteger(), nullable=False),
        sa.Column("ended_at", sa.BigInteger(), nullable=True),
        sa.Column("result", sa.Text(), nullable=True),
        sa.Column("code", sa.Text(), nullable=True),
        sa.Column("evidence", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["item_id"], ["items.id"], name=op.f("fk_attempts_item_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_attempts")),
        sa.UniqueConstraint("item_id", "claim_no", name=op.f("uq_attempts_item_id_claim_no")),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "baseline_approvals",
        sa.Column(
            "baseline_id",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            autoincrement=False,
            nullable=False,
        ),
        sa.Column("role", sa.Text(), nullable=False),
        sa.Column("approved_by", sa.Text(), nullable=False),
        sa.Column("approved_at", sa.BigInteger(), nullable=False),
        sa.CheckConstraint("role IN ('unit leader', 'project office')", name=op.f("ck_baseline_approvals_role")),
        sa.ForeignKeyConstraint(["baseline_id"], ["baselines.id"], name=op.f("fk_baseline_approvals_baseline_id")),
        sa.PrimaryKeyConstraint("baseline_id", "role", name=op.f("pk_baseline_approvals")),
        sa.UniqueConstraint("baseline_id", "approved_by", name=op.f("uq_baseline_approvals_baseline_id_approved_by")),
    )
    op.create_table(
        "checkpoints",
        sa.Column("item_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("step", sa.Text(), nullable=False),
        sa.Column("result", sa.JSON(), nullable=False),
        sa.Column("claim_no", sa.Integer(), nullable=False),
        sa.Column("saved_at", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["item_id"], ["items.id"], name=op.f("fk_checkpoints_item_id")),
        sa.PrimaryKeyConstraint("item_id", "step", name=op.f("pk_checkpoints")),
    )
    op.create_table(
        "credits",
        sa.Column("item_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("activity", sa.Text(), nullable=False),
        sa.Column("units", sa.Integer(), nullable=False),
        sa.Column("robot_ms", sa.BigInteger(), nullable=False),
        sa.Column("counts_by_person", sa.Boolean(), nullable=False),
        sa.Column("occurred_at", sa.BigInteger(), nullable=False),
        sa.CheckConstraint("units > 0", name=op.f("ck_credits_units")),
        sa.ForeignKeyConstraint(["item_id"], ["items.id"], name=op.f("fk_credits_item_id")),
        sa.PrimaryKeyConstraint("item_id", "activity", name=op.f("pk_credits")),
    )
    op.create_table(
        "item_files",
        sa.Column("item_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("role", sa.Text(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("sha256", sa.Text(), nullable=False),
        sa.Column("file_name", sa.Text(), nullable=False),
        sa.Column("media_type", sa.Text(), nullable=False),
        sa.CheckConstraint("role IN ('original', 'attachment', 'letter')", name=op.f("ck_item_files_role")),
        sa.ForeignKeyConstraint(["item_id"], ["items.id"], name=op.f("fk_item_files_item_id")),
        sa.ForeignKeyConstraint(["sha256"], ["files.sha256"], name=op.f("fk_item_files_sha256")),
        sa.PrimaryKeyConstraint("item_id", "role", "position", name=op.f("pk_item_files")),
    )
    op.create_index("ix_item_files_sha256", "item_files", ["sha256"], unique=False)
    op.create_table(
        "journal",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=True, nullable=False),
        sa.Column("item_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("act", sa.Text(), nullable=False),
        sa.Column("act_key", sa.Text(), nullable=False),
        sa.Column("round", sa.Integer(), nullable=False),
        sa.Column("claim_no", sa.Integer(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("late", sa.Boolean(), server_default=sa.text("(false)"), nullable=False),
        sa.Column("written_by", sa.Text(), nullable=False),
        sa.Column("act_over_at", sa.BigInteger(), nullable=True),
        sa.Column("recorded_at", sa.BigInteger(), nullable=False),
        sa.CheckConstraint("(kind = 'intent') = (act_over_at IS NOT NULL)", name=op.f("ck_journal_act_over_at")),
        sa.CheckConstraint("kind IN ('intent', 'receipt', 'round')", name=op.f("ck_journal_kind")),
        sa.CheckConstraint("written_by IN ('robot', 'person')", name=op.f("ck_journal_written_by")),
        sa.ForeignKeyConstraint(["item_id"], ["items.id"], name=op.f("fk_journal_item_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_journal")),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_journal_item_id", "journal", ["item_id"], unique=False)
    op.create_index(
        "uq_journal_intent",
        "journal",
        ["item_id", "act", "act_key", "round", "claim_no"],
        unique=True,
        sqlite_where=sa.text("kind = 'intent'"),
        postgresql_where=sa.text("kind = 'intent'"),
    )
    op.create_index(
        "uq_journal_receipt",
        "journal",
        ["item_id", "act", "act_key", "round"],
        unique=True,
        sqlite_where=sa.text("kind = 'receipt' AND NOT late"),
        postgresql_where=sa.text("kind = 'receipt' AND NOT late"),
    )
    op.create_index(
        "uq_journal_round",
        "journal",
        ["item_id", "act", "act_key", "round"],
        unique=True,
        sqlite_where=sa.text("kind = 'round'"),
        postgresql_where=sa.text("kind = 'round'"),
    )
    op.create_table(
        "questions",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=True, nullable=False),
        sa.Column("item_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("act", sa.Text(), nullable=True),
        sa.Column("act_key", sa.Text(), nullable=True),
        sa.Column("candidates", sa.JSON(), nullable=False),
        sa.Column("asked_at", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["item_id"], ["items.id"], name=op.f("fk_questions_item_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_questions")),
        sa.UniqueConstraint("item_id", "number", name=op.f("uq_questions_item_id_number")),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "answers",
        sa.Column(
            "question_id",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            autoincrement=False,
            nullable=False,
        ),
        sa.Column("choice", sa.Text(), nullable=False),
        sa.Column("candidate", sa.Text(), nullable=True),
        sa.Column("case_number", sa.Text(), nullable=True),
        sa.Column("time_band", sa.Text(), nullable=False),
        sa.Column("staff_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("answered_at", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["question_id"], ["questions.id"], name=op.f("fk_answers_question_id")),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.id"], name=op.f("fk_answers_staff_id")),
        sa.PrimaryKeyConstraint("question_id", name=op.f("pk_answers")),
    )
    op.create_table(
        "ledger_entries",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=True, nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("role", sa.Text(), nullable=False),
        sa.Column("potential_id", sa.Text(), nullable=False),
        sa.Column("item_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("question_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("source", sa.Text(), nullable=True),
        sa.Column("source_key", sa.Text(), nullable=True),
        sa.Column("activity", sa.Text(), nullable=False),
        sa.Column("units", sa.Integer(), nullable=False),
        sa.Column("seconds", sa.BigInteger(), nullable=False),
        sa.Column("amount_ore", sa.BigInteger(), nullable=True),
        sa.Column("robot_ms", sa.BigInteger(), server_default=sa.text("0"), nullable=False),
        sa.Column("baseline_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("unit", sa.Text(), nullable=False),
        sa.Column("potential_kind", sa.Text(), nullable=False),
        sa.Column("occurred_at", sa.BigInteger(), nullable=False),
        sa.Column("recorded_at", sa.BigInteger(), nullable=False),
        sa.Column("period", sa.Text(), nullable=False),
        sa.Column("flow_run", sa.Text(), nullable=True),
        sa.Column("reverses", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("replaces", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.CheckConstraint("(role = 'replacement') = (replaces IS NOT NULL)", name=op.f("ck_ledger_entries_replaces")),
        sa.CheckConstraint("(role = 'reversal') = (reverses IS NOT NULL)", name=op.f("ck_ledger_entries_reverses")),
        sa.CheckConstraint(
            "kind <> 'human time' OR question_id IS NOT NULL", name=op.f("ck_ledger_entries_human_time")
        ),
        sa.CheckConstraint("kind IN ('saving', 'human time', 'cost')", name=op.f("ck_ledger_entries_kind")),
        sa.CheckConstraint("role = 'reversal' OR seconds >= 0", name=op.f("ck_ledger_entries_seconds")),
        sa.CheckConstraint("role IN ('original', 'reversal', 'replacement')", name=op.f("ck_ledger_entries_role")),
        sa.CheckConstraint(
            "item_id IS NOT NULL OR (source IS NOT NULL AND source_key IS NOT NULL)",
            name=op.f("ck_ledger_entries_origin"),
        ),
        sa.ForeignKeyConstraint(["baseline_id"], ["baselines.id"], name=op.f("fk_ledger_entries_baseline_id")),
        sa.ForeignKeyConstraint(["item_id"], ["items.id"], name=op.f("fk_ledger_entries_item_id")),
        sa.ForeignKeyConstraint(["period"], ["periods.period"], name=op.f("fk_ledger_entries_period")),
        sa.ForeignKeyConstraint(["potential_id"], ["potentials.id"], name=op.f("fk_ledger_entries_potential_id")),
        sa.ForeignKeyConstraint(["question_id"], ["questions.id"], name=op.f("fk_ledger_entries_question_id")),
        sa.ForeignKeyConstraint(["replaces"], ["ledger_entries.id"], name=op.f("fk_ledger_entries_replaces")),
        sa.ForeignKeyConstraint(["reverses"], ["ledger_entries.id"], name=op.f("fk_ledger_entries_reverses")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ledger_entries")),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_ledger_entries_period", "ledger_entries", ["period", "potential_id"], unique=False)
    op.create_index(
        "uq_ledger_entries_human_time",
        "ledger_entries",
        ["item_id", "question_id"],
        unique=True,
        sqlite_where=sa.text("kind = 'human time' AND role = 'original'"),
        postgresql_where=sa.text("kind = 'human time' AND role = 'original'"),
    )
    op.create_index(
        "uq_ledger_entries_replaces",
        "ledger_entries",
        ["replaces"],
        unique=True,
        sqlite_where=sa.text("replaces IS NOT NULL"),
        postgresql_where=sa.text("replaces IS NOT NULL"),
    )
    op.create_index(
        "uq_ledger_entries_reverses",
        "ledger_entries",
        ["reverses"],
        unique=True,
        sqlite_where=sa.text("reverses IS NOT NULL"),
        postgresql_where=sa.text("reverses IS NOT NULL"),
    )
    op.create_index(
        "uq_ledger_entries_saving",
        "ledger_entries",
        ["item_id", "activity"],
        unique=True,
        sqlite_where=sa.text("kind = 'saving' AND role = 'original' AND item_id IS NOT NULL"),
        postgresql_where=sa.text("kind = 'saving' AND role = 'original' AND item_id IS NOT NULL"),
    )
    op.create_index(
        "uq_ledger_entries_source",
        "ledger_entries",
        ["source", "source_key"],
        unique=True,
        sqlite_where=sa.text("item_id IS NULL AND role = 'original'"),
        postgresql_where=sa.text("item_id IS NULL AND role = 'original'"),
    )
    op.create_table(
        "receipts",
        sa.Column(
            "journal_id",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            autoincrement=False,
            nullable=False,
        ),
        sa.Column("data", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["journal_id"], ["journal.id"], name=op.f("fk_receipts_journal_id")),
        sa.PrimaryKeyConstraint("journal_id", name=op.f("pk_receipts")),
    )
    op.create_table(
        "ledger_exceptions",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=True, nullable=False),
        sa.Column("item_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("activity", sa.Text(), nullable=False),
        sa.Column("units", sa.Integer(), nullable=False),
        sa.Column("robot_ms", sa.BigInteger(), nullable=False),
        sa.Column("potential_id", sa.Text(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("occurred_at", sa.BigInteger(), nullable=False),
        sa.Column("recorded_at", sa.BigInteger(), nullable=False),
        sa.Column("settled_by", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.CheckConstraint(
            "reason IN ('no potential', 'not in operation', 'no baseline')",
            name=op.f("ck_ledger_exceptions_reason"),
        ),
        sa.ForeignKeyConstraint(["item_id"], ["items.id"], name=op.f("fk_ledger_exceptions_item_id")),
        sa.ForeignKeyConstraint(["settled_by"], ["ledger_entries.id"], name=op.f("fk_ledger_exceptions_settled_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ledger_exceptions")),
        sa.UniqueConstraint("item_id", "activity", name=op.f("uq_ledger_exceptions_item_id_activity")),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "ledger_notes",
        sa.Column(
            "entry_id",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            autoincrement=False,
            nullable=False,
        ),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("staff_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.ForeignKeyConstraint(["entry_id"], ["ledger_entries.id"], name=op.f("fk_ledger_notes_entry_id")),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.id"], name=op.f("fk_ledger_notes_staff_id")),
        sa.PrimaryKeyConstraint("entry_id", name=op.f("pk_ledger_notes")),
    )
    for statement in append_only.create_statements(op.get_bind().dialect.name):
        op.execute(statement)

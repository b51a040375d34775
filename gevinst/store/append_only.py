"""The triggers that make the ledger and the journal append-only in the database itself, whoever holds the connection.

SQLite's `INSERT OR REPLACE` deletes without firing delete triggers unless `recursive_triggers` is on, which a foreign
tool won't set; so an insert is checked against every unique key before it happens.
"""

from collections.abc import Iterator

LEDGER = "ledger_entries"
TABLES = (LEDGER, "journal")

# One EXISTS for each unique key, its condition written out: only so does SQLite look it up in that key's index, and
# doesn't read the whole ledger for each new entry.
_REPLACES_A_ROW = {
    LEDGER: """
        EXISTS (SELECT 1 FROM ledger_entries e WHERE e.id = NEW.id)
        OR (NEW.reverses IS NOT NULL AND EXISTS (SELECT 1 FROM ledger_entries e
             WHERE e.reverses IS NOT NULL AND e.reverses = NEW.reverses))
        OR (NEW.replaces IS NOT NULL AND EXISTS (SELECT 1 FROM ledger_entries e
             WHERE e.replaces IS NOT NULL AND e.replaces = NEW.replaces))
        OR (NEW.kind = 'saving' AND NEW.role = 'original' AND EXISTS (SELECT 1 FROM ledger_entries e
             WHERE e.kind = 'saving' AND e.role = 'original' AND e.item_id IS NOT NULL
               AND e.item_id = NEW.item_id AND e.activity = NEW.activity))
        OR (NEW.kind = 'human time' AND NEW.role = 'original' AND EXISTS (SELECT 1 FROM ledger_entries e
             WHERE e.kind = 'human time' AND e.role = 'original'
               AND e.item_id = NEW.item_id AND e.question_id = NEW.question_id))
        OR (NEW.item_id IS NULL AND NEW.role = 'original' AND EXISTS (SELECT 1 FROM ledger_entries e
             WHERE e.item_id IS NULL AND e.role = 'original'
               AND e.source = NEW.source AND e.source_key = NEW.source_key))
    """,
    "journal": """
        EXISTS (SELECT 1 FROM journal e WHERE e.id = NEW.id)
        OR EXISTS (SELECT 1 FROM journal e WHERE e.item_id = NEW.item_id AND e.act = NEW.act AND e.act_key = NEW.act_key
             AND e.round = NEW.round AND e.kind = NEW.kind AND (NEW.kind <> 'intent' OR e.claim_no = NEW.claim_no)
             AND NOT NEW.late AND NOT e.late)
    """,
    "audit": "EXISTS (SELECT 1 FROM audit e WHERE e.id = NEW.id)",
    "audit_outcomes": "EXISTS (SELECT 1 FROM audit_outcomes e WHERE e.audit_id = NEW.audit_id)",
    "baseline_reviews": "EXISTS (SELECT 1 FROM baseline_reviews e WHERE e.id = NEW.id)",
    "harvests": """
        EXISTS (SELECT 1 FROM harvests e WHERE e.id = NEW.id)
        OR (NEW.reverses IS NULL AND EXISTS (SELECT 1 FROM harvests e
             WHERE e.reverses IS NULL AND e.source_key = NEW.source_key))
        OR (NEW.reverses IS NOT NULL AND EXISTS (SELECT 1 FROM harvests e WHERE e.reverses = NEW.reverses))
    """,
    "closed_sums": "EXISTS (SELECT 1 FROM closed_sums e WHERE e.id = NEW.id)",
    "closed_cases": "EXISTS (SELECT 1 FROM closed_cases e WHERE e.id = NEW.id)",
    "samples": "EXISTS (SELECT 1 FROM samples e WHERE e.item_id = NEW.item_id)",
    "sample_checks": """
        EXISTS (SELECT 1 FROM sample_checks e WHERE e.item_id = NEW.item_id)
        OR (NEW.question_id IS NOT NULL AND EXISTS (SELECT 1 FROM sample_checks e WHERE e.question_id = NEW.question_id))
    """,
}

_CLOSED = "EXISTS (SELECT 1 FROM periods p WHERE p.period = NEW.period AND p.closed_at IS NOT NULL)"


def create_statements(dialect: str) -> Iterator[str]:
    """The DDL for `sqlite` or `postgresql`, in order."""
    if dialect == "sqlite":
        for table in TABLES:
            yield from table_statements(table, dialect)
        yield _sqlite_trigger(LEDGER, "INSERT", _CLOSED, "the month is closed", "open")
    else:
        yield (
            "CREATE FUNCTION gevinst_append_only() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
            "RAISE EXCEPTION '% is append-only', TG_TABLE_NAME USING ERRCODE = 'integrity_constraint_violation'; END $$"
        )
        yield (
            "CREATE FUNCTION gevinst_month_open() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
            f"IF {_CLOSED} THEN RAISE EXCEPTION 'the month is closed' "
            "USING ERRCODE = 'integrity_constraint_violation'; END IF; RETURN NEW; END $$"
        )
        for table in TABLES:
            yield from table_statements(table, dialect)
        yield (
            f"CREATE TRIGGER {LEDGER}_open BEFORE INSERT ON {LEDGER} FOR EACH ROW EXECUTE FUNCTION gevinst_month_open()"
        )
        yield f"ALTER TABLE {LEDGER} ENABLE ALWAYS TRIGGER {LEDGER}_open"


def table_statements(table: str, dialect: str) -> Iterator[str]:
    """The DDL that makes one table append-only; on PostgreSQL `create_statements` has made the function it calls."""
    if dialect == "sqlite":
        for verb in ("UPDATE", "DELETE"):
            yield _sqlite_trigger(table, verb, "1", f"{table} is append-only")
        yield holds_once_statement(table)
        return
    yield (
        f"CREATE TRIGGER {table}_rows BEFORE UPDATE OR DELETE ON {table} "
        "FOR EACH ROW EXECUTE FUNCTION gevinst_append_only()"
    )
    yield (
        f"CREATE TRIGGER {table}_truncate BEFORE TRUNCATE ON {table} "
        "FOR EACH STATEMENT EXECUTE FUNCTION gevinst_append_only()"
    )
    for trigger in ("rows", "truncate"):
        yield f"ALTER TABLE {table} ENABLE ALWAYS TRIGGER {table}_{trigger}"


def holds_once_statement(table: str) -> str:
    """The DDL of SQLite's check that an insert replaces no row."""
    return _sqlite_trigger(table, "INSERT", _REPLACES_A_ROW[table], f"{table} holds this already", "once")


def closed_month_statements(dialect: str) -> Iterator[str]:
    """The DDL that keeps a closed month closed: its row can be neither changed nor removed."""
    if dialect == "sqlite":
        for verb in ("UPDATE", "DELETE"):
            yield _sqlite_trigger("periods", verb, "OLD.closed_at IS NOT NULL", "the month is closed")
        again = "EXISTS (SELECT 1 FROM periods p WHERE p.period = NEW.period AND p.closed_at IS NOT NULL)"
        yield _sqlite_trigger("periods", "INSERT", again, "the month is closed", "once")
        return
    yield (
        "CREATE FUNCTION gevinst_month_stays_closed() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
        "IF TG_OP = 'TRUNCATE' THEN RAISE EXCEPTION 'months are never removed' "
        "USING ERRCODE = 'integrity_constraint_violation'; END IF; "
        "IF OLD.closed_at IS NOT NULL THEN RAISE EXCEPTION 'the month is closed' "
        "USING ERRCODE = 'integrity_constraint_violation'; END IF; "
        "IF TG_OP = 'DELETE' THEN RETURN OLD; END IF; RETURN NEW; END $$"
    )
    yield (
        "CREATE TRIGGER periods_closed BEFORE UPDATE OR DELETE ON periods "
        "FOR EACH ROW EXECUTE FUNCTION gevinst_month_stays_closed()"
    )
    yield (
        "CREATE TRIGGER periods_truncate BEFORE TRUNCATE ON periods "
        "FOR EACH STATEMENT EXECUTE FUNCTION gevinst_month_stays_closed()"
    )
    for trigger in ("closed", "truncate"):
        yield f"ALTER TABLE periods ENABLE ALWAYS TRIGGER periods_{trigger}"


def _sqlite_trigger(table: str, verb: str, condition: str, message: str, suffix: str = "refused") -> str:
    return (
        f"CREATE TRIGGER {table}_{verb.lower()}_{suffix} BEFORE {verb} ON {table} WHEN {condition} "
        f"BEGIN SELECT RAISE(ABORT, '{message}'); END"
    )

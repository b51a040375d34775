"""On PostgreSQL: what the application's role may do. It owns nothing, and can only read and add to ledger and journal.

A trigger can be dropped by a table's owner; so the account that flows run under must not be the one that migrates.
"""

from sqlalchemy import Connection, text

from gevinst.errors import ConfigurationError, Refused
from gevinst.store import views
from gevinst.store.append_only import TABLES
from gevinst.store.tables import metadata

_ADD_ONLY = frozenset(
    {*TABLES, "access_log", "baseline_reviews", "harvests", "idea_answers", "ideas", "potential_changes"}
    | {"audit", "audit_outcomes", "closed_cases", "closed_sums", "samples", "sample_checks", "sample_months"}
)
_MIGRATIONS = "alembic_version"


def grant_application(connection: Connection, role: str) -> None:
    """Give an existing role exactly what flows and the command line need; take away whatever it had more.

    Run it as the owner after every upgrade: `gevinst database grant ROLE`.

    Raises:
        Refused: On SQLite, which has no roles; for a role that isn't there, or one that owns our tables.
    """
    if connection.dialect.name != "postgresql":
        raise Refused("SQLite has no roles: the file's permissions are what protects it")
    found = connection.execute(text("SELECT rolsuper FROM pg_roles WHERE rolname = :role"), {"role": role}).first()
    if found is None:
        raise Refused(f"PostgreSQL has no role '{role}': create it first (CREATE ROLE … LOGIN)")
    if found.rolsuper or role == connection.execute(text("SELECT current_user")).scalar():
        raise Refused(f"'{role}' is the owner or a superuser, whom no grant can bind: use a role of its own")
    quoted = connection.dialect.identifier_preparer.quote(role)
    connection.execute(text(f"GRANT USAGE ON SCHEMA public TO {quoted}"))
    for table in metadata.tables:
        verbs = "SELECT, INSERT" if table in _ADD_ONLY else "SELECT, INSERT, UPDATE, DELETE"
        connection.execute(text(f'REVOKE ALL ON "{table}" FROM {quoted}, PUBLIC'))
        connection.execute(text(f'GRANT {verbs} ON "{table}" TO {quoted}'))
    for readable in (_MIGRATIONS, *views.NAMES):
        connection.execute(text(f'GRANT SELECT ON "{readable}" TO {quoted}'))
    # To read them is what a backup by this role needs.
    connection.execute(text(f"GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO {quoted}"))


def owns_the_ledger(connection: Connection) -> bool:
    """Whether this connection could drop the ledger's triggers; on SQLite anyone with the file can."""
    if connection.dialect.name != "postgresql":
        return True
    owner = connection.execute(
        text("SELECT pg_has_role(current_user, tableowner, 'member') FROM pg_tables WHERE tablename = 'ledger_entries'")
    ).scalar()
    if owner is None:
        raise ConfigurationError("the database has no ledger yet: run `gevinst database upgrade`")
    return bool(owner)

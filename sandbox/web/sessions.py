"""Who is signed in to an invented web system, until when, and who has yet to say OK to a notice."""

import time
from pathlib import Path

from sandbox.web.database import opened, select


def start_session(database: Path, session: str, account: str, *, notice: bool = False) -> None:
    """Remember who signed in, and whether a notice stands between them and the rest."""
    with opened(database) as connection:
        connection.execute(
            "INSERT INTO sessions (id, account, last_seen) VALUES (?, ?, ?)", (session, account, time.time())
        )
        if notice:
            connection.execute("INSERT INTO notices (session) VALUES (?)", (session,))


def end_session(database: Path, session: str) -> None:
    """Let a session expire at once."""
    with opened(database) as connection:
        connection.execute("UPDATE sessions SET expired = 1 WHERE id = ?", (session,))


def touch_session(database: Path, session: str, idle_seconds: int) -> bool:
    """Whether the session still lives; using it keeps it alive."""
    now = time.time()
    with opened(database) as connection:
        touched = connection.execute(
            "UPDATE sessions SET last_seen = ? WHERE id = ? AND expired = 0 AND last_seen > ?",
            (now, session, now - idle_seconds),
        )
    return touched.rowcount == 1


def has_notice(database: Path, session: str) -> bool:
    """Whether this session has a notice that nobody said OK to."""
    return bool(select(database, "SELECT 1 FROM notices WHERE session = ?", session))


def dismiss_notice(database: Path, session: str) -> None:
    """Somebody said OK."""
    with opened(database) as connection:
        connection.execute("DELETE FROM notices WHERE session = ?", (session,))

"""Sign-ins under way: what the identity page and the system both know, as a code is worth something only between them."""

import secrets
from pathlib import Path

from sandbox.web.database import opened, select

SCHEMA = """
CREATE TABLE IF NOT EXISTS signins (state TEXT PRIMARY KEY, return_to TEXT, account TEXT DEFAULT '', proven INT DEFAULT 0,
  code TEXT DEFAULT '');
"""


def begin(database: Path, state: str, return_to: str) -> None:
    """Somebody was sent here to sign in."""
    with opened(database) as connection:
        connection.execute("INSERT OR REPLACE INTO signins (state, return_to) VALUES (?, ?)", (state, return_to))


def name(database: Path, state: str, account: str) -> None:
    """They say who they are."""
    with opened(database) as connection:
        connection.execute("UPDATE signins SET account = ?, proven = 0 WHERE state = ?", (account, state))


def account(database: Path, state: str) -> str:
    """Who they say they are; empty when nobody said."""
    return next((str(row["account"]) for row in select(database, "SELECT * FROM signins WHERE state = ?", state)), "")


def prove(database: Path, state: str) -> None:
    """They proved it."""
    with opened(database) as connection:
        connection.execute("UPDATE signins SET proven = 1 WHERE state = ?", (state,))


def hand_out(database: Path, state: str) -> tuple[str, str] | None:
    """Where to go back to and the one-time code to go with, for who has proven who they are."""
    code = secrets.token_urlsafe(24)
    with opened(database) as connection:
        done = connection.execute("UPDATE signins SET code = ? WHERE state = ? AND proven = 1", (code, state))
        row = connection.execute("SELECT return_to FROM signins WHERE state = ?", (state,)).fetchone()
    return (str(row["return_to"]), code) if done.rowcount else None


def redeem(database: Path, state: str, code: str) -> str | None:
    """Who signed in, for a code that is used for the first time."""
    if not code:
        return None
    with opened(database) as connection:
        row = connection.execute(
            "DELETE FROM signins WHERE state = ? AND code = ? RETURNING account", (state, code)
        ).fetchone()
    return str(row["account"]) if row else None

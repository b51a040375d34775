"""Faults to order: what an invented web system does wrong on the next requests that match."""

from enum import StrEnum
from pathlib import Path

from sandbox.web.database import opened


class Fault(StrEnum):
    """What a web system can be told to do wrong; each system's package says what it makes of them."""

    DROP_AFTER_SAVE = "drop after save"
    DROP_BEFORE_SAVE = "drop before save"
    ERROR_500 = "error 500"
    EXPIRE_SESSION = "expire session"
    CHANGED_LABEL = "changed label"
    SLOW = "slow"
    SLOW_DOWNLOAD = "slow download"
    SEARCH_IGNORES = "search ignores its criteria"
    NOTICE = "notice after sign-in"
    MAINTENANCE = "maintenance"
    MFA = "mfa"
    PASSWORD_EXPIRING = "password expiring"


def arm(database: Path, fault: Fault, *, times: int = 1, match: str = "") -> None:
    """Let the next `times` requests fail like that, of those that hold every word of `match` (an action, a CPR …)."""
    with opened(database) as connection:
        connection.execute("INSERT INTO faults (fault, match, times) VALUES (?, ?, ?)", (fault, match, times))


def strikes(database: Path, fault: Fault, request: str) -> bool:
    """Whether an armed fault strikes this request; it is used up then."""
    with opened(database) as connection:
        armed = connection.execute("SELECT * FROM faults WHERE fault = ? AND times > 0", (fault,)).fetchall()
        for row in armed:
            if all(word in request for word in row["match"].split()):
                used = connection.execute(
                    "UPDATE faults SET times = times - 1 WHERE id = ? AND times > 0", (row["id"],)
                )
                return used.rowcount == 1
    return False

"""Faults to order: the next calls of an operation are refused, lost or done twice over, as a real server's can be.

A test (or a person, by `python -m sandbox.exchange.faults`) arms a switch; a face takes it with `take` when the
operation is called and acts it out. The faults live in the stand-in's database, so any process can arm them.
"""

import argparse
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from sandbox.exchange.schema import reading, writing

ANY = "*"


class Switch(StrEnum):
    """What goes wrong. AFTER: the work is done, and only the answer is lost.

    DROP_WITHIN: the work is done, and the connection ends after half of the answer's body, under the Content-Length of the
    whole. An answer without a body is whole by then, as Graph's to a send is: so it is no row of the table of faults in
    `docs/mail-faults.md`, whose rows are met by every operation.
    """

    BUSY = "busy"  # EWS: ErrorServerBusy with BackOffMilliseconds; Graph: 429 with Retry-After
    UNAUTHORIZED = "401"
    FORBIDDEN = "403"
    THROTTLED = "429"  # with Retry-After
    UNAVAILABLE_BEFORE = "503-before"
    UNAVAILABLE_AFTER = "503-after"
    DROP_BEFORE = "drop-before"
    DROP_AFTER = "drop-after"
    DROP_WITHIN = "drop-within"
    SLOW = "slow"  # the answer comes after `seconds`
    GONE = "410"  # a sync state or delta token that is too old
    WRONG_ETAG = "wrong-etag"  # somebody else changed the item a moment ago

    @property
    def is_after(self) -> bool:
        """Whether the work is done all the same."""
        return self in (Switch.UNAVAILABLE_AFTER, Switch.DROP_AFTER, Switch.DROP_WITHIN)


@dataclass(frozen=True)
class Fault:
    """One fault to act out now. `seconds`: of the back-off, of Retry-After, or how slow."""

    switch: Switch
    operation: str
    seconds: float


class Faults:
    """The fault table of one stand-in."""

    def __init__(self, database: Path) -> None:
        self._database = database

    def arm(self, switch: Switch, operation: str = ANY, *, times: int = 1, seconds: float = 0.0) -> None:
        """Let the next `times` calls of an operation (by its name in the request log; `*` is any) go wrong."""
        with writing(self._database) as connection:
            connection.execute(
                "INSERT INTO faults (switch, operation, times, seconds) VALUES (?, ?, ?, ?)",
                (switch, operation, times, seconds),
            )

    def take(self, operation: str) -> Fault | None:
        """The fault to act out on this call, oldest first, or None; each is handed out exactly as often as armed."""
        with reading(self._database) as connection:  # nearly always there is none: no write lock for that
            if connection.execute("SELECT 1 FROM faults WHERE times > 0").fetchone() is None:
                return None
        with writing(self._database) as connection:
            row = connection.execute(
                "SELECT * FROM faults WHERE times > 0 AND operation IN (?, ?) ORDER BY number LIMIT 1", (operation, ANY)
            ).fetchone()
            if row is None:
                return None
            connection.execute("UPDATE faults SET times = times - 1 WHERE number = ?", (row["number"],))
        return Fault(Switch(row["switch"]), operation, row["seconds"])

    def left(self) -> int:
        """How many are still to come; a test asks it to know that its fault was met."""
        with reading(self._database) as connection:
            return int(connection.execute("SELECT coalesce(sum(times), 0) FROM faults").fetchone()[0])

    def clear(self) -> None:
        """Nothing goes wrong any more."""
        with writing(self._database) as connection:
            connection.execute("DELETE FROM faults")


def main() -> None:
    """Arm one from the command line."""
    parser = argparse.ArgumentParser(description="Let coming calls of the stand-in for Exchange go wrong.")
    parser.add_argument("database", type=Path)
    parser.add_argument("switch", type=Switch, choices=list(Switch))
    parser.add_argument("operation", nargs="?", default=ANY)
    parser.add_argument("--times", type=int, default=1)
    parser.add_argument("--seconds", type=float, default=0.0)
    options = parser.parse_args()
    Faults(options.database).arm(options.switch, options.operation, times=options.times, seconds=options.seconds)


if __name__ == "__main__":
    main()

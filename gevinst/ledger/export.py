"""A month of the ledger as CSV, specified to the byte, and the hash that anyone can compute again from the file.

The file: UTF-8 without a byte order mark; the columns below in this order; a header line; one line an entry, by entry
number; fields separated by commas and quoted only where RFC 4180 asks for it; lines end with LF; a missing value is an
empty field; instants are UTC microseconds since 1970, seconds and øre are integers.

The month's hash: SHA-256 over the hash of the month before (64 hexadecimal digits; zeros for the first month), an LF,
and the file's bytes: `(echo PREVIOUS; cat 2026-10.csv) | sha256sum`. So each month vouches for all before it. Reasons and
initials stand in a table of their own, outside the hash: they can be neutralised without breaking it.
"""

import csv
import hashlib
import io
from collections.abc import Iterator
from typing import Any

from sqlalchemy import Connection, Row, select

from gevinst.store.tables import ledger_entries

COLUMNS = (
    *("id", "kind", "role", "potential_id", "item_id", "question_id", "source", "source_key", "activity", "units"),
    *("seconds", "amount_ore", "robot_ms", "baseline_id", "unit", "potential_kind", "occurred_at", "recorded_at"),
    *("period", "flow_run", "reverses", "replaces"),
)
FIRST_PREVIOUS = "0" * 64
_ROWS_AT_A_TIME = 5000


def month_as_csv(connection: Connection, period: str) -> Iterator[bytes]:
    """The file in pieces, so that a month of any size fits into memory."""
    statement = (
        select(*(ledger_entries.c[name] for name in COLUMNS))
        .where(ledger_entries.c.period == period)
        .order_by(ledger_entries.c.id)
        .execution_options(yield_per=_ROWS_AT_A_TIME)
    )
    yield _lines([COLUMNS])
    for rows in connection.execute(statement).partitions():
        yield _lines(rows)


def chained_hash(connection: Connection, period: str, previous: str) -> str:
    """The month's hash, given that of the month before."""
    digest = hashlib.sha256(f"{previous}\n".encode())
    for piece in month_as_csv(connection, period):
        digest.update(piece)
    return digest.hexdigest()


def _lines(rows: Any) -> bytes:  # noqa: ANN401 (rows, or the header)
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerows([_plain(row) for row in rows])
    return out.getvalue().encode()


def _plain(row: Row[Any] | tuple[str, ...]) -> list[object]:
    return ["" if value is None else value for value in row]

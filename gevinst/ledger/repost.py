"""Post again after a baseline that reaches back: each entry it concerns is reversed and replaced, nothing is changed.

What was posted in an open month is corrected there; what lies in a closed one is corrected in the earliest open month.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Row, exists, insert, select

from gevinst.ledger.periods import lock_open_period
from gevinst.ledger.reversal import COPIED, reverse
from gevinst.potentials.baselines import Measurement, add_baseline
from gevinst.store.clock import local_date, now_us
from gevinst.store.tables import ledger_entries


@dataclass(frozen=True)
class Reposted:
    """What a repost did: the new baseline, how many entries it replaced, and by how many seconds the sum moved."""

    baseline_id: int
    entries: int
    seconds_before: int
    seconds_after: int


def repost(connection: Connection, measurement: Measurement, *, reason: str, initials: str) -> Reposted:
    """Add a baseline whose first day lies in the past, and replace every saving that was posted for its days.

    Args:
        connection: A write transaction.
        measurement: The new baseline. It begins later than the version before it, as every version does.
        reason: Why; kept beside each reversal, outside the hash. No personal data.
        initials: Who reposts.

    Raises:
        Refused: As `add_baseline` does.
    """
    number = add_baseline(connection, measurement, reaching_back=True)
    before = after = count = 0
    for entry in list(_standing(connection, measurement)):
        reverse(connection, entry.id, reason=reason, initials=initials)
        seconds = measurement.seconds_per_case * entry.units
        _replace(connection, entry, baseline_id=number, seconds=seconds)
        before, after, count = before + entry.seconds, after + seconds, count + 1
    return Reposted(number, count, before, after)


def _standing(connection: Connection, measurement: Measurement) -> Iterator[Row[Any]]:
    """The savings of the new baseline's days that nothing has reversed yet."""
    reversal = ledger_entries.alias()
    rows = connection.execute(
        select(ledger_entries)
        .where(
            ledger_entries.c.potential_id == measurement.potential_id,
            ledger_entries.c.activity == measurement.activity,
            ledger_entries.c.kind == "saving",
            ledger_entries.c.role != "reversal",
            ledger_entries.c.baseline_id.is_not(None),
            ~exists().where(reversal.c.reverses == ledger_entries.c.id),
        )
        .order_by(ledger_entries.c.id)
    )
    return (row for row in rows if local_date(row.occurred_at) >= measurement.valid_from)


def _replace(connection: Connection, entry: Row[Any], *, baseline_id: int, seconds: int) -> None:
    copied = {name: getattr(entry, name) for name in COPIED}
    connection.execute(
        insert(ledger_entries).values(
            **copied | {"baseline_id": baseline_id},
            role="replacement",
            seconds=seconds,
            recorded_at=now_us(),
            period=lock_open_period(connection, entry.occurred_at),
            replaces=entry.id,
        )
    )

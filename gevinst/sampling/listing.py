"""What is in the sample: what waits to be checked, and what was found; by numbers only."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Row, Select, select

from gevinst.items.model import label
from gevinst.sampling.words import LAPSED, ErrorKind, Result, Why
from gevinst.store.tables import items, sample_checks, samples, staff


@dataclass(frozen=True)
class Drawn:
    """One item of the sample.

    Attributes:
        item_id: The item.
        queue: Its queue.
        finished_at: When the robot completed it, UTC, microseconds.
        why: How it came into the sample.
        one_in: Of how many one was drawn then.
        result: What was found; None while it waits, and where the check lapsed.
        error: What was wrong.
        has_lapsed: Nobody checked it before its case data had to go.
        checked_at: When it was checked or lapsed.
        initials: Who checked it; None where nobody did, or who did is forgotten.
    """

    item_id: int
    queue: str
    finished_at: int
    why: Why
    one_in: int
    result: Result | None
    error: ErrorKind
    has_lapsed: bool
    checked_at: int | None
    initials: str | None

    @property
    def item(self) -> str:
        """Its number with the prefix: `GEV-1042`."""
        return label(self.item_id)

    @property
    def waits(self) -> bool:
        """Whether a person must look at it."""
        return self.checked_at is None

    @property
    def said(self) -> str:
        """How it stands, as people read it."""
        if self.has_lapsed:
            return LAPSED
        if self.result is None:
            return "venter på kontrol"
        return f"{self.result}: {self.error}" if self.result.is_error else self.result


def drawn_items(connection: Connection, queue: str = "", *, waiting: bool = False) -> Sequence[Drawn]:
    """The sample, oldest first: of one queue, or all; all of it, or what waits."""
    statement = _drawn().order_by(items.c.finished_at, items.c.id)
    if queue:
        statement = statement.where(items.c.queue == queue)
    if waiting:
        statement = statement.where(sample_checks.c.item_id.is_(None))
    return [_from_row(row) for row in connection.execute(statement)]


def drawn_item(connection: Connection, item_id: int) -> Drawn | None:
    """One item of the sample; None where it isn't drawn."""
    row = connection.execute(_drawn().where(samples.c.item_id == item_id)).one_or_none()
    return None if row is None else _from_row(row)


def _drawn() -> Select[Any]:
    return (
        select(
            *(items.c.id, items.c.queue, items.c.finished_at, samples.c.why, samples.c.one_in),
            *(sample_checks.c.result, sample_checks.c.error, sample_checks.c.checked_at, staff.c.initials),
        )
        .join(samples, samples.c.item_id == items.c.id)
        .outerjoin(sample_checks, sample_checks.c.item_id == items.c.id)
        .outerjoin(staff, staff.c.id == sample_checks.c.staff_id)
    )


def _from_row(row: Row[Any]) -> Drawn:
    has_lapsed = row.result == LAPSED
    return Drawn(
        item_id=row.id,
        queue=row.queue,
        finished_at=row.finished_at,
        why=Why(row.why),
        one_in=row.one_in,
        result=None if has_lapsed or row.result is None else Result(row.result),
        error=ErrorKind(row.error or ErrorKind.NONE),
        has_lapsed=has_lapsed,
        checked_at=row.checked_at,
        initials=row.initials,
    )

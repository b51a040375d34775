"""A system's own list of what waits as the source of a process' cases: one item for each row, known again by the row's key.

A row stays on the list until the system itself takes it off, so it comes again and again, and is put in once.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from pydantic import BaseModel
from sqlalchemy import select

from gevinst.items.case import Case
from gevinst.items.intakes import room_in
from gevinst.items.queues import Placing, Queue, ensure_queue, put_in
from gevinst.items.row_references import row_reference
from gevinst.items.transitions import Ending
from gevinst.keyed_hash import keyed_hash
from gevinst.store.engine import open_engine, reading
from gevinst.store.tables import items
from tasks.step import chore


@dataclass(frozen=True)
class Row:
    """One row of the list.

    Attributes:
        key: What tells it from every other row, for ever: the business key of what waits. Only a keyed hash of it is kept
            outside the payload, so it may be a citizen's.
        payload: What the steps need of it, as the queue's payload model. The same key with another payload is an item
            of its own, and a person's.
        due_at: The instant it should be done by (microseconds); what is due first is taken first.
    """

    key: str
    payload: BaseModel
    due_at: int | None = None


@dataclass(frozen=True)
class ListSource:
    """What `read` finds on the list now.

    Attributes:
        noun: What a person calls one row, in Danish.
        read: Signs in, reads every page of the list, and signs out; read only.
    """

    noun: str
    read: Callable[[], Iterable[Row]]

    def preview(self, queue: Queue) -> Iterable[dict[str, Any]]:
        """Every row that isn't an item yet."""
        with reading(open_engine()) as connection:
            known = set(connection.execute(select(items.c.reference).where(items.c.queue == queue.name)).scalars())
        return [row.payload.model_dump(mode="json") for row in self.read() if reference_of(queue, row) not in known]

    def take_in(self, queue: Queue) -> int:
        """Every row that isn't an item yet, as long as the queue has room; the rest stays on the list."""
        return _take_in(queue, self.read)

    def settle(self, queue: Queue) -> None:
        """Nothing is moved, so nothing is left."""

    def hand_over(self, case: Case, ending: Ending) -> None:
        """Whoever opens the system sees it there."""


def reference_of(queue: Queue, row: Row) -> str:
    """The permanent reference of a row; it can't be turned back."""
    return row_reference(queue.name, row.key)


@chore("Hent sager fra listen", repeatable=True)
def _take_in(queue: Queue, read: Callable[[], Iterable[Row]]) -> int:
    rows = list(read())
    new = 0
    with open_engine().begin() as connection:
        ensure_queue(connection, queue)
        room = room_in(connection, queue.name)
        for row in rows:
            if new >= room.items:
                break
            content = row.payload.model_dump_json()
            number = put_in(
                connection,
                queue,
                reference=reference_of(queue, row),
                content_hash=keyed_hash("row content", content),
                payload=row.payload.model_dump(mode="json"),
                placing=Placing(due_at=row.due_at),
            )
            new += number is not None
    return new

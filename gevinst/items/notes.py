"""Notes people leave on an item: case data, in a table of their own that retention empties."""

from dataclasses import dataclass

from sqlalchemy import Connection, insert, select

from gevinst.errors import Refused
from gevinst.redaction import redact
from gevinst.staff import staff_id
from gevinst.store.clock import now_us
from gevinst.store.tables import item_notes, staff

LONGEST_NOTE = 500


@dataclass(frozen=True)
class Note:
    """One note, with who wrote it and when."""

    text: str
    initials: str | None
    recorded_at: int


def add_note(connection: Connection, item_id: int, note: str, *, initials: str) -> None:
    """Leave a note.

    Raises:
        Refused: When it is empty, too long, or holds something that looks like a CPR number.
    """
    text = " ".join(note.split())
    if not text or len(text) > LONGEST_NOTE:
        raise Refused(f"a note is 1-{LONGEST_NOTE} characters")
    if redact(text) != text:
        raise Refused("a note may not hold a CPR number: write what was done, not about whom")
    connection.execute(
        insert(item_notes).values(
            item_id=item_id, note=text, staff_id=staff_id(connection, initials), recorded_at=now_us()
        )
    )


def notes_of(connection: Connection, item_id: int) -> list[Note]:
    """Every note on an item, oldest first."""
    rows = connection.execute(
        select(item_notes.c.note, item_notes.c.recorded_at, staff.c.initials)
        .join(staff, staff.c.id == item_notes.c.staff_id)
        .where(item_notes.c.item_id == item_id)
        .order_by(item_notes.c.id)
    )
    return [Note(row.note, row.initials, row.recorded_at) for row in rows]

"""What the robot did outside for a case, and what it may have done: the journal, as a caseworker reads it."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from sqlalchemy import Connection, Row, select

from gevinst.items.act import act_in_danish
from gevinst.store.tables import journal, receipts


@dataclass(frozen=True)
class Done:
    """One act outside.

    Attributes:
        act: As a caseworker knows it.
        number: The outside system's number; empty where it gives none, or retention has taken it.
        recorded_at: When it was proven, or else when the robot was about to do it.
        is_proven: Whether there is a receipt; without one it may have happened: look first.
        is_late: The proof came after another run had the case.
        by_person: A colleague said so.
        asked_again: How many times colleagues have answered *registrér igen*.
    """

    act: str
    number: str
    recorded_at: int
    is_proven: bool
    is_late: bool
    by_person: bool
    asked_again: int


def doings_of(connection: Connection, item_id: int) -> tuple[Done, ...]:
    """Every act that was done or begun, in the order they were begun."""
    rows = connection.execute(
        select(journal, receipts.c.data)
        .outerjoin(receipts, receipts.c.journal_id == journal.c.id)
        .where(journal.c.item_id == item_id)
        .order_by(journal.c.id)
    ).all()
    first: dict[tuple[str, str], int] = {}
    for row in rows:
        first.setdefault((row.act, row.act_key), row.id)
    ordered = sorted(rows, key=lambda row: (first[row.act, row.act_key], row.id))
    return tuple(
        done
        for _, lines in groupby(ordered, key=lambda row: (row.act, row.act_key))
        for done in _of_one_act(list(lines))
    )


def _of_one_act(lines: Sequence[Row[Any]]) -> list[Done]:
    again = sum(line.kind == "round" for line in lines)
    proofs = [line for line in lines if line.kind == "receipt"]
    shown = proofs or [line for line in lines if line.kind == "intent"][-1:]
    return [
        Done(
            act=act_in_danish(line.act),
            number=str((line.data or {}).get("number") or "") if line.kind == "receipt" else "",
            recorded_at=line.recorded_at,
            is_proven=line.kind == "receipt",
            is_late=bool(line.late),
            by_person=line.written_by == "person",
            asked_again=again,
        )
        for line in shown
    ]

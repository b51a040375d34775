"""The words of the queue: states, outcomes, and one item as it was read; its `repr` shows ids only."""

from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from sqlalchemy import Row

from gevinst.codes import Code
from gevinst.settings import settings


class State(StrEnum):
    """The coarse state that drives the machine."""

    NEW = "new"
    IN_PROGRESS = "in progress"
    COMPLETED = "completed"
    FAILED = "failed"
    PENDING = "pending user action"

    @property
    def danish(self) -> str:
        """The state as a caseworker reads it."""
        return {
            State.NEW: "ny",
            State.IN_PROGRESS: "i gang",
            State.COMPLETED: "afsluttet",
            State.FAILED: "fejlet",
            State.PENDING: "afventer sagsbehandler",
        }[self]


class Outcome(StrEnum):
    """How a completed item ended; all but `BY_ROBOT` carry a code as the recorded reason."""

    BY_ROBOT = "by robot"
    BY_PERSON = "by person"
    SET_ASIDE = "set aside"
    DUPLICATE = "duplicate"
    REJECTED = "rejected"

    @property
    def danish(self) -> str:
        """What people call it."""
        return _OUTCOMES[self]


_OUTCOMES = {
    Outcome.BY_ROBOT: "klaret af robotten",
    Outcome.BY_PERSON: "klaret af sagsbehandler",
    Outcome.SET_ASIDE: "ikke en sag",
    Outcome.DUPLICATE: "dublet",
    Outcome.REJECTED: "afvist",
}

DUPLICATES = frozenset({Code.DUPLICATE_DOCUMENT, Code.DUPLICATE_MAIL})


def label(item_id: int) -> str:
    """The number people and outside systems know an item by."""
    return f"{settings().item_prefix}-{item_id}"


@dataclass(frozen=True)
class Item:
    """One row of the queue as it was claimed or listed. Payload and lease token stay out of `repr`.

    `is_other_content` marks the second item of a reference that came with other content: it stays one, whatever becomes
    of its code.
    """

    id: int
    queue: str
    state: State
    claim_no: int
    attempts_used: int
    code: Code | None = None
    outcome: Outcome | None = None
    potential_id: str | None = None
    is_other_content: bool = False
    flow_run: str | None = None
    payload: dict[str, Any] = field(default_factory=dict, repr=False)
    lease_token: str = field(default="", repr=False)
    created_at: int = field(default=0, repr=False)
    updated_at: int = field(default=0, repr=False)

    @property
    def label(self) -> str:
        """Its number with the prefix: `GEV-1042`."""
        return label(self.id)

    @classmethod
    def from_row(cls, row: Row[Any]) -> "Item":
        """An item from a row of the `items` table."""
        return cls(
            id=row.id,
            queue=row.queue,
            state=State(row.state),
            claim_no=row.claim_no,
            attempts_used=row.attempts_used,
            code=Code(row.code) if row.code else None,
            outcome=Outcome(row.outcome) if row.outcome else None,
            potential_id=row.potential_id,
            is_other_content="+" in row.reference,
            flow_run=row.flow_run,
            payload=row.payload,
            lease_token=row.lease_token or "",
            created_at=row.created_at,
            updated_at=row.updated_at,
        )

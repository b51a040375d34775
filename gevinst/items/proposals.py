"""Answers that need two people: the first one's is kept as a proposal until another confirms it, or either takes it back."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from typing import Any

from sqlalchemy import Connection, delete, insert, select

from gevinst.items.choices import Choice
from gevinst.items.corrections import Correction
from gevinst.ledger.human_time import TimeBand
from gevinst.store.clock import now_us
from gevinst.store.tables import proposed_answers, queues, staff


@dataclass(frozen=True)
class Given:
    """An answer as somebody gave it. `repr` shows nothing of the case."""

    choice: Choice
    candidate: int | None = None
    case_number: str = field(default="", repr=False)
    time_band: TimeBand = TimeBand.NOT_GIVEN
    corrections: Sequence[Correction] = field(default=(), repr=False)

    def says_the_same_as(self, other: "Given") -> bool:
        """Whether both would do the same; how long it took each is another matter."""
        mine, theirs = (
            (each.choice, each.candidate, each.case_number, sorted(map(_key, each.corrections)))
            for each in (self, other)
        )
        return mine == theirs


def _key(one: Correction) -> tuple[str, str, str]:
    return (one.sha256, one.field, one.value)


@dataclass(frozen=True)
class Proposal:
    """An answer that waits for a second person; `initials` is None once the proposer was forgotten."""

    given: Given
    staff_id: int
    initials: str | None
    proposed_at: int


def needs_two(connection: Connection, queue: str, choice: Choice) -> bool:
    """Whether a queue lets nobody give this answer alone."""
    chosen = connection.execute(select(queues.c.two_people).where(queues.c.name == queue)).scalar_one_or_none()
    return choice in (chosen or ())


def propose(connection: Connection, question_id: int, given: Given, *, who: int) -> None:
    """Keep an answer until somebody else has looked at it."""
    kept = asdict(given) | {"corrections": [asdict(each) for each in given.corrections]}
    connection.execute(
        insert(proposed_answers).values(question_id=question_id, given=kept, staff_id=who, proposed_at=now_us())
    )


def proposal_to(connection: Connection, question_id: int) -> Proposal | None:
    """What waits for a second person at a question; None where nothing does."""
    row = connection.execute(
        select(proposed_answers, staff.c.initials)
        .join(staff, staff.c.id == proposed_answers.c.staff_id)
        .where(proposed_answers.c.question_id == question_id)
    ).one_or_none()
    if row is None or row.given is None:
        return None
    return Proposal(_given(row.given), row.staff_id, row.initials, row.proposed_at)


def _given(kept: dict[str, Any]) -> Given:
    return Given(
        choice=Choice(kept["choice"]),
        candidate=kept["candidate"],
        case_number=kept["case_number"],
        time_band=TimeBand(kept["time_band"]),
        corrections=tuple(Correction(**each) for each in kept["corrections"]),
    )


def drop(connection: Connection, question_id: int) -> None:
    """Take a proposal away: its proposer withdrew it, or a colleague rejected it."""
    connection.execute(delete(proposed_answers).where(proposed_answers.c.question_id == question_id))

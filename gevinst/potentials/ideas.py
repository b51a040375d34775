"""Ideas for potentials: each has a number of the register from the start, and a day by which it is answered.

An idea is a potential in the phase *idea*. What is kept besides is who proposed it, in which words, and the answers, so that
the office's list may change the potential and the proposer still gets an answer to what they wrote.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from typing import Any

from sqlalchemy import Connection, Row, and_, exists, false, insert, or_, select

from gevinst.potentials.history import Author
from gevinst.potentials.numbering import hold_numbers, next_number
from gevinst.potentials.potential import Phase, Potential
from gevinst.potentials.proposal import Proposal
from gevinst.potentials.register import put_potential
from gevinst.staff import staff_id
from gevinst.store.clock import now_us, today
from gevinst.store.tables import idea_answers, ideas, potentials, staff

NO_OWNER = "ikke udpeget"
"""Who owns an idea until the office names somebody: the list takes no empty cell."""
NOT_ANALYSED = "other"
"""The kind (*andet*) of a potential nobody has looked at: what would solve it, the analysis says."""
SOURCE = "Foreslå et potentiale"
"""Where the register's history says that an idea came from."""


class Status(StrEnum):
    """How far an idea's answer is, as the proposer and the office read it."""

    AWAITING = "afventer svar"
    APPROVED = "godkendt til analyse"
    REJECTED = "afvist"


@dataclass(frozen=True)
class Idea:
    """One idea and its latest answer.

    Attributes:
        title: As it was proposed; the list may have given the potential another since.
        in_words: Everything the proposer chose.
        initials: The proposer's; None once they were neutralised.
        answer_by: The last day of the time in which an answer was promised.
        answer_id: The latest answer's number; None while there is none.
        reason: The latest answer's reason, as it is stored.
        answered_by: Whose answer that is.
    """

    potential_id: str
    title: str
    in_words: str
    initials: str | None
    staff_id: int
    proposed_at: int
    answer_by: date
    status: Status = Status.AWAITING
    answer_id: int | None = None
    reason: str | None = None
    answered_by: str | None = None
    answered_at: int | None = None

    def is_late(self, on: date) -> bool:
        """Whether it waits for an answer that was promised by an earlier day."""
        return self.status is Status.AWAITING and self.answer_by < on


@dataclass(frozen=True)
class Proposed:
    """What became of a proposal.

    Attributes:
        is_new: False where the very same idea of the same person waits already, or this run has put it in before.
        alike: Potentials that are called the same in the same unit, by number: for the office to compare.
    """

    idea: Idea
    is_new: bool
    alike: tuple[str, ...]


def propose(connection: Connection, proposal: Proposal, *, answer_by: date, flow_run: str | None = None) -> Proposed:
    """Put an idea in as a potential in the phase *idea* from today; sent twice it is one idea.

    The same run again, and the same words of the same person while they wait for an answer, are sent twice. Other numbers
    are another idea: the words are few, and two processes of a unit may be called alike.

    Args:
        connection: A write transaction of its own.
        proposal: What was filled in; its unit is one of the profile's.
        answer_by: The day that is promised.
        flow_run: The run it came by.
    """
    hold_numbers(connection)
    who = staff_id(connection, proposal.initials)
    known = _sent_before(connection, proposal, who, flow_run)
    if known is not None:
        return Proposed(get_idea(connection, known), is_new=False, alike=_alike(connection, proposal, besides=known))
    alike = _alike(connection, proposal)
    number = next_number(connection)
    potential = Potential(
        id=number,
        title=proposal.title,
        unit=proposal.unit,
        owner=NO_OWNER,
        digital_agent=NO_OWNER,
        kind=NOT_ANALYSED,
        volume_per_year=proposal.volume_per_year,
        expected_share_percent=proposal.share,
        expected_seconds_per_case=proposal.seconds_per_case,
        phases=((today(connection), Phase.IDEA),),
    )
    put_potential(connection, potential, Author(proposal.initials, SOURCE))
    connection.execute(
        insert(ideas).values(
            potential_id=number,
            title=proposal.title,
            in_words=proposal.in_words,
            staff_id=who,
            proposed_at=now_us(),
            answer_by=answer_by,
            flow_run=flow_run,
        )
    )
    return Proposed(get_idea(connection, number), is_new=True, alike=alike)


def get_idea(connection: Connection, potential_id: str) -> Idea:
    """One idea that is known to be there."""
    (found,) = _ideas(connection, potential_id)
    return found


def find_idea(connection: Connection, potential_id: str) -> Idea | None:
    """One idea, or None."""
    return next(_ideas(connection, potential_id), None)


def list_ideas(connection: Connection) -> list[Idea]:
    """Every idea, the one that waits longest for its answer first and the answered ones last."""
    return sorted(_ideas(connection), key=lambda each: (each.answer_id is not None, each.answer_by, each.potential_id))


def _ideas(connection: Connection, potential_id: str = "") -> Iterator[Idea]:
    latest = {row.potential_id: row for row in _answers(connection, potential_id)}
    rows = select(ideas, staff.c.initials).join(staff, staff.c.id == ideas.c.staff_id)
    if potential_id:
        rows = rows.where(ideas.c.potential_id == potential_id)
    for row in connection.execute(rows.order_by(ideas.c.proposed_at, ideas.c.potential_id)):
        answer = latest.get(row.potential_id)
        idea = Idea(
            potential_id=row.potential_id,
            title=row.title,
            in_words=row.in_words,
            initials=row.initials,
            staff_id=row.staff_id,
            proposed_at=row.proposed_at,
            answer_by=row.answer_by,
        )
        yield (
            idea
            if answer is None
            else replace(
                idea,
                status=Status[answer.verdict.upper()],
                answer_id=answer.id,
                reason=answer.reason,
                answered_by=answer.initials,
                answered_at=answer.answered_at,
            )
        )


def _answers(connection: Connection, potential_id: str) -> Iterator[Row[Any]]:
    """The first one first, so that the latest of an idea stands last."""
    rows = select(idea_answers, staff.c.initials).join(staff, staff.c.id == idea_answers.c.staff_id)
    if potential_id:
        rows = rows.where(idea_answers.c.potential_id == potential_id)
    yield from connection.execute(rows.order_by(idea_answers.c.id))


def _sent_before(connection: Connection, proposal: Proposal, who: int, flow_run: str | None) -> str | None:
    same_run = ideas.c.flow_run == flow_run if flow_run is not None else false()
    answered = exists().where(idea_answers.c.potential_id == ideas.c.potential_id)
    same_words = and_(ideas.c.staff_id == who, ideas.c.in_words == proposal.in_words, ~answered)
    rows = select(ideas.c.potential_id).where(or_(same_run, same_words)).order_by(ideas.c.proposed_at)
    return connection.execute(rows).scalars().first()


def _alike(connection: Connection, proposal: Proposal, besides: str = "") -> tuple[str, ...]:
    rows = connection.execute(
        select(potentials.c.id)
        .where(
            potentials.c.title == proposal.title,
            potentials.c.unit == proposal.unit,
            potentials.c.id != besides,
        )
        .order_by(potentials.c.id)
    )
    return tuple(rows.scalars())

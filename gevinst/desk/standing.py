"""Where a case stands now, for whoever has just answered: done, the robot's turn, a colleague's, or another question."""

from dataclasses import dataclass

from sqlalchemy import Connection, select

from gevinst.items.model import State
from gevinst.items.proposals import proposal_to
from gevinst.store.tables import items, questions


@dataclass(frozen=True)
class Standing:
    """Where it stands; `is_proposed` where a colleague must confirm the answer to the question that waits."""

    state: State
    is_proposed: bool


def standing_of(connection: Connection, item_id: int) -> Standing:
    """Where a case that there is stands. A proposal to an earlier question was settled with it, and counts for nothing."""
    state = State(connection.execute(select(items.c.state).where(items.c.id == item_id)).scalar_one())
    if state is not State.PENDING:
        return Standing(state, is_proposed=False)
    newest = select(questions.c.id).where(questions.c.item_id == item_id).order_by(questions.c.number.desc()).limit(1)
    asked = connection.execute(newest).scalar_one_or_none()
    return Standing(state, is_proposed=asked is not None and proposal_to(connection, asked) is not None)

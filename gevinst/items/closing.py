"""Close an item by hand: a person took the case over, or there is nothing to do. Asks and answers one numbered question.

So what a person closes is always an answered question: with who, when, how long it took, and the ledger's human time.
"""

from sqlalchemy import Connection, func, insert, select, update

from gevinst.codes import Code
from gevinst.errors import Refused
from gevinst.items.answers import answer, open_question
from gevinst.items.choices import Choice
from gevinst.items.model import State, label
from gevinst.items.notes import add_note
from gevinst.ledger.human_time import TimeBand
from gevinst.store.clock import now_us
from gevinst.store.tables import items, questions

_CLOSABLE = (State.NEW, State.FAILED, State.PENDING)


def close_by_hand(
    connection: Connection,
    item_id: int,
    *,
    done: bool,
    initials: str,
    note: str,
    time_band: TimeBand = TimeBand.NOT_GIVEN,
) -> State:
    """Close a new, failed or waiting item as done by a person, or rejected; returns its new state.

    Args:
        connection: A write transaction.
        item_id: Which item.
        done: A person has done the case; otherwise it is rejected.
        initials: Who closes it.
        note: Why, in a few words; no personal data.
        time_band: How long it took.

    Raises:
        Refused: When there is no such item, a run has it in hand, or it is completed; nothing is changed.
    """
    state = connection.execute(
        select(items.c.state).where(items.c.id == item_id).with_for_update()
    ).scalar_one_or_none()
    if state is None:
        raise Refused(f"{label(item_id)} does not exist")
    if state not in _CLOSABLE:
        why = "a run has it in hand; stop the queue first" if state == State.IN_PROGRESS else "it is completed already"
        raise Refused(f"{label(item_id)} can't be closed by hand: {why}")
    reference = open_question(connection, item_id) if state == State.PENDING else _ask(connection, item_id)
    add_note(connection, item_id, note, initials=initials)
    choice = Choice.DONE_BY_ME if done else Choice.REJECT
    return answer(connection, reference, choice, initials=initials, time_band=time_band)


def _ask(connection: Connection, item_id: int) -> str:
    """Let the item wait for the question that is answered in the same transaction."""
    number: int = connection.execute(
        select(func.coalesce(func.max(questions.c.number), 0) + 1).where(questions.c.item_id == item_id)
    ).scalar_one()
    code = connection.execute(select(items.c.code).where(items.c.id == item_id)).scalar_one() or Code.DONE_BY_PERSON
    connection.execute(
        insert(questions).values(item_id=item_id, number=number, code=code, candidates=[], asked_at=now_us())
    )
    connection.execute(
        update(items).where(items.c.id == item_id).values(state=State.PENDING, code=code, updated_at=now_us())
    )
    return f"{item_id}-{number}"

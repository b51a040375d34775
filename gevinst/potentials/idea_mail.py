"""The mail that brings a proposer the answer: which answers are due, what each says, and how far each has come.

Each answer is an item of a queue of its own, so it is sent once, waits when mail is down, and goes to a person where nobody
can tell whether it went. The item is found by the answer's number, and says all there is to say of the mail.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from pydantic import BaseModel, ConfigDict
from sqlalchemy import Connection, func, select

from gevinst.items.model import Outcome, State, label
from gevinst.items.queues import Queue
from gevinst.items.row_references import row_reference
from gevinst.potentials.idea_answers import Reason
from gevinst.potentials.ideas import Idea, Status, list_ideas
from gevinst.profile import load_profile
from gevinst.staff import address_of
from gevinst.store.tables import idea_answers, ideas, items


class AnswerPayload(BaseModel):
    """Which answer an item is about; everything else is looked up when it is sent."""

    model_config = ConfigDict(frozen=True)

    answer: int


QUEUE = Queue("svar-paa-ideer", potential_id=None, systems=("mail",), payload=AnswerPayload, retention_days=90)
"""Its items count for no potential: to answer a colleague frees nobody's time."""

_TEXT = """Hej

Tak for din idé:

{number}  {title}

Svar: {status}.
{sentence}

Har du spørgsmål, eller vil du fortælle mere, så skriv til projektkontoret, og nævn nummeret.

Denne mail er sendt automatisk.

Venlig hilsen
{sender}
"""


@dataclass(frozen=True)
class Letter:
    """One answer as a mail. No name, no free text: its title is of the form's closed choices.

    `is_overtaken` when the office has answered otherwise since.
    """

    to: str
    subject: str
    text: str
    is_overtaken: bool


def due(connection: Connection) -> Iterator[int]:
    """The latest answer of each idea whose proposer can be written to; one that is sent stays among them."""
    for idea in list_ideas(connection):
        if idea.answer_id is not None and address_of(connection, idea.staff_id):
            yield idea.answer_id


def letter_of(connection: Connection, answer_id: int) -> Letter:
    """The mail of one answer; `to` is empty where the proposer's address isn't known any more."""
    row = connection.execute(
        select(idea_answers, ideas.c.title, ideas.c.staff_id.label("proposer"))
        .join(ideas, ideas.c.potential_id == idea_answers.c.potential_id)
        .where(idea_answers.c.id == answer_id)
    ).one()
    status = Status[row.verdict.upper()]
    latest = select(func.max(idea_answers.c.id)).where(idea_answers.c.potential_id == row.potential_id)
    return Letter(
        is_overtaken=connection.execute(latest).scalar_one() != answer_id,
        to=address_of(connection, row.proposer),
        subject=f"Svar på din idé {row.potential_id}: {status}",
        text=_TEXT.format(
            number=row.potential_id,
            title=row.title,
            status=status,
            sentence=Reason(row.reason).sentence,
            sender=load_profile().name,
        ),
    )


def where_the_mails_are(connection: Connection, found: list[Idea]) -> Mapping[str, str]:
    """Of each answered idea, by its number, what became of the mail, in Danish."""
    rows = connection.execute(
        select(items.c.reference, items.c.id, items.c.state, items.c.outcome).where(items.c.queue == QUEUE.name)
    )
    known = {row.reference: row for row in rows}
    said = {}
    for idea in found:
        if idea.answer_id is not None:
            item = known.get(row_reference(QUEUE.name, str(idea.answer_id)))
            said[idea.potential_id] = (
                _of_item(item.id, State(item.state), item.outcome) if item else _before(connection, idea)
            )
    return said


def _of_item(number: int, state: State, outcome: str | None) -> str:
    if state is State.COMPLETED:
        return "sendt" if outcome == Outcome.BY_ROBOT else f"givet af en kollega ({label(number)})"
    return "sendes" if state in (State.NEW, State.IN_PROGRESS) else f"{state.danish} ({label(number)})"


def _before(connection: Connection, idea: Idea) -> str:
    return "sendes" if address_of(connection, idea.staff_id) else NO_ADDRESS


NO_ADDRESS = "ingen adresse"
"""What is said where the proposer can't be written to: somebody tells them, or tells us their address."""

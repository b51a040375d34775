"""A person's answer to a numbered question: `1042-2` is question 2 of item 1042. Stale and second ones are refused."""

import re
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from sqlalchemy import Connection, Row, func, insert, select, update

from gevinst.codes import Code
from gevinst.errors import Refused
from gevinst.items import journal
from gevinst.items.model import Item, Outcome, State, label
from gevinst.ledger.human_time import TimeBand
from gevinst.ledger.posting import post_item
from gevinst.staff import staff_id
from gevinst.store.clock import now_us
from gevinst.store.tables import answers, items, questions


class Choice(StrEnum):
    """What a caseworker can answer, in their words."""

    RETRY = "prøv igen"
    WRITE_AGAIN = "registrér igen"
    FOUND = "fundet"
    DONE_BY_ME = "jeg har klaret den"
    REJECT = "afvis"


@dataclass(frozen=True)
class Answer:
    """An answer as it was given, with the code of the question it answers."""

    code: Code
    choice: Choice
    candidate: str | None
    case_number: str | None


@dataclass(frozen=True)
class Question:
    """A question that waits: `reference` is what a person quotes; `act` is the uncertain write it is about, if any."""

    reference: str
    item: str
    code: Code
    candidates: tuple[str, ...]
    asked_at: int
    choices: tuple[Choice, ...]
    act: str | None = None


def parse_reference(text: str) -> tuple[int, int]:
    """`1042-2` or `GEV-1042-2` as (item, question)."""
    match = re.fullmatch(r"(?:[A-Z]+-)?(\d+)-(\d+)", text.strip(), re.IGNORECASE)
    if match is None:
        raise Refused(f"'{text}' is no question number; it looks like 1042-2 (item, question)")
    return int(match[1]), int(match[2])


def answer(
    connection: Connection,
    reference: str,
    choice: Choice,
    *,
    initials: str,
    candidate: int | None = None,
    case_number: str = "",
    time_band: TimeBand = TimeBand.NOT_GIVEN,
) -> State:
    """Record the answer and move the item; returns its new state. All in the caller's transaction, or nothing.

    Args:
        connection: A write transaction.
        reference: Item and question, as `1042-2`.
        choice: One of the closed list.
        initials: Who answers; kept in a table of its own that can be neutralised.
        candidate: Which of the shown candidates holds, counted from 1.
        case_number: The outside system's number, for `FOUND`.
        time_band: How long it took.

    Raises:
        Refused: When the item doesn't wait, the question is another one or answered already, or the choice doesn't fit.
    """
    item_id, number = parse_reference(reference)
    who = staff_id(connection, initials)
    item, question = _waiting(connection, item_id, number)
    chosen = _candidate(question, candidate)
    _check_choice(connection, question, choice, case_number)
    connection.execute(
        insert(answers).values(
            question_id=question.id,
            choice=choice,
            candidate=chosen,
            case_number=case_number or None,
            time_band=time_band,
            staff_id=who,
            answered_at=now_us(),
        )
    )
    _carry_out(connection, item, question, choice, case_number)
    return _move(connection, item, choice)


def _waiting(connection: Connection, item_id: int, number: int) -> tuple[Item, Row[Any]]:
    """The item, locked, and its newest question, if that is the one asked about."""
    row = connection.execute(select(items).where(items.c.id == item_id).with_for_update()).one_or_none()
    if row is None:
        raise Refused(f"{label(item_id)} does not exist")
    latest = connection.execute(
        select(questions).where(questions.c.item_id == item_id).order_by(questions.c.number.desc()).limit(1)
    ).one_or_none()
    if row.state != State.PENDING or latest is None:
        raise Refused(f"{label(item_id)} does not wait for an answer; it is '{row.state}'")
    if latest.number != number:
        raise Refused(f"{label(item_id)} now waits for an answer to question {item_id}-{latest.number}")
    if connection.execute(select(answers.c.question_id).where(answers.c.question_id == latest.id)).first():
        raise Refused(f"question {item_id}-{number} is answered already")
    return Item.from_row(row), latest


def _candidate(question: Row[Any], candidate: int | None) -> str | None:
    if candidate is None:
        return None
    if not 1 <= candidate <= len(question.candidates):
        raise Refused(f"the question shows {len(question.candidates)} candidates, and {candidate} is none of them")
    return str(question.candidates[candidate - 1])


def choices_for(question_act: str | None) -> tuple[Choice, ...]:
    """Which answers fit: only an uncertain write can be *found* or *written again*."""
    if question_act is None:
        return (Choice.RETRY, Choice.DONE_BY_ME, Choice.REJECT)
    return (Choice.FOUND, Choice.WRITE_AGAIN, Choice.DONE_BY_ME, Choice.REJECT)


def _check_choice(connection: Connection, question: Row[Any], choice: Choice, case_number: str) -> None:
    fitting = choices_for(question.act)
    if choice not in fitting:
        raise Refused(f"'{choice}' doesn't fit this question; it takes: {', '.join(fitting)}")
    if choice is Choice.FOUND and question.act == "register" and not case_number.strip():
        raise Refused("'fundet' needs the case number that was found")
    if choice is Choice.WRITE_AGAIN and not journal.surely_over(
        connection, question.item_id, question.act, question.act_key, asked_at=question.asked_at
    ):
        raise Refused("the earlier write may still be under way; try again in a few minutes")


def _carry_out(connection: Connection, item: Item, question: Row[Any], choice: Choice, case_number: str) -> None:
    """Close the round of an uncertain write: a receipt by a person, or the next round."""
    if choice not in (Choice.FOUND, Choice.WRITE_AGAIN):
        return
    now = journal.standing(connection, item.id, question.act, question.act_key)
    if choice is Choice.FOUND:
        journal.write_receipt(
            connection,
            item_id=item.id,
            claim_no=item.claim_no,
            act=question.act,
            key=question.act_key,
            round_=now.round,
            data={"number": case_number.strip()},
            written_by="person",
        )
    else:
        journal.open_round(
            connection,
            item_id=item.id,
            claim_no=item.claim_no,
            act=question.act,
            key=question.act_key,
            round_=now.round + 1,
        )


def _move(connection: Connection, item: Item, choice: Choice) -> State:
    if choice in (Choice.DONE_BY_ME, Choice.REJECT):
        done = choice is Choice.DONE_BY_ME
        outcome = Outcome.BY_PERSON if done else Outcome.REJECTED
        connection.execute(
            update(items)
            .where(items.c.id == item.id)
            .values(
                state=State.COMPLETED,
                outcome=outcome,
                code=Code.DONE_BY_PERSON if done else Code.REJECTED_BY_PERSON,
                finished_at=now_us(),
                updated_at=now_us(),
            )
        )
        post_item(connection, item, outcome)
        return State.COMPLETED
    connection.execute(
        update(items)
        .where(items.c.id == item.id)
        .values(state=State.NEW, code=None, attempts_used=0, defer_until=None, updated_at=now_us())
    )
    return State.NEW


def answers_of(connection: Connection, item_id: int) -> list[Answer]:
    """Every answer given to an item's questions, oldest first."""
    rows = connection.execute(
        select(questions.c.code, answers.c.choice, answers.c.candidate, answers.c.case_number)
        .join(answers, answers.c.question_id == questions.c.id)
        .where(questions.c.item_id == item_id)
        .order_by(questions.c.number)
    )
    return [Answer(Code(row.code), Choice(row.choice), row.candidate, row.case_number) for row in rows]


def open_question(connection: Connection, item_id: int) -> str:
    """The reference of the question a waiting item waits for."""
    number = connection.execute(select(func.max(questions.c.number)).where(questions.c.item_id == item_id)).scalar_one()
    return f"{item_id}-{number}"


def open_questions(connection: Connection, queue: str | None = None) -> list[Question]:
    """The questions that wait, oldest first."""
    later = questions.alias()
    newest = select(func.max(later.c.number)).where(later.c.item_id == items.c.id).scalar_subquery()
    statement = (
        select(questions)
        .join(items, items.c.id == questions.c.item_id)
        .where(items.c.state == State.PENDING, questions.c.number == newest)
        .order_by(questions.c.asked_at, questions.c.id)
    )
    if queue is not None:
        statement = statement.where(items.c.queue == queue)
    return [
        Question(
            reference=f"{row.item_id}-{row.number}",
            item=label(row.item_id),
            code=Code(row.code),
            candidates=tuple(row.candidates),
            asked_at=row.asked_at,
            choices=choices_for(row.act),
            act=row.act,
        )
        for row in connection.execute(statement)
    ]


def retry_failed(connection: Connection, item_id: int) -> State:
    """Give a failed item a new chance by hand; its attempts start over, its checkpoints stay."""
    result = connection.execute(
        update(items)
        .where(items.c.id == item_id, items.c.state == State.FAILED)
        .values(state=State.NEW, code=None, attempts_used=0, defer_until=None, updated_at=now_us())
    )
    if result.rowcount != 1:
        state = connection.execute(select(items.c.state).where(items.c.id == item_id)).scalar_one_or_none()
        raise Refused(
            f"{label(item_id)} does not exist"
            if state is None
            else f"{label(item_id)} is '{state}'; only a failed item can be retried (a waiting one is answered)"
        )
    return State.NEW

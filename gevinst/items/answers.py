"""A person's answer to a numbered question: `1042-2` is question 2 of item 1042. Stale and second ones are refused."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import Connection, Row, func, insert, select, update

from gevinst.codes import Code
from gevinst.errors import Refused
from gevinst.items import journal
from gevinst.items.choices import Choice, choices_for
from gevinst.items.corrections import Correction, WrongField, check_corrections, keep_corrections
from gevinst.items.model import Item, Outcome, State, label
from gevinst.items.notes import add_note
from gevinst.items.proposals import Given, Proposal, drop, needs_two, proposal_to, propose
from gevinst.items.refusals import AnswerRefused, Why
from gevinst.ledger.human_time import TimeBand
from gevinst.ledger.posting import post_item
from gevinst.staff import staff_id
from gevinst.store.clock import now_us
from gevinst.store.tables import answers, items, proposed_answers, questions


@dataclass(frozen=True)
class Answer:
    """An answer as it was given, with the code of the question it answers."""

    code: Code
    choice: Choice
    candidate: str | None
    case_number: str | None


@dataclass(frozen=True)
class Question:
    """A question that waits: `reference` is what a person quotes; `act` is the uncertain write it is about, if any.

    `proposed` is the answer that waits for a second person, if any.
    """

    reference: str
    item: str
    code: Code
    candidates: tuple[str, ...]
    asked_at: int
    choices: tuple[Choice, ...]
    act: str | None = None
    proposed: Choice | None = None


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
    corrections: Sequence[Correction] = (),
    note: str = "",
) -> State:
    """Record the answer and move the item; returns its new state. All in the caller's transaction, or nothing.

    Where the queue asks two people for this answer, the first one's is kept as a proposal and the item goes on waiting;
    the same answer by somebody else confirms it.

    Args:
        connection: A write transaction.
        reference: Item and question, as `1042-2`.
        choice: One of the closed list.
        initials: Who answers; kept in a table of its own that can be neutralised.
        candidate: Which of the shown candidates holds, counted from 1.
        case_number: The outside system's number, for `FOUND`.
        time_band: How long it took.
        corrections: What was read wrong, for `RETRY`; each belongs to one document by its content.
        note: What a colleague should know, kept with the item; empty for none.

    Raises:
        WrongField: A corrected field is none, or doesn't fit the rest of its document.
        AnswerRefused: The item doesn't wait, the question is another one or answered already, the choice doesn't fit,
            or a proposal waits.
        Refused: The number is none, or the note can't be kept.
    """
    item_id, number = parse_reference(reference)
    who = staff_id(connection, initials)
    item, question = _waiting(connection, item_id, number)
    given = Given(choice, candidate, case_number.strip(), time_band, tuple(corrections))
    waiting = proposal_to(connection, question.id)
    try:
        given = _fitting(connection, question, given)
    except WrongField:
        if waiting is not None:  # then that comes first: there is nothing to put right as long as it waits
            _must_confirm(waiting, who=who, given=None)
        raise
    if note.strip():
        add_note(connection, item_id, note, initials=initials)
    if waiting is not None:
        return _confirm(connection, item, question, waiting, who=who, given=given)
    if needs_two(connection, item.queue, choice):
        propose(connection, question.id, given, who=who)
        return State.PENDING
    return _record(connection, item, question, given, who=who)


def confirm(connection: Connection, reference: str, *, initials: str, seen: int | None) -> State:
    """Answer as a colleague has proposed; returns the item's new state.

    Args:
        connection: A write transaction.
        reference: Item and question, as `1042-2`.
        initials: Who confirms.
        seen: The `proposed_at` of the proposal they looked at; None where they saw none.

    Raises:
        AnswerRefused: Nothing is proposed any more, or something else since, it was oneself who did, or it can't be done
            now.
    """
    item, question, waiting = _proposed(connection, reference, seen)
    who = staff_id(connection, initials)
    return _confirm(connection, item, question, waiting, who=who, given=waiting.given)


def take_back(connection: Connection, reference: str, *, seen: int | None) -> None:
    """Take a proposal away: one's own (withdrawn) or a colleague's (rejected). The item waits as before.

    Raises:
        AnswerRefused: Nothing is proposed any more, or something else than was `seen` (as for `confirm`).
    """
    _, question, _ = _proposed(connection, reference, seen)
    drop(connection, question.id)


def _proposed(connection: Connection, reference: str, seen: int | None) -> tuple[Item, Row[Any], Proposal]:
    item_id, number = parse_reference(reference)
    item, question = _waiting(connection, item_id, number)
    waiting = proposal_to(connection, question.id)
    if waiting is None:
        raise AnswerRefused(Why.NO_PROPOSAL, f"nothing is proposed for question {reference} any more")
    if waiting.proposed_at != seen:
        raise AnswerRefused(Why.OTHER_PROPOSAL, f"another answer has been proposed for question {reference} since")
    return item, question, waiting


def _confirm(
    connection: Connection, item: Item, question: Row[Any], waiting: Proposal, *, who: int, given: Given
) -> State:
    """The answer is the second person's; whose proposal it was stays beside it."""
    _must_confirm(waiting, who=who, given=given)
    return _record(connection, item, question, _fitting(connection, question, waiting.given), who=who)


def _must_confirm(waiting: Proposal, *, who: int, given: Given | None) -> None:
    """Refuse what doesn't confirm a proposal: who made it can't, nor can another answer, or one that isn't `given` right."""
    if waiting.staff_id == who:
        raise AnswerRefused(Why.OWN_PROPOSAL, "who proposed an answer can't confirm it: a colleague must")
    if given is None or not given.says_the_same_as(waiting.given):
        raise AnswerRefused(
            Why.PROPOSED, "a colleague has proposed another answer: it must be confirmed or rejected first"
        )


def _fitting(connection: Connection, question: Row[Any], given: Given) -> Given:
    """The answer with its corrections as they are to be kept, if it fits the question."""
    _candidate(question, given.candidate)
    _check_choice(connection, question, given.choice, given.case_number)
    if given.corrections and given.choice is not Choice.RETRY:
        raise AnswerRefused(Why.NOT_CORRECTED_SO, f"'{given.choice}' takes no corrections; '{Choice.RETRY}' does")
    return replace(given, corrections=tuple(check_corrections(connection, question.item_id, given.corrections)))


def _record(connection: Connection, item: Item, question: Row[Any], given: Given, *, who: int) -> State:
    connection.execute(
        insert(answers).values(
            question_id=question.id,
            choice=given.choice,
            candidate=_candidate(question, given.candidate),
            case_number=given.case_number or None,
            time_band=given.time_band,
            staff_id=who,
            answered_at=now_us(),
        )
    )
    keep_corrections(connection, question.id, given.corrections)
    _carry_out(connection, item, question, given.choice, given.case_number)
    return _move(connection, item, given.choice)


def _waiting(connection: Connection, item_id: int, number: int) -> tuple[Item, Row[Any]]:
    """The item, locked, and its newest question, if that is the one asked about."""
    row = connection.execute(select(items).where(items.c.id == item_id).with_for_update()).one_or_none()
    if row is None:
        raise AnswerRefused(Why.NOT_THERE, f"{label(item_id)} does not exist")
    latest = connection.execute(
        select(questions).where(questions.c.item_id == item_id).order_by(questions.c.number.desc()).limit(1)
    ).one_or_none()
    if row.state != State.PENDING or latest is None:
        raise AnswerRefused(Why.NOT_WAITING, f"{label(item_id)} does not wait for an answer; it is '{row.state}'")
    if latest.number != number:
        now = f"{label(item_id)} now waits for an answer to question {item_id}-{latest.number}"
        raise AnswerRefused(Why.OTHER_QUESTION, now)
    if connection.execute(select(answers.c.question_id).where(answers.c.question_id == latest.id)).first():
        raise AnswerRefused(Why.ANSWERED, f"question {item_id}-{number} is answered already")
    return Item.from_row(row), latest


def _candidate(question: Row[Any], candidate: int | None) -> str | None:
    if candidate is None:
        return None
    if not 1 <= candidate <= len(question.candidates):
        shown = len(question.candidates)
        raise AnswerRefused(Why.NO_CANDIDATE, f"the question shows {shown} candidates, and {candidate} is none of them")
    return str(question.candidates[candidate - 1])


def _check_choice(connection: Connection, question: Row[Any], choice: Choice, case_number: str) -> None:
    fitting = choices_for(question.act)
    if choice not in fitting:
        what = f"'{choice}' doesn't fit this question; it takes: {', '.join(fitting)}"
        raise AnswerRefused(Why.DOES_NOT_FIT, what)
    if choice is Choice.FOUND and question.act == "register" and not case_number.strip():
        raise AnswerRefused(Why.NO_NUMBER, "'fundet' needs the case number that was found")
    if choice is Choice.WRITE_AGAIN and not journal.surely_over(
        connection, question.item_id, question.act, question.act_key, asked_at=question.asked_at
    ):
        raise AnswerRefused(Why.NOT_OVER, "the earlier write may still be under way; try again in a few minutes")


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
            data={"number": case_number},
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
        select(questions, proposed_answers.c.given)
        .join(items, items.c.id == questions.c.item_id)
        .outerjoin(proposed_answers, proposed_answers.c.question_id == questions.c.id)
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
            proposed=Choice(row.given["choice"]) if row.given else None,
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

"""The caseworker: answers what the robot asks, by looking where a person would look, and tries again what failed."""

from typing import Any

from sqlalchemy import Row, func, select

from gevinst.codes import Code
from gevinst.errors import Refused
from gevinst.items.answers import answer, retry_failed
from gevinst.items.choices import Choice
from gevinst.items.model import State, label
from gevinst.store.patience import patiently
from gevinst.store.tables import items, questions
from tests.chaos.house import House
from tests.chaos.notes import Notes
from tests.chaos.outside import Outside


class Caseworker:
    """One person, with patience."""

    def __init__(self, house: House) -> None:
        self._house = house
        self._notes = Notes(house.folder)

    def go_through(self) -> int:
        """Answer every open question and retry every failed item; returns how many."""
        waiting, failed = patiently(self._open)
        return sum(self._answer(question) for question in waiting) + sum(self._retry(each) for each in failed)

    def _open(self) -> tuple[list[Row[Any]], list[int]]:
        newest = select(func.max(questions.c.id)).group_by(questions.c.item_id)
        with self._house.engine.connect() as connection:
            waiting = connection.execute(
                select(questions)
                .join(items, items.c.id == questions.c.item_id)
                .where(items.c.state == State.PENDING, questions.c.id.in_(newest))
            ).all()
            failed = connection.execute(select(items.c.id).where(items.c.state == State.FAILED)).scalars().all()
        return list(waiting), list(failed)

    def _answer(self, question: Row[Any]) -> int:
        choice, number = self._look(question)
        if choice is None:
            return 0
        reference = f"{question.item_id}-{question.number}"
        try:
            with self._house.engine.begin() as connection:
                answer(connection, reference, choice, initials="SAG", case_number=number)
        except Refused:  # the write may still be under way: later
            return 0
        self._notes.add("answered", item=question.item_id, code=question.code, act=question.act, choice=choice)
        return 1

    def _look(self, question: Row[Any]) -> tuple[Choice | None, str]:
        """What is true outside: found, not there, or (twice) nothing that an answer could mend."""
        if question.code != Code.UNCERTAIN_WRITE:
            return Choice.RETRY, ""
        outside, item_id = Outside.read(self._house), question.item_id
        registered = outside.registered(item_id)
        traces = {
            "register": len(registered),
            "file": len(outside.remarks.get(f"{label(item_id)} {question.act_key}", [])),
            "send": outside.sent(item_id),
            "digitalpost": outside.posted(item_id),
        }[question.act]
        if traces > 1:
            return None, ""
        number = registered[0] if question.act == "register" and traces else ""
        return (Choice.FOUND if traces else Choice.WRITE_AGAIN), number

    def _retry(self, item_id: int) -> int:
        with self._house.engine.begin() as connection:
            code = connection.execute(select(items.c.code).where(items.c.id == item_id)).scalar_one()
            retry_failed(connection, item_id)
        self._notes.add("retried", item=item_id, code=code)
        return 1

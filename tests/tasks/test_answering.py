"""Answering from a form: the run says in Danish whether the answer is saved, what follows, and else what to do."""

import json
from dataclasses import replace
from typing import Any

import pytest
from sqlalchemy import Engine, func, select

from flows.besvar_en_sag import besvar_en_sag
from gevinst.codes import Code
from gevinst.errors import BusinessError, GevinstError, Uncertain
from gevinst.items.choices import Choice
from gevinst.items.model import Outcome, State
from gevinst.items.queues import ensure_queue
from gevinst.ledger.human_time import TimeBand
from gevinst.store.tables import answers
from tasks.answering import AnswerForm
from tests.gevinst.core import QUEUE, put, row, run
from tests.orchestrator import Ran, run_flow

pytestmark = [
    pytest.mark.usefixtures("orchestrator"),
    pytest.mark.parametrize("database_url", ["sqlite"], indirect=True),
]
"""The core proves on both databases what an answer does."""


def asked(engine: Engine, error: GevinstError | None = None) -> int:
    """An item that waits for an answer to its first question."""
    number = put(engine)

    def ask(_case: object) -> None:
        raise error or BusinessError(Code.CONFLICTING_AMOUNTS, candidates=("1.250,00", "1.400,00"))

    run(engine, ask)
    return number


def answer(item: int, question: int = 1, choice: Choice = Choice.RETRY, **what: Any) -> Ran:
    """Fill the form in and start it."""
    form = AnswerForm(sag=item, spoergsmaal=question, valg=choice, **{"initialer": "ABC", **what})
    return run_flow(besvar_en_sag, form)


def count(engine: Engine) -> int:
    """How many answers are stored."""
    with engine.connect() as connection:
        return connection.execute(select(func.count()).select_from(answers)).scalar_one()


def test_an_answer_lets_the_robot_go_on(database: Engine) -> None:
    """The item is as new for the next run, and the page says so."""
    number = asked(database)
    ran = answer(number, forslag=2, tid=TimeBand.UNDER_5)
    assert (ran.state.is_completed(), ran.state.message) == (True, "Svaret er gemt")
    assert "Robotten fortsætter med sagen i næste kørsel." in ran.artifacts["Svaret er gemt"]
    assert row(database, number).state == State.NEW
    with database.connect() as connection:
        assert connection.execute(select(answers.c.candidate)).scalar_one() == "1.400,00"


def test_a_case_that_a_person_has_settled_is_closed(database: Engine) -> None:
    """The page says that nothing more will happen."""
    number = asked(database)
    ran = answer(number, choice=Choice.DONE_BY_ME)
    assert "Sagen er afsluttet." in ran.artifacts["Svaret er gemt"]
    assert (row(database, number).state, row(database, number).outcome) == (State.COMPLETED, Outcome.BY_PERSON)


def test_an_answer_that_needs_two_people_waits_for_the_second(database: Engine) -> None:
    """The page says so, and how a colleague confirms it; the colleague's form with the same answer ends the case."""
    number = asked(database)
    with database.begin() as connection:
        ensure_queue(connection, replace(QUEUE, two_people=frozenset({Choice.DONE_BY_ME})))
    ran = answer(number, choice=Choice.DONE_BY_ME)
    assert "venter på, at en kollega bekræfter" in ran.artifacts["Svaret er gemt"]
    again = answer(number, choice=Choice.DONE_BY_ME)
    assert again.state.is_failed()
    assert "er foreslået og venter på, at en kollega bekræfter" in again.artifacts["Svaret er ikke gemt"]
    assert row(database, number).state == State.PENDING
    done = answer(number, choice=Choice.DONE_BY_ME, initialer="DEF")
    assert "Sagen er afsluttet." in done.artifacts["Svaret er gemt"]


def test_a_second_answer_is_refused(database: Engine) -> None:
    """The run is failed, so that nobody takes it for saved; the first answer stands, and the page says why."""
    number = asked(database)
    answer(number)
    ran = answer(number, choice=Choice.REJECT)
    assert ran.state.is_failed()
    assert "allerede besvaret" in ran.artifacts["Svaret er ikke gemt"]
    assert (row(database, number).state, count(database)) == (State.NEW, 1)


def test_an_answer_to_yesterdays_question_is_refused(database: Engine) -> None:
    """The case has asked something else since: the page shows what it waits for now, and what can be answered."""
    number = asked(database)
    answer(number)
    run(database, lambda _case: _raise(BusinessError(Code.NO_GRANT)))
    ran = answer(number, question=1)
    text = ran.artifacts["Svaret er ikke gemt"]
    assert ran.state.is_failed()
    assert (Code.NO_GRANT.sentence in text, f"{number}-2" in text, Choice.DONE_BY_ME in text) == (True, True, True)
    assert count(database) == 1


def _raise(error: GevinstError) -> None:
    raise error


def test_a_number_that_is_none_of_ours_is_refused(database: Engine) -> None:
    """A slip of the finger changes nothing."""
    ran = answer(4711)
    assert ran.state.is_failed()
    assert "GEV-4711 venter ikke på svar" in ran.artifacts["Svaret er ikke gemt"]


@pytest.mark.parametrize(
    ("error", "choice", "what"),
    [
        (BusinessError(Code.NO_GRANT), Choice.FOUND, {"sagsnummer": "HT-2026-000001"}),
        (BusinessError(Code.NO_GRANT), Choice.RETRY, {"forslag": 3}),
        (Uncertain("register", key="x"), Choice.RETRY, {}),
        (Uncertain("register", key="x"), Choice.FOUND, {}),
    ],
)
def test_an_answer_that_does_not_fit_the_question_is_refused(
    database: Engine, error: GevinstError, choice: Choice, what: dict[str, Any]
) -> None:
    """The page lists the choices that do fit; the case waits on."""
    number = asked(database, error)
    ran = answer(number, choice=choice, **what)
    assert ran.state.is_failed()
    assert "Mulige svar" in ran.artifacts["Svaret er ikke gemt"]
    assert (row(database, number).state, count(database)) == (State.PENDING, 0)


def test_nothing_but_numbers_choices_and_initials_reaches_the_server(database: Engine) -> None:
    """What the server keeps of the run is the form's own fields."""
    ran = answer(asked(database))
    (parameters,) = json.loads(ran.everything)[0]["parameters"].values()
    assert set(parameters) == {"sag", "spoergsmaal", "valg", "forslag", "sagsnummer", "tid", "initialer"}

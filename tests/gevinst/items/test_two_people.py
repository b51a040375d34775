"""An answer nobody gives alone: the first one's is a proposal, which another person confirms or either takes back."""

from collections.abc import Callable
from dataclasses import replace
from functools import partial

import pytest
from sqlalchemy import Engine, select

from gevinst.codes import Code
from gevinst.errors import BusinessError
from gevinst.items.answers import answer, confirm, open_questions, take_back
from gevinst.items.case import Case
from gevinst.items.choices import Choice
from gevinst.items.corrections import Correction, corrections_of
from gevinst.items.loop import Run
from gevinst.items.model import Outcome, State
from gevinst.items.notes import notes_of
from gevinst.items.proposals import Given, proposal_to
from gevinst.items.queues import ensure_queue
from gevinst.items.readings import DocumentReading, ReadField
from gevinst.items.refusals import AnswerRefused, Why
from gevinst.ledger.human_time import TimeBand
from gevinst.store.tables import answers, proposed_answers, questions, queues, staff
from gevinst.values.field_types import FieldType
from tests.gevinst.core import QUEUE, put, register_potential, row

READ = "a" * 64
"""The document that was read."""
CAREFUL = replace(QUEUE, two_people=frozenset({Choice.DONE_BY_ME, Choice.RETRY}))


@pytest.fixture
def waits(database: Engine) -> Engine:
    """Item 1 waits in a queue where *jeg har klaret den* and *prøv igen* need two people."""
    register_potential(database)
    put(database)
    with database.begin() as connection:
        ensure_queue(connection, CAREFUL)

    field = ReadField(name="citizen_name", title="Borgerens navn", type=FieldType.NAME, problem=Code.FIELD_MISSING)

    def ask(case: Case) -> None:
        case.keep_reading(READ, "helbredstillaeg", DocumentReading(kind="regning", fields=(field,)))
        raise BusinessError(Code.CONFLICTING_AMOUNTS, candidates=("1,00", "2,00"))

    for case in Run(database, CAREFUL):
        with case:
            ask(case)
    return database


def give(engine: Engine, initials: str, choice: Choice = Choice.DONE_BY_ME, **more: object) -> State:
    """Somebody answers question 1-1."""
    with engine.begin() as connection:
        return answer(connection, "1-1", choice, initials=initials, **more)  # type: ignore[arg-type]


def why_not(engine: Engine, initials: str, choice: Choice = Choice.DONE_BY_ME, **more: object) -> Why:
    """Why an answer isn't taken."""
    with pytest.raises(AnswerRefused) as refused:
        give(engine, initials, choice, **more)
    return refused.value.why


def seen(engine: Engine) -> int:
    """Which proposal somebody looks at now."""
    with engine.connect() as connection:
        return int(connection.execute(select(proposed_answers.c.proposed_at)).scalar_one())


def answered_by(engine: Engine) -> list[str]:
    """Who answered."""
    with engine.connect() as connection:
        joined = select(staff.c.initials).join(answers, answers.c.staff_id == staff.c.id)
        return [str(each) for each in connection.execute(joined).scalars()]


def test_the_first_answer_waits_and_a_colleague_confirms_it(waits: Engine) -> None:
    """The item goes on waiting, the proposer can't confirm, and the colleague's word ends the case, with the time given first."""
    assert give(waits, "ABC", time_band=TimeBand.FROM_5_TO_15, note="set efter") is State.PENDING
    assert row(waits, 1).state == State.PENDING
    assert why_not(waits, "ABC") is Why.OWN_PROPOSAL
    proposed = seen(waits)
    with pytest.raises(AnswerRefused), waits.begin() as connection:
        confirm(connection, "1-1", initials="abc", seen=proposed)
    with waits.begin() as connection:
        assert confirm(connection, "1-1", initials="DEF", seen=proposed) is State.COMPLETED
        assert [note.initials for note in notes_of(connection, 1)] == ["ABC"]
        assert connection.execute(select(answers.c.time_band)).scalar_one() == TimeBand.FROM_5_TO_15
    assert (row(waits, 1).outcome, answered_by(waits)) == (Outcome.BY_PERSON, ["DEF"])


def test_the_same_answer_by_a_colleague_confirms_it(waits: Engine) -> None:
    """As the form in the orchestrator does; another answer, or another amount, doesn't."""
    assert give(waits, "ABC", Choice.RETRY, candidate=2) is State.PENDING
    assert why_not(waits, "DEF") is Why.PROPOSED
    assert why_not(waits, "DEF", Choice.RETRY, candidate=1) is Why.PROPOSED
    assert why_not(waits, "DEF", Choice.REJECT) is Why.PROPOSED
    assert give(waits, "DEF", Choice.RETRY, candidate=2) is State.NEW
    assert answered_by(waits) == ["DEF"]


def test_a_proposal_is_withdrawn_or_rejected(waits: Engine) -> None:
    """Then the question waits as before, for any answer by anybody."""
    for _ in range(2):
        give(waits, "ABC")
        proposed = seen(waits)
        with waits.begin() as connection:
            take_back(connection, "1-1", seen=proposed)
            assert connection.execute(select(proposed_answers)).all() == []
            assert len(open_questions(connection)) == 1
    with pytest.raises(AnswerRefused) as refused, waits.begin() as connection:
        take_back(connection, "1-1", seen=proposed)
    assert refused.value.why is Why.NO_PROPOSAL
    assert give(waits, "ABC", Choice.REJECT) is State.COMPLETED


@pytest.mark.parametrize(("act", "by"), [(partial(confirm, initials="DEF"), ["DEF"]), (take_back, [])])
def test_a_proposal_that_was_replaced_is_neither_confirmed_nor_taken_away(
    waits: Engine, act: Callable[..., object], by: list[str]
) -> None:
    """Whoever looked at the earlier one, or at none, is told; the one that waits now stands."""
    give(waits, "ABC", Choice.RETRY, candidate=1)
    first = seen(waits)
    with waits.begin() as connection:
        take_back(connection, "1-1", seen=first)
    give(waits, "ABC", Choice.RETRY, candidate=2)
    for earlier in (first, None):
        with pytest.raises(AnswerRefused) as refused, waits.begin() as connection:
            act(connection, "1-1", seen=earlier)
        assert refused.value.why is Why.OTHER_PROPOSAL
    now = seen(waits)
    with waits.begin() as connection:
        act(connection, "1-1", seen=now)
    assert answered_by(waits) == by


def test_an_answer_that_needs_one_is_given_by_one(waits: Engine) -> None:
    """Only the choices the queue names need two."""
    assert give(waits, "ABC", Choice.REJECT) is State.COMPLETED
    with waits.connect() as connection:
        assert connection.execute(select(proposed_answers)).all() == []


def test_the_queue_says_which(waits: Engine) -> None:
    """Its next run brings the list up to date; a queue that names none asks for one person."""
    with waits.begin() as connection:
        assert connection.execute(select(queues.c.two_people)).scalar_one() == sorted(CAREFUL.two_people)
        ensure_queue(connection, QUEUE)
        assert connection.execute(select(queues.c.two_people)).scalar_one() is None
    assert give(waits, "ABC") is State.COMPLETED


def test_what_was_proposed_is_what_is_confirmed(waits: Engine) -> None:
    """It is kept whole: the answer, the minutes, what was put right, and the note; so it becomes the answer."""
    right = Correction(READ, "citizen_name", "Aase Kjær")
    more = {"candidate": 2, "time_band": TimeBand.UNDER_5, "corrections": [right], "note": "set efter"}
    give(waits, "ABC", Choice.RETRY, **more)
    with waits.connect() as connection:
        proposal = proposal_to(connection, connection.execute(select(questions.c.id)).scalar_one())
    assert proposal is not None
    assert proposal.given == Given(Choice.RETRY, 2, "", TimeBand.UNDER_5, (right,))
    assert proposal.initials == "ABC"
    assert "Aase" not in repr(proposal)
    with waits.begin() as connection:
        confirm(connection, "1-1", initials="DEF", seen=proposal.proposed_at)
        answered = connection.execute(select(answers)).one()
        assert (answered.choice, answered.candidate, answered.time_band) == (Choice.RETRY, "2,00", TimeBand.UNDER_5)
        assert [each.correction for each in corrections_of(connection, 1)] == [right]
        assert [(note.text, note.initials) for note in notes_of(connection, 1)] == [("set efter", "ABC")]

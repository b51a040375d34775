"""While a citizen's data is restricted it is kept, not worked on, and not deleted; on both databases."""

import pytest
from sqlalchemy import Engine, select

from gevinst.cli import run as gevinst
from gevinst.codes import Code
from gevinst.items.answers import Choice, answer
from gevinst.items.case import Case
from gevinst.items.model import State
from gevinst.items.retention import neutralise_past
from gevinst.persons.about import hash_of, must_be_free
from gevinst.persons.restricting import restrict
from gevinst.store.tables import checkpoints, item_persons, journal, restrictions
from tests.gevinst.core import OutsideSystem, Register, row
from tests.gevinst.items.test_retention import days_later
from tests.gevinst.persons.citizens import (
    ANNAS,
    BENT,
    BENTS,
    Desk,
    annas_case,
    handle,
    look_up,
    put,
    run,
    wait_with,
)


def restrict_anna(engine: Engine) -> None:
    """As the command does it."""
    with engine.begin() as connection:
        restrict(connection, hash_of(ANNAS), initials="DPO")


def codes(engine: Engine) -> list[tuple[str, str | None]]:
    """Where each item of one run ended."""
    return [(ending.state, ending.code) for _, ending in run(engine, handle).tally.endings]


def test_a_restricted_citizen_is_recognised_when_first_read(registered: Engine, desk: Desk) -> None:
    """A mail that comes later goes to a person before anything is saved, looked up or written; the link is kept."""
    desk.ask("restrict")
    put(registered, "a")
    assert codes(registered) == [(State.PENDING, Code.RESTRICTED)]
    with registered.connect() as connection:
        assert connection.execute(select(checkpoints)).all() == []
        assert connection.execute(select(journal)).all() == []
        assert [each.item_id for each in connection.execute(select(item_persons))] == [1]


def test_an_answer_does_not_lift_it_and_lifting_does(registered: Engine, desk: Desk) -> None:
    """*Prøv igen* asks the same again without reading anything; after `lift` the same answer lets the robot go on."""
    put(registered, "a")
    run(registered, wait_with(ANNAS, code=Code.NO_GRANT))
    assert "Åbne sager: 1 (GEV-1)" in desk.ask("restrict")
    for question in (1, 2):
        with registered.begin() as connection:
            answer(connection, f"1-{question}", Choice.RETRY, initials="ABC")
        touched: list[Case] = []
        assert run(registered, touched.append).tally.endings[0][1].code is Code.RESTRICTED
        assert touched == []
    assert "Sager, der ventede på det: 1 (GEV-1)" in desk.ask("lift")
    with registered.begin() as connection:
        answer(connection, "1-3", Choice.RETRY, initials="ABC")
    assert codes(registered) == [(State.COMPLETED, None)]


def test_one_that_comes_while_a_case_is_in_hand_stops_the_write(registered: Engine) -> None:
    """Restricted after the citizen was read, and before the click: no intent, and nothing is written outside."""
    put(registered, "a")
    outside = OutsideSystem()

    def work(case: Case) -> None:
        must_be_free(case, [ANNAS])
        restrict_anna(registered)
        case.guarded(Register(outside, case.item.label))

    assert run(registered, work).tally.endings[0][1].code is Code.RESTRICTED
    assert outside.traces == []
    with registered.connect() as connection:
        assert connection.execute(select(journal)).all() == []


def test_one_that_comes_after_the_click_leaves_the_receipt(registered: Engine) -> None:
    """What was written is read back and proven: a restriction makes no write uncertain."""
    put(registered, "a")
    outside = OutsideSystem(after_write=lambda: restrict_anna(registered))

    def work(case: Case) -> None:
        must_be_free(case, [ANNAS])
        case.guarded(Register(outside, case.item.label))
        must_be_free(case, [ANNAS])

    assert run(registered, work).tally.endings[0][1].code is Code.RESTRICTED
    with registered.connect() as connection:
        assert [each.kind for each in connection.execute(select(journal).order_by(journal.c.id))] == [
            "intent",
            "receipt",
        ]


def test_others_are_worked_on_as_before(registered: Engine, desk: Desk) -> None:
    """One citizen's restriction is nobody else's."""
    desk.ask("restrict", number=BENT.cpr)
    put(registered, "a")
    assert codes(registered) == [(State.COMPLETED, None)]


def test_retention_keeps_and_names_what_is_restricted(
    registered: Engine, desk: Desk, capsys: pytest.CaptureFixture[str]
) -> None:
    """A case past its date, also one about two citizens of whom one is restricted; lifted, it goes the next night."""
    annas_case(registered)
    put(registered, "b")
    run(registered, wait_with(ANNAS, BENTS))
    with registered.begin() as connection:
        answer(connection, "2-1", Choice.REJECT, initials="ABC")
    desk.ask("restrict")
    days_later(31)
    assert gevinst(["retention"]) == 0
    assert "behandlingen er begrænset (se `gevinst person lift`): GEV-1, GEV-2." in capsys.readouterr().out
    assert {} not in [row(registered, number).payload for number in (1, 2)]
    desk.ask("lift")
    assert neutralise_past(registered).neutralised == ["GEV-1", "GEV-2"]
    assert [row(registered, number).payload for number in (1, 2)] == [{}, {}]
    with registered.connect() as connection:
        assert connection.execute(select(item_persons)).all() == []


def test_an_older_case_counts_by_its_look_up(registered: Engine, desk: Desk) -> None:
    """From before it was written down whom an item is about: restricting ties it, so it is stopped and kept as well."""
    number = put(registered, "old")
    look_up(registered, ANNAS, number)
    assert desk.data("restrict") == {"restricted": True, "open": ["GEV-1"], "kept": 1}
    assert run(registered, handle).tally.endings[0][1].code is Code.RESTRICTED


def test_twice_is_refused_and_what_was_stays_on_record(registered: Engine, desk: Desk) -> None:
    """Restricting what is restricted, lifting what isn't; who did it and when is kept after lifting."""
    desk.ask("restrict")
    assert "allerede begrænset" in desk.ask("restrict", code=1)
    assert "begrænset siden" in desk.ask("find")
    desk.ask("lift", by="kon")
    assert "ikke begrænset" in desk.ask("lift", code=1)
    desk.ask("restrict")
    with registered.connect() as connection:
        rows = connection.execute(select(restrictions).order_by(restrictions.c.id)).all()
    assert [each.lifted_at is None for each in rows] == [False, True]
    assert rows[0].restricted_by != rows[0].lifted_by

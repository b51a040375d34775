"""The kill switch and pauses by hand: claims stop at once, the case in hand is finished, and nothing ends a stop by itself."""

import pytest
from sqlalchemy import Engine

from gevinst.errors import Refused, SystemDown
from gevinst.items.case import Case, Credit
from gevinst.items.loop import Run
from gevinst.items.model import State
from gevinst.items.queues import Queue, ensure_queue, pause
from gevinst.items.stops import Scope, is_stopped, lift, stop
from gevinst.store import clock
from tests.gevinst.core import QUEUE, put, register_potential, row, run


def say_stop(engine: Engine, scope: Scope, name: str = "") -> None:
    """Stop as operations does."""
    with engine.begin() as connection:
        stop(connection, scope, name, initials="DRI")


def read(case: Case) -> None:
    """A step."""
    case.checkpoint("read", str, lambda: "", Credit("read"))


@pytest.mark.parametrize(
    ("scope", "name"), [(Scope.EVERYTHING, ""), (Scope.SYSTEM, "pension"), (Scope.QUEUE, "helbredstillaeg")]
)
def test_a_stop_lets_no_case_begin_until_it_is_lifted(database: Engine, scope: Scope, name: str) -> None:
    """Whatever is stopped: no claim, also after days; said twice it is one stop; lifted, the queue goes on."""
    register_potential(database)
    number = put(database)
    say_stop(database, scope, name)
    say_stop(database, scope, name)
    clock.offset.microseconds = 10 * 86_400 * clock.MICROSECONDS
    turn = run(database, read)
    assert turn.tally.endings == []
    assert turn.tally.notices == ["the queue 'helbredstillaeg' is stopped by hand; see `gevinst queues list`"]
    with database.begin() as connection:
        lift(connection, scope, name)
    run(database, read)
    assert row(database, number).state == State.COMPLETED


def test_the_case_in_hand_is_finished_and_the_next_one_left(database: Engine) -> None:
    """A run that is stopped midway completes what it holds and takes nothing more."""
    register_potential(database)
    numbers = [put(database, each) for each in ("a", "b")]

    def work(case: Case) -> None:
        say_stop(database, Scope.EVERYTHING)
        read(case)

    run(database, work)
    assert [row(database, number).state for number in numbers] == [State.COMPLETED, State.NEW]


def test_a_stop_of_another_system_or_queue_holds_nothing_back(database: Engine) -> None:
    """Only queues that name the system are held."""
    put(database)
    with database.begin() as connection:
        ensure_queue(connection, Queue("anden", None, systems=("erp",)))
    say_stop(database, Scope.SYSTEM, "erp")
    say_stop(database, Scope.QUEUE, "anden")
    with database.connect() as connection:
        assert is_stopped(connection, "anden")
        assert not is_stopped(connection, QUEUE.name)


def test_a_misspelt_stop_is_refused_with_what_there_is(database: Engine) -> None:
    """A stop that would stop nothing must not look like one that did."""
    put(database)
    for scope, name, known in ((Scope.SYSTEM, "pensoin", "mail, pension"), (Scope.QUEUE, "helbred", "helbredstillaeg")):
        with pytest.raises(Refused, match=known):
            say_stop(database, scope, name)
    with pytest.raises(Refused, match="stopped is: nothing"), database.begin() as connection:
        lift(connection, Scope.EVERYTHING)


def test_a_persons_stop_outlives_the_robots_own_pause(database: Engine) -> None:
    """A system that comes back ends the robot's pause and not the stop."""
    put(database)

    def down(_case: Case) -> None:
        raise SystemDown("pension")

    run(database, down, limit=1)
    say_stop(database, Scope.SYSTEM, "pension")
    clock.offset.microseconds = 3600 * clock.MICROSECONDS
    with database.begin() as connection:
        assert pause(connection, QUEUE.name) is None
    assert run(database, read).tally.endings == []


def test_one_system_down_is_one_notice_for_all_its_queues(database: Engine) -> None:
    """Two queues need the system: both wait with a wake-up time, and operations hears of it once."""
    other = Queue("anden", None, systems=("pension",))
    with database.begin() as connection:
        ensure_queue(connection, other)
    put(database, "a")
    put(database, "b")

    def down(_case: Case) -> None:
        raise SystemDown("pension")

    first = run(database, down, limit=1)
    assert [notice.count("waits 300 s") for notice in first.tally.notices] == [1]
    with database.begin() as connection:
        assert pause(connection, "anden") is not None
    assert Run(database, other).tally.notices == []
    assert list(Run(database, other)) == []

"""The list: what waits in one's units, in the order one needs it, and nothing of anybody else's."""

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
from sqlalchemy import Engine, insert, update

from gevinst.codes import Code
from gevinst.desk.case import case_facts
from gevinst.desk.due import Badge, badge_of
from gevinst.desk.finding import find_of_citizen, read_number, unit_of
from gevinst.desk.waiting import Age, Order, Waiting, Wanted, choices_among, count_waiting, waiting
from gevinst.errors import BusinessError, ProcessError
from gevinst.items.answers import answer
from gevinst.items.case import Case
from gevinst.items.choices import Choice
from gevinst.items.loop import Run
from gevinst.items.model import State
from gevinst.items.queues import Queue, ensure_queue, put_in
from gevinst.keyed_hash import keyed_hash
from gevinst.potentials.potential import Potential
from gevinst.potentials.register import put_potential
from gevinst.store import clock
from gevinst.store.clock import from_datetime
from gevinst.store.tables import item_persons, items
from gevinst.values.cpr import Cpr
from tests.gevinst.core import OFFICE, OutsideSystem, Register

UNITS = {"P-1": "Pension og Ydelser", "P-2": "Borgerservice"}
QUEUES = {"pension": Queue("pension", "P-1"), "sygesikring": Queue("sygesikring", "P-2"), "hus": Queue("hus", None)}
HOUR = 3600 * clock.MICROSECONDS
CPR = Cpr.parse("0702481239")


@pytest.fixture(autouse=True)
def still() -> Iterator[None]:
    """Time moves only when a test moves it forward."""
    yield
    clock.offset.microseconds = 0


@pytest.fixture
def office(database: Engine) -> Engine:
    """Two units with a process each, and one of the house's own."""
    with database.begin() as connection:
        for number, unit in UNITS.items():
            put_potential(connection, Potential(number, f"Proces {number}", unit, "leder", "agent", "robot"), OFFICE)
        for queue in QUEUES.values():
            ensure_queue(connection, queue)
    return database


def put(engine: Engine, queue: str, reference: str, error: Exception | None, *, due: int | None = None) -> int:
    """One case that ended with an error, or is done; `due` in hours from now."""
    with engine.begin() as connection:
        number = put_in(connection, QUEUES[queue], reference=reference, content_hash="c", payload={})
        assert number is not None
        row = {"item_id": number, "cpr_hash": keyed_hash("cpr", CPR.digits)}
        connection.execute(insert(item_persons).values(row))
        if due is not None:
            connection.execute(
                update(items).where(items.c.id == number).values(due_at=clock.host_now_us() + due * HOUR)
            )
    for case in Run(engine, QUEUES[queue]):
        with case:
            if error is not None:
                raise error
    return number


def seen(engine: Engine, *units: str, **wanted: object) -> list[Waiting]:
    """What somebody of these units sees."""
    with engine.connect() as connection:
        found = waiting(connection, units, Wanted(**wanted), most=100)  # type: ignore[arg-type]
        assert count_waiting(connection, units, Wanted(**wanted)).all == len(found)  # type: ignore[arg-type]
    return found


def test_a_unit_sees_its_own_that_wait(office: Engine) -> None:
    """Neither what is done, nor another unit's, nor the house's own errands."""
    mine = put(office, "pension", "a", BusinessError(Code.UNKNOWN_CITIZEN))
    put(office, "pension", "b", None)
    theirs = put(office, "sygesikring", "c", BusinessError(Code.NO_GRANT))
    put(office, "hus", "d", BusinessError(Code.NO_GRANT))
    (one,) = seen(office, UNITS["P-1"])
    assert (one.item_id, one.question, one.unit, one.process, one.code) == (
        mine, f"{mine}-1", UNITS["P-1"], "Proces P-1", Code.UNKNOWN_CITIZEN,
    )  # fmt: skip
    assert [each.item_id for each in seen(office, *UNITS.values())] == [mine, theirs]
    assert seen(office) == []


def test_a_failed_case_waits_for_operations(office: Engine) -> None:
    """It is shown, last, and has no question; what was asked of it before isn't asked any more."""
    failed = put(office, "pension", "a", ProcessError("the screen is another"), due=-5)
    waits = put(office, "pension", "b", BusinessError(Code.NO_GRANT))
    first, last = seen(office, UNITS["P-1"])
    assert (first.item_id, first.is_for_operations) == (waits, False)
    assert (last.item_id, last.is_for_operations, last.question) == (failed, True, "")
    with office.connect() as connection:
        counted = count_waiting(connection, [UNITS["P-1"]], Wanted())
    assert (counted.answerable, counted.overdue, counted.for_operations) == (1, 0, 1)


def test_an_answered_case_leaves_the_list_and_a_new_question_brings_it_back(office: Engine) -> None:
    """With the new question's number, and the time since it was asked."""
    number = put(office, "pension", "a", BusinessError(Code.UNKNOWN_CITIZEN))
    with office.begin() as connection:
        answer(connection, f"{number}-1", Choice.RETRY, initials="ABC")
    assert seen(office, UNITS["P-1"]) == []
    for case in Run(office, QUEUES["pension"]):
        with case:
            raise BusinessError(Code.NO_GRANT)
    (one,) = seen(office, UNITS["P-1"])
    assert (one.question, one.code) == (f"{number}-2", Code.NO_GRANT)


def test_the_order_one_asks_for(office: Engine) -> None:
    """What is due first (without a date last), oldest, newest."""
    late = put(office, "pension", "late", BusinessError(Code.NO_GRANT), due=-1)
    clock.offset.microseconds += HOUR
    none = put(office, "pension", "none", BusinessError(Code.NO_GRANT))
    clock.offset.microseconds += HOUR
    soon = put(office, "pension", "soon", BusinessError(Code.NO_GRANT), due=1)
    orders = {order: [each.item_id for each in seen(office, UNITS["P-1"], order=order)] for order in Order}
    assert orders == {
        Order.DUE: [late, soon, none],
        Order.OLDEST: [late, none, soon],
        Order.NEWEST: [soon, none, late],
    }


def test_filters_leave_what_was_chosen(office: Engine) -> None:
    """Unit, process, reason, and for how long it has waited; the filters offer what there is."""
    old = put(office, "pension", "a", BusinessError(Code.UNKNOWN_CITIZEN))
    clock.offset.microseconds += 80 * HOUR
    new = put(office, "sygesikring", "b", BusinessError(Code.NO_GRANT))
    both = tuple(UNITS.values())
    for wanted, expected in (
        ({"unit": UNITS["P-2"]}, [new]),
        ({"process": "pension"}, [old]),
        ({"reason": Code.NO_GRANT}, [new]),
        ({"age": Age.DAY}, [old]),
        ({"age": Age.THREE_DAYS}, [old]),
        ({"age": Age.WEEK}, []),
        ({"process": "pension", "reason": Code.NO_GRANT}, []),
        ({"unit": "Teknik"}, []),
    ):
        assert [each.item_id for each in seen(office, *both, **wanted)] == expected, wanted
    with office.connect() as connection:
        offered = choices_among(connection, both)
    assert offered.processes == (("pension", "Proces P-1"), ("sygesikring", "Proces P-2"))
    assert set(offered.reasons) == {Code.UNKNOWN_CITIZEN, Code.NO_GRANT}


@pytest.mark.parametrize(
    ("due", "badge"),
    [
        ("2026-11-27 08:59", Badge.OVERDUE),
        ("2026-11-27 09:01", Badge.TODAY),
        ("2026-11-27 22:59", Badge.TODAY),
        ("2026-11-27 23:01", Badge.SOON),  # midnight has passed in Copenhagen
        ("2026-11-30 12:00", Badge.SOON),
        ("2026-12-01 12:00", None),
    ],
)
def test_badges_by_the_calendar_of_the_municipality(due: str, badge: Badge | None) -> None:
    """Overdue, today, within three days; it is ten o'clock in Copenhagen."""
    now, then = (from_datetime(datetime.fromisoformat(text).replace(tzinfo=UTC)) for text in ("2026-11-27 09:00", due))
    assert badge_of(then, now) is badge
    assert badge_of(None, now) is None


def test_a_citizens_cases_are_found_in_ones_own_units(office: Engine) -> None:
    """The newest first, whatever became of them; another unit's aren't there."""
    done = put(office, "pension", "a", None)
    waits = put(office, "pension", "b", BusinessError(Code.NO_GRANT))
    put(office, "sygesikring", "c", BusinessError(Code.NO_GRANT))
    with office.connect() as connection:
        found = find_of_citizen(connection, CPR, [UNITS["P-1"]])
        assert find_of_citizen(connection, Cpr.parse("0702481240"), list(UNITS.values())) == []
        assert unit_of(connection, waits) == UNITS["P-1"]
        assert unit_of(connection, 4711) is None
    assert [(each.item_id, each.state) for each in found] == [(waits, State.PENDING), (done, State.COMPLETED)]


@pytest.mark.parametrize(
    ("typed", "number"),
    [
        ("GEV-1042", 1042),
        ("gev 1042", 1042),
        (" 1042 ", 1042),
        ("010203-4567", None),
        ("0102034567", None),
        ("x", None),
    ],
)
def test_what_is_typed_into_the_search(typed: str, number: int | None) -> None:
    """A case's number with or without its letters; a CPR number is none."""
    assert read_number(typed) == number


def test_what_the_robot_did_and_may_have_done(office: Engine) -> None:
    """A receipt with its number, one a colleague gave, and a write nobody can tell of."""
    with office.begin() as connection:
        number = put_in(connection, QUEUES["pension"], reference="a", content_hash="c", payload={})
    assert number is not None
    outside = OutsideSystem()
    lost = OutsideSystem()
    lost.after_write = lost.traces.clear

    def work(case: Case) -> None:
        case.guarded(Register(outside, case.item.label))
        case.guarded(Register(lost, case.item.label, name="file", key="b"))

    for case in Run(office, QUEUES["pension"]):
        with case:
            work(case)
    with office.connect() as connection:
        facts = case_facts(connection, number)
    assert facts is not None
    registered, filed = facts.done
    assert (registered.act, registered.number, registered.is_proven) == ("registreringen i fagsystemet", "HT-0", True)
    assert (filed.act, filed.is_proven, filed.by_person) == ("en fil på sagen i fagsystemet", False, False)
    with office.begin() as connection:
        answer(connection, f"{number}-1", Choice.FOUND, initials="ABC", case_number="HT-77")
        facts = case_facts(connection, number)
    assert facts is not None
    assert [(each.number, each.is_proven, each.by_person) for each in facts.done] == [
        ("HT-0", True, False),
        ("HT-77", True, True),
    ]

"""What every rule needs: the database and the model side by side, the claims in hand, and the clock set to the story's."""

import time
from collections.abc import Callable, Generator
from contextlib import ExitStack
from typing import Any, TypeVar

import pytest
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant
from sqlalchemy import Connection, event

from gevinst.errors import Refused
from gevinst.items.case import Case
from gevinst.items.queues import Queue, ensure_queue
from gevinst.ledger.checks import reconcile
from gevinst.ledger.verify import verify
from gevinst.potentials.baselines import Measurement, Method, add_baseline
from gevinst.potentials.potential import Phase, Potential
from gevinst.potentials.register import put_potential
from gevinst.store import clock
from tests.gevinst.core import OFFICE
from tests.gevinst.statemachine import picture
from tests.gevinst.statemachine.counting import Tally
from tests.gevinst.statemachine.databases import Databases
from tests.gevinst.statemachine.model import Model
from tests.gevinst.statemachine.model.ledger import BEGINNING
from tests.gevinst.statemachine.model.things import GRID_SECONDS, QUEUES, START_US, Claim, Ended, How, Item, No
from tests.gevinst.statemachine.suspended import Outside, SlowWrite

T = TypeVar("T")


class Hand:
    """A worker's claim, with the case as its steps see it. It may be lost without the worker knowing."""

    case: Case

    def __init__(self, claim: Claim) -> None:
        self.claim = claim
        self.endings: list[Any] = []
        self.is_over = False
        self.write: SlowWrite | None = None
        self.steps: Generator[str, None, None] | None = None
        self.at = ""

    def __repr__(self) -> str:
        return f"<claim {self.claim.claim_no} of GEV-{self.claim.item}{' at ' + self.at if self.at else ''}>"


class Base(RuleBasedStateMachine):
    """A story: a database of its own, the model, and everyone who holds or held an item."""

    def __init__(self, databases: Databases, tally: Tally) -> None:
        super().__init__()
        self.tally = tally
        self.model = Model(tally.moved)
        self.outside = Outside()
        self.hands: list[Hand] = []
        self._checked: picture.Picture = {}
        self._open = ExitStack()
        self.engine = self._open.enter_context(databases())
        self._open.callback(setattr, clock.offset, "microseconds", 0)
        event.listen(self.engine, "begin", lambda _connection: self._set_clock())
        self._set_clock()
        self.write(self._prepare)

    def teardown(self) -> None:
        """Let no worker hang, and leave nothing behind."""
        for hand in self.hands:
            if hand.write is not None:
                hand.write.kill()
        self._open.close()

    def _prepare(self, connection: Connection) -> None:
        """P-1 is in operation, two of its activities measured; every queue is known."""
        put_potential(connection, potential("P-1", "in operation"), OFFICE)
        for activity in ("read", "register"):
            add_baseline(connection, Measurement("P-1", activity, 60, Method.STOPWATCH, "MÅL", BEGINNING, 30))
        for name in QUEUES:
            ensure_queue(connection, self.queue(name))

    @staticmethod
    def queue(name: str) -> Queue:
        """The queue as a flow states it."""
        return Queue(name, QUEUES[name].potential, QUEUES[name].systems, retention_days=QUEUES[name].retention_days)

    def later(self, steps: int) -> None:
        """Move the clock, perhaps back; see `GRID_SECONDS`."""
        self.model.now += steps * GRID_SECONDS
        self._set_clock()

    def _set_clock(self) -> None:
        """Before each transaction the clock stands exactly where the story is, however long the machine took."""
        clock.offset.microseconds = START_US + self.model.now * clock.MICROSECONDS - time.time_ns() // 1000

    @invariant()
    def all_is_as_the_model_says(self) -> None:
        """The whole observable state, and the checks that always hold."""
        self.tally.steps += 1
        with self.engine.connect() as connection:
            now = picture.of_database(connection)
            must = picture.of_model(self.model)
            differences = {part: (now[part], must[part]) for part in must if now[part] != must[part]}
            assert not differences, f"the database, and the model: {differences}"
            if now != self._checked:
                assert reconcile(connection) == []
                assert verify(connection) == []
        self._checked = now
        traces = {place: self.outside.traces.count(place) for place in self.outside.traces}
        assert traces == self.model.traces
        for place in self.model.traces:
            self._is_registered_once_or_with_a_person(*place)

    def _is_registered_once_or_with_a_person(self, number: int, act: str) -> None:
        """Two cases carry our number only where the outside system itself made two, and then a person knows of it."""
        if self.model.traces[number, act] > 1:
            assert (number, act) in self.model.doubled
            item = self.model.items[number]
            assert not any(line.kind == "receipt" and line.by == "robot" for line in item.journal if line.act == act)

    # --- for the rules ------------------------------------------------------------------------------------------------

    def count(self, rule: str) -> None:
        """This really happened."""
        self.tally.did(rule)

    def write(self, statements: Callable[[Connection], T]) -> T:
        """In one transaction, as the command line does."""
        with self.engine.begin() as connection:
            return statements(connection)

    def same(self, expected: Callable[[], object], statements: Callable[[Connection], object]) -> bool:
        """Do it on both sides, or be refused on both; whether it was done."""
        try:
            expected()
        except No:
            with pytest.raises(Refused) as refused:
                self.write(statements)
            assert refused.value.detail
            return False
        self.write(statements)
        return True

    def end(self, hand: Hand, how: How, error: BaseException | None) -> Ended:
        """Leave the case's `with` block, and compare what the run is told."""
        expected = self.model.end(hand.claim, how)
        try:
            with hand.case:
                _raise(error)
        except BaseException as passed:
            if passed is not error:
                raise
            assert expected.stops_run
        else:
            assert not expected.stops_run
        told = hand.endings[-1]
        assert Ended(told.state, told.outcome, told.code, told.stops_run, bool(told.notice)) == expected
        if expected.state is None:
            if self.model.holds(hand.claim):
                self.hands.remove(hand)  # it gave up what it could have kept; the item lapses
        else:
            hand.is_over = True
        return expected

    def with_items(self, state: str) -> list[int]:
        """The items in a state."""
        return [number for number, each in self.model.items.items() if each.state == state]

    @property
    def idle(self) -> list[Hand]:
        """Whoever isn't in the middle of a write."""
        return [each for each in self.hands if each.write is None and not each.is_over]

    @property
    def live(self) -> list[Hand]:
        """Whoever holds their item."""
        return [each for each in self.idle if self.model.holds(each.claim)]

    @property
    def zombies(self) -> list[Hand]:
        """Whoever lost their item, and doesn't know."""
        return [each for each in self.idle if not self.model.holds(each.claim)]

    @property
    def writing(self) -> list[Hand]:
        """Whoever is held up in the middle of a write."""
        return [each for each in self.hands if each.write is not None]

    def item(self, hand: Hand) -> Item:
        """The model's item."""
        return self.model.items[hand.claim.item]


def _raise(error: BaseException | None) -> None:
    if error is not None:
        raise error


def potential(name: str, phase: str) -> Potential:
    """One of the register, in its phase since the beginning."""
    return Potential(
        id=name,
        title=name,
        unit="Borgerservice",
        owner="leder",
        digital_agent="agent",
        kind="robot",
        phases=((BEGINNING, Phase(phase)),),
    )


def among(pick: Callable[[Any], Any]) -> st.SearchStrategy[Any]:
    """One of what the machine has at this moment; the rule's precondition says that there is some."""
    return st.runner().flatmap(lambda machine: st.sampled_from(list(pick(machine))))

"""Putting in, claiming and lapsing; and the clock."""

import pytest
from hypothesis import strategies as st
from hypothesis.stateful import precondition, rule

from gevinst.errors import Refused
from gevinst.items.case import Case
from gevinst.items.queues import Placing, claim, put_in, sweep
from gevinst.store.clock import MICROSECONDS
from tests.gevinst.statemachine.model.things import (
    DAY,
    DONE,
    HELD,
    HOUR,
    LEASE,
    MONTH,
    NEW,
    QUEUES,
    START_US,
    Claim,
)
from tests.gevinst.statemachine.rules.base import Base, Hand, among

NAMES = st.sampled_from(sorted(QUEUES))
FEW = 6
"""Items that haven't ended, at most: few of them go through much, many through little."""


class Queueing(Base):
    """A rule under several names is chosen that many times as often: nothing happens without a claim."""

    @precondition(lambda self: self._has_few())
    @rule(
        queue=NAMES,
        reference=st.integers(0, 10**6),
        priority=st.integers(0, 1),
        due=st.sampled_from([None, None, 10, 20]),
        defer=st.sampled_from([None, None, None, 20, 500]),
    )
    def add(self, queue: str, reference: int, priority: int, due: int | None, defer: int | None) -> None:
        """A new reference; a CPR number is refused as one."""
        self._refuse_a_cpr_number(queue)
        self._put(queue, f"ref-{reference}", "a", priority=priority, due=due, defer=defer)

    @precondition(lambda self: self.model.items and self._has_few())
    @rule(number=among(lambda self: self.model.items), content=st.sampled_from(["a", "b", "c"]))
    def add_again(self, number: int, content: str) -> None:
        """A known reference, with the same content or other."""
        item = self.model.items[number]
        self._put(item.queue, item.reference.partition("+")[0], content)

    def _has_few(self) -> bool:
        return len(self.model.items) - len(self.with_items(DONE)) < FEW

    def _put(self, queue: str, reference: str, content: str, **placing: int | None) -> None:
        item = self.model.put(queue, reference, content)
        given = dict(placing)
        if placing.get("defer") is not None:
            placing["defer"] += self.model.now
            given["defer"] = START_US + placing["defer"] * MICROSECONDS
        number = self.write(
            lambda connection: put_in(
                connection,
                self.queue(queue),
                reference=reference,
                content_hash=content,
                payload={"mail": 1},
                placing=Placing(given.get("priority") or 0, given.get("due"), given.get("defer")),
            )
        )
        assert (number is None) == (item is None)
        if item is None:
            self.count("add known")
            return
        self.count("add known with other content" if item.is_other_content else "add new")
        for name, value in placing.items():
            setattr(item, name, value)
        self.model.items[number] = item

    def _refuse_a_cpr_number(self, queue: str) -> None:
        """References are keyed hashes."""
        with pytest.raises(Refused, match="CPR"):
            self.write(lambda c: put_in(c, self.queue(queue), reference="070761-4285", content_hash="a", payload={}))
        self.count("add refused: a CPR number")

    @precondition(lambda self: self._open_queues())
    @rule()
    def claim(self) -> None:
        """The next item, where there is one. The simplest rule of all: Hypothesis prefers those."""
        self._claim(self._open_queues()[-1], f"w-{len(self.hands)}")

    claim_2 = claim_3 = claim_4 = claim_5 = claim_6 = claim

    @precondition(lambda self: self.with_items(NEW))
    @rule(queue=NAMES)
    def look_for_work(self, queue: str) -> None:
        """From a queue that may be empty, wait, or be stopped."""
        self._claim(queue, "w")

    def _open_queues(self) -> list[str]:
        closed = {queue for queue in QUEUES if self.model.waits(queue) or self.model.is_stopped(queue)}
        return [queue for queue in sorted(set(QUEUES) - closed) if self.model.ready(queue)]

    def _claim(self, queue: str, worker: str) -> None:
        number = self.model.claim(queue, worker)
        item = self.write(lambda connection: claim(connection, queue, worker=worker, flow_run=worker))
        assert (None if item is None else item.id) == number
        if item is None:
            waits, stopped = self.model.waits(queue), self.model.is_stopped(queue)
            self.count("claim nothing: " + ("the queue waits" if waits else "stopped" if stopped else "none due"))
            return
        assert item.is_other_content == self.model.items[item.id].is_other_content
        self.count("claim")
        hand = Hand(Claim(item.id, item.claim_no))
        hand.case = Case(self.engine, item, lambda _case, ending: hand.endings.append(ending))
        self.hands.append(hand)

    @precondition(lambda self: self.with_items(HELD))
    @rule(queue=st.sampled_from(["", "", *sorted(QUEUES)]))
    def lapse(self, queue: str) -> None:
        """Nobody hears of a worker for a lease's length, and then somebody looks."""
        self.later(LEASE)
        self.sweep_now(queue)

    lapse_2 = lapse_3 = lapse

    @precondition(lambda self: self.with_items(HELD))
    @rule(queue=st.sampled_from(["", *sorted(QUEUES)]))
    def sweep(self, queue: str) -> None:
        """Lapsed items are given back."""
        self.sweep_now(queue)

    def sweep_now(self, queue: str = "") -> None:
        """On both sides."""
        lapsed = self.model.sweep(queue)
        assert set(self.write(lambda connection: sweep(connection, queue or None))) == lapsed
        self.count("sweep")

    @rule(
        steps=st.sampled_from([LEASE, 1, 4, LEASE, HOUR, DAY, MONTH, MONTH]), back=st.sampled_from([False, False, True])
    )
    def clock_moves(self, steps: int, back: bool) -> None:
        """Time passes, or somebody set the server's clock."""
        self.later(-steps if back else steps)
        self.count("clock back" if back else "clock forward")

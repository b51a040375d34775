"""Acts outside: whole, in trouble, held up between any two steps, killed, and come back from the dead."""

from hypothesis import strategies as st
from hypothesis.stateful import precondition, rule

from gevinst.errors import LeaseLost, SystemDown, Uncertain
from tests.gevinst.statemachine.model.acts import DEADLINES, WHERE, SystemIsDown, Trouble
from tests.gevinst.statemachine.model.things import LEASE, How, Lost, Unsure
from tests.gevinst.statemachine.rules.base import Hand, among
from tests.gevinst.statemachine.rules.cases import COMPLETED, Cases
from tests.gevinst.statemachine.suspended import ERRORS, SlowWrite

ACTS = st.sampled_from(sorted(DEADLINES))
TROUBLES = st.builds(Trouble, st.sampled_from(["", "", *WHERE]), st.sampled_from(sorted(ERRORS)))


class Writes(Cases):
    """The guarded write's rules."""

    @precondition(lambda self: self.live)
    @rule(hand=among(lambda self: self.live), act=ACTS, trouble=TROUBLES)
    def write_once(self, hand: Hand, act: str, trouble: Trouble) -> None:
        """From look to receipt, whatever goes wrong on the way."""
        self._write(hand, self._unfinished(hand) or act, trouble)

    def _write(self, hand: Hand, act: str, trouble: Trouble) -> None:
        journal = self.item(hand).journal
        before, known = len(journal), any((line.act, line.kind) == (act, "receipt") for line in journal)
        self._begin(hand, act, trouble)
        self._finish(hand)
        self.count("write")
        if known:
            self.count("write: receipt known")
        elif [line.kind for line in journal[before:]] == ["receipt"]:
            self.count("write: found by the look")

    def _unfinished(self, hand: Hand) -> str | None:
        """What an earlier claim began: a robot does its steps in the same order each time."""
        kinds = {line.act: line.kind for line in self.item(hand).journal}
        return next((act for act, kind in kinds.items() if kind != "receipt"), None)

    write_2 = write_3 = write_4 = write_once

    @precondition(lambda self: self.live)
    @rule(hand=among(lambda self: self.live))
    def complete(self, hand: Hand) -> None:
        """The case is done; a robot's case has at least been read, and every act of it is settled."""
        self.save(hand, "read")
        while not hand.is_over and (act := self._unfinished(hand)):
            self._write(hand, act, Trouble())
        if not hand.is_over:
            self.end(hand, COMPLETED, None)
            self.count("end: completed")

    complete_2 = complete

    @precondition(lambda self: self.zombies)
    @rule(hand=among(lambda self: self.zombies), act=ACTS)
    def zombie_writes(self, hand: Hand, act: str) -> None:
        """A worker that lost its lease begins an act: nothing leaves."""
        before = dict(self.model.traces)
        self._begin(hand, act, Trouble())
        self._finish(hand)
        assert self.model.traces == before
        self.count("write: zombie")

    @precondition(lambda self: self.live)
    @rule(
        hand=among(lambda self: self.live),
        act=ACTS,
        trouble=TROUBLES,
        steps=st.sampled_from([3, 2, 1, 0]),
        is_long=st.booleans(),
    )
    def write_is_held_up(self, hand: Hand, act: str, trouble: Trouble, steps: int, is_long: bool) -> None:
        """The worker is suspended in the middle, perhaps past its lease."""
        self._begin(hand, act, trouble)
        for _ in range(steps):
            if hand.write is not None:
                self._step(hand)
        if hand.write is None:
            return
        self.count("write held up")
        if is_long:
            self.later(LEASE)
            self.sweep_now()

    held_up_2 = held_up_3 = write_is_held_up

    @precondition(lambda self: self.writing)
    @rule(hand=among(lambda self: self.writing))
    def write_goes_on(self, hand: Hand) -> None:
        """It wakes, and doesn't know how long it slept."""
        stopped = hand.at == "ready" and not self.model.holds(hand.claim) and hand.write.trouble.where != "before"
        before = dict(self.model.traces)
        self._finish(hand)
        self.count("write goes on")
        if stopped:
            assert self.model.traces == before
            self.count("zombie stopped at the fence")

    @precondition(lambda self: self.writing)
    @rule(hand=among(lambda self: self.writing), arrives=st.booleans())
    def write_is_killed(self, hand: Hand, arrives: bool) -> None:
        """The process is gone; what had left may arrive all the same."""
        if hand.at == "left" and arrives:
            self._step(hand)
        if hand.write is not None:
            hand.write.kill()
            hand.steps.close()
            self.hands.remove(hand)
            self.count("write killed")

    def what_left_arrives(self, number: int, act: str | None) -> None:
        """A person's look comes after the deadline of whatever left: it has arrived by then, or never will.

        What the design leaves open, a worker suspended between fence and request for longer than a person takes to look
        the case up, is named in the operations guide.
        """
        for hand in self.writing:
            if (hand.claim.item, hand.write.name, hand.at) == (number, act, "left"):
                self._step(hand)

    # --- one step on both sides ---------------------------------------------------------------------------------------

    def _begin(self, hand: Hand, act: str, trouble: Trouble) -> None:
        hand.write = SlowWrite(hand.case, self.outside, act, trouble)
        hand.steps = self.model.act(hand.claim, act, trouble)
        self._step(hand)

    def _finish(self, hand: Hand) -> None:
        while hand.write is not None:
            self._step(hand)

    def _step(self, hand: Hand) -> None:
        """To the next stop, or to the end: there the case goes on with its receipt, or ends with what was raised."""
        write, failed = hand.write, None
        try:
            hand.at = next(hand.steps, "")
        except (Unsure, Lost, SystemIsDown) as error:
            hand.at, failed = "", error
        assert write.go_on() == hand.at
        if hand.at:
            return
        hand.write = hand.steps = None
        match failed:
            case None:
                assert write.error is None
            case Unsure():
                assert isinstance(write.error, Uncertain)
                self.count("write: uncertain")
                self.end(hand, How("asks", "uncertain-write", act=write.name), write.error)
            case Lost():
                assert isinstance(write.error, LeaseLost)
                self.end(hand, How("lost"), write.error)
            case SystemIsDown():
                assert isinstance(write.error, SystemDown)
                self.end(hand, How("system down", system="pension"), write.error)

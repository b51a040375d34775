"""A claim in hand: working on it, ending it in every way, and coming back after its lease."""

from datetime import timedelta

import pytest
from hypothesis import strategies as st
from hypothesis.stateful import precondition, rule

from gevinst.codes import Code
from gevinst.errors import (
    BusinessError,
    ConfigurationError,
    LeaseLost,
    ProcessError,
    Refused,
    RetryLater,
    SetAside,
    SystemDown,
)
from gevinst.items.case import Credit
from tests.gevinst.statemachine.model.things import DONE, How, Lost
from tests.gevinst.statemachine.rules.base import Hand, among
from tests.gevinst.statemachine.rules.queueing import NAMES, Queueing

STEPS = {
    "read": ("read", 1, False),
    "read again": ("read", 2, False),
    "register": ("register", 3, True),
    "file": ("file", 1, True),
}
"""Step: activity, units, and whether it counts when a person finishes. `file` has no baseline at first."""
ERRORS = {
    "set aside": (How("set aside", "bounce"), SetAside(Code.BOUNCE)),
    "duplicate": (How("set aside", "duplicate-document"), SetAside(Code.DUPLICATE_DOCUMENT)),
    "business error": (
        How("asks", "conflicting-amounts", candidates=("100,00", "200,00")),
        BusinessError(Code.CONFLICTING_AMOUNTS, candidates=("100,00", "200,00")),
    ),
    "retry later": (How("retry later"), RetryLater("busy")),
    "retry later after": (How("retry later", after=500), RetryLater("busy", after=timedelta(seconds=500))),
    "system down": (How("system down", system="pension"), SystemDown("pension")),
    "mail down": (How("system down", system="mail", after=90), SystemDown("mail", after=timedelta(seconds=90))),
    "system nobody names": (
        How("system down", system="printer", after=1000),
        SystemDown("printer", after=timedelta(seconds=1000)),
    ),
    "process error": (How("failed", "screen-changed"), ProcessError("a label changed")),
    "unknown": (How("failed", "unknown-failure"), ZeroDivisionError()),
    "refused": (How("failed", "unknown-failure"), Refused("no")),
    "misconfigured": (How("misconfigured"), ConfigurationError("set GEVINST_X")),
    "interrupted": (How("interrupted"), KeyboardInterrupt()),
    "lost": (How("lost"), LeaseLost("seems so")),
}
OFTEN = ["business error", "retry later", "business error", *["retry later"] * 3, *ERRORS]
COMPLETED = How("completed")


class Cases(Queueing):
    """What a worker does with its claim."""

    @precondition(lambda self: self.live)
    @rule(hand=among(lambda self: self.live))
    def hold(self, hand: Hand) -> None:
        """What the heartbeat does."""
        self.model.hold(hand.claim)
        hand.case.still_mine()
        self.count("hold")

    @precondition(lambda self: self.live)
    @rule(hand=among(lambda self: self.live), step=st.sampled_from(sorted(STEPS)))
    def checkpoint(self, hand: Hand, step: str) -> None:
        """A step is done once, its credit saved with it."""
        known = step in self.item(hand).checkpoints
        self.save(hand, step)
        self.count("checkpoint known" if known else "checkpoint")

    checkpoint_2 = checkpoint

    def save(self, hand: Hand, step: str) -> None:
        """On both sides."""
        activity, units, by_person = STEPS[step]
        self.model.checkpoint(hand.claim, step, activity, units, by_person=by_person)
        hand.case.checkpoint(step, str, lambda: step, Credit(activity, units, by_person))

    @precondition(lambda self: self.live)
    @rule(hand=among(lambda self: self.live), queue=NAMES, reference=st.integers(0, 10**6))
    def split(self, hand: Hand, queue: str, reference: int) -> None:
        """One mail about two citizens."""
        self.model.hold(hand.claim)
        child = self.model.put(queue, f"child-{reference}", "a")
        number = self._child(hand, queue, f"child-{reference}")
        assert (number is None) == (child is None)
        if child is not None:
            child.parent = hand.claim.item
            self.model.items[number] = child
            self.count("add child")

    def _child(self, hand: Hand, queue: str, reference: str) -> int | None:
        return hand.case.add_child(self.queue(queue), reference=reference, content_hash="a", payload={"mail": 1})

    @precondition(lambda self: self.live)
    @rule(hand=among(lambda self: self.live), error=st.sampled_from(OFTEN))
    def fail(self, hand: Hand, error: str) -> None:
        """Each class of error does what its row of the table says."""
        ended = self.end(hand, *ERRORS[error])
        self.count(f"end: {error}")
        if ended.tells and error == "system down":
            self.count("end: system down, news")

    fail_2 = fail_3 = fail_4 = fail_5 = fail_6 = fail

    @precondition(lambda self: any(each.is_over for each in self.hands))
    @rule(hand=among(lambda self: [each for each in self.hands if each.is_over]))
    def end_again(self, hand: Hand) -> None:
        """The commit went through and its answer was lost: the second try changes nothing, and knows its own success."""
        ending = hand.case.end(None)
        item = self.item(hand)
        if item.claim_no == hand.claim.claim_no and item.state == DONE:
            assert (ending.state, ending.outcome, ending.code) == (DONE, item.outcome, item.code)
        elif item.claim_no != hand.claim.claim_no:
            assert ending.state is None
        self.hands.remove(hand)
        self.count("end again, the answer lost")

    @precondition(lambda self: self.zombies)
    @rule(hand=among(lambda self: self.zombies))
    def zombie(self, hand: Hand) -> None:
        """Whatever the old owner does, they are told, and nothing changes."""
        with pytest.raises(Lost):
            self.model.hold(hand.claim)
        for name, act in {
            "saves": lambda: hand.case.checkpoint("never saved", str, lambda: "", Credit("read")),
            "holds": hand.case.still_mine,
            "splits": lambda: self._child(hand, "diverse", "never put in"),
        }.items():
            with pytest.raises(LeaseLost):
                act()
            self.count(f"zombie {name}")
        for name, (how, error) in {
            "completes": (COMPLETED, None),
            "fails": ERRORS["process error"],
            "asks": ERRORS["business error"],
        }.items():
            assert self.end(hand, how, error).state is None
            self.count(f"zombie {name}")

    zombie_2 = zombie

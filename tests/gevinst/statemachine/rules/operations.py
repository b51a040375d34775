"""What operations do: stop and let go on, and take out case data past its days."""

from hypothesis import strategies as st
from hypothesis.stateful import precondition, rule

from gevinst.items import stops
from gevinst.items.model import label
from gevinst.items.queues import resume_queue
from gevinst.items.retention import neutralise_past
from tests.gevinst.statemachine.model.things import DONE, MONTH, NEW, QUEUES
from tests.gevinst.statemachine.rules.base import Base, among

EVERY_STOP = [
    ("everything", ""),
    *(("queue", name) for name in sorted(QUEUES)),
    ("system", "pension"),
    ("system", "mail"),
]


class Operations(Base):
    """Their rules."""

    @precondition(lambda self: self.with_items(NEW))
    @rule(what=st.sampled_from(EVERY_STOP), stays=st.booleans())
    def stop(self, what: tuple[str, str], stays: bool) -> None:
        """The kill switch; a misspelt one is refused, and so is ending what isn't stopped."""
        scope, name = what
        assert self.same(
            lambda: self.model.stop(scope, name),
            lambda connection: stops.stop(connection, stops.Scope(scope), name, initials="ABC"),
        )
        self.count("stop")
        assert not self.same(
            lambda: self.model.stop("system", "pensoin"),
            lambda connection: stops.stop(connection, stops.Scope.SYSTEM, "pensoin", initials="ABC"),
        )
        self.count("stop refused")
        if not stays:
            self._lift(what)

    @precondition(lambda self: self.model.stops)
    @rule(what=among(lambda self: sorted(self.model.stops)))
    def lift(self, what: tuple[str, str]) -> None:
        """Let it go on."""
        self._lift(what)

    lift_2 = lift

    def _lift(self, what: tuple[str, str]) -> None:
        scope, name = what
        for counted in ("lift", "lift refused"):
            done = self.same(
                lambda: self.model.lift(scope, name),
                lambda connection: stops.lift(connection, stops.Scope(scope), name),
            )
            assert done == (counted == "lift")
            self.count(counted)

    @precondition(lambda self: self.model.pauses)
    @rule(queue=among(lambda self: sorted(self.model.pauses)))
    def resume(self, queue: str) -> None:
        """A person knows that the system is back; their own stop is another thing."""
        self.model.pauses.pop(queue)
        self.write(lambda connection: resume_queue(connection, queue))
        self.count("resume")

    resume_2 = resume

    @precondition(lambda self: any(each.state == DONE and not each.neutralised for each in self.model.items.values()))
    @rule(dry_run=st.booleans(), is_late=st.booleans())
    def retention(self, dry_run: bool, is_late: bool) -> None:
        """Case data past its days goes; what hasn't ended is named; figures stay."""
        self.later(MONTH if is_late else 0)
        ended, waiting, unchecked = self.model.retain(dry_run=dry_run)
        done = neutralise_past(self.engine, dry_run=dry_run)
        assert set(done.neutralised) == {label(number) for number in ended}
        assert set(done.waiting) == {label(number) for number in waiting}
        assert set(done.unchecked) == {label(number) for number in unchecked}
        self.count("retention")
        if unchecked:
            self.count("retention waits for a check")
        if done.lapsed and not dry_run:
            self.count("a check lapses")
        if ended and not dry_run:
            self.count("retention neutralises")

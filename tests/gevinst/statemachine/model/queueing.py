"""Putting in, claiming, lapsing and waiting (design, section 4)."""

from collections.abc import Callable

from tests.gevinst.statemachine.model.ledger import Ledger
from tests.gevinst.statemachine.model.things import (
    DONE,
    FAILED,
    HELD,
    NEW,
    QUEUES,
    Claim,
    Credit,
    Item,
    Lost,
    is_drawn,
)

LEASE, ATTEMPTS = 300, 3


class Queueing:
    """The items by number, the waits of queues and the stops of people."""

    def __init__(self, moved: Callable[[str], None]) -> None:
        self.now = 0
        self.items: dict[int, Item] = {}
        self.ledger = Ledger(moved)
        self.pauses: dict[str, tuple[str, int]] = {}
        self.stops: set[tuple[str, str]] = set()
        self._moved = moved

    def put(self, queue: str, reference: str, content: str, **placing: int | None) -> Item | None:
        """A reference is unique for ever; other content under a known one is an item of its own, marked for a person."""
        known = {each.reference: each for each in self.items.values() if each.queue == queue}
        if reference not in known:
            self._moved(f"– → {NEW}")
            return Item(queue, reference, content, self.now, QUEUES[queue].potential, **placing)
        changed = f"{reference}+{content}"
        if known[reference].content == content or changed in known:
            return None
        item = Item(queue, changed, content, self.now, QUEUES[queue].potential, **placing)
        item.code, item.is_other_content = "content-changed", True
        self._moved(f"– → {NEW}: other content")
        return item

    def ready(self, queue: str) -> list[int]:
        """The line: by priority, due (none last), age."""
        line = [
            (-each.priority, each.due is None, each.due or 0, number)
            for number, each in self.items.items()
            if each.queue == queue and each.state == NEW and (each.defer is None or each.defer <= self.now)
        ]
        return [place[-1] for place in sorted(line)]

    def claim(self, queue: str, run: str) -> int | None:
        """The first in the line; nobody while the queue waits or is stopped."""
        self.sweep(queue)
        line = self.ready(queue)
        if self.waits(queue) or self.is_stopped(queue) or not line:
            return None
        number = line[0]
        item = self.items[number]
        item.run = run
        item.claim_no += 1
        item.history[item.claim_no] = None
        self.move(number, HELD)
        item.lease = self.now + LEASE
        return number

    def sweep(self, queue: str = "") -> set[int]:
        """Give lapsed items back. A lapse uses an attempt; the last one fails the item."""
        lapsed = {
            number
            for number, each in self.items.items()
            if each.state == HELD and (each.lease or 0) < self.now and queue in ("", each.queue)
        }
        for number in lapsed:
            item = self.items[number]
            item.attempts += 1
            item.history[item.claim_no] = "lapsed"
            is_last = item.attempts >= ATTEMPTS
            item.code = "attempts-exhausted" if is_last else None
            self.move(number, FAILED if is_last else NEW, "lapsed")
        return lapsed

    def waits(self, queue: str) -> str | None:
        """Why the queue waits."""
        code, until = self.pauses.get(queue, ("", 0))
        return code if code and until > self.now else None

    def pause(self, queue: str, code: str, seconds: int) -> bool:
        """Let it wait, never shorter than it does already; whether that is news."""
        is_news = self.waits(queue) != code
        if self.waits(queue) is None or self.pauses[queue][1] < self.now + seconds:
            self.pauses[queue] = (code, self.now + seconds)
        return is_news

    def is_stopped(self, queue: str) -> bool:
        """Whether people have stopped it."""
        systems = {("system", each) for each in QUEUES[queue].systems}
        return bool(self.stops & {("everything", ""), ("queue", queue), *systems})

    def move(self, number: int, state: str, why: str = "") -> None:
        """The one place a state changes."""
        item = self.items[number]
        self._moved(f"{item.state} → {state}" + (f": {why}" if why else ""))
        item.state, item.lease = state, None

    def finish(self, number: int, outcome: str, code: str | None) -> None:
        """Reaching completed and posting is one thing."""
        item = self.items[number]
        item.outcome, item.code, item.finished = outcome, code, self.now
        item.drawn = outcome == "by robot" and is_drawn(number)
        self.move(number, DONE, outcome)
        self.ledger.post(number, item)

    def holds(self, claim: Claim) -> bool:
        """Only the newest claim of an item in progress may change it; a lapsed one nobody swept still may."""
        item = self.items[claim.item]
        return item.state == HELD and item.claim_no == claim.claim_no

    def hold(self, claim: Claim, beyond: int = 0) -> Item:
        """Prolong the lease; never shorten it."""
        if not self.holds(claim):
            raise Lost
        item = self.items[claim.item]
        item.lease = max(item.lease or 0, self.now + max(LEASE, beyond))
        return item

    def checkpoint(self, claim: Claim, step: str, activity: str, units: int, *, by_person: bool) -> None:
        """A step is saved once with its credit; a credit is unique per activity."""
        if step in self.items[claim.item].checkpoints:
            return
        item = self.hold(claim)
        item.checkpoints.add(step)
        item.credits.setdefault(activity, Credit(units, by_person, self.now))

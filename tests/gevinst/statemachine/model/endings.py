"""How a case ends: the design's table of errors, row by row."""

from tests.gevinst.statemachine.model.queueing import ATTEMPTS, Queueing
from tests.gevinst.statemachine.model.things import (
    DONE,
    FAILED,
    NEW,
    QUEUES,
    WAITS,
    Claim,
    Ended,
    How,
    Item,
    Question,
)

FIRST_BACKOFF, SYSTEM_WAIT, SETTING_WAIT = 60, 300, 900


class Endings(Queueing):
    """One method for each row."""

    def end(self, claim: Claim, how: How) -> Ended:
        """Make the one transition, or drop the case of a claim that is lost."""
        if not self.holds(claim) or how.kind == "lost":
            return Ended(None, code="lease-lost", stops_run=how.kind == "interrupted")
        rows = {
            "completed": self._complete,
            "set aside": self._complete,
            "asks": self._ask,
            "retry later": self._retry_later,
            "system down": self._system_down,
            "misconfigured": self._misconfigured,
            "failed": self._fail,
            "interrupted": self._give_back,
        }
        return rows[how.kind](claim.item, self.items[claim.item], how)

    def _complete(self, number: int, item: Item, how: How) -> Ended:
        outcome = "by robot" if how.kind == "completed" else "set aside"
        if how.code.startswith("duplicate"):
            outcome = "duplicate"
        item.history[item.claim_no] = "completed"
        self.finish(number, outcome, how.code or None)
        return Ended(DONE, outcome, item.code)

    def _ask(self, number: int, item: Item, how: How) -> Ended:
        item.code = how.code
        item.questions.append(Question(how.code, self.now, how.act or None, how.candidates))
        item.history[item.claim_no] = "handed over"
        self.move(number, WAITS, "uncertain" if how.act else "business error")
        return Ended(WAITS, code=how.code)

    def _retry_later(self, number: int, item: Item, how: How) -> Ended:
        item.attempts += 1
        if item.attempts >= ATTEMPTS:
            item.code = "attempts-exhausted"
            item.history[item.claim_no] = "failed"
            self.move(number, FAILED, "attempts used")
            return Ended(FAILED, code=item.code)
        item.defer = self.now + (how.after or FIRST_BACKOFF * 2 ** (item.attempts - 1))
        return self._back(number, item, Ended(NEW, code="try-later"), "retry later")

    def _system_down(self, number: int, item: Item, how: How) -> Ended:
        waiting = {name for name, each in QUEUES.items() if how.system in each.systems} | {item.queue}
        news = [self.pause(name, "system-down", how.after or SYSTEM_WAIT) for name in sorted(waiting)]
        return self._back(number, item, Ended(NEW, code="system-down", tells=any(news)), "system down")

    def _misconfigured(self, number: int, item: Item, how: How) -> Ended:
        self.pause(item.queue, "misconfigured", SETTING_WAIT)
        ended = Ended(NEW, code="misconfigured", stops_run=True, tells=True)
        return self._back(number, item, ended, "misconfigured")

    def _fail(self, number: int, item: Item, how: How) -> Ended:
        item.code = how.code
        item.history[item.claim_no] = "failed"
        self.move(number, FAILED, how.code)
        return Ended(FAILED, code=how.code)

    def _give_back(self, number: int, item: Item, how: How) -> Ended:
        return self._back(number, item, Ended(NEW, stops_run=True), "given back")

    def _back(self, number: int, item: Item, ended: Ended, result: str) -> Ended:
        item.code = ended.code
        item.history[item.claim_no] = result
        self.move(number, NEW, result)
        return ended

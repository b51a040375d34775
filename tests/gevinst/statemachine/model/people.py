"""What people do with items: answer a numbered question, retry, close by hand, stop and start."""

from tests.gevinst.statemachine.model.endings import Endings
from tests.gevinst.statemachine.model.things import (
    DONE,
    FAILED,
    HELD,
    NEW,
    QUEUES,
    WAITS,
    Item,
    Line,
    No,
    Question,
)

AGAIN, WRITE_AGAIN, FOUND, DONE_BY_ME, REJECT = "prøv igen", "registrér igen", "fundet", "jeg har klaret den", "afvis"
DAY = 86_400
CORRECTED, LAPSED = "fejl rettet", ("bortfaldet", "ingen fejl", "ikke oplyst")
CHECK_DAYS = 30


class People(Endings):
    """Refusals are `No`, and leave everything as it was."""

    def fitting(self, number: int) -> tuple[str, ...]:
        """Only an uncertain act can be *found* or *written again*."""
        if self.items[number].questions[-1].act is None:
            return (AGAIN, DONE_BY_ME, REJECT)
        return (FOUND, WRITE_AGAIN, DONE_BY_ME, REJECT)

    def answer(
        self,
        number: int,
        question: int,
        choice: str,
        *,
        band: str = "ikke oplyst",
        candidate: int | None = None,
        case_number: str = "",
    ) -> None:
        """Take an answer to the very question the item waits for."""
        item = self.items[number]
        if item.state != WAITS or question != len(item.questions):
            raise No
        asked = item.questions[-1]
        if choice not in self.fitting(number) or (candidate or 1) > max(len(asked.candidates), candidate is None):
            raise No
        if choice == FOUND and asked.act == "register" and not case_number:
            raise No
        if choice == WRITE_AGAIN and not self.is_surely_over(item, asked):
            raise No
        asked.choice, asked.band, asked.answered = choice, band, self.now
        asked.candidate = asked.candidates[candidate - 1] if candidate else None
        asked.case_number = case_number or None
        self._close_the_round(item, asked)
        if choice in (DONE_BY_ME, REJECT):
            self._close(number, done=choice == DONE_BY_ME)
        else:
            self._fresh(number, choice)

    def is_surely_over(self, item: Item, asked: Question) -> bool:
        """Whatever left before the question was asked has had its deadline since."""
        deadlines = [each.deadline for each in item.journal if each.act == asked.act and each.kind == "intent"]
        return not deadlines or asked.asked + max(deadlines) < self.now

    def _close_the_round(self, item: Item, asked: Question) -> None:
        if asked.choice not in (FOUND, WRITE_AGAIN):
            return
        assert asked.act
        found = asked.choice == FOUND
        round_ = item.round(asked.act) + (0 if found else 1)
        kind = "receipt" if found else "round"
        item.journal.append(Line(asked.act, kind, round_, item.claim_no, by="person"))

    def retry(self, number: int) -> None:
        """Only what failed."""
        if self.items[number].state != FAILED:
            raise No
        self._fresh(number, "retried")

    def close(self, number: int, *, done: bool, band: str) -> None:
        """Anything but what a run has in hand, or is completed; it is asked and answered in one."""
        item = self.items[number]
        if item.state in (HELD, DONE):
            raise No
        if item.state != WAITS:
            item.code = item.code or "done-by-person"
            item.questions.append(Question(item.code, self.now))
        asked = item.questions[-1]
        asked.choice, asked.band, asked.answered = DONE_BY_ME if done else REJECT, band, self.now
        item.notes += 1
        self._close(number, done=done)

    def _close(self, number: int, *, done: bool) -> None:
        if done:
            self.finish(number, "by person", "done-by-person")
        else:
            self.finish(number, "rejected", "rejected-by-person")

    def _fresh(self, number: int, why: str) -> None:
        item = self.items[number]
        item.code, item.attempts, item.defer = None, 0, None
        self.move(number, NEW, why)

    def stop(self, scope: str, name: str) -> None:
        """A misspelt stop would stop nothing."""
        systems = {each for queue in QUEUES.values() for each in queue.systems}
        if name not in {"everything": {""}, "queue": set(QUEUES), "system": systems}[scope]:
            raise No
        self.stops.add((scope, name))

    def lift(self, scope: str, name: str) -> None:
        """Only what is stopped."""
        if (scope, name) not in self.stops:
            raise No
        self.stops.remove((scope, name))

    def check(self, number: int, result: str, error: str, band: str) -> None:
        """Only what is drawn, and once; it is asked and answered in one, and what was put right is posted."""
        item = self.items[number]
        if not item.drawn or item.found:
            raise No
        item.questions.append(Question("sample-check", item.finished or 0))
        item.found, item.found_at = (result, error, band), self.now
        if result == CORRECTED:
            self.ledger.find(number, item)

    def retain(self, *, dry_run: bool) -> tuple[set[int], set[int], set[int]]:
        """Neutralise completed items past their queue's days; what hasn't ended, or waits for a check, is only named."""
        past = {
            number
            for number, each in self.items.items()
            if (days := QUEUES[each.queue].retention_days) and not each.neutralised
            if (each.finished if each.finished is not None else each.created) + days * DAY < self.now
        }
        ended = {number for number in past if self.items[number].state == DONE}
        unchecked = {number for number in ended if self.items[number].drawn and not self.items[number].found}
        kept = {number for number in unchecked if not self._is_too_late(self.items[number])}
        for number in () if dry_run else ended - kept:
            item = self.items[number]
            item.found = LAPSED if number in unchecked else item.found
            item.neutralised = True
            for line in item.journal:
                line.has_data = False
            for asked in item.questions:
                asked.candidates, asked.candidate, asked.case_number = (), None, None
        return ended - kept, past - ended, kept

    def _is_too_late(self, item: Item) -> bool:
        """Nobody has checked it, and its data is kept no longer for that."""
        days = (QUEUES[item.queue].retention_days or 0) + CHECK_DAYS
        return (item.finished or 0) + days * DAY < self.now

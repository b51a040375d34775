"""What caseworkers do: answer, retry and close; and everything they are refused."""

from hypothesis import strategies as st
from hypothesis.stateful import precondition, rule

from gevinst.items.answers import answer, retry_failed
from gevinst.items.choices import Choice
from gevinst.items.closing import close_by_hand
from gevinst.ledger.human_time import TimeBand
from gevinst.sampling.checking import Finding, check
from gevinst.sampling.words import ErrorKind, Result
from tests.gevinst.statemachine.model.people import FOUND, REJECT, WRITE_AGAIN
from tests.gevinst.statemachine.model.things import (
    DONE,
    FAILED,
    HELD,
    LEASE,
    WAITS,
)
from tests.gevinst.statemachine.rules.base import among
from tests.gevinst.statemachine.rules.writes import Writes

BANDS = st.sampled_from(sorted(TimeBand))
CHOICES = st.sampled_from(sorted(Choice))


class People(Writes):
    """Their rules."""

    def _answer(self, number: int, question: int, choice: str, **given: object) -> bool:
        known = {name: value for name, value in given.items() if value}
        band = known.pop("band", None)
        return self.same(
            lambda: self.model.answer(number, question, choice, **known, **({"band": band} if band else {})),
            lambda connection: answer(
                connection,
                f"{number}-{question}",
                Choice(choice),
                initials="ABC",
                **known,
                **({"time_band": TimeBand(band)} if band else {}),
            ),
        )

    @precondition(lambda self: self.with_items(WAITS))
    @rule(
        number=among(lambda self: self.with_items(WAITS)),
        pick=st.integers(0, 3),
        band=BANDS,
        chosen=st.integers(0, 2),
        at_once=st.booleans(),
    )
    def answer(self, number: int, pick: int, band: str, chosen: int, at_once: bool) -> None:
        """Each fitting choice, with what belongs to it."""
        self.later(0 if at_once else LEASE)
        choices = self.model.fitting(number)
        choice, asked = choices[pick % len(choices)], self.model.items[number].questions[-1]
        candidate = chosen if chosen <= len(asked.candidates) else 0
        if choice == WRITE_AGAIN and self.model.is_surely_over(self.model.items[number], asked):
            self.what_left_arrives(number, asked.act)
        done = self._answer(
            number,
            len(self.model.items[number].questions),
            choice,
            band=band,
            candidate=candidate,
            case_number="HT-7" if choice == FOUND else "",
        )
        if not done:
            self.count("answer refused: may be under way")
            return
        self.count(f"answer: {choice}")
        if candidate:
            self.count("answer with a candidate")
        if band != TimeBand.NOT_GIVEN:
            self.count("answer with a band")

    answer_2 = answer_3 = answer_4 = answer

    @precondition(lambda self: self.with_items(WAITS))
    @rule(number=among(lambda self: self.with_items(WAITS)), choice=CHOICES, wrong=st.sampled_from([-1, 1]))
    def answer_wrongly(self, number: int, choice: str, wrong: int) -> None:
        """Another question's number, a choice that isn't offered, a candidate that isn't shown, a missing number."""
        item = self.model.items[number]
        last = len(item.questions)
        assert not self._answer(number, last + wrong, choice, case_number="HT-7")
        self.count("answer refused: stale")
        for unfit in set(Choice) - set(self.model.fitting(number)):
            assert not self._answer(number, last, unfit, case_number="HT-7")
            self.count("answer refused: choice")
        assert not self._answer(number, last, REJECT, candidate=3)
        self.count("answer refused: candidate")
        if item.questions[-1].act == "register":
            assert not self._answer(number, last, FOUND)
            self.count("answer refused: no number")

    @precondition(lambda self: self._held_or_done())
    @rule(number=among(lambda self: self._held_or_done()), choice=CHOICES, done=st.booleans())
    def meddle(self, number: int, choice: str, done: bool) -> None:
        """What a run has in hand, or is completed, is neither answered (a second time), nor retried, nor closed."""
        assert not self._answer(number, max(len(self.model.items[number].questions), 1), choice, case_number="HT-7")
        self.count("answer refused: not waiting")
        assert not self._retry(number)
        self.count("retry refused")
        assert not self._close(number, done, TimeBand.UNDER_5)
        self.count("close refused")

    def _held_or_done(self) -> list[int]:
        return [*self.with_items(DONE)[-1:], *self.with_items(HELD)]

    @precondition(lambda self: self.with_items(FAILED))
    @rule(number=among(lambda self: self.with_items(FAILED)))
    def retry(self, number: int) -> None:
        """By hand, and only what failed."""
        assert self._retry(number)
        self.count("retry")

    retry_2 = retry

    def _retry(self, number: int) -> bool:
        return self.same(lambda: self.model.retry(number), lambda connection: retry_failed(connection, number))

    @precondition(lambda self: len(self._closable()) > 2 or self.with_items(FAILED))
    @rule(
        number=among(lambda self: self.with_items(FAILED) * 3 + self._closable()),
        done=st.sampled_from([True, False]),
        band=BANDS,
    )
    def close(self, number: int, done: bool, band: str) -> None:
        """A person took the case over, or there is nothing to do."""
        assert self._close(number, done, band)
        self.count("close by hand")

    @precondition(lambda self: self._by_robot())
    @rule(
        number=among(lambda self: self._by_robot()),
        result=st.sampled_from(sorted(Result)),
        error=st.sampled_from(sorted(set(ErrorKind) - {ErrorKind.NONE})),
        band=BANDS,
    )
    def check(self, number: int, result: Result, error: ErrorKind, band: TimeBand) -> None:
        """What is drawn is checked once; what isn't, or was already, or lapsed, is refused."""
        error = error if result.is_error else ErrorKind.NONE
        band = band if result is Result.CORRECTED else TimeBand.NOT_GIVEN
        done = self.same(
            lambda: self.model.check(number, result, error, band),
            lambda connection: check(connection, number, Finding(result, error, band), initials="KON"),
        )
        self.count("check" if done else "check refused")

    def _by_robot(self) -> list[int]:
        return [number for number, each in self.model.items.items() if each.outcome == "by robot"]

    def _closable(self) -> list[int]:
        return [number for number, each in self.model.items.items() if each.state not in (HELD, DONE)]

    def _close(self, number: int, done: bool, band: str) -> bool:
        return self.same(
            lambda: self.model.close(number, done=done, band=band),
            lambda connection: close_by_hand(
                connection, number, done=done, initials="ABC", note="gjort", time_band=TimeBand(band)
            ),
        )

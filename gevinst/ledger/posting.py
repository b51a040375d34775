"""Post what a completed item saved, in the transaction that completes it: nothing is posted while an item waits.

potential → baseline of the day → credit → entry. Where a link is missing the credit goes to the exceptions list:
it is reported, and can be posted later, but it is never guessed.
"""

from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any, Literal

from sqlalchemy import BigInteger, Connection, Row, bindparam, insert, select

from gevinst.items.model import Item, Outcome
from gevinst.ledger.human_time import human_seconds
from gevinst.ledger.periods import hold_open, month_of_day
from gevinst.potentials.potential import Phase
from gevinst.potentials.terms import Baseline, Terms, terms_on
from gevinst.store.clock import local_date, now_us
from gevinst.store.tables import answers, credits_, ledger_entries, ledger_exceptions, questions

Reason = Literal["no potential", "not in operation", "no baseline"]
HANDOVER = "handover"
"""The activity under which people's time on handed-over items is posted."""
_BY_PEOPLE = (Outcome.BY_PERSON, Outcome.REJECTED)


def post_item(connection: Connection, item: Item, outcome: Outcome) -> None:
    """Write the item's entries: its credits as savings, and the time people spent on its questions.

    Args:
        connection: The transaction that sets the item *completed*.
        item: The item; its potential is the one copied to it when it was put in.
        outcome: How it ended. By the robot every credit counts; by a person those marked as counting then; set aside,
            none. The time people spent on it counts always.
    """
    books = Books(connection, item)
    savings = []
    for credit in connection.execute(_CREDITS, {"of_item": item.id}):
        if outcome is Outcome.BY_ROBOT or (outcome in _BY_PEOPLE and credit.counts_by_person):
            source = Source.of_credit(credit)
            try:
                savings.append(books.saving(source))
            except CannotPost as missing:
                list_exception(connection, item, source, missing.reason)
    if savings:
        connection.execute(_SAVING, savings)
    try:
        _post_human_time(books)
    except CannotPost as missing:
        list_exception(connection, item, Source(HANDOVER, 1, 0, missing.occurred_at), missing.reason)


class CannotPost(Exception):
    """A link from potential to entry is missing; nothing was written."""

    def __init__(self, reason: Reason, occurred_at: int) -> None:
        super().__init__(reason)
        self.reason = reason
        self.occurred_at = occurred_at


def counting(terms: Terms | None, activity: str, occurred_at: int) -> tuple[Terms, Baseline]:
    """What a saving of an activity counts by: the potential's terms of its day, and the baseline among them.

    Raises:
        CannotPost: When the potential, its operation on that day, or the baseline is missing.
    """
    if terms is None:
        raise CannotPost("no potential", occurred_at)
    if terms.phase is not Phase.IN_OPERATION:
        raise CannotPost("not in operation", occurred_at)
    baseline = terms.baselines.get(activity)
    if baseline is None:
        raise CannotPost("no baseline", occurred_at)
    return terms, baseline


@dataclass(frozen=True)
class Source:
    """What a saving is made of: a credit, or what the exceptions list kept of one."""

    activity: str
    units: int
    robot_ms: int
    occurred_at: int

    @classmethod
    def of_credit(cls, row: Row[Any]) -> "Source":
        """From a row with these columns."""
        return cls(row.activity, row.units, row.robot_ms, row.occurred_at)


class Books:
    """What one item's entries rest on, each thing looked up once however many entries there are."""

    def __init__(self, connection: Connection, item: Item) -> None:
        self.connection = connection
        self.item = item
        self.terms = cache(self._terms)
        self.open_month = cache(lambda month: hold_open(connection, month))

    def _terms(self, day: date) -> Terms | None:
        if self.item.potential_id is None:
            return None
        self.open_month(month_of_day(day))  # first, so that no new baseline comes between the look and the entry
        return terms_on(self.connection, self.item.potential_id, day)

    def saving(self, source: Source) -> dict[str, Any]:
        """One saving by the baseline of its day, as a row; its month is held open from here on.

        Raises:
            CannotPost: When the potential, its operation on that day, or the baseline is missing.
        """
        day = local_date(source.occurred_at)
        terms, baseline = counting(self.terms(day), source.activity, source.occurred_at)
        return {
            **self.origin(terms, source.occurred_at, day),
            "activity": source.activity,
            "units": source.units,
            "seconds": baseline.seconds_per_case * source.units,
            "robot_ms": source.robot_ms,
            "baseline_id": baseline.id,
        }

    def origin(self, terms: Terms, occurred_at: int, day: date) -> dict[str, Any]:
        """What every entry of the item says about where it comes from and when it counts."""
        return {
            "potential_id": self.item.potential_id,
            "item_id": self.item.id,
            "unit": terms.unit,
            "potential_kind": terms.kind,
            "occurred_at": occurred_at,
            "period": self.open_month(month_of_day(day)),
            "flow_run": self.item.flow_run,
        }

    def write_human_time(self, terms: Terms, occurred_at: int, **said: object) -> int:
        """Write one entry of people's time; returns its number.

        Args:
            terms: What the potential is.
            occurred_at: When they were done.
            said: `activity`, `question_id`, `seconds`, and where those come from: `source` and `source_key`.
        """
        row = self.origin(terms, occurred_at, local_date(occurred_at)) | said
        number: int = self.connection.execute(_HUMAN_TIME.returning(ledger_entries.c.id), row).scalar_one()
        return number


def post_saving(connection: Connection, item: Item, source: Source) -> int:
    """Write one saving by the baseline of its day; returns the entry's number.

    Raises:
        CannotPost: When the potential, its operation on that day, or the baseline is missing.
    """
    row = Books(connection, item).saving(source)
    number: int = connection.execute(_SAVING.returning(ledger_entries.c.id), row).scalar_one()
    return number


def list_exception(connection: Connection, item: Item, source: Source, reason: Reason) -> None:
    """Keep what can't be posted, with its reason: it is reported, and posted once the link is there."""
    connection.execute(
        insert(ledger_exceptions).values(
            item_id=item.id,
            activity=source.activity,
            units=source.units,
            robot_ms=source.robot_ms,
            potential_id=item.potential_id,
            reason=reason,
            occurred_at=source.occurred_at,
            recorded_at=now_us(),
        )
    )


def post_human_time(connection: Connection, item: Item) -> list[int]:
    """One entry for each answered question: the band a person gave, or an estimate from what was left to do.

    Raises:
        CannotPost: When the item's potential is not in the register.
    """
    return _post_human_time(Books(connection, item))


def _post_human_time(books: Books) -> list[int]:
    connection, item = books.connection, books.item
    answered = connection.execute(_ANSWERED, {"of_item": item.id}).all()
    if not answered or item.potential_id is None:
        return []
    terms = books.terms(local_date(answered[-1].answered_at))
    if terms is None:
        raise CannotPost("no potential", answered[-1].answered_at)
    done = {credit.activity for credit in connection.execute(_CREDITS, {"of_item": item.id})}
    numbers = []
    for answer in answered:
        seconds, source = human_seconds(connection, item.potential_id, answer.time_band, done, answer.answered_at)
        number = books.write_human_time(
            terms,
            answer.answered_at,
            activity=HANDOVER,
            question_id=answer.question_id,
            seconds=seconds,
            source=source,
            source_key=str(answer.question_id),
        )
        numbers.append(number)
    return numbers


# Said for every completed case, so made once.
_ITEM = bindparam("of_item", type_=BigInteger)
_CREDITS = select(credits_).where(credits_.c.item_id == _ITEM).order_by(credits_.c.activity)
_ANSWERED = (
    select(answers.c.question_id, answers.c.time_band, answers.c.answered_at)
    .join(questions, questions.c.id == answers.c.question_id)
    .where(questions.c.item_id == _ITEM)
    .order_by(answers.c.question_id)
)
_SAVING = insert(ledger_entries).values(kind="saving", role="original", recorded_at=now_us())
_HUMAN_TIME = insert(ledger_entries).values(kind="human time", role="original", units=1, recorded_at=now_us())

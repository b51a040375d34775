"""Check a drawn item: a person says once whether the robot did it right, and the time to put it right is posted."""

from dataclasses import dataclass
from enum import StrEnum

from sqlalchemy import Connection, func, insert, select

from gevinst.codes import Code
from gevinst.errors import Refused
from gevinst.items.model import Item, label
from gevinst.ledger.human_time import TimeBand
from gevinst.ledger.posting import CannotPost, Source, list_exception
from gevinst.ledger.rework import REWORK, post_rework
from gevinst.sampling.words import BREACH, LAPSED, MAY_BE_BREACH, ErrorKind, Result
from gevinst.staff import staff_id
from gevinst.store.clock import now_us
from gevinst.store.tables import answers, items, ledger_entries, questions, sample_checks, samples, staff


class WhyNot(StrEnum):
    """Why a check is refused, as whoever checks reads it."""

    UNKNOWN = "Sagen findes ikke: se efter, om nummeret er skrevet rigtigt."
    NOT_DRAWN = "Sagen er ikke udtaget til stikprøve: se efter, om nummeret er skrevet rigtigt."
    CHECKED = "Sagen er allerede kontrolleret, og det første svar gælder."
    LAPSED = "Sagen blev ikke kontrolleret i tide: dens oplysninger er slettet, og kontrollen er bortfaldet."
    OWN_CASE = "Du har selv svaret på et af robottens spørgsmål i sagen; lad en kollega kontrollere den."
    KIND_MISSING = "Vælg også, hvilken fejl det var."
    KIND_TOO_MUCH = (
        "Du har valgt en fejl, men ikke svaret, at der var en: vælg »fejl rettet« eller »fejl, ikke rettet«."
    )
    TIME_TOO_MUCH = "Tiden gælder kun det at rette en fejl: vælg »ikke oplyst«, når der ikke er rettet noget."


class CheckRefused(Refused):
    """A check can't be recorded; nothing was changed. `why` says it in Danish."""

    def __init__(self, item_id: int, why: WhyNot, detail: str) -> None:
        super().__init__(f"{label(item_id)} {detail}")
        self.why = why


@dataclass(frozen=True)
class Finding:
    """What a person says of one item."""

    result: Result
    error: ErrorKind = ErrorKind.NONE
    time_band: TimeBand = TimeBand.NOT_GIVEN


@dataclass(frozen=True)
class Checked:
    """A check as it was recorded.

    Attributes:
        seconds: What it took to put the error right, as it was posted; None where nothing was.
        is_estimate: Nobody said how long it took.
        warning: What must be done at once, in Danish; empty where nothing must.
    """

    seconds: int | None
    is_estimate: bool
    warning: str


def check(connection: Connection, item_id: int, finding: Finding, *, initials: str) -> Checked:
    """Record what a person found, and post the time they used to put it right; all of it or nothing.

    Args:
        connection: A write transaction.
        item_id: A drawn item.
        finding: What was found. An error has a kind, and only one that was put right has a time.
        initials: Who checked: anybody who hasn't answered one of the robot's questions about the case.

    Raises:
        CheckRefused: The item isn't drawn, is checked already or lapsed; the parts of the finding don't fit each other;
            or who checks has decided a part of the case.
        Refused: The initials are none.
    """
    _must_fit(item_id, finding)
    row = connection.execute(select(items).where(items.c.id == item_id).with_for_update()).one_or_none()
    if row is None:
        raise CheckRefused(item_id, WhyNot.UNKNOWN, "does not exist")
    who = staff_id(connection, initials)
    drawn_at = _must_wait(connection, item_id)
    _must_be_somebody_else(connection, item_id, who)
    connection.execute(
        insert(sample_checks).values(
            item_id=item_id,
            question_id=_ask(connection, item_id, drawn_at),
            result=finding.result,
            error=finding.error,
            time_band=finding.time_band,
            staff_id=who,
            checked_at=now_us(),
        )
    )
    warning = BREACH if finding.error in MAY_BE_BREACH else ""
    if finding.result is not Result.CORRECTED:
        return Checked(None, is_estimate=False, warning=warning)
    return _post(connection, Item.from_row(row), warning)


def lapse(connection: Connection, item_id: int) -> None:
    """Record that a drawn item can't be checked any more, since its case data goes; a checked one is left as it is."""
    connection.execute(select(items.c.id).where(items.c.id == item_id).with_for_update())
    if connection.execute(select(sample_checks.c.item_id).where(sample_checks.c.item_id == item_id)).first() is None:
        connection.execute(
            insert(sample_checks).values(
                item_id=item_id,
                result=LAPSED,
                error=ErrorKind.NONE,
                time_band=TimeBand.NOT_GIVEN,
                checked_at=now_us(),
            )
        )


def waits_for_check(connection: Connection, item_id: int) -> bool:
    """Whether the item is drawn, and nobody has checked it."""
    checked = select(sample_checks.c.item_id).where(sample_checks.c.item_id == samples.c.item_id).exists()
    drawn = select(samples.c.item_id).where(samples.c.item_id == item_id, ~checked)
    return connection.execute(drawn).first() is not None


def _must_fit(item_id: int, finding: Finding) -> None:
    if finding.result.is_error and finding.error is ErrorKind.NONE:
        raise CheckRefused(item_id, WhyNot.KIND_MISSING, f"had an error: say which, one of: {', '.join(ErrorKind)}")
    if not finding.result.is_error and finding.error is not ErrorKind.NONE:
        raise CheckRefused(item_id, WhyNot.KIND_TOO_MUCH, f"is '{finding.result}' and has no kind of error")
    if finding.result is not Result.CORRECTED and finding.time_band is not TimeBand.NOT_GIVEN:
        raise CheckRefused(item_id, WhyNot.TIME_TOO_MUCH, "was not put right, so it has no time for that")


def _must_wait(connection: Connection, item_id: int) -> int:
    """The instant it was drawn. Asked while the item is locked, so two who check at once are told apart."""
    row = connection.execute(
        select(samples.c.drawn_at, sample_checks.c.result, staff.c.initials)
        .outerjoin(sample_checks, sample_checks.c.item_id == samples.c.item_id)
        .outerjoin(staff, staff.c.id == sample_checks.c.staff_id)
        .where(samples.c.item_id == item_id)
    ).one_or_none()
    if row is None:
        raise CheckRefused(item_id, WhyNot.NOT_DRAWN, "is not in the sample; see `gevinst sample list`")
    if row.result == LAPSED:
        raise CheckRefused(item_id, WhyNot.LAPSED, "was not checked in time, and its case data is gone")
    if row.result is not None:
        raise CheckRefused(item_id, WhyNot.CHECKED, f"is checked already, by {row.initials or 'a former colleague'}")
    return int(row.drawn_at)


def _must_be_somebody_else(connection: Connection, item_id: int, who: int) -> None:
    mine = select(answers.c.question_id).join(questions, questions.c.id == answers.c.question_id)
    if connection.execute(mine.where(questions.c.item_id == item_id, answers.c.staff_id == who).limit(1)).first():
        raise CheckRefused(item_id, WhyNot.OWN_CASE, "was partly decided by you: let a colleague check it")


def _ask(connection: Connection, item_id: int, drawn_at: int) -> int:
    """The numbered question that is answered in the same transaction: the entry in the ledger rests on it."""
    latest = select(func.coalesce(func.max(questions.c.number), 0)).where(questions.c.item_id == item_id)
    asked = insert(questions).values(
        item_id=item_id,
        number=connection.execute(latest).scalar_one() + 1,
        code=Code.SAMPLE_CHECK,
        candidates=[],
        asked_at=drawn_at,
    )
    return int(connection.execute(asked.returning(questions.c.id)).scalar_one())


def _post(connection: Connection, item: Item, warning: str) -> Checked:
    if item.potential_id is None:
        return Checked(None, is_estimate=False, warning=warning)
    try:
        number = post_rework(connection, item)
    except CannotPost as missing:
        list_exception(connection, item, Source(REWORK, 1, 0, missing.occurred_at), missing.reason)
        return Checked(None, is_estimate=False, warning=warning)
    entry = connection.execute(
        select(ledger_entries.c.seconds, ledger_entries.c.source).where(ledger_entries.c.id == number)
    ).one()
    return Checked(entry.seconds, is_estimate=entry.source == "estimate", warning=warning)

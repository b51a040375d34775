"""A month's lines: robots' look-ups of citizens, uses of `gevinst person`, and people's views of cases in our pages."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import NamedTuple

from sqlalchemy import Connection, select

from gevinst.access_log import is_staff, name_of, names_of_staff
from gevinst.errors import Refused
from gevinst.items.model import label
from gevinst.ledger.periods import month_instants, month_of, previous_month
from gevinst.redaction import redact
from gevinst.store.clock import MICROSECONDS, now_us
from gevinst.store.tables import access_log, audit, audit_outcomes, staff

_LAG_US = 3600 * MICROSECONDS
"""A transaction that wrote a line at the very end of a month is over by then."""
_REFUSED = 400


class Source(StrEnum):
    """Where a line stands; stored nowhere, and part of its lot, so never renamed."""

    LOOK_UP = "access_log"
    VIEW = "audit"

    @property
    def danish(self) -> str:
        """What people call it."""
        return {Source.LOOK_UP: "opslag", Source.VIEW: "visning"}[self]


@dataclass(frozen=True)
class Line:
    """One line, without the citizen.

    Attributes:
        source: Which log.
        number: Its number there, given once.
        at: When.
        who: A robot's account or a colleague's initials.
        is_robot: Whether it was a robot.
        where: The system, or the page.
        purpose: The purpose, or the role in which the page was seen.
        item_id: The item, if it was about one.
        status: The answer's, of a view; 404 is that of a case that isn't theirs.
    """

    source: Source
    number: int
    at: int
    who: str
    is_robot: bool
    where: str
    purpose: str
    item_id: int | None
    status: int | None = None

    @property
    def key(self) -> str:
        """What names the line for ever."""
        return f"{self.source}-{self.number}"

    @property
    def is_refused(self) -> bool:
        """Whether what was asked for wasn't shown."""
        return self.status is not None and self.status >= _REFUSED

    @property
    def item(self) -> str:
        """The item's number as people know it; empty where there is none."""
        return "" if self.item_id is None else label(self.item_id)


class Counted(NamedTuple):
    """What lines are counted by: the kind in Danish, and the rest as in `Line`."""

    kind: str
    who: str
    where: str
    purpose: str


def check_month(connection: Connection, month: str, *, so_far: bool) -> None:
    """See that a month can be looked at.

    Raises:
        Refused: It is no month, or hasn't ended and isn't asked for `so_far`.
    """
    try:
        date.fromisoformat(f"{month}-01")
    except ValueError:
        raise Refused(f"'{redact(month)}' er ikke en måned; skriv for eksempel 2026-11") from None
    if not has_ended(connection, month) and not so_far:
        raise Refused(f"{month} er ikke slut; vent til den er, eller brug --so-far til at se, hvad der er indtil nu")


def last_ended(connection: Connection) -> str:
    """The latest month to which no line can be added any more."""
    return previous_month(month_of(connection.execute(select(now_us() - _LAG_US)).scalar_one()))


def has_ended(connection: Connection, month: str) -> bool:
    """Whether no line can be added to a month any more, so that what is drawn of it stays the same."""
    return month <= last_ended(connection)


def counted(lines: list[Line]) -> list[tuple[Counted, int]]:
    """How many lines there are of each kind, the most first."""
    return Counter(Counted(line.source.danish, line.who, line.where, line.purpose) for line in lines).most_common()


def lines_in(connection: Connection, month: str) -> list[Line]:
    """Every line of the month, oldest first."""
    found = [*_look_ups(connection, month), *_views(connection, month)]
    return sorted(found, key=lambda line: (line.at, line.key))


def _look_ups(connection: Connection, month: str) -> Iterator[Line]:
    first, after = month_instants(month)
    names = names_of_staff(connection)
    within = (access_log.c.recorded_at >= first, access_log.c.recorded_at < after)
    for row in connection.execute(select(access_log).where(*within)):
        yield Line(
            source=Source.LOOK_UP,
            number=row.id,
            at=row.recorded_at,
            who=names.get(row.account, row.account),
            is_robot=not is_staff(row.account),
            where=row.system,
            purpose=row.purpose,
            item_id=row.item_id,
        )


def _views(connection: Connection, month: str) -> Iterator[Line]:
    first, after = month_instants(month)
    seen = (
        select(audit, staff.c.initials, audit_outcomes.c.status)
        .outerjoin(staff, staff.c.id == audit.c.staff_id)
        .outerjoin(audit_outcomes, audit_outcomes.c.audit_id == audit.c.id)
        .where(audit.c.recorded_at >= first, audit.c.recorded_at < after, audit.c.item_id.is_not(None))
    )
    for row in connection.execute(seen):
        yield Line(
            source=Source.VIEW,
            number=row.id,
            at=row.recorded_at,
            who=name_of(row.staff_id, row.initials),
            is_robot=False,
            where=redact(row.route),
            purpose=row.role,
            item_id=row.item_id,
            status=row.status,
        )

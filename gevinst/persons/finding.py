"""What there is about a citizen: the items, the look-ups, and who has opened the items. Numbers and names of staff only."""

from collections import Counter
from dataclasses import dataclass

from sqlalchemy import Connection, select, union

from gevinst.access_log import is_staff, name_of, names_of_staff
from gevinst.codes import Code
from gevinst.items.model import Outcome, State, label
from gevinst.persons.about import tie
from gevinst.store.tables import access_log, audit, audit_outcomes, item_persons, items, staff


@dataclass(frozen=True)
class Found:
    """One item about the citizen.

    Attributes:
        item_id: Its row.
        queue: Where it lies.
        state: Where it stands.
        outcome: How it ended, if it has.
        code: Why it stands there.
        created_at: When it came.
        is_neutralised: Its case data is gone; only number and history are left.
        others: About how many more citizens it is, by what was read or looked up for it.
    """

    item_id: int
    queue: str
    state: State
    outcome: Outcome | None
    code: Code | None
    created_at: int
    is_neutralised: bool
    others: int

    @property
    def item(self) -> str:
        """The number people know it by."""
        return label(self.item_id)

    @property
    def is_open(self) -> bool:
        """Whether something is still to be done about it."""
        return self.state is not State.COMPLETED


@dataclass(frozen=True)
class LookUp:
    """One line of the access log; `who` is a robot's account, or a colleague's initials."""

    recorded_at: int
    who: str
    by_staff: bool
    system: str
    purpose: str
    item_id: int | None


@dataclass(frozen=True)
class View:
    """One time somebody asked for one of the items in our pages; `status` is the answer's, 404 a refusal."""

    recorded_at: int
    who: str
    role: str
    route: str
    item_id: int
    status: int | None


def items_about(connection: Connection, cpr_hash: str) -> list[Found]:
    """Every item about the citizen, oldest first: by what was read, and by look-ups, which outlive the case's data."""
    read = select(item_persons.c.item_id, item_persons.c.cpr_hash)
    looked_up = select(access_log.c.item_id, access_log.c.cpr_hash).where(access_log.c.item_id.is_not(None))
    numbers = select(
        union(read.where(item_persons.c.cpr_hash == cpr_hash), looked_up.where(access_log.c.cpr_hash == cpr_hash))
        .subquery("mine")
        .c.item_id
    )
    everybody = union(
        read.where(item_persons.c.item_id.in_(numbers)), looked_up.where(access_log.c.item_id.in_(numbers))
    )
    about = Counter(row.item_id for row in connection.execute(everybody))
    rows = connection.execute(select(items).where(items.c.id.in_(numbers)).order_by(items.c.id))
    return [
        Found(
            item_id=row.id,
            queue=row.queue,
            state=State(row.state),
            outcome=Outcome(row.outcome) if row.outcome else None,
            code=Code(row.code) if row.code else None,
            created_at=row.created_at,
            is_neutralised=row.neutralised_at is not None,
            others=about[row.id] - 1,
        )
        for row in rows
    ]


def tie_looked_up(connection: Connection, cpr_hash: str) -> None:
    """Let items count as the citizen's that were looked up before it was written down whom an item is about."""
    for each in items_about(connection, cpr_hash):
        if not each.is_neutralised:
            tie(connection, each.item_id, [cpr_hash])


def look_ups(connection: Connection, cpr_hash: str) -> list[LookUp]:
    """Each time the citizen was looked up, by robots in other systems and by colleagues in what we hold; oldest first."""
    names = names_of_staff(connection)
    rows = connection.execute(
        select(access_log).where(access_log.c.cpr_hash == cpr_hash).order_by(access_log.c.recorded_at, access_log.c.id)
    )
    return [
        LookUp(
            recorded_at=row.recorded_at,
            who=names.get(row.account, row.account),
            by_staff=is_staff(row.account),
            system=row.system,
            purpose=row.purpose,
            item_id=row.item_id,
        )
        for row in rows
    ]


def views_of(connection: Connection, numbers: list[int]) -> list[View]:
    """Each time somebody asked for one of these items in our pages, oldest first."""
    rows = connection.execute(
        select(audit, audit_outcomes.c.status, staff.c.initials)
        .outerjoin(audit_outcomes, audit_outcomes.c.audit_id == audit.c.id)
        .outerjoin(staff, staff.c.id == audit.c.staff_id)
        .where(audit.c.item_id.in_(numbers))
        .order_by(audit.c.recorded_at, audit.c.id)
    )
    return [
        View(row.recorded_at, name_of(row.staff_id, row.initials), row.role, row.route, row.item_id, row.status)
        for row in rows
    ]

"""The audit: who is about to do or see what; a row before, and one of how it went."""

from sqlalchemy import Connection, insert

from gevinst.door.person import Person
from gevinst.store.clock import now_us
from gevinst.store.tables import audit, audit_outcomes


def record(
    connection: Connection,
    person: Person,
    route: str,
    *,
    item_id: int | None = None,
    deployment: str | None = None,
    flow_run: str | None = None,
) -> int:
    """Write that somebody is about to do or see something, to be committed before it is; returns the line's number."""
    row = {
        "recorded_at": now_us(),
        "staff_id": person.staff_id,
        "role": person.shown_roles,
        "route": route,
        "deployment": deployment,
        "flow_run": flow_run,
        "item_id": item_id,
    }
    return int(connection.execute(insert(audit).values(**row).returning(audit.c.id)).scalar_one())


def record_outcome(connection: Connection, audit_id: int, status: int, flow_run: str | None = None) -> None:
    """Write how it went, as the HTTP status it was answered with."""
    connection.execute(
        insert(audit_outcomes).values(audit_id=audit_id, status=status, flow_run=flow_run, recorded_at=now_us())
    )

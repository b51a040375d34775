"""The audit: who did what, or tried to. A row before it is done and one of how it went; neither can be changed.

What was asked without an outcome was cut off: the process ended in between. No address, no words and no number of a
citizen's is written, so the audit can be kept and shown.
"""

from sqlalchemy import Connection, insert

from gevinst.door.person import Person
from gevinst.store.clock import now_us
from gevinst.store.tables import audit, audit_outcomes

NOBODY = "ikke logget ind"


def record(
    connection: Connection,
    person: Person | None,
    route: str,
    *,
    item_id: int | None = None,
    deployment: str | None = None,
    flow_run: str | None = None,
) -> int:
    """Write that somebody is about to do or see something; without the line it must not happen. Returns its number.

    Args:
        connection: A write transaction, to be committed before the thing is done.
        person: Who; None where nobody is signed in, which is said as the role.
        route: Method and path as the application declares it, such as `POST /deployments/{id}/create_flow_run`.
        item_id: The item it is about.
        deployment: The deployment's name or id.
        flow_run: The run's id, where it is there already.
    """
    return int(
        connection.execute(
            insert(audit)
            .values(
                recorded_at=now_us(),
                staff_id=None if person is None else person.staff_id,
                role=NOBODY if person is None else person.shown_roles,
                route=route,
                deployment=deployment,
                flow_run=flow_run,
                item_id=item_id,
            )
            .returning(audit.c.id)
        ).scalar_one()
    )


def record_outcome(connection: Connection, audit_id: int, status: int, flow_run: str | None = None) -> None:
    """Write how it went, as the HTTP status it was answered with, and the run it made."""
    connection.execute(
        insert(audit_outcomes).values(audit_id=audit_id, status=status, flow_run=flow_run, recorded_at=now_us())
    )

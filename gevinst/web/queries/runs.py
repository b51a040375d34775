"""A run as our own tables know it: how many cases it has had and how they ended, who started it, what it was for."""

from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import Connection, select

from gevinst.store.tables import attempts, audit, audit_outcomes, items, potentials, staff

_ENDS = {"completed": "done", "handed over": "waiting", "failed": "failed"}


@dataclass(frozen=True)
class Progress:
    """How far a run is, in cases.

    Attributes:
        done: Completed.
        waiting: Handed over to people.
        failed: What operations must look at.
        later: Left for a later run.
        in_hand: Being worked on.
    """

    done: int = 0
    waiting: int = 0
    failed: int = 0
    later: int = 0
    in_hand: int = 0

    @property
    def total(self) -> int:
        """All it has had."""
        return self.done + self.waiting + self.failed + self.later + self.in_hand


def progress_of(connection: Connection, flow_run: str) -> Progress:
    """How far it is; a case that it has had twice stands as it ended last."""
    rows = connection.execute(
        select(attempts.c.item_id, attempts.c.result, attempts.c.ended_at)
        .where(attempts.c.flow_run == flow_run)
        .order_by(attempts.c.item_id, attempts.c.claim_no)
    )
    last = {row.item_id: "in_hand" if row.ended_at is None else _ENDS.get(row.result, "later") for row in rows}
    ends = list(last.values())
    return Progress(**{end: ends.count(end) for end in ("done", "waiting", "failed", "later", "in_hand")})


def starters(connection: Connection, flow_runs: Iterable[str]) -> dict[str, str]:
    """The initials of who started each run; one whose starter was taken out, or that nobody started, is left out."""
    rows = connection.execute(
        select(audit_outcomes.c.flow_run, staff.c.initials)
        .join(audit, audit.c.id == audit_outcomes.c.audit_id)
        .join(staff, staff.c.id == audit.c.staff_id)
        .where(audit_outcomes.c.flow_run.in_(list(flow_runs)), staff.c.initials.is_not(None))
    )
    return {row.flow_run: row.initials for row in rows}


def potential_of(connection: Connection, flow_run: str, tags: Iterable[str]) -> str | None:
    """The registered potential a run worked for: its deployment's tag, else its cases'; None where there is none."""
    known = select(potentials.c.id)
    tagged = known.where(potentials.c.id.in_(list(tags))).order_by(potentials.c.id).limit(1)
    of_cases = (
        select(items.c.potential_id)
        .join(attempts, attempts.c.item_id == items.c.id)
        .where(attempts.c.flow_run == flow_run, items.c.potential_id.in_(known))
        .limit(1)
    )
    found: str | None = connection.execute(tagged).scalar_one_or_none()
    return found or connection.execute(of_cases).scalar_one_or_none()

"""The baselines of one potential, and which roles approved each. Whoever measured and approved isn't named here."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Connection, select

from gevinst.potentials.baselines import ApproverRole
from gevinst.potentials.words import APPROVERS, METHODS
from gevinst.store.clock import local_date
from gevinst.store.tables import baseline_approvals, baselines


@dataclass(frozen=True)
class Baseline:
    """One version of one activity's baseline. `approved` has the day each role approved it, by its Danish name."""

    id: int
    activity: str
    version: int
    seconds_per_case: int
    method: str
    sample_size: int | None
    valid_from: date
    valid_to: date | None
    approved: Mapping[str, date]

    @property
    def is_approved(self) -> bool:
        """Whether both have approved it; until then its time is provisional."""
        return len(self.approved) >= len(APPROVERS)

    @property
    def missing(self) -> tuple[str, ...]:
        """The roles that haven't approved it."""
        return tuple(role for role in APPROVERS.values() if role not in self.approved)


def baselines_of(connection: Connection, potential_id: str) -> dict[int, Baseline]:
    """All of them by their number, by activity with the newest first."""
    given: dict[int, dict[str, date]] = defaultdict(dict)
    for row in connection.execute(
        select(baseline_approvals)
        .join(baselines, baselines.c.id == baseline_approvals.c.baseline_id)
        .where(baselines.c.potential_id == potential_id)
    ):
        given[row.baseline_id][APPROVERS[ApproverRole(row.role)]] = local_date(row.approved_at)
    rows = connection.execute(
        select(baselines)
        .where(baselines.c.potential_id == potential_id)
        .order_by(baselines.c.activity, baselines.c.valid_from.desc())
    )
    return {
        row.id: Baseline(
            row.id,
            row.activity,
            row.version,
            row.seconds_per_case,
            METHODS[row.method],
            row.sample_size,
            row.valid_from,
            row.valid_to,
            given[row.id],
        )
        for row in rows
    }

"""Baselines: the seconds a person uses on one activity of one potential, measured, dated and approved by two others.

A new version ends the open one the day before; one that lies before the first of them fills the days until it. Until
the unit's leader and the project office, both other than the measurer, have approved it, entries made with it show as
*foreløbig*.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from sqlalchemy import Connection, func, insert, select, update

from gevinst.errors import Refused
from gevinst.ledger.periods import wait_for_postings
from gevinst.store.clock import local_date, now_us
from gevinst.store.tables import baseline_approvals, baselines, ledger_entries, potentials


class Method(StrEnum):
    """How the seconds were found."""

    STOPWATCH = "stopwatch"
    SAMPLE = "sample"
    ESTIMATE = "estimate"


class NotApproved(Refused):
    """Somebody can't approve a baseline; `in_danish` says why to whoever approves many."""

    def __init__(self, detail: str, in_danish: str) -> None:
        super().__init__(detail)
        self.in_danish = in_danish


class ApproverRole(StrEnum):
    """The two who approve."""

    UNIT_LEADER = "unit leader"
    PROJECT_OFFICE = "project office"


@dataclass(frozen=True)
class Measurement:
    """What was measured: `seconds_per_case` a person uses on `activity`, from the day `valid_from`."""

    potential_id: str
    activity: str
    seconds_per_case: int
    method: Method
    measured_by: str
    valid_from: date
    sample_size: int | None = None


def add_baseline(connection: Connection, measurement: Measurement, *, reaching_back: bool = False) -> int:
    """Record a measurement as the next version; returns the baseline's id.

    Args:
        connection: A write transaction.
        measurement: What was measured.
        reaching_back: Entries may rest on its days already: only `gevinst.ledger.repost` says so, which replaces them.

    Raises:
        Refused: When the potential is unknown, it would start between two versions or on the first day of one, or
            entries already rest on the days it would cover (that needs an explicit repost).
    """
    # The lock on the potential makes two people's overlapping versions impossible. It lets entries refer to the potential,
    # else a posting and this would wait for each other.
    potential = select(potentials.c.id).where(potentials.c.id == measurement.potential_id)
    if connection.execute(potential.with_for_update(key_share=True)).one_or_none() is None:
        raise Refused(f"potential {measurement.potential_id} is unknown: import it before its baselines")
    mine = (
        baselines.c.potential_id == measurement.potential_id,
        baselines.c.activity == measurement.activity,
    )
    latest = connection.execute(
        select(func.max(baselines.c.version), func.min(baselines.c.valid_from), func.max(baselines.c.valid_from)).where(
            *mine
        )
    ).one()
    version, first_from, last_from = latest
    # Before the first version nothing was ever posted: the past is brought in that way, and there is nothing to repost.
    is_before = first_from is not None and not reaching_back and measurement.valid_from < first_from
    if last_from is not None and not is_before and measurement.valid_from <= last_from:
        raise Refused(
            f"{measurement.potential_id} {measurement.activity}: the latest version starts {last_from}; "
            "a new version must start later"
        )
    if version is not None:
        wait_for_postings(connection)
    if version is not None and not is_before and not reaching_back and has_entries_since(connection, measurement):
        raise Refused(
            f"{measurement.potential_id} {measurement.activity}: entries already rest on days from "
            f"{measurement.valid_from}; choose a later day, or repost them"
        )
    if not is_before:
        connection.execute(
            update(baselines)
            .where(*mine, baselines.c.valid_to.is_(None))
            .values(valid_to=measurement.valid_from - timedelta(days=1))
        )
    number: int = connection.execute(
        insert(baselines)
        .values(
            potential_id=measurement.potential_id,
            activity=measurement.activity,
            version=(version or 0) + 1,
            seconds_per_case=measurement.seconds_per_case,
            method=measurement.method,
            sample_size=measurement.sample_size,
            measured_by=measurement.measured_by,
            valid_from=measurement.valid_from,
            valid_to=first_from - timedelta(days=1) if is_before else None,
            recorded_at=now_us(),
        )
        .returning(baselines.c.id)
    ).scalar_one()
    return number


def has_entries_since(connection: Connection, measurement: Measurement) -> bool:
    """Whether savings already rest on days that the measurement would cover."""
    latest = connection.execute(
        select(func.max(ledger_entries.c.occurred_at)).where(
            ledger_entries.c.potential_id == measurement.potential_id,
            ledger_entries.c.activity == measurement.activity,
            ledger_entries.c.kind == "saving",
        )
    ).scalar()
    return latest is not None and local_date(latest) >= measurement.valid_from


def approve(connection: Connection, baseline_id: int, *, role: ApproverRole, approved_by: str) -> None:
    """Approve a baseline in one of the two roles.

    Raises:
        NotApproved: When the approver measured it, has approved it in the other role, or the role has approved already.
    """
    measured_by = connection.execute(
        select(baselines.c.measured_by).where(baselines.c.id == baseline_id)
    ).scalar_one_or_none()
    if measured_by is None:
        raise Refused(f"baseline {baseline_id} is unknown")
    if same_person(measured_by, approved_by):
        raise NotApproved(
            "whoever measured a baseline can't approve it: ask a colleague", f"{approved_by} har selv målt den"
        )
    given = connection.execute(
        select(baseline_approvals.c.role, baseline_approvals.c.approved_by).where(
            baseline_approvals.c.baseline_id == baseline_id
        )
    ).all()
    for row in given:
        if row.role == role or same_person(row.approved_by, approved_by):
            raise NotApproved(
                f"baseline {baseline_id} is already approved by that role or person: two people are needed",
                f"{row.approved_by} har allerede godkendt den; der skal to personer til",
            )
    connection.execute(
        insert(baseline_approvals).values(
            baseline_id=baseline_id, role=role, approved_by=approved_by, approved_at=now_us()
        )
    )


def same_person(one: str, other: str) -> bool:
    """Whether two ways of writing initials are one person's: `mål` is `MÅL`."""
    return " ".join(one.split()).casefold() == " ".join(other.split()).casefold()


def is_approved(connection: Connection, baseline_id: int) -> bool:
    """Whether both roles have approved; entries on an unapproved baseline are *foreløbig*."""
    count = connection.execute(select(func.count()).where(baseline_approvals.c.baseline_id == baseline_id)).scalar_one()
    return count == len(ApproverRole)

"""The baselines sheet of the list: new measurements become new versions, and approvals are added to them."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Connection, Row, func, select

from gevinst.potentials.baselines import (
    ApproverRole,
    Measurement,
    add_baseline,
    approve,
    has_entries_since,
    same_person,
)
from gevinst.potentials.placed import Placed
from gevinst.potentials.problems import Problem
from gevinst.potentials.rows import BaselineRow
from gevinst.store.tables import baseline_approvals, baselines

Rows = Sequence[Placed[BaselineRow]]
_MEASURED = ("seconds_per_case", "method", "sample_size", "measured_by")


@dataclass
class Written:
    """What was written."""

    new: int = 0
    unchanged: int = 0
    approvals: int = 0


def check_baselines(connection: Connection, rows: Rows, potential_ids: set[str]) -> list[Problem]:
    """Everything that would keep the rows from being applied, before the first of them is."""
    problems = []
    seen: set[tuple[object, ...]] = set()
    for each in rows:
        row = each.row
        if row.potential_id not in potential_ids:
            problems.append(Problem(each.sheet, each.number, "Potentiale", f"{row.potential_id} findes ikke i listen"))
            continue
        key = (row.potential_id, row.activity, row.valid_from)
        if key in seen:
            problems.append(Problem(each.sheet, each.number, "Gælder fra", "samme aktivitet og dato står to gange"))
        seen.add(key)
        problems += [Problem(each.sheet, each.number, column, reason) for column, reason in _conflicts(connection, row)]
    return problems


def put_baselines(connection: Connection, rows: Rows) -> Written:
    """Apply checked rows: each new version ends the one before it, and each older one fills the days until the next."""
    written = Written()
    older = [each for each in rows if _is_before_first(connection, each.row)]
    newer = sorted((each for each in rows if each not in older), key=lambda each: each.row.valid_from)
    for each in [*sorted(older, key=lambda each: each.row.valid_from, reverse=True), *newer]:
        row = each.row
        known = _known(connection, row)
        if known is None:
            number = add_baseline(connection, _measurement(row))
            written.new += 1
        else:
            number = known.id
            written.unchanged += 1
        given = _approvals(connection, number)
        for role, approver in _wanted(row):
            if role not in given:
                approve(connection, number, role=role, approved_by=approver)
                written.approvals += 1
    return written


def _is_before_first(connection: Connection, row: BaselineRow) -> bool:
    first, _ = _first_and_last(connection, row)
    return first is not None and row.valid_from < first


def _first_and_last(connection: Connection, row: BaselineRow) -> tuple[date | None, date | None]:
    """The first days of the activity's oldest and newest version; None where it has none."""
    first, last = connection.execute(
        select(func.min(baselines.c.valid_from), func.max(baselines.c.valid_from)).where(
            baselines.c.potential_id == row.potential_id, baselines.c.activity == row.activity
        )
    ).one()
    return first, last


def _measurement(row: BaselineRow) -> Measurement:
    return Measurement(
        potential_id=row.potential_id,
        activity=row.activity,
        seconds_per_case=row.seconds_per_case,
        method=row.method,
        measured_by=row.measured_by,
        valid_from=row.valid_from,
        sample_size=row.sample_size,
    )


def _wanted(row: BaselineRow) -> Iterator[tuple[ApproverRole, str]]:
    if row.approved_by_leader:
        yield ApproverRole.UNIT_LEADER, row.approved_by_leader
    if row.approved_by_office:
        yield ApproverRole.PROJECT_OFFICE, row.approved_by_office


def _known(connection: Connection, row: BaselineRow) -> Row[Any] | None:
    """The version that starts the same day, if there is one."""
    return connection.execute(
        select(baselines).where(
            baselines.c.potential_id == row.potential_id,
            baselines.c.activity == row.activity,
            baselines.c.valid_from == row.valid_from,
        )
    ).one_or_none()


def _approvals(connection: Connection, baseline_id: int) -> dict[ApproverRole, str]:
    statement = select(baseline_approvals.c.role, baseline_approvals.c.approved_by).where(
        baseline_approvals.c.baseline_id == baseline_id
    )
    return {ApproverRole(row.role): row.approved_by for row in connection.execute(statement)}


def _conflicts(connection: Connection, row: BaselineRow) -> Iterator[tuple[str, str]]:
    known = _known(connection, row)
    if known is None:
        yield from _conflicts_of_new(connection, row)
        return
    if any(getattr(known, name) != getattr(row, name) for name in _MEASURED):
        yield "Gælder fra", "målingen fra den dag er registreret med andre tal; en ny måling skal have en ny dato"
        return
    given = _approvals(connection, known.id)
    for role, approver in _wanted(row):
        if not same_person(given.get(role, approver), approver):
            yield (
                "Godkendt af leder" if role is ApproverRole.UNIT_LEADER else "Godkendt af projektkontor",
                ("er allerede godkendt af en anden"),
            )
        elif role not in given and any(same_person(approver, each) for each in given.values()):
            yield "", "den samme person har allerede godkendt i den anden rolle"


def _conflicts_of_new(connection: Connection, row: BaselineRow) -> Iterator[tuple[str, str]]:
    first, last = _first_and_last(connection, row)
    if first is None or last is None or row.valid_from < first:
        return
    if row.valid_from < last:
        yield "Gælder fra", f"der er allerede en basislinje fra {last:%d-%m-%Y}; en ny skal begynde senere"
    elif has_entries_since(connection, _measurement(row)):
        yield "Gælder fra", "der er allerede posteringer fra den dag; vælg en senere dag, eller få dem omposteret"

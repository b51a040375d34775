"""Approve many baselines at once: the same three people as one by one, and all of them or none."""

from collections.abc import Collection, Iterable, Iterator
from datetime import date

from sqlalchemy import Connection, select

from gevinst.errors import Refused
from gevinst.potentials.baselines import ApproverRole, NotApproved, approve
from gevinst.potentials.review import Due, holding
from gevinst.potentials.words import activity_in_danish
from gevinst.staff import read_initials
from gevinst.store.tables import potentials


def chosen(connection: Connection, today: date, potential_ids: Collection[str], unit: str = "") -> list[Due]:
    """The baselines of these potentials, or of a unit, that hold now or lack an approval.

    Raises:
        Refused: In Danish: neither is said, a potential isn't in the register, or one of them has no baseline.
    """
    if not potential_ids and not unit:
        raise Refused("skriv hvilke: potentialernes numre, fx P-042 P-043, eller --unit")
    known = set(connection.execute(select(potentials.c.id)).scalars())
    if strange := sorted(set(potential_ids) - known):
        raise Refused(f"findes ikke i registret: {', '.join(strange)}; se `gevinst potentials list`")
    found = [
        each
        for each in holding(connection, today)
        if (not potential_ids or each.potential_id in potential_ids) and (not unit or each.unit == unit)
    ]
    if without := sorted(set(potential_ids) - {each.potential_id for each in found}):
        raise Refused(f"har ingen basislinje{f' i {unit}' if unit else ''}: {', '.join(without)}")
    return found


def approve_all(connection: Connection, found: Iterable[Due], role: ApproverRole, initials: str) -> list[Due]:
    """Approve those that wait for this role; returns them. The transaction must be rolled back when it is refused.

    Raises:
        Refused: In Danish: none waits for the role, or one of them was measured or approved by the same person; each is named.
    """
    by = read_initials(initials)
    waiting = [each for each in found if role in each.missing]
    if not waiting:
        raise Refused("ingen af dem venter på den godkendelse; se `gevinst baselines list --waiting`")
    if problems := list(_refusals(connection, waiting, role, by)):
        raise Refused(f"intet er godkendt: {'; '.join(problems)}")
    return waiting


def _refusals(connection: Connection, waiting: Iterable[Due], role: ApproverRole, by: str) -> Iterator[str]:
    for each in waiting:
        try:
            approve(connection, each.baseline_id, role=role, approved_by=by)
        except NotApproved as refused:
            yield f"{each.potential_id} {activity_in_danish(each.activity)}: {refused.in_danish}"

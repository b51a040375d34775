"""The two curves beside logged time: what the register expects of all that runs, and what was taken home for good."""

from collections.abc import Sequence
from datetime import date
from fractions import Fraction
from itertools import takewhile

from sqlalchemy import Connection, func, select

from gevinst.ledger.harvests import Permanence
from gevinst.potentials.potential import Phase, Potential
from gevinst.reports.lines import estimated_seconds, phase_on
from gevinst.store.tables import harvests


def running_seconds(potentials: Sequence[Potential], day: date) -> int:
    """A year's expected time of the potentials that are in operation on a day, by their dated phases."""
    return sum(estimated_seconds(each) for each in potentials if phase_on(each, day) is Phase.IN_OPERATION)


def lasting_harvests(connection: Connection) -> list[tuple[date, Fraction]]:
    """Each day something lasting was taken home, and how many årsværk it moved the level by, in order."""
    rows = connection.execute(
        select(harvests.c.harvested_on, func.sum(harvests.c.hundredths_of_fte).label("hundredths"))
        .where(harvests.c.permanence == Permanence.LASTING)
        .group_by(harvests.c.harvested_on)
        .order_by(harvests.c.harvested_on)
    )
    return [(row.harvested_on, Fraction(int(row.hundredths), 100)) for row in rows]


def level_on(steps: Sequence[tuple[date, Fraction]], day: date) -> Fraction:
    """The level that the steps have reached on a day."""
    return sum((fte for _, fte in takewhile(lambda step: step[0] <= day, steps)), Fraction(0))
